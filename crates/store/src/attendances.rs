//! Members deemed present, one row each per assembly.

use domain::ids::{AssemblyId, MemberId};

use crate::db::{execute, fetch_count, sql};
use crate::{StoreError, Tx};

sql! {
    INSERT = "INSERT INTO attendances (assembly, member, at) VALUES ($1, $2, $3)
        ON CONFLICT (assembly, member) DO NOTHING";
    COUNT = "SELECT COUNT(*) FROM attendances WHERE assembly = $1";
}

/// Notes that a member takes part. False if that was noted already.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, assembly: AssemblyId, member: MemberId, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, INSERT, assembly.0, member.0, at)? == 1)
}

/// Members taking part so far.
///
/// # Errors
/// See [`StoreError`].
pub async fn count(tx: &mut Tx, assembly: AssemblyId) -> Result<u32, StoreError> {
    fetch_count!(tx, COUNT, assembly.0)
}
