//! Whether a voice was used in a vote, as the server states it to its member once every box is closed (PROTOCOL.md §8.2).
//!
//! The record key signs (`voix/1/participation`, cooperative, vote, voice, used, ballots, last, time). Whoever did not vote holds with
//! it the server's word that nobody voted in their name: an émargement or a ballot of that voice that turns up convicts it. It says
//! nothing of any choice.

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};

pub use crate::keys::{BadSignature, Signature};

use crate::canonical::{self, NotCanonical};
use crate::commitment::Kind;
use crate::encoding::{Message, hex_array};

/// How a voice was used. JSON: its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Used {
    /// Not at all.
    None,
    /// By a ballot under the member's own key.
    OwnKey,
    /// By a ballot under the key of another member, who carries a proxy.
    Mandate,
    /// By a ballot under a key printed at the desk.
    PaperCode,
    /// By a ballot under a key that the server made.
    Entrusted,
    /// It was noted to vote on paper: no device could use it, and a paper has no name.
    Paper,
    /// By a proxy in blank, counted as the law says.
    BlankProxy,
    /// No ballot, in a vote by show of hands: whether a hand was raised nobody has written down.
    Hands,
}

impl Used {
    /// Every way.
    pub const ALL: [Self; 8] = [
        Self::None,
        Self::OwnKey,
        Self::Mandate,
        Self::PaperCode,
        Self::Entrusted,
        Self::Paper,
        Self::BlankProxy,
        Self::Hands,
    ];

    /// The word for it, which is signed.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::OwnKey => Kind::OwnKey.word(),
            Self::Mandate => Kind::Mandate.word(),
            Self::PaperCode => Kind::PaperCode.word(),
            Self::Entrusted => Kind::Entrusted.word(),
            Self::Paper => "paper",
            Self::BlankProxy => "blank-proxy",
            Self::Hands => "hands",
        }
    }

    /// Whether a ballot by a device is in a box.
    #[must_use]
    pub const fn by_ballot(self) -> bool {
        matches!(self, Self::OwnKey | Self::Mandate | Self::PaperCode | Self::Entrusted)
    }
}

impl From<Kind> for Used {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::OwnKey => Self::OwnKey,
            Kind::Mandate => Self::Mandate,
            Kind::PaperCode => Self::PaperCode,
            Kind::Entrusted => Self::Entrusted,
        }
    }
}

/// What is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The vote.
    pub vote: [u8; 16],
    /// The voice.
    pub voice: [u8; 16],
    /// How it was used.
    pub used: Used,
    /// Ballots received from it, replaced ones included, in all boxes of the vote.
    pub ballots: u64,
    /// When the last of them was received, microseconds since 1970 UTC; 0 where there is none.
    pub last: i64,
    /// When this is said, microseconds since 1970 UTC.
    pub time: i64,
}

/// A signed statement. JSON: ids and signature in hex, numbers as integers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Participation {
    /// See [`Stated::ballots`].
    pub ballots: u64,
    /// See [`Stated::last`].
    pub last: i64,
    /// By the cooperative's record key.
    pub signature: Signature,
    /// See [`Stated::time`].
    pub time: i64,
    /// See [`Stated::used`].
    pub used: Used,
    /// The vote.
    #[serde(with = "hex_array")]
    pub vote: [u8; 16],
    /// The voice.
    #[serde(with = "hex_array")]
    pub voice: [u8; 16],
}

/// Why a statement proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotStated {
    /// It was not signed by that key, or was changed since.
    #[error("the statement is not signed by this key")]
    Signature,
    /// It names ballots where it says that there are none, or none where it says that there are some.
    #[error("the statement contradicts itself")]
    Contradiction,
}

impl Participation {
    /// Signs with the key that also signs the record's checkpoints.
    #[must_use]
    pub fn sign(key: &SigningKey, cooperative: &[u8; 16], stated: &Stated) -> Self {
        let Stated { vote, voice, used, ballots, last, time } = *stated;
        let signature = crate::keys::sign(key, message(cooperative, stated));
        Self { ballots, last, signature, time, used, vote, voice }
    }

