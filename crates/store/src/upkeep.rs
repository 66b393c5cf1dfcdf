//! What whoever looks after the server asks the database: how far it has come, what waits.

use domain::assembly::AssemblyState;
use domain::ids::AssemblyId;

use crate::column::row;
use crate::db::{fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    Instant { at: i64 }
}

row! {
    /// An assembly and where it stands.
    #[derive(Clone, Copy, Debug)]
    pub Standing {
        /// Id.
        id: AssemblyId,
        /// Where it stands.
        state: AssemblyState,
    }
}

sql! {
    READY = "SELECT COUNT(*) FROM cooperatives";
    NEWEST_ACT = "SELECT COALESCE(MAX(at), 0) AS at FROM audit";
    NEWEST_ENTRY = "SELECT COALESCE(MAX(at), 0) AS at FROM record_entries";
    OLDEST_DUE = "SELECT COALESCE(MIN(due_at), 0) AS at FROM mails WHERE state = 'queued' AND due_at <= $1";
    LATE = "SELECT COUNT(*) FROM mails WHERE state = 'queued' AND due_at < $1";
    FAILED_SINCE = "SELECT COUNT(*) FROM mails WHERE state IN ('failed', 'bounced') AND changed_at >= $1";
    ASSEMBLIES = "SELECT id, state FROM assemblies ORDER BY convened_at, id";
}

/// Whether the database answers: how many cooperatives it has, 0 or 1.
///
/// # Errors
/// See [`StoreError`].
pub async fn ready(tx: &mut Tx) -> Result<u32, StoreError> {
    fetch_count!(tx, READY)
}

/// The latest instant the database knows of: no clock should be behind it. 0 if it knows none.
///
/// # Errors
/// See [`StoreError`].
pub async fn newest_instant(tx: &mut Tx) -> Result<i64, StoreError> {
    let act = fetch_optional!(tx, Instant, NEWEST_ACT)?.map_or(0, |row| row.at);
    let entry = fetch_optional!(tx, Instant, NEWEST_ENTRY)?.map_or(0, |row| row.at);
    Ok(act.max(entry))
}

/// Since when the message that waits longest could have been sent, if one waits.
///
/// # Errors
/// See [`StoreError`].
pub async fn oldest_due(tx: &mut Tx, now: i64) -> Result<Option<i64>, StoreError> {
    let at = fetch_optional!(tx, Instant, OLDEST_DUE, now)?.map_or(0, |row| row.at);
    Ok((at > 0).then_some(at))
}

/// Messages whose turn came before an instant and that still wait.
///
/// # Errors
/// See [`StoreError`].
pub async fn late(tx: &mut Tx, before: i64) -> Result<u32, StoreError> {
    fetch_count!(tx, LATE, before)
}

/// Messages that failed or found no such address since an instant.
///
/// # Errors
/// See [`StoreError`].
pub async fn failed_since(tx: &mut Tx, since: i64) -> Result<u32, StoreError> {
    fetch_count!(tx, FAILED_SINCE, since)
}

/// Every assembly, in the order of convocation.
///
/// # Errors
/// See [`StoreError`].
pub async fn assemblies(tx: &mut Tx) -> Result<Vec<Standing>, StoreError> {
    fetch_all!(tx, Standing, ASSEMBLIES)
}
