//! The notice of each assembly as it was frozen, and what was said after it. Neither changes.

use domain::convocation::notice::Announced;
use domain::ids::AssemblyId;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A notice.
    #[derive(Clone, Debug)]
    pub Convocation {
        /// Whose.
        assembly: AssemblyId,
        /// On second call: the assembly on first call.
        follows: Option<AssemblyId>,
        /// Canonical JSON.
        body: String,
        /// Its SHA-256.
        hash: [u8; 32],
    }
}

row! {
    /// Something said to everybody convened.
    #[derive(Clone, Debug)]
    pub Announcement {
        /// From 0: the convocation itself.
        seq: u32,
        /// What it is.
        kind: Announced,
        /// In French.
        fr: String,
        /// In English.
        en: String,
        /// When.
        at: i64,
    }
}

row! {
    Last { assembly: AssemblyId, seq: u32 }
}

row! {
    Id { assembly: AssemblyId }
}

sql! {
    INSERT = "INSERT INTO convocations (assembly, follows, body, hash) VALUES ($1, $2, $3, $4)";
    OF_ASSEMBLY = "SELECT assembly, follows, body, hash FROM convocations WHERE assembly = $1";
    FOLLOWING = "SELECT assembly FROM convocations WHERE follows = $1";
    ANNOUNCE = "INSERT INTO announcements (assembly, seq, kind, fr, en, at) VALUES ($1, $2, $3, $4, $5, $6)";
    ANNOUNCED = "SELECT seq, kind, fr, en, at FROM announcements WHERE assembly = $1 ORDER BY seq";
    LAST = "SELECT assembly, MAX(seq) AS seq FROM announcements GROUP BY assembly";
}

/// Freezes a notice. A second one of an assembly, or a second call of the same first, is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Convocation) -> Result<(), StoreError> {
    execute!(tx, INSERT, new.assembly.0, new.follows.map(|first| first.0), &new.body, new.hash.as_slice())?;
    Ok(())
}

/// The notice of an assembly.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_assembly(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<Convocation>, StoreError> {
    fetch_optional!(tx, Convocation, OF_ASSEMBLY, assembly.0)
}

/// The second call of an assembly.
///
/// # Errors
/// See [`StoreError`].
pub async fn following(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<AssemblyId>, StoreError> {
    Ok(fetch_optional!(tx, Id, FOLLOWING, assembly.0)?.map(|row| row.assembly))
}

/// Says something to everybody convened. A number that is taken is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn announce(tx: &mut Tx, assembly: AssemblyId, new: &Announcement) -> Result<(), StoreError> {
    execute!(tx, ANNOUNCE, assembly.0, i64::from(new.seq), word(&new.kind), &new.fr, &new.en, new.at)?;
    Ok(())
}

/// What was said, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn announced(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Announcement>, StoreError> {
    fetch_all!(tx, Announcement, ANNOUNCED, assembly.0)
}

/// The number of what was last said of each assembly.
///
/// # Errors
/// See [`StoreError`].
pub async fn last(tx: &mut Tx) -> Result<Vec<(AssemblyId, u32)>, StoreError> {
    Ok(fetch_all!(tx, Last, LAST)?.into_iter().map(|row| (row.assembly, row.seq)).collect())
}
