//! What was done, by whom, when: one row per act, in the transaction of the act.

use domain::ids::MemberId;
use uuid::Uuid;

use crate::db::{execute, fetch_count, sql};
use crate::{StoreError, Tx};

/// An act.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    /// Id of the row.
    pub id: Uuid,
    /// When.
    pub at: i64,
    /// Who, unless nobody was signed in.
    pub actor: Option<MemberId>,
    /// Name of the service function.
    pub act: &'static str,
    /// What it was done to.
    pub subject: Option<Uuid>,
}

sql! {
    INSERT = "INSERT INTO audit (id, at, actor, act, subject) VALUES ($1, $2, $3, $4, $5)";
    COUNT = "SELECT COUNT(*) FROM audit WHERE act = $1";
}

/// Notes an act.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Act) -> Result<(), StoreError> {
    execute!(tx, INSERT, new.id, new.at, new.actor.map(|actor| actor.0), new.act, new.subject)?;
    Ok(())
}

/// How many times an act was done.
///
/// # Errors
/// See [`StoreError`].
pub async fn count(tx: &mut Tx, act: &str) -> Result<u32, StoreError> {
    fetch_count!(tx, COUNT, act)
}
