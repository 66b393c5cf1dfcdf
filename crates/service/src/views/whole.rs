//! Everything that an observer verifies of an assembly, in one file (PROTOCOL.md §15.1).

use std::collections::BTreeSet;

use domain::Refusal;
use domain::ids::{AssemblyId, VoteId};
use domain::roles::Actor;
use domain::statutes::MinutesReaders;
use protocol::hash;
use protocol::listing::{Listed, Listing, PAGE, Part, Records, page_name};
use protocol::record::Entry;
use serde_json::Value;
use store::assemblies::Assembly;
use store::boxes::BallotBox;
use store::{Tx, assemblies, boxes, minutes, record, votes};

use super::archives::{Pack, write_companion};
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::{Error, Service, archive, facts, secrets};

/// The record in one piece, as a zip has it.
const RECORD: &str = "record.jsonl";
/// [`PAGE`], to cut a list with.
const PAGE_LINES: usize = 256;
const _: () = assert!(PAGE_LINES as u64 == PAGE);

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

    /// The same as files that are listed by name, hash and size, the record in pages (PROTOCOL.md §15.2). It hashes every byte.
    #[must_use]
    pub fn listing(&self) -> Listing {
        let mut listing = Listing { version: 1, entries: 0, files: Vec::new() };
        for (name, bytes) in &self.0 {
            if name != RECORD {
                listing.files.push(Listed::new(name, bytes));
                continue;
            }
            let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
            listing.entries = lines.len() as u64;
            for (number, page) in (0..).zip(lines.chunks(PAGE_LINES)) {
                listing.files.push(Listed::new(&page_name(number), &page.concat()));
            }
        }
        listing
    }

    fn add(&mut self, name: &str, bytes: impl Into<Vec<u8>>) {
        self.0.push((name.to_owned(), bytes.into()));
    }
}

/// The record, its checkpoint, what is put to the vote, every box that the record opens, and the minutes with their corrections where
/// everyone may read them. All of it is in memory until it is packed, and no longer held in the database.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn whole_assembly(service: &Service, id: AssemblyId) -> Result<WholeAssembly, Error> {
    allow(&Actor::Anyone, Operation::ReadWholeAssembly)?;
    let mut tx = service.db().read().await?;
    let assembly = facts::assembly(&mut tx, id).await?;
    let mut files = WholeAssembly(Vec::new());
    let (lines, named) = read(&mut tx, id).await?;
    files.add(RECORD, lines.concat());
    if let Some(note) = record::checkpoint(&mut tx, id).await? {
        files.add("checkpoint", note);
    }
    files.add("resolutions.jsonl", resolutions(&mut tx, &named.votes).await?);
    if let Some(text) = public_minutes(&mut tx, &assembly).await? {
        files.add("minutes.json", text);
    }
    if let Some(lines) = public_corrections(&mut tx, &assembly).await? {
        files.add("corrections.jsonl", lines);
    }
    for found in opened(&mut tx, &named).await? {
        files.add(&format!("{}.bel", found.uuid), archive::file(&mut tx, &found).await?);
        let companion = write_companion(&mut tx, &found).await?;
        files.add(&format!("{}.companion.json", found.uuid), companion);
    }
    Ok(files)
}

