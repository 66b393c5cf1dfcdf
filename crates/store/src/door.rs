//! Which code hangs at the door of an assembly. The code itself is a seal of the server, and not stored.

use domain::ids::{AssemblyId, MemberId};

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A code at the door.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Hung {
        /// From 1, without a gap; the last one counts.
        version: u32,
        /// When it was made.
        made_at: i64,
        /// By whom.
        made_by: MemberId,
    }
}

row! {
    /// A voice that was used in an item.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Used {
        /// Whose.
        voice: MemberId,
        /// Of which position on the agenda.
        position: u32,
    }
}

sql! {
    INSERT = "INSERT INTO door_codes (assembly, version, made_at, made_by) VALUES ($1, $2, $3, $4)";
    NEWEST = "SELECT version, made_at, made_by FROM door_codes WHERE assembly = $1 ORDER BY version DESC LIMIT 1";
    USED_IN = "SELECT e.voice, v.position FROM votes v JOIN emargements e ON e.vote = v.id
            WHERE v.assembly = $1 AND v.state <> 'voided'
        UNION SELECT o.voice, v.position FROM votes v JOIN boxes b ON b.vote = v.id
            JOIN open_ballots o ON o.ballot_box = b.id
            WHERE v.assembly = $1 AND v.state <> 'voided'
        ORDER BY 2, 1";
    // Of an own voice, whoever spoke it.
    USED = "SELECT COUNT(*) FROM votes v WHERE v.assembly = $1 AND v.state <> 'voided' AND (
        EXISTS (SELECT 1 FROM emargements e WHERE e.vote = v.id AND e.voice = $2)
        OR EXISTS (SELECT 1 FROM open_ballots o JOIN boxes b ON b.id = o.ballot_box WHERE b.vote = v.id AND o.voice = $2))";
}

/// Hangs a code up, in the place of the one before. A version in use is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, assembly: AssemblyId, new: &Hung) -> Result<(), StoreError> {
    execute!(tx, INSERT, assembly.0, i64::from(new.version), new.made_at, new.made_by.0)?;
    Ok(())
}

/// The code that hangs there now.
///
/// # Errors
/// See [`StoreError`].
pub async fn newest(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<Hung>, StoreError> {
    fetch_optional!(tx, Hung, NEWEST, assembly.0)
}

/// In how many votes of an assembly a member's voice was used.
///
/// # Errors
/// See [`StoreError`].
pub async fn used(tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<u32, StoreError> {
    fetch_count!(tx, USED, assembly.0, member.0)
}

/// The voices used in each item of an assembly that is not void.
///
/// # Errors
/// See [`StoreError`].
pub async fn used_in(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Used>, StoreError> {
    fetch_all!(tx, Used, USED_IN, assembly.0)
}
