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

use crate::encoding::Message;
use crate::hash::sha256;
use crate::merkle::Hash;

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
