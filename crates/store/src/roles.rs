//! Terms of office: chair, secretary, board. Key holders stand with their assembly, in `holders`.

use domain::ids::MemberId;
use domain::roles::Role;
use uuid::Uuid;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, sql};
use crate::{StoreError, Tx};

row! {
    /// A role a member holds.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Held {
        /// Who.
        member: MemberId,
        /// What.
        role: Role,
    }
}

sql! {
    INSERT = "INSERT INTO role_terms (id, member, role, from_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (member, role) WHERE until_at IS NULL DO NOTHING";
    END = "UPDATE role_terms SET until_at = $2 WHERE role = $1 AND until_at IS NULL";
    OF_MEMBER = "SELECT member, role FROM role_terms WHERE member = $1 AND until_at IS NULL ORDER BY role";
    CURRENT = "SELECT member, role FROM role_terms WHERE until_at IS NULL ORDER BY role, from_at, id";
}

/// Gives a role from now on. Giving a role held already changes nothing.
///
/// # Errors
/// See [`StoreError`].
pub async fn grant(tx: &mut Tx, id: Uuid, member: MemberId, role: Role, at: i64) -> Result<(), StoreError> {
    execute!(tx, INSERT, id, member.0, word(&role), at)?;
    Ok(())
}

/// Ends every term of a role.
///
/// # Errors
/// See [`StoreError`].
pub async fn end(tx: &mut Tx, role: Role, at: i64) -> Result<(), StoreError> {
    execute!(tx, END, word(&role), at)?;
    Ok(())
}

/// The offices a member holds now.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<Role>, StoreError> {
    Ok(fetch_all!(tx, Held, OF_MEMBER, member.0)?.into_iter().map(|held| held.role).collect())
}

/// Every office held now.
///
/// # Errors
/// See [`StoreError`].
pub async fn current(tx: &mut Tx) -> Result<Vec<Held>, StoreError> {
    fetch_all!(tx, Held, CURRENT)
}
