-- Votes by show of hands: counted by the two scrutineers, each alone.
CREATE TABLE hand_votes (
    vote UUID PRIMARY KEY REFERENCES votes (id),
    opened_at BIGINT NOT NULL,
    -- Once the box is closed: voices in the hall that did not vote by a ballot.
    hall BIGINT CHECK (hall >= 0)
);
-- What each of the two typed, in order. The round is counted again while both differ.
CREATE TABLE hand_counts (
    vote UUID NOT NULL REFERENCES hand_votes (vote),
    n BIGINT NOT NULL CHECK (n >= 1),
    round BIGINT NOT NULL CHECK (round >= 1),
    seat TEXT NOT NULL CHECK (seat IN ('first-scrutineer', 'second-scrutineer')),
    -- Who sits there and counted.
    member UUID NOT NULL REFERENCES members (id),
    -- Who typed what they said aloud.
    noted_by UUID REFERENCES members (id) CHECK (noted_by <> member),
    for_ BIGINT NOT NULL CHECK (for_ >= 0),
    against BIGINT NOT NULL CHECK (against >= 0),
    abstain BIGINT NOT NULL CHECK (abstain >= 0),
    at BIGINT NOT NULL,
    PRIMARY KEY (vote, n),
    UNIQUE (vote, round, seat)
);
CREATE INDEX hand_counts_by_member ON hand_counts (member);
CREATE TRIGGER hand_votes_no_update BEFORE UPDATE OF vote, opened_at ON hand_votes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER hand_votes_closed_once BEFORE UPDATE OF hall ON hand_votes
    FOR EACH ROW WHEN (OLD.hall IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER hand_votes_no_delete BEFORE DELETE OR TRUNCATE ON hand_votes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER hand_counts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON hand_counts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
