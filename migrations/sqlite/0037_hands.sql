-- Votes by show of hands: counted by the two scrutineers, each alone.
CREATE TABLE hand_votes (
    vote BLOB PRIMARY KEY REFERENCES votes (id),
    opened_at INTEGER NOT NULL,
    -- Once the box is closed: voices in the hall that did not vote by a ballot.
    hall INTEGER CHECK (hall >= 0)
) STRICT;
-- What each of the two typed, in order. The round is counted again while both differ.
CREATE TABLE hand_counts (
    vote BLOB NOT NULL REFERENCES hand_votes (vote),
    n INTEGER NOT NULL CHECK (n >= 1),
    round INTEGER NOT NULL CHECK (round >= 1),
    seat TEXT NOT NULL CHECK (seat IN ('first-scrutineer', 'second-scrutineer')),
    -- Who sits there and counted.
    member BLOB NOT NULL REFERENCES members (id),
    -- Who typed what they said aloud.
    noted_by BLOB REFERENCES members (id) CHECK (noted_by <> member),
    for_ INTEGER NOT NULL CHECK (for_ >= 0),
    against INTEGER NOT NULL CHECK (against >= 0),
    abstain INTEGER NOT NULL CHECK (abstain >= 0),
    at INTEGER NOT NULL,
    PRIMARY KEY (vote, n),
    UNIQUE (vote, round, seat)
) STRICT;
CREATE INDEX hand_counts_by_member ON hand_counts (member);
CREATE TRIGGER hand_votes_no_update BEFORE UPDATE OF vote, opened_at ON hand_votes
BEGIN
    SELECT RAISE(ABORT, 'hand_votes is append-only');
END;
CREATE TRIGGER hand_votes_closed_once BEFORE UPDATE OF hall ON hand_votes WHEN OLD.hall IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'hand_votes is append-only');
END;
CREATE TRIGGER hand_votes_no_delete BEFORE DELETE ON hand_votes
BEGIN
    SELECT RAISE(ABORT, 'hand_votes is append-only');
END;
CREATE TRIGGER hand_counts_no_update BEFORE UPDATE ON hand_counts
BEGIN
    SELECT RAISE(ABORT, 'hand_counts is append-only');
END;
CREATE TRIGGER hand_counts_no_delete BEFORE DELETE ON hand_counts
BEGIN
    SELECT RAISE(ABORT, 'hand_counts is append-only');
END;
