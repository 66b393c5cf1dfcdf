//! The share ledger: entries are added, never changed; a member holds their sum.

use domain::ids::MemberId;
use uuid::Uuid;

use crate::column::row;
use crate::db::{execute, fetch_optional, sql};
use crate::{StoreError, Tx};

/// A new entry of the ledger.
#[derive(Clone, Debug)]
pub struct ShareEntry {
    /// Id.
    pub id: Uuid,
    /// Whose shares.
    pub member: MemberId,
    /// What happened, as `domain::shares` names it.
    pub kind: String,
    /// Shares added (or, negative, taken).
    pub shares: i64,
    /// Money paid in (or, negative, paid back), in cents.
    pub cents: i64,
    /// When.
    pub at: i64,
    /// SHA-256 of what it is about, when the same must not be entered twice.
    pub once: Option<[u8; 32]>,
    /// The entry it undoes.
    pub reverses: Option<Uuid>,
}

row! {
    /// Sums of the ledger.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Holding {
        /// Shares held.
        shares: i64,
        /// Their paid-in value in cents.
        cents: i64,
    }
}

sql! {
    INSERT = "INSERT INTO share_entries (id, member, kind, shares, cents, at, once, reverses)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    OF_MEMBER = "SELECT CAST(COALESCE(SUM(shares), 0) AS BIGINT) AS shares, CAST(COALESCE(SUM(cents), 0) AS BIGINT) AS cents
        FROM share_entries WHERE member = $1";
    TOTAL = "SELECT CAST(COALESCE(SUM(shares), 0) AS BIGINT) AS shares, CAST(COALESCE(SUM(cents), 0) AS BIGINT) AS cents
        FROM share_entries";
}

/// Adds an entry. One about the same, or one that undoes what is undone already, is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &ShareEntry) -> Result<(), StoreError> {
    let once = new.once.as_ref().map(<[u8; 32]>::as_slice);
    execute!(tx, INSERT, new.id, new.member.0, &new.kind, new.shares, new.cents, new.at, once, new.reverses)?;
    Ok(())
}

/// What a member holds.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Holding, StoreError> {
    let sum = fetch_optional!(tx, Holding, OF_MEMBER, member.0)?;
    sum.ok_or_else(|| StoreError::missing("a sum"))
}

/// What all hold together.
///
/// # Errors
/// See [`StoreError`].
pub async fn total(tx: &mut Tx) -> Result<Holding, StoreError> {
    let sum = fetch_optional!(tx, Holding, TOTAL)?;
    sum.ok_or_else(|| StoreError::missing("a sum"))
}
