//! A text signed with a key of the group, as members of a Pedersen group sign (PROTOCOL.md §14.5).
//!
//! A Schnorr proof of knowledge of the signing key whose challenge covers the text:
//! `c = H("sigmsg|" ‖ text ‖ "|", [g^r · vk^c])`. The text is kept as it was signed, byte for byte.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::Malformed;
use crate::group::{Element, Scalar};
use crate::json;
use crate::proofs::{Proof, knowledge};

/// A text and its signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// The text: itself canonical JSON.
    pub message: String,
    /// By a key that the context names.
    pub signature: Proof,
}

impl Signed {
    /// Signs a text.
    pub fn sign<R: CryptoRng + ?Sized>(key: &Scalar, message: String, rng: &mut R) -> Self {
        let signature = sign(key, &message, rng);
        Self { message, signature }
    }

    /// Whether this key signed it.
    #[must_use]
    pub fn verify(&self, key: &Element) -> bool {
        verify(key, &self.message, &self.signature)
    }

    /// Canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// Reads a canonical signed text, without verifying it.
    ///
    /// # Errors
    /// When it is not one.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        json::read(text)
    }
}

/// Signs a text that is not kept beside its signature.
pub(super) fn sign<R: CryptoRng + ?Sized>(key: &Scalar, message: &str, rng: &mut R) -> Proof {
    knowledge::prove(&prefix(message), key, rng)
}

/// Whether this key signed the text.
pub(super) fn verify(key: &Element, message: &str, signature: &Proof) -> bool {
    knowledge::verify(&prefix(message), key, signature)
}

fn prefix(message: &str) -> String {
    format!("sigmsg|{message}|")
}
