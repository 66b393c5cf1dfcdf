-- Patronage refunds (loi 47-1775 art. 15 and 16): one for each financial year.
CREATE TABLE refunds (
    -- The year in which the financial year ends, and its last day.
    year BIGINT NOT NULL UNIQUE CHECK (year >= 1900),
    closed_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('drafted', 'attached', 'executed')),
    -- The figures of the year, JSON.
    figures TEXT NOT NULL,
    -- What each member was billed, number and amount as they were pasted; empty once the refund is executed.
    billed TEXT NOT NULL,
    -- The item of an agenda that names it, and the SHA-256 of the document that was attached there.
    draft UUID REFERENCES drafts (id),
    item UUID UNIQUE,
    document BYTEA CHECK (length(document) = 32),
    -- The frozen table: canonical JSON, and its SHA-256.
    body TEXT,
    hash BYTEA CHECK (length(hash) = 32),
    made_by UUID NOT NULL REFERENCES members (id),
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    executed_by UUID REFERENCES members (id),
    executed_at BIGINT,
    CHECK ((state = 'drafted') = (draft IS NULL)),
    CHECK ((state = 'drafted') = (item IS NULL)),
    CHECK ((state = 'drafted') = (document IS NULL)),
    CHECK ((state = 'drafted') = (body IS NULL)),
    CHECK ((state = 'drafted') = (hash IS NULL)),
    CHECK ((state = 'executed') = (executed_by IS NOT NULL)),
    CHECK ((state = 'executed') = (executed_at IS NOT NULL))
);
CREATE INDEX refunds_by_draft ON refunds (draft);
CREATE INDEX refunds_by_maker ON refunds (made_by);
CREATE INDEX refunds_by_executor ON refunds (executed_by);

-- The rows of a frozen table, as long as it is attached or executed.
CREATE TABLE refund_parts (
    year BIGINT NOT NULL REFERENCES refunds (year),
    member UUID NOT NULL REFERENCES members (id),
    number BIGINT NOT NULL CHECK (number >= 0),
    -- In cents.
    billed BIGINT NOT NULL CHECK (billed >= 0),
    part BIGINT NOT NULL CHECK (part >= 0),
    PRIMARY KEY (year, member),
    UNIQUE (year, number)
);
CREATE INDEX refund_parts_by_member ON refund_parts (member);

-- What members were given back, each once for a year: beside the ledger of shares, whose sum is the capital.
CREATE TABLE refund_entries (
    year BIGINT NOT NULL REFERENCES refunds (year),
    member UUID NOT NULL REFERENCES members (id),
    cents BIGINT NOT NULL CHECK (cents > 0),
    at BIGINT NOT NULL,
    PRIMARY KEY (year, member)
);
CREATE INDEX refund_entries_by_member ON refund_entries (member);
CREATE TRIGGER refund_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON refund_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
