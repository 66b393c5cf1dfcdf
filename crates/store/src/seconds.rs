//! Second means of a session: a table row of `sessions`, looked at for this alone.

use domain::ids::{MemberId, SessionId};
use domain::roles::Means;

use crate::column::row;
use crate::db::{execute, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A session and its second means.
    #[derive(Clone, Copy, Debug)]
    pub Second {
        /// The session.
        id: SessionId,
        /// Whose.
        member: MemberId,
        /// How it began.
        means: Means,
        /// When another means was shown in it.
        second_at: Option<i64>,
    }
}

sql! {
    OF_TOKEN = "SELECT id, member, means, second_at FROM sessions WHERE token_hash = $1 AND expires_at > $2";
    SHOW = "UPDATE sessions SET second_at = $2 WHERE id = $1";
    FORGET = "UPDATE sessions SET second_at = NULL WHERE id = $1 AND second_at IS NOT NULL";
}

/// The session with this token, unless expired.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_token(tx: &mut Tx, token_hash: &[u8; 32], now: i64) -> Result<Option<Second>, StoreError> {
    fetch_optional!(tx, Second, OF_TOKEN, token_hash.as_slice(), now)
}

/// Notes that a second means was shown.
///
/// # Errors
/// See [`StoreError`].
pub async fn show(tx: &mut Tx, id: SessionId, now: i64) -> Result<(), StoreError> {
    execute!(tx, SHOW, id.0, now)?;
    Ok(())
}

/// Uses it up. False if there was none.
///
/// # Errors
/// See [`StoreError`].
pub async fn forget(tx: &mut Tx, id: SessionId) -> Result<bool, StoreError> {
    Ok(execute!(tx, FORGET, id.0)? == 1)
}
