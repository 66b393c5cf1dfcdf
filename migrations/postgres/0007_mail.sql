-- Messages to people, and signing in by them.

-- The address as it is compared, and the language somebody reads.
ALTER TABLE members ADD COLUMN email_key TEXT;
UPDATE members SET email_key = lower(email);
CREATE INDEX members_by_email ON members (email_key);
ALTER TABLE members ADD COLUMN lang TEXT NOT NULL DEFAULT 'fr' CHECK (lang IN ('fr', 'en'));

-- Queued in the transaction of the act that writes them, sent by the outbox.
CREATE TABLE mails (
    id UUID PRIMARY KEY,
    -- What it is about: the same act repeated writes it once.
    once TEXT NOT NULL UNIQUE,
    member UUID REFERENCES members (id),
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('fr', 'en')),
    subject TEXT NOT NULL,
    -- Emptied once sent when it opens a door: a sign-in link is nobody's to read later.
    body TEXT NOT NULL,
    html TEXT NOT NULL,
    confidential BIGINT NOT NULL CHECK (confidential IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'bounced', 'failed', 'doubtful')),
    attempts BIGINT NOT NULL CHECK (attempts >= 0),
    created_at BIGINT NOT NULL,
    -- When its turn comes; after `until_at` it is not sent any more.
    due_at BIGINT NOT NULL,
    until_at BIGINT,
    changed_at BIGINT NOT NULL,
    -- The mail server's words.
    answer TEXT NOT NULL
);
CREATE INDEX mails_by_turn ON mails (state, due_at);
CREATE INDEX mails_by_member ON mails (member);

-- Somebody asked to sign in. A row is written for an address nobody has, too: the answer is the same.
CREATE TABLE sign_in_asks (
    id UUID PRIMARY KEY,
    -- SHA-256 of what the browser that asked was given: the code is typed there and nowhere else.
    browser_hash BYTEA NOT NULL CHECK (length(browser_hash) = 32),
    member UUID REFERENCES members (id),
    link_hash BYTEA NOT NULL UNIQUE CHECK (length(link_hash) = 32),
    code_hash BYTEA NOT NULL CHECK (length(code_hash) = 32),
    tries BIGINT NOT NULL CHECK (tries >= 0),
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX sign_in_asks_by_browser ON sign_in_asks (browser_hash);
CREATE INDEX sign_in_asks_by_member ON sign_in_asks (member, asked_at);

-- 32 random bytes that the key of a device signs once.
CREATE TABLE sign_in_challenges (
    challenge BYTEA PRIMARY KEY CHECK (length(challenge) = 32),
    expires_at BIGINT NOT NULL
);

-- How somebody signed in: offices need more than an e-mail.
ALTER TABLE sessions ADD COLUMN means TEXT NOT NULL DEFAULT 'demo' CHECK (means IN ('demo', 'mail', 'key'));
-- What the browser says it is, for the member's own list.
ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_by_member ON sessions (member);
