-- Members, their shares, keys, roles and sessions. Names and addresses stand in `members` alone.

CREATE TABLE members (
    id BLOB PRIMARY KEY,
    cooperative BLOB NOT NULL REFERENCES cooperatives (id),
    -- Given at admission, never reused.
    number INTEGER UNIQUE CHECK (number >= 1),
    name TEXT NOT NULL,
    email TEXT,
    state TEXT NOT NULL CHECK (state IN ('applicant', 'admitted', 'active', 'left', 'excluded')),
    applied_at INTEGER NOT NULL,
    admitted_at INTEGER
) STRICT;
CREATE INDEX members_by_state ON members (state);

-- The persons proposed on the demo page.
CREATE TABLE demo_people (
    member BLOB PRIMARY KEY REFERENCES members (id),
    position INTEGER NOT NULL UNIQUE
) STRICT;

-- The share ledger: a member holds the sum.
CREATE TABLE share_entries (
    id BLOB PRIMARY KEY,
    member BLOB NOT NULL REFERENCES members (id),
    kind TEXT NOT NULL CHECK (kind IN ('subscription', 'repayment', 'transfer')),
    shares INTEGER NOT NULL CHECK (shares <> 0),
    cents INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX share_entries_by_member ON share_entries (member);
CREATE TRIGGER share_entries_no_update BEFORE UPDATE ON share_entries
BEGIN
    SELECT RAISE(ABORT, 'share_entries is append-only');
END;
CREATE TRIGGER share_entries_no_delete BEFORE DELETE ON share_entries
BEGIN
    SELECT RAISE(ABORT, 'share_entries is append-only');
END;

-- Public keys: the highest `seq` of a member is the one that speaks.
CREATE TABLE member_keys (
    member BLOB NOT NULL REFERENCES members (id),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    identity BLOB NOT NULL UNIQUE CHECK (length(identity) = 32),
    ballot_root BLOB NOT NULL UNIQUE CHECK (length(ballot_root) = 32),
    chain_code BLOB NOT NULL CHECK (length(chain_code) = 32),
    -- What the member's browser sent, proofs included.
    registration TEXT NOT NULL,
    registered_at INTEGER NOT NULL,
    PRIMARY KEY (member, seq)
) STRICT;
CREATE TRIGGER member_keys_no_update BEFORE UPDATE ON member_keys
BEGIN
    SELECT RAISE(ABORT, 'member_keys is append-only');
END;
CREATE TRIGGER member_keys_no_delete BEFORE DELETE ON member_keys
BEGIN
    SELECT RAISE(ABORT, 'member_keys is append-only');
END;

CREATE TABLE role_terms (
    id BLOB PRIMARY KEY,
    member BLOB NOT NULL REFERENCES members (id),
    role TEXT NOT NULL CHECK (role IN ('chair', 'secretary', 'board')),
    from_at INTEGER NOT NULL,
    until_at INTEGER
) STRICT;
CREATE UNIQUE INDEX role_terms_current ON role_terms (member, role) WHERE until_at IS NULL;

-- A signed-in browser; the token itself is only in its cookie.
CREATE TABLE sessions (
    id BLOB PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    member BLOB NOT NULL REFERENCES members (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
