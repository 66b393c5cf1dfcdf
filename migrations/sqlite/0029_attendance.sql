-- Who comes and goes in an assembly, in the place of one row for the first ballot of each.
CREATE TABLE attendance_moves (
    assembly BLOB NOT NULL REFERENCES assemblies (id),
    member BLOB NOT NULL REFERENCES members (id),
    -- From 1, without a gap.
    n INTEGER NOT NULL CHECK (n >= 1),
    moved TEXT NOT NULL CHECK (moved IN ('arrived', 'left', 'returned') AND (moved = 'arrived') = (n = 1)),
    means TEXT NOT NULL CHECK (means IN ('desk', 'remote', 'ballot')),
    at INTEGER NOT NULL,
    -- Who entered it at the desk.
    noted_by BLOB REFERENCES members (id) CHECK ((noted_by IS NULL) = (means <> 'desk')),
    -- That of its salted leaf.
    scope BLOB NOT NULL,
    PRIMARY KEY (assembly, member, n)
) STRICT;
CREATE INDEX attendance_moves_by_member ON attendance_moves (member);
CREATE TRIGGER attendance_moves_no_update BEFORE UPDATE ON attendance_moves
BEGIN
    SELECT RAISE(ABORT, 'attendance_moves is append-only');
END;
CREATE TRIGGER attendance_moves_no_delete BEFORE DELETE ON attendance_moves
BEGIN
    SELECT RAISE(ABORT, 'attendance_moves is append-only');
END;
INSERT INTO attendance_moves (assembly, member, n, moved, means, at, noted_by, scope)
    SELECT assembly, member, 1, 'arrived', 'ballot', at, NULL, assembly FROM attendances;
DROP TABLE attendances;
