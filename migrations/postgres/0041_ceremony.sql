-- How many of the key holders to be are needed to open a box. Null: as is usual for so many.
ALTER TABLE drafts ADD COLUMN holders_needed BIGINT CHECK (holders_needed >= 2);
-- A key that some of the key holders open: made by all of them together, through messages that the server carries. One that
-- begins again is another.
CREATE TABLE ceremonies (
    id UUID PRIMARY KEY,
    assembly UUID NOT NULL REFERENCES assemblies (id),
    -- From 1; the last is the one that counts.
    attempt BIGINT NOT NULL CHECK (attempt >= 1),
    threshold BIGINT NOT NULL CHECK (threshold >= 2),
    begun_at BIGINT NOT NULL,
    UNIQUE (assembly, attempt)
);
CREATE TABLE ceremony_messages (
    ceremony UUID NOT NULL REFERENCES ceremonies (id),
    -- Whose: the place among the key holders.
    position BIGINT NOT NULL CHECK (position >= 1),
    step BIGINT NOT NULL CHECK (step >= 1) CHECK (step <= 5),
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (ceremony, position, step)
);
CREATE TRIGGER ceremonies_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ceremonies
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ceremony_messages_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ceremony_messages
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
