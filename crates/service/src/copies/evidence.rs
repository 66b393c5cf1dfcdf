//! What others hold, compared with the database: signed checkpoints of the record, signed receipts of ballots.

use std::str::FromStr as _;

use domain::Refusal;
use domain::ids::{AssemblyId, VoteId};
use protocol::checkpoint::{self, Checkpoint};
use protocol::receipt::Receipt;
use protocol::{hash, merkle};
use store::{Tx, ballots, boxes, open_ballots, record, votes};
use uuid::Uuid;

use crate::error::Stored as _;
use crate::{Error, Service, facts, secrets};

/// What somebody brings.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Signed tree heads.
    pub checkpoints: Vec<Checkpoint>,
    /// Receipts as members hold them.
    pub receipts: Vec<Receipt>,
}

/// Something that was signed and is not in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The last entries of a record.
    Entries {
        /// The assembly.
        assembly: AssemblyId,
        /// The first missing one, counted from 0.
        from: u64,
        /// The last missing one.
        to: u64,
    },
    /// The record is another than the one that was signed.
    Contradiction {
        /// The assembly.
        assembly: AssemblyId,
        /// Entries that were signed.
        entries: u64,
    },
    /// A ballot.
    Ballot {
        /// Its vote.
        vote: VoteId,
        /// The assembly of that vote, if the database knows it.
        assembly: Option<AssemblyId>,
        /// Its tracker.
        tracker: String,
        /// When it was received.
        time: i64,
    },
}

impl Loss {
    /// Whose record cannot go on.
    #[must_use]
    pub fn assembly(&self) -> Option<AssemblyId> {
        match self {
            Self::Entries { assembly, .. } | Self::Contradiction { assembly, .. } => Some(*assembly),
            Self::Ballot { assembly, .. } => *assembly,
        }
    }
}

impl std::fmt::Display for Loss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Entries { assembly, from, to } if from == to => {
                write!(f, "assembly {assembly}: entry {from} of the record is missing")
            }
            Self::Entries { assembly, from, to } => {
                write!(f, "assembly {assembly}: entries {from} to {to} of the record are missing")
            }
            Self::Contradiction { assembly, entries } => {
                write!(
                    f,
                    "assembly {assembly}: the first {entries} entries of the record are not those that were signed"
                )
            }
            Self::Ballot { vote, tracker, .. } => {
                write!(f, "vote {vote}: the ballot with tracker {tracker} is missing")
            }
        }
    }
}

/// Everything that was signed and is not in the database.
///
/// # Errors
/// [`Refusal::Malformed`] for what this cooperative never signed: nothing follows from it. [`Refusal::NotFound`] before
/// the cooperative is founded.
pub async fn losses(service: &Service, evidence: &Evidence) -> Result<Vec<Loss>, Error> {
    of(&mut service.db().read().await?, evidence).await
}

pub(super) async fn of(tx: &mut Tx, evidence: &Evidence) -> Result<Vec<Loss>, Error> {
    let cooperative = facts::cooperative(tx).await?.id;
    let key = secrets::record_key(tx, cooperative).await?.verifying_key().to_bytes();
    let mut losses = Vec::new();
    for shown in &evidence.checkpoints {
        let assembly = assembly_of(&shown.origin).ok_or(Refusal::Malformed)?;
        let origin = checkpoint::origin(cooperative.bytes(), assembly.bytes());
        checkpoint::verify(shown, &origin, &key).map_err(|_| Refusal::Malformed)?;
        losses.extend(of_checkpoint(tx, assembly, shown).await?);
    }
    for receipt in &evidence.receipts {
        receipt.verify(cooperative.bytes(), &key).map_err(|_| Refusal::Malformed)?;
        losses.extend(of_receipt(tx, receipt).await?);
    }
    Ok(losses)
}

async fn of_checkpoint(tx: &mut Tx, assembly: AssemblyId, shown: &Checkpoint) -> Result<Option<Loss>, Error> {
    let leaves = record::leaves(tx, assembly).await?;
    let size = usize::try_from(shown.size).stored("a checkpoint")?;
    Ok(match leaves.get(..size) {
        Some(first) if merkle::root(first) == shown.root => None,
        Some(_) => Some(Loss::Contradiction { assembly, entries: shown.size }),
        None => Some(Loss::Entries { assembly, from: leaves.len() as u64, to: shown.size - 1 }),
    })
}

async fn of_receipt(tx: &mut Tx, receipt: &Receipt) -> Result<Option<Loss>, Error> {
    let vote = VoteId(Uuid::from_bytes(receipt.vote));
    let known = match &receipt.box_uuid {
        Some(uuid) => {
            let ballot = ballots::by_tracker(tx, vote, &receipt.tracker).await?;
            let boxes = boxes::elections(tx, vote).await?;
            let same = boxes.into_iter().find(|found| found.uuid == *uuid).map(|found| found.id);
            ballot.is_some_and(|ballot| {
                same == Some(ballot.ballot_box)
                    && ballot.height == receipt.height
                    && ballot.event_hash == hash::hex(&receipt.event)
            })
        }
        None => open_ballots::by_tracker(tx, vote, &receipt.tracker).await?.is_some(),
    };
    if known {
        return Ok(None);
    }
    let assembly = votes::by_id(tx, vote).await?.map(|vote| vote.assembly);
    Ok(Some(Loss::Ballot { vote, assembly, tracker: receipt.tracker.clone(), time: receipt.time }))
}

/// The assembly an origin names.
fn assembly_of(origin: &str) -> Option<AssemblyId> {
    AssemblyId::from_str(origin.rsplit('/').next()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_entry_is_missing_and_several_are() {
        let said = |from, to| Loss::Entries { assembly: AssemblyId(Uuid::nil()), from, to }.to_string();
        assert!(said(3, 3).ends_with(": entry 3 of the record is missing"), "{}", said(3, 3));
        assert!(said(3, 4).ends_with(": entries 3 to 4 of the record are missing"), "{}", said(3, 4));
    }
}
