//! Draws among those equal in an election: what was entered, and what a scrutineer said of it, once. Nothing of it is rewritten.

use domain::bureau::Seat;
use domain::draw::DrawSaid;
use domain::ids::{MemberId, VoteId};

use crate::column::{row, word};
use crate::db::{execute, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// An entry.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub Entry {
        /// Which of its vote it is, counted from 1.
        n: u32,
        /// Who was drawn, in the order of the draw: places on the ballot, JSON.
        drawn: String,
        /// Who entered it.
        entered_by: MemberId,
        /// When.
        entered_at: i64,
        /// What a scrutineer said of it, once one has.
        said: Option<DrawSaid>,
        /// From which seat.
        seat: Option<Seat>,
        /// Who that was.
        answered_by: Option<MemberId>,
        /// When.
        answered_at: Option<i64>,
    }
}

/// What a scrutineer says of an entry.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    /// What.
    pub said: DrawSaid,
    /// From which seat.
    pub seat: Seat,
    /// Who sits there.
    pub by: MemberId,
    /// When.
    pub at: i64,
}

sql! {
    ENTER = "INSERT INTO draws (vote, n, drawn, entered_by, entered_at) VALUES ($1, $2, $3, $4, $5)";
    LAST = "SELECT n, drawn, entered_by, entered_at, said, seat, answered_by, answered_at FROM draws WHERE vote = $1
        ORDER BY n DESC LIMIT 1";
    ANSWER = "UPDATE draws SET said = $3, seat = $4, answered_by = $5, answered_at = $6
        WHERE vote = $1 AND n = $2 AND said IS NULL";
}

/// Keeps who was drawn, for a scrutineer to read. A number in use, or a second one that waits, is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn enter(
    tx: &mut Tx,
    vote: VoteId,
    n: u32,
    drawn: &str,
    (by, at): (MemberId, i64),
) -> Result<(), StoreError> {
    execute!(tx, ENTER, vote.0, i64::from(n), drawn, by.0, at)?;
    Ok(())
}

/// What was entered last of a vote.
///
/// # Errors
/// See [`StoreError`].
pub async fn last(tx: &mut Tx, vote: VoteId) -> Result<Option<Entry>, StoreError> {
    fetch_optional!(tx, Entry, LAST, vote.0)
}

/// Keeps what a scrutineer says of an entry. False if it waits for nobody.
///
/// # Errors
/// See [`StoreError`].
pub async fn answer(tx: &mut Tx, vote: VoteId, n: u32, of: &Answer) -> Result<bool, StoreError> {
    let (said, seat) = (word(&of.said), word(&of.seat));
    Ok(execute!(tx, ANSWER, vote.0, i64::from(n), said, seat, of.by.0, of.at)? == 1)
}
