//! Assemblies that stand still since the database was brought back from a copy, and what a copy brings that must not be
//! believed any more.

use domain::ids::AssemblyId;
use domain::standstill::Reason;

use crate::column::{integer, row, word};
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// An assembly that stands still.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Standstill {
        /// Which.
        assembly: AssemblyId,
        /// Why.
        reason: Reason,
        /// Entries of its record in the copy.
        entries: u64,
        /// Since when.
        since: i64,
    }
}

sql! {
    INSERT = "INSERT INTO standstills (assembly, reason, entries, since) VALUES ($1, $2, $3, $4)
        ON CONFLICT (assembly) DO UPDATE SET reason = $2";
    OF_ASSEMBLY = "SELECT assembly, reason, entries, since FROM standstills WHERE assembly = $1";
    ALL_OF_THEM = "SELECT assembly, reason, entries, since FROM standstills ORDER BY assembly";
    END = "DELETE FROM standstills WHERE assembly = $1";
    NO_SESSION = "DELETE FROM sessions";
    NO_ASK = "DELETE FROM sign_in_asks";
    NO_CHALLENGE = "DELETE FROM sign_in_challenges";
    DOUBT = "UPDATE mails SET state = 'doubtful', changed_at = $1 WHERE state IN ('queued', 'sending')";
}

/// Makes an assembly stand still; one that does already may get a worse reason.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Standstill) -> Result<(), StoreError> {
    execute!(tx, INSERT, new.assembly.0, word(&new.reason), integer(new.entries), new.since)?;
    Ok(())
}

/// Whether an assembly stands still.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_assembly(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<Standstill>, StoreError> {
    fetch_optional!(tx, Standstill, OF_ASSEMBLY, assembly.0)
}

/// Every assembly that stands still.
///
/// # Errors
/// See [`StoreError`].
pub async fn all(tx: &mut Tx) -> Result<Vec<Standstill>, StoreError> {
    fetch_all!(tx, Standstill, ALL_OF_THEM)
}

/// Lets an assembly go on.
///
/// # Errors
/// See [`StoreError`].
pub async fn end(tx: &mut Tx, assembly: AssemblyId) -> Result<(), StoreError> {
    execute!(tx, END, assembly.0)?;
    Ok(())
}

/// Takes out of a copy what may have been ended or done since it was made: sessions and what opens them; messages that
/// waited are in doubt, for they may have been sent. Answers how many messages.
///
/// # Errors
/// See [`StoreError`].
pub async fn forget_what_passed(tx: &mut Tx, now: i64) -> Result<u64, StoreError> {
    execute!(tx, NO_SESSION)?;
    execute!(tx, NO_ASK)?;
    execute!(tx, NO_CHALLENGE)?;
    execute!(tx, DOUBT, now)
}
