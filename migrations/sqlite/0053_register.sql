-- The register of minutes: each published minutes has its number, without a gap, in the order in which they were published
-- (C. com. R.225-106, R.225-22).
CREATE TABLE minutes_numbers (
    number INTEGER NOT NULL UNIQUE CHECK (number >= 1),
    assembly BLOB NOT NULL UNIQUE REFERENCES minutes (assembly)
) STRICT;
INSERT INTO minutes_numbers (number, assembly)
    SELECT ROW_NUMBER() OVER (ORDER BY published_at, assembly), assembly FROM minutes;
CREATE TRIGGER minutes_numbers_no_update BEFORE UPDATE ON minutes_numbers
BEGIN
    SELECT RAISE(ABORT, 'minutes_numbers is append-only');
END;
CREATE TRIGGER minutes_numbers_no_delete BEFORE DELETE ON minutes_numbers
BEGIN
    SELECT RAISE(ABORT, 'minutes_numbers is append-only');
END;
