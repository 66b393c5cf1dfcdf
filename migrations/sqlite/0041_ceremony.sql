-- How many of the key holders to be are needed to open a box. Null: as is usual for so many.
ALTER TABLE drafts ADD COLUMN holders_needed INTEGER CHECK (holders_needed >= 2);
-- A key that some of the key holders open: made by all of them together, through messages that the server carries. One that
-- begins again is another.
CREATE TABLE ceremonies (
    id BLOB PRIMARY KEY,
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    -- From 1; the last is the one that counts.
    attempt INTEGER NOT NULL CHECK (attempt >= 1),
    threshold INTEGER NOT NULL CHECK (threshold >= 2),
    begun_at INTEGER NOT NULL,
    UNIQUE (assembly, attempt)
) STRICT;
CREATE TABLE ceremony_messages (
    ceremony BLOB NOT NULL REFERENCES ceremonies (id),
    -- Whose: the place among the key holders.
    position INTEGER NOT NULL CHECK (position >= 1),
    step INTEGER NOT NULL CHECK (step >= 1) CHECK (step <= 5),
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (ceremony, position, step)
) STRICT;
CREATE TRIGGER ceremonies_no_update BEFORE UPDATE ON ceremonies
BEGIN
    SELECT RAISE(ABORT, 'ceremonies is append-only');
END;
CREATE TRIGGER ceremonies_no_delete BEFORE DELETE ON ceremonies
BEGIN
    SELECT RAISE(ABORT, 'ceremonies is append-only');
END;
CREATE TRIGGER ceremony_messages_no_update BEFORE UPDATE ON ceremony_messages
BEGIN
    SELECT RAISE(ABORT, 'ceremony_messages is append-only');
END;
CREATE TRIGGER ceremony_messages_no_delete BEFORE DELETE ON ceremony_messages
BEGIN
    SELECT RAISE(ABORT, 'ceremony_messages is append-only');
END;
