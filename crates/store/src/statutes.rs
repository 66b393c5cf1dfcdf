//! Versions of the statutes. Rows are never changed: another follows.

use domain::ids::{MemberId, VoteId};
use uuid::Uuid;

use crate::column::row;
use crate::db::{execute, fetch_all, sql};
use crate::{StoreError, Tx};

row! {
    /// A version.
    #[derive(Clone, Debug)]
    pub Version {
        /// Id.
        id: Uuid,
        /// From 1.
        version: u32,
        /// Canonical JSON.
        body: String,
        /// Its SHA-256.
        hash: [u8; 32],
        /// First instant in force.
        effective_at: i64,
        /// When it was entered.
        adopted_at: i64,
        /// The decision in words; empty for the first.
        decision: String,
        /// The vote that decided it, where it was held here.
        vote: Option<VoteId>,
        /// Who entered it; nobody for the first.
        adopted_by: Option<MemberId>,
    }
}

sql! {
    INSERT = "INSERT INTO statutes (id, version, body, hash, effective_at, adopted_at, decision, vote, adopted_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    ALL_VERSIONS = "SELECT id, version, body, hash, effective_at, adopted_at, decision, vote, adopted_by
        FROM statutes ORDER BY version";
}

/// Adds a version. A number that is taken is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Version) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.id,
        i64::from(new.version),
        &new.body,
        new.hash.as_slice(),
        new.effective_at,
        new.adopted_at,
        &new.decision,
        new.vote.map(|vote| vote.0),
        new.adopted_by.map(|by| by.0),
    )?;
    Ok(())
}

/// Every version, from the first.
///
/// # Errors
/// See [`StoreError`].
pub async fn all(tx: &mut Tx) -> Result<Vec<Version>, StoreError> {
    fetch_all!(tx, Version, ALL_VERSIONS)
}
