-- What members say about proposals: comments in order, each perhaps an answer to an earlier one.
CREATE TABLE comments (
    id UUID PRIMARY KEY,
    proposal UUID NOT NULL REFERENCES proposals (id),
    -- From 1 in its proposal.
    n BIGINT NOT NULL CHECK (n >= 1),
    author UUID NOT NULL REFERENCES members (id),
    -- The comment it answers.
    answers BIGINT CHECK (answers >= 1 AND answers < n),
    -- The version whose words count.
    version BIGINT NOT NULL CHECK (version >= 1),
    at BIGINT NOT NULL,
    hidden BIGINT NOT NULL CHECK (hidden IN (0, 1)),
    UNIQUE (proposal, n),
    FOREIGN KEY (proposal, answers) REFERENCES comments (proposal, n)
);
CREATE INDEX comments_by_author ON comments (author);
CREATE TRIGGER comments_append_only
    BEFORE UPDATE OF id, proposal, n, author, answers, at OR DELETE OR TRUNCATE ON comments
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The words of a comment, and the earlier ones. They never become others; hidden ones are erased with whoever wrote them.
CREATE TABLE comment_versions (
    comment UUID NOT NULL REFERENCES comments (id),
    n BIGINT NOT NULL CHECK (n >= 1),
    lang TEXT NOT NULL CHECK (lang IN ('fr', 'en')),
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (comment, n)
);
CREATE TRIGGER comment_versions_append_only
    BEFORE UPDATE OF comment, n, lang, at OR DELETE OR TRUNCATE ON comment_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER comment_versions_no_other_words BEFORE UPDATE OF body ON comment_versions
    FOR EACH ROW WHEN (NEW.body <> '') EXECUTE FUNCTION refuse_change();

-- Comments hidden and shown again, in which office and why. A reason is erased with the person it is about.
CREATE TABLE comment_moderations (
    comment UUID NOT NULL REFERENCES comments (id),
    n BIGINT NOT NULL CHECK (n >= 1),
    moderation TEXT NOT NULL CHECK (moderation IN ('hide', 'show')),
    office TEXT NOT NULL CHECK (office IN ('chair', 'secretary', 'board')),
    moderated_by UUID NOT NULL REFERENCES members (id),
    at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (comment, n)
);
CREATE INDEX comment_moderations_by_member ON comment_moderations (moderated_by);
CREATE TRIGGER comment_moderations_append_only
    BEFORE UPDATE OF comment, n, moderation, office, moderated_by, at OR DELETE OR TRUNCATE ON comment_moderations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER comment_moderations_no_other_words BEFORE UPDATE OF reason ON comment_moderations
    FOR EACH ROW WHEN (NEW.reason <> '') EXECUTE FUNCTION refuse_change();
