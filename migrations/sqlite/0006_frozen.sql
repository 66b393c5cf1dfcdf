-- Texts put to the vote, boxes and trustees never change once written: ballots are bound to their bytes.
CREATE TRIGGER resolutions_no_update BEFORE UPDATE ON resolutions
BEGIN
    SELECT RAISE(ABORT, 'resolutions is append-only');
END;
CREATE TRIGGER resolutions_no_delete BEFORE DELETE ON resolutions
BEGIN
    SELECT RAISE(ABORT, 'resolutions is append-only');
END;
CREATE TRIGGER boxes_no_update BEFORE UPDATE ON boxes
BEGIN
    SELECT RAISE(ABORT, 'boxes is append-only');
END;
CREATE TRIGGER boxes_no_delete BEFORE DELETE ON boxes
BEGIN
    SELECT RAISE(ABORT, 'boxes is append-only');
END;
CREATE TRIGGER vote_trustees_no_update BEFORE UPDATE ON vote_trustees
BEGIN
    SELECT RAISE(ABORT, 'vote_trustees is append-only');
END;
CREATE TRIGGER vote_trustees_no_delete BEFORE DELETE ON vote_trustees
BEGIN
    SELECT RAISE(ABORT, 'vote_trustees is append-only');
END;
CREATE TRIGGER trustee_approvals_no_update BEFORE UPDATE ON trustee_approvals
BEGIN
    SELECT RAISE(ABORT, 'trustee_approvals is append-only');
END;
CREATE TRIGGER trustee_approvals_no_delete BEFORE DELETE ON trustee_approvals
BEGIN
    SELECT RAISE(ABORT, 'trustee_approvals is append-only');
END;
