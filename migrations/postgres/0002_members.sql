-- Members, their shares, keys, roles and sessions. Names and addresses stand in `members` alone.

CREATE TABLE members (
    id UUID PRIMARY KEY,
    cooperative UUID NOT NULL REFERENCES cooperatives (id),
    -- Given at admission, never reused.
    number BIGINT UNIQUE CHECK (number >= 1),
    name TEXT NOT NULL,
    email TEXT,
    state TEXT NOT NULL CHECK (state IN ('applicant', 'admitted', 'active', 'left', 'excluded')),
    applied_at BIGINT NOT NULL,
    admitted_at BIGINT
);
CREATE INDEX members_by_state ON members (state);

-- The persons proposed on the demo page.
CREATE TABLE demo_people (
    member UUID PRIMARY KEY REFERENCES members (id),
    position BIGINT NOT NULL UNIQUE
);

-- The share ledger: a member holds the sum.
CREATE TABLE share_entries (
    id UUID PRIMARY KEY,
    member UUID NOT NULL REFERENCES members (id),
    kind TEXT NOT NULL CHECK (kind IN ('subscription', 'repayment', 'transfer')),
    shares BIGINT NOT NULL CHECK (shares <> 0),
    cents BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX share_entries_by_member ON share_entries (member);
CREATE TRIGGER share_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON share_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Public keys: the highest `seq` of a member is the one that speaks.
CREATE TABLE member_keys (
    member UUID NOT NULL REFERENCES members (id),
    seq BIGINT NOT NULL CHECK (seq >= 1),
    identity BYTEA NOT NULL UNIQUE CHECK (length(identity) = 32),
    ballot_root BYTEA NOT NULL UNIQUE CHECK (length(ballot_root) = 32),
    chain_code BYTEA NOT NULL CHECK (length(chain_code) = 32),
    -- What the member's browser sent, proofs included.
    registration TEXT NOT NULL,
    registered_at BIGINT NOT NULL,
    PRIMARY KEY (member, seq)
);
CREATE TRIGGER member_keys_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON member_keys
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE role_terms (
    id UUID PRIMARY KEY,
    member UUID NOT NULL REFERENCES members (id),
    role TEXT NOT NULL CHECK (role IN ('chair', 'secretary', 'board')),
    from_at BIGINT NOT NULL,
    until_at BIGINT
);
CREATE UNIQUE INDEX role_terms_current ON role_terms (member, role) WHERE until_at IS NULL;

-- A signed-in browser; the token itself is only in its cookie.
CREATE TABLE sessions (
    id UUID PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    member UUID NOT NULL REFERENCES members (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
