-- Rolls, boxes, ballots and what is counted.

-- Who has a voice in a vote: one row per voice, so a second voice of a member cannot be stored. Shares play no part.
CREATE TABLE roll_entries (
    vote BLOB NOT NULL REFERENCES votes (id),
    voice BLOB NOT NULL REFERENCES members (id),
    -- Place among the leaves of the roll commitment, from 0.
    position INTEGER NOT NULL CHECK (position >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('own-key')),
    key_seq INTEGER NOT NULL,
    identity BLOB NOT NULL CHECK (length(identity) = 32),
    -- In secret votes: the credential of this voice, as published.
    credential TEXT,
    PRIMARY KEY (vote, voice),
    UNIQUE (vote, position),
    UNIQUE (vote, identity),
    UNIQUE (vote, credential),
    FOREIGN KEY (voice, key_seq) REFERENCES member_keys (member, seq)
) STRICT;
CREATE TRIGGER roll_entries_no_update BEFORE UPDATE ON roll_entries
BEGIN
    SELECT RAISE(ABORT, 'roll_entries is append-only');
END;
CREATE TRIGGER roll_entries_no_delete BEFORE DELETE ON roll_entries
BEGIN
    SELECT RAISE(ABORT, 'roll_entries is append-only');
END;

-- One Belenios election per secret vote, once open. Texts byte for byte as archived.
CREATE TABLE boxes (
    vote BLOB PRIMARY KEY REFERENCES votes (id),
    uuid TEXT NOT NULL UNIQUE,
    election TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    trustees TEXT NOT NULL,
    -- Seconds: the one time that stands in every header of the archive.
    archive_time INTEGER NOT NULL
) STRICT;

-- The members of the archive after its first, in order.
CREATE TABLE archive_items (
    vote BLOB NOT NULL REFERENCES votes (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('data', 'event')),
    -- Height of an event in the chain; null for data.
    height INTEGER CHECK ((kind = 'event') = (height IS NOT NULL)),
    hash TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (vote, position),
    UNIQUE (vote, height)
) STRICT;
CREATE TRIGGER archive_items_no_update BEFORE UPDATE ON archive_items
BEGIN
    SELECT RAISE(ABORT, 'archive_items is append-only');
END;
CREATE TRIGGER archive_items_no_delete BEFORE DELETE ON archive_items
BEGIN
    SELECT RAISE(ABORT, 'archive_items is append-only');
END;

-- Encrypted ballots received. The highest `n` of a voice counts.
CREATE TABLE ballots (
    vote BLOB NOT NULL,
    voice BLOB NOT NULL,
    n INTEGER NOT NULL CHECK (n >= 1),
    tracker TEXT NOT NULL,
    credential TEXT NOT NULL,
    -- Event of the archive that holds this ballot.
    height INTEGER NOT NULL,
    event_hash TEXT NOT NULL,
    slip TEXT NOT NULL,
    receipt TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (vote, voice, n),
    UNIQUE (vote, tracker),
    UNIQUE (vote, height),
    FOREIGN KEY (vote, voice) REFERENCES roll_entries (vote, voice)
) STRICT;
CREATE TRIGGER ballots_no_update BEFORE UPDATE ON ballots
BEGIN
    SELECT RAISE(ABORT, 'ballots is append-only');
END;
CREATE TRIGGER ballots_no_delete BEFORE DELETE ON ballots
BEGIN
    SELECT RAISE(ABORT, 'ballots is append-only');
END;

-- That a voice has voted in a secret vote; not what.
CREATE TABLE emargements (
    vote BLOB NOT NULL,
    voice BLOB NOT NULL,
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    at INTEGER NOT NULL,
    PRIMARY KEY (vote, voice),
    FOREIGN KEY (vote, voice) REFERENCES roll_entries (vote, voice)
) STRICT;
CREATE TRIGGER emargements_no_update BEFORE UPDATE ON emargements
BEGIN
    SELECT RAISE(ABORT, 'emargements is append-only');
END;
CREATE TRIGGER emargements_no_delete BEFORE DELETE ON emargements
BEGIN
    SELECT RAISE(ABORT, 'emargements is append-only');
END;

-- Signed choices of an open vote. The highest `n` of a voice counts.
CREATE TABLE open_ballots (
    vote BLOB NOT NULL,
    voice BLOB NOT NULL,
    n INTEGER NOT NULL CHECK (n >= 1),
    choice TEXT NOT NULL CHECK (choice IN ('for', 'against', 'abstain')),
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    tracker TEXT NOT NULL,
    receipt TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (vote, voice, n),
    UNIQUE (vote, tracker),
    FOREIGN KEY (vote, voice) REFERENCES roll_entries (vote, voice)
) STRICT;
CREATE TRIGGER open_ballots_no_update BEFORE UPDATE ON open_ballots
BEGIN
    SELECT RAISE(ABORT, 'open_ballots is append-only');
END;
CREATE TRIGGER open_ballots_no_delete BEFORE DELETE ON open_ballots
BEGIN
    SELECT RAISE(ABORT, 'open_ballots is append-only');
END;

-- Members deemed present: the first ballot of each in the assembly.
CREATE TABLE attendances (
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    member BLOB NOT NULL REFERENCES members (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (assembly, member)
) STRICT;
CREATE TRIGGER attendances_no_update BEFORE UPDATE ON attendances
BEGIN
    SELECT RAISE(ABORT, 'attendances is append-only');
END;
CREATE TRIGGER attendances_no_delete BEFORE DELETE ON attendances
BEGIN
    SELECT RAISE(ABORT, 'attendances is append-only');
END;

CREATE TABLE partial_decryptions (
    vote BLOB NOT NULL REFERENCES votes (id),
    owner INTEGER NOT NULL CHECK (owner >= 1),
    body TEXT NOT NULL,
    companion TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (vote, owner)
) STRICT;
CREATE TRIGGER partial_decryptions_no_update BEFORE UPDATE ON partial_decryptions
BEGIN
    SELECT RAISE(ABORT, 'partial_decryptions is append-only');
END;
CREATE TRIGGER partial_decryptions_no_delete BEFORE DELETE ON partial_decryptions
BEGIN
    SELECT RAISE(ABORT, 'partial_decryptions is append-only');
END;
