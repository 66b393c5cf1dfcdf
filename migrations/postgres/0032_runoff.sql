-- Another round of an election, among those equal at the last seat.

ALTER TABLE votes DROP CONSTRAINT votes_cause_check;
ALTER TABLE votes ADD CONSTRAINT votes_cause_check CHECK (cause IN ('amended', 'revocation', 'procedure', 'runoff'));
-- In the place of which vote; of another round, after which.
ALTER TABLE votes DROP CONSTRAINT votes_check1;
ALTER TABLE votes ADD CONSTRAINT votes_check1 CHECK (instead IS NULL OR cause IN ('amended', 'runoff'));
ALTER TABLE votes ADD CHECK (cause <> 'runoff' OR instead IS NOT NULL);
