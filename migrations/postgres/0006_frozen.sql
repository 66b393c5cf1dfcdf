-- Texts put to the vote, boxes and trustees never change once written: ballots are bound to their bytes.
CREATE TRIGGER resolutions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON resolutions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER boxes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON boxes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER vote_trustees_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON vote_trustees
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER trustee_approvals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trustee_approvals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
