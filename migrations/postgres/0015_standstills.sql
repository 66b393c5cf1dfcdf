-- Assemblies that stand still since this database was brought back from a copy: nothing more is written in their record.
CREATE TABLE standstills (
    assembly UUID PRIMARY KEY REFERENCES assemblies (id),
    -- `unproven`: nobody has shown yet that nothing is missing. `lost`: something signed is missing, and stays so.
    reason TEXT NOT NULL CHECK (reason IN ('unproven', 'lost')),
    -- Entries of the record in the copy.
    entries BIGINT NOT NULL CHECK (entries >= 0),
    since BIGINT NOT NULL
);
