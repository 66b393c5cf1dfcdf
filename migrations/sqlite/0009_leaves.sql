-- The leaf hashes of each commitment, in their order: when a salt is erased, those who stay still show that they are in.
CREATE TABLE commitment_trees (
    kind TEXT NOT NULL CHECK (kind IN ('register', 'roll')),
    -- The assembly or the vote.
    scope BLOB NOT NULL,
    -- 32 bytes each, one after the other.
    hashes BLOB NOT NULL CHECK (length(hashes) % 32 = 0),
    PRIMARY KEY (kind, scope)
) STRICT;
CREATE TRIGGER commitment_trees_no_update BEFORE UPDATE ON commitment_trees
BEGIN
    SELECT RAISE(ABORT, 'commitment_trees is append-only');
END;
CREATE TRIGGER commitment_trees_no_delete BEFORE DELETE ON commitment_trees
BEGIN
    SELECT RAISE(ABORT, 'commitment_trees is append-only');
END;
