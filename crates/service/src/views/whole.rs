//! Everything that an observer verifies of an assembly, in one file (PROTOCOL.md §15.1).

use std::collections::BTreeSet;

use domain::ids::{AssemblyId, VoteId};
use domain::roles::Actor;
use domain::statutes::MinutesReaders;
use protocol::record::Entry;
use serde_json::Value;
use store::{Tx, assemblies, boxes, minutes, record, votes};

use super::archives::{Pack, write_companion};
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::{Error, Service, archive, facts};

/// The files of an assembly, as they were at one instant.
pub struct WholeAssembly(Vec<(String, Vec<u8>)>);

impl WholeAssembly {
    /// One zip of them: the same bytes for the same state. It keeps a processor busy; what asks for it does so away from the threads
    /// that answer requests.
    ///
    /// # Errors
    /// Internal ones.
    pub fn zip(self) -> Result<Vec<u8>, Error> {
        let mut pack = Pack::new();
        for (name, bytes) in self.0 {
            pack.add(&name, &bytes).stored("the zip")?;
        }
        pack.finish().stored("the zip")
    }

    fn add(&mut self, name: &str, bytes: impl Into<Vec<u8>>) {
        self.0.push((name.to_owned(), bytes.into()));
    }
}

/// The record, its checkpoint, what is put to the vote, every box that the record opens, and the minutes with their corrections where
/// everyone may read them. All of it is in memory until it is packed, and no longer held in the database.
///
/// # Errors
/// [`Refusal::NotFound`](domain::Refusal::NotFound).
pub async fn whole_assembly(service: &Service, id: AssemblyId) -> Result<WholeAssembly, Error> {
    allow(&Actor::Anyone, Operation::ReadWholeAssembly)?;
    let mut tx = service.db().read().await?;
    let assembly = facts::assembly(&mut tx, id).await?;
    let mut files = WholeAssembly(Vec::new());
    let (mut lines, mut named) = (String::new(), Named::default());
    for row in record::entries(&mut tx, id).await? {
        named.follow(&Entry::parse(&row.entry).stored("a record entry")?);
        lines += &row.entry;
        lines.push('\n');
    }
    files.add("record.jsonl", lines);
    if let Some(note) = record::checkpoint(&mut tx, id).await? {
        files.add("checkpoint", note);
    }
    files.add("resolutions.jsonl", resolutions(&mut tx, &named.votes).await?);
    if facts::rules(&mut tx, &assembly).await?.settings.minutes_readers == MinutesReaders::All
        && let Some(published) = minutes::of_assembly(&mut tx, id).await?
    {
        files.add("minutes.json", published.body);
        let corrected = minutes::corrections(&mut tx, id).await?;
        if !corrected.is_empty() {
            files.add("corrections.jsonl", corrected.into_iter().map(|one| one.body + "\n").collect::<String>());
        }
    }
    for vote in &named.votes {
        for found in boxes::elections(&mut tx, *vote).await? {
            if !named.boxes.contains(&found.uuid) {
                continue;
            }
            files.add(&format!("{}.bel", found.uuid), archive::file(&mut tx, &found).await?);
            let companion = write_companion(&mut tx, &found).await?;
            files.add(&format!("{}.companion.json", found.uuid), companion);
        }
    }
    Ok(files)
}

/// What a record names.
#[derive(Default)]
pub(super) struct Named {
    /// Votes, as they come.
    votes: Vec<VoteId>,
    /// Boxes that it opens: those of a vote that goes on elsewhere are not all in one record.
    boxes: BTreeSet<String>,
}

impl Named {
    /// Its votes, as they come.
    pub(super) fn votes(&self) -> &[VoteId] {
        &self.votes
    }

    /// Reads one entry more.
    pub(super) fn follow(&mut self, entry: &Entry) {
        let body = &entry.body;
        match entry.kind.as_str() {
            "convocation" => body["documents"].as_array().into_iter().flatten().for_each(|said| self.vote(said)),
            "incident" => self.vote(body),
            "box-opened" => {
                self.vote(body);
                self.boxes.extend(body["box"].as_str().map(str::to_owned));
            }
            _ => {}
        }
    }

    fn vote(&mut self, said: &Value) {
        let vote = said["vote"].as_str().and_then(|text| text.parse::<VoteId>().ok());
        if let Some(vote) = vote.filter(|vote| !self.votes.contains(vote)) {
            self.votes.push(vote);
        }
    }
}

/// The canonical text of what each vote is about, a line each.
async fn resolutions(tx: &mut Tx, named: &[VoteId]) -> Result<String, Error> {
    let (mut lines, mut written) = (String::new(), BTreeSet::new());
    for vote in named {
        let Some(vote) = votes::by_id(tx, *vote).await? else { continue };
        if written.insert(vote.resolution) {
            let frozen = assemblies::resolution(tx, vote.resolution).await?.stored("a resolution")?;
            lines += &frozen.body;
            lines.push('\n');
        }
    }
    Ok(lines)
}
