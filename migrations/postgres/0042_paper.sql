-- Voices on paper: whom the desk noted, which voices that is in each vote, and what two scrutineers counted.
CREATE TABLE paper_marks (
    assembly UUID NOT NULL REFERENCES assemblies (id),
    member UUID NOT NULL REFERENCES members (id),
    n BIGINT NOT NULL CHECK (n >= 1),
    -- How the member votes in what opens from now on.
    way TEXT NOT NULL CHECK (way IN ('paper', 'key')),
    at BIGINT NOT NULL,
    -- Who noted it at the desk; nobody where it is over because the member left.
    noted_by UUID REFERENCES members (id),
    PRIMARY KEY (assembly, member, n),
    CHECK (noted_by IS NOT NULL OR way = 'key')
);
CREATE INDEX paper_marks_by_member ON paper_marks (member);
-- The voices on paper in a vote, each once, and who has their paper.
CREATE TABLE paper_voices (
    vote UUID NOT NULL REFERENCES votes (id),
    voice UUID NOT NULL REFERENCES members (id),
    speaker UUID NOT NULL REFERENCES members (id),
    proxy UUID REFERENCES proxies (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (vote, voice),
    UNIQUE (vote, proxy),
    CHECK ((proxy IS NULL) = (speaker = voice))
);
CREATE INDEX paper_voices_by_voice ON paper_voices (voice);
CREATE INDEX paper_voices_by_speaker ON paper_voices (speaker);
-- A vote that closed with voices on paper: how many.
CREATE TABLE paper_votes (
    vote UUID PRIMARY KEY REFERENCES votes (id),
    handed BIGINT NOT NULL CHECK (handed >= 1),
    closed_at BIGINT NOT NULL
);
-- What each of the two typed, in order. The round is counted again while both differ.
CREATE TABLE paper_counts (
    vote UUID NOT NULL REFERENCES paper_votes (vote),
    n BIGINT NOT NULL CHECK (n >= 1),
    round BIGINT NOT NULL CHECK (round >= 1),
    seat TEXT NOT NULL CHECK (seat IN ('first-scrutineer', 'second-scrutineer')),
    -- Who sits there and counted.
    member UUID NOT NULL REFERENCES members (id),
    -- Who typed what they said aloud.
    noted_by UUID REFERENCES members (id) CHECK (noted_by <> member),
    -- What the papers say, canonical JSON.
    counts TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (vote, n),
    UNIQUE (vote, round, seat)
);
CREATE INDEX paper_counts_by_member ON paper_counts (member);
CREATE TRIGGER paper_marks_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON paper_marks
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER paper_voices_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON paper_voices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER paper_votes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON paper_votes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER paper_counts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON paper_counts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Papers are handed out while the vote is open, and counted as many as they were when it closed. In one vote a voice speaks
-- once: on paper, by a ballot, or as a blank proxy.
CREATE FUNCTION refuse_late_or_used() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands TEXT;
BEGIN
    SELECT state INTO stands FROM votes WHERE id = NEW.vote FOR SHARE;
    IF stands <> 'open' THEN
        RAISE EXCEPTION 'the vote is not open';
    END IF;
    IF EXISTS (SELECT 1 FROM open_ballots o JOIN boxes b ON b.id = o.ballot_box WHERE b.vote = NEW.vote AND o.voice = NEW.voice)
      OR EXISTS (SELECT 1 FROM ballots c JOIN boxes b ON b.id = c.ballot_box WHERE b.vote = NEW.vote AND c.voice = NEW.voice)
      OR EXISTS (SELECT 1 FROM emargements e JOIN boxes b ON b.id = e.ballot_box WHERE b.vote = NEW.vote AND e.voice = NEW.voice)
      OR EXISTS (SELECT 1 FROM roll_blanks r WHERE r.vote = NEW.vote AND r.grantor = NEW.voice) THEN
        RAISE EXCEPTION 'the voice was used';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER paper_voices_in_time BEFORE INSERT ON paper_voices FOR EACH ROW EXECUTE FUNCTION refuse_late_or_used();
CREATE FUNCTION refuse_on_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM paper_voices p
        WHERE p.voice = NEW.voice AND p.vote = (SELECT vote FROM boxes WHERE id = NEW.ballot_box)) THEN
        RAISE EXCEPTION 'the voice is on paper';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER ballots_not_on_paper BEFORE INSERT ON ballots FOR EACH ROW EXECUTE FUNCTION refuse_on_paper();
CREATE TRIGGER emargements_not_on_paper BEFORE INSERT ON emargements FOR EACH ROW EXECUTE FUNCTION refuse_on_paper();
CREATE TRIGGER open_ballots_not_on_paper BEFORE INSERT ON open_ballots FOR EACH ROW EXECUTE FUNCTION refuse_on_paper();
CREATE FUNCTION refuse_blank_on_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM paper_voices p WHERE p.vote = NEW.vote AND p.voice = NEW.grantor) THEN
        RAISE EXCEPTION 'the voice is on paper';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER roll_blanks_not_on_paper BEFORE INSERT ON roll_blanks FOR EACH ROW EXECUTE FUNCTION refuse_blank_on_paper();
-- Voices on paper have salted leaves in the record, too.
ALTER TABLE leaf_salts DROP CONSTRAINT leaf_salts_kind_check;
ALTER TABLE leaf_salts ADD CONSTRAINT leaf_salts_kind_check
    CHECK (kind IN ('register', 'roll', 'attendance', 'emargement', 'bureau', 'proxy', 'paper'));
