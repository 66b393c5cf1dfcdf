-- A box that is closed receives nothing, whatever asks: what it holds then is what is counted. Whoever inserts holds the box
-- against its closing until the transaction is over.
CREATE FUNCTION refuse_unless_box_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed BIGINT;
BEGIN
    SELECT closed_at INTO closed FROM boxes WHERE id = NEW.ballot_box FOR SHARE;
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION 'the box is closed';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER ballots_in_time BEFORE INSERT ON ballots FOR EACH ROW EXECUTE FUNCTION refuse_unless_box_open();
CREATE TRIGGER emargements_in_time BEFORE INSERT ON emargements FOR EACH ROW EXECUTE FUNCTION refuse_unless_box_open();
CREATE TRIGGER open_ballots_in_time BEFORE INSERT ON open_ballots FOR EACH ROW EXECUTE FUNCTION refuse_unless_box_open();
-- In one vote a voice speaks once, in advance or in the session.
CREATE FUNCTION refuse_second_box() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM open_ballots o JOIN boxes b ON b.id = o.ballot_box
        WHERE o.voice = NEW.voice AND o.ballot_box <> NEW.ballot_box
          AND b.vote = (SELECT vote FROM boxes WHERE id = NEW.ballot_box)) THEN
        RAISE EXCEPTION 'the voice voted in another box';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER open_ballots_one_box BEFORE INSERT ON open_ballots FOR EACH ROW EXECUTE FUNCTION refuse_second_box();
