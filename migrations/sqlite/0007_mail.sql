-- Messages to people, and signing in by them.

-- The address as it is compared, and the language somebody reads.
ALTER TABLE members ADD COLUMN email_key TEXT;
UPDATE members SET email_key = lower(email);
CREATE INDEX members_by_email ON members (email_key);
ALTER TABLE members ADD COLUMN lang TEXT NOT NULL DEFAULT 'fr' CHECK (lang IN ('fr', 'en'));

-- Queued in the transaction of the act that writes them, sent by the outbox.
CREATE TABLE mails (
    id BLOB PRIMARY KEY,
    -- What it is about: the same act repeated writes it once.
    once TEXT NOT NULL UNIQUE,
    member BLOB REFERENCES members (id),
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('fr', 'en')),
    subject TEXT NOT NULL,
    -- Emptied once sent when it opens a door: a sign-in link is nobody's to read later.
    body TEXT NOT NULL,
    html TEXT NOT NULL,
    confidential INTEGER NOT NULL CHECK (confidential IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'bounced', 'failed', 'doubtful')),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    created_at INTEGER NOT NULL,
    -- When its turn comes; after `until_at` it is not sent any more.
    due_at INTEGER NOT NULL,
    until_at INTEGER,
    changed_at INTEGER NOT NULL,
    -- The mail server's words.
    answer TEXT NOT NULL
) STRICT;
CREATE INDEX mails_by_turn ON mails (state, due_at);
CREATE INDEX mails_by_member ON mails (member);

-- Somebody asked to sign in. A row is written for an address nobody has, too: the answer is the same.
CREATE TABLE sign_in_asks (
    id BLOB PRIMARY KEY,
    -- SHA-256 of what the browser that asked was given: the code is typed there and nowhere else.
    browser_hash BLOB NOT NULL CHECK (length(browser_hash) = 32),
    member BLOB REFERENCES members (id),
    link_hash BLOB NOT NULL UNIQUE CHECK (length(link_hash) = 32),
    code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
    tries INTEGER NOT NULL CHECK (tries >= 0),
    asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX sign_in_asks_by_browser ON sign_in_asks (browser_hash);
CREATE INDEX sign_in_asks_by_member ON sign_in_asks (member, asked_at);

-- 32 random bytes that the key of a device signs once.
CREATE TABLE sign_in_challenges (
    challenge BLOB PRIMARY KEY CHECK (length(challenge) = 32),
    expires_at INTEGER NOT NULL
) STRICT;

-- How somebody signed in: offices need more than an e-mail.
ALTER TABLE sessions ADD COLUMN means TEXT NOT NULL DEFAULT 'demo' CHECK (means IN ('demo', 'mail', 'key'));
-- What the browser says it is, for the member's own list.
ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_by_member ON sessions (member);
