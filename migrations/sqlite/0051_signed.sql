-- The identity key that whoever sits in a seat of the bureau had when it was constituted: with no other are the minutes signed.
CREATE TABLE bureau_keys (
    seat BLOB PRIMARY KEY REFERENCES bureau_seats (id),
    identity BLOB NOT NULL CHECK (length(identity) = 32)
) STRICT;
CREATE TRIGGER bureau_keys_no_update BEFORE UPDATE ON bureau_keys
BEGIN
    SELECT RAISE(ABORT, 'bureau_keys is append-only');
END;
CREATE TRIGGER bureau_keys_no_delete BEFORE DELETE ON bureau_keys
BEGIN
    SELECT RAISE(ABORT, 'bureau_keys is append-only');
END;

-- Corrections of published minutes, which stay as they are.
CREATE TABLE minutes_corrections (
    assembly BLOB NOT NULL REFERENCES minutes (assembly),
    n INTEGER NOT NULL CHECK (n >= 1),
    -- Canonical JSON.
    body TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    corrected_by BLOB NOT NULL REFERENCES members (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (assembly, n)
) STRICT;
CREATE INDEX minutes_corrections_by_member ON minutes_corrections (corrected_by);
CREATE TRIGGER minutes_corrections_no_update BEFORE UPDATE ON minutes_corrections
BEGIN
    SELECT RAISE(ABORT, 'minutes_corrections is append-only');
END;
CREATE TRIGGER minutes_corrections_no_delete BEFORE DELETE ON minutes_corrections
BEGIN
    SELECT RAISE(ABORT, 'minutes_corrections is append-only');
END;

-- Who of the bureau signed the published minutes, and each correction, each seat once.
CREATE TABLE minutes_signatures (
    assembly BLOB NOT NULL REFERENCES minutes (assembly),
    -- 0 for the minutes themselves, else the number of a correction.
    correction INTEGER NOT NULL CHECK (correction >= 0),
    seat TEXT NOT NULL CHECK (seat IN ('chair', 'first-scrutineer', 'second-scrutineer', 'secretary')),
    member BLOB NOT NULL REFERENCES members (id),
    identity BLOB NOT NULL CHECK (length(identity) = 32),
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    at INTEGER NOT NULL,
    PRIMARY KEY (assembly, correction, seat)
) STRICT;
CREATE INDEX minutes_signatures_by_member ON minutes_signatures (member);
CREATE TRIGGER minutes_signatures_no_update BEFORE UPDATE ON minutes_signatures
BEGIN
    SELECT RAISE(ABORT, 'minutes_signatures is append-only');
END;
CREATE TRIGGER minutes_signatures_no_delete BEFORE DELETE ON minutes_signatures
BEGIN
    SELECT RAISE(ABORT, 'minutes_signatures is append-only');
END;

-- What is published is corrected beside it, never changed.
CREATE TRIGGER minutes_no_update BEFORE UPDATE ON minutes
BEGIN
    SELECT RAISE(ABORT, 'minutes is append-only');
END;
CREATE TRIGGER minutes_no_delete BEFORE DELETE ON minutes
BEGIN
    SELECT RAISE(ABORT, 'minutes is append-only');
END;
