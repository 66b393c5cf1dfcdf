//! The code that key holders compare aloud before they open a vote (PROTOCOL.md §9.1).
//!
//! Each page has fetched and verified every box of the vote, closed, and remembers which. Then *one* of the key holders
//! draws six digits and says them; all type them in; every page shows
//!
//! SHA-256(`voix/1/opening`, cooperative, assembly, vote, entries, root, [box uuid ‖ φ ‖ event hash]…, digits)
//!
//! reduced to eight digits, and people compare those aloud. Two who read the same eight digits have the same boxes, with
//! the same ballots, under the same checkpoint.
//!
//! *Why digits are drawn.* Over public data alone a server could search for two archives with one code: it chooses which
//! ballots to leave out. The digits are drawn after each page has fixed what it will open, so there is nothing left to
//! search for. See PROTOCOL.md for the numbers.
//!
//! ```
//! use protocol::opening::{Digits, Opening};
//!
//! let mine = Opening { cooperative: [1; 16], assembly: [2; 16], vote: [3; 16], entries: 9, root: [4; 32], boxes: vec![] };
//! let spoken = Digits::parse("012 345").unwrap();
//! assert_eq!(mine.code(spoken), mine.clone().code(spoken));
//! assert_ne!(mine.code(spoken), Opening { entries: 10, ..mine.clone() }.code(spoken));
//! ```

use rand_core::CryptoRng;
use serde_json::Value;

use crate::Malformed;
use crate::checkpoint::{self, Checkpoint};
use crate::encoding::Message;
use crate::hash::{hex, sha256};
use crate::merkle::{self, Hash};
use crate::record::{self, Entry};

/// One closed box, as a key holder's page found it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClosedBox {
    /// Its uuid.
    pub uuid: String,
    /// φ.
    pub phi: String,
    /// Hash of the archive's event that holds the encrypted tally, hex.
    pub event: String,
}

/// What one key holder's page is about to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Whose assembly.
    pub cooperative: [u8; 16],
    /// Which.
    pub assembly: [u8; 16],
    /// Of which vote.
    pub vote: [u8; 16],
    /// Entries under the checkpoint.
    pub entries: u64,
    /// Root of the checkpoint.
    pub root: Hash,
    /// Every box of the vote; the order does not matter.
    pub boxes: Vec<ClosedBox>,
}

/// A record as a key holder's page was shown it, with what the server signed of it.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// Whose assembly.
    pub cooperative: &'a [u8; 16],
    /// Which.
    pub assembly: &'a [u8; 16],
    /// Its entries, all of them.
    pub entries: &'a [Entry],
    /// The newest checkpoint.
    pub checkpoint: &'a Checkpoint,
    /// The record key.
    pub key: &'a [u8; 32],
}

/// A record beside what was seen of it at another moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// It has what was seen, and nothing else in its place.
    GoesOn,
    /// It ends before that. Right where it was fetched before what was seen, and wrong where it was fetched after it.
    Shorter,
    /// It says something else.
    Other,
}

