//! The receipt of a ballot (PROTOCOL.md §8): the server's signature that it accepted these bytes, where and when.
//!
//! The message is (`voix/1/receipt`, cooperative, vote, box uuid, tracker, event hash, height, time), the box uuid as a
//! list of none (open votes) or one. A receipt proves that the server accepted the ballot: a ballot that is then
//! missing from the archive convicts it. It says nothing of the choice, nor that the ballot is the voter's last.

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};

pub use crate::keys::{BadSignature, Signature};

use crate::encoding::{Message, hex_array};

/// What the server accepted.
#[derive(Clone, Copy, Debug)]
pub struct Accepted<'a> {
    /// The vote.
    pub vote: [u8; 16],
    /// The box, in a secret vote.
    pub box_uuid: Option<&'a str>,
    /// The ballot's tracker.
    pub tracker: &'a str,
    /// Secret vote: SHA-256 of the archive event that holds the ballot. Open vote: SHA-256 of the signature's bytes.
    pub event: [u8; 32],
    /// Secret vote: height of that event. Open vote: n of the ballot.
    pub height: u64,
    /// When, in microseconds since 1970 UTC.
    pub time: i64,
}

/// A signed receipt. JSON: ids, hashes and signature in hex, time as an integer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The vote.
    #[serde(with = "hex_array")]
    pub vote: [u8; 16],
    /// The box, in a secret vote.
    #[serde(default, rename = "box", skip_serializing_if = "Option::is_none")]
    pub box_uuid: Option<String>,
    /// The ballot's tracker.
    pub tracker: String,
    /// See [`Accepted::event`].
    #[serde(with = "hex_array")]
    pub event: [u8; 32],
    /// See [`Accepted::height`].
    pub height: u64,
    /// Microseconds since 1970 UTC.
    pub time: i64,
    /// By the cooperative's record key.
    pub signature: Signature,
}

impl Receipt {
    /// Signs with the key that also signs the record's checkpoints.
    #[must_use]
    pub fn sign(key: &SigningKey, cooperative: &[u8; 16], accepted: &Accepted<'_>) -> Self {
        Self {
            vote: accepted.vote,
            box_uuid: accepted.box_uuid.map(ToOwned::to_owned),
            tracker: accepted.tracker.to_owned(),
            event: accepted.event,
            height: accepted.height,
            time: accepted.time,
            signature: crate::keys::sign(key, message(cooperative, accepted)),
        }
    }

    /// Verifies against the record key printed in the convocation.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, cooperative: &[u8; 16], record_key: &[u8; 32]) -> Result<(), BadSignature> {
        let accepted = Accepted {
            vote: self.vote,
            box_uuid: self.box_uuid.as_deref(),
            tracker: &self.tracker,
            event: self.event,
            height: self.height,
            time: self.time,
        };
        crate::keys::verify(record_key, message(cooperative, &accepted), &self.signature)
    }
}

fn message(cooperative: &[u8; 16], accepted: &Accepted<'_>) -> Message {
    Message::new("voix/1/receipt", cooperative)
        .id(&accepted.vote)
        .list(accepted.box_uuid.iter().map(|uuid| uuid.as_bytes()))
        .string(accepted.tracker)
        .bytes(&accepted.event)
        .integer(accepted.height)
        .integer(accepted.time.cast_unsigned())
}
