//! Salts of committed leaves, apart from what they hide, so that they can be deleted; and the hashes of the leaves, which
//! say nothing without them and stay.

use domain::ids::MemberId;
use uuid::Uuid;

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

/// What a salted leaf commits to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaf {
    /// A member of the register; scope: the assembly.
    Register,
    /// A voice on a roll; scope: the vote.
    Roll,
    /// A member who came or went; scope: that of the move.
    Attendance,
    /// A voice that has voted; scope: the vote.
    Emargement,
    /// A member of the bureau; scope: the seat.
    Bureau,
    /// A proxy when a roll is fixed; scope: the vote.
    Proxy,
    /// A voice on paper when a vote closes; scope: the vote.
    Paper,
}

impl Leaf {
    fn word(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Roll => "roll",
            Self::Attendance => "attendance",
            Self::Emargement => "emargement",
            Self::Bureau => "bureau",
            Self::Proxy => "proxy",
            Self::Paper => "paper",
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

row! {
    /// Somebody with a leaf in a commitment to the register.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub Named {
        /// Who.
        member: MemberId,
        /// Member number.
        number: Option<u32>,
        /// Name.
        name: String,
        /// The salt of the leaf.
        salt: [u8; 32],
    }
}

row! {
    Tree { hashes: Vec<u8> }
}

row! {
    OneSalt { salt: [u8; 32] }
}

sql! {
    INSERT = "INSERT INTO leaf_salts (kind, scope, subject, salt) VALUES ($1, $2, $3, $4)";
    OF_SCOPE = "SELECT subject, salt FROM leaf_salts WHERE kind = $1 AND scope = $2 ORDER BY subject";
    NAMED = "SELECT m.id AS member, m.number, m.name, s.salt FROM leaf_salts s JOIN members m ON m.id = s.subject
        WHERE s.kind = 'register' AND s.scope = $1 ORDER BY m.number, m.id";
    ONE = "SELECT salt FROM leaf_salts WHERE kind = $1 AND scope = $2 AND subject = $3";
    INSERT_TREE = "INSERT INTO commitment_trees (kind, scope, hashes) VALUES ($1, $2, $3)";
    TREE = "SELECT hashes FROM commitment_trees WHERE kind = $1 AND scope = $2";
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

/// Who has a leaf in a commitment to the register, and its salt: those whose salts were erased are not among them.
///
/// # Errors
/// See [`StoreError`].
pub async fn named(tx: &mut Tx, scope: Uuid) -> Result<Vec<Named>, StoreError> {
    fetch_all!(tx, Named, NAMED, scope)
}

/// The salt of one leaf, unless it was erased.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_subject(
    tx: &mut Tx,
    leaf: Leaf,
    scope: Uuid,
    subject: MemberId,
) -> Result<Option<[u8; 32]>, StoreError> {
    Ok(fetch_optional!(tx, OneSalt, ONE, leaf.word(), scope, subject.0)?.map(|row| row.salt))
}

/// Stores the leaf hashes of a commitment to a register, a roll, proxies or voices on paper, in their order. A second time is
/// [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_tree(tx: &mut Tx, leaf: Leaf, scope: Uuid, hashes: &[[u8; 32]]) -> Result<(), StoreError> {
    execute!(tx, INSERT_TREE, leaf.word(), scope, hashes.as_flattened())?;
    Ok(())
}

/// The leaf hashes of a commitment, in their order; empty if there is none.
///
/// # Errors
/// See [`StoreError`].
pub async fn tree(tx: &mut Tx, leaf: Leaf, scope: Uuid) -> Result<Vec<[u8; 32]>, StoreError> {
    let stored = fetch_optional!(tx, Tree, TREE, leaf.word(), scope)?;
    Ok(stored.map(|row| row.hashes.as_chunks().0.to_vec()).unwrap_or_default())
}

/// Deletes every salt about a member: the commitments stay, and say nothing about the member any more.
///
/// # Errors
/// See [`StoreError`].
pub async fn erase(tx: &mut Tx, subject: MemberId) -> Result<u64, StoreError> {
    execute!(tx, ERASE, subject.0)
}
