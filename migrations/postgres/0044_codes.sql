-- Paper codes: voting keys that the desk prints, each for one member and one assembly.
CREATE TABLE paper_codes (
    id UUID PRIMARY KEY,
    assembly UUID NOT NULL REFERENCES assemblies (id),
    member UUID NOT NULL REFERENCES members (id),
    -- From 1, one more for each that is printed in the place of another.
    n BIGINT NOT NULL CHECK (n >= 1),
    identity BYTEA NOT NULL UNIQUE CHECK (length(identity) = 32),
    ballot_root BYTEA NOT NULL UNIQUE CHECK (length(ballot_root) = 32),
    chain_code BYTEA NOT NULL CHECK (length(chain_code) = 32),
    -- What the desk's browser sent, proofs included.
    registration TEXT NOT NULL,
    -- At whose desk.
    made_by UUID NOT NULL REFERENCES members (id),
    at BIGINT NOT NULL,
    -- When it was given back, lost, or replaced. With its assembly it is over whatever stands here.
    ended_at BIGINT CHECK (ended_at >= at),
    UNIQUE (assembly, member, n)
);
-- One at a time.
CREATE UNIQUE INDEX paper_codes_in_force ON paper_codes (assembly, member) WHERE ended_at IS NULL;
CREATE INDEX paper_codes_by_member ON paper_codes (member);
CREATE INDEX paper_codes_by_maker ON paper_codes (made_by);
CREATE TRIGGER paper_codes_frozen
    BEFORE UPDATE OF id, assembly, member, n, identity, ballot_root, chain_code, registration, made_by, at ON paper_codes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER paper_codes_over BEFORE UPDATE ON paper_codes FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL)
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER paper_codes_no_delete BEFORE DELETE OR TRUNCATE ON paper_codes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- A key is a member's or a code's, never both.
CREATE FUNCTION refuse_key_of_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM member_keys k WHERE k.identity = NEW.identity OR k.ballot_root = NEW.ballot_root) THEN
        RAISE EXCEPTION 'the key is a member''s';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER paper_codes_new_key BEFORE INSERT ON paper_codes FOR EACH ROW EXECUTE FUNCTION refuse_key_of_member();
CREATE FUNCTION refuse_key_of_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM paper_codes c WHERE c.identity = NEW.identity OR c.ballot_root = NEW.ballot_root) THEN
        RAISE EXCEPTION 'the key is a paper code''s';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER member_keys_new_key BEFORE INSERT ON member_keys FOR EACH ROW EXECUTE FUNCTION refuse_key_of_code();

-- Sessions begun with one stand apart from those of members: nothing that looks for a member's session finds them.
CREATE TABLE code_sessions (
    id UUID PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    code UUID NOT NULL REFERENCES paper_codes (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX code_sessions_by_expiry ON code_sessions (expires_at);
CREATE INDEX code_sessions_by_code ON code_sessions (code);

-- On a roll a voice is spoken by a key of a member, or by a code.
DO $$
DECLARE
    found RECORD;
BEGIN
    FOR found IN SELECT conname FROM pg_constraint WHERE conrelid = 'roll_entries'::REGCLASS AND contype = 'c'
            AND pg_get_constraintdef(oid) LIKE '%kind%' LOOP
        EXECUTE format('ALTER TABLE roll_entries DROP CONSTRAINT %I', found.conname);
    END LOOP;
END;
$$;
DROP INDEX roll_entries_own;
ALTER TABLE roll_entries ALTER COLUMN key_seq DROP NOT NULL;
ALTER TABLE roll_entries ADD COLUMN code UUID REFERENCES paper_codes (id);
ALTER TABLE roll_entries ADD CHECK (kind IN ('own-key', 'mandate', 'paper-code'));
ALTER TABLE roll_entries ADD CHECK ((proxy IS NULL) = (speaker = voice));
ALTER TABLE roll_entries ADD CHECK ((kind = 'paper-code') = (code IS NOT NULL));
ALTER TABLE roll_entries ADD CHECK ((code IS NULL) = (key_seq IS NOT NULL));
ALTER TABLE roll_entries ADD CHECK (kind <> 'own-key' OR proxy IS NULL);
ALTER TABLE roll_entries ADD CHECK (kind <> 'mandate' OR proxy IS NOT NULL);
CREATE UNIQUE INDEX roll_entries_own ON roll_entries (ballot_box, identity) WHERE proxy IS NULL;
CREATE INDEX roll_entries_by_code ON roll_entries (code);
