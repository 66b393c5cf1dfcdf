//! Émargement: the voice signs that it has voted (PROTOCOL.md §6).
//!
//! An Ed25519 signature of the identity key over (`voix/1/emargement`, cooperative, vote, box uuid, φ, voice). It
//! says neither what was voted nor which ballot it was, and being deterministic it is the same when the voice votes
//! again. The box's émargements are committed to by an RFC 6962 tree over salted leaves in ascending order of their
//! hashes: in the order of the ballots the tree would say which ballot is whose.

use ed25519_dalek::SigningKey;

pub use crate::keys::{BadSignature, Signature};

use crate::encoding::Message;
use crate::hash::hex;
use crate::merkle::{self, Hash};

/// Signs that the voice has voted in the box.
#[must_use]
pub fn sign(
    key: &SigningKey,
    cooperative: &[u8; 16],
    vote: &[u8; 16],
    box_uuid: &str,
    phi: &str,
    voice: &[u8; 16],
) -> Signature {
    crate::keys::sign(key, message(cooperative, vote, box_uuid, phi, voice))
}

/// Verifies an émargement by the identity key that speaks for the voice.
///
/// # Errors
/// [`BadSignature`].
pub fn verify(
    cooperative: &[u8; 16],
    vote: &[u8; 16],
    box_uuid: &str,
    phi: &str,
    voice: &[u8; 16],
    identity: &[u8; 32],
    signature: &Signature,
) -> Result<(), BadSignature> {
    crate::keys::verify(identity, message(cooperative, vote, box_uuid, phi, voice), signature)
}

fn message(cooperative: &[u8; 16], vote: &[u8; 16], box_uuid: &str, phi: &str, voice: &[u8; 16]) -> Message {
    Message::new("voix/1/emargement", cooperative).id(vote).string(box_uuid).string(phi).id(voice)
}

/// One émargement as the box's tree commits to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The voice.
    pub voice: [u8; 16],
    /// Its émargement.
    pub signature: Signature,
    /// Drawn for this leaf alone; erasing it erases what the tree says of the voice.
    pub salt: [u8; 32],
}

impl Mark {
    /// The leaf: salted hash of `{"signature":"<hex>","voice":"<hex>"}`.
    #[must_use]
    pub fn leaf(&self) -> Hash {
        let json = format!("{{\"signature\":\"{}\",\"voice\":\"{}\"}}", self.signature, hex(&self.voice));
        merkle::leaf(&self.salt, &json)
    }
}

/// The root of a box's émargements, whatever the order they are given in. A voice marks once, however often it votes:
/// the caller gives one mark per voice.
#[must_use]
pub fn root(marks: &[Mark]) -> Hash {
    let mut leaves: Vec<Hash> = marks.iter().map(Mark::leaf).collect();
    leaves.sort_unstable();
    merkle::root(&leaves)
}
