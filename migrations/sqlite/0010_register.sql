-- The register: who members are, what happened to each membership, shares asked for, keys replaced, passkeys.
-- SQLite cannot change a CHECK: tables with a new one are made again, under the same name, with the same rows.

-- What the statutes say of capital and of who has a voice (an organisation through its representative).
ALTER TABLE cooperatives ADD COLUMN stated_capital_cents INTEGER NOT NULL DEFAULT 0 CHECK (stated_capital_cents >= 0);
ALTER TABLE cooperatives ADD COLUMN loss_part INTEGER NOT NULL DEFAULT 0 CHECK (loss_part >= 0);
ALTER TABLE cooperatives ADD COLUMN loss_whole INTEGER NOT NULL DEFAULT 1 CHECK (loss_whole >= 1);
ALTER TABLE cooperatives ADD COLUMN organisations_vote INTEGER NOT NULL DEFAULT 1 CHECK (organisations_vote IN (0, 1));
ALTER TABLE cooperatives ADD COLUMN friends_vote INTEGER NOT NULL DEFAULT 0 CHECK (friends_vote IN (0, 1));

CREATE TABLE members_new (
    id BLOB PRIMARY KEY,
    cooperative BLOB NOT NULL REFERENCES cooperatives (id),
    -- Given when the shares are paid, in the order of payment, never reused.
    number INTEGER UNIQUE CHECK (number >= 1),
    class TEXT NOT NULL CHECK (class IN ('cooperator', 'organisation', 'friend')),
    name TEXT NOT NULL,
    -- Of an organisation: who speaks for it, and its number in its own public register.
    representative TEXT,
    legal_number TEXT,
    -- Address for messages as typed, and as it is compared.
    email TEXT,
    email_key TEXT,
    email_confirmed_at INTEGER,
    -- Consent to be convened by e-mail (C. com. R.225-63); empty: by letter.
    email_consent_at INTEGER,
    -- Postal address.
    street TEXT NOT NULL,
    postcode TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    lang TEXT NOT NULL DEFAULT 'fr' CHECK (lang IN ('fr', 'en')),
    -- Name, representative, address, e-mail and number in small letters without accents: what is searched and sorted by.
    search_key TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('applicant', 'refused', 'admitted', 'active', 'suspended', 'left', 'excluded', 'deceased')),
    shares_wished INTEGER NOT NULL CHECK (shares_wished >= 0),
    applied_at INTEGER NOT NULL,
    admitted_at INTEGER,
    -- When the first shares were paid, and when the membership ended.
    active_at INTEGER,
    ended_at INTEGER,
    -- When everything about the person that no law keeps was erased.
    forgotten_at INTEGER
) STRICT;
INSERT INTO members_new (id, cooperative, number, class, name, email, email_key, street, postcode, city, country, lang,
        search_key, sort_key, state, shares_wished, applied_at, admitted_at, active_at)
    SELECT id, cooperative, number, 'cooperator', name, email, email_key, '', '', '', '', lang,
        lower(name || ' ' || COALESCE(email_key, '') || ' ' || COALESCE(CAST(number AS TEXT), '')), lower(name), state, 0,
        applied_at, admitted_at, CASE WHEN state = 'active' THEN admitted_at END
    FROM members;
DROP TABLE members;
ALTER TABLE members_new RENAME TO members;
CREATE INDEX members_by_state ON members (state);
CREATE INDEX members_by_email ON members (email_key);
CREATE INDEX members_by_name ON members (sort_key, id);
CREATE INDEX members_by_application ON members (applied_at, id);

