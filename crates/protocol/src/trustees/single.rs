//! One key X = g^x with the proof that its maker knows x.
//!
//! The proof of knowledge is Schnorr's (see [`crate::proofs::knowledge`]) with challenge
//! `c = H("pok|" ‖ group ‖ "|" ‖ X ‖ "|", [A])`. Without it a trustee could publish X = g^x / ∏ of the others' keys and
//! alone hold the election key. It stands alone as a `Single` trustee, and inside a group as each member's key of
//! verification, which then also carries a signature.
//!
//! ```
//! use protocol::group::Scalar;
//! use protocol::trustees::TrusteePublicKey;
//! use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
//!
//! let key = TrusteePublicKey::prove(&Scalar::from(42_u64), None, &mut ChaCha20Rng::seed_from_u64(1));
//! assert!(TrusteePublicKey::parse(&key.to_json()).is_ok_and(|read| read.verify().is_ok()));
//! ```

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::Malformed;
use crate::group::{Element, NAME, Scalar};
use crate::json;
use crate::proofs::{Proof, knowledge};

/// A public key with the proof that its maker knows the secret one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrusteePublicKey {
    /// Proof of knowledge, bound to the group and the key.
    pub pok: Proof,
    /// X.
    pub public_key: Element,
    /// Only inside Pedersen groups: the member signs the key with the key of its certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Proof>,
    /// A name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl TrusteePublicKey {
    /// The public part of a secret key.
    pub fn prove<R: CryptoRng + ?Sized>(secret: &Scalar, name: Option<String>, rng: &mut R) -> Self {
        let public_key = Element::mul_base(secret);
        let pok = knowledge::prove(&pok_prefix(&public_key), secret, rng);
        Self { pok, public_key, signature: None, name }
    }

    /// Checks the proof; the neutral element is no key.
    ///
    /// # Errors
    /// When either fails.
    pub fn verify(&self) -> Result<(), Malformed> {
        if self.public_key.is_identity() {
            return Err(Malformed::because("the neutral element is no key"));
        }
        if !knowledge::verify(&pok_prefix(&self.public_key), &self.public_key, &self.pok) {
            return Err(Malformed::because("the proof of knowledge does not verify"));
        }
        Ok(())
    }

    /// Canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// Reads a canonical key.
    ///
    /// # Errors
    /// When it is not one.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        json::read(text)
    }
}

fn pok_prefix(public_key: &Element) -> String {
    format!("pok|{NAME}|{public_key}|")
}
