-- The board elects its president: in rounds, one after the other, each director with one voice.
CREATE TABLE president_rounds (
    id UUID PRIMARY KEY,
    opened_at BIGINT NOT NULL,
    opened_by UUID NOT NULL REFERENCES members (id),
    -- One round at a time: 1 until it is closed.
    going_on BIGINT UNIQUE CHECK (going_on = 1),
    closed_at BIGINT CHECK (closed_at >= opened_at),
    closed_by UUID REFERENCES members (id),
    -- Directors when it was closed, and who was elected if anybody was.
    directors BIGINT CHECK (directors >= 0),
    elected UUID REFERENCES members (id),
    CHECK ((going_on IS NULL) = (closed_at IS NOT NULL)),
    CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
    CHECK ((closed_at IS NULL) = (directors IS NULL)),
    CHECK (elected IS NULL OR closed_at IS NOT NULL)
);
CREATE INDEX president_rounds_by_opener ON president_rounds (opened_by);
CREATE INDEX president_rounds_by_closer ON president_rounds (closed_by);
CREATE INDEX president_rounds_by_elected ON president_rounds (elected);
-- Whom each director names; another name may take its place while the round is open.
CREATE TABLE president_voices (
    round UUID NOT NULL REFERENCES president_rounds (id),
    member UUID NOT NULL REFERENCES members (id),
    candidate UUID NOT NULL REFERENCES members (id),
    at BIGINT NOT NULL,
    -- Whether it counted at the close: whose office had ended by then had no voice any more.
    counted BIGINT NOT NULL CHECK (counted IN (0, 1)),
    PRIMARY KEY (round, member)
);
CREATE INDEX president_voices_by_member ON president_voices (member);
CREATE INDEX president_voices_by_candidate ON president_voices (candidate);
CREATE TRIGGER president_rounds_frozen BEFORE UPDATE OF id, opened_at, opened_by ON president_rounds
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER president_rounds_closed_once BEFORE UPDATE ON president_rounds
    FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER president_rounds_no_delete BEFORE DELETE OR TRUNCATE ON president_rounds
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER president_voices_frozen BEFORE UPDATE OF round, member ON president_voices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER president_voices_no_delete BEFORE DELETE OR TRUNCATE ON president_voices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- A round that is closed receives nothing, and nothing in it changes. Whoever names somebody holds the round until the end.
CREATE FUNCTION refuse_closed_round() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed BIGINT;
BEGIN
    SELECT closed_at INTO closed FROM president_rounds WHERE id = NEW.round FOR SHARE;
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION 'the round is closed';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER president_voices_in_time BEFORE INSERT ON president_voices
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_round();
CREATE TRIGGER president_voices_kept BEFORE UPDATE ON president_voices
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_round();
