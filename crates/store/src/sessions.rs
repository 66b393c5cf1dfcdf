//! Signed-in browsers. Only a hash of each token is stored.

use domain::ids::{MemberId, SessionId};

use crate::column::row;
use crate::db::{execute, fetch_optional, sql};
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
    }
}

sql! {
    INSERT = "INSERT INTO sessions (id, token_hash, member, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
    BY_TOKEN = "SELECT id, token_hash, member, created_at, expires_at FROM sessions
        WHERE token_hash = $1 AND expires_at > $2";
    DELETE = "DELETE FROM sessions WHERE token_hash = $1";
    DELETE_EXPIRED = "DELETE FROM sessions WHERE expires_at <= $1";
}

/// Stores a session.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Session) -> Result<(), StoreError> {
    execute!(tx, INSERT, new.id.0, new.token_hash.as_slice(), new.member.0, new.created_at, new.expires_at)?;
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

/// Forgets every expired session.
///
/// # Errors
/// See [`StoreError`].
pub async fn delete_expired(tx: &mut Tx, now: i64) -> Result<u64, StoreError> {
    execute!(tx, DELETE_EXPIRED, now)
}
