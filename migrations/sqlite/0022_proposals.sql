-- What members propose to assemblies. The words are frozen once anybody but their authors has seen them.
CREATE TABLE proposals (
    id BLOB PRIMARY KEY,
    -- Who began it.
    author BLOB NOT NULL REFERENCES members (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'submitted', 'admitted', 'refused', 'on-agenda', 'adopted', 'rejected', 'withdrawn')),
    -- The version whose words count.
    version INTEGER NOT NULL CHECK (version >= 1),
    made_at INTEGER NOT NULL,
    opened_at INTEGER,
    submitted_at INTEGER,
    -- Supporters, and members with a voice, when it was submitted.
    supporters INTEGER CHECK (supporters >= 0),
    voices INTEGER CHECK (voices >= 0),
    -- The assembly it was submitted for, or on whose agenda it is; and its vote there.
    assembly BLOB REFERENCES assemblies (id),
    vote BLOB UNIQUE REFERENCES votes (id),
    -- What the board decided, and why.
    decided_at INTEGER,
    decided_by BLOB REFERENCES members (id),
    reason TEXT NOT NULL,
    -- When it last moved.
    moved_at INTEGER NOT NULL
) STRICT;
CREATE INDEX proposals_by_state ON proposals (state, moved_at);
CREATE INDEX proposals_by_author ON proposals (author);

CREATE TABLE proposal_versions (
    proposal BLOB NOT NULL REFERENCES proposals (id),
    n INTEGER NOT NULL CHECK (n >= 1),
    -- Canonical JSON, and its SHA-256: what a support names.
    body TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    written_by BLOB NOT NULL REFERENCES members (id),
    at INTEGER NOT NULL,
    -- The amendment whose words it takes over.
    amendment INTEGER,
    PRIMARY KEY (proposal, n)
) STRICT;
CREATE TRIGGER proposal_versions_no_update BEFORE UPDATE ON proposal_versions
BEGIN
    SELECT RAISE(ABORT, 'proposal_versions is append-only');
END;
-- A draft is thrown away with its words: nobody but its authors saw them.
CREATE TRIGGER proposal_versions_no_delete BEFORE DELETE ON proposal_versions
    WHEN (SELECT state FROM proposals WHERE id = OLD.proposal) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'proposal_versions is append-only');
END;

-- Who writes it with whoever began it.
CREATE TABLE proposal_authors (
    proposal BLOB NOT NULL REFERENCES proposals (id),
    member BLOB NOT NULL REFERENCES members (id),
    state TEXT NOT NULL CHECK (state IN ('invited', 'accepted', 'declined')),
    invited_by BLOB NOT NULL REFERENCES members (id),
    invited_at INTEGER NOT NULL,
    answered_at INTEGER,
    PRIMARY KEY (proposal, member)
) STRICT;
CREATE INDEX proposal_authors_by_member ON proposal_authors (member);

-- Signatures of members under one version each. One that is taken back stays, with when.
CREATE TABLE proposal_supports (
    id BLOB PRIMARY KEY,
    proposal BLOB NOT NULL REFERENCES proposals (id),
    version INTEGER NOT NULL,
    member BLOB NOT NULL REFERENCES members (id),
    identity BLOB NOT NULL CHECK (length(identity) = 32),
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    FOREIGN KEY (proposal, version) REFERENCES proposal_versions (proposal, n)
) STRICT;
CREATE UNIQUE INDEX proposal_supports_once ON proposal_supports (proposal, version, member) WHERE withdrawn_at IS NULL;
CREATE INDEX proposal_supports_by_member ON proposal_supports (member);
CREATE TRIGGER proposal_supports_no_update BEFORE UPDATE OF id, proposal, version, member, identity, signature, at ON proposal_supports
BEGIN
    SELECT RAISE(ABORT, 'proposal_supports is append-only');
END;
CREATE TRIGGER proposal_supports_once_back BEFORE UPDATE OF withdrawn_at ON proposal_supports
    WHEN OLD.withdrawn_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'proposal_supports is append-only');
END;
CREATE TRIGGER proposal_supports_no_delete BEFORE DELETE ON proposal_supports
BEGIN
    SELECT RAISE(ABORT, 'proposal_supports is append-only');
END;

-- Other words that members ask for: the whole text as it should read, over one version.
CREATE TABLE amendments (
    id BLOB PRIMARY KEY,
    proposal BLOB NOT NULL REFERENCES proposals (id),
    n INTEGER NOT NULL CHECK (n >= 1),
    author BLOB NOT NULL REFERENCES members (id),
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    reasons TEXT NOT NULL,
    at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'to-vote', 'withdrawn', 'adopted', 'rejected')),
    decided_at INTEGER,
    decided_by BLOB REFERENCES members (id),
    UNIQUE (proposal, n),
    FOREIGN KEY (proposal, version) REFERENCES proposal_versions (proposal, n)
) STRICT;
CREATE INDEX amendments_by_author ON amendments (author);
CREATE TRIGGER amendments_no_update BEFORE UPDATE OF id, proposal, n, author, version, body, reasons, at ON amendments
BEGIN
    SELECT RAISE(ABORT, 'amendments is append-only');
END;
CREATE TRIGGER amendments_no_delete BEFORE DELETE ON amendments
BEGIN
    SELECT RAISE(ABORT, 'amendments is append-only');
END;