-- What happened to each membership. The reason is free text about a person: it alone may be erased.
CREATE TABLE member_moves (
    id BLOB PRIMARY KEY,
    member BLOB NOT NULL REFERENCES members (id),
    happened TEXT NOT NULL CHECK (happened IN ('apply', 'admit', 'refuse', 'activate', 'suspend', 'resume', 'leave', 'exclude', 'die')),
    at INTEGER NOT NULL,
    actor BLOB REFERENCES members (id),
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX member_moves_by_member ON member_moves (member, at);
CREATE TRIGGER member_moves_no_delete BEFORE DELETE ON member_moves
BEGIN
    SELECT RAISE(ABORT, 'member_moves is append-only');
END;

-- An address somebody typed, until the link sent to it is pressed.
CREATE TABLE email_confirmations (
    id BLOB PRIMARY KEY,
    member BLOB NOT NULL REFERENCES members (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX email_confirmations_by_member ON email_confirmations (member);

-- Who read or changed the record of whom is asked by subject.
CREATE INDEX audit_by_subject ON audit (subject, at);

CREATE TABLE share_entries_new (
    id BLOB PRIMARY KEY,
    member BLOB NOT NULL REFERENCES members (id),
    kind TEXT NOT NULL CHECK (kind IN ('subscription', 'payment', 'transfer', 'repayment', 'cancellation', 'reversal')),
    shares INTEGER NOT NULL,
    cents INTEGER NOT NULL,
    at INTEGER NOT NULL,
    -- SHA-256 of what the entry is about (a payment's reference): the same is entered once.
    once BLOB UNIQUE CHECK (length(once) = 32),
    -- The entry this one undoes; an entry is undone once.
    reverses BLOB UNIQUE REFERENCES share_entries_new (id),
    CHECK (shares <> 0 OR cents <> 0)
) STRICT;
INSERT INTO share_entries_new (id, member, kind, shares, cents, at)
    SELECT id, member, kind, shares, cents, at FROM share_entries;
DROP TABLE share_entries;
ALTER TABLE share_entries_new RENAME TO share_entries;
CREATE INDEX share_entries_by_member ON share_entries (member);
CREATE INDEX share_entries_by_time ON share_entries (at, id);
CREATE TRIGGER share_entries_no_update BEFORE UPDATE ON share_entries
BEGIN
    SELECT RAISE(ABORT, 'share_entries is append-only');
END;
CREATE TRIGGER share_entries_no_delete BEFORE DELETE ON share_entries
BEGIN
    SELECT RAISE(ABORT, 'share_entries is append-only');
END;

-- What a member asks of the board: more shares, to pass some on, to have some back.
CREATE TABLE share_requests (
    id BLOB PRIMARY KEY,
    member BLOB NOT NULL REFERENCES members (id),
    kind TEXT NOT NULL CHECK (kind IN ('subscription', 'transfer', 'withdrawal')),
    shares INTEGER NOT NULL CHECK (shares >= 1),
    -- Who receives a transfer.
    receiver BLOB REFERENCES members (id),
    -- Whether the member leaves with it.
    leaves INTEGER NOT NULL CHECK (leaves IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'granted', 'refused', 'withdrawn')),
    asked_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by BLOB REFERENCES members (id),
    reason TEXT NOT NULL,
    CHECK ((kind = 'transfer') = (receiver IS NOT NULL))
) STRICT;
CREATE INDEX share_requests_by_member ON share_requests (member);
CREATE INDEX share_requests_by_state ON share_requests (state, asked_at);
-- A member has one request before the board at a time.
CREATE UNIQUE INDEX share_requests_waiting ON share_requests (member) WHERE state = 'waiting';

CREATE TABLE role_terms_new (
    id BLOB PRIMARY KEY,
    member BLOB NOT NULL REFERENCES members (id),
    role TEXT NOT NULL CHECK (role IN ('chair', 'secretary', 'board', 'scrutineer', 'auditor', 'operator')),
    from_at INTEGER NOT NULL,
    until_at INTEGER
) STRICT;
INSERT INTO role_terms_new SELECT id, member, role, from_at, until_at FROM role_terms;
DROP TABLE role_terms;
ALTER TABLE role_terms_new RENAME TO role_terms;
CREATE UNIQUE INDEX role_terms_current ON role_terms (member, role) WHERE until_at IS NULL;

CREATE TABLE sessions_new (
    id BLOB PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    member BLOB NOT NULL REFERENCES members (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- How somebody signed in: offices need more than an e-mail.
    means TEXT NOT NULL DEFAULT 'demo' CHECK (means IN ('demo', 'mail', 'key', 'passkey')),
    -- What the browser says it is, for the member's own list.
    browser TEXT NOT NULL DEFAULT '',
    -- When a second means was shown besides: what changes keys asks for it.
    second_at INTEGER
) STRICT;
INSERT INTO sessions_new (id, token_hash, member, created_at, expires_at, means, browser)
    SELECT id, token_hash, member, created_at, expires_at, means, browser FROM sessions;
DROP TABLE sessions;
ALTER TABLE sessions_new RENAME TO sessions;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_member ON sessions (member);

-- Why a key took the place of another: 'first', 'replaced' by the member, 'recovered' with the help of two officers.
ALTER TABLE member_keys ADD COLUMN origin TEXT NOT NULL DEFAULT 'first' CHECK (origin IN ('first', 'replaced', 'recovered'));

-- A member lost everything: one officer begins, another confirms, the member uses the code they were handed.
CREATE TABLE key_recoveries (
    id BLOB PRIMARY KEY,
    member BLOB NOT NULL REFERENCES members (id),
    begun_by BLOB NOT NULL REFERENCES members (id),
    begun_at INTEGER NOT NULL,
    confirmed_by BLOB REFERENCES members (id),
    confirmed_at INTEGER,
    code_hash BLOB CHECK (length(code_hash) = 32),
    tries INTEGER NOT NULL CHECK (tries >= 0),
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    CHECK (confirmed_by <> begun_by)
) STRICT;
CREATE INDEX key_recoveries_by_member ON key_recoveries (member);

-- Public keys of authenticators (WebAuthn).
CREATE TABLE passkeys (
    id BLOB PRIMARY KEY,
    member BLOB NOT NULL REFERENCES members (id),
    credential BLOB NOT NULL UNIQUE,
    -- As the library keeps it, JSON: public key and counter.
    body TEXT NOT NULL,
    -- The member's own word for it.
    name TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX passkeys_by_member ON passkeys (member);

-- A WebAuthn dialogue going on: what the server must remember between its two messages.
CREATE TABLE passkey_dialogues (
    id BLOB PRIMARY KEY,
    member BLOB REFERENCES members (id),
    body TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- A register brought from elsewhere, between the preview and the import.
CREATE TABLE register_imports (
    id BLOB PRIMARY KEY,
    member BLOB NOT NULL REFERENCES members (id),
    at INTEGER NOT NULL,
    -- SHA-256 of the file. The file itself is emptied once imported.
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    body BLOB NOT NULL,
    imported_at INTEGER
) STRICT;

-- The list of members that members may see before an assembly (C. com. L.225-116), as it was on its day; JSON.
CREATE TABLE member_lists (
    assembly BLOB PRIMARY KEY REFERENCES assemblies (id),
    fixed_at INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
