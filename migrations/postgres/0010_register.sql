-- The register: who members are, what happened to each membership, shares asked for, keys replaced, passkeys.

-- What the statutes say of capital and of who has a voice (an organisation through its representative).
ALTER TABLE cooperatives ADD COLUMN stated_capital_cents BIGINT NOT NULL DEFAULT 0 CHECK (stated_capital_cents >= 0);
ALTER TABLE cooperatives ADD COLUMN loss_part BIGINT NOT NULL DEFAULT 0 CHECK (loss_part >= 0);
ALTER TABLE cooperatives ADD COLUMN loss_whole BIGINT NOT NULL DEFAULT 1 CHECK (loss_whole >= 1);
ALTER TABLE cooperatives ADD COLUMN organisations_vote BIGINT NOT NULL DEFAULT 1 CHECK (organisations_vote IN (0, 1));
ALTER TABLE cooperatives ADD COLUMN friends_vote BIGINT NOT NULL DEFAULT 0 CHECK (friends_vote IN (0, 1));

-- Given when the shares are paid, in the order of payment, never reused.
ALTER TABLE members DROP CONSTRAINT members_state_check;
ALTER TABLE members ADD CHECK (state IN ('applicant', 'refused', 'admitted', 'active', 'suspended', 'left', 'excluded', 'deceased'));
ALTER TABLE members ADD COLUMN class TEXT NOT NULL DEFAULT 'cooperator' CHECK (class IN ('cooperator', 'organisation', 'friend'));
ALTER TABLE members ALTER COLUMN class DROP DEFAULT;
-- Of an organisation: who speaks for it, and its number in its own public register.
ALTER TABLE members ADD COLUMN representative TEXT;
ALTER TABLE members ADD COLUMN legal_number TEXT;
ALTER TABLE members ADD COLUMN email_confirmed_at BIGINT;
-- Consent to be convened by e-mail (C. com. R.225-63); empty: by letter.
ALTER TABLE members ADD COLUMN email_consent_at BIGINT;
-- Postal address.
ALTER TABLE members ADD COLUMN street TEXT NOT NULL DEFAULT '';
ALTER TABLE members ADD COLUMN postcode TEXT NOT NULL DEFAULT '';
ALTER TABLE members ADD COLUMN city TEXT NOT NULL DEFAULT '';
ALTER TABLE members ADD COLUMN country TEXT NOT NULL DEFAULT '';
-- Name, representative, address, e-mail and number in small letters without accents: what is searched and sorted by.
-- Compared byte by byte, as SQLite does.
ALTER TABLE members ADD COLUMN search_key TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE members ADD COLUMN sort_key TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE members ADD COLUMN shares_wished BIGINT NOT NULL DEFAULT 0 CHECK (shares_wished >= 0);
-- When the first shares were paid, and when the membership ended.
ALTER TABLE members ADD COLUMN active_at BIGINT;
ALTER TABLE members ADD COLUMN ended_at BIGINT;
-- When everything about the person that no law keeps was erased.
ALTER TABLE members ADD COLUMN forgotten_at BIGINT;
UPDATE members SET sort_key = lower(name), active_at = CASE WHEN state = 'active' THEN admitted_at END,
    search_key = lower(name || ' ' || COALESCE(email_key, '') || ' ' || COALESCE(CAST(number AS TEXT), ''));
ALTER TABLE members ALTER COLUMN street DROP DEFAULT, ALTER COLUMN postcode DROP DEFAULT, ALTER COLUMN city DROP DEFAULT,
    ALTER COLUMN country DROP DEFAULT, ALTER COLUMN search_key DROP DEFAULT, ALTER COLUMN sort_key DROP DEFAULT,
    ALTER COLUMN shares_wished DROP DEFAULT;
CREATE INDEX members_by_name ON members (sort_key, id);
CREATE INDEX members_by_application ON members (applied_at, id);