/// One file of an assembly's record, by its name in the [`Listing`].
///
/// # Errors
/// [`Refusal::NotFound`] for an unknown assembly, and for a file that it does not have (yet).
pub async fn record_file(service: &Service, id: AssemblyId, name: &str) -> Result<Vec<u8>, Error> {
    allow(&Actor::Anyone, Operation::ReadWholeAssembly)?;
    let part = Part::of(name).ok_or(Refusal::NotFound)?;
    let mut tx = service.db().read().await?;
    let assembly = facts::assembly(&mut tx, id).await?;
    let text = match part {
        Part::Checkpoint => record::checkpoint(&mut tx, id).await?,
        Part::Minutes => public_minutes(&mut tx, &assembly).await?,
        Part::Corrections => public_corrections(&mut tx, &assembly).await?,
        Part::Page(number) => {
            let from = number.checked_mul(PAGE).ok_or(Refusal::NotFound)?;
            let rows = record::from(&mut tx, id, from, PAGE).await?;
            let page: String = rows.into_iter().map(|row| row.entry + "\n").collect();
            Some(page).filter(|page| !page.is_empty())
        }
        Part::Resolutions => {
            let (_, named) = read(&mut tx, id).await?;
            Some(resolutions(&mut tx, &named.votes).await?)
        }
        Part::Archive | Part::Companion => {
            let (_, named) = read(&mut tx, id).await?;
            let of = |found: &BallotBox| name.split('.').next() == Some(found.uuid.as_str());
            let found = opened(&mut tx, &named).await?.into_iter().find(of).ok_or(Refusal::NotFound)?;
            if part == Part::Archive {
                return archive::file(&mut tx, &found).await;
            }
            Some(write_companion(&mut tx, &found).await?)
        }
    };
    Ok(text.ok_or(Refusal::NotFound)?.into_bytes())
}

/// The assemblies that have a record, the newest first.
///
/// # Errors
/// [`Refusal::NotFound`] where no cooperative was founded.
pub async fn all_records(service: &Service) -> Result<Records, Error> {
    allow(&Actor::Anyone, Operation::ReadCalendar)?;
    let mut tx = service.db().read().await?;
    let cooperative = facts::cooperative(&mut tx).await?.id;
    let key = secrets::record_key(&mut tx, cooperative).await?.verifying_key().to_bytes();
    let mut found = Vec::new();
    for assembly in assemblies::all(&mut tx).await? {
        if record::count(&mut tx, assembly.id).await? > 0 {
            found.push(assembly.id.to_string());
        }
    }
    Ok(Records { version: 1, key: hash::hex(&key), assemblies: found })
}

/// The entries of a record as lines, and what they name.
async fn read(tx: &mut Tx, id: AssemblyId) -> Result<(Vec<String>, Named), Error> {
    let (mut lines, mut named) = (Vec::new(), Named::default());
    for row in record::entries(tx, id).await? {
        named.follow(&Entry::parse(&row.entry).stored("a record entry")?);
        lines.push(row.entry + "\n");
    }
    Ok((lines, named))
}

/// Whether everyone may read the minutes of an assembly.
async fn minutes_are_public(tx: &mut Tx, assembly: &Assembly) -> Result<bool, Error> {
    Ok(facts::rules(tx, assembly).await?.settings.minutes_readers == MinutesReaders::All)
}

/// The minutes, once they are published, where everyone may read them.
async fn public_minutes(tx: &mut Tx, assembly: &Assembly) -> Result<Option<String>, Error> {
    if !minutes_are_public(tx, assembly).await? {
        return Ok(None);
    }
    Ok(minutes::of_assembly(tx, assembly.id).await?.map(|published| published.body))
}

/// Their corrections, a line each, likewise; none where there is none.
async fn public_corrections(tx: &mut Tx, assembly: &Assembly) -> Result<Option<String>, Error> {
    if !minutes_are_public(tx, assembly).await? {
        return Ok(None);
    }
    let lines: String = minutes::corrections(tx, assembly.id).await?.into_iter().map(|row| row.body + "\n").collect();
    Ok(Some(lines).filter(|lines| !lines.is_empty()))
}

/// The boxes that a record opens, in its order.
async fn opened(tx: &mut Tx, named: &Named) -> Result<Vec<BallotBox>, Error> {
    let mut found = Vec::new();
    for vote in &named.votes {
        let boxes = boxes::elections(tx, *vote).await?;
        found.extend(boxes.into_iter().filter(|one| named.boxes.contains(&one.uuid)));
    }
    Ok(found)
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
