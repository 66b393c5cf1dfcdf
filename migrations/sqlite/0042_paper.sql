-- Voices on paper: whom the desk noted, which voices that is in each vote, and what two scrutineers counted.
CREATE TABLE paper_marks (
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    member BLOB NOT NULL REFERENCES members (id),
    n INTEGER NOT NULL CHECK (n >= 1),
    -- How the member votes in what opens from now on.
    way TEXT NOT NULL CHECK (way IN ('paper', 'key')),
    at INTEGER NOT NULL,
    -- Who noted it at the desk; nobody where it is over because the member left.
    noted_by BLOB REFERENCES members (id),
    PRIMARY KEY (assembly, member, n),
    CHECK (noted_by IS NOT NULL OR way = 'key')
) STRICT;
CREATE INDEX paper_marks_by_member ON paper_marks (member);
-- The voices on paper in a vote, each once, and who has their paper.
CREATE TABLE paper_voices (
    vote BLOB NOT NULL REFERENCES votes (id),
    voice BLOB NOT NULL REFERENCES members (id),
    speaker BLOB NOT NULL REFERENCES members (id),
    proxy BLOB REFERENCES proxies (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (vote, voice),
    UNIQUE (vote, proxy),
    CHECK ((proxy IS NULL) = (speaker = voice))
) STRICT;
CREATE INDEX paper_voices_by_voice ON paper_voices (voice);
CREATE INDEX paper_voices_by_speaker ON paper_voices (speaker);
-- A vote that closed with voices on paper: how many.
CREATE TABLE paper_votes (
    vote BLOB PRIMARY KEY REFERENCES votes (id),
    handed INTEGER NOT NULL CHECK (handed >= 1),
    closed_at INTEGER NOT NULL
) STRICT;
-- What each of the two typed, in order. The round is counted again while both differ.
CREATE TABLE paper_counts (
    vote BLOB NOT NULL REFERENCES paper_votes (vote),
    n INTEGER NOT NULL CHECK (n >= 1),
    round INTEGER NOT NULL CHECK (round >= 1),
    seat TEXT NOT NULL CHECK (seat IN ('first-scrutineer', 'second-scrutineer')),
    -- Who sits there and counted.
    member BLOB NOT NULL REFERENCES members (id),
    -- Who typed what they said aloud.
    noted_by BLOB REFERENCES members (id) CHECK (noted_by <> member),
    -- What the papers say, canonical JSON.
    counts TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (vote, n),
    UNIQUE (vote, round, seat)
) STRICT;
CREATE INDEX paper_counts_by_member ON paper_counts (member);
CREATE TRIGGER paper_marks_no_update BEFORE UPDATE ON paper_marks
BEGIN
    SELECT RAISE(ABORT, 'paper_marks is append-only');
END;
CREATE TRIGGER paper_marks_no_delete BEFORE DELETE ON paper_marks
BEGIN
    SELECT RAISE(ABORT, 'paper_marks is append-only');
END;
CREATE TRIGGER paper_voices_no_update BEFORE UPDATE ON paper_voices
BEGIN
    SELECT RAISE(ABORT, 'paper_voices is append-only');
END;
CREATE TRIGGER paper_voices_no_delete BEFORE DELETE ON paper_voices
BEGIN
    SELECT RAISE(ABORT, 'paper_voices is append-only');
END;
CREATE TRIGGER paper_votes_no_update BEFORE UPDATE ON paper_votes
BEGIN
    SELECT RAISE(ABORT, 'paper_votes is append-only');
END;
CREATE TRIGGER paper_votes_no_delete BEFORE DELETE ON paper_votes
BEGIN
    SELECT RAISE(ABORT, 'paper_votes is append-only');
END;
CREATE TRIGGER paper_counts_no_update BEFORE UPDATE ON paper_counts
BEGIN
    SELECT RAISE(ABORT, 'paper_counts is append-only');
END;
CREATE TRIGGER paper_counts_no_delete BEFORE DELETE ON paper_counts
BEGIN
    SELECT RAISE(ABORT, 'paper_counts is append-only');
END;
-- Papers are handed out while the vote is open, and counted as many as they were when it closed.
CREATE TRIGGER paper_voices_in_time BEFORE INSERT ON paper_voices
    WHEN (SELECT state FROM votes WHERE id = NEW.vote) <> 'open'
BEGIN
    SELECT RAISE(ABORT, 'the vote is not open');
END;
-- In one vote a voice speaks once: on paper, by a ballot, or as a blank proxy.
CREATE TRIGGER paper_voices_no_ballot BEFORE INSERT ON paper_voices
    WHEN EXISTS (SELECT 1 FROM open_ballots o JOIN boxes b ON b.id = o.ballot_box WHERE b.vote = NEW.vote AND o.voice = NEW.voice)
      OR EXISTS (SELECT 1 FROM ballots c JOIN boxes b ON b.id = c.ballot_box WHERE b.vote = NEW.vote AND c.voice = NEW.voice)
      OR EXISTS (SELECT 1 FROM emargements e JOIN boxes b ON b.id = e.ballot_box WHERE b.vote = NEW.vote AND e.voice = NEW.voice)
      OR EXISTS (SELECT 1 FROM roll_blanks r WHERE r.vote = NEW.vote AND r.grantor = NEW.voice)
BEGIN
    SELECT RAISE(ABORT, 'the voice was used');
END;
CREATE TRIGGER ballots_not_on_paper BEFORE INSERT ON ballots
    WHEN EXISTS (SELECT 1 FROM paper_voices p WHERE p.voice = NEW.voice AND p.vote = (SELECT vote FROM boxes WHERE id = NEW.ballot_box))
BEGIN
    SELECT RAISE(ABORT, 'the voice is on paper');
END;
CREATE TRIGGER emargements_not_on_paper BEFORE INSERT ON emargements
    WHEN EXISTS (SELECT 1 FROM paper_voices p WHERE p.voice = NEW.voice AND p.vote = (SELECT vote FROM boxes WHERE id = NEW.ballot_box))
BEGIN
    SELECT RAISE(ABORT, 'the voice is on paper');
END;
CREATE TRIGGER open_ballots_not_on_paper BEFORE INSERT ON open_ballots
    WHEN EXISTS (SELECT 1 FROM paper_voices p WHERE p.voice = NEW.voice AND p.vote = (SELECT vote FROM boxes WHERE id = NEW.ballot_box))
BEGIN
    SELECT RAISE(ABORT, 'the voice is on paper');
END;
CREATE TRIGGER roll_blanks_not_on_paper BEFORE INSERT ON roll_blanks
    WHEN EXISTS (SELECT 1 FROM paper_voices p WHERE p.vote = NEW.vote AND p.voice = NEW.grantor)
BEGIN
    SELECT RAISE(ABORT, 'the voice is on paper');
END;
-- Voices on paper have salted leaves in the record, too.
CREATE TABLE leaf_salts_more (
    kind TEXT NOT NULL CHECK (kind IN ('register', 'roll', 'attendance', 'emargement', 'bureau', 'proxy', 'paper')),
    scope BLOB NOT NULL,
    subject BLOB NOT NULL,
    salt BLOB NOT NULL UNIQUE CHECK (length(salt) = 32),
    PRIMARY KEY (kind, scope, subject)
) STRICT;
INSERT INTO leaf_salts_more SELECT kind, scope, subject, salt FROM leaf_salts;
DROP TABLE leaf_salts;
ALTER TABLE leaf_salts_more RENAME TO leaf_salts;
