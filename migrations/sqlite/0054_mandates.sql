-- The leaf hashes of the commitments to proxies and to voices on paper are kept, too: those concerned show that they are in.
CREATE TABLE commitment_trees_more (
    kind TEXT NOT NULL CHECK (kind IN ('register', 'roll', 'proxy', 'paper')),
    -- The assembly, the box or the vote.
    scope BLOB NOT NULL,
    -- 32 bytes each, one after the other.
    hashes BLOB NOT NULL CHECK (length(hashes) % 32 = 0),
    PRIMARY KEY (kind, scope)
) STRICT;
INSERT INTO commitment_trees_more SELECT kind, scope, hashes FROM commitment_trees;
DROP TABLE commitment_trees;
ALTER TABLE commitment_trees_more RENAME TO commitment_trees;
CREATE TRIGGER commitment_trees_no_update BEFORE UPDATE ON commitment_trees
BEGIN
    SELECT RAISE(ABORT, 'commitment_trees is append-only');
END;
CREATE TRIGGER commitment_trees_no_delete BEFORE DELETE ON commitment_trees
BEGIN
    SELECT RAISE(ABORT, 'commitment_trees is append-only');
END;
