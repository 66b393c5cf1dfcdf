//! The record of an assembly: a chain of public facts (PROTOCOL.md §11).
//!
//! An entry is `{"body":…,"previous":"<hex>","seq":n,"time":µs,"type":"<kind>"}` in canonical JSON; its hash is SHA-256
//! of that text, and `previous` is the hash of the entry before it. The first entry's `previous` is
//! SHA-256(`voix/1/record`, cooperative, assembly), so that a chain belongs to one assembly from its first byte. The
//! same texts are the leaves of an RFC 6962 tree whose root the checkpoints sign.
//!
//! ```
//! use protocol::record::{Entry, start, verify_chain};
//! use serde_json::json;
//!
//! let first = Entry::first(&[1; 16], &[2; 16], 1_000_000, "statutes", json!({"hash": "00"}));
//! let second = first.next(2_000_000, "box-opened", json!({"box": "x"})).unwrap();
//! let head = verify_chain(&[first, second]).unwrap();
//! assert_eq!((head.start, head.size), (start(&[1; 16], &[2; 16]), 2));
//! ```

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::canonical::{self, NotCanonical};
use crate::encoding::{Message, hex_array};
use crate::hash::sha256;
use crate::merkle::{self, Hash};

/// The kinds of entry this version writes. An entry of another kind is a fault.
pub const KINDS: [&str; 30] = [
    "statutes",
    "convocation",
    "register-commitment",
    "trustees",
    "roll",
    "open-roll",
    "proxies",
    "attendance",
    "quorum-count",
    "box-opened",
    "archive-head",
    "open-ballots",
    "box-closed",
    "box-voided",
    "paper-count",
    "tally",
    "decision",
    "incident",
    "minutes",
    "minutes-signature",
    "software",
    "correction",
    "bureau",
    "sheet",
    "draw",
    "hands",
    "key-holders",
    "president",
    "roll-checked",
    "declined",
];

/// One public fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Place in the record, from 0.
    pub seq: u64,
    /// Hash of the entry before, or [`start`]. JSON: hex.
    #[serde(with = "hex_array")]
    pub previous: Hash,
    /// When the server wrote it, in microseconds since 1970 UTC. A claim of the server: order is `seq`.
    pub time: i64,
    /// One of [`KINDS`].
    #[serde(rename = "type")]
    pub kind: String,
    /// The fact, without floats and without personal data.
    pub body: Value,
}

impl Entry {
    /// The entry that opens the record of an assembly.
    #[must_use]
    pub fn first(cooperative: &[u8; 16], assembly: &[u8; 16], time: i64, kind: &str, body: Value) -> Self {
        Self { seq: 0, previous: start(cooperative, assembly), time, kind: kind.to_owned(), body }
    }

    /// The entry after this one.
    ///
    /// # Errors
    /// [`NotCanonical`] when this entry has no canonical text.
    pub fn next(&self, time: i64, kind: &str, body: Value) -> Result<Self, NotCanonical> {
        Ok(Self { seq: self.seq + 1, previous: self.hash()?, time, kind: kind.to_owned(), body })
    }

    /// The canonical text: a line of the published record.
    ///
    /// # Errors
    /// [`NotCanonical`] when the body holds a float or an integer out of range.
    pub fn canonical(&self) -> Result<String, NotCanonical> {
        canonical::to_string(self)
    }

    /// SHA-256 of the canonical text: what the next entry names.
    ///
    /// # Errors
    /// As [`Entry::canonical`].
    pub fn hash(&self) -> Result<Hash, NotCanonical> {
        Ok(sha256(self.canonical()?.as_bytes()))
    }

    /// The leaf of the record's tree: SHA-256(0x00 ‖ canonical text).
    ///
    /// # Errors
    /// As [`Entry::canonical`].
    pub fn leaf(&self) -> Result<Hash, NotCanonical> {
        Ok(merkle::leaf_hash(self.canonical()?.as_bytes()))
    }

