//! Addresses somebody typed, until the link sent to them is pressed. Of a link only the hash is kept.

use domain::ids::MemberId;
use uuid::Uuid;

use crate::column::row;
use crate::db::{execute, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// An address to confirm.
    #[derive(Clone, Debug)]
    pub Confirmation {
        /// Id.
        id: Uuid,
        /// Whose.
        member: MemberId,
        /// The address as typed.
        email: String,
        /// The address as it is compared.
        email_key: String,
        /// SHA-256 of the link's token.
        token_hash: [u8; 32],
        /// When it was asked for.
        asked_at: i64,
        /// Until when it can be confirmed.
        expires_at: i64,
        /// When it was.
        used_at: Option<i64>,
    }
}

sql! {
    INSERT = "INSERT INTO email_confirmations (id, member, email, email_key, token_hash, asked_at, expires_at, used_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    BY_TOKEN = "SELECT id, member, email, email_key, token_hash, asked_at, expires_at, used_at
        FROM email_confirmations WHERE token_hash = $1";
    USE = "UPDATE email_confirmations SET used_at = $2 WHERE id = $1 AND used_at IS NULL";
    SINCE = "SELECT COUNT(*) FROM email_confirmations WHERE member = $1 AND asked_at > $2";
}

/// Notes an address to confirm.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Confirmation) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.id,
        new.member.0,
        &new.email,
        &new.email_key,
        new.token_hash.as_slice(),
        new.asked_at,
        new.expires_at,
        new.used_at,
    )?;
    Ok(())
}

/// What a link confirms, used or not, over or not.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_token(tx: &mut Tx, token_hash: &[u8; 32]) -> Result<Option<Confirmation>, StoreError> {
    fetch_optional!(tx, Confirmation, BY_TOKEN, token_hash.as_slice())
}

/// Notes that the link was pressed. False if it was before.
///
/// # Errors
/// See [`StoreError`].
pub async fn use_up(tx: &mut Tx, id: Uuid, now: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, USE, id, now)? == 1)
}

/// How many links a member was sent since an instant.
///
/// # Errors
/// See [`StoreError`].
pub async fn since(tx: &mut Tx, member: MemberId, instant: i64) -> Result<u32, StoreError> {
    fetch_count!(tx, SINCE, member.0, instant)
}
