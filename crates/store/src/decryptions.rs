//! Partial decryptions and the companion proofs that came with them.

use domain::ids::VoteId;

use crate::column::row;
use crate::db::{execute, fetch_all, sql};
use crate::{StoreError, Tx};

row! {
    /// One owner's part.
    #[derive(Clone, Debug)]
    pub Part {
        /// Owner index in the trustees object, from 1.
        owner: u32,
        /// Partial decryption, canonical JSON.
        body: String,
        /// Companion proofs, canonical JSON.
        companion: String,
    }
}

sql! {
    INSERT = "INSERT INTO partial_decryptions (vote, owner, body, companion, at) VALUES ($1, $2, $3, $4, $5)";
    OF_VOTE = "SELECT owner, body, companion FROM partial_decryptions WHERE vote = $1 ORDER BY owner";
}

/// Stores a part. A second one of the same owner is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, vote: VoteId, new: &Part, at: i64) -> Result<(), StoreError> {
    execute!(tx, INSERT, vote.0, i64::from(new.owner), &new.body, &new.companion, at)?;
    Ok(())
}

/// The parts received, by owner.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_vote(tx: &mut Tx, vote: VoteId) -> Result<Vec<Part>, StoreError> {
    fetch_all!(tx, Part, OF_VOTE, vote.0)
}