impl Shown<'_> {
    /// Whether the server signed this very record, whole.
    ///
    /// # Errors
    /// When the chain does not hold, or the checkpoint is of another record, or of less.
    pub fn stands(&self) -> Result<(), Malformed> {
        let origin = checkpoint::origin(self.cooperative, self.assembly);
        checkpoint::verify(self.checkpoint, &origin, self.key).map_err(|fault| Malformed(fault.to_string()))?;
        let head = record::verify_record(self.cooperative, self.assembly, self.entries);
        let head = head.map_err(|faults| Malformed(faults.iter().map(ToString::to_string).collect()))?;
        if head.size == self.checkpoint.size && head.root == self.checkpoint.root {
            Ok(())
        } else {
            Err(Malformed::because("the checkpoint is not of this record"))
        }
    }

    /// Root over the first so many entries: what an earlier checkpoint said, if nothing was taken back since.
    #[must_use]
    pub fn root_of(&self, size: u64) -> Option<Hash> {
        let size = usize::try_from(size).ok()?;
        let leaves: Result<Vec<Hash>, _> = self.entries.get(..size)?.iter().map(Entry::leaf).collect();
        leaves.ok().map(|leaves| merkle::root(&leaves))
    }

    /// What this record is beside what was seen of it at another moment: its size and root then.
    #[must_use]
    pub fn beside(&self, size: u64, root: &[u8]) -> Beside {
        match self.root_of(size) {
            None => Beside::Shorter,
            Some(now) if now.as_slice() == root => Beside::GoesOn,
            Some(_) => Beside::Other,
        }
    }

    /// What may be opened of a vote: the record says that the vote was closed, names exactly these boxes, and closed each with this
    /// very tally. The entries are those up to the last of these facts, so that what is written since changes no code.
    ///
    /// # Errors
    /// When a box is missing, or one too many, or not closed as it is here, or the vote is void or was counted.
    pub fn closed(&self, vote: &[u8; 16], boxes: Vec<ClosedBox>) -> Result<Opening, Malformed> {
        self.stands()?;
        let id = hex(vote);
        let of_vote = |entry: &&Entry| entry.body.get("vote").and_then(Value::as_str) == Some(&id);
        let about = |kind: &'static str| self.entries.iter().filter(move |entry| entry.kind == kind);
        if about("box-voided").any(|entry| of_vote(&entry)) {
            return Err(Malformed::because("the vote is void"));
        }
        if about("tally").chain(about("decision")).any(|entry| of_vote(&entry)) {
            return Err(Malformed::because("the vote was counted"));
        }
        let over = about("quorum-count").find(|entry| of_vote(entry) && entry.body["at"] == "close");
        let mut last = over.ok_or_else(|| Malformed::because("the record does not say that the vote closed"))?.seq;
        let opened: Vec<&Entry> = about("box-opened").filter(of_vote).collect();
        if opened.len() != boxes.len() {
            return Err(Malformed::because("the record has other boxes of this vote"));
        }
        for one in &boxes {
            let of_box = |entry: &&Entry| entry.body["box"] == one.uuid.as_str();
            let named =
                opened.iter().filter(|entry| of_box(entry)).any(|entry| entry.body["fingerprint"] == one.phi.as_str());
            let closed = about("box-closed").find(|entry| of_vote(entry) && of_box(entry));
            let head = about("archive-head").find(|entry| of_box(entry) && entry.body["event"] == one.event.as_str());
            let (true, Some(closed), Some(head)) = (named, closed, head) else {
                return Err(Malformed::because("the record does not have this box, closed with this tally"));
            };
            last = last.max(closed.seq).max(head.seq);
        }
        let entries = last + 1;
        let root = self.root_of(entries).ok_or_else(|| Malformed::because("the record is cut"))?;
        let (cooperative, assembly) = (*self.cooperative, *self.assembly);
        Ok(Opening { cooperative, assembly, vote: *vote, entries, root, boxes })
    }
}

/// Six digits that one key holder says aloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digits(u32);

impl Digits {
    /// Draws them, each number as often as any other.
    pub fn draw<R: CryptoRng + ?Sized>(rng: &mut R) -> Self {
        const EVEN: u32 = u32::MAX - u32::MAX % 1_000_000;
        loop {
            let drawn = rng.next_u32();
            if drawn < EVEN {
                return Self(drawn % 1_000_000);
            }
        }
    }

    /// As typed: six digits, white space ignored.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let six = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
        six.then(|| digits.parse().ok().map(Self)).flatten()
    }
}

impl std::fmt::Display for Digits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:03} {:03}", self.0 / 1000, self.0 % 1000)
    }
}