    /// Reads a line of the published record, strictly.
    ///
    /// # Errors
    /// [`NotCanonical`] when the line is not the canonical text of an entry.
    pub fn parse(line: &str) -> Result<Self, NotCanonical> {
        let value = canonical::parse(line)?;
        let entry: Self = serde_json::from_value(value).map_err(|error| NotCanonical::Json(error.to_string()))?;
        // A list of the values, without names, reads as an entry as well.
        if entry.canonical()? != line {
            return Err(NotCanonical::Spelling);
        }
        if !entry.body.is_object() || entry.time < 0 {
            return Err(NotCanonical::Json("a body is an object, and a time is not before 1970".to_owned()));
        }
        Ok(entry)
    }
}

/// What the first entry of an assembly's record names as the one before it.
#[must_use]
pub fn start(cooperative: &[u8; 16], assembly: &[u8; 16]) -> Hash {
    sha256(&Message::new("voix/1/record", cooperative).id(assembly).finish())
}

/// What is wrong with a record, and where (the place in the list, from 0).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    /// `seq` is not the place in the list.
    #[error("entry {place}: numbered {seq}")]
    Seq {
        /// Place in the list.
        place: usize,
        /// What it says.
        seq: u64,
    },
    /// `previous` is not the hash of the entry before.
    #[error("entry {0}: does not follow the entry before it")]
    Previous(usize),
    /// The kind is not in [`KINDS`].
    #[error("entry {0}: of an unknown type")]
    Kind(usize),
    /// The entry has no canonical text.
    #[error("entry {0}: {1}")]
    Body(usize, NotCanonical),
    /// The record begins as another assembly's, or as none.
    #[error("the record does not begin as this assembly's")]
    Start,
    /// A record has at least one entry.
    #[error("the record is empty")]
    Empty,
}

/// A record as far as it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// What the first entry names as the one before it: compare with [`start`].
    pub start: Hash,
    /// Number of entries.
    pub size: u64,
    /// Hash of the last entry.
    pub last: Hash,
    /// Root of the RFC 6962 tree: what a checkpoint of this size must say.
    pub root: Hash,
}

/// Verifies numbering, links and kinds of a whole record. Which assembly it belongs to is [`Head::start`]'s part.
///
/// # Errors
/// Every fault, in order.
pub fn verify_chain(entries: &[Entry]) -> Result<Head, Vec<ChainFault>> {
    let Some(first) = entries.first() else { return Err(vec![ChainFault::Empty]) };
    let mut faults = Vec::new();
    let mut leaves = Vec::with_capacity(entries.len());
    let mut expected = Some(first.previous);
    for (place, entry) in entries.iter().enumerate() {
        if u64::try_from(place) != Ok(entry.seq) {
            faults.push(ChainFault::Seq { place, seq: entry.seq });
        }
        if expected.is_some_and(|hash| hash != entry.previous) {
            faults.push(ChainFault::Previous(place));
        }
        if !KINDS.contains(&entry.kind.as_str()) {
            faults.push(ChainFault::Kind(place));
        }
        expected = match entry.canonical() {
            Ok(text) => {
                leaves.push(merkle::leaf_hash(text.as_bytes()));
                Some(sha256(text.as_bytes()))
            }
            Err(why) => {
                faults.push(ChainFault::Body(place, why));
                None
            }
        };
    }
    match expected {
        Some(last) if faults.is_empty() => {
            Ok(Head { start: first.previous, size: entries.len() as u64, last, root: merkle::root(&leaves) })
        }
        _ => Err(faults),
    }
}

/// [`verify_chain`], and that the record is that of this assembly.
///
/// # Errors
/// Every fault, in order.
pub fn verify_record(cooperative: &[u8; 16], assembly: &[u8; 16], entries: &[Entry]) -> Result<Head, Vec<ChainFault>> {
    let head = verify_chain(entries);
    if entries.first().is_some_and(|first| first.previous != start(cooperative, assembly)) {
        let mut faults = vec![ChainFault::Start];
        faults.extend(head.err().into_iter().flatten());
        return Err(faults);
    }
    head
}
