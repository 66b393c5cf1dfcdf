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
