//! The record of an assembly.

use domain::ids::AssemblyId;
use domain::roles::Actor;
use protocol::record::Entry;
use store::record as entries;

use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts};

/// The record, one canonical JSON entry per line.
///
/// # Errors
/// [`domain::Refusal::NotFound`].
pub async fn record(service: &Service, assembly: AssemblyId) -> Result<String, Error> {
    allow(&Actor::Anyone, Operation::ReadRecord)?;
    let mut tx = service.db().read().await?;
    facts::assembly(&mut tx, assembly).await?;
    let rows = entries::entries(&mut tx, assembly).await?;
    Ok(rows.into_iter().map(|row| row.entry + "\n").collect())
}

/// The record, parsed.
///
/// # Errors
/// [`domain::Refusal::NotFound`].
pub async fn record_entries(service: &Service, assembly: AssemblyId) -> Result<Vec<Entry>, Error> {
    allow(&Actor::Anyone, Operation::ReadRecord)?;
    let mut tx = service.db().read().await?;
    facts::assembly(&mut tx, assembly).await?;
    let rows = entries::entries(&mut tx, assembly).await?;
    rows.iter().map(|row| Entry::parse(&row.entry).stored("a record entry")).collect()
}

/// The newest signed tree head, a C2SP signed note.
///
/// # Errors
/// [`domain::Refusal::NotFound`].
pub async fn checkpoint(service: &Service, assembly: AssemblyId) -> Result<Option<String>, Error> {
    allow(&Actor::Anyone, Operation::ReadRecord)?;
    let mut tx = service.db().read().await?;
    facts::assembly(&mut tx, assembly).await?;
    Ok(entries::checkpoint(&mut tx, assembly).await?)
}

/// Entries of the record so far: a page that saw fewer is out of date.
///
/// # Errors
/// [`domain::Refusal::NotFound`].
pub async fn pulse(service: &Service, assembly: AssemblyId) -> Result<u64, Error> {
    allow(&Actor::Anyone, Operation::ReadPulse)?;
    let mut tx = service.db().read().await?;
    facts::assembly(&mut tx, assembly).await?;
    Ok(entries::count(&mut tx, assembly).await?.into())
}
