-- The leaf hashes of the commitments to proxies and to voices on paper are kept, too: those concerned show that they are in.
ALTER TABLE commitment_trees DROP CONSTRAINT commitment_trees_kind_check;
ALTER TABLE commitment_trees ADD CONSTRAINT commitment_trees_kind_check
    CHECK (kind IN ('register', 'roll', 'proxy', 'paper'));
