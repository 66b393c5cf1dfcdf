-- Ballots received in advance for an assembly that could not decide count on second call, whose agenda is the same (C. com.
-- R.225-77): their votes go on to it, with their boxes.

-- Of a vote that went on: the assembly on first call, in which it received them.
ALTER TABLE votes ADD COLUMN called_first BLOB REFERENCES assemblies (id);
CREATE INDEX votes_called_first ON votes (called_first) WHERE called_first IS NOT NULL;
-- Once, and with its ballots: nothing else moves a vote from one assembly to another.
CREATE TRIGGER votes_go_on_once BEFORE UPDATE OF assembly, called_first ON votes
    WHEN (NEW.assembly <> OLD.assembly OR NEW.called_first IS NOT OLD.called_first)
        AND (OLD.called_first IS NOT NULL OR NEW.called_first IS NOT OLD.assembly OR NEW.assembly = OLD.assembly
            OR OLD.state <> 'advance' OR NEW.state <> 'advance')
BEGIN
    SELECT RAISE(ABORT, 'a vote goes on to a second call once');
END;
