//! Encrypted ballots and émargements of secret votes. The highest `n` of a voice counts.

use domain::ids::{MemberId, VoteId};

use crate::column::{integer, row};
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A ballot received.
    #[derive(Clone, Debug)]
    pub Received {
        /// The vote.
        vote: VoteId,
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

sql! {
    COUNT = "SELECT COUNT(*) FROM ballots WHERE vote = $1";
    INSERT = "INSERT INTO ballots (vote, voice, n, tracker, credential, height, event_hash, slip, receipt, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    BY_TRACKER = "SELECT vote, voice, n, tracker, credential, height, event_hash, slip, receipt, at
        FROM ballots WHERE vote = $1 AND tracker = $2";
    OF_VOTE = "SELECT vote, voice, n, tracker, credential, height, event_hash, slip, receipt, at
        FROM ballots WHERE vote = $1 ORDER BY height";
    LAST_N = "SELECT COALESCE(MAX(n), 0) AS n FROM ballots WHERE vote = $1 AND voice = $2";
    SENT = "SELECT COUNT(*) FROM ballots WHERE vote = $1 AND voice = $2";
    VOTED = "SELECT COUNT(*) FROM emargements WHERE vote = $1";
    INSERT_EMARGEMENT = "INSERT INTO emargements (vote, voice, signature, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (vote, voice) DO NOTHING";
    EMARGEMENTS = "SELECT voice, signature FROM emargements WHERE vote = $1 ORDER BY voice";
}

/// Ballots received in a vote, replaced ones included.
///
/// # Errors
/// See [`StoreError`].
pub async fn count(tx: &mut Tx, vote: VoteId) -> Result<u32, StoreError> {
    fetch_count!(tx, COUNT, vote.0)
}

/// Stores a ballot whose tracker and `n` were read as new. Taken since, they are [`StoreError::Busy`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Received) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.vote.0,
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

/// Every ballot of a vote, in archive order.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_vote(tx: &mut Tx, vote: VoteId) -> Result<Vec<Received>, StoreError> {
    fetch_all!(tx, Received, OF_VOTE, vote.0)
}

/// The highest `n` received from a voice, 0 if none.
///
/// # Errors
/// See [`StoreError`].
pub async fn last_n(tx: &mut Tx, vote: VoteId, voice: MemberId) -> Result<u64, StoreError> {
    Ok(fetch_optional!(tx, Highest, LAST_N, vote.0, voice.0)?.map_or(0, |row| row.n))
}

/// Ballots a voice has sent, replaced ones included.
///
/// # Errors
/// See [`StoreError`].
pub async fn sent(tx: &mut Tx, vote: VoteId, voice: MemberId) -> Result<u32, StoreError> {
    fetch_count!(tx, SENT, vote.0, voice.0)
}

/// Voices that have voted.
///
/// # Errors
/// See [`StoreError`].
pub async fn voted(tx: &mut Tx, vote: VoteId) -> Result<u32, StoreError> {
    fetch_count!(tx, VOTED, vote.0)
}

/// Stores an émargement. False if the voice had signed already.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_emargement(tx: &mut Tx, vote: VoteId, new: &Emargement, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, INSERT_EMARGEMENT, vote.0, new.voice.0, new.signature.as_slice(), at)? == 1)
}

/// Every émargement of a vote, by voice.
///
/// # Errors
/// See [`StoreError`].
pub async fn emargements(tx: &mut Tx, vote: VoteId) -> Result<Vec<Emargement>, StoreError> {
    fetch_all!(tx, Emargement, EMARGEMENTS, vote.0)
}
