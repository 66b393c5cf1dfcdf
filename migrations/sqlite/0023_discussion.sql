-- What members say about proposals: comments in order, each perhaps an answer to an earlier one.
CREATE TABLE comments (
    id BLOB PRIMARY KEY,
    proposal BLOB NOT NULL REFERENCES proposals (id),
    -- From 1 in its proposal.
    n INTEGER NOT NULL CHECK (n >= 1),
    author BLOB NOT NULL REFERENCES members (id),
    -- The comment it answers.
    answers INTEGER CHECK (answers >= 1 AND answers < n),
    -- The version whose words count.
    version INTEGER NOT NULL CHECK (version >= 1),
    at INTEGER NOT NULL,
    hidden INTEGER NOT NULL CHECK (hidden IN (0, 1)),
    UNIQUE (proposal, n),
    FOREIGN KEY (proposal, answers) REFERENCES comments (proposal, n)
) STRICT;
CREATE INDEX comments_by_author ON comments (author);
CREATE TRIGGER comments_no_update BEFORE UPDATE OF id, proposal, n, author, answers, at ON comments
BEGIN
    SELECT RAISE(ABORT, 'comments is append-only');
END;
CREATE TRIGGER comments_no_delete BEFORE DELETE ON comments
BEGIN
    SELECT RAISE(ABORT, 'comments is append-only');
END;

-- The words of a comment, and the earlier ones. They never become others; hidden ones are erased with whoever wrote them.
CREATE TABLE comment_versions (
    comment BLOB NOT NULL REFERENCES comments (id),
    n INTEGER NOT NULL CHECK (n >= 1),
    lang TEXT NOT NULL CHECK (lang IN ('fr', 'en')),
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (comment, n)
) STRICT;
CREATE TRIGGER comment_versions_no_update BEFORE UPDATE OF comment, n, lang, at ON comment_versions
BEGIN
    SELECT RAISE(ABORT, 'comment_versions is append-only');
END;
CREATE TRIGGER comment_versions_no_other_words BEFORE UPDATE OF body ON comment_versions WHEN NEW.body <> ''
BEGIN
    SELECT RAISE(ABORT, 'comment_versions is append-only');
END;
CREATE TRIGGER comment_versions_no_delete BEFORE DELETE ON comment_versions
BEGIN
    SELECT RAISE(ABORT, 'comment_versions is append-only');
END;

-- Comments hidden and shown again, in which office and why. A reason is erased with the person it is about.
CREATE TABLE comment_moderations (
    comment BLOB NOT NULL REFERENCES comments (id),
    n INTEGER NOT NULL CHECK (n >= 1),
    moderation TEXT NOT NULL CHECK (moderation IN ('hide', 'show')),
    office TEXT NOT NULL CHECK (office IN ('chair', 'secretary', 'board')),
    moderated_by BLOB NOT NULL REFERENCES members (id),
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (comment, n)
) STRICT;
CREATE INDEX comment_moderations_by_member ON comment_moderations (moderated_by);
CREATE TRIGGER comment_moderations_no_update BEFORE UPDATE OF comment, n, moderation, office, moderated_by, at ON comment_moderations
BEGIN
    SELECT RAISE(ABORT, 'comment_moderations is append-only');
END;
CREATE TRIGGER comment_moderations_no_other_words BEFORE UPDATE OF reason ON comment_moderations WHEN NEW.reason <> ''
BEGIN
    SELECT RAISE(ABORT, 'comment_moderations is append-only');
END;
CREATE TRIGGER comment_moderations_no_delete BEFORE DELETE ON comment_moderations
BEGIN
    SELECT RAISE(ABORT, 'comment_moderations is append-only');
END;

-- Files that authors attach to a proposal. One that others saw and that was taken away leaves name, hash and both times.
CREATE TABLE attachments (
    id BLOB PRIMARY KEY,
    proposal BLOB NOT NULL REFERENCES proposals (id),
    name TEXT NOT NULL,
    media TEXT NOT NULL CHECK (media IN ('pdf', 'png', 'jpeg', 'webp', 'ods', 'xlsx', 'csv')),
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    -- Empty once it was taken away.
    body BLOB NOT NULL,
    added_by BLOB NOT NULL REFERENCES members (id),
    added_at INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX attachments_once ON attachments (proposal, hash) WHERE removed_at IS NULL;
CREATE INDEX attachments_by_member ON attachments (added_by);
CREATE TRIGGER attachments_no_update BEFORE UPDATE OF id, proposal, name, media, bytes, hash, added_by, added_at ON attachments
BEGIN
    SELECT RAISE(ABORT, 'attachments is append-only');
END;
CREATE TRIGGER attachments_no_other_bytes BEFORE UPDATE OF body, removed_at ON attachments
    WHEN OLD.removed_at IS NOT NULL OR NEW.removed_at IS NULL OR length(NEW.body) > 0
BEGIN
    SELECT RAISE(ABORT, 'attachments is append-only');
END;
-- A draft is thrown away with its files: nobody but its authors saw them.
CREATE TRIGGER attachments_no_delete BEFORE DELETE ON attachments
    WHEN (SELECT state FROM proposals WHERE id = OLD.proposal) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'attachments is append-only');
END;

-- Documents of an agenda may be WebP images, too.
CREATE TABLE documents_with_webp (
    id BLOB PRIMARY KEY,
    draft BLOB NOT NULL REFERENCES drafts (id),
    item BLOB,
    name TEXT NOT NULL,
    media TEXT NOT NULL CHECK (media IN ('pdf', 'png', 'jpeg', 'webp', 'ods', 'xlsx', 'csv')),
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    body BLOB NOT NULL,
    added_by BLOB NOT NULL REFERENCES members (id),
    added_at INTEGER NOT NULL,
    UNIQUE (draft, hash)
) STRICT;
INSERT INTO documents_with_webp SELECT id, draft, item, name, media, bytes, hash, body, added_by, added_at FROM documents;
DROP TABLE documents;
ALTER TABLE documents_with_webp RENAME TO documents;
