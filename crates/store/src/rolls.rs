//! Rolls: who has a voice in one vote, and which key speaks it. One row per voice, whatever the shares.

use domain::ids::{MemberId, VoteId};

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A voice on a roll.
    #[derive(Clone, Debug)]
    pub RollEntry {
        /// The voice: the member whose own it is.
        voice: MemberId,
        /// Place among the leaves of the roll commitment, from 0.
        position: u32,
        /// Kind of voice.
        kind: String,
        /// Which of the member's keys.
        key_seq: u32,
        /// Identity key that signs for the voice.
        identity: [u8; 32],
        /// Credential in the box, in secret votes.
        credential: Option<String>,
    }
}

sql! {
    INSERT = "INSERT INTO roll_entries (vote, voice, position, kind, key_seq, identity, credential)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    ENTRY = "SELECT voice, position, kind, key_seq, identity, credential FROM roll_entries WHERE vote = $1 AND voice = $2";
    OF_VOTE = "SELECT voice, position, kind, key_seq, identity, credential FROM roll_entries WHERE vote = $1 ORDER BY position";
    COUNT = "SELECT COUNT(*) FROM roll_entries WHERE vote = $1";
}

/// Puts a voice on the roll. A second one of the same member, or a key or credential on it already, is
/// [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, vote: VoteId, new: &RollEntry) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        vote.0,
        new.voice.0,
        i64::from(new.position),
        &new.kind,
        i64::from(new.key_seq),
        new.identity.as_slice(),
        new.credential.as_deref(),
    )?;
    Ok(())
}

/// A voice on the roll.
///
/// # Errors
/// See [`StoreError`].
pub async fn entry(tx: &mut Tx, vote: VoteId, voice: MemberId) -> Result<Option<RollEntry>, StoreError> {
    fetch_optional!(tx, RollEntry, ENTRY, vote.0, voice.0)
}

/// The roll, in the order of its commitment.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_vote(tx: &mut Tx, vote: VoteId) -> Result<Vec<RollEntry>, StoreError> {
    fetch_all!(tx, RollEntry, OF_VOTE, vote.0)
}

/// Voices on the roll, 0 before it is fixed.
///
/// # Errors
/// See [`StoreError`].
pub async fn count(tx: &mut Tx, vote: VoteId) -> Result<u32, StoreError> {
    fetch_count!(tx, COUNT, vote.0)
}
