-- The bureau of an assembly, constituted as the first thing in session (C. com. R.225-100, R.225-101). Versions only grow.
CREATE TABLE bureaus (
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    chair_by TEXT NOT NULL CHECK (chair_by IN ('president', 'statutes', 'elected')),
    scrutineers_by TEXT NOT NULL CHECK (scrutineers_by IN ('most-voices', 'otherwise')),
    -- Why there are fewer than two, or how else they were found; the minutes say it.
    words TEXT NOT NULL,
    designated_by BLOB NOT NULL REFERENCES members (id),
    at INTEGER NOT NULL,
    -- When everybody in it had accepted.
    constituted_at INTEGER,
    PRIMARY KEY (assembly, version)
) STRICT;
CREATE TRIGGER bureaus_no_update BEFORE UPDATE OF assembly, version, chair_by, scrutineers_by, words, designated_by, at ON bureaus
BEGIN
    SELECT RAISE(ABORT, 'bureaus is append-only');
END;
CREATE TRIGGER bureaus_constituted_once BEFORE UPDATE OF constituted_at ON bureaus
    WHEN OLD.constituted_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'bureaus is append-only');
END;
CREATE TRIGGER bureaus_no_delete BEFORE DELETE ON bureaus
BEGIN
    SELECT RAISE(ABORT, 'bureaus is append-only');
END;

-- Who sits where in it. A secretary may be no member.
CREATE TABLE bureau_seats (
    id BLOB PRIMARY KEY,
    assembly BLOB NOT NULL,
    version INTEGER NOT NULL,
    seat TEXT NOT NULL CHECK (seat IN ('chair', 'first-scrutineer', 'second-scrutineer', 'secretary')),
    member BLOB REFERENCES members (id) CHECK (member IS NOT NULL OR seat = 'secretary'),
    accepted TEXT CHECK (accepted IN ('own', 'aloud')),
    accepted_at INTEGER CHECK ((accepted IS NULL) = (accepted_at IS NULL)),
    -- Who noted that it was said aloud.
    noted_by BLOB REFERENCES members (id) CHECK (noted_by IS NULL OR accepted = 'aloud'),
    UNIQUE (assembly, version, seat),
    FOREIGN KEY (assembly, version) REFERENCES bureaus (assembly, version)
) STRICT;
CREATE INDEX bureau_seats_by_member ON bureau_seats (member);
CREATE TRIGGER bureau_seats_no_update BEFORE UPDATE OF id, assembly, version, seat, member ON bureau_seats
BEGIN
    SELECT RAISE(ABORT, 'bureau_seats is append-only');
END;
CREATE TRIGGER bureau_seats_accepted_once BEFORE UPDATE OF accepted, accepted_at, noted_by ON bureau_seats
    WHEN OLD.accepted IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'bureau_seats is append-only');
END;
CREATE TRIGGER bureau_seats_no_delete BEFORE DELETE ON bureau_seats
BEGIN
    SELECT RAISE(ABORT, 'bureau_seats is append-only');
END;

-- The name of a secretary who is no member, beside the seat that never changes: it alone is erased.
CREATE TABLE bureau_names (
    seat BLOB PRIMARY KEY REFERENCES bureau_seats (id),
    name TEXT NOT NULL
) STRICT;

-- Members of the bureau have salted leaves in the record too.
CREATE TABLE leaf_salts_kept (
    kind TEXT NOT NULL CHECK (kind IN ('register', 'roll', 'attendance', 'emargement', 'bureau')),
    scope BLOB NOT NULL,
    subject BLOB NOT NULL,
    salt BLOB NOT NULL UNIQUE CHECK (length(salt) = 32),
    PRIMARY KEY (kind, scope, subject)
) STRICT;
INSERT INTO leaf_salts_kept SELECT kind, scope, subject, salt FROM leaf_salts;
DROP TABLE leaf_salts;
ALTER TABLE leaf_salts_kept RENAME TO leaf_salts;
