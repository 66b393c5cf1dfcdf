//! Votes by show of hands, and what the two who count them typed. Neither changes, but that the box of a vote is closed once.

use domain::bureau::Seat;
use domain::hands::{Hands, Typed};
use domain::ids::{MemberId, VoteId};

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A vote by show of hands.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub HandVote {
        /// Which.
        vote: VoteId,
        /// Voices in the hall that did not vote by a ballot, once the box is closed.
        hall: Option<u32>,
    }
}

row! {
    /// What one of the two typed.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Count {
        /// In which order, from 1.
        n: u32,
        /// Of which round, from 1.
        round: u32,
        /// For which seat.
        seat: Seat,
        /// Who sits there.
        member: MemberId,
        /// Who typed what they said aloud.
        noted_by: Option<MemberId>,
        /// Hands for.
        for_: u32,
        /// Against.
        against: u32,
        /// Abstentions.
        abstain: u32,
        /// When.
        at: i64,
    }
}

impl Count {
    /// As the rule looks at it.
    #[must_use]
    pub fn typed(&self) -> Typed<Hands> {
        let Self { seat, member, noted_by, for_, against, abstain, .. } = *self;
        Typed { seat, member, noted_by, count: Hands { for_, against, abstain } }
    }
}

sql! {
    INSERT = "INSERT INTO hand_votes (vote, opened_at) VALUES ($1, $2)";
    OF_VOTE = "SELECT vote, hall FROM hand_votes WHERE vote = $1";
    CLOSE = "UPDATE hand_votes SET hall = $2 WHERE vote = $1 AND hall IS NULL";
    TYPE = "INSERT INTO hand_counts (vote, n, round, seat, member, noted_by, for_, against, abstain, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    COUNTS = "SELECT n, round, seat, member, noted_by, for_, against, abstain, at FROM hand_counts WHERE vote = $1 ORDER BY n";
}

/// Notes that a vote is put by show of hands.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, vote: VoteId, at: i64) -> Result<(), StoreError> {
    execute!(tx, INSERT, vote.0, at)?;
    Ok(())
}

/// A vote, if it is one by show of hands.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_vote(tx: &mut Tx, vote: VoteId) -> Result<Option<HandVote>, StoreError> {
    fetch_optional!(tx, HandVote, OF_VOTE, vote.0)
}

/// Keeps how many voices in the hall did not vote by a ballot. False if that was kept.
///
/// # Errors
/// See [`StoreError`].
pub async fn close(tx: &mut Tx, vote: VoteId, hall: u32) -> Result<bool, StoreError> {
    Ok(execute!(tx, CLOSE, vote.0, i64::from(hall))? == 1)
}

/// Keeps what one of the two typed. A number in use, or a seat that has typed in the round, is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn enter(tx: &mut Tx, vote: VoteId, new: &Count) -> Result<(), StoreError> {
    let (n, round, noted_by) = (i64::from(new.n), i64::from(new.round), new.noted_by.map(|by| by.0));
    let (for_, against, abstain) = (i64::from(new.for_), i64::from(new.against), i64::from(new.abstain));
    let seat = word(&new.seat);
    execute!(tx, TYPE, vote.0, n, round, seat, new.member.0, noted_by, for_, against, abstain, new.at)?;
    Ok(())
}

/// What was typed in a vote, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn counts(tx: &mut Tx, vote: VoteId) -> Result<Vec<Count>, StoreError> {
    fetch_all!(tx, Count, COUNTS, vote.0)
}
