//! Everything the database holds about one member, table by table, for the member to download (GDPR art. 15 and 20). What
//! opens doors (hashes of tokens and codes) and what is the program's alone is left out; how somebody voted in secret is
//! nowhere to be found.

use domain::ids::MemberId;
use serde::{Serialize, Serializer};
use serde_json::Value;
use sqlx::error::BoxDynError;
use uuid::Uuid;

use crate::column::{Column, row};
use crate::db::{fetch_all, sql};
use crate::{StoreError, Tx};

/// Bytes, in lower-case hex.
struct Hex(Vec<u8>);

impl Column for Hex {
    type Raw = Vec<u8>;
    fn from_raw(raw: Vec<u8>) -> Result<Self, BoxDynError> {
        Ok(Self(raw))
    }
}

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    }
}

/// Tables that name members and are not in the download, each with the reason.
pub const LEFT_OUT: [(&str, &str); 2] = [
    ("demo_people", "only the demo's page has it, and everybody sees that"),
    ("passkey_dialogues", "what the program remembers for some minutes between two messages"),
];

/// Declares what each table says of a member, and how it is asked.
macro_rules! held {
    ($($table:literal: $row:ident { $($field:ident: $type:ty),+ $(,)? } by $statement:ident;)+) => {
        $(row! {
            #[derive(Serialize)]
            $row { $($field: $type),+ }
        })+

        /// The tables of the download.
        pub const TABLES: &[&str] = &[$($table),+];

        /// What each table holds about a member: its name, its rows as JSON.
        ///
        /// # Errors
        /// See [`StoreError`].
        pub async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<(&'static str, Value)>, StoreError> {
            let mut held = Vec::new();
            $(
                let rows = fetch_all!(tx, $row, $statement, member.0)?;
                let rows = serde_json::to_value(rows).map_err(|error| StoreError::Inconsistent(error.to_string()))?;
                held.push(($table, rows));
            )+
            Ok(held)
        }
    };
}

