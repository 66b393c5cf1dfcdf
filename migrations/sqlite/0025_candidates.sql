-- Calls for candidates for an election of an agenda being prepared.
CREATE TABLE candidate_calls (
    item BLOB PRIMARY KEY REFERENCES draft_items (id),
    opened_by BLOB NOT NULL REFERENCES members (id),
    opened_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;

-- Who stands, or was asked to, in which election. Frozen when members are convened, but for the words, which are erased.
CREATE TABLE candidacies (
    id BLOB PRIMARY KEY,
    draft BLOB NOT NULL REFERENCES drafts (id),
    item BLOB NOT NULL REFERENCES draft_items (id),
    member BLOB NOT NULL REFERENCES members (id),
    -- Who proposed the member, if somebody else did, and why.
    proposed_by BLOB REFERENCES members (id),
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'written', 'accepted', 'withdrawn')),
    -- Statement and data as canonical JSON, empty if none; the hash and signature of who accepted.
    body TEXT NOT NULL,
    hash BLOB CHECK (length(hash) = 32),
    identity BLOB CHECK (length(identity) = 32),
    signature BLOB CHECK (length(signature) = 64),
    made_at INTEGER NOT NULL,
    moved_at INTEGER NOT NULL,
    UNIQUE (item, member)
) STRICT;
CREATE INDEX candidacies_by_draft ON candidacies (draft);
CREATE INDEX candidacies_by_member ON candidacies (member);
CREATE TRIGGER candidacies_frozen
    BEFORE UPDATE OF id, draft, item, member, proposed_by, state, hash, identity, signature, made_at, moved_at ON candidacies
    WHEN (SELECT state FROM drafts WHERE id = OLD.draft) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'candidacies is append-only');
END;
CREATE TRIGGER candidacies_no_delete BEFORE DELETE ON candidacies
    WHEN (SELECT state FROM drafts WHERE id = OLD.draft) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'candidacies is append-only');
END;
