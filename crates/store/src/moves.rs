//! What happened to each membership, by whom, when, and why. The reason is free text about a person: it alone is erased.

use domain::ids::MemberId;
use domain::member::Happened;
use uuid::Uuid;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, sql};
use crate::{StoreError, Tx};

row! {
    /// Something that happened to a membership.
    #[derive(Clone, Debug)]
    pub Move {
        /// Id.
        id: Uuid,
        /// Whose membership.
        member: MemberId,
        /// What.
        happened: Happened,
        /// When.
        at: i64,
        /// Who decided it; nobody when it follows from something else.
        actor: Option<MemberId>,
        /// Why, in their words; empty when nothing needed to be said, or when it was erased.
        reason: String,
    }
}

sql! {
    INSERT = "INSERT INTO member_moves (id, member, happened, at, actor, reason) VALUES ($1, $2, $3, $4, $5, $6)";
    OF_MEMBER = "SELECT id, member, happened, at, actor, reason FROM member_moves WHERE member = $1
        ORDER BY at, CASE happened WHEN 'apply' THEN 0 WHEN 'admit' THEN 1 WHEN 'activate' THEN 2 ELSE 3 END, id";
    ERASE = "UPDATE member_moves SET reason = '' WHERE member = $1";
}

/// Notes what happened.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Move) -> Result<(), StoreError> {
    let actor = new.actor.map(|actor| actor.0);
    execute!(tx, INSERT, new.id, new.member.0, word(&new.happened), new.at, actor, &new.reason)?;
    Ok(())
}

/// Everything that happened to a membership, oldest first; founders apply, are admitted and pay in one instant, in this order.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<Move>, StoreError> {
    fetch_all!(tx, Move, OF_MEMBER, member.0)
}

/// Erases the reasons, and nothing else.
///
/// # Errors
/// See [`StoreError`].
pub async fn erase_reasons(tx: &mut Tx, member: MemberId) -> Result<u64, StoreError> {
    execute!(tx, ERASE, member.0)
}
