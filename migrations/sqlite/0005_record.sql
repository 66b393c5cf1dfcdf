-- The public record of each assembly.

-- Salts of committed leaves. Deleting a row is how a person is erased: the commitment says nothing without its salt.
CREATE TABLE leaf_salts (
    kind TEXT NOT NULL CHECK (kind IN ('register', 'roll', 'attendance', 'emargement')),
    scope BLOB NOT NULL,
    subject BLOB NOT NULL,
    salt BLOB NOT NULL UNIQUE CHECK (length(salt) = 32),
    PRIMARY KEY (kind, scope, subject)
) STRICT;

CREATE TABLE record_entries (
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    seq INTEGER NOT NULL CHECK (seq >= 0),
    at INTEGER NOT NULL,
    -- The whole entry, RFC 8785 canonical JSON.
    entry TEXT NOT NULL,
    -- Its leaf in the RFC 6962 tree.
    leaf BLOB NOT NULL CHECK (length(leaf) = 32),
    PRIMARY KEY (assembly, seq)
) STRICT;
CREATE TRIGGER record_entries_no_update BEFORE UPDATE ON record_entries
BEGIN
    SELECT RAISE(ABORT, 'record_entries is append-only');
END;
CREATE TRIGGER record_entries_no_delete BEFORE DELETE ON record_entries
BEGIN
    SELECT RAISE(ABORT, 'record_entries is append-only');
END;

-- Signed tree heads, one per size reached.
CREATE TABLE checkpoints (
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    size INTEGER NOT NULL CHECK (size >= 1),
    note TEXT NOT NULL,
    PRIMARY KEY (assembly, size)
) STRICT;
CREATE TRIGGER checkpoints_no_update BEFORE UPDATE ON checkpoints
BEGIN
    SELECT RAISE(ABORT, 'checkpoints is append-only');
END;
CREATE TRIGGER checkpoints_no_delete BEFORE DELETE ON checkpoints
BEGIN
    SELECT RAISE(ABORT, 'checkpoints is append-only');
END;
