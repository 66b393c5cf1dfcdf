-- A key holder's page checked the roll of a secret vote's box, and signed that it did.
CREATE TABLE roll_checks (
    ballot_box BLOB NOT NULL REFERENCES boxes (id),
    member BLOB NOT NULL REFERENCES members (id),
    identity BLOB NOT NULL CHECK (length(identity) = 32),
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    at INTEGER NOT NULL,
    PRIMARY KEY (ballot_box, member)
) STRICT;
CREATE INDEX roll_checks_by_member ON roll_checks (member);
CREATE TRIGGER roll_checks_no_update BEFORE UPDATE ON roll_checks
BEGIN
    SELECT RAISE(ABORT, 'roll_checks is append-only');
END;
CREATE TRIGGER roll_checks_no_delete BEFORE DELETE ON roll_checks
BEGIN
    SELECT RAISE(ABORT, 'roll_checks is append-only');
END;