sql! {
    MEMBERS = "SELECT id, number, class, name, representative, legal_number, email, email_confirmed_at, email_consent_at,
            street, postcode, city, country, lang, state, shares_wished, applied_at, admitted_at, active_at, ended_at
        FROM members WHERE id = $1";
    MOVES = "SELECT happened, at, actor, reason FROM member_moves WHERE member = $1
        ORDER BY at, CASE happened WHEN 'apply' THEN 0 WHEN 'admit' THEN 1 WHEN 'activate' THEN 2 ELSE 3 END, id";
    ENTRIES = "SELECT id, kind, shares, cents, at, reverses FROM share_entries WHERE member = $1 ORDER BY at, id";
    REVERSALS = "SELECT entry, reason FROM reversal_reasons WHERE member = $1 ORDER BY entry";
    REQUESTS = "SELECT id, member, kind, shares, receiver, leaves, state, asked_at, decided_at, decided_by, reason
        FROM share_requests WHERE member = $1 OR receiver = $1 ORDER BY asked_at, id";
    REFUNDS = "SELECT year, closed_on, state, CASE WHEN made_by = $1 THEN made_at END AS made_at,
            CASE WHEN executed_by = $1 THEN executed_at END AS executed_at
        FROM refunds WHERE made_by = $1 OR executed_by = $1 ORDER BY year";
    REFUND_PARTS = "SELECT year, number, billed, part FROM refund_parts WHERE member = $1 ORDER BY year";
    REFUND_ENTRIES = "SELECT year, cents, at FROM refund_entries WHERE member = $1 ORDER BY year";
    KEYS = "SELECT seq, identity, ballot_root, chain_code, registration, registered_at, origin
        FROM member_keys WHERE member = $1 ORDER BY seq";
    RECOVERIES = "SELECT begun_by, begun_at, confirmed_by, confirmed_at, tries, expires_at, used_at
        FROM key_recoveries WHERE member = $1 ORDER BY begun_at, id";
    PASSKEYS = "SELECT name, credential, made_at, used_at FROM passkeys WHERE member = $1 ORDER BY made_at, id";
    ROLES = "SELECT role, from_at, until_at FROM role_terms WHERE member = $1 ORDER BY from_at, role, id";
    SESSIONS = "SELECT id, means, browser, created_at, expires_at, second_at FROM sessions WHERE member = $1
        ORDER BY created_at, id";
    BROWSERS = "SELECT name, first_at, last_at FROM known_browsers WHERE member = $1 ORDER BY first_at, name";
    ASKS = "SELECT asked_at, expires_at, used_at, tries FROM sign_in_asks WHERE member = $1 ORDER BY asked_at, id";
    CONFIRMATIONS = "SELECT email, asked_at, expires_at, used_at FROM email_confirmations WHERE member = $1
        ORDER BY asked_at, id";
    MAILS = "SELECT id, kind, address, lang, subject, state, attempts, created_at, changed_at, answer
        FROM mails WHERE member = $1 ORDER BY id";
    HOLDERS = "SELECT assembly, position, public_key FROM key_holders WHERE member = $1 ORDER BY assembly";
    APPROVALS = "SELECT vote, identity, signature, at FROM trustee_approvals WHERE member = $1 ORDER BY at, vote";
    ROLL_CHECKS = "SELECT b.vote, b.stage, c.identity, c.signature, c.at FROM roll_checks c JOIN boxes b ON b.id = c.ballot_box
        WHERE c.member = $1 ORDER BY c.at, b.vote, b.stage";
    // Of a move the member entered at the desk for somebody else, nothing is said of whom.
    ATTENDANCES = "SELECT assembly, CASE WHEN member = $1 THEN member END AS member, moved, means, at FROM attendance_moves
        WHERE member = $1 OR noted_by = $1 ORDER BY at, assembly, n";
    BUREAUS = "SELECT assembly, version, at FROM bureaus WHERE designated_by = $1 ORDER BY at, assembly, version";
    BUREAU_SEATS = "SELECT assembly, version, seat, member, accepted, accepted_at FROM bureau_seats
        WHERE member = $1 OR noted_by = $1 ORDER BY assembly, version, seat";
    // The words of a sheet say of a member what stands in the register, the ledger, the moves and the proxies above.
    SHEETS = "SELECT assembly, version, fixed_at FROM sheets WHERE fixed_by = $1 ORDER BY fixed_at, assembly, version";
    MINUTES_CORRECTIONS = "SELECT assembly, n, body, at FROM minutes_corrections WHERE corrected_by = $1 ORDER BY at, assembly, n";
    MINUTES_SIGNATURES = "SELECT assembly, correction, seat, identity, signature, at FROM minutes_signatures WHERE member = $1
        ORDER BY at, assembly, correction, seat";
    DOOR_CODES = "SELECT assembly, version, made_at FROM door_codes WHERE made_by = $1 ORDER BY made_at, assembly, version";
    SHEET_SEATS = "SELECT assembly, version, seat, member, certified, at FROM sheet_seats WHERE member = $1 OR noted_by = $1
        ORDER BY at, assembly, version, seat";
    HAND_COUNTS = "SELECT vote, n, round, seat, member, for_, against, abstain, at FROM hand_counts
        WHERE member = $1 OR noted_by = $1 ORDER BY at, vote, n";
    DRAWS = "SELECT vote, n, drawn, CASE WHEN entered_by = $1 THEN entered_by END AS entered_by, entered_at, said,
            CASE WHEN answered_by = $1 THEN answered_by END AS answered_by, answered_at
        FROM draws WHERE entered_by = $1 OR answered_by = $1 ORDER BY entered_at, vote, n";
    DECLINED_SEATS = "SELECT vote, place, CASE WHEN member = $1 THEN member END AS member, at FROM declined_seats
        WHERE member = $1 OR noted_by = $1 ORDER BY at, vote, place";
    // Of a mark the member noted at the desk for somebody else, nothing is said of whom.
    PAPER_MARKS = "SELECT assembly, CASE WHEN member = $1 THEN member END AS member, way, at FROM paper_marks
        WHERE member = $1 OR noted_by = $1 ORDER BY at, assembly, n";
    // Of a code the member made at the desk for somebody else, nothing is said of whom.
    PAPER_CODES = "SELECT assembly, CASE WHEN member = $1 THEN member END AS member, CASE WHEN member = $1 THEN n END AS n,
            CASE WHEN member = $1 THEN registration END AS registration, at, CASE WHEN member = $1 THEN ended_at END AS ended_at
        FROM paper_codes WHERE member = $1 OR made_by = $1 ORDER BY at, assembly, id";
    CODE_SESSIONS = "SELECT s.id, s.created_at, s.expires_at FROM code_sessions s JOIN paper_codes c ON c.id = s.code
        WHERE c.member = $1 ORDER BY s.created_at, s.id";
    // The public part: the secret is for the member's own browser, and for nothing that is kept.
    ENTRUSTED_KEYS = "SELECT id, assembly, identity, ballot_root, chain_code, made_at, released_at FROM entrusted_keys
        WHERE member = $1 ORDER BY made_at, assembly";
    ENTRUSTED_LIMITS = "SELECT assembly, n, most, at FROM entrusted_limits WHERE confirmed_by = $1 ORDER BY at, assembly, n";
    PRESIDENT_ROUNDS = "SELECT id, opened_by, opened_at, closed_by, closed_at, elected FROM president_rounds
        WHERE opened_by = $1 OR closed_by = $1 OR elected = $1 ORDER BY opened_at, id";
    // Of a voice for the member, once the round is closed, nothing is said of whose it was.
    PRESIDENT_VOICES = "SELECT v.round, CASE WHEN v.member = $1 THEN v.member END AS member, v.candidate, v.at, v.counted
        FROM president_voices v JOIN president_rounds r ON r.id = v.round
        WHERE v.member = $1 OR (v.candidate = $1 AND r.closed_at IS NOT NULL) ORDER BY v.at, v.round, v.member";
    PAPER_VOICES = "SELECT vote, voice, speaker, proxy, at FROM paper_voices WHERE voice = $1 OR speaker = $1 ORDER BY at, vote, voice";
    PAPER_COUNTS = "SELECT vote, n, round, seat, member, counts, at FROM paper_counts WHERE member = $1 OR noted_by = $1
        ORDER BY at, vote, n";
    ROLLS = "SELECT b.vote, b.stage, r.voice, r.position, r.kind, r.key_seq, r.code, r.entrusted, r.identity, r.credential,
            r.speaker, r.proxy
        FROM roll_entries r JOIN boxes b ON b.id = r.ballot_box
        WHERE r.voice = $1 OR r.speaker = $1 ORDER BY b.vote, b.stage, r.position";
    BLANKS = "SELECT vote, proxy FROM roll_blanks WHERE grantor = $1 ORDER BY vote";
    EMARGEMENTS = "SELECT vote, at FROM emargements WHERE voice = $1 ORDER BY at, vote";
    BALLOTS = "SELECT x.vote, b.n, b.tracker, b.at FROM ballots b JOIN boxes x ON x.id = b.ballot_box WHERE b.voice = $1
        ORDER BY b.at, x.vote, b.n";
    OPEN = "SELECT x.vote, o.n, o.choice, o.tracker, o.at FROM open_ballots o JOIN boxes x ON x.id = o.ballot_box
        WHERE o.voice = $1 ORDER BY o.at, x.vote, o.n";
    IMPORTS = "SELECT id, at, hash, imported_at FROM register_imports WHERE member = $1 ORDER BY at, id";
    STATUTES = "SELECT version, adopted_at, decision FROM statutes WHERE adopted_by = $1 ORDER BY version";
    PROPOSALS = "SELECT id, author, state, version, made_at, opened_at, submitted_at, decided_at, decided_by, reason
        FROM proposals WHERE author = $1 OR decided_by = $1 ORDER BY made_at, id";
    VERSIONS = "SELECT proposal, n, body, at FROM proposal_versions WHERE written_by = $1 ORDER BY at, proposal, n";
    AUTHORS = "SELECT proposal, member, state, invited_by, invited_at, answered_at FROM proposal_authors
        WHERE member = $1 OR invited_by = $1 ORDER BY invited_at, proposal, member";
    SUPPORTS = "SELECT proposal, version, identity, signature, at, withdrawn_at FROM proposal_supports
        WHERE member = $1 ORDER BY at, id";
    AMENDMENTS = "SELECT id, proposal, author, version, body, reasons, at, state, decided_at, decided_by FROM amendments
        WHERE author = $1 OR decided_by = $1 ORDER BY at, id";
    COMMENTS = "SELECT id, proposal, n, answers, version, at, hidden FROM comments WHERE author = $1 ORDER BY at, id";
    COMMENT_VERSIONS = "SELECT v.comment, v.n, v.lang, v.body, v.at FROM comment_versions v JOIN comments c ON c.id = v.comment
        WHERE c.author = $1 ORDER BY v.at, v.comment, v.n";
    // Of whoever moderated a comment of the member, the office is said and not the person.
    COMMENT_MODERATIONS = "SELECT m.comment, m.n, m.moderation, m.office, m.at, m.reason
        FROM comment_moderations m JOIN comments c ON c.id = m.comment
        WHERE c.author = $1 OR m.moderated_by = $1 ORDER BY m.at, m.comment, m.n";
    ATTACHMENTS = "SELECT id, proposal, name, bytes, hash, added_at, removed_at FROM attachments WHERE added_by = $1
        ORDER BY added_at, id";
    QUESTIONS = "SELECT assembly, n, lang, body, at, answer FROM questions WHERE member = $1 ORDER BY at, assembly, n";
    ANSWERS = "SELECT assembly, n, version, lang, body, at FROM answers WHERE written_by = $1 ORDER BY at, assembly, n, version";
    CALLS = "SELECT item, opened_at, closed_at FROM candidate_calls WHERE opened_by = $1 ORDER BY opened_at, item";
    // Whoever proposed somebody gets what they said, not what the candidate wrote.
    CANDIDACIES = "SELECT id, item, member, proposed_by, reason, state,
            CASE WHEN member = $1 THEN body ELSE '' END AS body, identity, signature, made_at, moved_at
        FROM candidacies WHERE member = $1 OR proposed_by = $1 ORDER BY made_at, id";
    PROXIES = "SELECT p.id, p.assembly, p.grantor, p.holder, p.means, p.state, p.ending, p.identity, p.signature, p.entered_by,
            p.revoked_identity, p.revocation, p.made_at, p.moved_at, d.name AS paper, d.hash AS paper_hash
        FROM proxies p LEFT JOIN proxy_documents d ON d.proxy = p.id
        WHERE p.grantor = $1 OR p.holder = $1 OR p.entered_by = $1 ORDER BY p.made_at, p.id";
    DRAFTS = "SELECT id, state, made_at, changed_at FROM drafts WHERE made_by = $1 ORDER BY made_at, id";
    DRAFT_HOLDERS = "SELECT draft, position FROM draft_holders WHERE member = $1 ORDER BY draft";
    DOCUMENTS = "SELECT id, draft, name, hash, added_at FROM documents WHERE added_by = $1 ORDER BY added_at, id";
    NOTICES = "SELECT assembly, seq, copy, role, channel, lang, name, address, mail, at FROM notices WHERE member = $1
        ORDER BY at, id";
    AUDIT = "SELECT at, actor, act, subject FROM audit WHERE actor = $1 OR subject = $1 ORDER BY at, id";
}