impl Opening {
    /// The eight digits to compare, once the six are known.
    #[must_use]
    pub fn code(&self, drawn: Digits) -> String {
        let digest = sha256(&self.message(drawn).finish());
        let number = digest[..8].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte)) % 100_000_000;
        format!("{:04} {:04}", number / 10_000, number % 10_000)
    }

    fn message(&self, drawn: Digits) -> Message {
        let mut boxes = self.boxes.clone();
        boxes.sort_unstable();
        let start = Message::new("voix/1/opening", &self.cooperative)
            .id(&self.assembly)
            .id(&self.vote)
            .integer(self.entries)
            .bytes(&self.root)
            .integer(boxes.len() as u64);
        boxes
            .iter()
            .fold(start, |message, one| message.string(&one.uuid).string(&one.phi).string(&one.event))
            .integer(u64::from(drawn.0))
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;
    use serde_json::json;

    use super::*;

    const IDS: ([u8; 16], [u8; 16], [u8; 16]) = ([1; 16], [2; 16], [3; 16]);

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[9; 32])
    }

    fn written(facts: &[(&str, Value)]) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for (kind, body) in facts {
            entries.push(match entries.last() {
                Some(last) => last.next(5, kind, body.clone()).unwrap(),
                None => Entry::first(&IDS.0, &IDS.1, 5, kind, body.clone()),
            });
        }
        entries
    }

    fn facts() -> Vec<(&'static str, Value)> {
        let vote = hex(&IDS.2);
        vec![
            ("convocation", json!({})),
            ("box-opened", json!({ "box": "early", "fingerprint": "phi1", "vote": vote })),
            ("box-closed", json!({ "box": "early", "vote": vote })),
            ("archive-head", json!({ "box": "early", "event": "aa", "height": 3 })),
            ("box-opened", json!({ "box": "late", "fingerprint": "phi2", "vote": vote })),
            ("quorum-count", json!({ "at": "close", "vote": vote })),
            ("box-closed", json!({ "box": "late", "vote": vote })),
            ("archive-head", json!({ "box": "late", "event": "bb", "height": 9 })),
            ("attendance", json!({ "leaf": "cc" })),
        ]
    }

    fn boxes() -> Vec<ClosedBox> {
        let closed = |uuid: &str, phi: &str, event: &str| ClosedBox {
            uuid: uuid.to_owned(),
            phi: phi.to_owned(),
            event: event.to_owned(),
        };
        vec![closed("early", "phi1", "aa"), closed("late", "phi2", "bb")]
    }

    fn opening(facts: &[(&str, Value)], boxes: Vec<ClosedBox>) -> Result<Opening, Malformed> {
        let entries = written(facts);
        let head = record::verify_chain(&entries).unwrap();
        let origin = checkpoint::origin(&IDS.0, &IDS.1);
        let signed = checkpoint::sign(&key(), &origin, head.size, head.root).unwrap();
        let public = key().verifying_key().to_bytes();
        let shown =
            Shown { cooperative: &IDS.0, assembly: &IDS.1, entries: &entries, checkpoint: &signed, key: &public };
        shown.closed(&IDS.2, boxes)
    }

    #[test]
    fn a_record_has_what_was_seen_of_it_or_not() {
        let entries = written(&facts());
        let head = record::verify_chain(&entries).unwrap();
        let origin = checkpoint::origin(&IDS.0, &IDS.1);
        let signed = checkpoint::sign(&key(), &origin, head.size, head.root).unwrap();
        let public = key().verifying_key().to_bytes();
        let of = |entries| Shown { cooperative: &IDS.0, assembly: &IDS.1, entries, checkpoint: &signed, key: &public };
        let whole = of(&entries);
        let early = of(&entries[..4]);
        let four = early.root_of(4).unwrap();
        assert_eq!(whole.beside(4, &four), Beside::GoesOn);
        assert_eq!(early.beside(4, &four), Beside::GoesOn);
        assert_eq!(whole.beside(3, &four), Beside::Other);
        assert_eq!(whole.beside(4, &four[1..]), Beside::Other);
        assert_eq!(early.beside(head.size, &head.root), Beside::Shorter);
        let mut branch = facts();
        branch[3].1 = json!({ "box": "early", "event": "ff", "height": 3 });
        let branch = written(&branch);
        assert_eq!(of(&branch).beside(4, &four), Beside::Other);
    }

    #[test]
    fn what_is_opened_is_what_the_record_says_was_closed() {
        let all = opening(&facts(), boxes()).unwrap();
        assert_eq!(all.entries, 8, "what is written since changes no code");
        assert_eq!(opening(&facts()[..8], boxes()).unwrap(), all);
        let mut more = facts();
        more.push(("attendance", json!({ "leaf": "dd" })));
        assert_eq!(opening(&more, boxes()).unwrap(), all);
    }

    #[test]
    fn a_box_kept_back_or_shown_short_or_not_closed_is_not_opened() {
        let says = |facts: &[(&str, Value)], boxes| opening(facts, boxes).unwrap_err().to_string();
        assert!(says(&facts(), boxes()[..1].to_vec()).contains("other boxes"));
        let mut short = boxes();
        "ab".clone_into(&mut short[1].event);
        assert!(says(&facts(), short).contains("closed with this tally"));
        let mut other = boxes();
        "phi3".clone_into(&mut other[1].phi);
        assert!(says(&facts(), other).contains("closed with this tally"));
        let without = |at: usize| [&facts()[..at], &facts()[at + 1..]].concat();
        assert!(says(&without(5), boxes()).contains("does not say that the vote closed"));
        assert!(says(&without(6), boxes()).contains("closed with this tally"));
        assert!(says(&without(4), boxes()).contains("other boxes"));
        let mut void = facts();
        void.push(("box-voided", json!({ "box": "late", "reason": "", "vote": hex(&IDS.2) })));
        assert!(says(&void, boxes()).contains("void"));
        let mut counted = facts();
        counted.push(("decision", json!({ "decision": {}, "vote": hex(&IDS.2) })));
        assert!(says(&counted, boxes()).contains("counted"));
    }

    #[test]
    fn a_record_that_the_server_did_not_sign_whole_is_none() {
        let entries = written(&facts());
        let origin = checkpoint::origin(&IDS.0, &IDS.1);
        let head = record::verify_chain(&entries[..8]).unwrap();
        let signed = checkpoint::sign(&key(), &origin, head.size, head.root).unwrap();
        let public = key().verifying_key().to_bytes();
        let of = |entries, key| Shown { cooperative: &IDS.0, assembly: &IDS.1, entries, checkpoint: &signed, key };
        assert!(of(&entries[..8], &public).stands().is_ok());
        assert!(of(&entries, &public).stands().is_err(), "of less");
        assert!(of(&entries[..7], &public).stands().is_err(), "of more");
        assert!(of(&entries[..8], &[7; 32]).stands().is_err(), "by another key");
        assert_eq!(of(&entries, &public).root_of(8), Some(head.root));
        assert_eq!(of(&entries, &public).root_of(10), None);
    }
}
