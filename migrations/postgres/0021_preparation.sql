-- Assemblies before their session: what is being prepared, the notice as frozen, what each person was sent, what was said after.
ALTER TABLE assemblies DROP CONSTRAINT assemblies_kind_check;
ALTER TABLE assemblies ADD CONSTRAINT assemblies_kind_check
    CHECK (kind IN ('ordinary', 'extraordinary', 'mixed', 'constitutive'));
ALTER TABLE assemblies DROP CONSTRAINT assemblies_state_check;
ALTER TABLE assemblies ADD CONSTRAINT assemblies_state_check
    CHECK (state IN ('convened', 'in-session', 'ended', 'cancelled'));

-- By which preset a vote is decided, where the assembly is mixed; otherwise by that of the assembly.
ALTER TABLE votes ADD COLUMN preset TEXT;
-- A second call puts the very same resolutions to the vote again.
ALTER TABLE votes DROP CONSTRAINT votes_resolution_key;
ALTER TABLE votes ADD UNIQUE (assembly, resolution);

-- An invitation for calendars (iCalendar) that goes with a message; empty if none does.
ALTER TABLE mails ADD COLUMN calendar TEXT NOT NULL DEFAULT '';

-- An assembly being prepared: it changes until members are convened with it.
CREATE TABLE drafts (
    id UUID PRIMARY KEY,
    cooperative UUID NOT NULL REFERENCES cooperatives (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'convened', 'dropped')),
    -- The head of the notice, JSON.
    body TEXT NOT NULL,
    -- The assembly that came of it.
    assembly UUID UNIQUE REFERENCES assemblies (id),
    made_by UUID NOT NULL REFERENCES members (id),
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    CHECK ((state = 'convened') = (assembly IS NOT NULL))
);
CREATE INDEX drafts_by_change ON drafts (changed_at);

CREATE TABLE draft_items (
    id UUID PRIMARY KEY,
    draft UUID NOT NULL REFERENCES drafts (id),
    position BIGINT NOT NULL CHECK (position >= 1),
    -- The item, JSON.
    body TEXT NOT NULL
);
CREATE INDEX draft_items_by_draft ON draft_items (draft, position);

-- Who is to hold a share of the decryption key.
CREATE TABLE draft_holders (
    draft UUID NOT NULL REFERENCES drafts (id),
    member UUID NOT NULL REFERENCES members (id),
    position BIGINT NOT NULL CHECK (position >= 1),
    PRIMARY KEY (draft, member)
);

-- Who is invited without a voice. Names and addresses are erased after the assembly.
CREATE TABLE guests (
    id UUID PRIMARY KEY,
    draft UUID NOT NULL REFERENCES drafts (id),
    role TEXT NOT NULL CHECK (role IN ('guest', 'auditor')),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    address TEXT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('fr', 'en'))
);
CREATE INDEX guests_by_draft ON guests (draft);

-- Documents of an agenda, of one item or of all.
CREATE TABLE documents (
    id UUID PRIMARY KEY,
    draft UUID NOT NULL REFERENCES drafts (id),
    item UUID,
    name TEXT NOT NULL,
    media TEXT NOT NULL CHECK (media IN ('pdf', 'png', 'jpeg', 'ods', 'xlsx', 'csv')),
    bytes BIGINT NOT NULL CHECK (bytes > 0),
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    body BYTEA NOT NULL,
    added_by UUID NOT NULL REFERENCES members (id),
    added_at BIGINT NOT NULL,
    UNIQUE (draft, hash)
);

-- The notice as frozen: canonical JSON whose SHA-256 is `hash`. `follows`: the assembly on first call whose agenda this is.
CREATE TABLE convocations (
    assembly UUID PRIMARY KEY REFERENCES assemblies (id),
    follows UUID UNIQUE REFERENCES assemblies (id),
    body TEXT NOT NULL,
    hash BYTEA NOT NULL CHECK (length(hash) = 32)
);
CREATE TRIGGER convocations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON convocations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- What was said to everybody: the convocation itself (0), then corrections, and that the assembly is called off.
CREATE TABLE announcements (
    assembly UUID NOT NULL REFERENCES assemblies (id),
    seq BIGINT NOT NULL CHECK (seq >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('convocation', 'erratum', 'cancellation')),
    fr TEXT NOT NULL,
    en TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (assembly, seq)
);
CREATE TRIGGER announcements_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON announcements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- What each person was sent, how, where, when; `mail` says what became of it. The address alone is erased.
CREATE TABLE notices (
    id UUID PRIMARY KEY,
    assembly UUID NOT NULL,
    seq BIGINT NOT NULL,
    -- 0, and one more each time it was sent again.
    copy BIGINT NOT NULL CHECK (copy >= 0),
    member UUID REFERENCES members (id),
    guest UUID REFERENCES guests (id),
    role TEXT NOT NULL CHECK (role IN ('member', 'information', 'guest', 'auditor')),
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'letter')),
    lang TEXT NOT NULL CHECK (lang IN ('fr', 'en')),
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    mail UUID UNIQUE REFERENCES mails (id),
    at BIGINT NOT NULL,
    UNIQUE (assembly, seq, member, copy),
    UNIQUE (assembly, seq, guest, copy),
    CHECK ((member IS NULL) <> (guest IS NULL)),
    CHECK ((channel = 'mail') = (mail IS NOT NULL)),
    FOREIGN KEY (assembly, seq) REFERENCES announcements (assembly, seq)
);
CREATE INDEX notices_by_member ON notices (member, assembly);
