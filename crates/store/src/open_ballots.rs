//! Signed choices of open votes. The highest `n` of a voice counts.

use domain::ids::{BoxId, MemberId, VoteId};
use domain::resolution::Choice;

use crate::column::{integer, row, word};
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A choice received.
    #[derive(Clone, Debug)]
    pub Said {
        /// The box.
        ballot_box: BoxId,
        /// The voice that speaks.
        voice: MemberId,
        /// Order number.
        n: u64,
        /// What it says.
        choice: Choice,
        /// Signature of the voice's identity key.
        signature: [u8; 64],
        /// Hash of the signed message.
        tracker: String,
        /// Receipt given, JSON.
        receipt: String,
        /// When.
        at: i64,
    }
}

row! {
    Highest { n: u64 }
}

row! {
    Latest { at: i64 }
}

sql! {
    COUNT = "SELECT COUNT(*) FROM open_ballots WHERE ballot_box = $1";
    INSERT = "INSERT INTO open_ballots (ballot_box, voice, n, choice, signature, tracker, receipt, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    BY_TRACKER = "SELECT ballot_box, voice, n, choice, signature, tracker, receipt, at
        FROM open_ballots WHERE ballot_box IN (SELECT id FROM boxes WHERE vote = $1) AND tracker = $2";
    COUNTED = "SELECT o.ballot_box, o.voice, o.n, o.choice, o.signature, o.tracker, o.receipt, o.at FROM open_ballots o
        WHERE o.ballot_box = $1
          AND o.n = (SELECT MAX(p.n) FROM open_ballots p WHERE p.ballot_box = o.ballot_box AND p.voice = o.voice)
        ORDER BY o.voice";
    LAST_N = "SELECT COALESCE(MAX(n), 0) AS n FROM open_ballots WHERE ballot_box = $1 AND voice = $2";
    SENT = "SELECT COUNT(*) FROM open_ballots WHERE ballot_box = $1 AND voice = $2";
    LAST_AT = "SELECT COALESCE(MAX(at), 0) AS at FROM open_ballots WHERE ballot_box = $1 AND voice = $2";
    VOTED_IN = "SELECT COUNT(DISTINCT voice) FROM open_ballots WHERE ballot_box = $1";
}

/// Ballots received in a vote, replaced ones included.
///
/// # Errors
/// See [`StoreError`].
pub async fn count(tx: &mut Tx, ballot_box: BoxId) -> Result<u32, StoreError> {
    fetch_count!(tx, COUNT, ballot_box.0)
}

/// Stores a choice whose tracker and `n` were read as new. Taken since, they are [`StoreError::Busy`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Said) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.ballot_box.0,
        new.voice.0,
        integer(new.n),
        word(&new.choice),
        new.signature.as_slice(),
        &new.tracker,
        &new.receipt,
        new.at,
    )
    .map_err(StoreError::or_raced)?;
    Ok(())
}

/// The choice with this tracker.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_tracker(tx: &mut Tx, vote: VoteId, tracker: &str) -> Result<Option<Said>, StoreError> {
    fetch_optional!(tx, Said, BY_TRACKER, vote.0, tracker)
}

/// The choice that counts of each voice that spoke, by voice.
///
/// # Errors
/// See [`StoreError`].
pub async fn counted(tx: &mut Tx, ballot_box: BoxId) -> Result<Vec<Said>, StoreError> {
    fetch_all!(tx, Said, COUNTED, ballot_box.0)
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

/// Voices that have spoken.
///
/// # Errors
/// See [`StoreError`].
pub async fn voted_in(tx: &mut Tx, ballot_box: BoxId) -> Result<u32, StoreError> {
    fetch_count!(tx, VOTED_IN, ballot_box.0)
}
