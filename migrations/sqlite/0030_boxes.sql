-- A vote may receive ballots in advance: it has an advance box, and then that of the session for whoever did not vote in it.

-- SQLite cannot change a CHECK: the table is made again, under the same name, with the same rows.
CREATE TABLE votes_new (
    id BLOB PRIMARY KEY,
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    resolution BLOB NOT NULL REFERENCES resolutions (id),
    mode TEXT NOT NULL CHECK (mode IN ('open', 'secret')),
    -- By which preset it is decided, where the assembly is mixed; otherwise by that of the assembly.
    preset TEXT,
    state TEXT NOT NULL CHECK (state IN ('prepared', 'advance', 'open', 'closed', 'decided', 'voided')),
    opened_at INTEGER,
    closed_at INTEGER,
    -- Distinct members who had taken part when the vote closed, and members with a voice then.
    present INTEGER CHECK (present >= 0),
    members INTEGER CHECK (members >= present),
    decided_at INTEGER,
    decision TEXT,
    -- The moment that the chair has said it will be closed at.
    closing_at INTEGER,
    voided_at INTEGER,
    -- Why it is void, for everybody to read.
    void_reason TEXT,
    -- Why it is put to the vote though the notice does not have it.
    cause TEXT CHECK (cause IN ('amended', 'revocation', 'procedure')),
    -- In the place of which vote.
    instead BLOB CHECK (instead IS NULL OR cause = 'amended'),
    UNIQUE (assembly, position),
    -- A second call puts the very same resolutions to the vote again.
    UNIQUE (assembly, resolution),
    CHECK ((state = 'voided') = (voided_at IS NOT NULL)),
    CHECK ((state = 'voided') = (void_reason IS NOT NULL))
) STRICT;
INSERT INTO votes_new SELECT id, assembly, position, resolution, mode, preset, state, opened_at, closed_at, present, members, decided_at,
    decision, closing_at, voided_at, void_reason, cause, instead FROM votes;
DROP TABLE votes;
ALTER TABLE votes_new RENAME TO votes;

-- The Belenios election of a box of a secret vote. Texts byte for byte as archived.
CREATE TABLE elections (
    ballot_box BLOB PRIMARY KEY REFERENCES boxes (id),
    uuid TEXT NOT NULL UNIQUE,
    election TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    trustees TEXT NOT NULL,
    -- Seconds: the one time that stands in every header of the archive.
    archive_time INTEGER NOT NULL
) STRICT;
INSERT INTO elections SELECT vote, uuid, election, fingerprint, trustees, archive_time FROM boxes;
DROP TABLE boxes;
CREATE TRIGGER elections_no_update BEFORE UPDATE ON elections
BEGIN
    SELECT RAISE(ABORT, 'elections is append-only');
END;
CREATE TRIGGER elections_no_delete BEFORE DELETE ON elections
BEGIN
    SELECT RAISE(ABORT, 'elections is append-only');
END;

-- Where the ballots of a vote are received, by the roll fixed when it opens.
CREATE TABLE boxes (
    -- That of the session has the id of its vote.
    id BLOB PRIMARY KEY,
    vote BLOB NOT NULL REFERENCES votes (id),
    stage TEXT NOT NULL CHECK (stage IN ('advance', 'session')),
    opened_at INTEGER NOT NULL,
    -- Of an advance box: the hour it closes.
    until INTEGER,
    closed_at INTEGER,
    UNIQUE (vote, stage),
    CHECK ((stage = 'session') = (id = vote)),
    CHECK ((stage = 'advance') = (until IS NOT NULL))
) STRICT;
INSERT INTO boxes SELECT id, id, 'session', opened_at, NULL, closed_at FROM votes WHERE opened_at IS NOT NULL;
CREATE TRIGGER boxes_frozen BEFORE UPDATE OF id, vote, stage, opened_at, until ON boxes
BEGIN
    SELECT RAISE(ABORT, 'boxes is append-only');
END;
CREATE TRIGGER boxes_over BEFORE UPDATE ON boxes WHEN OLD.closed_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'boxes is append-only');
END;
CREATE TRIGGER boxes_no_delete BEFORE DELETE ON boxes
BEGIN
    SELECT RAISE(ABORT, 'boxes is append-only');
END;

-- Rolls, archives, ballots and what is opened are those of a box.
ALTER TABLE roll_entries RENAME COLUMN vote TO ballot_box;
CREATE TABLE roll_entries_new (
    ballot_box BLOB NOT NULL REFERENCES boxes (id),
    voice BLOB NOT NULL REFERENCES members (id),
    -- Place among the leaves of the roll commitment, from 0.
    position INTEGER NOT NULL CHECK (position >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('own-key', 'mandate')),
    key_seq INTEGER NOT NULL,
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
    CHECK ((kind = 'own-key') = (speaker = voice)),
    CHECK ((kind = 'mandate') = (proxy IS NOT NULL)),
    FOREIGN KEY (speaker, key_seq) REFERENCES member_keys (member, seq)
) STRICT;
INSERT INTO roll_entries_new
    SELECT ballot_box, voice, position, kind, key_seq, identity, credential, speaker, proxy, register FROM roll_entries;
