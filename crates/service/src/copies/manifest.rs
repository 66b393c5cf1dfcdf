//! What a copy says of itself: enough to see that what was brought back is what was copied.

use domain::assembly::AssemblyState;
use domain::ids::{AssemblyId, CooperativeId, VoteId};
use protocol::{hash, merkle};
use serde::{Deserialize, Serialize};
use store::{Tx, ballots, boxes, cooperatives, open_ballots, record, upkeep, votes};

use crate::Error;

/// The only version of the manifest there is.
pub const VERSION: u32 = 1;

/// What a copy has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Of these words.
    pub version: u32,
    /// The newest step of the schema.
    pub schema: i64,
    /// When the copy was begun, in microseconds since 1970 UTC.
    pub made_at: i64,
    /// Whose it is, once founded.
    pub cooperative: Option<CooperativeId>,
    /// The record of each assembly, in the order of convocation.
    pub records: Vec<RecordHead>,
    /// The box of each secret vote that was opened, and of each open vote the ballots.
    pub boxes: Vec<BoxHead>,
}

/// How far a record had come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordHead {
    /// The assembly.
    pub assembly: AssemblyId,
    /// Where it stood.
    pub state: AssemblyState,
    /// Entries.
    pub entries: u64,
    /// RFC 6962 root over them, hex.
    pub root: String,
    /// The newest signed checkpoint.
    pub checkpoint: Option<String>,
}

/// How far a vote had come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoxHead {
    /// The vote.
    pub vote: VoteId,
    /// Ballots received, replaced ones included.
    pub ballots: u64,
    /// Height of the last event of the archive, in a secret vote.
    pub height: Option<u64>,
    /// Its hash, hex.
    pub event: Option<String>,
}

/// The manifest of what a transaction sees.
pub(super) async fn of(tx: &mut Tx, made_at: i64) -> Result<Manifest, Error> {
    let cooperative = cooperatives::the_one(tx).await?.map(|cooperative| cooperative.id);
    let (mut records, mut heads) = (Vec::new(), Vec::new());
    for standing in upkeep::assemblies(tx).await? {
        let leaves = record::leaves(tx, standing.id).await?;
        records.push(RecordHead {
            assembly: standing.id,
            state: standing.state,
            entries: leaves.len() as u64,
            root: hash::hex(&merkle::root(&leaves)),
            checkpoint: record::checkpoint(tx, standing.id).await?,
        });
        for vote in votes::by_assembly(tx, standing.id).await? {
            for one in boxes::of_vote(tx, vote.id).await? {
                let head = boxes::head(tx, one.id).await?;
                let (secret, open) = (ballots::count(tx, one.id).await?, open_ballots::count(tx, one.id).await?);
                heads.push(BoxHead {
                    vote: vote.id,
                    ballots: u64::from(secret) + u64::from(open),
                    height: head.as_ref().map(|head| head.height),
                    event: head.map(|head| head.hash),
                });
            }
        }
    }
    let schema = store::migrations::VERSIONS.last().copied().unwrap_or_default();
    Ok(Manifest { version: VERSION, schema, made_at, cooperative, records, boxes: heads })
}

impl Manifest {
    /// In what two manifests of the same copy differ; their times may.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut found = Vec::new();
        if (self.version, self.schema, self.cooperative) != (other.version, other.schema, other.cooperative) {
            found.push("the cooperative or the schema is another".to_owned());
        }
        for head in self.records.iter().filter(|head| !other.records.contains(head)) {
            found.push(format!("the record of assembly {} is not the one of {} entries", head.assembly, head.entries));
        }
        for head in self.boxes.iter().filter(|head| !other.boxes.contains(head)) {
            found.push(format!("the box of vote {} is not the one of {} ballots", head.vote, head.ballots));
        }
        if self.records.len() != other.records.len() || self.boxes.len() != other.boxes.len() {
            found.push("there are other assemblies or votes".to_owned());
        }
        found
    }
}
