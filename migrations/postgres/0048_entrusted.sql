-- Voices entrusted to the server: a key that it makes for a member who has none when a box opens, one for each assembly.
CREATE TABLE entrusted_keys (
    id UUID PRIMARY KEY,
    assembly UUID NOT NULL REFERENCES assemblies (id),
    member UUID NOT NULL REFERENCES members (id),
    identity BYTEA NOT NULL UNIQUE CHECK (length(identity) = 32),
    ballot_root BYTEA NOT NULL UNIQUE CHECK (length(ballot_root) = 32),
    chain_code BYTEA NOT NULL CHECK (length(chain_code) = 32),
    made_at BIGINT NOT NULL,
    -- When the member asked for it first.
    released_at BIGINT CHECK (released_at >= made_at),
    UNIQUE (assembly, member)
);
CREATE INDEX entrusted_keys_by_member ON entrusted_keys (member);
CREATE TRIGGER entrusted_keys_frozen
    BEFORE UPDATE OF id, assembly, member, identity, ballot_root, chain_code, made_at ON entrusted_keys
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entrusted_keys_released_once BEFORE UPDATE ON entrusted_keys FOR EACH ROW WHEN (OLD.released_at IS NOT NULL)
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entrusted_keys_no_delete BEFORE DELETE OR TRUNCATE ON entrusted_keys
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- A key is a member's, a code's or the server's, never two of them.
CREATE FUNCTION refuse_key_of_others() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM member_keys k WHERE k.identity = NEW.identity OR k.ballot_root = NEW.ballot_root)
        OR EXISTS (SELECT 1 FROM paper_codes c WHERE c.identity = NEW.identity OR c.ballot_root = NEW.ballot_root) THEN
        RAISE EXCEPTION 'the key is a member''s or a paper code''s';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER entrusted_keys_new_key BEFORE INSERT ON entrusted_keys
    FOR EACH ROW EXECUTE FUNCTION refuse_key_of_others();
CREATE FUNCTION refuse_key_entrusted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM entrusted_keys e WHERE e.identity = NEW.identity OR e.ballot_root = NEW.ballot_root) THEN
        RAISE EXCEPTION 'the key is the server''s';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER member_keys_not_entrusted BEFORE INSERT ON member_keys
    FOR EACH ROW EXECUTE FUNCTION refuse_key_entrusted();
CREATE TRIGGER paper_codes_not_entrusted BEFORE INSERT ON paper_codes
    FOR EACH ROW EXECUTE FUNCTION refuse_key_entrusted();

-- Their secrets: identity seed, b and chain code. Deleted once the assembly is over. Never logged.
CREATE TABLE entrusted_secrets (
    entrusted UUID PRIMARY KEY REFERENCES entrusted_keys (id),
    secret BYTEA NOT NULL CHECK (length(secret) = 96)
);

-- How many voices may be so entrusted, where they are more than a tenth of a roll: the last counts. 0: none.
CREATE TABLE entrusted_limits (
    assembly UUID NOT NULL REFERENCES assemblies (id),
    n BIGINT NOT NULL CHECK (n >= 1),
    most BIGINT NOT NULL CHECK (most >= 0),
    confirmed_by UUID NOT NULL REFERENCES members (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (assembly, n)
);
CREATE INDEX entrusted_limits_by_member ON entrusted_limits (confirmed_by);
CREATE TRIGGER entrusted_limits_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entrusted_limits
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- On a roll a voice is spoken by a key of a member, by a code, or by a key that the server made for it.
DO $$
DECLARE
    found RECORD;
BEGIN
    FOR found IN SELECT conname FROM pg_constraint WHERE conrelid = 'roll_entries'::REGCLASS AND contype = 'c'
            AND (pg_get_constraintdef(oid) LIKE '%kind%' OR pg_get_constraintdef(oid) LIKE '%key_seq%') LOOP
        EXECUTE format('ALTER TABLE roll_entries DROP CONSTRAINT %I', found.conname);
    END LOOP;
END;
$$;
ALTER TABLE roll_entries ADD COLUMN entrusted UUID REFERENCES entrusted_keys (id);
ALTER TABLE roll_entries ADD CHECK (kind IN ('own-key', 'mandate', 'paper-code', 'entrusted'));
ALTER TABLE roll_entries ADD CHECK ((kind = 'paper-code') = (code IS NOT NULL));
ALTER TABLE roll_entries ADD CHECK ((kind = 'entrusted') = (entrusted IS NOT NULL));
ALTER TABLE roll_entries ADD CHECK ((kind IN ('own-key', 'mandate')) = (key_seq IS NOT NULL));
ALTER TABLE roll_entries ADD CHECK (kind <> 'own-key' OR proxy IS NULL);
ALTER TABLE roll_entries ADD CHECK (kind <> 'mandate' OR proxy IS NOT NULL);
ALTER TABLE roll_entries ADD CHECK (kind <> 'entrusted' OR proxy IS NULL);
CREATE INDEX roll_entries_by_entrusted ON roll_entries (entrusted);
