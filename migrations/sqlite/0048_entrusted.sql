-- Voices entrusted to the server: a key that it makes for a member who has none when a box opens, one for each assembly.
CREATE TABLE entrusted_keys (
    id BLOB PRIMARY KEY,
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    member BLOB NOT NULL REFERENCES members (id),
    identity BLOB NOT NULL UNIQUE CHECK (length(identity) = 32),
    ballot_root BLOB NOT NULL UNIQUE CHECK (length(ballot_root) = 32),
    chain_code BLOB NOT NULL CHECK (length(chain_code) = 32),
    made_at INTEGER NOT NULL,
    -- When the member asked for it first.
    released_at INTEGER CHECK (released_at >= made_at),
    UNIQUE (assembly, member)
) STRICT;
CREATE INDEX entrusted_keys_by_member ON entrusted_keys (member);
CREATE TRIGGER entrusted_keys_frozen
    BEFORE UPDATE OF id, assembly, member, identity, ballot_root, chain_code, made_at ON entrusted_keys
BEGIN
    SELECT RAISE(ABORT, 'entrusted_keys is append-only');
END;
CREATE TRIGGER entrusted_keys_released_once BEFORE UPDATE ON entrusted_keys WHEN OLD.released_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'entrusted_keys is append-only');
END;
CREATE TRIGGER entrusted_keys_no_delete BEFORE DELETE ON entrusted_keys
BEGIN
    SELECT RAISE(ABORT, 'entrusted_keys is append-only');
END;
-- A key is a member's, a code's or the server's, never two of them.
CREATE TRIGGER entrusted_keys_new_key BEFORE INSERT ON entrusted_keys
    WHEN EXISTS (SELECT 1 FROM member_keys k WHERE k.identity = NEW.identity OR k.ballot_root = NEW.ballot_root)
        OR EXISTS (SELECT 1 FROM paper_codes c WHERE c.identity = NEW.identity OR c.ballot_root = NEW.ballot_root)
BEGIN
    SELECT RAISE(ABORT, 'the key is a member''s or a paper code''s');
END;
CREATE TRIGGER member_keys_not_entrusted BEFORE INSERT ON member_keys
    WHEN EXISTS (SELECT 1 FROM entrusted_keys e WHERE e.identity = NEW.identity OR e.ballot_root = NEW.ballot_root)
BEGIN
    SELECT RAISE(ABORT, 'the key is the server''s');
END;
CREATE TRIGGER paper_codes_not_entrusted BEFORE INSERT ON paper_codes
    WHEN EXISTS (SELECT 1 FROM entrusted_keys e WHERE e.identity = NEW.identity OR e.ballot_root = NEW.ballot_root)
BEGIN
    SELECT RAISE(ABORT, 'the key is the server''s');
END;

-- Their secrets: identity seed, b and chain code. Deleted once the assembly is over. Never logged.
CREATE TABLE entrusted_secrets (
    entrusted BLOB PRIMARY KEY REFERENCES entrusted_keys (id),
    secret BLOB NOT NULL CHECK (length(secret) = 96)
) STRICT;

-- How many voices may be so entrusted, where they are more than a tenth of a roll: the last counts. 0: none.
CREATE TABLE entrusted_limits (
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    n INTEGER NOT NULL CHECK (n >= 1),
    most INTEGER NOT NULL CHECK (most >= 0),
    confirmed_by BLOB NOT NULL REFERENCES members (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (assembly, n)
) STRICT;
CREATE INDEX entrusted_limits_by_member ON entrusted_limits (confirmed_by);
CREATE TRIGGER entrusted_limits_no_update BEFORE UPDATE ON entrusted_limits
BEGIN
    SELECT RAISE(ABORT, 'entrusted_limits is append-only');
END;
CREATE TRIGGER entrusted_limits_no_delete BEFORE DELETE ON entrusted_limits
BEGIN
    SELECT RAISE(ABORT, 'entrusted_limits is append-only');
END;

-- On a roll a voice is spoken by a key of a member, by a code, or by a key that the server made for it.
CREATE TABLE roll_entries_new (
    ballot_box BLOB NOT NULL REFERENCES boxes (id),
    voice BLOB NOT NULL REFERENCES members (id),
    -- Place among the leaves of the roll commitment, from 0.
    position INTEGER NOT NULL CHECK (position >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('own-key', 'mandate', 'paper-code', 'entrusted')),
    -- Which of the speaker's keys, unless a code or a key of the server's speaks.
    key_seq INTEGER,
    code BLOB REFERENCES paper_codes (id),
    entrusted BLOB REFERENCES entrusted_keys (id),
    identity BLOB NOT NULL CHECK (length(identity) = 32),
    -- In secret votes: the credential of this voice, as published.
    credential TEXT,
    speaker BLOB NOT NULL REFERENCES members (id),
    proxy BLOB REFERENCES proxies (id),
    register INTEGER NOT NULL CHECK (register >= 0),
    PRIMARY KEY (ballot_box, voice),
    UNIQUE (ballot_box, position),
    UNIQUE (ballot_box, credential),
    UNIQUE (ballot_box, proxy),
    CHECK ((proxy IS NULL) = (speaker = voice)),
    CHECK ((kind = 'paper-code') = (code IS NOT NULL)),
    CHECK ((kind = 'entrusted') = (entrusted IS NOT NULL)),
    CHECK ((kind IN ('own-key', 'mandate')) = (key_seq IS NOT NULL)),
    CHECK (kind <> 'own-key' OR proxy IS NULL),
    CHECK (kind <> 'mandate' OR proxy IS NOT NULL),
    CHECK (kind <> 'entrusted' OR proxy IS NULL),
    FOREIGN KEY (speaker, key_seq) REFERENCES member_keys (member, seq)
) STRICT;
INSERT INTO roll_entries_new
        (ballot_box, voice, position, kind, key_seq, code, identity, credential, speaker, proxy, register)
    SELECT ballot_box, voice, position, kind, key_seq, code, identity, credential, speaker, proxy, register FROM roll_entries;
DROP TABLE roll_entries;
ALTER TABLE roll_entries_new RENAME TO roll_entries;
CREATE UNIQUE INDEX roll_entries_own ON roll_entries (ballot_box, identity) WHERE proxy IS NULL;
CREATE INDEX roll_entries_by_speaker ON roll_entries (speaker);
CREATE INDEX roll_entries_by_code ON roll_entries (code);
CREATE INDEX roll_entries_by_entrusted ON roll_entries (entrusted);
CREATE TRIGGER roll_entries_no_update BEFORE UPDATE ON roll_entries
BEGIN
    SELECT RAISE(ABORT, 'roll_entries is append-only');
END;
CREATE TRIGGER roll_entries_no_delete BEFORE DELETE ON roll_entries
BEGIN
    SELECT RAISE(ABORT, 'roll_entries is append-only');
END;
