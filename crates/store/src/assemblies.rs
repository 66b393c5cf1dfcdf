//! General assemblies and the frozen texts put to the vote.

use domain::assembly::{AssemblyKind, AssemblyState};
use domain::ids::{AssemblyId, CooperativeId, ResolutionId};

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// An assembly.
    #[derive(Clone, Debug)]
    pub Assembly {
        /// Id.
        id: AssemblyId,
        /// Whose.
        cooperative: CooperativeId,
        /// Ordinary or extraordinary.
        kind: AssemblyKind,
        /// First or second convocation.
        call: u8,
        /// Where it stands.
        state: AssemblyState,
        /// Preset of the rules applied.
        preset: String,
        /// Version of the statutes it was convened under; none before they had versions.
        statutes: Option<u32>,
        /// Where, in words.
        place: String,
        /// IANA time zone.
        time_zone: String,
        /// When the convocation went out.
        convened_at: i64,
        /// When it starts.
        starts_at: i64,
        /// When the session was opened.
        opened_at: Option<i64>,
        /// When it ended.
        ended_at: Option<i64>,
        /// Since when its session is suspended.
        suspended_at: Option<i64>,
        /// Of a rehearsal: when it is over by itself.
        rehearsal_until: Option<i64>,
    }
}

row! {
    /// A resolution as frozen.
    #[derive(Clone, Debug)]
    pub Frozen {
        /// Id.
        id: ResolutionId,
        /// Assembly it is put to.
        assembly: AssemblyId,
        /// Canonical JSON.
        body: String,
        /// Its SHA-256.
        hash: [u8; 32],
    }
}

row! {
    Id { id: AssemblyId }
}

row! {
    Start { starts_at: Option<i64> }
}

sql! {
    INSERT = "INSERT INTO assemblies (id, cooperative, kind, call, state, preset, statutes, place, time_zone, convened_at,
            starts_at, rehearsal_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    BY_ID = "SELECT id, cooperative, kind, call, state, preset, statutes, place, time_zone, convened_at, starts_at, opened_at,
            ended_at, suspended_at, rehearsal_until FROM assemblies WHERE id = $1";
    LAST_START = "SELECT MAX(starts_at) AS starts_at FROM assemblies WHERE state <> 'cancelled' AND rehearsal_until IS NULL";
    CURRENT = "SELECT id FROM assemblies WHERE state <> 'cancelled' AND (rehearsal_until IS NULL OR rehearsal_until > $1)
        ORDER BY CASE WHEN rehearsal_until IS NULL AND state = 'in-session' AND COALESCE(opened_at, starts_at) >= $2 THEN 0
                WHEN rehearsal_until IS NOT NULL THEN 1
                WHEN state = 'convened' AND starts_at >= $2 THEN 2 ELSE 3 END,
            CASE WHEN state = 'convened' AND starts_at >= $2 THEN starts_at ELSE -starts_at END, id DESC LIMIT 1";
    ALL_OF = "SELECT id, cooperative, kind, call, state, preset, statutes, place, time_zone, convened_at, starts_at, opened_at, ended_at, suspended_at,
            rehearsal_until FROM assemblies WHERE rehearsal_until IS NULL ORDER BY starts_at DESC, id DESC LIMIT 500";
    REHEARSALS = "SELECT id FROM assemblies WHERE rehearsal_until > $1 AND state <> 'cancelled' ORDER BY id";
    REHEARSALS_DUE = "SELECT id FROM assemblies WHERE rehearsal_until <= $1 AND state IN ('convened', 'in-session') ORDER BY id";
    OPEN = "UPDATE assemblies SET state = $3, opened_at = $4 WHERE id = $1 AND state = $2";
    SUSPEND = "UPDATE assemblies SET suspended_at = $2 WHERE id = $1 AND state = 'in-session' AND suspended_at IS NULL";
    RESUME = "UPDATE assemblies SET suspended_at = NULL WHERE id = $1 AND suspended_at IS NOT NULL";
    END = "UPDATE assemblies SET state = $3, ended_at = $4 WHERE id = $1 AND state = $2";
    INSERT_RESOLUTION = "INSERT INTO resolutions (id, assembly, body, hash) VALUES ($1, $2, $3, $4)";
    RESOLUTION = "SELECT id, assembly, body, hash FROM resolutions WHERE id = $1";
    RESOLUTIONS = "SELECT r.id, r.assembly, r.body, r.hash FROM resolutions r JOIN votes v ON v.resolution = r.id
        WHERE v.assembly = $1 ORDER BY v.position";
}