held! {
    "members": Register {
        id: Uuid, number: Option<i64>, class: String, name: String, representative: Option<String>,
        legal_number: Option<String>, email: Option<String>, email_confirmed_at: Option<i64>,
        email_consent_at: Option<i64>, street: String, postcode: String, city: String, country: String, lang: String,
        state: String, shares_wished: i64, applied_at: i64, admitted_at: Option<i64>, active_at: Option<i64>,
        ended_at: Option<i64>,
    } by MEMBERS;
    "member_moves": Move { happened: String, at: i64, actor: Option<Uuid>, reason: String } by MOVES;
    "share_entries": Entry {
        id: Uuid, kind: String, shares: i64, cents: i64, at: i64, reverses: Option<Uuid>,
    } by ENTRIES;
    "reversal_reasons": Reversal { entry: Uuid, reason: String } by REVERSALS;
    "share_requests": Request {
        id: Uuid, member: Uuid, kind: String, shares: i64, receiver: Option<Uuid>, leaves: bool, state: String,
        asked_at: i64, decided_at: Option<i64>, decided_by: Option<Uuid>, reason: String,
    } by REQUESTS;
    "refunds": RefundMade {
        year: i64, closed_on: String, state: String, made_at: Option<i64>, executed_at: Option<i64>,
    } by REFUNDS;
    "refund_parts": RefundPart { year: i64, number: i64, billed: i64, part: i64 } by REFUND_PARTS;
    "refund_entries": RefundEntry { year: i64, cents: i64, at: i64 } by REFUND_ENTRIES;
    "member_keys": Key {
        seq: i64, identity: Hex, ballot_root: Hex, chain_code: Hex, registration: String, registered_at: i64,
        origin: String,
    } by KEYS;
    "key_recoveries": Recovery {
        begun_by: Uuid, begun_at: i64, confirmed_by: Option<Uuid>, confirmed_at: Option<i64>, tries: i64,
        expires_at: i64, used_at: Option<i64>,
    } by RECOVERIES;
    "passkeys": Passkey { name: String, credential: Hex, made_at: i64, used_at: Option<i64> } by PASSKEYS;
    "role_terms": Office { role: String, from_at: i64, until_at: Option<i64> } by ROLES;
    "sessions": Session {
        id: Uuid, means: String, browser: String, created_at: i64, expires_at: i64, second_at: Option<i64>,
    } by SESSIONS;
    "known_browsers": Browser { name: String, first_at: i64, last_at: i64 } by BROWSERS;
    "sign_in_asks": Ask { asked_at: i64, expires_at: i64, used_at: Option<i64>, tries: i64 } by ASKS;
    "email_confirmations": Confirmation {
        email: String, asked_at: i64, expires_at: i64, used_at: Option<i64>,
    } by CONFIRMATIONS;
    "mails": Mail {
        id: Uuid, kind: String, address: String, lang: String, subject: String, state: String, attempts: i64,
        created_at: i64, changed_at: i64, answer: String,
    } by MAILS;
    "key_holders": Holder { assembly: Uuid, position: i64, public_key: Option<String> } by HOLDERS;
    "trustee_approvals": Approval { vote: Uuid, identity: Hex, signature: Hex, at: i64 } by APPROVALS;
    "roll_checks": RollCheck { vote: Uuid, stage: String, identity: Hex, signature: Hex, at: i64 } by ROLL_CHECKS;
    "attendance_moves": Attendance {
        assembly: Uuid, member: Option<Uuid>, moved: String, means: String, at: i64,
    } by ATTENDANCES;
    "bureaus": Bureau { assembly: Uuid, version: i64, at: i64 } by BUREAUS;
    "bureau_seats": BureauSeat {
        assembly: Uuid, version: i64, seat: String, member: Option<Uuid>, accepted: Option<String>,
        accepted_at: Option<i64>,
    } by BUREAU_SEATS;
    "sheets": FixedSheet { assembly: Uuid, version: i64, fixed_at: i64 } by SHEETS;
    "minutes_corrections": MinutesCorrected {
        assembly: Uuid, n: i64, body: String, at: i64,
    } by MINUTES_CORRECTIONS;
    "minutes_signatures": MinutesSigned {
        assembly: Uuid, correction: i64, seat: String, identity: Hex, signature: Hex, at: i64,
    } by MINUTES_SIGNATURES;
    "door_codes": DoorCode { assembly: Uuid, version: i64, made_at: i64 } by DOOR_CODES;
    "sheet_seats": SheetSeat {
        assembly: Uuid, version: i64, seat: String, member: Option<Uuid>, certified: String, at: i64,
    } by SHEET_SEATS;
    "hand_counts": HandCount {
        vote: Uuid, n: i64, round: i64, seat: String, member: Uuid, for_: i64, against: i64, abstain: i64, at: i64,
    } by HAND_COUNTS;
    "declined_seats": DeclinedSeat { vote: Uuid, place: i64, member: Option<Uuid>, at: i64 } by DECLINED_SEATS;
    "draws": Draw {
        vote: Uuid, n: i64, drawn: String, entered_by: Option<Uuid>, entered_at: i64, said: Option<String>,
        answered_by: Option<Uuid>, answered_at: Option<i64>,
    } by DRAWS;
    "paper_marks": PaperMark { assembly: Uuid, member: Option<Uuid>, way: String, at: i64 } by PAPER_MARKS;
    "paper_codes": PaperCode {
        assembly: Uuid, member: Option<Uuid>, n: Option<i64>, registration: Option<String>, at: i64, ended_at: Option<i64>,
    } by PAPER_CODES;
    "code_sessions": CodeSession { id: Uuid, created_at: i64, expires_at: i64 } by CODE_SESSIONS;
    "entrusted_keys": EntrustedKey {
        id: Uuid, assembly: Uuid, identity: Hex, ballot_root: Hex, chain_code: Hex, made_at: i64, released_at: Option<i64>,
    } by ENTRUSTED_KEYS;
    "entrusted_limits": EntrustedLimit { assembly: Uuid, n: i64, most: i64, at: i64 } by ENTRUSTED_LIMITS;
    "president_rounds": PresidentRound {
        id: Uuid, opened_by: Uuid, opened_at: i64, closed_by: Option<Uuid>, closed_at: Option<i64>, elected: Option<Uuid>,
    } by PRESIDENT_ROUNDS;
    "president_voices": PresidentVoice {
        round: Uuid, member: Option<Uuid>, candidate: Uuid, at: i64, counted: bool,
    } by PRESIDENT_VOICES;
    "paper_voices": PaperVoice {
        vote: Uuid, voice: Uuid, speaker: Uuid, proxy: Option<Uuid>, at: i64,
    } by PAPER_VOICES;
    "paper_counts": PaperCount {
        vote: Uuid, n: i64, round: i64, seat: String, member: Uuid, counts: String, at: i64,
    } by PAPER_COUNTS;
    "roll_entries": Roll {
        vote: Uuid, stage: String, voice: Uuid, position: i64, kind: String, key_seq: Option<i64>, code: Option<Uuid>,
        entrusted: Option<Uuid>, identity: Hex,
        credential: Option<String>,
        speaker: Uuid, proxy: Option<Uuid>,
    } by ROLLS;
    "roll_blanks": Blank { vote: Uuid, proxy: Uuid } by BLANKS;
    "emargements": Emargement { vote: Uuid, at: i64 } by EMARGEMENTS;
    "ballots": Ballot { vote: Uuid, n: i64, tracker: String, at: i64 } by BALLOTS;
    "open_ballots": OpenBallot { vote: Uuid, n: i64, choice: String, tracker: String, at: i64 } by OPEN;
    "register_imports": Import { id: Uuid, at: i64, hash: Hex, imported_at: Option<i64> } by IMPORTS;
    "statutes": Adopted { version: i64, adopted_at: i64, decision: String } by STATUTES;
    "proposals": Proposal {
        id: Uuid, author: Uuid, state: String, version: i64, made_at: i64, opened_at: Option<i64>,
        submitted_at: Option<i64>, decided_at: Option<i64>, decided_by: Option<Uuid>, reason: String,
    } by PROPOSALS;
    "proposal_versions": Version { proposal: Uuid, n: i64, body: String, at: i64 } by VERSIONS;
    "proposal_authors": Author {
        proposal: Uuid, member: Uuid, state: String, invited_by: Uuid, invited_at: i64, answered_at: Option<i64>,
    } by AUTHORS;
    "proposal_supports": Support {
        proposal: Uuid, version: i64, identity: Hex, signature: Hex, at: i64, withdrawn_at: Option<i64>,
    } by SUPPORTS;
    "amendments": Amendment {
        id: Uuid, proposal: Uuid, author: Uuid, version: i64, body: String, reasons: String, at: i64, state: String,
        decided_at: Option<i64>, decided_by: Option<Uuid>,
    } by AMENDMENTS;
    "comments": Comment {
        id: Uuid, proposal: Uuid, n: i64, answers: Option<i64>, version: i64, at: i64, hidden: i64,
    } by COMMENTS;
    "comment_versions": CommentVersion { comment: Uuid, n: i64, lang: String, body: String, at: i64 } by COMMENT_VERSIONS;
    "comment_moderations": Moderated {
        comment: Uuid, n: i64, moderation: String, office: String, at: i64, reason: String,
    } by COMMENT_MODERATIONS;
    "attachments": Attachment {
        id: Uuid, proposal: Uuid, name: String, bytes: i64, hash: Hex, added_at: i64, removed_at: Option<i64>,
    } by ATTACHMENTS;
    "questions": Question {
        assembly: Uuid, n: i64, lang: String, body: String, at: i64, answer: Option<i64>,
    } by QUESTIONS;
    "answers": AnswerWords { assembly: Uuid, n: i64, version: i64, lang: String, body: String, at: i64 } by ANSWERS;
    "candidate_calls": Call { item: Uuid, opened_at: i64, closed_at: Option<i64> } by CALLS;
    "candidacies": Candidacy {
        id: Uuid, item: Uuid, member: Uuid, proposed_by: Option<Uuid>, reason: String, state: String, body: String,
        identity: Option<Hex>, signature: Option<Hex>, made_at: i64, moved_at: i64,
    } by CANDIDACIES;
    "proxies": Proxy {
        id: Uuid, assembly: Uuid, grantor: Uuid, holder: Option<Uuid>, means: String, state: String,
        ending: Option<String>, identity: Option<Hex>, signature: Option<Hex>, entered_by: Option<Uuid>,
        revoked_identity: Option<Hex>, revocation: Option<Hex>, made_at: i64, moved_at: i64, paper: Option<String>,
        paper_hash: Option<Hex>,
    } by PROXIES;
    "drafts": Draft { id: Uuid, state: String, made_at: i64, changed_at: i64 } by DRAFTS;
    "draft_holders": DraftHolder { draft: Uuid, position: i64 } by DRAFT_HOLDERS;
    "documents": Document { id: Uuid, draft: Uuid, name: String, hash: Hex, added_at: i64 } by DOCUMENTS;
    "notices": Notice {
        assembly: Uuid, seq: i64, copy: i64, role: String, channel: String, lang: String, name: String, address: String,
        mail: Option<Uuid>, at: i64,
    } by NOTICES;
    "audit": Act { at: i64, actor: Option<Uuid>, act: String, subject: Option<Uuid> } by AUDIT;
}
