-- What may go on only once at a time, by the database itself; and why entries of the ledger were undone.

-- Why an entry was undone. Free text about a person, beside the ledger, which never changes: it alone is erased.
CREATE TABLE reversal_reasons (
    -- The entry that undoes another.
    entry BLOB PRIMARY KEY REFERENCES share_entries (id),
    member BLOB NOT NULL REFERENCES members (id),
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX reversal_reasons_by_member ON reversal_reasons (member);
