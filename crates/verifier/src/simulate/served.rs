//! An assembly as a server served it, taken apart to be made wrong in one place, and put together again. Its record gets a
//! key of its own in the place of the server's, and is chained and signed again; what is linked to what is changed
//! follows. So what is wrong is seen by no check but the one that is there for it.

use std::io::{Cursor, Read as _};
use std::path::Path;

use ed25519_dalek::SigningKey;
use protocol::archive::tar::render;
use protocol::archive::{self, Event, EventType, Item, ItemKind};
use protocol::companion::Companion;
use protocol::hash::{self, hex};
use protocol::record::Entry;
use protocol::{canonical, checkpoint, credentials, election, merkle};
use serde_json::Value;
use zip::ZipArchive;

use super::linked;

/// Where the setup of an archive has its election, its trustees and its credentials.
const ELECTION: usize = 0;
const TRUSTEES: usize = 1;
const CREDENTIALS: usize = 2;
const ABSENT: &str = "this assembly has not what would be changed";

/// A box of it.
#[derive(Clone, Debug)]
pub struct ServedBox {
    /// Uuid.
    pub uuid: String,
    /// Members of the archive after the first.
    pub items: Vec<Item>,
    /// What stands beside it.
    pub companion: Companion,
    /// Bytes after the last member: there should be none.
    pub after: usize,
    timestamp: u64,
}

/// An assembly, whole in memory.
#[derive(Clone, Debug)]
pub struct Served {
    /// Time, type and body of each entry of the record.
    pub facts: Vec<(i64, String, Value)>,
    /// Every box, in the order of the zip.
    pub boxes: Vec<ServedBox>,
    /// What was put to the vote, a line each.
    pub resolutions: String,
    /// The minutes.
    pub minutes: Value,
    cooperative: [u8; 16],
    assembly: [u8; 16],
}

/// Signs the record that is put together.
fn own() -> SigningKey {
    SigningKey::from_bytes(&[201; 32])
}

impl Served {
    /// Takes the file of an assembly apart.
    ///
    /// # Errors
    /// What cannot be read, in a sentence.
    pub fn read(zip: &[u8], cooperative: [u8; 16], assembly: [u8; 16]) -> Result<Self, String> {
        let mut zip = ZipArchive::new(Cursor::new(zip)).map_err(|error| error.to_string())?;
        let mut files = Vec::new();
        for i in 0..zip.len() {
            let mut file = zip.by_index(i).map_err(|error| error.to_string())?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map_err(|error| error.to_string())?;
            files.push((file.name().to_owned(), bytes));
        }
        let text = |name: &str| {
            let found = files.iter().find(|(of, _)| of == name).ok_or_else(|| format!("{name} is not there"))?;
            String::from_utf8(found.1.clone()).map_err(|error| error.to_string())
        };
        let mut served = Self {
            facts: text("record.jsonl")?.lines().map(fact).collect::<Result<_, _>>()?,
            boxes: Vec::new(),
            resolutions: text("resolutions.jsonl")?,
            minutes: serde_json::from_str(&text("minutes.json")?).map_err(|error| error.to_string())?,
            cooperative,
            assembly,
        };
        for (name, bytes) in &files {
            if let Some(uuid) = name.strip_suffix(".bel") {
                let companion = text(&format!("{uuid}.companion.json"))?;
                served.boxes.push(ServedBox::read(uuid, bytes, &companion)?);
            }
        }
        let key = served.key();
        served.body("convocation", |_| true)?["record_key"] = key.into();
        Ok(served)
    }

    /// The key that the record names and is signed with, hex.
    #[must_use]
    pub fn key(&self) -> String {
        hex(own().verifying_key().as_bytes())
    }

    /// The body of the first entry of a type that is the one meant.
    ///
    /// # Errors
    /// When there is none.
    pub fn body(&mut self, kind: &str, meant: impl Fn(&Value) -> bool) -> Result<&mut Value, String> {
        let found = self.facts.iter_mut().find(|(_, of, body)| of == kind && meant(body));
        found.map(|(_, _, body)| body).ok_or_else(|| format!("{ABSENT}: {kind}"))
    }

