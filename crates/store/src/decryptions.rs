//! Partial decryptions and the companion proofs that came with them.

use domain::ids::{BoxId, VoteId};

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

row! {
    /// One owner's part of the decryption of a sum of boxes.
    #[derive(Clone, Debug)]
    pub PartOfSum {
        /// Owner index in the trustees object, from 1.
        owner: u32,
        /// The part with its proofs, canonical JSON.
        body: String,
    }
}

sql! {
    INSERT = "INSERT INTO partial_decryptions (ballot_box, owner, body, companion, at) VALUES ($1, $2, $3, $4, $5)";
    OF_BOX = "SELECT p.owner, p.body, p.companion
        FROM partial_decryptions p
        JOIN archive_items i ON i.ballot_box = p.ballot_box AND i.height IS NULL AND i.body = p.body
        WHERE p.ballot_box = $1 ORDER BY i.position";
    INSERT_OF_SUM = "INSERT INTO summed_parts (vote, owner, body, at) VALUES ($1, $2, $3, $4)";
    OF_SUM = "SELECT owner, body FROM summed_parts WHERE vote = $1 ORDER BY owner";
}

/// Stores a part. A second one of the same owner is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, ballot_box: BoxId, new: &Part, at: i64) -> Result<(), StoreError> {
    execute!(tx, INSERT, ballot_box.0, i64::from(new.owner), &new.body, &new.companion, at)?;
    Ok(())
}

/// The parts received, in the order of the archive.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_box(tx: &mut Tx, ballot_box: BoxId) -> Result<Vec<Part>, StoreError> {
    fetch_all!(tx, Part, OF_BOX, ballot_box.0)
}

/// Stores a part of a sum. A second one of the same owner is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_of_sum(tx: &mut Tx, vote: VoteId, new: &PartOfSum, at: i64) -> Result<(), StoreError> {
    execute!(tx, INSERT_OF_SUM, vote.0, i64::from(new.owner), &new.body, at)?;
    Ok(())
}

/// The parts of the sum of the boxes of a vote received, by owner.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_sum(tx: &mut Tx, vote: VoteId) -> Result<Vec<PartOfSum>, StoreError> {
    fetch_all!(tx, PartOfSum, OF_SUM, vote.0)
}
