//! What is erased when its time has come. What is kept of a person is a row without name or address: number, dates, ledger.

use domain::ids::MemberId;
use domain::member::MemberState;

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_count, sql};
use crate::{StoreError, Tx};

row! {
    /// Somebody who may have to be forgotten.
    #[derive(Clone, Copy, Debug)]
    pub Candidate {
        /// Who.
        id: MemberId,
        /// Where the membership stands.
        state: MemberState,
        /// When the application came in.
        applied_at: i64,
        /// When the membership began.
        active_at: Option<i64>,
        /// When it ended.
        ended_at: Option<i64>,
        /// Whether the person gave an address and never confirmed it. Whom the board entered, on paper or from a file, has
        /// nothing to confirm.
        unconfirmed: bool,
        /// Shares held still.
        shares: i64,
    }
}

sql! {
    CANDIDATES = "SELECT m.id, m.state, m.applied_at, m.active_at, m.ended_at,
            CAST(CASE WHEN m.email IS NOT NULL AND m.email_confirmed_at IS NULL AND NOT EXISTS (SELECT 1 FROM audit a
                WHERE a.subject = m.id AND a.act IN ('enter-member', 'import-member')) THEN 1 ELSE 0 END AS BIGINT) AS unconfirmed,
            CAST(COALESCE((SELECT SUM(e.shares) FROM share_entries e WHERE e.member = m.id), 0) AS BIGINT) AS shares
        FROM members m WHERE m.forgotten_at IS NULL AND m.state NOT IN ('admitted', 'active', 'suspended')
        ORDER BY m.id";
    PERSON = "UPDATE members SET name = '', representative = NULL, legal_number = NULL, email = NULL, email_key = NULL,
            email_confirmed_at = NULL, email_consent_at = NULL, street = '', postcode = '', city = '', country = '',
            search_key = COALESCE(CAST(number AS TEXT), ''), sort_key = '', forgotten_at = $2
        WHERE id = $1 AND forgotten_at IS NULL";
    LETTERS_OF = "UPDATE mails SET address = '', subject = '', body = '', html = '', calendar = '', answer = '',
            until_at = COALESCE(until_at, $2) WHERE member = $1";
    NOTICES_OF = "UPDATE notices SET name = '', address = '' WHERE member = $1";
    REASONS_OF = "UPDATE share_requests SET reason = '' WHERE member = $1";
    // Drafts are their authors' own: those without another author go with the person.
    DRAFT_INVITATIONS_OF = "DELETE FROM proposal_authors WHERE proposal IN (SELECT p.id FROM proposals p
        WHERE p.author = $1 AND p.state = 'draft' AND NOT EXISTS
            (SELECT 1 FROM proposal_authors a WHERE a.proposal = p.id AND a.member <> $1 AND a.state = 'accepted'))";
    DRAFT_VERSIONS_OF = "DELETE FROM proposal_versions WHERE proposal IN (SELECT p.id FROM proposals p
        WHERE p.author = $1 AND p.state = 'draft' AND NOT EXISTS
            (SELECT 1 FROM proposal_authors a WHERE a.proposal = p.id AND a.member <> $1))";
    DRAFT_FILES_OF = "DELETE FROM attachments WHERE proposal IN (SELECT p.id FROM proposals p
        WHERE p.author = $1 AND p.state = 'draft' AND NOT EXISTS
            (SELECT 1 FROM proposal_authors a WHERE a.proposal = p.id AND a.member <> $1))";
    DRAFTS_OF = "DELETE FROM proposals WHERE author = $1 AND state = 'draft' AND NOT EXISTS
        (SELECT 1 FROM proposal_authors a WHERE a.proposal = proposals.id AND a.member <> $1)";
    INVITATIONS_OF = "DELETE FROM proposal_authors WHERE member = $1 AND state <> 'accepted'";
    // What members read stays as it was read; what was hidden from them is nobody's to read any more.
    HIDDEN_COMMENTS_OF = "UPDATE comment_versions SET body = ''
        WHERE comment IN (SELECT id FROM comments WHERE author = $1 AND hidden = 1)";
    MODERATIONS_OF = "UPDATE comment_moderations SET reason = '' WHERE comment IN (SELECT id FROM comments WHERE author = $1)";
    // What a candidate said of the own life goes after the election, or with the person; that they stood, stays.
    CANDIDACIES_OF = "UPDATE candidacies SET body = '', reason = '' WHERE member = $1";
    PROPOSED_BY = "UPDATE candidacies SET reason = '' WHERE proposed_by = $1";
    CANDIDACIES = "UPDATE candidacies SET body = '', reason = '' WHERE (body <> '' OR reason <> '') AND draft IN (
            SELECT d.id FROM drafts d LEFT JOIN assemblies a ON a.id = d.assembly
            WHERE COALESCE(a.starts_at, CASE WHEN d.state = 'dropped' THEN d.changed_at END) <= $1)";
    PROXY_PAPERS = "UPDATE proxy_documents SET name = '', body = $2 WHERE name <> '' AND proxy IN (
            SELECT p.id FROM proxies p JOIN assemblies a ON a.id = p.assembly WHERE a.starts_at <= $1)";
    SHEETS = "UPDATE sheets SET body = '' WHERE body <> ''
        AND assembly IN (SELECT id FROM assemblies WHERE starts_at <= $1)";
    PASSKEYS_OF = "DELETE FROM passkeys WHERE member = $1";
    DIALOGUES_OF = "DELETE FROM passkey_dialogues WHERE member = $1";
    RECOVERIES_OF = "DELETE FROM key_recoveries WHERE member = $1";
    CONFIRMATIONS_OF = "DELETE FROM email_confirmations WHERE member = $1";
    DEMO_OF = "DELETE FROM demo_people WHERE member = $1";
    CONFIRMATIONS = "DELETE FROM email_confirmations WHERE expires_at <= $1";
    ASKS = "DELETE FROM sign_in_asks WHERE expires_at <= $1";
    CHALLENGES = "DELETE FROM sign_in_challenges WHERE expires_at <= $1";
    SESSIONS = "DELETE FROM sessions WHERE expires_at <= $1";
    DIALOGUES = "DELETE FROM passkey_dialogues WHERE expires_at <= $1";
    RECOVERIES = "DELETE FROM key_recoveries WHERE expires_at <= $1";
    // Without its text a message cannot be sent again: it is too late for it.
    LETTERS = "UPDATE mails SET body = '', html = '', calendar = '', until_at = COALESCE(until_at, $2)
        WHERE created_at <= $1 AND state NOT IN ('queued', 'sending') AND body <> ''";
    LISTS = "UPDATE member_lists SET body = '' WHERE body <> ''
        AND assembly IN (SELECT id FROM assemblies WHERE starts_at <= $1)";
    GUESTS = "UPDATE guests SET name = '', email = '', address = '' WHERE name <> '' AND draft IN (
            SELECT d.id FROM drafts d LEFT JOIN assemblies a ON a.id = d.assembly
            WHERE COALESCE(a.starts_at, d.changed_at) <= $1)";
    CLERKS = "UPDATE bureau_names SET name = '' WHERE name <> '' AND seat IN (SELECT s.id FROM bureau_seats s
            JOIN assemblies a ON a.id = s.assembly WHERE a.starts_at <= $1)";
    GUESTS_TOLD = "UPDATE notices SET name = '', address = '' WHERE guest IS NOT NULL AND name <> ''
        AND assembly IN (SELECT id FROM assemblies WHERE starts_at <= $1)";
    KEYS = "DELETE FROM trustee_secrets WHERE vote IN (SELECT v.id FROM votes v JOIN assemblies a ON a.id = v.assembly
            WHERE a.starts_at <= $1)";
    FILES = "UPDATE register_imports SET body = $2 WHERE imported_at IS NULL AND at <= $1 AND LENGTH(body) > 0";
    LEFT = "SELECT COUNT(*) FROM members WHERE forgotten_at IS NOT NULL";
}

