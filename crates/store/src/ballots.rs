//! Encrypted ballots and émargements of secret votes. The highest `n` of a voice counts.

use domain::ids::{BoxId, MemberId, VoteId};

use crate::column::{integer, row};
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A ballot received.
    #[derive(Clone, Debug)]
    pub Received {
        /// The box.
        ballot_box: BoxId,
        /// The voice that voted.
        voice: MemberId,
        /// Order number.
        n: u64,
        /// Tracker.
        tracker: String,
        /// Credential it is signed under.
        credential: String,
        /// Height of its event in the archive.
        height: u64,
        /// Hash of that event.
        event_hash: String,
        /// Order slip, JSON.
        slip: String,
        /// Receipt given, JSON.
        receipt: String,
        /// When.
        at: i64,
    }
}

row! {
    /// That a voice has voted.
    #[derive(Clone, Debug)]
    pub Emargement {
        /// The voice.
        voice: MemberId,
        /// Signature of its identity key.
        signature: [u8; 64],
    }
}

row! {
    Highest { n: u64 }
}

row! {
    Latest { at: i64 }
}

sql! {
    COUNT = "SELECT COUNT(*) FROM ballots WHERE ballot_box = $1";
    INSERT = "INSERT INTO ballots (ballot_box, voice, n, tracker, credential, height, event_hash, slip, receipt, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    BY_TRACKER = "SELECT ballot_box, voice, n, tracker, credential, height, event_hash, slip, receipt, at
        FROM ballots WHERE ballot_box IN (SELECT id FROM boxes WHERE vote = $1) AND tracker = $2";
    OF_BOX = "SELECT ballot_box, voice, n, tracker, credential, height, event_hash, slip, receipt, at
        FROM ballots WHERE ballot_box = $1 ORDER BY height";
    LAST_N = "SELECT COALESCE(MAX(n), 0) AS n FROM ballots WHERE ballot_box = $1 AND voice = $2";
    SENT = "SELECT COUNT(*) FROM ballots WHERE ballot_box = $1 AND voice = $2";
    LAST_AT = "SELECT COALESCE(MAX(at), 0) AS at FROM ballots WHERE ballot_box = $1 AND voice = $2";
    VOTED = "SELECT COUNT(*) FROM emargements WHERE vote = $1";
    VOTED_IN = "SELECT COUNT(*) FROM emargements WHERE ballot_box = $1";
    MARKED = "SELECT voice, signature FROM emargements WHERE vote = $1 AND voice = $2";
    INSERT_EMARGEMENT = "INSERT INTO emargements (ballot_box, vote, voice, signature, at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (ballot_box, voice) DO NOTHING";
    EMARGEMENTS = "SELECT voice, signature FROM emargements WHERE ballot_box = $1 ORDER BY voice";
}

/// Ballots received in a box, replaced ones included.
///
/// # Errors
/// See [`StoreError`].
pub async fn count(tx: &mut Tx, ballot_box: BoxId) -> Result<u32, StoreError> {
    fetch_count!(tx, COUNT, ballot_box.0)
}

/// Stores a ballot whose tracker and `n` were read as new. Taken since, they are [`StoreError::Busy`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Received) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.ballot_box.0,
        new.voice.0,
        integer(new.n),
        &new.tracker,
        &new.credential,
        integer(new.height),
        &new.event_hash,
        &new.slip,
        &new.receipt,
        new.at,
    )
    .map_err(StoreError::or_raced)?;
    Ok(())
}

/// The ballot with this tracker.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_tracker(tx: &mut Tx, vote: VoteId, tracker: &str) -> Result<Option<Received>, StoreError> {
    fetch_optional!(tx, Received, BY_TRACKER, vote.0, tracker)
}

/// Every ballot of a box, in archive order.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_box(tx: &mut Tx, ballot_box: BoxId) -> Result<Vec<Received>, StoreError> {
    fetch_all!(tx, Received, OF_BOX, ballot_box.0)
}

/// The highest `n` received from a voice, 0 if none.
///
/// # Errors
/// See [`StoreError`].
pub async fn last_n(tx: &mut Tx, ballot_box: BoxId, voice: MemberId) -> Result<u64, StoreError> {
    Ok(fetch_optional!(tx, Highest, LAST_N, ballot_box.0, voice.0)?.map_or(0, |row| row.n))
}

/// Ballots a voice has sent, replaced ones included.
///
/// # Errors
/// See [`StoreError`].
pub async fn sent(tx: &mut Tx, ballot_box: BoxId, voice: MemberId) -> Result<u32, StoreError> {
    fetch_count!(tx, SENT, ballot_box.0, voice.0)
}

/// When the last ballot of a voice was received, microseconds UTC; 0 if none was.
///
/// # Errors
/// See [`StoreError`].
pub async fn last_at(tx: &mut Tx, ballot_box: BoxId, voice: MemberId) -> Result<i64, StoreError> {
    Ok(fetch_optional!(tx, Latest, LAST_AT, ballot_box.0, voice.0)?.map_or(0, |row| row.at))
}

/// Voices that have voted, in all boxes of a vote.
///
/// # Errors
/// See [`StoreError`].
pub async fn voted(tx: &mut Tx, vote: VoteId) -> Result<u32, StoreError> {
    fetch_count!(tx, VOTED, vote.0)
}

/// Voices that have voted in a box.
///
/// # Errors
/// See [`StoreError`].
pub async fn voted_in(tx: &mut Tx, ballot_box: BoxId) -> Result<u32, StoreError> {
    fetch_count!(tx, VOTED_IN, ballot_box.0)
}

/// Whether a voice has voted in a vote, in whichever box.
///
/// # Errors
/// See [`StoreError`].
pub async fn marked(tx: &mut Tx, vote: VoteId, voice: MemberId) -> Result<bool, StoreError> {
    Ok(fetch_optional!(tx, Emargement, MARKED, vote.0, voice.0)?.is_some())
}

/// Stores an émargement. False if the voice had signed already; in another box of the same vote, [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_emargement(
    tx: &mut Tx,
    (vote, ballot_box): (VoteId, BoxId),
    new: &Emargement,
    at: i64,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, INSERT_EMARGEMENT, ballot_box.0, vote.0, new.voice.0, new.signature.as_slice(), at)? == 1)
}

/// Every émargement of a box, by voice.
///
/// # Errors
/// See [`StoreError`].
pub async fn emargements(tx: &mut Tx, ballot_box: BoxId) -> Result<Vec<Emargement>, StoreError> {
    fetch_all!(tx, Emargement, EMARGEMENTS, ballot_box.0)
}
