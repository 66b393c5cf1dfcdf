-- How a session is led: suspensions, closings said beforehand, votes that are void.

-- Since when the session is suspended; none while it goes on.
ALTER TABLE assemblies ADD COLUMN suspended_at BIGINT;

ALTER TABLE votes DROP CONSTRAINT votes_state_check;
ALTER TABLE votes ADD CONSTRAINT votes_state_check
    CHECK (state IN ('prepared', 'open', 'closed', 'decided', 'voided'));
-- The moment that the chair has said it will be closed at.
ALTER TABLE votes ADD COLUMN closing_at BIGINT;
ALTER TABLE votes ADD COLUMN voided_at BIGINT;
-- Why it is void, for everybody to read.
ALTER TABLE votes ADD COLUMN void_reason TEXT;
-- Why it is put to the vote though the notice does not have it.
ALTER TABLE votes ADD COLUMN cause TEXT CHECK (cause IN ('amended', 'revocation', 'procedure'));
-- In the place of which vote.
ALTER TABLE votes ADD COLUMN instead UUID CHECK (instead IS NULL OR cause = 'amended');
ALTER TABLE votes ADD CHECK ((state = 'voided') = (voided_at IS NOT NULL));
ALTER TABLE votes ADD CHECK ((state = 'voided') = (void_reason IS NOT NULL));
