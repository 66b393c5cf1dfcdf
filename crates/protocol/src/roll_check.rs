//! What a key holder's page checks of the roll of a secret vote's box before it decrypts anything, and signs (PROTOCOL.md §9.2).
//!
//! It is shown the roll without names or member numbers: of each key that speaks, R and the registration by which it came into the
//! register, without κ; of each voice, its kind and t. From these it computes every credential of the box by itself, and compares
//! their list, and the number of each kind, with what the record said when the box opened. Whoever holds no registered key has no
//! credential on such a roll, and no key has the own voice twice.
//!
//! ```
//! use protocol::roll_check::Checked;
//! use protocol::keys::{Language, MemberKeys, Phrase};
//!
//! let keys = MemberKeys::derive(&Phrase::from_entropy([1; 16], Language::English), &[1; 16]);
//! let checked = Checked { vote: &[2; 16], uuid: "tHZEetHLUru3Hq", phi: "φ", roll: [3; 32] };
//! let signature = checked.sign(&[1; 16], keys.identity());
//! assert!(checked.verify(&[1; 16], &keys.public().identity, &signature).is_ok());
//! assert!(checked.verify(&[9; 16], &keys.public().identity, &signature).is_err());
//! ```

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::canonical;
use crate::commitment::Kind;
use crate::credentials;
use crate::encoding::Message;
use crate::group::{Element, Scalar, decimal};
use crate::hash::{hex, sha256};
use crate::keys::Possession;
use crate::merkle::Hash;
use crate::record::Entry;

/// The roll of a box, as the pages of key holders receive it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnnamedRoll {
    /// Each key that speaks, by R: their order says nothing.
    pub speakers: Vec<Speaker>,
}

/// One key that speaks.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speaker {
    /// R.
    pub ballot_root: Element,
    /// How it came into the register: of a member's own key, and of a paper code. JSON: absent where the server made the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<Possession>,
    /// The voices that it speaks.
    pub voices: Vec<Unnamed>,
}

/// One voice.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unnamed {
    /// t, the blinding of this voice in this box. JSON: decimal.
    #[serde(with = "decimal")]
    pub blinding: Scalar,
    /// What speaks it.
    pub kind: Kind,
}

/// Without what links ballots to keys.
impl std::fmt::Debug for UnnamedRoll {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UnnamedRoll").field("speakers", &self.speakers.len()).finish_non_exhaustive()
    }
}

/// What the record says of the box whose roll is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said<'a> {
    /// φ, of its `box-opened`.
    pub phi: &'a str,
    /// Body of its `roll`.
    pub roll: &'a Value,
    /// How many keys stand in the register commitment before that.
    pub keys: u64,
}

impl<'a> Said<'a> {
    /// What a record says of a box: its opening, the last roll of its vote before that, and the register to which that belongs.
    #[must_use]
    pub fn of(entries: &'a [Entry], vote: &[u8; 16], uuid: &str) -> Option<Self> {
        let id = hex(vote);
        let of_vote = |entry: &&Entry| entry.body["vote"] == id.as_str();
        let of_box = |entry: &Entry| entry.kind == "box-opened" && entry.body["box"] == uuid && of_vote(&entry);
        let at = entries.iter().position(of_box)?;
        let before = entries.get(..at)?;
        let place = before.iter().rposition(|entry| entry.kind == "roll" && of_vote(&entry))?;
        let register = before.get(..place)?.iter().rfind(|entry| entry.kind == "register-commitment")?;
        Some(Self {
            phi: entries.get(at)?.body["fingerprint"].as_str()?,
            roll: &before.get(place)?.body,
            keys: register.body["keys"].as_u64()?,
        })
    }

    /// The hash by which a roll is signed: SHA-256 of the canonical JSON of its entry's body. `None` where it has none.
    #[must_use]
    pub fn hash(&self) -> Option<Hash> {
        roll_hash(self.roll)
    }

    fn kind(&self, kind: Kind) -> u64 {
        self.roll["kinds"].get(kind.word()).and_then(Value::as_u64).unwrap_or(0)
    }
}

/// A box that a record says was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// Its vote, lower-case hex.
    pub vote: &'a str,
    /// Its uuid.
    pub uuid: &'a str,
    /// Whether it is one before the session.
    pub advance: bool,
    /// Whether the record says that it closed.
    pub closed: bool,
}

/// The boxes of a record whose rolls are checked: those that were opened, of votes that are neither void nor decided.
#[must_use]
pub fn standing(entries: &[Entry]) -> Vec<Standing<'_>> {
    let about = |kind: &'static str| entries.iter().filter(move |entry| entry.kind == kind);
    let over = |vote: &str| about("box-voided").chain(about("decision")).any(|entry| entry.body["vote"] == vote);
    let mut all = Vec::new();
    for entry in about("box-opened") {
        let Some((vote, uuid)) = entry.body["vote"].as_str().zip(entry.body["box"].as_str()) else { continue };
        let advance = entry.body["stage"] == "advance";
        let closed = about("box-closed").any(|entry| entry.body["box"] == uuid);
        if !over(vote) {
            all.push(Standing { vote, uuid, advance, closed });
        }
    }
    all
}

