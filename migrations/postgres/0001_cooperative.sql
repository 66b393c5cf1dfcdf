-- The cooperative of this database and the secrets of its server.

-- Append-only tables refuse every change of what they hold.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END;
$$;

-- One database serves one cooperative: `only_one` can hold a single value.
CREATE TABLE cooperatives (
    id UUID PRIMARY KEY,
    only_one BIGINT NOT NULL UNIQUE CHECK (only_one = 1),
    name TEXT NOT NULL,
    -- Form, capital and seat, as on its letters.
    legal_line TEXT NOT NULL,
    -- Preset of rules.json for ordinary assemblies.
    preset TEXT NOT NULL,
    -- Nominal value of a share.
    share_cents BIGINT NOT NULL CHECK (share_cents > 0),
    -- Shares each member must hold.
    minimum_shares BIGINT NOT NULL CHECK (minimum_shares >= 1),
    -- IANA name.
    time_zone TEXT NOT NULL,
    -- 1 only in a database the demo created: the condition of demo sign-in.
    demo BIGINT NOT NULL CHECK (demo IN (0, 1)),
    founded_at BIGINT NOT NULL
);

-- Seed of the Ed25519 key that signs checkpoints and receipts. Never leaves the server, never logged.
CREATE TABLE record_secrets (
    cooperative UUID PRIMARY KEY REFERENCES cooperatives (id),
    seed BYTEA NOT NULL CHECK (length(seed) = 32)
);

-- What was done, by whom, when. Ids only: no name, no address, no free text.
CREATE TABLE audit (
    id UUID PRIMARY KEY,
    at BIGINT NOT NULL,
    actor UUID,
    act TEXT NOT NULL,
    subject UUID
);
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
