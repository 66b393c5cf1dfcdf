-- The board elects its president: in rounds, one after the other, each director with one voice.
CREATE TABLE president_rounds (
    id BLOB PRIMARY KEY,
    opened_at INTEGER NOT NULL,
    opened_by BLOB NOT NULL REFERENCES members (id),
    -- One round at a time: 1 until it is closed.
    going_on INTEGER UNIQUE CHECK (going_on = 1),
    closed_at INTEGER CHECK (closed_at >= opened_at),
    closed_by BLOB REFERENCES members (id),
    -- Directors when it was closed, and who was elected if anybody was.
    directors INTEGER CHECK (directors >= 0),
    elected BLOB REFERENCES members (id),
    CHECK ((going_on IS NULL) = (closed_at IS NOT NULL)),
    CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
    CHECK ((closed_at IS NULL) = (directors IS NULL)),
    CHECK (elected IS NULL OR closed_at IS NOT NULL)
) STRICT;
CREATE INDEX president_rounds_by_opener ON president_rounds (opened_by);
CREATE INDEX president_rounds_by_closer ON president_rounds (closed_by);
CREATE INDEX president_rounds_by_elected ON president_rounds (elected);
-- Whom each director names; another name may take its place while the round is open.
CREATE TABLE president_voices (
    round BLOB NOT NULL REFERENCES president_rounds (id),
    member BLOB NOT NULL REFERENCES members (id),
    candidate BLOB NOT NULL REFERENCES members (id),
    at INTEGER NOT NULL,
    -- Whether it counted at the close: whose office had ended by then had no voice any more.
    counted INTEGER NOT NULL CHECK (counted IN (0, 1)),
    PRIMARY KEY (round, member)
) STRICT;
CREATE INDEX president_voices_by_member ON president_voices (member);
CREATE INDEX president_voices_by_candidate ON president_voices (candidate);
CREATE TRIGGER president_rounds_frozen BEFORE UPDATE OF id, opened_at, opened_by ON president_rounds
BEGIN
    SELECT RAISE(ABORT, 'president_rounds is append-only');
END;
CREATE TRIGGER president_rounds_closed_once BEFORE UPDATE ON president_rounds WHEN OLD.closed_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'president_rounds is append-only');
END;
CREATE TRIGGER president_rounds_no_delete BEFORE DELETE ON president_rounds
BEGIN
    SELECT RAISE(ABORT, 'president_rounds is append-only');
END;
CREATE TRIGGER president_voices_frozen BEFORE UPDATE OF round, member ON president_voices
BEGIN
    SELECT RAISE(ABORT, 'president_voices is append-only');
END;
CREATE TRIGGER president_voices_no_delete BEFORE DELETE ON president_voices
BEGIN
    SELECT RAISE(ABORT, 'president_voices is append-only');
END;
-- A round that is closed receives nothing, and nothing in it changes.
CREATE TRIGGER president_voices_in_time BEFORE INSERT ON president_voices
    WHEN (SELECT closed_at FROM president_rounds WHERE id = NEW.round) IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'the round is closed');
END;
CREATE TRIGGER president_voices_kept BEFORE UPDATE ON president_voices
    WHEN (SELECT closed_at FROM president_rounds WHERE id = OLD.round) IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'the round is closed');
END;
