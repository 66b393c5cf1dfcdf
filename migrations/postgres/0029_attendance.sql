-- Who comes and goes in an assembly, in the place of one row for the first ballot of each.
CREATE TABLE attendance_moves (
    assembly UUID NOT NULL REFERENCES assemblies (id),
    member UUID NOT NULL REFERENCES members (id),
    -- From 1, without a gap.
    n BIGINT NOT NULL CHECK (n >= 1),
    moved TEXT NOT NULL CHECK (moved IN ('arrived', 'left', 'returned') AND (moved = 'arrived') = (n = 1)),
    means TEXT NOT NULL CHECK (means IN ('desk', 'remote', 'ballot')),
    at BIGINT NOT NULL,
    -- Who entered it at the desk.
    noted_by UUID REFERENCES members (id) CHECK ((noted_by IS NULL) = (means <> 'desk')),
    -- That of its salted leaf.
    scope UUID NOT NULL,
    PRIMARY KEY (assembly, member, n)
);
CREATE INDEX attendance_moves_by_member ON attendance_moves (member);
CREATE TRIGGER attendance_moves_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON attendance_moves
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
INSERT INTO attendance_moves (assembly, member, n, moved, means, at, noted_by, scope)
    SELECT assembly, member, 1, 'arrived', 'ballot', at, NULL, assembly FROM attendances;
DROP TABLE attendances;
