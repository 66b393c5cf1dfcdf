-- Assemblies before their session: what is being prepared, the notice as frozen, what each person was sent, what was said after.
-- SQLite cannot change a CHECK: the table is made again, under the same name, with the same rows.
CREATE TABLE assemblies_new (
    id BLOB PRIMARY KEY,
    cooperative BLOB NOT NULL REFERENCES cooperatives (id),
    kind TEXT NOT NULL CHECK (kind IN ('ordinary', 'extraordinary', 'mixed', 'constitutive')),
    -- First or second convocation.
    call INTEGER NOT NULL CHECK (call IN (1, 2)),
    state TEXT NOT NULL CHECK (state IN ('convened', 'in-session', 'ended', 'cancelled')),
    preset TEXT NOT NULL,
    place TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    convened_at INTEGER NOT NULL,
    starts_at INTEGER NOT NULL,
    opened_at INTEGER,
    ended_at INTEGER,
    -- The version of the statutes it was convened under. None: convened before statutes had versions, by its preset.
    statutes INTEGER REFERENCES statutes (version)
) STRICT;
INSERT INTO assemblies_new (id, cooperative, kind, call, state, preset, place, time_zone, convened_at, starts_at, opened_at, ended_at,
        statutes)
    SELECT id, cooperative, kind, call, state, preset, place, time_zone, convened_at, starts_at, opened_at, ended_at, statutes
    FROM assemblies;
DROP TABLE assemblies;
ALTER TABLE assemblies_new RENAME TO assemblies;
CREATE INDEX assemblies_by_start ON assemblies (starts_at);

CREATE TABLE votes_new (
    id BLOB PRIMARY KEY,
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    resolution BLOB NOT NULL REFERENCES resolutions (id),
    mode TEXT NOT NULL CHECK (mode IN ('open', 'secret')),
    -- By which preset it is decided, where the assembly is mixed; otherwise by that of the assembly.
    preset TEXT,
    state TEXT NOT NULL CHECK (state IN ('prepared', 'open', 'closed', 'decided')),
    opened_at INTEGER,
    closed_at INTEGER,
    -- Distinct members who had taken part when the vote closed, and members with a voice then.
    present INTEGER CHECK (present >= 0),
    members INTEGER CHECK (members >= present),
    decided_at INTEGER,
    decision TEXT,
    UNIQUE (assembly, position),
    -- A second call puts the very same resolutions to the vote again.
    UNIQUE (assembly, resolution)
) STRICT;
INSERT INTO votes_new (id, assembly, position, resolution, mode, state, opened_at, closed_at, present, members, decided_at, decision)
    SELECT id, assembly, position, resolution, mode, state, opened_at, closed_at, present, members, decided_at, decision FROM votes;
DROP TABLE votes;
ALTER TABLE votes_new RENAME TO votes;

-- An invitation for calendars (iCalendar) that goes with a message; empty if none does.
ALTER TABLE mails ADD COLUMN calendar TEXT NOT NULL DEFAULT '';

-- An assembly being prepared: it changes until members are convened with it.
CREATE TABLE drafts (
    id BLOB PRIMARY KEY,
    cooperative BLOB NOT NULL REFERENCES cooperatives (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'convened', 'dropped')),
    -- The head of the notice, JSON.
    body TEXT NOT NULL,
    -- The assembly that came of it.
    assembly BLOB UNIQUE REFERENCES assemblies (id),
    made_by BLOB NOT NULL REFERENCES members (id),
    made_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    CHECK ((state = 'convened') = (assembly IS NOT NULL))
) STRICT;
CREATE INDEX drafts_by_change ON drafts (changed_at);

CREATE TABLE draft_items (
    id BLOB PRIMARY KEY,
    draft BLOB NOT NULL REFERENCES drafts (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    -- The item, JSON.
    body TEXT NOT NULL
) STRICT;
CREATE INDEX draft_items_by_draft ON draft_items (draft, position);

-- Who is to hold a share of the decryption key.
CREATE TABLE draft_holders (
    draft BLOB NOT NULL REFERENCES drafts (id),
    member BLOB NOT NULL REFERENCES members (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    PRIMARY KEY (draft, member)
) STRICT;

-- Who is invited without a voice. Names and addresses are erased after the assembly.
CREATE TABLE guests (
    id BLOB PRIMARY KEY,
    draft BLOB NOT NULL REFERENCES drafts (id),
    role TEXT NOT NULL CHECK (role IN ('guest', 'auditor')),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    address TEXT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('fr', 'en'))
) STRICT;
CREATE INDEX guests_by_draft ON guests (draft);

-- Documents of an agenda, of one item or of all.
CREATE TABLE documents (
    id BLOB PRIMARY KEY,
    draft BLOB NOT NULL REFERENCES drafts (id),
    item BLOB,
    name TEXT NOT NULL,
    media TEXT NOT NULL CHECK (media IN ('pdf', 'png', 'jpeg', 'ods', 'xlsx', 'csv')),
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    body BLOB NOT NULL,
    added_by BLOB NOT NULL REFERENCES members (id),
    added_at INTEGER NOT NULL,
    UNIQUE (draft, hash)
) STRICT;

-- The notice as frozen: canonical JSON whose SHA-256 is `hash`. `follows`: the assembly on first call whose agenda this is.
CREATE TABLE convocations (
    assembly BLOB PRIMARY KEY REFERENCES assemblies (id),
    follows BLOB UNIQUE REFERENCES assemblies (id),
    body TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TRIGGER convocations_no_update BEFORE UPDATE ON convocations
BEGIN
    SELECT RAISE(ABORT, 'convocations is append-only');
END;
CREATE TRIGGER convocations_no_delete BEFORE DELETE ON convocations
BEGIN
    SELECT RAISE(ABORT, 'convocations is append-only');
END;
-- What was said to everybody: the convocation itself (0), then corrections, and that the assembly is called off.
CREATE TABLE announcements (
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    seq INTEGER NOT NULL CHECK (seq >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('convocation', 'erratum', 'cancellation')),
    fr TEXT NOT NULL,
    en TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (assembly, seq)
) STRICT;
CREATE TRIGGER announcements_no_update BEFORE UPDATE ON announcements
BEGIN
    SELECT RAISE(ABORT, 'announcements is append-only');
END;
CREATE TRIGGER announcements_no_delete BEFORE DELETE ON announcements
BEGIN
    SELECT RAISE(ABORT, 'announcements is append-only');
END;
-- What each person was sent, how, where, when; `mail` says what became of it. The address alone is erased.
CREATE TABLE notices (
    id BLOB PRIMARY KEY,
    assembly BLOB NOT NULL,
    seq INTEGER NOT NULL,
    -- 0, and one more each time it was sent again.
    copy INTEGER NOT NULL CHECK (copy >= 0),
    member BLOB REFERENCES members (id),
    guest BLOB REFERENCES guests (id),
    role TEXT NOT NULL CHECK (role IN ('member', 'information', 'guest', 'auditor')),
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'letter')),
    lang TEXT NOT NULL CHECK (lang IN ('fr', 'en')),
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    mail BLOB UNIQUE REFERENCES mails (id),
    at INTEGER NOT NULL,
    UNIQUE (assembly, seq, member, copy),
    UNIQUE (assembly, seq, guest, copy),
    CHECK ((member IS NULL) <> (guest IS NULL)),
    CHECK ((channel = 'mail') = (mail IS NOT NULL)),
    FOREIGN KEY (assembly, seq) REFERENCES announcements (assembly, seq)
) STRICT;
CREATE INDEX notices_by_member ON notices (member, assembly);
