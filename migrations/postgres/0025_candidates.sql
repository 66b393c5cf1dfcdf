-- Calls for candidates for an election of an agenda being prepared.
CREATE TABLE candidate_calls (
    item UUID PRIMARY KEY REFERENCES draft_items (id),
    opened_by UUID NOT NULL REFERENCES members (id),
    opened_at BIGINT NOT NULL,
    closed_at BIGINT
);

-- Who stands, or was asked to, in which election. Frozen when members are convened, but for the words, which are erased.
CREATE TABLE candidacies (
    id UUID PRIMARY KEY,
    draft UUID NOT NULL REFERENCES drafts (id),
    item UUID NOT NULL REFERENCES draft_items (id),
    member UUID NOT NULL REFERENCES members (id),
    -- Who proposed the member, if somebody else did, and why.
    proposed_by UUID REFERENCES members (id),
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'written', 'accepted', 'withdrawn')),
    -- Statement and data as canonical JSON, empty if none; the hash and signature of who accepted.
    body TEXT NOT NULL,
    hash BYTEA CHECK (length(hash) = 32),
    identity BYTEA CHECK (length(identity) = 32),
    signature BYTEA CHECK (length(signature) = 64),
    made_at BIGINT NOT NULL,
    moved_at BIGINT NOT NULL,
    UNIQUE (item, member)
);
CREATE INDEX candidacies_by_draft ON candidacies (draft);
CREATE INDEX candidacies_by_member ON candidacies (member);
CREATE FUNCTION refuse_once_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state FROM drafts WHERE id = OLD.draft) <> 'draft' THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER candidacies_frozen
    BEFORE UPDATE OF id, draft, item, member, proposed_by, state, hash, identity, signature, made_at, moved_at ON candidacies
    FOR EACH ROW EXECUTE FUNCTION refuse_once_closed();
CREATE TRIGGER candidacies_no_delete BEFORE DELETE ON candidacies
    FOR EACH ROW EXECUTE FUNCTION refuse_once_closed();
