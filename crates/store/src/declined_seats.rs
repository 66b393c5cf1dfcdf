//! Seats of an election that were declined by those elected, once each. Nothing of it is rewritten.

use domain::ids::{MemberId, VoteId};

use crate::column::row;
use crate::db::{execute, fetch_all, sql};
use crate::{StoreError, Tx};

row! {
    /// A seat that was declined.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Declined {
        /// Place on the ballot, from 0.
        place: u32,
        /// Who was elected.
        member: MemberId,
        /// Who noted that they said so aloud; none of who did it themselves.
        noted_by: Option<MemberId>,
        /// When.
        at: i64,
    }
}

sql! {
    INSERT = "INSERT INTO declined_seats (vote, place, member, noted_by, at) VALUES ($1, $2, $3, $4, $5)";
    OF_VOTE = "SELECT place, member, noted_by, at FROM declined_seats WHERE vote = $1 ORDER BY at, place";
}

/// Keeps that a seat was declined. One that was is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, vote: VoteId, new: &Declined) -> Result<(), StoreError> {
    let noted_by = new.noted_by.map(|by| by.0);
    execute!(tx, INSERT, vote.0, i64::from(new.place), new.member.0, noted_by, new.at)?;
    Ok(())
}

/// The seats of a vote that were declined, in the order in which they were.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_vote(tx: &mut Tx, vote: VoteId) -> Result<Vec<Declined>, StoreError> {
    fetch_all!(tx, Declined, OF_VOTE, vote.0)
}
