-- The attendance sheet of an assembly (C. com. R.225-95): versions, each as it was fixed. Its words alone are erased.
CREATE TABLE sheets (
    assembly UUID NOT NULL REFERENCES assemblies (id),
    version BIGINT NOT NULL CHECK (version >= 1),
    -- Canonical JSON; empty once forgotten.
    body TEXT NOT NULL,
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    -- The bureau that certifies it.
    bureau BIGINT NOT NULL,
    fixed_at BIGINT NOT NULL,
    fixed_by UUID NOT NULL REFERENCES members (id),
    -- When everybody in the bureau had certified it.
    certified_at BIGINT,
    PRIMARY KEY (assembly, version),
    FOREIGN KEY (assembly, bureau) REFERENCES bureaus (assembly, version)
);
-- Who of the bureau certified it.
CREATE TABLE sheet_seats (
    assembly UUID NOT NULL,
    version BIGINT NOT NULL,
    seat TEXT NOT NULL CHECK (seat IN ('chair', 'first-scrutineer', 'second-scrutineer', 'secretary')),
    -- Nobody for a secretary who is no member.
    member UUID REFERENCES members (id),
    certified TEXT NOT NULL CHECK (certified IN ('own', 'aloud')),
    at BIGINT NOT NULL,
    -- Who noted that it was said aloud.
    noted_by UUID REFERENCES members (id) CHECK ((noted_by IS NULL) = (certified = 'own')),
    PRIMARY KEY (assembly, version, seat),
    FOREIGN KEY (assembly, version) REFERENCES sheets (assembly, version)
);
CREATE INDEX sheet_seats_by_member ON sheet_seats (member);
CREATE TRIGGER sheets_no_update BEFORE UPDATE OF assembly, version, hash, bureau, fixed_at, fixed_by ON sheets
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sheets_only_erased BEFORE UPDATE OF body ON sheets
    FOR EACH ROW WHEN (NEW.body <> '') EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sheets_certified_once BEFORE UPDATE OF certified_at ON sheets
    FOR EACH ROW WHEN (OLD.certified_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sheets_no_delete BEFORE DELETE OR TRUNCATE ON sheets FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sheet_seats_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sheet_seats
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
