-- Patronage refunds (loi 47-1775 art. 15 and 16): one for each financial year.
CREATE TABLE refunds (
    -- The year in which the financial year ends, and its last day.
    year INTEGER NOT NULL UNIQUE CHECK (year >= 1900),
    closed_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('drafted', 'attached', 'executed')),
    -- The figures of the year, JSON.
    figures TEXT NOT NULL,
    -- What each member was billed, number and amount as they were pasted; empty once the refund is executed.
    billed TEXT NOT NULL,
    -- The item of an agenda that names it, and the SHA-256 of the document that was attached there.
    draft BLOB REFERENCES drafts (id),
    item BLOB UNIQUE,
    document BLOB CHECK (length(document) = 32),
    -- The frozen table: canonical JSON, and its SHA-256.
    body TEXT,
    hash BLOB CHECK (length(hash) = 32),
    made_by BLOB NOT NULL REFERENCES members (id),
    made_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    executed_by BLOB REFERENCES members (id),
    executed_at INTEGER,
    CHECK ((state = 'drafted') = (draft IS NULL)),
    CHECK ((state = 'drafted') = (item IS NULL)),
    CHECK ((state = 'drafted') = (document IS NULL)),
    CHECK ((state = 'drafted') = (body IS NULL)),
    CHECK ((state = 'drafted') = (hash IS NULL)),
    CHECK ((state = 'executed') = (executed_by IS NOT NULL)),
    CHECK ((state = 'executed') = (executed_at IS NOT NULL))
) STRICT;
CREATE INDEX refunds_by_draft ON refunds (draft);
CREATE INDEX refunds_by_maker ON refunds (made_by);
CREATE INDEX refunds_by_executor ON refunds (executed_by);

-- The rows of a frozen table, as long as it is attached or executed.
CREATE TABLE refund_parts (
    year INTEGER NOT NULL REFERENCES refunds (year),
    member BLOB NOT NULL REFERENCES members (id),
    number INTEGER NOT NULL CHECK (number >= 0),
    -- In cents.
    billed INTEGER NOT NULL CHECK (billed >= 0),
    part INTEGER NOT NULL CHECK (part >= 0),
    PRIMARY KEY (year, member),
    UNIQUE (year, number)
) STRICT;
CREATE INDEX refund_parts_by_member ON refund_parts (member);

-- What members were given back, each once for a year: beside the ledger of shares, whose sum is the capital.
CREATE TABLE refund_entries (
    year INTEGER NOT NULL REFERENCES refunds (year),
    member BLOB NOT NULL REFERENCES members (id),
    cents INTEGER NOT NULL CHECK (cents > 0),
    at INTEGER NOT NULL,
    PRIMARY KEY (year, member)
) STRICT;
CREATE INDEX refund_entries_by_member ON refund_entries (member);
CREATE TRIGGER refund_entries_no_update BEFORE UPDATE ON refund_entries
BEGIN
    SELECT RAISE(ABORT, 'refund_entries is append-only');
END;
CREATE TRIGGER refund_entries_no_delete BEFORE DELETE ON refund_entries
BEGIN
    SELECT RAISE(ABORT, 'refund_entries is append-only');
END;
