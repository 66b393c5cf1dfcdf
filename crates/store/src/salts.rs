//! Salts of committed leaves, apart from what they hide, so that they can be deleted.

use domain::ids::MemberId;
use uuid::Uuid;

use crate::column::row;
use crate::db::{execute, fetch_all, sql};
use crate::{StoreError, Tx};

/// What a salted leaf commits to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaf {
    /// A member of the register; scope: the assembly.
    Register,
    /// A voice on a roll; scope: the vote.
    Roll,
    /// A member taking part; scope: the assembly.
    Attendance,
    /// A voice that has voted; scope: the vote.
    Emargement,
}

impl Leaf {
    fn word(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Roll => "roll",
            Self::Attendance => "attendance",
            Self::Emargement => "emargement",
        }
    }
}

row! {
    /// The salt of one leaf.
    pub Salt {
        /// Whom the leaf is about.
        subject: MemberId,
        /// The salt.
        salt: [u8; 32],
    }
}

sql! {
    INSERT = "INSERT INTO leaf_salts (kind, scope, subject, salt) VALUES ($1, $2, $3, $4)";
    OF_SCOPE = "SELECT subject, salt FROM leaf_salts WHERE kind = $1 AND scope = $2 ORDER BY subject";
    ERASE = "DELETE FROM leaf_salts WHERE subject = $1";
}

/// Stores a salt. A second one for the same leaf is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, leaf: Leaf, scope: Uuid, new: &Salt) -> Result<(), StoreError> {
    execute!(tx, INSERT, leaf.word(), scope, new.subject.0, new.salt.as_slice())?;
    Ok(())
}

/// The salts of all leaves of a commitment.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_scope(tx: &mut Tx, leaf: Leaf, scope: Uuid) -> Result<Vec<Salt>, StoreError> {
    fetch_all!(tx, Salt, OF_SCOPE, leaf.word(), scope)
}

/// Deletes every salt about a member: the commitments stay, and say nothing about the member any more.
///
/// # Errors
/// See [`StoreError`].
pub async fn erase(tx: &mut Tx, subject: MemberId) -> Result<u64, StoreError> {
    execute!(tx, ERASE, subject.0)
}
