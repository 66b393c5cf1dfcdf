//! Writing the public record (PROTOCOL.md, the record): each entry in the transaction of the fact it states, and a signed
//! checkpoint over all entries with it.

use domain::ids::{AssemblyId, CooperativeId};
use protocol::checkpoint;
use protocol::merkle;
use protocol::record::Entry;
use serde_json::Value;
use store::{Tx, record};

use crate::error::Stored as _;
use crate::{Error, Service, facts, secrets};

/// Entries about to be written together, under one checkpoint.
pub(crate) struct Record {
    cooperative: CooperativeId,
    assembly: AssemblyId,
    time: i64,
    entries: Vec<(&'static str, Value)>,
}

impl Record {
    /// Nothing yet, about one assembly, now.
    pub(crate) fn new(service: &Service, cooperative: CooperativeId, assembly: AssemblyId) -> Self {
        Self { cooperative, assembly, time: service.now(), entries: Vec::new() }
    }

    /// Adds a fact: its type and body. No name, no address, no share count.
    pub(crate) fn add(&mut self, kind: &'static str, body: Value) {
        self.entries.push((kind, body));
    }

    /// Appends what was added and signs the tree head that covers it. Nothing added, nothing signed; and nothing
    /// about an assembly that stands still.
    pub(crate) async fn write(self, tx: &mut Tx) -> Result<(), Error> {
        if self.entries.is_empty() {
            return Ok(());
        }
        facts::goes_on(tx, self.assembly).await?;
        let mut leaves = record::leaves(tx, self.assembly).await?;
        let mut last = match record::last(tx, self.assembly).await? {
            Some(row) => Some(Entry::parse(&row.entry).stored("a record entry")?),
            None => None,
        };
        for (kind, body) in self.entries {
            let entry = match &last {
                Some(last) => last.next(self.time, kind, body).stored("a record entry")?,
                None => Entry::first(self.cooperative.bytes(), self.assembly.bytes(), self.time, kind, body),
            };
            let text = entry.canonical().stored("a record entry")?;
            let leaf = merkle::leaf_hash(text.as_bytes());
            let row = record::RecordEntry { seq: entry.seq, at: entry.time, entry: text, leaf };
            record::append(tx, self.assembly, &row).await?;
            leaves.push(leaf);
            last = Some(entry);
        }
        let key = secrets::record_key(tx, self.cooperative).await?;
        let origin = checkpoint::origin(self.cooperative.bytes(), self.assembly.bytes());
        let size = leaves.len() as u64;
        let head = checkpoint::sign(&key, &origin, size, merkle::root(&leaves)).stored("a checkpoint")?;
        Ok(record::insert_checkpoint(tx, self.assembly, size, &head.to_string()).await?)
    }
}
