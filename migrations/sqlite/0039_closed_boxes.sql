-- A box that is closed receives nothing, whatever asks: what it holds then is what is counted.
CREATE TRIGGER ballots_in_time BEFORE INSERT ON ballots
    WHEN (SELECT closed_at FROM boxes WHERE id = NEW.ballot_box) IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'the box is closed');
END;
CREATE TRIGGER emargements_in_time BEFORE INSERT ON emargements
    WHEN (SELECT closed_at FROM boxes WHERE id = NEW.ballot_box) IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'the box is closed');
END;
CREATE TRIGGER open_ballots_in_time BEFORE INSERT ON open_ballots
    WHEN (SELECT closed_at FROM boxes WHERE id = NEW.ballot_box) IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'the box is closed');
END;
-- In one vote a voice speaks once, in advance or in the session.
CREATE TRIGGER open_ballots_one_box BEFORE INSERT ON open_ballots
    WHEN EXISTS (SELECT 1 FROM open_ballots o JOIN boxes b ON b.id = o.ballot_box
        WHERE o.voice = NEW.voice AND o.ballot_box <> NEW.ballot_box
          AND b.vote = (SELECT vote FROM boxes WHERE id = NEW.ballot_box))
BEGIN
    SELECT RAISE(ABORT, 'the voice voted in another box');
END;
