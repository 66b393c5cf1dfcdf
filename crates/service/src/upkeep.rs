//! What whoever looks after the server wants to know. Counts and instants, nothing about persons; no policy stands before
//! it, and no door leads to it.

use domain::ids::{AssemblyId, CooperativeId};
use domain::mail::MailState;
use protocol::record::{Entry, verify_record};
use protocol::{checkpoint, merkle};
use store::{Failures, Tx, cooperatives, mails, record, upkeep};

use crate::{Error, Service, secrets};

/// Whether the database answers.
///
/// # Errors
/// [`Error::Internal`] if it does not.
pub async fn ready(service: &Service) -> Result<(), Error> {
    upkeep::ready(&mut service.db().read().await?).await?;
    Ok(())
}

/// Messages on their way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    /// How many are in each state that has any.
    pub states: Vec<(MailState, u32)>,
    /// How long the one that waits longest could have been sent, in microseconds.
    pub oldest: Option<i64>,
    /// Failed or returned in the last day.
    pub failed: u32,
}

impl Outbox {
    /// Messages in a state.
    #[must_use]
    pub fn count(&self, state: MailState) -> u32 {
        self.states.iter().find(|(found, _)| *found == state).map_or(0, |(_, count)| *count)
    }
}

/// The outbox now.
///
/// # Errors
/// [`Error::Internal`].
pub async fn outbox(service: &Service) -> Result<Outbox, Error> {
    const DAY: i64 = 24 * 3600 * 1_000_000;
    let now = service.now();
    let mut tx = service.db().read().await?;
    Ok(Outbox {
        states: mails::counts(&mut tx).await?,
        oldest: upkeep::oldest_due(&mut tx, now).await?.map(|due| now - due),
        failed: upkeep::failed_since(&mut tx, now - DAY).await?,
    })
}

/// How often the database failed since it was opened.
#[must_use]
pub fn failures(service: &Service) -> Failures {
    service.db().failures()
}

/// The latest instant the database knows, 0 if none: a clock behind it is wrong, or was.
///
/// # Errors
/// [`Error::Internal`].
pub async fn newest_instant(service: &Service) -> Result<i64, Error> {
    Ok(upkeep::newest_instant(&mut service.db().read().await?).await?)
}

/// A record, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordState {
    /// The assembly.
    pub assembly: AssemblyId,
    /// Entries.
    pub entries: u64,
    /// What is wrong, if anything.
    pub fault: Option<String>,
}

/// Follows the chain of every record, and compares each with its newest checkpoint.
///
/// # Errors
/// [`Error::Internal`].
pub async fn records(service: &Service) -> Result<Vec<RecordState>, Error> {
    let mut tx = service.db().read().await?;
    let Some(cooperative) = cooperatives::the_one(&mut tx).await? else { return Ok(Vec::new()) };
    let key = secrets::record_key(&mut tx, cooperative.id).await?.verifying_key().to_bytes();
    let mut states = Vec::new();
    for standing in upkeep::assemblies(&mut tx).await? {
        let (entries, fault) = match examine(&mut tx, cooperative.id, standing.id, &key).await? {
            Ok(entries) => (entries, None),
            Err((entries, fault)) => (entries, Some(fault)),
        };
        states.push(RecordState { assembly: standing.id, entries, fault });
    }
    Ok(states)
}

/// The number of entries of a record that holds; or that, and why it does not.
type Verdict = Result<u64, (u64, String)>;

async fn examine(
    tx: &mut Tx,
    cooperative: CooperativeId,
    assembly: AssemblyId,
    key: &[u8; 32],
) -> Result<Verdict, Error> {
    let rows = record::entries(tx, assembly).await?;
    let note = record::checkpoint(tx, assembly).await?;
    let size = rows.len() as u64;
    if rows.is_empty() && note.is_none() {
        return Ok(Ok(0));
    }
    let verdict = || -> Result<u64, String> {
        let parsed: Result<Vec<Entry>, _> = rows.iter().map(|row| Entry::parse(&row.entry)).collect();
        let entries = parsed.map_err(|error| error.to_string())?;
        let head = verify_record(cooperative.bytes(), assembly.bytes(), &entries)
            .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
        if let Some(row) = rows.iter().find(|row| merkle::leaf_hash(row.entry.as_bytes()) != row.leaf) {
            return Err(format!("entry {}: its leaf is another's", row.seq));
        }
        let note = note.ok_or("there is no checkpoint")?;
        let note = checkpoint::parse(&note).map_err(|error| error.to_string())?;
        let origin = checkpoint::origin(cooperative.bytes(), assembly.bytes());
        checkpoint::verify(&note, &origin, key).map_err(|error| error.to_string())?;
        if (note.size, note.root) != (head.size, head.root) {
            return Err("the newest checkpoint is not of this record".to_owned());
        }
        Ok(size)
    };
    Ok(verdict().map_err(|fault| (size, fault)))
}
