-- Assemblies, their resolutions, votes and key holders.

CREATE TABLE assemblies (
    id UUID PRIMARY KEY,
    cooperative UUID NOT NULL REFERENCES cooperatives (id),
    kind TEXT NOT NULL CHECK (kind IN ('ordinary', 'extraordinary')),
    -- First or second convocation.
    call BIGINT NOT NULL CHECK (call IN (1, 2)),
    state TEXT NOT NULL CHECK (state IN ('convened', 'in-session', 'ended')),
    preset TEXT NOT NULL,
    place TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    convened_at BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    opened_at BIGINT,
    ended_at BIGINT
);
CREATE INDEX assemblies_by_start ON assemblies (starts_at);

-- Frozen texts. `body` is the canonical JSON whose SHA-256 is `hash`.
CREATE TABLE resolutions (
    id UUID PRIMARY KEY,
    assembly UUID NOT NULL REFERENCES assemblies (id),
    body TEXT NOT NULL,
    hash BYTEA NOT NULL CHECK (length(hash) = 32)
);

CREATE TABLE votes (
    id UUID PRIMARY KEY,
    assembly UUID NOT NULL REFERENCES assemblies (id),
    position BIGINT NOT NULL CHECK (position >= 1),
    resolution UUID NOT NULL UNIQUE REFERENCES resolutions (id),
    mode TEXT NOT NULL CHECK (mode IN ('open', 'secret')),
    state TEXT NOT NULL CHECK (state IN ('prepared', 'open', 'closed', 'decided')),
    opened_at BIGINT,
    closed_at BIGINT,
    -- Distinct members who had taken part when the vote closed, and members with a voice then.
    present BIGINT CHECK (present >= 0),
    members BIGINT CHECK (members >= present),
    decided_at BIGINT,
    decision TEXT,
    UNIQUE (assembly, position)
);

-- Who holds a share of the decryption key, as the convocation named them.
CREATE TABLE key_holders (
    assembly UUID NOT NULL REFERENCES assemblies (id),
    member UUID NOT NULL REFERENCES members (id),
    -- From 1; owner in the trustees object is one more, the server coming first.
    position BIGINT NOT NULL CHECK (position >= 1),
    -- Public key object, canonical JSON, once made.
    public_key TEXT,
    PRIMARY KEY (assembly, member),
    UNIQUE (assembly, position)
);

-- The trustees object of a secret vote, once every key holder has a key.
CREATE TABLE vote_trustees (
    vote UUID PRIMARY KEY REFERENCES votes (id),
    trustees TEXT NOT NULL
);

-- The server's share of the decryption key, fresh for every vote. Never leaves the server, never logged.
CREATE TABLE trustee_secrets (
    vote UUID PRIMARY KEY REFERENCES votes (id),
    secret BYTEA NOT NULL CHECK (length(secret) = 32)
);

CREATE TABLE trustee_approvals (
    vote UUID NOT NULL REFERENCES votes (id),
    member UUID NOT NULL REFERENCES members (id),
    identity BYTEA NOT NULL CHECK (length(identity) = 32),
    signature BYTEA NOT NULL CHECK (length(signature) = 64),
    at BIGINT NOT NULL,
    PRIMARY KEY (vote, member)
);

-- The published minutes: the only document of an assembly that holds names.
CREATE TABLE minutes (
    assembly UUID PRIMARY KEY REFERENCES assemblies (id),
    body TEXT NOT NULL,
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    published_at BIGINT NOT NULL
);
