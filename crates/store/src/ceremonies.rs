//! The key holders' ceremonies and what each of them sent. Nothing of it changes.

use domain::ids::{AssemblyId, CeremonyId};

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A ceremony.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Ceremony {
        /// Id.
        id: CeremonyId,
        /// Of which assembly.
        assembly: AssemblyId,
        /// From 1; the last is the one that counts.
        attempt: u32,
        /// How many of the key holders open a box.
        threshold: u32,
        /// When it began.
        begun_at: i64,
    }
}

row! {
    /// What a key holder sent.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub Message {
        /// The place of the key holder, from 1.
        position: u32,
        /// `domain::ceremony::Step::number`.
        step: u32,
        /// Text.
        body: String,
        /// When.
        at: i64,
    }
}

sql! {
    INSERT = "INSERT INTO ceremonies (id, assembly, attempt, threshold, begun_at) VALUES ($1, $2, $3, $4, $5)";
    CURRENT = "SELECT id, assembly, attempt, threshold, begun_at FROM ceremonies
        WHERE assembly = $1 ORDER BY attempt DESC LIMIT 1";
    RECEIVE = "INSERT INTO ceremony_messages (ceremony, position, step, body, at) VALUES ($1, $2, $3, $4, $5)";
    MESSAGES = "SELECT position, step, body, at FROM ceremony_messages WHERE ceremony = $1 ORDER BY step, position";
}

/// Begins one. A second attempt of the same number is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Ceremony) -> Result<(), StoreError> {
    let (attempt, threshold) = (i64::from(new.attempt), i64::from(new.threshold));
    execute!(tx, INSERT, new.id.0, new.assembly.0, attempt, threshold, new.begun_at)?;
    Ok(())
}

/// The one of an assembly that counts.
///
/// # Errors
/// See [`StoreError`].
pub async fn current(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<Ceremony>, StoreError> {
    fetch_optional!(tx, Ceremony, CURRENT, assembly.0)
}

/// Keeps what a key holder sent. A second message for the same step is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn receive(tx: &mut Tx, ceremony: CeremonyId, new: &Message) -> Result<(), StoreError> {
    let (position, step) = (i64::from(new.position), i64::from(new.step));
    execute!(tx, RECEIVE, ceremony.0, position, step, &new.body, new.at)?;
    Ok(())
}

/// What was sent, step by step, in the order of the places.
///
/// # Errors
/// See [`StoreError`].
pub async fn messages(tx: &mut Tx, ceremony: CeremonyId) -> Result<Vec<Message>, StoreError> {
    fetch_all!(tx, Message, MESSAGES, ceremony.0)
}
