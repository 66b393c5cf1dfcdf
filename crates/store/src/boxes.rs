//! Boxes: where the ballots of a vote are received. In a secret vote each is a Belenios election, with its archive, item by
//! item.

use domain::ids::{BoxId, VoteId};
use domain::vote::Stage;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A box.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub VoteBox {
        /// Id; that of the session has the id of its vote.
        id: BoxId,
        /// The vote.
        vote: VoteId,
        /// In advance, or in the session.
        stage: Stage,
        /// When it opened.
        opened_at: i64,
        /// Of an advance box: the hour it closes.
        until: Option<i64>,
        /// When it closed.
        closed_at: Option<i64>,
    }
}

row! {
    /// The box of a secret vote: its election.
    #[derive(Clone, Debug)]
    pub BallotBox {
        /// The box.
        id: BoxId,
        /// The vote.
        vote: VoteId,
        /// In advance, or in the session.
        stage: Stage,
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

row! {
    Carry { body: String }
}

sql! {
    INSERT = "INSERT INTO boxes (id, vote, stage, opened_at, until, closed_at) VALUES ($1, $2, $3, $4, $5, $6)";
    OF_VOTE = "SELECT id, vote, stage, opened_at, until, closed_at FROM boxes WHERE vote = $1 ORDER BY stage";
    DUE = "SELECT b.id, b.vote, b.stage, b.opened_at, b.until, b.closed_at FROM boxes b JOIN votes v ON v.id = b.vote
        WHERE b.stage = 'advance' AND b.closed_at IS NULL AND b.until <= $1 AND v.state = 'advance' ORDER BY b.id";
    CLOSE = "UPDATE boxes SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL";
    INSERT_ELECTION = "INSERT INTO elections (ballot_box, uuid, election, fingerprint, trustees, archive_time)
        VALUES ($1, $2, $3, $4, $5, $6)";
    ELECTION = "SELECT b.id, b.vote, b.stage, e.uuid, e.election, e.fingerprint, e.trustees, e.archive_time
        FROM elections e JOIN boxes b ON b.id = e.ballot_box WHERE b.id = $1";
    ELECTIONS = "SELECT b.id, b.vote, b.stage, e.uuid, e.election, e.fingerprint, e.trustees, e.archive_time
        FROM elections e JOIN boxes b ON b.id = e.ballot_box WHERE b.vote = $1 ORDER BY b.stage";
    INSERT_ITEM = "INSERT INTO archive_items (ballot_box, position, kind, height, hash, body)
        VALUES ($1, $2, $3, $4, $5, $6)";
    ITEMS = "SELECT position, kind, height, hash, body FROM archive_items WHERE ballot_box = $1 ORDER BY position";
    HEAD = "SELECT position, height, hash FROM archive_items WHERE ballot_box = $1 AND height IS NOT NULL
        ORDER BY height DESC LIMIT 1";
    INSERT_CARRY = "INSERT INTO carry_lists (ballot_box, body) VALUES ($1, $2)";
    CARRY = "SELECT body FROM carry_lists WHERE ballot_box = $1";
}

/// Stores a box as it opens. A second one of the same stage is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &VoteBox) -> Result<(), StoreError> {
    let VoteBox { id, vote, stage, opened_at, until, closed_at } = new;
    execute!(tx, INSERT, id.0, vote.0, word(stage), *opened_at, *until, *closed_at)?;
    Ok(())
}

/// The boxes of a vote, the advance one first.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_vote(tx: &mut Tx, vote: VoteId) -> Result<Vec<VoteBox>, StoreError> {
    fetch_all!(tx, VoteBox, OF_VOTE, vote.0)
}

/// The box of a vote at a stage, once open.
///
/// # Errors
/// See [`StoreError`].
pub async fn at_stage(tx: &mut Tx, vote: VoteId, stage: Stage) -> Result<Option<VoteBox>, StoreError> {
    Ok(of_vote(tx, vote).await?.into_iter().find(|one| one.stage == stage))
}

/// The advance boxes whose hour has passed and that were not closed yet.
///
/// # Errors
/// See [`StoreError`].
pub async fn due(tx: &mut Tx, now: i64) -> Result<Vec<VoteBox>, StoreError> {
    fetch_all!(tx, VoteBox, DUE, now)
}

/// Closes a box. False if it was closed already.
///
/// # Errors
/// See [`StoreError`].
pub async fn close(tx: &mut Tx, id: BoxId, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, CLOSE, id.0, at)? == 1)
}

/// Stores the election of a box of a secret vote.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_election(tx: &mut Tx, new: &BallotBox) -> Result<(), StoreError> {
    let BallotBox { id, uuid, election, fingerprint, trustees, archive_time, .. } = new;
    execute!(tx, INSERT_ELECTION, id.0, uuid, election, fingerprint, trustees, *archive_time)?;
    Ok(())
}

/// The election of a box; none of an open vote.
///
/// # Errors
/// See [`StoreError`].
pub async fn election(tx: &mut Tx, id: BoxId) -> Result<Option<BallotBox>, StoreError> {
    fetch_optional!(tx, BallotBox, ELECTION, id.0)
}

/// The elections of the boxes of a vote, that of the advance box first; none of an open vote, nor before it opens.
///
/// # Errors
/// See [`StoreError`].
pub async fn elections(tx: &mut Tx, vote: VoteId) -> Result<Vec<BallotBox>, StoreError> {
    fetch_all!(tx, BallotBox, ELECTIONS, vote.0)
}

/// Appends an item to the archive. A place taken since it was read as free is [`StoreError::Busy`].
///
/// # Errors
/// See [`StoreError`].
pub async fn append(tx: &mut Tx, id: BoxId, new: &ArchiveItem) -> Result<(), StoreError> {
    let position = crate::column::integer(new.position);
    let height = new.height.map(crate::column::integer);
    execute!(tx, INSERT_ITEM, id.0, position, &new.kind, height, &new.hash, &new.body).map_err(StoreError::or_raced)?;
    Ok(())
}

/// Every item of the archive, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn items(tx: &mut Tx, id: BoxId) -> Result<Vec<ArchiveItem>, StoreError> {
    fetch_all!(tx, ArchiveItem, ITEMS, id.0)
}

/// The last event of the archive.
///
/// # Errors
/// See [`StoreError`].
pub async fn head(tx: &mut Tx, id: BoxId) -> Result<Option<ArchiveHead>, StoreError> {
    fetch_optional!(tx, ArchiveHead, HEAD, id.0)
}

/// Stores the carry list of a later box, as published.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_carry(tx: &mut Tx, id: BoxId, body: &str) -> Result<(), StoreError> {
    execute!(tx, INSERT_CARRY, id.0, body)?;
    Ok(())
}

/// The carry list of a later box; none of a first one.
///
/// # Errors
/// See [`StoreError`].
pub async fn carry(tx: &mut Tx, id: BoxId) -> Result<Option<String>, StoreError> {
    Ok(fetch_optional!(tx, Carry, CARRY, id.0)?.map(|row| row.body))
}
