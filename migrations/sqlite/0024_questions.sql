-- Written questions of members to the board before an assembly, and what it answers (C. com. L.225-108).
CREATE TABLE questions (
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    n INTEGER NOT NULL CHECK (n >= 1),
    member BLOB NOT NULL REFERENCES members (id),
    lang TEXT NOT NULL CHECK (lang IN ('fr', 'en')),
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- Number of the answer that serves it, once there is one.
    answer INTEGER CHECK (answer >= 1),
    PRIMARY KEY (assembly, n)
) STRICT;
CREATE INDEX questions_by_member ON questions (member);
CREATE TRIGGER questions_no_update BEFORE UPDATE OF assembly, n, member, lang, body, at ON questions
BEGIN
    SELECT RAISE(ABORT, 'questions is append-only');
END;
CREATE TRIGGER questions_answered_once BEFORE UPDATE OF answer ON questions
    WHEN OLD.answer IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'questions is append-only');
END;
CREATE TRIGGER questions_no_delete BEFORE DELETE ON questions
BEGIN
    SELECT RAISE(ABORT, 'questions is append-only');
END;

-- Every version of an answer's words: what was published stays beside what corrects it.
CREATE TABLE answers (
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    n INTEGER NOT NULL CHECK (n >= 1),
    version INTEGER NOT NULL CHECK (version >= 1),
    lang TEXT NOT NULL CHECK (lang IN ('fr', 'en')),
    body TEXT NOT NULL,
    written_by BLOB NOT NULL REFERENCES members (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (assembly, n, version)
) STRICT;
CREATE TRIGGER answers_no_update BEFORE UPDATE ON answers
BEGIN
    SELECT RAISE(ABORT, 'answers is append-only');
END;
CREATE TRIGGER answers_no_delete BEFORE DELETE ON answers
BEGIN
    SELECT RAISE(ABORT, 'answers is append-only');
END;
