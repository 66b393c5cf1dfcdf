-- The identity key that whoever sits in a seat of the bureau had when it was constituted: with no other are the minutes signed.
CREATE TABLE bureau_keys (
    seat UUID PRIMARY KEY REFERENCES bureau_seats (id),
    identity BYTEA NOT NULL CHECK (length(identity) = 32)
);
CREATE TRIGGER bureau_keys_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bureau_keys
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Corrections of published minutes, which stay as they are.
CREATE TABLE minutes_corrections (
    assembly UUID NOT NULL REFERENCES minutes (assembly),
    n BIGINT NOT NULL CHECK (n >= 1),
    -- Canonical JSON.
    body TEXT NOT NULL,
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    corrected_by UUID NOT NULL REFERENCES members (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (assembly, n)
);
CREATE INDEX minutes_corrections_by_member ON minutes_corrections (corrected_by);
CREATE TRIGGER minutes_corrections_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON minutes_corrections
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Who of the bureau signed the published minutes, and each correction, each seat once.
CREATE TABLE minutes_signatures (
    assembly UUID NOT NULL REFERENCES minutes (assembly),
    -- 0 for the minutes themselves, else the number of a correction.
    correction BIGINT NOT NULL CHECK (correction >= 0),
    seat TEXT NOT NULL CHECK (seat IN ('chair', 'first-scrutineer', 'second-scrutineer', 'secretary')),
    member UUID NOT NULL REFERENCES members (id),
    identity BYTEA NOT NULL CHECK (length(identity) = 32),
    signature BYTEA NOT NULL CHECK (length(signature) = 64),
    at BIGINT NOT NULL,
    PRIMARY KEY (assembly, correction, seat)
);
CREATE INDEX minutes_signatures_by_member ON minutes_signatures (member);
CREATE TRIGGER minutes_signatures_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON minutes_signatures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What is published is corrected beside it, never changed.
CREATE TRIGGER minutes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON minutes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
