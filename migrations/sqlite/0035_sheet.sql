-- The attendance sheet of an assembly (C. com. R.225-95): versions, each as it was fixed. Its words alone are erased.
CREATE TABLE sheets (
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    -- Canonical JSON; empty once forgotten.
    body TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    -- The bureau that certifies it.
    bureau INTEGER NOT NULL,
    fixed_at INTEGER NOT NULL,
    fixed_by BLOB NOT NULL REFERENCES members (id),
    -- When everybody in the bureau had certified it.
    certified_at INTEGER,
    PRIMARY KEY (assembly, version),
    FOREIGN KEY (assembly, bureau) REFERENCES bureaus (assembly, version)
) STRICT;
-- Who of the bureau certified it.
CREATE TABLE sheet_seats (
    assembly BLOB NOT NULL,
    version INTEGER NOT NULL,
    seat TEXT NOT NULL CHECK (seat IN ('chair', 'first-scrutineer', 'second-scrutineer', 'secretary')),
    -- Nobody for a secretary who is no member.
    member BLOB REFERENCES members (id),
    certified TEXT NOT NULL CHECK (certified IN ('own', 'aloud')),
    at INTEGER NOT NULL,
    -- Who noted that it was said aloud.
    noted_by BLOB REFERENCES members (id) CHECK ((noted_by IS NULL) = (certified = 'own')),
    PRIMARY KEY (assembly, version, seat),
    FOREIGN KEY (assembly, version) REFERENCES sheets (assembly, version)
) STRICT;
CREATE INDEX sheet_seats_by_member ON sheet_seats (member);
CREATE TRIGGER sheets_no_update BEFORE UPDATE OF assembly, version, hash, bureau, fixed_at, fixed_by ON sheets
BEGIN
    SELECT RAISE(ABORT, 'sheets is append-only');
END;
CREATE TRIGGER sheets_only_erased BEFORE UPDATE OF body ON sheets WHEN NEW.body <> ''
BEGIN
    SELECT RAISE(ABORT, 'sheets is append-only');
END;
CREATE TRIGGER sheets_certified_once BEFORE UPDATE OF certified_at ON sheets WHEN OLD.certified_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'sheets is append-only');
END;
CREATE TRIGGER sheets_no_delete BEFORE DELETE ON sheets
BEGIN
    SELECT RAISE(ABORT, 'sheets is append-only');
END;
CREATE TRIGGER sheet_seats_no_update BEFORE UPDATE ON sheet_seats
BEGIN
    SELECT RAISE(ABORT, 'sheet_seats is append-only');
END;
CREATE TRIGGER sheet_seats_no_delete BEFORE DELETE ON sheet_seats
BEGIN
    SELECT RAISE(ABORT, 'sheet_seats is append-only');
END;
