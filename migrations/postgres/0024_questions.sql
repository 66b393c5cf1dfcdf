-- Written questions of members to the board before an assembly, and what it answers (C. com. L.225-108).
CREATE TABLE questions (
    assembly UUID NOT NULL REFERENCES assemblies (id),
    n BIGINT NOT NULL CHECK (n >= 1),
    member UUID NOT NULL REFERENCES members (id),
    lang TEXT NOT NULL CHECK (lang IN ('fr', 'en')),
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- Number of the answer that serves it, once there is one.
    answer BIGINT CHECK (answer >= 1),
    PRIMARY KEY (assembly, n)
);
CREATE INDEX questions_by_member ON questions (member);
CREATE TRIGGER questions_append_only
    BEFORE UPDATE OF assembly, n, member, lang, body, at OR DELETE OR TRUNCATE ON questions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER questions_answered_once BEFORE UPDATE OF answer ON questions
    FOR EACH ROW WHEN (OLD.answer IS NOT NULL) EXECUTE FUNCTION refuse_change();

-- Every version of an answer's words: what was published stays beside what corrects it.
CREATE TABLE answers (
    assembly UUID NOT NULL REFERENCES assemblies (id),
    n BIGINT NOT NULL CHECK (n >= 1),
    version BIGINT NOT NULL CHECK (version >= 1),
    lang TEXT NOT NULL CHECK (lang IN ('fr', 'en')),
    body TEXT NOT NULL,
    written_by UUID NOT NULL REFERENCES members (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (assembly, n, version)
);
CREATE TRIGGER answers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON answers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
