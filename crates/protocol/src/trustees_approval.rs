//! A key holder's approval of a vote's trustees (PROTOCOL.md §9).
//!
//! The identity key signs (`voix/1/trustees`, cooperative, vote, SHA-256 of the trustees JSON as archived). A voter's
//! page encrypts to no election key without the approvals of as many as are needed to open it.

use ed25519_dalek::SigningKey;

pub use crate::keys::{BadSignature, Signature};

use crate::encoding::Message;
use crate::hash::sha256;

/// Approves the trustees of a vote; the page has found its own key in them first.
#[must_use]
pub fn sign(key: &SigningKey, cooperative: &[u8; 16], vote: &[u8; 16], trustees_json: &str) -> Signature {
    crate::keys::sign(key, message(cooperative, vote, trustees_json))
}

/// Verifies an approval by a key holder's identity key.
///
/// # Errors
/// [`BadSignature`].
pub fn verify(
    cooperative: &[u8; 16],
    vote: &[u8; 16],
    trustees_json: &str,
    identity: &[u8; 32],
    signature: &Signature,
) -> Result<(), BadSignature> {
    crate::keys::verify(identity, message(cooperative, vote, trustees_json), signature)
}

/// As [`verify`], for whoever knows the trustees by their hash, as a record names them.
///
/// # Errors
/// [`BadSignature`].
pub fn verify_hash(
    cooperative: &[u8; 16],
    vote: &[u8; 16],
    trustees: &[u8; 32],
    identity: &[u8; 32],
    signature: &Signature,
) -> Result<(), BadSignature> {
    crate::keys::verify(identity, of_hash(cooperative, vote, trustees), signature)
}

fn message(cooperative: &[u8; 16], vote: &[u8; 16], trustees_json: &str) -> Message {
    of_hash(cooperative, vote, &sha256(trustees_json.as_bytes()))
}

fn of_hash(cooperative: &[u8; 16], vote: &[u8; 16], trustees: &[u8; 32]) -> Message {
    Message::new("voix/1/trustees", cooperative).id(vote).bytes(trustees)
}
