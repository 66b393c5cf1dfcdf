-- Rolls, boxes, ballots and what is counted.

-- Who has a voice in a vote: one row per voice, so a second voice of a member cannot be stored. Shares play no part.
CREATE TABLE roll_entries (
    vote UUID NOT NULL REFERENCES votes (id),
    voice UUID NOT NULL REFERENCES members (id),
    -- Place among the leaves of the roll commitment, from 0.
    position BIGINT NOT NULL CHECK (position >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('own-key')),
    key_seq BIGINT NOT NULL,
    identity BYTEA NOT NULL CHECK (length(identity) = 32),
    -- In secret votes: the credential of this voice, as published.
    credential TEXT,
    PRIMARY KEY (vote, voice),
    UNIQUE (vote, position),
    UNIQUE (vote, identity),
    UNIQUE (vote, credential),
    FOREIGN KEY (voice, key_seq) REFERENCES member_keys (member, seq)
);
CREATE TRIGGER roll_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON roll_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One Belenios election per secret vote, once open. Texts byte for byte as archived.
CREATE TABLE boxes (
    vote UUID PRIMARY KEY REFERENCES votes (id),
    uuid TEXT NOT NULL UNIQUE,
    election TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    trustees TEXT NOT NULL,
    -- Seconds: the one time that stands in every header of the archive.
    archive_time BIGINT NOT NULL
);

-- The members of the archive after its first, in order.
CREATE TABLE archive_items (
    vote UUID NOT NULL REFERENCES votes (id),
    position BIGINT NOT NULL CHECK (position >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('data', 'event')),
    -- Height of an event in the chain; null for data.
    height BIGINT CHECK ((kind = 'event') = (height IS NOT NULL)),
    hash TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (vote, position),
    UNIQUE (vote, height)
);
CREATE TRIGGER archive_items_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON archive_items
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Encrypted ballots received. The highest `n` of a voice counts.
CREATE TABLE ballots (
    vote UUID NOT NULL,
    voice UUID NOT NULL,
    n BIGINT NOT NULL CHECK (n >= 1),
    tracker TEXT NOT NULL,
    credential TEXT NOT NULL,
    -- Event of the archive that holds this ballot.
    height BIGINT NOT NULL,
    event_hash TEXT NOT NULL,
    slip TEXT NOT NULL,
    receipt TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (vote, voice, n),
    UNIQUE (vote, tracker),
    UNIQUE (vote, height),
    FOREIGN KEY (vote, voice) REFERENCES roll_entries (vote, voice)
);
CREATE TRIGGER ballots_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ballots
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- That a voice has voted in a secret vote; not what.
CREATE TABLE emargements (
    vote UUID NOT NULL,
    voice UUID NOT NULL,
    signature BYTEA NOT NULL CHECK (length(signature) = 64),
    at BIGINT NOT NULL,
    PRIMARY KEY (vote, voice),
    FOREIGN KEY (vote, voice) REFERENCES roll_entries (vote, voice)
);
CREATE TRIGGER emargements_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON emargements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Signed choices of an open vote. The highest `n` of a voice counts.
CREATE TABLE open_ballots (
    vote UUID NOT NULL,
    voice UUID NOT NULL,
    n BIGINT NOT NULL CHECK (n >= 1),
    choice TEXT NOT NULL CHECK (choice IN ('for', 'against', 'abstain')),
    signature BYTEA NOT NULL CHECK (length(signature) = 64),
    tracker TEXT NOT NULL,
    receipt TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (vote, voice, n),
    UNIQUE (vote, tracker),
    FOREIGN KEY (vote, voice) REFERENCES roll_entries (vote, voice)
);
CREATE TRIGGER open_ballots_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON open_ballots
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Members deemed present: the first ballot of each in the assembly.
CREATE TABLE attendances (
    assembly UUID NOT NULL REFERENCES assemblies (id),
    member UUID NOT NULL REFERENCES members (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (assembly, member)
);
CREATE TRIGGER attendances_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON attendances
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE partial_decryptions (
    vote UUID NOT NULL REFERENCES votes (id),
    owner BIGINT NOT NULL CHECK (owner >= 1),
    body TEXT NOT NULL,
    companion TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (vote, owner)
);
CREATE TRIGGER partial_decryptions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON partial_decryptions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
