-- A vote may receive ballots in advance: it has an advance box, and then that of the session for whoever did not vote in it.

ALTER TABLE votes DROP CONSTRAINT votes_state_check;
ALTER TABLE votes ADD CONSTRAINT votes_state_check
    CHECK (state IN ('prepared', 'advance', 'open', 'closed', 'decided', 'voided'));

-- The Belenios election of a box of a secret vote. Texts byte for byte as archived.
DROP TRIGGER boxes_append_only ON boxes;
ALTER TABLE boxes RENAME TO elections;
CREATE TRIGGER elections_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON elections
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE elections RENAME COLUMN vote TO ballot_box;
ALTER TABLE elections DROP CONSTRAINT boxes_vote_fkey;

-- Where the ballots of a vote are received, by the roll fixed when it opens.
CREATE TABLE boxes (
    -- That of the session has the id of its vote.
    id UUID PRIMARY KEY,
    vote UUID NOT NULL REFERENCES votes (id),
    stage TEXT NOT NULL CHECK (stage IN ('advance', 'session')),
    opened_at BIGINT NOT NULL,
    -- Of an advance box: the hour it closes.
    until BIGINT,
    closed_at BIGINT,
    UNIQUE (vote, stage),
    CHECK ((stage = 'session') = (id = vote)),
    CHECK ((stage = 'advance') = (until IS NOT NULL))
);
CREATE TRIGGER boxes_append_only BEFORE UPDATE OF id, vote, stage, opened_at, until OR DELETE OR TRUNCATE ON boxes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER boxes_over BEFORE UPDATE ON boxes
    FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
INSERT INTO boxes SELECT id, id, 'session', opened_at, NULL, closed_at FROM votes WHERE opened_at IS NOT NULL;
ALTER TABLE elections ADD FOREIGN KEY (ballot_box) REFERENCES boxes (id);

-- Rolls, archives, ballots and what is opened are those of a box.
ALTER TABLE roll_entries RENAME COLUMN vote TO ballot_box;
ALTER TABLE roll_entries DROP CONSTRAINT roll_entries_vote_fkey;
ALTER TABLE roll_entries ADD FOREIGN KEY (ballot_box) REFERENCES boxes (id);
ALTER TABLE archive_items RENAME COLUMN vote TO ballot_box;
ALTER TABLE archive_items DROP CONSTRAINT archive_items_vote_fkey;
ALTER TABLE archive_items ADD FOREIGN KEY (ballot_box) REFERENCES boxes (id);
ALTER TABLE ballots RENAME COLUMN vote TO ballot_box;
ALTER TABLE open_ballots RENAME COLUMN vote TO ballot_box;

ALTER TABLE emargements RENAME COLUMN vote TO ballot_box;
ALTER TABLE emargements ADD COLUMN vote UUID REFERENCES votes (id);
ALTER TABLE emargements DISABLE TRIGGER emargements_append_only;
UPDATE emargements SET vote = ballot_box;
ALTER TABLE emargements ENABLE TRIGGER emargements_append_only;
ALTER TABLE emargements ALTER COLUMN vote SET NOT NULL;
-- A voice votes in one box of a vote alone.
ALTER TABLE emargements ADD UNIQUE (vote, voice);

ALTER TABLE partial_decryptions RENAME COLUMN vote TO ballot_box;
ALTER TABLE partial_decryptions DROP CONSTRAINT partial_decryptions_vote_fkey;
ALTER TABLE partial_decryptions ADD FOREIGN KEY (ballot_box) REFERENCES boxes (id);

-- Where a box holds very few ballots, the boxes of its vote are opened in sum: each owner's part of that.
CREATE TABLE summed_parts (
    vote UUID NOT NULL REFERENCES votes (id),
    owner BIGINT NOT NULL CHECK (owner >= 1),
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (vote, owner)
);
CREATE TRIGGER summed_parts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON summed_parts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Where each voice of a later box comes from, as published with it (PROTOCOL.md §13.1).
CREATE TABLE carry_lists (
    ballot_box UUID PRIMARY KEY REFERENCES boxes (id),
    body TEXT NOT NULL
);
CREATE TRIGGER carry_lists_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON carry_lists
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