    /// Reads a statement, strictly.
    ///
    /// # Errors
    /// [`NotCanonical`] when the text is not the canonical JSON of a statement.
    pub fn parse(json: &str) -> Result<Self, NotCanonical> {
        serde_json::from_value(canonical::parse(json)?).map_err(|error| NotCanonical::Json(error.to_string()))
    }

    /// Canonical JSON.
    ///
    /// # Errors
    /// [`NotCanonical`] when a number is out of range.
    pub fn to_json(&self) -> Result<String, NotCanonical> {
        canonical::to_string(self)
    }

    /// Verifies against the record key printed in the convocation.
    ///
    /// # Errors
    /// [`NotStated`].
    pub fn verify(&self, cooperative: &[u8; 16], record_key: &[u8; 32]) -> Result<(), NotStated> {
        let Self { ballots, last, time, used, vote, voice, .. } = *self;
        let stated = Stated { vote, voice, used, ballots, last, time };
        crate::keys::verify(record_key, message(cooperative, &stated), &self.signature)
            .map_err(|_| NotStated::Signature)?;
        let agrees = used.by_ballot() == (ballots > 0) && used.by_ballot() == (last != 0);
        if agrees { Ok(()) } else { Err(NotStated::Contradiction) }
    }
}

fn message(cooperative: &[u8; 16], stated: &Stated) -> Message {
    Message::new("voix/1/participation", cooperative)
        .id(&stated.vote)
        .id(&stated.voice)
        .string(stated.used.word())
        .integer(stated.ballots)
        .integer(stated.last.cast_unsigned())
        .integer(stated.time.cast_unsigned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const COOPERATIVE: [u8; 16] = [1; 16];

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[7; 32])
    }

    fn stated(used: Used, ballots: u64, last: i64) -> Participation {
        let stated = Stated { vote: [2; 16], voice: [3; 16], used, ballots, last, time: 9 };
        Participation::sign(&key(), &COOPERATIVE, &stated)
    }

    #[test]
    fn a_statement_is_read_again_and_holds_for_its_cooperative_and_key_alone() {
        let (server, other) = (key().verifying_key().to_bytes(), [8; 32]);
        for used in Used::ALL {
            let (ballots, last) = if used.by_ballot() { (2, 5) } else { (0, 0) };
            let made = stated(used, ballots, last);
            let text = made.to_json().unwrap();
            assert!(text.contains(&format!("\"used\":\"{}\"", used.word())), "{text}");
            let read = Participation::parse(&text).unwrap();
            assert_eq!(read, made);
            assert_eq!(read.verify(&COOPERATIVE, &server), Ok(()), "{used:?}");
            assert_eq!(read.verify(&[2; 16], &server), Err(NotStated::Signature), "{used:?}");
            assert_eq!(read.verify(&COOPERATIVE, &other), Err(NotStated::Signature), "{used:?}");
        }
    }

    #[test]
    fn nothing_in_it_can_be_changed_and_it_may_not_contradict_itself() {
        let server = key().verifying_key().to_bytes();
        let made = stated(Used::None, 0, 0);
        let changed = [
            Participation { used: Used::OwnKey, ..made.clone() },
            Participation { ballots: 1, ..made.clone() },
            Participation { last: 1, ..made.clone() },
            Participation { time: 8, ..made.clone() },
            Participation { vote: [4; 16], ..made.clone() },
            Participation { voice: [4; 16], ..made.clone() },
        ];
        for one in changed {
            assert_eq!(one.verify(&COOPERATIVE, &server), Err(NotStated::Signature), "{one:?}");
        }
        for contradiction in [stated(Used::None, 1, 5), stated(Used::OwnKey, 0, 0), stated(Used::Mandate, 1, 0)] {
            assert_eq!(contradiction.verify(&COOPERATIVE, &server), Err(NotStated::Contradiction));
        }
        let text = made.to_json().unwrap();
        assert!(Participation::parse(&text.replace("\"none\"", "\"perhaps\"")).is_err());
        assert!(Participation::parse(&format!(" {text}")).is_err(), "one spelling only");
    }
}
