//! The record of an assembly as files that never leave their names (PROTOCOL.md §15.2): what a server lists, so that anybody keeps a
//! whole copy and goes on with it later. Names are of a closed list: none of them leads out of the folder it is written to.
//!
//! ```
//! use protocol::listing::{Part, page_name};
//!
//! assert_eq!(Part::of("entries-00002.jsonl"), Some(Part::Page(2)));
//! assert_eq!(Part::of("../entries-00002.jsonl"), None);
//! assert_eq!(page_name(2), "entries-00002.jsonl");
//! ```

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::election::is_uuid;
use crate::encoding::hex32;
use crate::{Malformed, hash};

/// Entries in a page of the record. A page that has so many is finished: it never changes again.
pub const PAGE: u64 = 256;
/// Files of one assembly; a list with more is refused.
pub const MOST_FILES: usize = 4096;
/// Bytes of one file; a list that names a larger one is refused.
pub const LARGEST: u64 = 1 << 30;

/// Bytes of one page of the record; a list that names a larger one is refused. Whoever keeps a copy has all pages in memory at once.
pub const LARGEST_PAGE: u64 = 64 << 20;
/// Bytes of all its pages together; a list with more is refused.
pub const LARGEST_RECORD: u64 = 512 << 20;
/// Bytes of a name: a folder takes none without end.
const LONGEST_NAME: usize = 128;

/// What a file of a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Entries of the record, one a line: the page with this number, from 0.
    Page(u64),
    /// The newest signed tree head.
    Checkpoint,
    /// What is put to the vote, a line each.
    Resolutions,
    /// The published minutes.
    Minutes,
    /// Their corrections, a line each.
    Corrections,
    /// The archive of a box.
    Archive,
    /// What stands beside it.
    Companion,
}

impl Part {
    /// What a name is of; none for any other name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        if name.len() > LONGEST_NAME {
            return None;
        }
        match name {
            "checkpoint" => return Some(Self::Checkpoint),
            "resolutions.jsonl" => return Some(Self::Resolutions),
            "minutes.json" => return Some(Self::Minutes),
            "corrections.jsonl" => return Some(Self::Corrections),
            _ => {}
        }
        if let Some(number) = name.strip_prefix("entries-").and_then(|rest| rest.strip_suffix(".jsonl")) {
            let number: u64 = number.parse().ok()?;
            return (page_name(number) == name).then_some(Self::Page(number));
        }
        let of_box = |suffix: &str| name.strip_suffix(suffix).is_some_and(is_uuid);
        if of_box(".bel") {
            return Some(Self::Archive);
        }
        of_box(".companion.json").then_some(Self::Companion)
    }
}

/// The name of a page of the record.
#[must_use]
pub fn page_name(number: u64) -> String {
    format!("entries-{number:05}.jsonl")
}

/// How many pages a record has.
#[must_use]
pub fn pages(entries: u64) -> u64 {
    entries.div_ceil(PAGE)
}

/// A file, as it was when the list was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Its name: see [`Part::of`].
    pub name: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// How many bytes it has.
    pub size: u64,
}

impl Listed {
    /// Of a file.
    #[must_use]
    pub fn new(name: &str, bytes: &[u8]) -> Self {
        Self { name: name.to_owned(), sha256: hash::sha256_hex(bytes), size: bytes.len() as u64 }
    }
}

/// The files of an assembly at one instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listing {
    /// 1.
    pub version: u32,
    /// Entries of the record.
    pub entries: u64,
    /// The files, each once.
    pub files: Vec<Listed>,
}

impl Listing {
    /// Reads a list.
    ///
    /// # Errors
    /// [`Malformed`] for another version, an unknown or repeated name, what is no hash, pages that are not those of so many entries, more
    /// files than [`MOST_FILES`], a larger one than [`LARGEST`], a page larger than [`LARGEST_PAGE`], or pages that have more than
    /// [`LARGEST_RECORD`] together.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let listing: Self = serde_json::from_str(text).map_err(|error| Malformed::because(error.to_string()))?;
        if listing.version != 1 {
            return Err(Malformed::because("a list of another version"));
        }
        if listing.files.len() > MOST_FILES {
            return Err(Malformed::because("a list of too many files"));
        }
        let (mut names, mut pages_listed, mut whole) = (BTreeSet::new(), 0, 0_u64);
        for file in &listing.files {
            let part =
                Part::of(&file.name).ok_or_else(|| Malformed::because("a list names a file that no record has"))?;
            if !names.insert(file.name.as_str()) {
                return Err(Malformed::because("a list names a file twice"));
            }
            if hex32(&file.sha256).is_none() || file.size > LARGEST {
                return Err(Malformed::because("a list has a hash that is none, or a file that is too large"));
            }
            if let Part::Page(number) = part {
                if number >= pages(listing.entries) {
                    return Err(Malformed::because("a list has a page without entries"));
                }
                whole = whole.saturating_add(file.size);
                if file.size > LARGEST_PAGE || whole > LARGEST_RECORD {
                    return Err(Malformed::because("a list has a page that is too large, or too many large ones"));
                }
                pages_listed += 1;
            }
        }
        if pages_listed != pages(listing.entries) {
            return Err(Malformed::because("a list lacks a page of the record"));
        }
        Ok(listing)
    }
}

