-- Proxies: one live one of each member for an assembly. `assembly` is that on first call: they hold for the second, too.
CREATE TABLE proxies (
    id BLOB PRIMARY KEY,
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    grantor BLOB NOT NULL REFERENCES members (id),
    -- None: a blank one.
    holder BLOB REFERENCES members (id),
    means TEXT NOT NULL CHECK (means IN ('signed', 'paper')),
    state TEXT NOT NULL CHECK (state IN ('given', 'in-force', 'declined', 'revoked', 'ended')),
    ending TEXT CHECK (ending IN ('grantor-came', 'grantor-voted', 'replaced', 'holder-gone', 'grantor-gone')),
    -- Of a signed one: the key and what it signed. Of a paper one: who entered it.
    identity BLOB CHECK (length(identity) = 32),
    signature BLOB CHECK (length(signature) = 64),
    entered_by BLOB REFERENCES members (id),
    -- The signature with which it was taken back, and its key.
    revoked_identity BLOB CHECK (length(revoked_identity) = 32),
    revocation BLOB CHECK (length(revocation) = 64),
    made_at INTEGER NOT NULL,
    moved_at INTEGER NOT NULL,
    CHECK (holder <> grantor),
    CHECK ((state = 'ended') = (ending IS NOT NULL)),
    CHECK ((means = 'signed') = (signature IS NOT NULL)),
    CHECK ((means = 'signed') = (identity IS NOT NULL)),
    CHECK ((means = 'paper') = (entered_by IS NOT NULL)),
    CHECK (holder IS NOT NULL OR state <> 'given')
) STRICT;
CREATE UNIQUE INDEX proxies_one_live ON proxies (assembly, grantor) WHERE state IN ('given', 'in-force');
CREATE INDEX proxies_by_holder ON proxies (holder);
CREATE INDEX proxies_by_grantor ON proxies (grantor);
CREATE TRIGGER proxies_frozen
    BEFORE UPDATE OF id, assembly, grantor, holder, means, identity, signature, entered_by, made_at ON proxies
BEGIN
    SELECT RAISE(ABORT, 'proxies is append-only');
END;
CREATE TRIGGER proxies_over BEFORE UPDATE ON proxies WHEN OLD.state IN ('declined', 'revoked', 'ended')
BEGIN
    SELECT RAISE(ABORT, 'proxies is append-only');
END;
CREATE TRIGGER proxies_no_delete BEFORE DELETE ON proxies
BEGIN
    SELECT RAISE(ABORT, 'proxies is append-only');
END;

-- The paper of a proxy. Its bytes and its name are erased in time; its hash stays.
CREATE TABLE proxy_documents (
    proxy BLOB PRIMARY KEY REFERENCES proxies (id),
    name TEXT NOT NULL,
    media TEXT NOT NULL CHECK (media IN ('pdf', 'png', 'jpeg', 'webp')),
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    body BLOB NOT NULL
) STRICT;
CREATE TRIGGER proxy_documents_frozen BEFORE UPDATE OF proxy, media, bytes, hash ON proxy_documents
BEGIN
    SELECT RAISE(ABORT, 'proxy_documents is append-only');
END;
CREATE TRIGGER proxy_documents_no_delete BEFORE DELETE ON proxy_documents
BEGIN
    SELECT RAISE(ABORT, 'proxy_documents is append-only');
END;
CREATE TRIGGER proxy_documents_no_other_bytes BEFORE UPDATE OF name, body ON proxy_documents
    WHEN NEW.name <> '' OR length(NEW.body) > 0
BEGIN
    SELECT RAISE(ABORT, 'proxy_documents is append-only');
END;

-- A voice on a roll may be spoken by the key of another member, who carries a proxy. `speaker` and `key_seq` say whose key,
-- `register` the place of its leaf in the register commitment made with the roll. The table is made again with the same rows.
CREATE TABLE roll_entries_new (
    vote BLOB NOT NULL REFERENCES votes (id),
    voice BLOB NOT NULL REFERENCES members (id),
    -- Place among the leaves of the roll commitment, from 0.
    position INTEGER NOT NULL CHECK (position >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('own-key', 'mandate')),
    key_seq INTEGER NOT NULL,
    identity BLOB NOT NULL CHECK (length(identity) = 32),
    -- In secret votes: the credential of this voice, as published.
    credential TEXT,
    speaker BLOB NOT NULL REFERENCES members (id),
    proxy BLOB REFERENCES proxies (id),
    register INTEGER NOT NULL CHECK (register >= 0),
    PRIMARY KEY (vote, voice),
    UNIQUE (vote, position),
    UNIQUE (vote, credential),
    UNIQUE (vote, proxy),
    CHECK ((kind = 'own-key') = (speaker = voice)),
    CHECK ((kind = 'mandate') = (proxy IS NOT NULL)),
    FOREIGN KEY (speaker, key_seq) REFERENCES member_keys (member, seq)
) STRICT;
INSERT INTO roll_entries_new (vote, voice, position, kind, key_seq, identity, credential, speaker, register)
    SELECT vote, voice, position, kind, key_seq, identity, credential, voice, position FROM roll_entries;
DROP TABLE roll_entries;
ALTER TABLE roll_entries_new RENAME TO roll_entries;
CREATE UNIQUE INDEX roll_entries_own ON roll_entries (vote, identity) WHERE kind = 'own-key';
CREATE INDEX roll_entries_by_speaker ON roll_entries (speaker);
CREATE TRIGGER roll_entries_no_update BEFORE UPDATE ON roll_entries
BEGIN
    SELECT RAISE(ABORT, 'roll_entries is append-only');
END;
CREATE TRIGGER roll_entries_no_delete BEFORE DELETE ON roll_entries
BEGIN
    SELECT RAISE(ABORT, 'roll_entries is append-only');
END;

-- Blank proxies when a roll is fixed: no ballots, added to the counts in the decision.
CREATE TABLE roll_blanks (
    vote BLOB NOT NULL REFERENCES votes (id),
    grantor BLOB NOT NULL REFERENCES members (id),
    proxy BLOB NOT NULL REFERENCES proxies (id),
    PRIMARY KEY (vote, grantor),
    UNIQUE (vote, proxy)
) STRICT;
CREATE TRIGGER roll_blanks_no_update BEFORE UPDATE ON roll_blanks
BEGIN
    SELECT RAISE(ABORT, 'roll_blanks is append-only');
END;
CREATE TRIGGER roll_blanks_no_delete BEFORE DELETE ON roll_blanks
BEGIN
    SELECT RAISE(ABORT, 'roll_blanks is append-only');
END;

-- Proxies have salted leaves in the record, too.
CREATE TABLE leaf_salts_new (
    kind TEXT NOT NULL CHECK (kind IN ('register', 'roll', 'attendance', 'emargement', 'bureau', 'proxy')),
    scope BLOB NOT NULL,
    subject BLOB NOT NULL,
    salt BLOB NOT NULL UNIQUE CHECK (length(salt) = 32),
    PRIMARY KEY (kind, scope, subject)
) STRICT;
INSERT INTO leaf_salts_new SELECT kind, scope, subject, salt FROM leaf_salts;
DROP TABLE leaf_salts;
ALTER TABLE leaf_salts_new RENAME TO leaf_salts;
