-- The bureau of an assembly, constituted as the first thing in session (C. com. R.225-100, R.225-101). Versions only grow.
CREATE TABLE bureaus (
    assembly UUID NOT NULL REFERENCES assemblies (id),
    version BIGINT NOT NULL CHECK (version >= 1),
    chair_by TEXT NOT NULL CHECK (chair_by IN ('president', 'statutes', 'elected')),
    scrutineers_by TEXT NOT NULL CHECK (scrutineers_by IN ('most-voices', 'otherwise')),
    -- Why there are fewer than two, or how else they were found; the minutes say it.
    words TEXT NOT NULL,
    designated_by UUID NOT NULL REFERENCES members (id),
    at BIGINT NOT NULL,
    -- When everybody in it had accepted.
    constituted_at BIGINT,
    PRIMARY KEY (assembly, version)
);
CREATE TRIGGER bureaus_append_only
    BEFORE UPDATE OF assembly, version, chair_by, scrutineers_by, words, designated_by, at OR DELETE OR TRUNCATE ON bureaus
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bureaus_constituted_once BEFORE UPDATE OF constituted_at ON bureaus
    FOR EACH ROW WHEN (OLD.constituted_at IS NOT NULL) EXECUTE FUNCTION refuse_change();

-- Who sits where in it. A secretary may be no member.
CREATE TABLE bureau_seats (
    id UUID PRIMARY KEY,
    assembly UUID NOT NULL,
    version BIGINT NOT NULL,
    seat TEXT NOT NULL CHECK (seat IN ('chair', 'first-scrutineer', 'second-scrutineer', 'secretary')),
    member UUID REFERENCES members (id) CHECK (member IS NOT NULL OR seat = 'secretary'),
    accepted TEXT CHECK (accepted IN ('own', 'aloud')),
    accepted_at BIGINT CHECK ((accepted IS NULL) = (accepted_at IS NULL)),
    -- Who noted that it was said aloud.
    noted_by UUID REFERENCES members (id) CHECK (noted_by IS NULL OR accepted = 'aloud'),
    UNIQUE (assembly, version, seat),
    FOREIGN KEY (assembly, version) REFERENCES bureaus (assembly, version)
);
CREATE INDEX bureau_seats_by_member ON bureau_seats (member);
CREATE TRIGGER bureau_seats_append_only
    BEFORE UPDATE OF id, assembly, version, seat, member OR DELETE OR TRUNCATE ON bureau_seats
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bureau_seats_accepted_once BEFORE UPDATE OF accepted, accepted_at, noted_by ON bureau_seats
    FOR EACH ROW WHEN (OLD.accepted IS NOT NULL) EXECUTE FUNCTION refuse_change();

-- The name of a secretary who is no member, beside the seat that never changes: it alone is erased.
CREATE TABLE bureau_names (
    seat UUID PRIMARY KEY REFERENCES bureau_seats (id),
    name TEXT NOT NULL
);

-- Members of the bureau have salted leaves in the record too.
ALTER TABLE leaf_salts DROP CONSTRAINT leaf_salts_kind_check;
ALTER TABLE leaf_salts ADD CONSTRAINT leaf_salts_kind_check
    CHECK (kind IN ('register', 'roll', 'attendance', 'emargement', 'bureau'));
