//! The public record of each assembly and its signed checkpoints.

use domain::ids::AssemblyId;

use crate::column::{integer, row};
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// An entry.
    #[derive(Clone, Debug)]
    pub RecordEntry {
        /// Place, from 0.
        seq: u64,
        /// When.
        at: i64,
        /// The entry, canonical JSON.
        entry: String,
        /// Its leaf in the tree.
        leaf: [u8; 32],
    }
}

row! {
    Leaf { leaf: [u8; 32] }
}

row! {
    Note { note: String }
}

sql! {
    INSERT = "INSERT INTO record_entries (assembly, seq, at, entry, leaf) VALUES ($1, $2, $3, $4, $5)";
    ENTRIES = "SELECT seq, at, entry, leaf FROM record_entries WHERE assembly = $1 ORDER BY seq";
    FROM = "SELECT seq, at, entry, leaf FROM record_entries WHERE assembly = $1 AND seq >= $2 ORDER BY seq LIMIT $3";
    LEAVES = "SELECT leaf FROM record_entries WHERE assembly = $1 ORDER BY seq";
    LAST = "SELECT seq, at, entry, leaf FROM record_entries WHERE assembly = $1 ORDER BY seq DESC LIMIT 1";
    COUNT = "SELECT COUNT(*) FROM record_entries WHERE assembly = $1";
    INSERT_CHECKPOINT = "INSERT INTO checkpoints (assembly, size, note) VALUES ($1, $2, $3)";
    LAST_CHECKPOINT = "SELECT note FROM checkpoints WHERE assembly = $1 ORDER BY size DESC LIMIT 1";
}

/// Appends an entry. A place taken since it was read as free is [`StoreError::Busy`].
///
/// # Errors
/// See [`StoreError`].
pub async fn append(tx: &mut Tx, assembly: AssemblyId, new: &RecordEntry) -> Result<(), StoreError> {
    execute!(tx, INSERT, assembly.0, integer(new.seq), new.at, &new.entry, new.leaf.as_slice())
        .map_err(StoreError::or_raced)?;
    Ok(())
}

/// Every entry, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn entries(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<RecordEntry>, StoreError> {
    fetch_all!(tx, RecordEntry, ENTRIES, assembly.0)
}

/// So many entries from a place on, in order; fewer at the end.
///
/// # Errors
/// See [`StoreError`].
pub async fn from(tx: &mut Tx, assembly: AssemblyId, seq: u64, count: u64) -> Result<Vec<RecordEntry>, StoreError> {
    fetch_all!(tx, RecordEntry, FROM, assembly.0, integer(seq), integer(count))
}

/// The leaf of every entry, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn leaves(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<[u8; 32]>, StoreError> {
    Ok(fetch_all!(tx, Leaf, LEAVES, assembly.0)?.into_iter().map(|row| row.leaf).collect())
}

/// The last entry.
///
/// # Errors
/// See [`StoreError`].
pub async fn last(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<RecordEntry>, StoreError> {
    fetch_optional!(tx, RecordEntry, LAST, assembly.0)
}

/// Entries so far.
///
/// # Errors
/// See [`StoreError`].
pub async fn count(tx: &mut Tx, assembly: AssemblyId) -> Result<u32, StoreError> {
    fetch_count!(tx, COUNT, assembly.0)
}

/// Stores a signed tree head.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_checkpoint(tx: &mut Tx, assembly: AssemblyId, size: u64, note: &str) -> Result<(), StoreError> {
    execute!(tx, INSERT_CHECKPOINT, assembly.0, integer(size), note).map_err(StoreError::or_raced)?;
    Ok(())
}

/// The newest signed tree head.
///
/// # Errors
/// See [`StoreError`].
pub async fn checkpoint(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<String>, StoreError> {
    Ok(fetch_optional!(tx, Note, LAST_CHECKPOINT, assembly.0)?.map(|row| row.note))
}
