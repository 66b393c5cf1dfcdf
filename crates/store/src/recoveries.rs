//! Members who lost everything, helped by two officers. Of the code only a hash is stored.

use domain::ids::MemberId;
use domain::keys::Recovery;
use uuid::Uuid;

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A recovery as stored.
    #[derive(Clone, Debug)]
    pub Stored {
        /// Id.
        id: Uuid,
        /// Who lost the key.
        member: MemberId,
        /// Who began.
        begun_by: MemberId,
        /// When.
        begun_at: i64,
        /// Who confirmed.
        confirmed_by: Option<MemberId>,
        /// When.
        confirmed_at: Option<i64>,
        /// SHA-256 of id and code.
        code_hash: Option<[u8; 32]>,
        /// Codes tried.
        tries: u32,
        /// Until when the next step may be taken.
        expires_at: i64,
        /// When the code was used.
        used_at: Option<i64>,
    }
}

impl Stored {
    /// What is decided upon.
    #[must_use]
    pub fn recovery(&self) -> Recovery {
        Recovery {
            member: self.member,
            begun_by: self.begun_by,
            confirmed_by: self.confirmed_by,
            tries: self.tries,
            expires_at: self.expires_at,
            used_at: self.used_at,
        }
    }
}

sql! {
    INSERT = "INSERT INTO key_recoveries (id, member, begun_by, begun_at, tries, expires_at) VALUES ($1, $2, $3, $4, 0, $5)";
    LAST = "SELECT id, member, begun_by, begun_at, confirmed_by, confirmed_at, code_hash, tries, expires_at, used_at
        FROM key_recoveries WHERE member = $1 ORDER BY begun_at DESC, id DESC LIMIT 1";
    GOING_ON = "SELECT id, member, begun_by, begun_at, confirmed_by, confirmed_at, code_hash, tries, expires_at, used_at
        FROM key_recoveries WHERE used_at IS NULL AND expires_at > $1 ORDER BY begun_at, id";
    CONFIRM = "UPDATE key_recoveries SET confirmed_by = $2, confirmed_at = $3, code_hash = $4, expires_at = $5
        WHERE id = $1 AND confirmed_by IS NULL AND used_at IS NULL";
    TRIED = "UPDATE key_recoveries SET tries = tries + 1 WHERE id = $1";
    USE = "UPDATE key_recoveries SET used_at = $2 WHERE id = $1 AND used_at IS NULL";
    END = "DELETE FROM key_recoveries WHERE member = $1 AND used_at IS NULL";
}

/// Begins one. While another of the member was begun and not used it is [`StoreError::Duplicate`]: [`end`] first.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Stored) -> Result<(), StoreError> {
    execute!(tx, INSERT, new.id, new.member.0, new.begun_by.0, new.begun_at, new.expires_at)?;
    Ok(())
}

/// The newest of a member: the only one that may be going on.
///
/// # Errors
/// See [`StoreError`].
pub async fn last(tx: &mut Tx, member: MemberId) -> Result<Option<Stored>, StoreError> {
    fetch_optional!(tx, Stored, LAST, member.0)
}

/// Those whose time is not over, oldest first. Wrong codes may have ended them all the same.
///
/// # Errors
/// See [`StoreError`].
pub async fn going_on(tx: &mut Tx, now: i64) -> Result<Vec<Stored>, StoreError> {
    fetch_all!(tx, Stored, GOING_ON, now)
}

/// Confirms one. False if somebody did before.
///
/// # Errors
/// See [`StoreError`].
pub async fn confirm(
    tx: &mut Tx,
    id: Uuid,
    officer: MemberId,
    code_hash: &[u8; 32],
    now: i64,
    expires_at: i64,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, CONFIRM, id, officer.0, now, code_hash.as_slice(), expires_at)? == 1)
}

/// Counts a code typed.
///
/// # Errors
/// See [`StoreError`].
pub async fn tried(tx: &mut Tx, id: Uuid) -> Result<(), StoreError> {
    execute!(tx, TRIED, id)?;
    Ok(())
}

/// Uses one. False if it was used before.
///
/// # Errors
/// See [`StoreError`].
pub async fn use_up(tx: &mut Tx, id: Uuid, now: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, USE, id, now)? == 1)
}

/// Takes away what was begun for a member and not used: another begins, or a key was registered by other means.
///
/// # Errors
/// See [`StoreError`].
pub async fn end(tx: &mut Tx, member: MemberId) -> Result<(), StoreError> {
    execute!(tx, END, member.0)?;
    Ok(())
}
