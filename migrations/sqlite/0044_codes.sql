-- Paper codes: voting keys that the desk prints, each for one member and one assembly.
CREATE TABLE paper_codes (
    id BLOB PRIMARY KEY,
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    member BLOB NOT NULL REFERENCES members (id),
    -- From 1, one more for each that is printed in the place of another.
    n INTEGER NOT NULL CHECK (n >= 1),
    identity BLOB NOT NULL UNIQUE CHECK (length(identity) = 32),
    ballot_root BLOB NOT NULL UNIQUE CHECK (length(ballot_root) = 32),
    chain_code BLOB NOT NULL CHECK (length(chain_code) = 32),
    -- What the desk's browser sent, proofs included.
    registration TEXT NOT NULL,
    -- At whose desk.
    made_by BLOB NOT NULL REFERENCES members (id),
    at INTEGER NOT NULL,
    -- When it was given back, lost, or replaced. With its assembly it is over whatever stands here.
    ended_at INTEGER CHECK (ended_at >= at),
    UNIQUE (assembly, member, n)
) STRICT;
-- One at a time.
CREATE UNIQUE INDEX paper_codes_in_force ON paper_codes (assembly, member) WHERE ended_at IS NULL;
CREATE INDEX paper_codes_by_member ON paper_codes (member);
CREATE INDEX paper_codes_by_maker ON paper_codes (made_by);
CREATE TRIGGER paper_codes_frozen
    BEFORE UPDATE OF id, assembly, member, n, identity, ballot_root, chain_code, registration, made_by, at ON paper_codes
BEGIN
    SELECT RAISE(ABORT, 'paper_codes is append-only');
END;
CREATE TRIGGER paper_codes_over BEFORE UPDATE ON paper_codes WHEN OLD.ended_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'paper_codes is append-only');
END;
CREATE TRIGGER paper_codes_no_delete BEFORE DELETE ON paper_codes
BEGIN
    SELECT RAISE(ABORT, 'paper_codes is append-only');
END;
-- A key is a member's or a code's, never both.
CREATE TRIGGER paper_codes_new_key BEFORE INSERT ON paper_codes
    WHEN EXISTS (SELECT 1 FROM member_keys k WHERE k.identity = NEW.identity OR k.ballot_root = NEW.ballot_root)
BEGIN
    SELECT RAISE(ABORT, 'the key is a member''s');
END;
CREATE TRIGGER member_keys_new_key BEFORE INSERT ON member_keys
    WHEN EXISTS (SELECT 1 FROM paper_codes c WHERE c.identity = NEW.identity OR c.ballot_root = NEW.ballot_root)
BEGIN
    SELECT RAISE(ABORT, 'the key is a paper code''s');
END;

-- Sessions begun with one stand apart from those of members: nothing that looks for a member's session finds them.
CREATE TABLE code_sessions (
    id BLOB PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    code BLOB NOT NULL REFERENCES paper_codes (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX code_sessions_by_expiry ON code_sessions (expires_at);
CREATE INDEX code_sessions_by_code ON code_sessions (code);

-- On a roll a voice is spoken by a key of a member, or by a code.
CREATE TABLE roll_entries_new (
    ballot_box BLOB NOT NULL REFERENCES boxes (id),
    voice BLOB NOT NULL REFERENCES members (id),
    -- Place among the leaves of the roll commitment, from 0.
    position INTEGER NOT NULL CHECK (position >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('own-key', 'mandate', 'paper-code')),
    -- Which of the speaker's keys, unless a code speaks.
    key_seq INTEGER,
    code BLOB REFERENCES paper_codes (id),
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
    CHECK ((code IS NULL) = (key_seq IS NOT NULL)),
    CHECK (kind <> 'own-key' OR proxy IS NULL),
    CHECK (kind <> 'mandate' OR proxy IS NOT NULL),
    FOREIGN KEY (speaker, key_seq) REFERENCES member_keys (member, seq)
) STRICT;
INSERT INTO roll_entries_new (ballot_box, voice, position, kind, key_seq, identity, credential, speaker, proxy, register)
    SELECT ballot_box, voice, position, kind, key_seq, identity, credential, speaker, proxy, register FROM roll_entries;
DROP TABLE roll_entries;
ALTER TABLE roll_entries_new RENAME TO roll_entries;
CREATE UNIQUE INDEX roll_entries_own ON roll_entries (ballot_box, identity) WHERE proxy IS NULL;
CREATE INDEX roll_entries_by_speaker ON roll_entries (speaker);
CREATE INDEX roll_entries_by_code ON roll_entries (code);
CREATE TRIGGER roll_entries_no_update BEFORE UPDATE ON roll_entries
BEGIN
    SELECT RAISE(ABORT, 'roll_entries is append-only');
END;
CREATE TRIGGER roll_entries_no_delete BEFORE DELETE ON roll_entries
BEGIN
    SELECT RAISE(ABORT, 'roll_entries is append-only');
END;