-- What happened to each membership. The reason is free text about a person: it alone may be erased.
CREATE TABLE member_moves (
    id UUID PRIMARY KEY,
    member UUID NOT NULL REFERENCES members (id),
    happened TEXT NOT NULL CHECK (happened IN ('apply', 'admit', 'refuse', 'activate', 'suspend', 'resume', 'leave', 'exclude', 'die')),
    at BIGINT NOT NULL,
    actor UUID REFERENCES members (id),
    reason TEXT NOT NULL
);
CREATE INDEX member_moves_by_member ON member_moves (member, at);
CREATE TRIGGER member_moves_append_only BEFORE DELETE OR TRUNCATE ON member_moves
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An address somebody typed, until the link sent to it is pressed.
CREATE TABLE email_confirmations (
    id UUID PRIMARY KEY,
    member UUID NOT NULL REFERENCES members (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    token_hash BYTEA NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX email_confirmations_by_member ON email_confirmations (member);

-- Who read or changed the record of whom is asked by subject.
CREATE INDEX audit_by_subject ON audit (subject, at);

ALTER TABLE share_entries DROP CONSTRAINT share_entries_kind_check;
ALTER TABLE share_entries ADD CHECK (kind IN ('subscription', 'payment', 'transfer', 'repayment', 'cancellation', 'reversal'));
ALTER TABLE share_entries DROP CONSTRAINT share_entries_shares_check;
ALTER TABLE share_entries ADD CHECK (shares <> 0 OR cents <> 0);
-- SHA-256 of what the entry is about (a payment's reference): the same is entered once.
ALTER TABLE share_entries ADD COLUMN once BYTEA UNIQUE CHECK (length(once) = 32);
-- The entry this one undoes; an entry is undone once.
ALTER TABLE share_entries ADD COLUMN reverses UUID UNIQUE REFERENCES share_entries (id);
CREATE INDEX share_entries_by_time ON share_entries (at, id);

-- What a member asks of the board: more shares, to pass some on, to have some back.
CREATE TABLE share_requests (
    id UUID PRIMARY KEY,
    member UUID NOT NULL REFERENCES members (id),
    kind TEXT NOT NULL CHECK (kind IN ('subscription', 'transfer', 'withdrawal')),
    shares BIGINT NOT NULL CHECK (shares >= 1),
    -- Who receives a transfer.
    receiver UUID REFERENCES members (id),
    -- Whether the member leaves with it.
    leaves BIGINT NOT NULL CHECK (leaves IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'granted', 'refused', 'withdrawn')),
    asked_at BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by UUID REFERENCES members (id),
    reason TEXT NOT NULL,
    CHECK ((kind = 'transfer') = (receiver IS NOT NULL))
);
CREATE INDEX share_requests_by_member ON share_requests (member);
CREATE INDEX share_requests_by_state ON share_requests (state, asked_at);
-- A member has one request before the board at a time.
CREATE UNIQUE INDEX share_requests_waiting ON share_requests (member) WHERE state = 'waiting';

ALTER TABLE role_terms DROP CONSTRAINT role_terms_role_check;
ALTER TABLE role_terms ADD CHECK (role IN ('chair', 'secretary', 'board', 'scrutineer', 'auditor', 'operator'));

ALTER TABLE sessions DROP CONSTRAINT sessions_means_check;
ALTER TABLE sessions ADD CHECK (means IN ('demo', 'mail', 'key', 'passkey'));
-- When a second means was shown besides: what changes keys asks for it.
ALTER TABLE sessions ADD COLUMN second_at BIGINT;

-- Why a key took the place of another: 'first', 'replaced' by the member, 'recovered' with the help of two officers.
ALTER TABLE member_keys ADD COLUMN origin TEXT NOT NULL DEFAULT 'first' CHECK (origin IN ('first', 'replaced', 'recovered'));

-- A member lost everything: one officer begins, another confirms, the member uses the code they were handed.
CREATE TABLE key_recoveries (
    id UUID PRIMARY KEY,
    member UUID NOT NULL REFERENCES members (id),
    begun_by UUID NOT NULL REFERENCES members (id),
    begun_at BIGINT NOT NULL,
    confirmed_by UUID REFERENCES members (id),
    confirmed_at BIGINT,
    code_hash BYTEA CHECK (length(code_hash) = 32),
    tries BIGINT NOT NULL CHECK (tries >= 0),
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    CHECK (confirmed_by <> begun_by)
);
CREATE INDEX key_recoveries_by_member ON key_recoveries (member);

-- Public keys of authenticators (WebAuthn).
CREATE TABLE passkeys (
    id UUID PRIMARY KEY,
    member UUID NOT NULL REFERENCES members (id),
    credential BYTEA NOT NULL UNIQUE,
    -- As the library keeps it, JSON: public key and counter.
    body TEXT NOT NULL,
    -- The member's own word for it.
    name TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX passkeys_by_member ON passkeys (member);

-- A WebAuthn dialogue going on: what the server must remember between its two messages.
CREATE TABLE passkey_dialogues (
    id UUID PRIMARY KEY,
    member UUID REFERENCES members (id),
    body TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- A register brought from elsewhere, between the preview and the import.
CREATE TABLE register_imports (
    id UUID PRIMARY KEY,
    member UUID NOT NULL REFERENCES members (id),
    at BIGINT NOT NULL,
    -- SHA-256 of the file. The file itself is emptied once imported.
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    body BYTEA NOT NULL,
    imported_at BIGINT
);

-- The list of members that members may see before an assembly (C. com. L.225-116), as it was on its day; JSON.
CREATE TABLE member_lists (
    assembly UUID PRIMARY KEY REFERENCES assemblies (id),
    fixed_at BIGINT NOT NULL,
    body TEXT NOT NULL
);
