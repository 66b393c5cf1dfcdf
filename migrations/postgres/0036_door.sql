-- A member in the hall is entered by the own telephone, with the code that hangs at the door.
ALTER TABLE attendance_moves DROP CONSTRAINT attendance_moves_means_check;
ALTER TABLE attendance_moves ADD CONSTRAINT attendance_moves_means_check
    CHECK (means IN ('desk', 'phone', 'remote', 'ballot'));
-- Which code that is: the last one counts. The code is a seal of the server and not stored.
CREATE TABLE door_codes (
    assembly UUID NOT NULL REFERENCES assemblies (id),
    version BIGINT NOT NULL CHECK (version >= 1),
    made_at BIGINT NOT NULL,
    made_by UUID NOT NULL REFERENCES members (id),
    PRIMARY KEY (assembly, version)
);
CREATE TRIGGER door_codes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON door_codes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
