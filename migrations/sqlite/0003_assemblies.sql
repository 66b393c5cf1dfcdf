-- Assemblies, their resolutions, votes and key holders.

CREATE TABLE assemblies (
    id BLOB PRIMARY KEY,
    cooperative BLOB NOT NULL REFERENCES cooperatives (id),
    kind TEXT NOT NULL CHECK (kind IN ('ordinary', 'extraordinary')),
    -- First or second convocation.
    call INTEGER NOT NULL CHECK (call IN (1, 2)),
    state TEXT NOT NULL CHECK (state IN ('convened', 'in-session', 'ended')),
    preset TEXT NOT NULL,
    place TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    convened_at INTEGER NOT NULL,
    starts_at INTEGER NOT NULL,
    opened_at INTEGER,
    ended_at INTEGER
) STRICT;
CREATE INDEX assemblies_by_start ON assemblies (starts_at);

-- Frozen texts. `body` is the canonical JSON whose SHA-256 is `hash`.
CREATE TABLE resolutions (
    id BLOB PRIMARY KEY,
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    body TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TABLE votes (
    id BLOB PRIMARY KEY,
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    resolution BLOB NOT NULL UNIQUE REFERENCES resolutions (id),
    mode TEXT NOT NULL CHECK (mode IN ('open', 'secret')),
    state TEXT NOT NULL CHECK (state IN ('prepared', 'open', 'closed', 'decided')),
    opened_at INTEGER,
    closed_at INTEGER,
    -- Distinct members who had taken part when the vote closed, and members with a voice then.
    present INTEGER CHECK (present >= 0),
    members INTEGER CHECK (members >= present),
    decided_at INTEGER,
    decision TEXT,
    UNIQUE (assembly, position)
) STRICT;

-- Who holds a share of the decryption key, as the convocation named them.
CREATE TABLE key_holders (
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    member BLOB NOT NULL REFERENCES members (id),
    -- From 1; owner in the trustees object is one more, the server coming first.
    position INTEGER NOT NULL CHECK (position >= 1),
    -- Public key object, canonical JSON, once made.
    public_key TEXT,
    PRIMARY KEY (assembly, member),
    UNIQUE (assembly, position)
) STRICT;

-- The trustees object of a secret vote, once every key holder has a key.
CREATE TABLE vote_trustees (
    vote BLOB PRIMARY KEY REFERENCES votes (id),
    trustees TEXT NOT NULL
) STRICT;

-- The server's share of the decryption key, fresh for every vote. Never leaves the server, never logged.
CREATE TABLE trustee_secrets (
    vote BLOB PRIMARY KEY REFERENCES votes (id),
    secret BLOB NOT NULL CHECK (length(secret) = 32)
) STRICT;

CREATE TABLE trustee_approvals (
    vote BLOB NOT NULL REFERENCES votes (id),
    member BLOB NOT NULL REFERENCES members (id),
    identity BLOB NOT NULL CHECK (length(identity) = 32),
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    at INTEGER NOT NULL,
    PRIMARY KEY (vote, member)
) STRICT;

-- The published minutes: the only document of an assembly that holds names.
CREATE TABLE minutes (
    assembly BLOB PRIMARY KEY REFERENCES assemblies (id),
    body TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    published_at INTEGER NOT NULL
) STRICT;
