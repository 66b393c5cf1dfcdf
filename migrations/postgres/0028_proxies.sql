-- Proxies: one live one of each member for an assembly. `assembly` is that on first call: they hold for the second, too.
CREATE TABLE proxies (
    id UUID PRIMARY KEY,
    assembly UUID NOT NULL REFERENCES assemblies (id),
    grantor UUID NOT NULL REFERENCES members (id),
    -- None: a blank one.
    holder UUID REFERENCES members (id),
    means TEXT NOT NULL CHECK (means IN ('signed', 'paper')),
    state TEXT NOT NULL CHECK (state IN ('given', 'in-force', 'declined', 'revoked', 'ended')),
    ending TEXT CHECK (ending IN ('grantor-came', 'grantor-voted', 'replaced', 'holder-gone', 'grantor-gone')),
    -- Of a signed one: the key and what it signed. Of a paper one: who entered it.
    identity BYTEA CHECK (length(identity) = 32),
    signature BYTEA CHECK (length(signature) = 64),
    entered_by UUID REFERENCES members (id),
    -- The signature with which it was taken back, and its key.
    revoked_identity BYTEA CHECK (length(revoked_identity) = 32),
    revocation BYTEA CHECK (length(revocation) = 64),
    made_at BIGINT NOT NULL,
    moved_at BIGINT NOT NULL,
    CHECK (holder <> grantor),
    CHECK ((state = 'ended') = (ending IS NOT NULL)),
    CHECK ((means = 'signed') = (signature IS NOT NULL)),
    CHECK ((means = 'signed') = (identity IS NOT NULL)),
    CHECK ((means = 'paper') = (entered_by IS NOT NULL)),
    CHECK (holder IS NOT NULL OR state <> 'given')
);
CREATE UNIQUE INDEX proxies_one_live ON proxies (assembly, grantor) WHERE state IN ('given', 'in-force');
CREATE INDEX proxies_by_holder ON proxies (holder);
CREATE INDEX proxies_by_grantor ON proxies (grantor);
CREATE TRIGGER proxies_append_only
    BEFORE UPDATE OF id, assembly, grantor, holder, means, identity, signature, entered_by, made_at OR DELETE OR TRUNCATE ON proxies
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proxies_over BEFORE UPDATE ON proxies
    FOR EACH ROW WHEN (OLD.state IN ('declined', 'revoked', 'ended')) EXECUTE FUNCTION refuse_change();

-- The paper of a proxy. Its bytes and its name are erased in time; its hash stays.
CREATE TABLE proxy_documents (
    proxy UUID PRIMARY KEY REFERENCES proxies (id),
    name TEXT NOT NULL,
    media TEXT NOT NULL CHECK (media IN ('pdf', 'png', 'jpeg', 'webp')),
    bytes BIGINT NOT NULL CHECK (bytes > 0),
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    body BYTEA NOT NULL
);
CREATE TRIGGER proxy_documents_append_only
    BEFORE UPDATE OF proxy, media, bytes, hash OR DELETE OR TRUNCATE ON proxy_documents
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proxy_documents_no_other_bytes BEFORE UPDATE OF name, body ON proxy_documents
    FOR EACH ROW WHEN (NEW.name <> '' OR length(NEW.body) > 0) EXECUTE FUNCTION refuse_change();

-- A voice on a roll may be spoken by the key of another member, who carries a proxy. `speaker` and `key_seq` say whose key,
-- `register` the place of its leaf in the register commitment made with the roll.
DROP TRIGGER roll_entries_append_only ON roll_entries;
ALTER TABLE roll_entries ADD COLUMN speaker UUID;
ALTER TABLE roll_entries ADD COLUMN proxy UUID;
ALTER TABLE roll_entries ADD COLUMN register BIGINT;
UPDATE roll_entries SET speaker = voice, register = position;
ALTER TABLE roll_entries ALTER COLUMN speaker SET NOT NULL;
ALTER TABLE roll_entries ALTER COLUMN register SET NOT NULL;
ALTER TABLE roll_entries DROP CONSTRAINT roll_entries_kind_check;
ALTER TABLE roll_entries DROP CONSTRAINT roll_entries_vote_identity_key;
ALTER TABLE roll_entries DROP CONSTRAINT roll_entries_voice_key_seq_fkey;
ALTER TABLE roll_entries ADD CHECK (kind IN ('own-key', 'mandate'));
ALTER TABLE roll_entries ADD CHECK (register >= 0);
ALTER TABLE roll_entries ADD CHECK ((kind = 'own-key') = (speaker = voice));
ALTER TABLE roll_entries ADD CHECK ((kind = 'mandate') = (proxy IS NOT NULL));
ALTER TABLE roll_entries ADD UNIQUE (vote, proxy);
ALTER TABLE roll_entries ADD FOREIGN KEY (speaker) REFERENCES members (id);
ALTER TABLE roll_entries ADD FOREIGN KEY (proxy) REFERENCES proxies (id);
ALTER TABLE roll_entries ADD FOREIGN KEY (speaker, key_seq) REFERENCES member_keys (member, seq);
CREATE UNIQUE INDEX roll_entries_own ON roll_entries (vote, identity) WHERE kind = 'own-key';
CREATE INDEX roll_entries_by_speaker ON roll_entries (speaker);
CREATE TRIGGER roll_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON roll_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Blank proxies when a roll is fixed: no ballots, added to the counts in the decision.
CREATE TABLE roll_blanks (
    vote UUID NOT NULL REFERENCES votes (id),
    grantor UUID NOT NULL REFERENCES members (id),
    proxy UUID NOT NULL REFERENCES proxies (id),
    PRIMARY KEY (vote, grantor),
    UNIQUE (vote, proxy)
);
CREATE TRIGGER roll_blanks_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON roll_blanks
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Proxies have salted leaves in the record, too.
ALTER TABLE leaf_salts DROP CONSTRAINT leaf_salts_kind_check;
ALTER TABLE leaf_salts ADD CONSTRAINT leaf_salts_kind_check
    CHECK (kind IN ('register', 'roll', 'attendance', 'emargement', 'bureau', 'proxy'));
