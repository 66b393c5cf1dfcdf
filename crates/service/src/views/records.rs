//! The record of an assembly and its minutes.

use domain::Refusal;
use domain::ids::AssemblyId;
use domain::minutes::Minutes;
use domain::roles::Actor;
use domain::statutes::MinutesReaders;
use protocol::record::Entry;
use store::{minutes as published, record as entries};

use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts};

/// The record, one canonical JSON entry per line.
///
/// # Errors
/// [`Refusal::NotFound`].
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
/// [`Refusal::NotFound`].
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
/// [`Refusal::NotFound`].
pub async fn checkpoint(service: &Service, assembly: AssemblyId) -> Result<Option<String>, Error> {
    allow(&Actor::Anyone, Operation::ReadRecord)?;
    let mut tx = service.db().read().await?;
    facts::assembly(&mut tx, assembly).await?;
    Ok(entries::checkpoint(&mut tx, assembly).await?)
}

/// Entries of the record so far: a page that saw fewer is out of date.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn pulse(service: &Service, assembly: AssemblyId) -> Result<u64, Error> {
    allow(&Actor::Anyone, Operation::ReadPulse)?;
    let mut tx = service.db().read().await?;
    facts::assembly(&mut tx, assembly).await?;
    Ok(entries::count(&mut tx, assembly).await?.into())
}

/// The published minutes.
///
/// # Errors
/// [`Refusal::NotFound`] for an unknown assembly; [`Refusal::SignInFirst`] where the statutes it was convened under
/// keep minutes for members; [`Refusal::CodeVotesOnly`] there for whoever holds a paper code.
pub async fn minutes(service: &Service, actor: &Actor, assembly: AssemblyId) -> Result<Option<Minutes>, Error> {
    allow(actor, Operation::ReadMinutes)?;
    let mut tx = service.db().read().await?;
    let found = facts::assembly(&mut tx, assembly).await?;
    let readers = facts::rules(&mut tx, &found).await?.settings.minutes_readers;
    if readers == MinutesReaders::Members {
        actor.member().ok_or(Refusal::SignInFirst)?;
        // A slip is to vote with: whoever holds it may be anybody.
        if actor.code().is_some() {
            return Err(Refusal::CodeVotesOnly.into());
        }
    }
    let found = published::of_assembly(&mut tx, assembly).await?;
    found.map(|row| serde_json::from_str(&row.body).stored("the minutes")).transpose()
}