    /// The box of a vote on a text: its place among the boxes, and the vote, hex.
    ///
    /// # Errors
    /// When there is none.
    pub fn sealed(&self) -> Result<(usize, String), String> {
        let of = |kind: &'static str| self.facts.iter().filter(move |(_, of, _)| of == kind).map(|(_, _, body)| body);
        let text = |vote: &Value| of("tally").any(|tally| tally["vote"] == *vote && tally.get("named").is_none());
        let opened = of("box-opened").find(|opened| text(&opened["vote"])).ok_or(ABSENT)?;
        let at = self.boxes.iter().position(|one| opened["box"] == one.uuid.as_str()).ok_or(ABSENT)?;
        Ok((at, opened["vote"].as_str().unwrap_or_default().to_owned()))
    }

    /// Writes another text in the place of the first data member of a box that has these marks, and lets everything follow.
    ///
    /// # Errors
    /// When there is no such member, or the change says so.
    pub fn edit(
        &mut self,
        of: usize,
        marks: &str,
        change: impl FnOnce(&str) -> Result<String, String>,
    ) -> Result<(), String> {
        let meant = |item: &Item| item.kind == ItemKind::Data && item.body.contains(marks);
        let at = self.boxes.get(of).and_then(|one| one.items.iter().position(meant)).ok_or(ABSENT)?;
        self.edit_at(of, at, change)
    }

    /// The same of the member at a place.
    ///
    /// # Errors
    /// As [`Served::edit`].
    pub fn edit_at(
        &mut self,
        of: usize,
        at: usize,
        change: impl FnOnce(&str) -> Result<String, String>,
    ) -> Result<(), String> {
        let one = self.boxes.get_mut(of).ok_or(ABSENT)?;
        let text = change(&one.items.get(at).ok_or(ABSENT)?.body)?;
        one.items = linked(std::mem::take(&mut one.items), vec![(at, text)])?;
        self.follow(of, None)
    }

    /// Takes an event out of a box, the last of a kind, with so many data members before it.
    ///
    /// # Errors
    /// When there is none.
    pub fn without(&mut self, of: usize, kind: EventType, data: usize) -> Result<(), String> {
        let one = self.boxes.get_mut(of).ok_or(ABSENT)?;
        let event = |item: &Item| (item.kind == ItemKind::Event).then(|| Event::parse(&item.body).ok()).flatten();
        let found = one
            .items
            .iter()
            .enumerate()
            .rev()
            .find_map(|(at, item)| Some((at, event(item)?)).filter(|(_, e)| e.kind == kind));
        let (at, event) = found.ok_or(ABSENT)?;
        one.items.drain(at.checked_sub(data).ok_or(ABSENT)?..=at);
        one.items = linked(std::mem::take(&mut one.items), Vec::new())?;
        self.follow(of, Some(event.height))
    }

    /// The record has the box as it is now; without the event of a height, if one was taken out.
    fn follow(&mut self, of: usize, gone: Option<u64>) -> Result<(), String> {
        let one = self.boxes.get(of).ok_or(ABSENT)?;
        let events: Vec<&Item> = one.items.iter().filter(|item| item.kind == ItemKind::Event).collect();
        let item = |at: usize| one.items.get(at).ok_or(ABSENT);
        let (election_text, list) = (item(ELECTION)?, item(CREDENTIALS)?);
        let mut vote = Value::Null;
        let mut kept = Vec::with_capacity(self.facts.len());
        for (time, kind, mut body) in std::mem::take(&mut self.facts) {
            let mine = body.get("box").is_some_and(|uuid| *uuid == one.uuid.as_str());
            match kind.as_str() {
                "box-opened" if mine => {
                    vote = body["vote"].clone();
                    body["election"] = election_text.hash.as_str().into();
                    body["trustees"] = item(TRUSTEES)?.hash.as_str().into();
                    body["fingerprint"] = election::fingerprint(&election_text.body).into();
                }
                "archive-head" if mine => {
                    let height = body["height"].as_u64().ok_or(ABSENT)?;
                    if Some(height) == gone {
                        continue;
                    }
                    let height = height - u64::from(gone.is_some_and(|gone| gone < height));
                    let event = usize::try_from(height).ok().and_then(|height| events.get(height)).ok_or(ABSENT)?;
                    body["height"] = height.into();
                    body["event"] = event.hash.as_str().into();
                }
                _ => {}
            }
            kept.push((time, kind, body));
        }
        self.facts = kept;
        let fingerprint = credentials::fingerprint(&list.body);
        self.body("roll", |roll| roll["vote"] == vote)?["credentials"] = fingerprint.into();
        Ok(())
    }

