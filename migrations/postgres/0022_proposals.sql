-- What members propose to assemblies. The words are frozen once anybody but their authors has seen them.
CREATE TABLE proposals (
    id UUID PRIMARY KEY,
    -- Who began it.
    author UUID NOT NULL REFERENCES members (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'submitted', 'admitted', 'refused', 'on-agenda', 'adopted', 'rejected', 'withdrawn')),
    -- The version whose words count.
    version BIGINT NOT NULL CHECK (version >= 1),
    made_at BIGINT NOT NULL,
    opened_at BIGINT,
    submitted_at BIGINT,
    -- Supporters, and members with a voice, when it was submitted.
    supporters BIGINT CHECK (supporters >= 0),
    voices BIGINT CHECK (voices >= 0),
    -- The assembly it was submitted for, or on whose agenda it is; and its vote there.
    assembly UUID REFERENCES assemblies (id),
    vote UUID UNIQUE REFERENCES votes (id),
    -- What the board decided, and why.
    decided_at BIGINT,
    decided_by UUID REFERENCES members (id),
    reason TEXT NOT NULL,
    -- When it last moved.
    moved_at BIGINT NOT NULL
);
CREATE INDEX proposals_by_state ON proposals (state, moved_at);
CREATE INDEX proposals_by_author ON proposals (author);

CREATE TABLE proposal_versions (
    proposal UUID NOT NULL REFERENCES proposals (id),
    n BIGINT NOT NULL CHECK (n >= 1),
    -- Canonical JSON, and its SHA-256: what a support names.
    body TEXT NOT NULL,
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    written_by UUID NOT NULL REFERENCES members (id),
    at BIGINT NOT NULL,
    -- The amendment whose words it takes over.
    amendment BIGINT,
    PRIMARY KEY (proposal, n)
);
CREATE TRIGGER proposal_versions_append_only BEFORE UPDATE OR TRUNCATE ON proposal_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- A draft is thrown away with its words: nobody but its authors saw them.
CREATE FUNCTION refuse_unless_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state FROM proposals WHERE id = OLD.proposal) <> 'draft' THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END;
$$;
CREATE TRIGGER proposal_versions_no_delete BEFORE DELETE ON proposal_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_unless_draft();

-- Who writes it with whoever began it.
CREATE TABLE proposal_authors (
    proposal UUID NOT NULL REFERENCES proposals (id),
    member UUID NOT NULL REFERENCES members (id),
    state TEXT NOT NULL CHECK (state IN ('invited', 'accepted', 'declined')),
    invited_by UUID NOT NULL REFERENCES members (id),
    invited_at BIGINT NOT NULL,
    answered_at BIGINT,
    PRIMARY KEY (proposal, member)
);
CREATE INDEX proposal_authors_by_member ON proposal_authors (member);

-- Signatures of members under one version each. One that is taken back stays, with when.
CREATE TABLE proposal_supports (
    id UUID PRIMARY KEY,
    proposal UUID NOT NULL REFERENCES proposals (id),
    version BIGINT NOT NULL,
    member UUID NOT NULL REFERENCES members (id),
    identity BYTEA NOT NULL CHECK (length(identity) = 32),
    signature BYTEA NOT NULL CHECK (length(signature) = 64),
    at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    FOREIGN KEY (proposal, version) REFERENCES proposal_versions (proposal, n)
);
CREATE UNIQUE INDEX proposal_supports_once ON proposal_supports (proposal, version, member) WHERE withdrawn_at IS NULL;
CREATE INDEX proposal_supports_by_member ON proposal_supports (member);
CREATE TRIGGER proposal_supports_append_only
    BEFORE UPDATE OF id, proposal, version, member, identity, signature, at OR DELETE OR TRUNCATE ON proposal_supports
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proposal_supports_once_back BEFORE UPDATE OF withdrawn_at ON proposal_supports
    FOR EACH ROW WHEN (OLD.withdrawn_at IS NOT NULL) EXECUTE FUNCTION refuse_change();

-- Other words that members ask for: the whole text as it should read, over one version.
CREATE TABLE amendments (
    id UUID PRIMARY KEY,
    proposal UUID NOT NULL REFERENCES proposals (id),
    n BIGINT NOT NULL CHECK (n >= 1),
    author UUID NOT NULL REFERENCES members (id),
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    reasons TEXT NOT NULL,
    at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'to-vote', 'withdrawn', 'adopted', 'rejected')),
    decided_at BIGINT,
    decided_by UUID REFERENCES members (id),
    UNIQUE (proposal, n),
    FOREIGN KEY (proposal, version) REFERENCES proposal_versions (proposal, n)
);
CREATE INDEX amendments_by_author ON amendments (author);
CREATE TRIGGER amendments_append_only
    BEFORE UPDATE OF id, proposal, n, author, version, body, reasons, at OR DELETE OR TRUNCATE ON amendments
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
