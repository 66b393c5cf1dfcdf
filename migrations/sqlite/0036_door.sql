-- A member in the hall is entered by the own telephone, with the code that hangs at the door. SQLite cannot change a CHECK: the
-- table is made again, under the same name, with the same rows.
CREATE TABLE attendance_moves_new (
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    member BLOB NOT NULL REFERENCES members (id),
    -- From 1, without a gap.
    n INTEGER NOT NULL CHECK (n >= 1),
    moved TEXT NOT NULL CHECK (moved IN ('arrived', 'left', 'returned') AND (moved = 'arrived') = (n = 1)),
    means TEXT NOT NULL CHECK (means IN ('desk', 'phone', 'remote', 'ballot')),
    at INTEGER NOT NULL,
    -- Who entered it at the desk.
    noted_by BLOB REFERENCES members (id) CHECK ((noted_by IS NULL) = (means <> 'desk')),
    -- That of its salted leaf.
    scope BLOB NOT NULL,
    PRIMARY KEY (assembly, member, n)
) STRICT;
INSERT INTO attendance_moves_new (assembly, member, n, moved, means, at, noted_by, scope)
    SELECT assembly, member, n, moved, means, at, noted_by, scope FROM attendance_moves;
DROP TABLE attendance_moves;
ALTER TABLE attendance_moves_new RENAME TO attendance_moves;
CREATE INDEX attendance_moves_by_member ON attendance_moves (member);
CREATE TRIGGER attendance_moves_no_update BEFORE UPDATE ON attendance_moves
BEGIN
    SELECT RAISE(ABORT, 'attendance_moves is append-only');
END;
CREATE TRIGGER attendance_moves_no_delete BEFORE DELETE ON attendance_moves
BEGIN
    SELECT RAISE(ABORT, 'attendance_moves is append-only');
END;
-- Which code that is: the last one counts. The code is a seal of the server and not stored.
CREATE TABLE door_codes (
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    made_at INTEGER NOT NULL,
    made_by BLOB NOT NULL REFERENCES members (id),
    PRIMARY KEY (assembly, version)
) STRICT;
CREATE TRIGGER door_codes_no_update BEFORE UPDATE ON door_codes
BEGIN
    SELECT RAISE(ABORT, 'door_codes is append-only');
END;
CREATE TRIGGER door_codes_no_delete BEFORE DELETE ON door_codes
BEGIN
    SELECT RAISE(ABORT, 'door_codes is append-only');
END;