/// Everybody who is no member (any more) and was not forgotten, for the rules to look at.
///
/// # Errors
/// See [`StoreError`].
pub async fn candidates(tx: &mut Tx) -> Result<Vec<Candidate>, StoreError> {
    fetch_all!(tx, Candidate, CANDIDATES)
}

/// Erases what names a person, wherever it stands, but for what other tables' own functions erase: sessions, reasons of the
/// history, salts. False if that was done before.
///
/// # Errors
/// See [`StoreError`].
pub async fn person(tx: &mut Tx, member: MemberId, at: i64) -> Result<bool, StoreError> {
    let first = execute!(tx, PERSON, member.0, at)? == 1;
    execute!(tx, LETTERS_OF, member.0, at)?;
    for statement in [
        NOTICES_OF,
        REASONS_OF,
        DRAFT_INVITATIONS_OF,
        DRAFT_VERSIONS_OF,
        DRAFT_FILES_OF,
        DRAFTS_OF,
        INVITATIONS_OF,
        HIDDEN_COMMENTS_OF,
        MODERATIONS_OF,
        CANDIDACIES_OF,
        PROPOSED_BY,
        PASSKEYS_OF,
        DIALOGUES_OF,
        RECOVERIES_OF,
        CONFIRMATIONS_OF,
        DEMO_OF,
    ] {
        execute!(tx, statement, member.0)?;
    }
    Ok(first)
}