/// SHA-256 of the canonical JSON of the body of a `roll` entry.
#[must_use]
pub fn roll_hash(body: &Value) -> Option<Hash> {
    canonical::to_string(body).ok().map(|text| sha256(text.as_bytes()))
}

/// Why a page neither signs a roll nor decrypts its box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A key that is not the server's has no registration, or one of the server's has.
    #[error("a key and its voices are not of one kind")]
    Kind,
    /// A registration does not verify.
    #[error("a registration does not verify")]
    Registration,
    /// A key, or a member, is there twice.
    #[error("a key is there twice")]
    KeyTwice,
    /// A key speaks no voice, or the own voice twice.
    #[error("a key speaks no voice, or the own one twice")]
    Voices,
    /// Two voices have one credential, or one has the neutral element.
    #[error("a credential is there twice, or is the neutral element")]
    Credential,
    /// There are other voices than the record says, or more keys than its register has.
    #[error("the voices are not as many, of each kind, as the record says")]
    Count,
    /// The credentials are not those of the record.
    #[error("the credentials are not those whose list the record names")]
    List,
}

/// Checks a roll against what the record says of its box.
///
/// # Errors
/// The first [`Fault`].
pub fn check(roll: &UnnamedRoll, cooperative: &[u8; 16], said: &Said<'_>) -> Result<(), Fault> {
    let (mut roots, mut identities, mut members) = (HashSet::new(), HashSet::new(), HashSet::new());
    let mut credentials = Vec::new();
    let mut distinct = HashSet::new();
    let mut counts = [(Kind::OwnKey, 0_u64), (Kind::Mandate, 0), (Kind::PaperCode, 0), (Kind::Entrusted, 0)];
    for speaker in &roll.speakers {
        of_one_kind(speaker)?;
        if let Some(shown) = &speaker.registration {
            shown.verify(cooperative, &speaker.ballot_root).map_err(|_| Fault::Registration)?;
            if !identities.insert(shown.identity) || !members.insert(shown.member) {
                return Err(Fault::KeyTwice);
            }
        }
        if speaker.ballot_root.is_identity() || !roots.insert(speaker.ballot_root.to_rfc8032()) {
            return Err(Fault::KeyTwice);
        }
        for voice in &speaker.voices {
            let credential = speaker.ballot_root + Element::mul_base(&voice.blinding);
            if credential.is_identity() || !distinct.insert(credential.to_rfc8032()) {
                return Err(Fault::Credential);
            }
            credentials.push(credential);
            counts.iter_mut().filter(|(kind, _)| *kind == voice.kind).for_each(|(_, count)| *count += 1);
        }
    }
    let keys = u64::try_from(roll.speakers.len()).is_ok_and(|keys| keys <= said.keys);
    let voices = counts.iter().map(|(_, count)| count).sum::<u64>();
    let as_said = counts.iter().all(|(kind, count)| said.kind(*kind) == *count);
    if !keys || !as_said || said.roll["voices"].as_u64() != Some(voices) {
        return Err(Fault::Count);
    }
    let list = credentials::fingerprint(&credentials::publish(&mut credentials));
    if said.roll["credentials"] == list.as_str() { Ok(()) } else { Err(Fault::List) }
}

/// Whether the voices of a key are those that such a key speaks: a member's own key the own voice once at most, and what it carries;
/// a paper code its voices; a key of the server's, which nobody registered, one.
fn of_one_kind(speaker: &Speaker) -> Result<(), Fault> {
    let many = |kind: Kind| speaker.voices.iter().filter(|voice| voice.kind == kind).count();
    let all = speaker.voices.len();
    if all == 0 || many(Kind::OwnKey) > 1 {
        return Err(Fault::Voices);
    }
    let fits = match speaker.registration {
        Some(_) => many(Kind::PaperCode) == all || many(Kind::OwnKey) + many(Kind::Mandate) == all,
        None => many(Kind::Entrusted) == all,
    };
    match speaker.registration {
        _ if !fits => Err(Fault::Kind),
        None if all > 1 => Err(Fault::Voices),
        _ => Ok(()),
    }
}

/// What a key holder's identity key signs once the page has checked a roll.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// The vote.
    pub vote: &'a [u8; 16],
    /// Uuid of the box.
    pub uuid: &'a str,
    /// φ.
    pub phi: &'a str,
    /// [`roll_hash`] of its roll.
    pub roll: Hash,
}

impl Checked<'_> {
    fn message(&self, cooperative: &[u8; 16]) -> Message {
        Message::new("voix/1/roll-checked", cooperative)
            .id(self.vote)
            .string(self.uuid)
            .string(self.phi)
            .bytes(&self.roll)
    }
}

crate::keys::signed_by_identity!(Checked<'_>);

#[cfg(test)]
mod tests;
