//! The companion file `<uuid>.companion.json` beside every archive of ours (PROTOCOL.md, companion): what Belenios's
//! format has no place for. Order slips show that no ballot was slipped in later; émargements are counted; every partial
//! decryption is proved again, bound to its owner, tally and place.

use serde::{Deserialize, Serialize};

use crate::Malformed;
use crate::carry::CarryList;
use crate::combined::Combined;
use crate::decryption::CompanionProofs;
use crate::group::{Scalar, decimal};
use crate::json;
use crate::slip::OrderSlip;

/// An order slip with the tracker of its ballot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FiledSlip {
    /// Tracker.
    pub ballot: String,
    /// Order number of this credential's ballots.
    pub n: u64,
    /// c.
    #[serde(with = "decimal")]
    pub challenge: Scalar,
    /// r.
    #[serde(with = "decimal")]
    pub response: Scalar,
}

impl FiledSlip {
    /// Files a slip under its ballot.
    #[must_use]
    pub fn new(tracker: &str, slip: &OrderSlip) -> Self {
        Self { ballot: tracker.to_owned(), n: slip.n, challenge: slip.challenge, response: slip.response }
    }

    /// The slip.
    #[must_use]
    pub fn slip(&self) -> OrderSlip {
        OrderSlip { n: self.n, challenge: self.challenge, response: self.response }
    }
}

/// How many voices signed that they voted, and the root of their signatures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emargements {
    /// Voices that voted in this box.
    pub count: u64,
    /// RFC 6962 root over the leaves, in ascending order of the leaves' hashes; hex.
    pub root: String,
}

/// Companion proofs of one owner's part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnerProofs {
    /// Owner, from 1.
    pub owner: u32,
    /// Proofs in the shape of the tally.
    pub proofs: CompanionProofs,
}

/// The file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Companion {
    /// Always 1.
    pub version: u32,
    /// Cooperative whose id is bound into every message, 32 hex digits.
    pub cooperative: String,
    /// Uuid of the box.
    pub uuid: String,
    /// One slip per ballot, in the order of the archive.
    pub order_slips: Vec<FiledSlip>,
    /// Émargements.
    pub emargements: Emargements,
    /// One entry per partial decryption, in the order of the archive.
    pub decryption_proofs: Vec<OwnerProofs>,
    /// Where the voices come from, in a later box of a vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carry: Option<CarryList>,
    /// The decryption of several boxes in sum, where this box is not opened alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub combined: Option<Combined>,
}

impl Companion {
    /// Canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// Reads a canonical file.
    ///
    /// # Errors
    /// When it is not one.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let companion: Self = json::read(text)?;
        if companion.version != 1 {
            return Err(Malformed(format!("companion version {}", companion.version)));
        }
        Ok(companion)
    }

    /// The cooperative's id.
    #[must_use]
    pub fn cooperative_id(&self) -> Option<[u8; 16]> {
        crate::hash::unhex(&self.cooperative)
    }
}
