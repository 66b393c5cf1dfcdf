-- The cooperative of this database and the secrets of its server.

-- One database serves one cooperative: `only_one` can hold a single value.
CREATE TABLE cooperatives (
    id BLOB PRIMARY KEY,
    only_one INTEGER NOT NULL UNIQUE CHECK (only_one = 1),
    name TEXT NOT NULL,
    -- Form, capital and seat, as on its letters.
    legal_line TEXT NOT NULL,
    -- Preset of rules.json for ordinary assemblies.
    preset TEXT NOT NULL,
    -- Nominal value of a share.
    share_cents INTEGER NOT NULL CHECK (share_cents > 0),
    -- Shares each member must hold.
    minimum_shares INTEGER NOT NULL CHECK (minimum_shares >= 1),
    -- IANA name.
    time_zone TEXT NOT NULL,
    -- 1 only in a database the demo created: the condition of demo sign-in.
    demo INTEGER NOT NULL CHECK (demo IN (0, 1)),
    founded_at INTEGER NOT NULL
) STRICT;

-- Seed of the Ed25519 key that signs checkpoints and receipts. Never leaves the server, never logged.
CREATE TABLE record_secrets (
    cooperative BLOB PRIMARY KEY REFERENCES cooperatives (id),
    seed BLOB NOT NULL CHECK (length(seed) = 32)
) STRICT;

-- What was done, by whom, when. Ids only: no name, no address, no free text.
CREATE TABLE audit (
    id BLOB PRIMARY KEY,
    at INTEGER NOT NULL,
    actor BLOB,
    act TEXT NOT NULL,
    subject BLOB
) STRICT;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;