    /// The record has the hash of the minutes as they are now.
    ///
    /// # Errors
    /// When it has none.
    pub fn hash_minutes(&mut self) -> Result<(), String> {
        let text = canonical::to_string(&self.minutes).map_err(|error| error.to_string())?;
        self.body("minutes", |_| true)?["minutes"] = hash::sha256_hex(text.as_bytes()).into();
        Ok(())
    }

    fn entries(&self) -> Result<Vec<Entry>, String> {
        let mut entries: Vec<Entry> = Vec::with_capacity(self.facts.len());
        for (time, kind, body) in &self.facts {
            let next = match entries.last() {
                Some(last) => last.next(*time, kind, body.clone()).map_err(|error| error.to_string())?,
                None => Entry::first(&self.cooperative, &self.assembly, *time, kind, body.clone()),
            };
            entries.push(next);
        }
        Ok(entries)
    }

    /// The files, by name, chained and signed.
    ///
    /// # Errors
    /// When a body has no canonical text.
    pub fn files(&self) -> Result<Vec<(String, Vec<u8>)>, String> {
        let wrong = |error: canonical::NotCanonical| error.to_string();
        let entries = self.entries()?;
        let leaves = entries.iter().map(Entry::leaf).collect::<Result<Vec<_>, _>>().map_err(wrong)?;
        let origin = checkpoint::origin(&self.cooperative, &self.assembly);
        let note = checkpoint::sign(&own(), &origin, leaves.len() as u64, merkle::root(&leaves));
        let note = note.map_err(|error| error.to_string())?.to_string();
        let lines = entries.iter().map(Entry::canonical).collect::<Result<Vec<_>, _>>().map_err(wrong)?;
        let record: String = lines.into_iter().map(|line| line + "\n").collect();
        let mut files = vec![
            ("record.jsonl".to_owned(), record.into_bytes()),
            ("checkpoint".to_owned(), note.into_bytes()),
            ("resolutions.jsonl".to_owned(), self.resolutions.clone().into_bytes()),
            ("minutes.json".to_owned(), self.minutes.to_string().into_bytes()),
        ];
        for one in &self.boxes {
            let mut bytes = render(one.timestamp, &one.items);
            bytes.resize(bytes.len() + one.after, 0);
            files.push((format!("{}.bel", one.uuid), bytes));
            files.push((format!("{}.companion.json", one.uuid), one.companion.to_json().into_bytes()));
        }
        Ok(files)
    }

    /// Writes the files into a folder.
    ///
    /// # Errors
    /// When one cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), String> {
        for (name, bytes) in self.files()? {
            let path = folder.join(&name);
            std::fs::write(&path, bytes).map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
        }
        Ok(())
    }
}

impl ServedBox {
    fn read(uuid: &str, bytes: &[u8], companion: &str) -> Result<Self, String> {
        let archive = archive::read(bytes).map_err(|error| error.to_string())?;
        let companion = Companion::parse(companion).map_err(|error| error.to_string())?;
        let (items, timestamp) = (archive.items, archive.timestamp);
        Ok(Self { uuid: uuid.to_owned(), items, companion, after: 0, timestamp })
    }
}

fn fact(line: &str) -> Result<(i64, String, Value), String> {
    let entry = Entry::parse(line).map_err(|error| error.to_string())?;
    Ok((entry.time, entry.kind, entry.body))
}
