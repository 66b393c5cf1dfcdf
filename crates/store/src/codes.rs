//! Paper codes: voting keys that the desk prints. Of a member and an assembly the highest `n` is the last, and one is in force at a
//! time. Whoever signs in with one has a session that stands apart from those of members.

use domain::ids::{AssemblyId, MemberId, PaperCodeId, SessionId};
use domain::member::VoiceRules;
use uuid::Uuid;

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx, members};

row! {
    /// A paper code.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub PaperCode {
        /// Id.
        id: PaperCodeId,
        /// Of which assembly.
        assembly: AssemblyId,
        /// Whose voice.
        member: MemberId,
        /// Which of theirs in this assembly, from 1.
        n: u32,
        /// Ed25519 identity key.
        identity: [u8; 32],
        /// Ballot root, RFC 8032 bytes.
        ballot_root: [u8; 32],
        /// Chain code.
        chain_code: [u8; 32],
        /// The registration as received, JSON.
        registration: String,
        /// At whose desk it was made.
        made_by: MemberId,
        /// When.
        at: i64,
        /// When it was taken back, if it was.
        ended_at: Option<i64>,
    }
}

row! {
    /// A code in force, as the desk lists it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub Line {
        /// Member number.
        number: u32,
        /// Name.
        name: String,
        /// Which of theirs.
        n: u32,
        /// Since when.
        at: i64,
    }
}

row! {
    /// A session begun with a code.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub CodeSession {
        /// Id, for the log.
        id: SessionId,
        /// SHA-256 of the token in the cookie.
        token_hash: [u8; 32],
        /// Which code.
        code: PaperCodeId,
        /// When.
        created_at: i64,
        /// Until when it is good.
        expires_at: i64,
    }
}

/// The columns of [`PaperCode`].
macro_rules! columns {
    () => {
        "c.id, c.assembly, c.member, c.n, c.identity, c.ballot_root, c.chain_code, c.registration, c.made_by, c.at, c.ended_at"
    };
}

sql! {
    INSERT = "INSERT INTO paper_codes (id, assembly, member, n, identity, ballot_root, chain_code, registration, made_by, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    END = "UPDATE paper_codes SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    BY_ID = concat!("SELECT ", columns!(), " FROM paper_codes c WHERE c.id = $1");
    BY_IDENTITY = concat!("SELECT ", columns!(), " FROM paper_codes c WHERE c.identity = $1");
    LAST = concat!("SELECT ", columns!(), " FROM paper_codes c WHERE c.assembly = $1 AND c.member = $2 ORDER BY c.n DESC LIMIT 1");
    OF_VOICES = concat!("SELECT ", columns!(), " FROM paper_codes c JOIN members m ON m.id = c.member
        WHERE c.assembly = $1 AND c.ended_at IS NULL AND m.state = 'active' AND m.class IN ($2, $3, $4) ORDER BY m.number");
    COMMITTED = concat!("SELECT ", columns!(), " FROM paper_codes c JOIN leaf_salts s ON s.subject = c.member
        WHERE s.kind = 'register' AND s.scope = $1 ORDER BY c.member, c.n");
    LINES = "SELECT m.number, m.name, c.n, c.at FROM paper_codes c JOIN members m ON m.id = c.member
        WHERE c.assembly = $1 AND c.ended_at IS NULL AND m.state = 'active' AND m.number IS NOT NULL ORDER BY m.number";
    PRINTED = "SELECT COUNT(*) FROM paper_codes WHERE assembly = $1";
    USED_BY_CODE = "SELECT COUNT(*) FROM paper_codes WHERE identity = $1 OR ballot_root = $2";
    USED_BY_MEMBER = "SELECT COUNT(*) FROM member_keys WHERE identity = $1 OR ballot_root = $2";
    BEGIN = "INSERT INTO code_sessions (id, token_hash, code, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
    BY_TOKEN = "SELECT id, token_hash, code, created_at, expires_at FROM code_sessions
        WHERE token_hash = $1 AND expires_at > $2";
    SIGN_OUT = "DELETE FROM code_sessions WHERE token_hash = $1";
    SIGN_OUT_ALL = "DELETE FROM code_sessions WHERE code = $1";
    FORGET = "DELETE FROM code_sessions WHERE expires_at <= $1";
}

/// Stores a code. A number, key, or a second one in force at a time is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &PaperCode) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.id.0,
        new.assembly.0,
        new.member.0,
        i64::from(new.n),
        new.identity.as_slice(),
        new.ballot_root.as_slice(),
        new.chain_code.as_slice(),
        &new.registration,
        new.made_by.0,
        new.at,
    )?;
    Ok(())
}

