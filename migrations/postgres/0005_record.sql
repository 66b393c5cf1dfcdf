-- The public record of each assembly.

-- Salts of committed leaves. Deleting a row is how a person is erased: the commitment says nothing without its salt.
CREATE TABLE leaf_salts (
    kind TEXT NOT NULL CHECK (kind IN ('register', 'roll', 'attendance', 'emargement')),
    scope UUID NOT NULL,
    subject UUID NOT NULL,
    salt BYTEA NOT NULL UNIQUE CHECK (length(salt) = 32),
    PRIMARY KEY (kind, scope, subject)
);

CREATE TABLE record_entries (
    assembly UUID NOT NULL REFERENCES assemblies (id),
    seq BIGINT NOT NULL CHECK (seq >= 0),
    at BIGINT NOT NULL,
    -- The whole entry, RFC 8785 canonical JSON.
    entry TEXT NOT NULL,
    -- Its leaf in the RFC 6962 tree.
    leaf BYTEA NOT NULL CHECK (length(leaf) = 32),
    PRIMARY KEY (assembly, seq)
);
CREATE TRIGGER record_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON record_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Signed tree heads, one per size reached.
CREATE TABLE checkpoints (
    assembly UUID NOT NULL REFERENCES assemblies (id),
    size BIGINT NOT NULL CHECK (size >= 1),
    note TEXT NOT NULL,
    PRIMARY KEY (assembly, size)
);
CREATE TRIGGER checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
