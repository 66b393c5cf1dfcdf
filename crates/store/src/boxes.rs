//! Boxes (Belenios elections) and the archive of each, item by item.

use domain::ids::VoteId;

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// The box of a secret vote.
    #[derive(Clone, Debug)]
    pub BallotBox {
        /// The vote.
        vote: VoteId,
        /// Uuid of the election, base58.
        uuid: String,
        /// Election JSON.
        election: String,
        /// φ, the fingerprint of the election.
        fingerprint: String,
        /// Trustees JSON.
        trustees: String,
        /// Time in the archive's headers, in seconds.
        archive_time: i64,
    }
}

row! {
    /// A member of the archive after its first.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub ArchiveItem {
        /// Place, from 0.
        position: u64,
        /// `data` or `event`.
        kind: String,
        /// Height of an event.
        height: Option<u64>,
        /// SHA-256 of the body, hex.
        hash: String,
        /// The body.
        body: String,
    }
}

row! {
    /// Where the archive ends.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub ArchiveHead {
        /// Place of the last event.
        position: u64,
        /// Its height.
        height: u64,
        /// Its hash.
        hash: String,
    }
}

sql! {
    INSERT = "INSERT INTO boxes (vote, uuid, election, fingerprint, trustees, archive_time) VALUES ($1, $2, $3, $4, $5, $6)";
    OF_VOTE = "SELECT vote, uuid, election, fingerprint, trustees, archive_time FROM boxes WHERE vote = $1";
    INSERT_ITEM = "INSERT INTO archive_items (vote, position, kind, height, hash, body) VALUES ($1, $2, $3, $4, $5, $6)";
    ITEMS = "SELECT position, kind, height, hash, body FROM archive_items WHERE vote = $1 ORDER BY position";
    HEAD = "SELECT position, height, hash FROM archive_items WHERE vote = $1 AND height IS NOT NULL
        ORDER BY height DESC LIMIT 1";
}

/// Stores a box.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &BallotBox) -> Result<(), StoreError> {
    let BallotBox { vote, uuid, election, fingerprint, trustees, archive_time } = new;
    execute!(tx, INSERT, vote.0, uuid, election, fingerprint, trustees, *archive_time)?;
    Ok(())
}

/// The box of a vote, once open.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_vote(tx: &mut Tx, vote: VoteId) -> Result<Option<BallotBox>, StoreError> {
    fetch_optional!(tx, BallotBox, OF_VOTE, vote.0)
}

/// Appends an item to the archive. A place taken since it was read as free is [`StoreError::Busy`].
///
/// # Errors
/// See [`StoreError`].
pub async fn append(tx: &mut Tx, vote: VoteId, new: &ArchiveItem) -> Result<(), StoreError> {
    let position = crate::column::integer(new.position);
    let height = new.height.map(crate::column::integer);
    execute!(tx, INSERT_ITEM, vote.0, position, &new.kind, height, &new.hash, &new.body)
        .map_err(StoreError::or_raced)?;
    Ok(())
}

/// Every item of the archive, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn items(tx: &mut Tx, vote: VoteId) -> Result<Vec<ArchiveItem>, StoreError> {
    fetch_all!(tx, ArchiveItem, ITEMS, vote.0)
}

/// The last event of the archive.
///
/// # Errors
/// See [`StoreError`].
pub async fn head(tx: &mut Tx, vote: VoteId) -> Result<Option<ArchiveHead>, StoreError> {
    fetch_optional!(tx, ArchiveHead, HEAD, vote.0)
}
