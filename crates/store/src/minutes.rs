//! Published minutes, one per assembly.

use domain::ids::AssemblyId;

use crate::column::row;
use crate::db::{execute, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// Minutes as published.
    #[derive(Clone, Debug)]
    pub Published {
        /// Canonical JSON.
        body: String,
        /// Its SHA-256.
        hash: [u8; 32],
        /// When.
        published_at: i64,
    }
}

sql! {
    INSERT = "INSERT INTO minutes (assembly, body, hash, published_at) VALUES ($1, $2, $3, $4)";
    OF_ASSEMBLY = "SELECT body, hash, published_at FROM minutes WHERE assembly = $1";
}

/// Publishes. A second time is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, assembly: AssemblyId, new: &Published) -> Result<(), StoreError> {
    execute!(tx, INSERT, assembly.0, &new.body, new.hash.as_slice(), new.published_at)?;
    Ok(())
}

/// The minutes, once published.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_assembly(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<Published>, StoreError> {
    fetch_optional!(tx, Published, OF_ASSEMBLY, assembly.0)
}
