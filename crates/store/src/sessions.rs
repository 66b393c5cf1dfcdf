//! Signed-in browsers. Only a hash of each token is stored.

use domain::ids::{MemberId, SessionId};
use domain::roles::Means;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A session.
    #[derive(Clone, Debug)]
    pub Session {
        /// Id, for the log.
        id: SessionId,
        /// SHA-256 of the token in the cookie.
        token_hash: [u8; 32],
        /// Who signed in.
        member: MemberId,
        /// When.
        created_at: i64,
        /// Until when it is good.
        expires_at: i64,
        /// How the member signed in.
        means: Means,
        /// What the browser says it is.
        browser: String,
    }
}

sql! {
    INSERT = "INSERT INTO sessions (id, token_hash, member, created_at, expires_at, means, browser)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    BY_TOKEN = "SELECT id, token_hash, member, created_at, expires_at, means, browser FROM sessions
        WHERE token_hash = $1 AND expires_at > $2";
    DELETE = "DELETE FROM sessions WHERE token_hash = $1";
    OF_MEMBER = "SELECT id, token_hash, member, created_at, expires_at, means, browser FROM sessions
        WHERE member = $1 AND expires_at > $2 ORDER BY created_at DESC, id";
    DELETE_OF = "DELETE FROM sessions WHERE id = $1 AND member = $2";
    DELETE_OTHERS = "DELETE FROM sessions WHERE member = $1 AND token_hash <> $2";
    SECONDS_OF = "SELECT COUNT(*) FROM sessions WHERE member = $1 AND second_at IS NOT NULL";
    DELETE_EXPIRED = "DELETE FROM sessions WHERE expires_at <= $1";
}

/// Stores a session.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Session) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.id.0,
        new.token_hash.as_slice(),
        new.member.0,
        new.created_at,
        new.expires_at,
        word(&new.means),
        &new.browser,
    )?;
    Ok(())
}

/// The session with this token, unless expired.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_token(tx: &mut Tx, token_hash: &[u8; 32], now: i64) -> Result<Option<Session>, StoreError> {
    fetch_optional!(tx, Session, BY_TOKEN, token_hash.as_slice(), now)
}

/// Forgets a session. False if there was none.
///
/// # Errors
/// See [`StoreError`].
pub async fn delete(tx: &mut Tx, token_hash: &[u8; 32]) -> Result<bool, StoreError> {
    Ok(execute!(tx, DELETE, token_hash.as_slice())? == 1)
}

/// The sessions of a member, newest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_member(tx: &mut Tx, member: MemberId, now: i64) -> Result<Vec<Session>, StoreError> {
    fetch_all!(tx, Session, OF_MEMBER, member.0, now)
}

/// Forgets one session of a member. False if there was none.
///
/// # Errors
/// See [`StoreError`].
pub async fn delete_of(tx: &mut Tx, id: SessionId, member: MemberId) -> Result<bool, StoreError> {
    Ok(execute!(tx, DELETE_OF, id.0, member.0)? == 1)
}

/// Forgets every session of a member but one. How many there were.
///
/// # Errors
/// See [`StoreError`].
pub async fn delete_others(tx: &mut Tx, member: MemberId, kept: &[u8; 32]) -> Result<u64, StoreError> {
    execute!(tx, DELETE_OTHERS, member.0, kept.as_slice())
}

/// Forgets every expired session.
///
/// # Errors
/// See [`StoreError`].
pub async fn delete_expired(tx: &mut Tx, now: i64) -> Result<u64, StoreError> {
    execute!(tx, DELETE_EXPIRED, now)
}

/// In how many sessions of a member a second means was shown.
///
/// # Errors
/// See [`StoreError`].
pub async fn seconds_of(tx: &mut Tx, member: MemberId) -> Result<u32, StoreError> {
    fetch_count!(tx, SECONDS_OF, member.0)
}