/// The assemblies of a server that have a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Records {
    /// 1.
    pub version: u32,
    /// The key that signs their checkpoints, hex. Compare it with that of a convocation: this is the server's own word.
    pub key: String,
    /// Their ids, as they stand in addresses.
    pub assemblies: Vec<String>,
}

impl Records {
    /// Reads a list.
    ///
    /// # Errors
    /// [`Malformed`] for another version, what is no key or what is no id.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let records: Self = serde_json::from_str(text).map_err(|error| Malformed::because(error.to_string()))?;
        if records.version != 1 || hex32(&records.key).is_none() {
            return Err(Malformed::because("a list of another version, or without a key"));
        }
        if records.assemblies.len() > MOST_FILES || !records.assemblies.iter().all(|id| is_id(id)) {
            return Err(Malformed::because("a list names what is no assembly"));
        }
        Ok(records)
    }
}

/// Whether a text is an id in its only spelling: 8-4-4-4-12 lower-case hex digits.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lower = |part: &&str| part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]) && parts.iter().all(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(entries: u64, names: &[&str]) -> String {
        let files = names.iter().map(|name| Listed::new(name, b"x")).collect();
        serde_json::to_string(&Listing { version: 1, entries, files }).unwrap()
    }

    #[test]
    fn only_names_of_a_record_are_names() {
        for good in
            ["entries-00000.jsonl", "checkpoint", "minutes.json", "abcdefghijkmno.bel", "abcdefghijkmno.companion.json"]
        {
            assert!(Part::of(good).is_some(), "{good}");
        }
        for bad in [
            "",
            ".",
            "..",
            "/checkpoint",
            "../checkpoint",
            "a/checkpoint",
            "checkpoint\0",
            "entries-0.jsonl",
            "entries-+0001.jsonl",
            "../abcdefghijkmno.bel",
            "abcdefghijkmno/.bel",
            ".bel",
            "record.jsonl",
            "checkpoint.changed-1",
        ] {
            assert_eq!(Part::of(bad), None, "{bad}");
        }
        assert_eq!(Part::of(&format!("entries-{}.jsonl", "0".repeat(200))), None, "of any length");
    }

    #[test]
    fn a_list_has_every_page_once_and_nothing_else() {
        assert!(Listing::parse(&listing(257, &["entries-00000.jsonl", "entries-00001.jsonl", "checkpoint"])).is_ok());
        assert!(Listing::parse(&listing(0, &[])).is_ok());
        assert!(Listing::parse(&listing(257, &["entries-00000.jsonl"])).is_err(), "a page is lacking");
        assert!(Listing::parse(&listing(1, &["entries-00000.jsonl", "entries-00001.jsonl"])).is_err(), "one too many");
        assert!(Listing::parse(&listing(1, &["entries-00000.jsonl", "entries-00000.jsonl"])).is_err(), "twice");
        assert!(Listing::parse(&listing(1, &["entries-00000.jsonl", "../checkpoint"])).is_err(), "out of the folder");
        assert!(Listing::parse(&listing(0, &[]).replace(":1,", ":2,")).is_err(), "another version");
        let large = listing(1, &["entries-00000.jsonl"]).replace("\"size\":1", "\"size\":1073741825");
        assert!(Listing::parse(&large).is_err(), "too large");
    }

    #[test]
    fn pages_are_of_a_size_that_a_reader_has_room_for() {
        let of = |pages: u64, size: u64| {
            let page = |number| Listed { size, ..Listed::new(&page_name(number), b"x") };
            let files = (0..pages).map(page).collect();
            Listing::parse(&serde_json::to_string(&Listing { version: 1, entries: pages * PAGE, files }).unwrap())
        };
        assert!(of(8, LARGEST_PAGE).is_ok());
        assert!(of(1, LARGEST_PAGE + 1).is_err(), "one page");
        assert!(of(9, LARGEST_PAGE).is_err(), "all of them");
    }

    #[test]
    fn an_id_has_one_spelling() {
        assert!(is_id("018f0000-0000-7000-8000-00000000dead"));
        for bad in [
            "018F0000-0000-7000-8000-00000000dead",
            "018f00000000700080000000-0000dead",
            "../0000-0000-7000-8000-00000000dead",
            "",
        ] {
            assert!(!is_id(bad), "{bad}");
        }
    }
}