/// Stores an assembly.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Assembly) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.id.0,
        new.cooperative.0,
        word(&new.kind),
        i64::from(new.call),
        word(&new.state),
        &new.preset,
        new.statutes.map(i64::from),
        &new.place,
        &new.time_zone,
        new.convened_at,
        new.starts_at,
        new.rehearsal_until,
    )?;
    Ok(())
}

/// One assembly.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: AssemblyId) -> Result<Option<Assembly>, StoreError> {
    fetch_optional!(tx, Assembly, BY_ID, id.0)
}

/// The assembly people speak of now: the one in session, if opened at `after` or later; else the next one convened that starts
/// then or later; else the last one. What was called off is none. A rehearsal is, until its time is over or one that binds is in
/// session.
///
/// # Errors
/// See [`StoreError`].
pub async fn current(tx: &mut Tx, after: i64, now: i64) -> Result<Option<AssemblyId>, StoreError> {
    Ok(fetch_optional!(tx, Id, CURRENT, now, after)?.map(|row| row.id))
}

/// Every assembly that binds, the last first; at most five hundred.
///
/// # Errors
/// See [`StoreError`].
pub async fn all(tx: &mut Tx) -> Result<Vec<Assembly>, StoreError> {
    fetch_all!(tx, Assembly, ALL_OF)
}

/// When the assembly that starts last starts, of those that were not called off.
///
/// # Errors
/// See [`StoreError`].
pub async fn last_start(tx: &mut Tx) -> Result<Option<i64>, StoreError> {
    Ok(fetch_optional!(tx, Start, LAST_START)?.and_then(|row| row.starts_at))
}

/// The rehearsals that are under way at a moment.
///
/// # Errors
/// See [`StoreError`].
pub async fn rehearsals(tx: &mut Tx, now: i64) -> Result<Vec<AssemblyId>, StoreError> {
    Ok(fetch_all!(tx, Id, REHEARSALS, now)?.into_iter().map(|row| row.id).collect())
}

/// The rehearsals whose time is over, and that have not ended.
///
/// # Errors
/// See [`StoreError`].
pub async fn rehearsals_due(tx: &mut Tx, now: i64) -> Result<Vec<AssemblyId>, StoreError> {
    Ok(fetch_all!(tx, Id, REHEARSALS_DUE, now)?.into_iter().map(|row| row.id).collect())
}

/// Opens the session. False if the assembly was no longer in `from`.
///
/// # Errors
/// See [`StoreError`].
pub async fn open(
    tx: &mut Tx,
    id: AssemblyId,
    from: AssemblyState,
    to: AssemblyState,
    at: i64,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, OPEN, id.0, word(&from), word(&to), at)? == 1)
}

/// The assembly is over: its session ended, or it was called off. False if it was no longer in `from`.
///
/// # Errors
/// See [`StoreError`].
pub async fn end(
    tx: &mut Tx,
    id: AssemblyId,
    from: AssemblyState,
    to: AssemblyState,
    at: i64,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, END, id.0, word(&from), word(&to), at)? == 1)
}

/// Stores a resolution.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_resolution(tx: &mut Tx, new: &Frozen) -> Result<(), StoreError> {
    execute!(tx, INSERT_RESOLUTION, new.id.0, new.assembly.0, &new.body, new.hash.as_slice())?;
    Ok(())
}

/// One resolution.
///
/// # Errors
/// See [`StoreError`].
pub async fn resolution(tx: &mut Tx, id: ResolutionId) -> Result<Option<Frozen>, StoreError> {
    fetch_optional!(tx, Frozen, RESOLUTION, id.0)
}

/// The resolutions of an assembly, in agenda order.
///
/// # Errors
/// See [`StoreError`].
pub async fn resolutions(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Frozen>, StoreError> {
    fetch_all!(tx, Frozen, RESOLUTIONS, assembly.0)
}

/// Suspends a session. False if it was suspended already, or is none.
///
/// # Errors
/// See [`StoreError`].
pub async fn suspend(tx: &mut Tx, id: AssemblyId, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, SUSPEND, id.0, at)? == 1)
}

/// Goes on with a session. False if it was not suspended.
///
/// # Errors
/// See [`StoreError`].
pub async fn resume(tx: &mut Tx, id: AssemblyId) -> Result<bool, StoreError> {
    Ok(execute!(tx, RESUME, id.0)? == 1)
}
