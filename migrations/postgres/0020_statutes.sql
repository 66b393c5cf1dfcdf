-- Versions of the statutes, each with the decision it rests on. A version is never changed: another follows it.
CREATE TABLE statutes (
    id UUID PRIMARY KEY,
    -- From 1, without a gap.
    version BIGINT NOT NULL UNIQUE CHECK (version >= 1),
    -- Canonical JSON: the preset and every field's value. `hash` is its SHA-256.
    body TEXT NOT NULL,
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    -- First instant in force: midnight of a day in the cooperative's time zone; of the first version, the founding.
    effective_at BIGINT NOT NULL,
    adopted_at BIGINT NOT NULL,
    -- The decision in words, such as an assembly, its date and the number of the resolution. Never about a person.
    decision TEXT NOT NULL,
    -- The vote that decided it, where it was held here.
    vote UUID REFERENCES votes (id),
    adopted_by UUID REFERENCES members (id),
    CHECK (version = 1 OR (decision <> '' AND adopted_by IS NOT NULL))
);
CREATE TRIGGER statutes_no_change BEFORE UPDATE OR DELETE ON statutes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The version an assembly was convened under. None: convened before statutes had versions, by its preset.
ALTER TABLE assemblies ADD COLUMN statutes BIGINT REFERENCES statutes (version);
