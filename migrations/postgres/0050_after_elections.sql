-- Draws among those equal in an election: entered by one person, confirmed by a scrutineer who is another. What differs is void, and
-- stays.
CREATE TABLE draws (
    vote UUID NOT NULL REFERENCES votes (id),
    n BIGINT NOT NULL CHECK (n >= 1),
    -- Who was drawn, in the order of the draw: places on the ballot, JSON.
    drawn TEXT NOT NULL,
    entered_by UUID NOT NULL REFERENCES members (id),
    entered_at BIGINT NOT NULL,
    -- What a scrutineer said of it: it is what was drawn, or it differs.
    said TEXT CHECK (said IN ('same', 'differs')),
    seat TEXT CHECK (seat IN ('first-scrutineer', 'second-scrutineer')),
    answered_by UUID REFERENCES members (id) CHECK (answered_by <> entered_by),
    answered_at BIGINT CHECK (answered_at >= entered_at),
    PRIMARY KEY (vote, n),
    CHECK ((said IS NULL) = (seat IS NULL)),
    CHECK ((said IS NULL) = (answered_by IS NULL)),
    CHECK ((said IS NULL) = (answered_at IS NULL))
);
CREATE INDEX draws_by_enterer ON draws (entered_by);
CREATE INDEX draws_by_scrutineer ON draws (answered_by);
-- One waits at a time, and one stands.
CREATE UNIQUE INDEX draws_one_waits ON draws (vote) WHERE said IS NULL;
CREATE UNIQUE INDEX draws_one_stands ON draws (vote) WHERE said = 'same';
CREATE TRIGGER draws_no_update BEFORE UPDATE OF vote, n, drawn, entered_by, entered_at ON draws
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER draws_answered_once BEFORE UPDATE ON draws
    FOR EACH ROW WHEN (OLD.said IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER draws_no_delete BEFORE DELETE OR TRUNCATE ON draws
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Seats that were declined after the result, before the minutes: nobody else has them.
CREATE TABLE declined_seats (
    vote UUID NOT NULL REFERENCES votes (id),
    -- Place on the ballot, from 0.
    place BIGINT NOT NULL CHECK (place >= 0),
    -- Who was elected, and who noted that they said so aloud.
    member UUID NOT NULL REFERENCES members (id),
    noted_by UUID REFERENCES members (id) CHECK (noted_by <> member),
    at BIGINT NOT NULL,
    PRIMARY KEY (vote, place)
);
CREATE INDEX declined_seats_by_member ON declined_seats (member);
CREATE INDEX declined_seats_by_noter ON declined_seats (noted_by);
CREATE TRIGGER declined_seats_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON declined_seats
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