DROP TABLE roll_entries;
ALTER TABLE roll_entries_new RENAME TO roll_entries;
CREATE UNIQUE INDEX roll_entries_own ON roll_entries (ballot_box, identity) WHERE kind = 'own-key';
CREATE INDEX roll_entries_by_speaker ON roll_entries (speaker);
CREATE TRIGGER roll_entries_no_update BEFORE UPDATE ON roll_entries
BEGIN
    SELECT RAISE(ABORT, 'roll_entries is append-only');
END;
CREATE TRIGGER roll_entries_no_delete BEFORE DELETE ON roll_entries
BEGIN
    SELECT RAISE(ABORT, 'roll_entries is append-only');
END;

CREATE TABLE archive_items_new (
    ballot_box BLOB NOT NULL REFERENCES boxes (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('data', 'event')),
    -- Height of an event in the chain; null for data.
    height INTEGER CHECK ((kind = 'event') = (height IS NOT NULL)),
    hash TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (ballot_box, position),
    UNIQUE (ballot_box, height)
) STRICT;
INSERT INTO archive_items_new SELECT vote, position, kind, height, hash, body FROM archive_items;
DROP TABLE archive_items;
ALTER TABLE archive_items_new RENAME TO archive_items;
CREATE TRIGGER archive_items_no_update BEFORE UPDATE ON archive_items
BEGIN
    SELECT RAISE(ABORT, 'archive_items is append-only');
END;
CREATE TRIGGER archive_items_no_delete BEFORE DELETE ON archive_items
BEGIN
    SELECT RAISE(ABORT, 'archive_items is append-only');
END;

ALTER TABLE ballots RENAME COLUMN vote TO ballot_box;
ALTER TABLE open_ballots RENAME COLUMN vote TO ballot_box;

CREATE TABLE emargements_new (
    ballot_box BLOB NOT NULL,
    vote BLOB NOT NULL REFERENCES votes (id),
    voice BLOB NOT NULL,
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    at INTEGER NOT NULL,
    PRIMARY KEY (ballot_box, voice),
    -- A voice votes in one box of a vote alone.
    UNIQUE (vote, voice),
    FOREIGN KEY (ballot_box, voice) REFERENCES roll_entries (ballot_box, voice)
) STRICT;
INSERT INTO emargements_new SELECT vote, vote, voice, signature, at FROM emargements;
DROP TABLE emargements;
ALTER TABLE emargements_new RENAME TO emargements;
CREATE TRIGGER emargements_no_update BEFORE UPDATE ON emargements
BEGIN
    SELECT RAISE(ABORT, 'emargements is append-only');
END;
CREATE TRIGGER emargements_no_delete BEFORE DELETE ON emargements
BEGIN
    SELECT RAISE(ABORT, 'emargements is append-only');
END;

CREATE TABLE partial_decryptions_new (
    ballot_box BLOB NOT NULL REFERENCES boxes (id),
    owner INTEGER NOT NULL CHECK (owner >= 1),
    body TEXT NOT NULL,
    companion TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (ballot_box, owner)
) STRICT;
INSERT INTO partial_decryptions_new SELECT vote, owner, body, companion, at FROM partial_decryptions;
DROP TABLE partial_decryptions;
ALTER TABLE partial_decryptions_new RENAME TO partial_decryptions;
CREATE TRIGGER partial_decryptions_no_update BEFORE UPDATE ON partial_decryptions
BEGIN
    SELECT RAISE(ABORT, 'partial_decryptions is append-only');
END;
CREATE TRIGGER partial_decryptions_no_delete BEFORE DELETE ON partial_decryptions
BEGIN
    SELECT RAISE(ABORT, 'partial_decryptions is append-only');
END;

-- Where a box holds very few ballots, the boxes of its vote are opened in sum: each owner's part of that.
CREATE TABLE summed_parts (
    vote BLOB NOT NULL REFERENCES votes (id),
    owner INTEGER NOT NULL CHECK (owner >= 1),
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (vote, owner)
) STRICT;
CREATE TRIGGER summed_parts_no_update BEFORE UPDATE ON summed_parts
BEGIN
    SELECT RAISE(ABORT, 'summed_parts is append-only');
END;
CREATE TRIGGER summed_parts_no_delete BEFORE DELETE ON summed_parts
BEGIN
    SELECT RAISE(ABORT, 'summed_parts is append-only');
END;

-- Where each voice of a later box comes from, as published with it (PROTOCOL.md §13.1).
CREATE TABLE carry_lists (
    ballot_box BLOB PRIMARY KEY REFERENCES boxes (id),
    body TEXT NOT NULL
) STRICT;
CREATE TRIGGER carry_lists_no_update BEFORE UPDATE ON carry_lists
BEGIN
    SELECT RAISE(ABORT, 'carry_lists is append-only');
END;
CREATE TRIGGER carry_lists_no_delete BEFORE DELETE ON carry_lists
BEGIN
    SELECT RAISE(ABORT, 'carry_lists is append-only');
END;
