-- The leaf hashes of each commitment, in their order: when a salt is erased, those who stay still show that they are in.
CREATE TABLE commitment_trees (
    kind TEXT NOT NULL CHECK (kind IN ('register', 'roll')),
    -- The assembly or the vote.
    scope UUID NOT NULL,
    -- 32 bytes each, one after the other.
    hashes BYTEA NOT NULL CHECK (length(hashes) % 32 = 0),
    PRIMARY KEY (kind, scope)
);
CREATE TRIGGER commitment_trees_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON commitment_trees
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
