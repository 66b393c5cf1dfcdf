//! The encrypted tally: the component-wise product of the ballots that count, so the sum of what they hold.

use serde::{Deserialize, Serialize};

use crate::Malformed;
use crate::ballot::{Ballot, Ciphertext};
use crate::election::Election;
use crate::hash;
use crate::json;

/// One ciphertext per answer of each question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EncryptedTally(pub Vec<Vec<Ciphertext>>);

impl EncryptedTally {
    /// The tally of no ballot.
    #[must_use]
    pub fn empty(election: &Election) -> Self {
        Self(election.questions.iter().map(|question| vec![Ciphertext::neutral(); question.width()]).collect())
    }

    /// Adds a verified ballot (shapes agree) with its weight.
    pub fn count(&mut self, ballot: &Ballot, weight: u64) {
        let choices = ballot.answers.iter().flat_map(|answer| &answer.choices);
        self.add(&choices.map(|choice| choice.times(weight)).collect::<Vec<_>>());
    }

    /// Adds ciphertexts, all questions' one after the other.
    pub fn add(&mut self, ciphertexts: &[Ciphertext]) {
        for (total, more) in self.0.iter_mut().flatten().zip(ciphertexts) {
            *total = total.add(more);
        }
    }

    /// The tally of ballots: the caller passes the last of each credential.
    #[must_use]
    pub fn from_ballots<'a>(election: &Election, ballots: impl Iterator<Item = &'a Ballot>) -> Self {
        let mut tally = Self::empty(election);
        ballots.for_each(|ballot| tally.count(ballot, 1));
        tally
    }

    /// Canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// Reads a canonical tally.
    ///
    /// # Errors
    /// When it is not one.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        json::read(text)
    }
}

/// How many ballots were tallied, their total weight, and the hash of the tally.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SizedTally {
    /// Ballots counted: one per credential that voted.
    pub num_tallied: u64,
    /// Sum of their weights.
    #[serde(with = "weight")]
    pub total_weight: u64,
    /// SHA-256 of the tally's JSON, hex.
    pub encrypted_tally: String,
}

impl SizedTally {
    /// Of a tally's JSON text.
    #[must_use]
    pub fn of(tally: &str, num_tallied: u64, total_weight: u64) -> Self {
        Self { num_tallied, total_weight, encrypted_tally: hash::sha256_hex(tally.as_bytes()) }
    }
}

/// Weights and counts: a JSON number up to 2^30 − 1, a string above (what the 3.x tools write).
pub mod weight {
    use serde::{Deserialize, Deserializer, Serializer, de};

    const LARGEST_NUMBER: u64 = (1 << 30) - 1;

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(u64),
        Text(String),
    }

    /// Writes a count.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(n: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        if *n <= LARGEST_NUMBER { serializer.serialize_u64(*n) } else { serializer.serialize_str(&n.to_string()) }
    }

    /// Reads a count in either spelling; the canonical check tells them apart.
    ///
    /// # Errors
    /// For anything else.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        match Either::deserialize(deserializer)? {
            Either::Number(n) => Ok(n),
            Either::Text(text) => text.parse().map_err(de::Error::custom),
        }
    }
}
