//! The ballot of an open vote (PROTOCOL.md §7): a choice in clear, signed with the identity key.
//!
//! The message is (`voix/1/open-ballot`, cooperative, vote, resolution hash, voice, choice, n). Of several ballots of
//! one voice the one with the highest n counts, so an old ballot sent again changes nothing.

use serde::{Deserialize, Serialize};

pub use crate::keys::{BadSignature, Signature};

use crate::encoding::{Message, hex_array};
use crate::hash::sha256_b64;

/// What is signed, apart from the cooperative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenBallot {
    /// The vote. JSON: hex.
    #[serde(with = "hex_array")]
    pub vote: [u8; 16],
    /// SHA-256 of the resolution's canonical JSON: the voice answers this text. JSON: hex.
    #[serde(with = "hex_array")]
    pub resolution_hash: [u8; 32],
    /// The voice. JSON: hex.
    #[serde(with = "hex_array")]
    pub voice: [u8; 16],
    /// Code of the choice: `for`, `against`, `abstain`.
    pub choice: String,
    /// Strictly greater than the number of any earlier ballot of this voice in this vote.
    pub n: u64,
}

crate::keys::signed_by_identity!(OpenBallot);

impl OpenBallot {
    /// The name of this ballot on its receipt: SHA-256 of the signed message, base64 without padding.
    #[must_use]
    pub fn tracker(&self, cooperative: &[u8; 16]) -> String {
        sha256_b64(&self.message(cooperative).finish())
    }

    fn message(&self, cooperative: &[u8; 16]) -> Message {
        Message::new("voix/1/open-ballot", cooperative)
            .id(&self.vote)
            .bytes(&self.resolution_hash)
            .id(&self.voice)
            .string(&self.choice)
            .integer(self.n)
    }
}
