-- Versions of the statutes, each with the decision it rests on. A version is never changed: another follows it.
CREATE TABLE statutes (
    id BLOB PRIMARY KEY,
    -- From 1, without a gap.
    version INTEGER NOT NULL UNIQUE CHECK (version >= 1),
    -- Canonical JSON: the preset and every field's value. `hash` is its SHA-256.
    body TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    -- First instant in force: midnight of a day in the cooperative's time zone; of the first version, the founding.
    effective_at INTEGER NOT NULL,
    adopted_at INTEGER NOT NULL,
    -- The decision in words, such as an assembly, its date and the number of the resolution. Never about a person.
    decision TEXT NOT NULL,
    -- The vote that decided it, where it was held here.
    vote BLOB REFERENCES votes (id),
    adopted_by BLOB REFERENCES members (id),
    CHECK (version = 1 OR (decision <> '' AND adopted_by IS NOT NULL))
) STRICT;
CREATE TRIGGER statutes_no_update BEFORE UPDATE ON statutes
BEGIN
    SELECT RAISE(ABORT, 'statutes is append-only');
END;
CREATE TRIGGER statutes_no_delete BEFORE DELETE ON statutes
BEGIN
    SELECT RAISE(ABORT, 'statutes is append-only');
END;

-- The version an assembly was convened under. None: convened before statutes had versions, by its preset.
ALTER TABLE assemblies ADD COLUMN statutes INTEGER REFERENCES statutes (version);