/// Forgets links, codes, dialogues and sessions that are over. Answers how many.
///
/// # Errors
/// See [`StoreError`].
pub async fn what_is_over(tx: &mut Tx, now: i64) -> Result<u64, StoreError> {
    let mut forgotten = 0;
    for statement in [CONFIRMATIONS, ASKS, CHALLENGES, SESSIONS, DIALOGUES, RECOVERIES] {
        forgotten += execute!(tx, statement, now)?;
    }
    Ok(forgotten)
}

/// Empties the text of messages written at `before` or earlier, unless they are still to be sent. Answers how many.
///
/// # Errors
/// See [`StoreError`].
pub async fn letters(tx: &mut Tx, before: i64, now: i64) -> Result<u64, StoreError> {
    execute!(tx, LETTERS, before, now)
}

/// Empties the lists of members of assemblies that began at `before` or earlier, and what names their guests
/// and a secretary who was no member. Answers how many lists.
///
/// # Errors
/// See [`StoreError`].
pub async fn lists(tx: &mut Tx, before: i64) -> Result<u64, StoreError> {
    execute!(tx, GUESTS, before)?;
    execute!(tx, GUESTS_TOLD, before)?;
    execute!(tx, CLERKS, before)?;
    execute!(tx, LISTS, before)
}

/// Deletes the server's shares of the keys of votes of assemblies that began at `before` or earlier: without them no box of theirs is
/// opened by anybody. Answers how many.
///
/// # Errors
/// See [`StoreError`].
pub async fn keys(tx: &mut Tx, before: i64) -> Result<u64, StoreError> {
    execute!(tx, KEYS, before)
}

/// Empties what candidates said in elections of assemblies that began at `before` or earlier, or were given up then. Answers
/// how many.
///
/// # Errors
/// See [`StoreError`].
pub async fn candidacies(tx: &mut Tx, before: i64) -> Result<u64, StoreError> {
    execute!(tx, CANDIDACIES, before)
}

/// Empties the attendance sheets of assemblies that began at `before` or earlier, and the papers of their proxies. Answers how
/// many.
///
/// # Errors
/// See [`StoreError`].
pub async fn proxy_papers(tx: &mut Tx, before: i64) -> Result<u64, StoreError> {
    let nothing: &[u8] = &[];
    Ok(execute!(tx, SHEETS, before)? + execute!(tx, PROXY_PAPERS, before, nothing)?)
}

/// Empties register files handed in at `before` or earlier and never imported. Answers how many.
///
/// # Errors
/// See [`StoreError`].
pub async fn files(tx: &mut Tx, before: i64) -> Result<u64, StoreError> {
    let nothing: &[u8] = &[];
    execute!(tx, FILES, before, nothing)
}

/// How many were forgotten so far.
///
/// # Errors
/// See [`StoreError`].
pub async fn count(tx: &mut Tx) -> Result<u32, StoreError> {
    fetch_count!(tx, LEFT)
}
