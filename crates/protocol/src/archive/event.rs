//! Events: the links of the chain.

use serde::{Deserialize, Serialize};

use crate::Malformed;
use crate::json;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventType {
    /// Election, trustees, credentials.
    Setup,
    /// A ballot.
    Ballot,
    /// No ballot any more.
    EndBallots,
    /// The encrypted tally.
    EncryptedTally,
    /// A shuffle (ranked votes).
    Shuffle,
    /// No shuffle any more.
    EndShuffles,
    /// One owner's part of the decryption.
    PartialDecryption,
    /// The counts.
    Result,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Hash of the event before, absent for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// 0 for the first.
    pub height: u64,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// Hash of what it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
}

impl Event {
    /// Canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// Reads a canonical event.
    ///
    /// # Errors
    /// When it is not one.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        json::read(text)
    }
}

/// Payload of `Setup`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetupData {
    /// Hash of the election.
    pub election: String,
    /// Hash of the trustees.
    pub trustees: String,
    /// Hash of the credentials.
    pub credentials: String,
    /// Hash of a certificate some servers add; not verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credentials_certificate: Option<String>,
}

/// Payload of `PartialDecryption`: whose, and the hash of the part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owned {
    /// Owner, from 1.
    pub owner: u32,
    /// Hash of the part.
    pub payload: String,
}
