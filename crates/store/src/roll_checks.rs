//! What the pages of key holders signed of the rolls of secret votes: one check of each key holder and box.

use domain::ids::{BoxId, MemberId, VoteId};

use crate::column::row;
use crate::db::{execute, fetch_all, sql};
use crate::{StoreError, Tx};

row! {
    /// The check of a roll.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub RollCheck {
        /// The box whose roll it is.
        ballot_box: BoxId,
        /// Who.
        member: MemberId,
        /// With which identity key.
        identity: [u8; 32],
        /// Signature.
        signature: [u8; 64],
    }
}

sql! {
    INSERT = "INSERT INTO roll_checks (ballot_box, member, identity, signature, at) VALUES ($1, $2, $3, $4, $5)";
    OF_VOTE = "SELECT c.ballot_box, c.member, c.identity, c.signature FROM roll_checks c JOIN boxes b ON b.id = c.ballot_box
        WHERE b.vote = $1 ORDER BY b.stage, c.member";
}

/// Stores a check. A second one of a key holder for a box is another transaction's: [`StoreError::Busy`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &RollCheck, at: i64) -> Result<(), StoreError> {
    let RollCheck { ballot_box, member, identity, signature } = new;
    execute!(tx, INSERT, ballot_box.0, member.0, identity.as_slice(), signature.as_slice(), at)
        .map_err(StoreError::or_raced)?;
    Ok(())
}

/// The checks of a vote's rolls, those of the advance box first.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_vote(tx: &mut Tx, vote: VoteId) -> Result<Vec<RollCheck>, StoreError> {
    fetch_all!(tx, RollCheck, OF_VOTE, vote.0)
}
