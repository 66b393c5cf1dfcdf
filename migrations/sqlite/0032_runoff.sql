-- Another round of an election, among those equal at the last seat.

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
    cause TEXT CHECK (cause IN ('amended', 'revocation', 'procedure', 'runoff')),
    -- In the place of which vote; of another round, after which.
    instead BLOB CHECK (instead IS NULL OR cause IN ('amended', 'runoff')),
    CHECK (cause <> 'runoff' OR instead IS NOT NULL),
    UNIQUE (assembly, position),
    -- A second call puts the very same resolutions to the vote again.
    UNIQUE (assembly, resolution),
    CHECK ((state = 'voided') = (voided_at IS NOT NULL)),
    CHECK ((state = 'voided') = (void_reason IS NOT NULL))
) STRICT;
INSERT INTO votes_new (id, assembly, position, resolution, mode, preset, state, opened_at, closed_at, present, members, decided_at,
        decision, closing_at, voided_at, void_reason, cause, instead)
    SELECT id, assembly, position, resolution, mode, preset, state, opened_at, closed_at, present, members, decided_at, decision,
        closing_at, voided_at, void_reason, cause, instead
    FROM votes;
DROP TABLE votes;
ALTER TABLE votes_new RENAME TO votes;
