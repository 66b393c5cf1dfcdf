//! A copy of the records of a server, and how it goes on: what is new is fetched, verified by its hash and kept; what was seen stays.

use std::path::Path;

use protocol::encoding::hex32;
use protocol::listing::{Listed, Listing, Part, Records, is_id};
use protocol::record::Entry;

use crate::events::Event;
use crate::heads::Fault;
use crate::kept::{Folder, listed};
use crate::net::{Got, Site};
use crate::{growth, heads};

/// Largest list that is read.
const LARGEST_LIST: u64 = 4 << 20;
/// How often a list is asked for anew, because the record went on meanwhile.
const TRIES: u32 = 5;

/// What is copied, and where to.
pub struct Mirror<'a> {
    /// From where.
    pub site: &'a dyn Site,
    /// To where: each assembly in a folder of its own.
    pub folder: &'a Path,
    /// One assembly only.
    pub only: Option<&'a str>,
    /// The key of a convocation, which signs every checkpoint.
    pub key: Option<[u8; 32]>,
}

/// Whether a list could be followed to its end.
enum Round {
    Done,
    MovedOn,
}

impl Mirror<'_> {
    /// Copies what is new of every assembly that was asked for. Of an assembly that cannot be followed to its end an
    /// [`Event::Unreachable`] says why, after what was found until then; the others are followed all the same.
    ///
    /// # Errors
    /// A sentence, when the server cannot be asked for its list, serves no record, or the folder cannot be read.
    pub fn all(&self) -> Result<Vec<Event>, String> {
        let served = self.assemblies()?;
        let mut events = Vec::new();
        let seen = listed(self.folder)?.into_iter().filter(|name| is_id(name) && self.wants(name));
        events.extend(seen.filter(|id| !served.contains(id)).map(|assembly| Event::AssemblyGone { assembly }));
        for assembly in &served {
            if let Err(why) = self.one(assembly, &mut events) {
                events.push(Event::Unreachable { why });
            }
        }
        if let Some(only) = self.only.filter(|_| served.is_empty() && events.is_empty()) {
            return Err(format!("the server has no record of {only}"));
        }
        Ok(events)
    }

    /// Whether the newest checkpoint of an assembly is another than the one kept.
    ///
    /// # Errors
    /// As [`Mirror::all`].
    pub fn moved_on(&self) -> Result<bool, String> {
        for assembly in self.assemblies()? {
            let kept = Folder::new(self.folder.join(&assembly)).read("checkpoint")?;
            match self.site.get(&format!("/api/v1/record/{assembly}/checkpoint"), LARGEST_LIST)? {
                Got::Bytes(note) if Some(&note) == kept.as_ref() => {}
                _ => return Ok(true),
            }
        }
        Ok(false)
    }

    fn wants(&self, assembly: &str) -> bool {
        self.only.is_none_or(|only| only == assembly)
    }

    fn assemblies(&self) -> Result<Vec<String>, String> {
        let text = self.text("/api/v1/record/index.json")?;
        let records = Records::parse(&text).map_err(|error| format!("the server's list of records: {error}"))?;
        Ok(records.assemblies.into_iter().filter(|id| self.wants(id)).collect())
    }

    fn text(&self, path: &str) -> Result<String, String> {
        match self.site.get(path, LARGEST_LIST)? {
            Got::Bytes(bytes) => String::from_utf8(bytes).map_err(|_| format!("{path} is no text")),
            Got::Missing => Err(format!("the server has no {path}")),
            Got::TooLarge => Err(format!("{path} is too large")),
        }
    }

    fn one(&self, assembly: &str, events: &mut Vec<Event>) -> Result<(), String> {
        for _ in 0..TRIES {
            let text = self.text(&format!("/api/v1/record/{assembly}/index.json"))?;
            let listing = Listing::parse(&text).map_err(|error| format!("the list of {assembly}: {error}"))?;
            match self.follow(assembly, &listing, events)? {
                Round::Done => return Ok(()),
                Round::MovedOn => {}
            }
        }
        Err(format!("the files of {assembly} are not those that its list names"))
    }

    /// Fetches what a list has and the folder has not. What was found on the way stays in `events`, also if the list is out of
    /// date or something fails after it.
    fn follow(&self, assembly: &str, listing: &Listing, events: &mut Vec<Event>) -> Result<Round, String> {
        let folder = Folder::new(self.folder.join(assembly));
        let (mut pages, mut note, mut whole) = (Vec::new(), None, true);
        for file in &listing.files {
            let Some(part) = Part::of(&file.name) else { continue };
            let kept = folder.read(&file.name)?;
            let bytes = match kept {
                Some(kept) if is(file, &kept) => kept,
                kept => {
                    let Some(bytes) = self.fetch(assembly, file)? else { return Ok(Round::MovedOn) };
                    if part != Part::Checkpoint {
                        let found = keep(&folder, assembly, &file.name, part, kept.as_deref(), &bytes)?;
                        whole &= !(matches!(part, Part::Page(_)) && found.shouts());
                        if !events.contains(&found) {
                            events.push(found);
                        }
                    }
                    bytes
                }
            };
            match part {
                Part::Checkpoint => note = Some(bytes),
                Part::Page(number) => pages.push((number, bytes)),
                _ => {}
            }
        }
        pages.sort_by_key(|(number, _)| *number);
        let record: Vec<u8> = pages.into_iter().flat_map(|(_, bytes)| bytes).collect();
        let found = match note {
            Some(note) => self.head(&folder, assembly, &note, &record)?,
            // Every entry is signed for in the transaction that writes it.
            None if listing.entries > 0 => Some(unsigned(&folder, assembly)?),
            None => None,
        };
        let believed = found.as_ref().is_none_or(|found| !found.shouts());
        events.extend(found);
        let before = folder.read("record.jsonl")?;
        let grew = before.is_none_or(|before| record.len() > before.len() && record.starts_with(&before));
        if whole && believed && grew {
            folder.write("record.jsonl", &record)?;
        }
        let listed = |name: &String| listing.files.iter().any(|file| file.name == *name);
        let gone = folder.names()?.into_iter().filter(|name| !listed(name));
        events.extend(gone.map(|name| Event::Gone { file: format!("{assembly}/{name}") }));
        Ok(Round::Done)
    }

    /// Keeps the newest head, if it follows the one kept before; the answer is what there is to say of it. Without a key of a convocation
    /// it must be signed by the one that the record itself names.
    fn head(&self, folder: &Folder, assembly: &str, note: &[u8], record: &[u8]) -> Result<Option<Event>, String> {
        let seen = folder.read("checkpoint")?.map(|bytes| text(&bytes));
        let (served, record) = (text(note), text(record));
        let lines: Vec<&str> = record.split_terminator('\n').collect();
        let key = self.key.or_else(|| said_key(&lines));
        let head = match heads::judge(assembly, (seen.as_deref(), served.as_str()), &lines, key.as_ref()) {
            Ok(head) => head,
            Err(fault) => {
                folder.beside("checkpoint", note)?;
                let seen = seen.unwrap_or_default();
                return Ok(Some(Event::Head { assembly: assembly.to_owned(), fault, seen, served }));
            }
        };
        if seen.as_ref() == Some(&served) {
            return Ok(None);
        }
        let name = format!("checkpoints/{}", head.size);
        // Signatures that were seen are evidence: others of the same size stand beside them.
        if let Some(other) = folder.read(&name)?.filter(|kept| kept != note) {
            folder.beside(&name, note)?;
            let (assembly, seen) = (assembly.to_owned(), text(&other));
            return Ok(Some(Event::Head { assembly, fault: Fault::Signature, seen, served }));
        }
        folder.write(&name, note)?;
        folder.write("checkpoint", note)?;
        let file = format!("{assembly}/checkpoint");
        Ok(Some(if seen.is_some() { Event::Grown { file } } else { Event::New { file } }))
    }

    /// A file that is what its list says; none if it is not, any more.
    fn fetch(&self, assembly: &str, file: &Listed) -> Result<Option<Vec<u8>>, String> {
        let got = self.site.get(&format!("/api/v1/record/{assembly}/{}", file.name), file.size)?;
        let Got::Bytes(bytes) = got else { return Ok(None) };
        Ok(Some(bytes).filter(|bytes| is(file, bytes)))
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// That a record which is listed has no head at all.
fn unsigned(folder: &Folder, assembly: &str) -> Result<Event, String> {
    let seen = folder.read("checkpoint")?.map(|bytes| text(&bytes)).unwrap_or_default();
    Ok(Event::Head { assembly: assembly.to_owned(), fault: Fault::Unreadable, seen, served: String::new() })
}

/// The key that the convocation in a record names; none where it has none.
fn said_key(lines: &[&str]) -> Option<[u8; 32]> {
    let mut entries = lines.iter().filter_map(|line| Entry::parse(line).ok());
    let convocation = entries.find(|entry| entry.kind == "convocation")?;
    convocation.body.get("record_key")?.as_str().and_then(hex32)
}

/// Whether bytes are those that a list names.
fn is(file: &Listed, bytes: &[u8]) -> bool {
    Listed::new(&file.name, bytes) == *file
}

/// Puts a file that was fetched in its place, or beside what it contradicts.
fn keep(
    folder: &Folder,
    assembly: &str,
    name: &str,
    part: Part,
    kept: Option<&[u8]>,
    bytes: &[u8],
) -> Result<Event, String> {
    let file = format!("{assembly}/{name}");
    let Some(old) = kept else {
        folder.write(name, bytes)?;
        return Ok(Event::New { file });
    };
    match growth::follows(part, old, bytes) {
        Ok(()) => {
            folder.write(name, bytes)?;
            Ok(Event::Grown { file })
        }
        Err(why) => {
            let beside = format!("{assembly}/{}", folder.beside(name, bytes)?);
            Ok(Event::Changed { file, beside, why })
        }
    }
}

#[cfg(test)]
#[path = "mirror_tests.rs"]
mod tests;
