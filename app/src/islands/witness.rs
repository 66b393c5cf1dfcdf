//! The record as this device is shown it (PROTOCOL.md §11, §12): signed whole, by the key this device knows, and nothing in it
//! taken back that this device saw before.

use domain::ids::{AssemblyId, VoteId};
use domain::wire::Me;
use protocol::checkpoint::{self, Checkpoint};
use protocol::encoding::hex32;
use protocol::hash;
use protocol::opening::{Beside, ClosedBox, Opening, Shown};
use protocol::record::Entry;

use super::browser::{self, Failure};
use super::holding::Trouble;

/// A record that the server stands by.
pub struct Witnessed {
    cooperative: [u8; 16],
    assembly: [u8; 16],
    /// Its entries.
    pub entries: Vec<Entry>,
    checkpoint: Checkpoint,
    key: [u8; 32],
}

fn doubt() -> Trouble {
    Trouble::Doubt("holder-doubt-record")
}

async fn text(path: &str) -> Result<String, Trouble> {
    let bytes = browser::fetch(path).await.ok_or(Trouble::Server(Failure::NoAnswer))?;
    String::from_utf8(bytes).map_err(|_| doubt())
}

/// Fetches the record of an assembly and compares it with what this device saw of it before, which it keeps. Two looks at once, in
/// this page or another, are compared with each other, too: the one that kept less fetches again.
pub async fn record(me: &Me, assembly: AssemblyId, record_key: &str) -> Result<Witnessed, Trouble> {
    let key = known_key(me, record_key).await?;
    loop {
        // What was seen before comes first of all: whatever is fetched after it has it, whoever else looks at the same time.
        let before = kept(me, assembly).await?;
        let found = fetched(me, assembly, key).await?;
        if goes_on(me, assembly, &found, before).await? {
            return Ok(found);
        }
    }
}

async fn fetched(me: &Me, assembly: AssemblyId, key: [u8; 32]) -> Result<Witnessed, Trouble> {
    // The checkpoint first: the record only grows, so it has all that was signed.
    let note = text(&format!("/api/v1/assemblies/{assembly}/checkpoint")).await?;
    let lines = text(&format!("/api/v1/assemblies/{assembly}/record.jsonl")).await?;
    let checkpoint = checkpoint::parse(&note).map_err(|_| doubt())?;
    let size = usize::try_from(checkpoint.size).map_err(|_| doubt())?;
    let entries: Result<Vec<Entry>, _> = lines.lines().take(size).map(Entry::parse).collect();
    let found = Witnessed {
        cooperative: *me.cooperative.bytes(),
        assembly: *assembly.bytes(),
        entries: entries.map_err(|_| doubt())?,
        checkpoint,
        key,
    };
    found.shown().stands().map_err(|_| doubt())?;
    Ok(found)
}

impl Witnessed {
    fn shown(&self) -> Shown<'_> {
        Shown {
            cooperative: &self.cooperative,
            assembly: &self.assembly,
            entries: &self.entries,
            checkpoint: &self.checkpoint,
            key: &self.key,
        }
    }

    /// The hashes of the trustees with which boxes of a vote were opened.
    pub fn trustees_of(&self, vote: VoteId) -> impl Iterator<Item = &str> {
        let id = hash::hex(vote.bytes());
        let of_vote = move |entry: &&Entry| entry.kind == "trustees" && entry.body["vote"] == id.as_str();
        self.entries.iter().filter(of_vote).filter_map(|entry| entry.body["trustees"].as_str())
    }

    /// What may be opened of a vote.
    pub fn closed(&self, vote: VoteId, boxes: Vec<ClosedBox>) -> Result<Opening, Trouble> {
        self.shown().closed(vote.bytes(), boxes).map_err(|_| Trouble::Doubt("holder-doubt-closed"))
    }
}

/// The record key that this device first saw of the cooperative: no other signs for it.
async fn known_key(me: &Me, named: &str) -> Result<[u8; 32], Trouble> {
    let slot = format!("record-key:{}", me.cooperative);
    let named = hex32(named).ok_or_else(doubt)?;
    match browser::load(&slot).await.map_err(|_| Trouble::Doubt("holder-unreadable"))? {
        Some(known) if known == named => Ok(named),
        Some(_) => Err(Trouble::Doubt("holder-doubt-record-key")),
        None if browser::store(&slot, &named).await => Ok(named),
        None => Err(Trouble::Doubt("holder-not-kept")),
    }
}

/// Size and root of a record.
type Seen = (u64, Vec<u8>);

fn slot(me: &Me, assembly: AssemblyId) -> String {
    format!("record:{}:{assembly}", me.cooperative)
}

/// What this device saw last of the record of an assembly.
async fn kept(me: &Me, assembly: AssemblyId) -> Result<Option<Seen>, Trouble> {
    let kept = browser::load(&slot(me, assembly)).await.map_err(|_| Trouble::Doubt("holder-unreadable"))?;
    let parts = kept.as_deref().and_then(|kept| kept.split_first_chunk::<8>());
    Ok(parts.map(|(size, root)| (u64::from_be_bytes(*size), root.to_vec())))
}

/// The record has what this device saw of it before, and what another look kept meanwhile; what it has now is kept in its place. False
/// where that other look saw more: what it saw must be in what is fetched after it.
async fn goes_on(me: &Me, assembly: AssemblyId, found: &Witnessed, before: Option<Seen>) -> Result<bool, Trouble> {
    let changed = || Trouble::Doubt("holder-doubt-record-changed");
    let beside = |seen: Option<&Seen>| seen.map(|(size, root)| found.shown().beside(*size, root));
    if matches!(beside(before.as_ref()), Some(Beside::Shorter | Beside::Other)) {
        return Err(changed());
    }
    match beside(kept(me, assembly).await?.as_ref()) {
        Some(Beside::Other) => return Err(changed()),
        Some(Beside::Shorter) => return Ok(false),
        Some(Beside::GoesOn) | None => {}
    }
    let mut now = found.checkpoint.size.to_be_bytes().to_vec();
    now.extend_from_slice(&found.checkpoint.root);
    if !browser::store(&slot(me, assembly), &now).await {
        return Err(Trouble::Doubt("holder-not-kept"));
    }
    // Whoever kept something between the two is compared with, too.
    Ok(matches!(beside(kept(me, assembly).await?.as_ref()), Some(Beside::GoesOn)))
}
