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

-- Files that authors attach to a proposal. One that others saw and that was taken away leaves name, hash and both times.
CREATE TABLE attachments (
    id UUID PRIMARY KEY,
    proposal UUID NOT NULL REFERENCES proposals (id),
    name TEXT NOT NULL,
    media TEXT NOT NULL CHECK (media IN ('pdf', 'png', 'jpeg', 'webp', 'ods', 'xlsx', 'csv')),
    bytes BIGINT NOT NULL CHECK (bytes > 0),
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    -- Empty once it was taken away.
    body BYTEA NOT NULL,
    added_by UUID NOT NULL REFERENCES members (id),
    added_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE UNIQUE INDEX attachments_once ON attachments (proposal, hash) WHERE removed_at IS NULL;
CREATE INDEX attachments_by_member ON attachments (added_by);
CREATE TRIGGER attachments_append_only
    BEFORE UPDATE OF id, proposal, name, media, bytes, hash, added_by, added_at OR TRUNCATE ON attachments
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER attachments_no_other_bytes BEFORE UPDATE OF body, removed_at ON attachments
    FOR EACH ROW WHEN (OLD.removed_at IS NOT NULL OR NEW.removed_at IS NULL OR length(NEW.body) > 0)
    EXECUTE FUNCTION refuse_change();
-- A draft is thrown away with its files: nobody but its authors saw them.
CREATE TRIGGER attachments_no_delete BEFORE DELETE ON attachments
    FOR EACH ROW EXECUTE FUNCTION refuse_unless_draft();

-- Documents of an agenda may be WebP images, too.
ALTER TABLE documents DROP CONSTRAINT documents_media_check;
ALTER TABLE documents ADD CONSTRAINT documents_media_check
    CHECK (media IN ('pdf', 'png', 'jpeg', 'webp', 'ods', 'xlsx', 'csv'));