/// Ends a code, and whoever is signed in with it is so no more. False if it was over.
///
/// # Errors
/// See [`StoreError`].
pub async fn end(tx: &mut Tx, id: PaperCodeId, at: i64) -> Result<bool, StoreError> {
    execute!(tx, SIGN_OUT_ALL, id.0)?;
    Ok(execute!(tx, END, id.0, at)? == 1)
}

/// A code by id.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: PaperCodeId) -> Result<Option<PaperCode>, StoreError> {
    fetch_optional!(tx, PaperCode, BY_ID, id.0)
}

/// The code with this identity key, over or not.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_identity(tx: &mut Tx, identity: &[u8; 32]) -> Result<Option<PaperCode>, StoreError> {
    fetch_optional!(tx, PaperCode, BY_IDENTITY, identity.as_slice())
}

/// The last code of a member in an assembly, over or not.
///
/// # Errors
/// See [`StoreError`].
pub async fn last(tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<Option<PaperCode>, StoreError> {
    fetch_optional!(tx, PaperCode, LAST, assembly.0, member.0)
}

/// The codes of an assembly that were not taken back, of members with a voice, by member number.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_voices(tx: &mut Tx, assembly: AssemblyId, rules: VoiceRules) -> Result<Vec<PaperCode>, StoreError> {
    let [a, b, c] = members::voiced(rules);
    fetch_all!(tx, PaperCode, OF_VOICES, assembly.0, a, b, c)
}

/// Every code, whatever its assembly, of those who have a leaf in a commitment to the register.
///
/// # Errors
/// See [`StoreError`].
pub async fn committed(tx: &mut Tx, scope: Uuid) -> Result<Vec<PaperCode>, StoreError> {
    fetch_all!(tx, PaperCode, COMMITTED, scope)
}

/// The same with names, for the desk, whoever has a voice still.
///
/// # Errors
/// See [`StoreError`].
pub async fn lines(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Line>, StoreError> {
    fetch_all!(tx, Line, LINES, assembly.0)
}

/// How many codes were printed for an assembly, those that are over among them. It never falls.
///
/// # Errors
/// See [`StoreError`].
pub async fn printed(tx: &mut Tx, assembly: AssemblyId) -> Result<u32, StoreError> {
    fetch_count!(tx, PRINTED, assembly.0)
}

/// Whether a key is a code's.
///
/// # Errors
/// See [`StoreError`].
pub async fn is_code(tx: &mut Tx, identity: &[u8; 32], ballot_root: &[u8; 32]) -> Result<bool, StoreError> {
    Ok(fetch_count!(tx, USED_BY_CODE, identity.as_slice(), ballot_root.as_slice())? > 0)
}

/// Whether a key is, or was, a member's own.
///
/// # Errors
/// See [`StoreError`].
pub async fn is_members(tx: &mut Tx, identity: &[u8; 32], ballot_root: &[u8; 32]) -> Result<bool, StoreError> {
    Ok(fetch_count!(tx, USED_BY_MEMBER, identity.as_slice(), ballot_root.as_slice())? > 0)
}

/// Stores a session, and forgets those that are over.
///
/// # Errors
/// See [`StoreError`].
pub async fn begin(tx: &mut Tx, new: &CodeSession) -> Result<(), StoreError> {
    execute!(tx, FORGET, new.created_at)?;
    execute!(tx, BEGIN, new.id.0, new.token_hash.as_slice(), new.code.0, new.created_at, new.expires_at)?;
    Ok(())
}

/// The session with this token, unless expired.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_token(tx: &mut Tx, token_hash: &[u8; 32], now: i64) -> Result<Option<CodeSession>, StoreError> {
    fetch_optional!(tx, CodeSession, BY_TOKEN, token_hash.as_slice(), now)
}

/// Forgets a session. False if there was none.
///
/// # Errors
/// See [`StoreError`].
pub async fn sign_out(tx: &mut Tx, token_hash: &[u8; 32]) -> Result<bool, StoreError> {
    Ok(execute!(tx, SIGN_OUT, token_hash.as_slice())? == 1)
}
