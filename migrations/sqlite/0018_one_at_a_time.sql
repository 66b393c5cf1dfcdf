-- What may go on only once at a time, by the database itself; why entries of the ledger were undone; from which browsers
-- members sign in.

-- Of recoveries that were begun and never used, the newest is the one that may be going on.
DELETE FROM key_recoveries WHERE used_at IS NULL AND EXISTS (
    SELECT 1 FROM key_recoveries later WHERE later.member = key_recoveries.member AND (later.begun_at > key_recoveries.begun_at
        OR (later.begun_at = key_recoveries.begun_at AND later.id > key_recoveries.id)));
-- A member is helped to one key at a time.
CREATE UNIQUE INDEX key_recoveries_open ON key_recoveries (member) WHERE used_at IS NULL;

-- Why an entry was undone. Free text about a person, beside the ledger, which never changes: it alone is erased.
CREATE TABLE reversal_reasons (
    -- The entry that undoes another.
    entry BLOB PRIMARY KEY REFERENCES share_entries (id),
    member BLOB NOT NULL REFERENCES members (id),
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX reversal_reasons_by_member ON reversal_reasons (member);

-- The browsers a member signed in from, without their version. A sign-in from another is told to the member.
CREATE TABLE known_browsers (
    member BLOB NOT NULL REFERENCES members (id),
    -- "Firefox, Android"; empty for those that do not say what they are.
    name TEXT NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (member, name)
) STRICT;
