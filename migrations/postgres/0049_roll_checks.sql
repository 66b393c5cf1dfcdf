-- A key holder's page checked the roll of a secret vote's box, and signed that it did.
CREATE TABLE roll_checks (
    ballot_box UUID NOT NULL REFERENCES boxes (id),
    member UUID NOT NULL REFERENCES members (id),
    identity BYTEA NOT NULL CHECK (length(identity) = 32),
    signature BYTEA NOT NULL CHECK (length(signature) = 64),
    at BIGINT NOT NULL,
    PRIMARY KEY (ballot_box, member)
);
CREATE INDEX roll_checks_by_member ON roll_checks (member);
CREATE TRIGGER roll_checks_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON roll_checks
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
