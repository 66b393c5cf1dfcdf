-- The register of minutes: each published minutes has its number, without a gap, in the order in which they were published
-- (C. com. R.225-106, R.225-22).
CREATE TABLE minutes_numbers (
    number BIGINT NOT NULL UNIQUE CHECK (number >= 1),
    assembly UUID NOT NULL UNIQUE REFERENCES minutes (assembly)
);
INSERT INTO minutes_numbers (number, assembly)
    SELECT ROW_NUMBER() OVER (ORDER BY published_at, assembly), assembly FROM minutes;
CREATE TRIGGER minutes_numbers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON minutes_numbers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
