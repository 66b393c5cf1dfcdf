//! The browsers members signed in from, by name and without version.

use domain::ids::MemberId;

use crate::db::{execute, fetch_count, sql};
use crate::{StoreError, Tx};

sql! {
    INSERT = "INSERT INTO known_browsers (member, name, first_at, last_at) VALUES ($1, $2, $3, $3)";
    AGAIN = "UPDATE known_browsers SET last_at = $3 WHERE member = $1 AND name = $2";
    COUNT = "SELECT COUNT(*) FROM known_browsers WHERE member = $1";
    FORGET = "DELETE FROM known_browsers WHERE last_at <= $1";
    FORGET_OF = "DELETE FROM known_browsers WHERE member = $1";
}

/// Notes that a member signed in from a browser. True if it was known.
///
/// # Errors
/// See [`StoreError`].
pub async fn seen(tx: &mut Tx, member: MemberId, name: &str, at: i64) -> Result<bool, StoreError> {
    if execute!(tx, AGAIN, member.0, name, at)? == 1 {
        return Ok(true);
    }
    execute!(tx, INSERT, member.0, name, at)?;
    Ok(false)
}

/// How many browsers a member is known to sign in from.
///
/// # Errors
/// See [`StoreError`].
pub async fn count(tx: &mut Tx, member: MemberId) -> Result<u32, StoreError> {
    fetch_count!(tx, COUNT, member.0)
}

/// Forgets browsers last seen at `before` or earlier. Answers how many.
///
/// # Errors
/// See [`StoreError`].
pub async fn forget(tx: &mut Tx, before: i64) -> Result<u64, StoreError> {
    execute!(tx, FORGET, before)
}

/// Forgets the browsers of a member.
///
/// # Errors
/// See [`StoreError`].
pub async fn forget_of(tx: &mut Tx, member: MemberId) -> Result<u64, StoreError> {
    execute!(tx, FORGET_OF, member.0)
}
