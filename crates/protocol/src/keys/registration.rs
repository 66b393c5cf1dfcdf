//! How a member's public keys enter the register (PROTOCOL.md §3.3).
//!
//! With w a fresh nonce and A = wB, the message
//! `M = (voix/1/register, cooperative, member, identity key, R, SHA-256(κ), A)` is both
//!
//! - the pre-image of the challenge of a proof of knowledge of b: c = wide(M), r = w − cb, checked as A = rB + cR;
//! - what the identity key signs.
//!
//! So neither key can be registered by someone who does not hold it, nor for another member or cooperative, nor one
//! without the other.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use super::signature::{Signature, sign_bytes, verify_bytes};
use super::{MemberKeys, PublicKeys};
use crate::encoding::{Message, hex_array, nonce, wide};
use crate::group::{Element, Scalar, decimal};
use crate::hash::sha256;

const LABEL: &str = "voix/1/register";

/// What a browser posts to register keys.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// Ed25519 public key. JSON: hex.
    #[serde(with = "hex_array")]
    pub identity: [u8; 32],
    /// R. JSON: the element's text form.
    pub ballot_root: Element,
    /// κ. JSON: hex.
    #[serde(with = "hex_array")]
    pub chain_code: [u8; 32],
    /// c. JSON: decimal.
    #[serde(with = "decimal")]
    pub challenge: Scalar,
    /// r. JSON: decimal.
    #[serde(with = "decimal")]
    pub response: Scalar,
    /// By the identity key over M.
    pub signature: Signature,
}

/// Without κ.
impl std::fmt::Debug for Registration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registration").field("ballot_root", &self.ballot_root).finish_non_exhaustive()
    }
}

/// Why a registration is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// The identity key is not the canonical encoding of a point of prime order, or is the neutral element.
    #[error("the identity key is not usable")]
    Identity,
    /// R is the neutral element.
    #[error("the ballot root is the neutral element")]
    BallotRoot,
    /// The proof of knowledge of b does not hold for these values.
    #[error("the proof of knowledge of the ballot root does not hold")]
    Proof,
    /// The identity key did not sign these values.
    #[error("the identity key did not sign these values")]
    Signature,
}

impl MemberKeys {
    /// Proves and signs that these keys are this member's.
    pub fn register<R: CryptoRng + ?Sized>(
        &self,
        cooperative: &[u8; 16],
        member: &[u8; 16],
        rng: &mut R,
    ) -> Registration {
        let keys = self.public();
        let chain_code_hash = sha256(&keys.chain_code);
        let statement = statement(cooperative, member, (&keys.identity, &keys.ballot_root, &chain_code_hash));
        let b = self.ballot_root();
        let w = nonce(b.as_bytes(), rng, LABEL, &statement.clone().finish());
        let message = statement.point(&Element::mul_base(&w)).finish();
        let challenge = wide(&message);
        Registration {
            identity: keys.identity,
            ballot_root: keys.ballot_root,
            chain_code: keys.chain_code,
            challenge,
            response: *w - challenge * b,
            signature: sign_bytes(self.identity(), &message),
        }
    }
}

impl Registration {
    /// Verifies everything the server and auditors can: both keys are usable and both halves were made by who holds
    /// them, for this member. Whether a key is already another member's is the register's question.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub fn verify(&self, cooperative: &[u8; 16], member: &[u8; 16]) -> Result<PublicKeys, KeyFault> {
        let shown = Possession::of(self, member);
        shown.verify(cooperative, &self.ballot_root)?;
        Ok(PublicKeys { identity: self.identity, ballot_root: self.ballot_root, chain_code: self.chain_code })
    }
}

/// What of a registration shows that whoever made it held both keys, for this member: everything but R, which stands beside it,
/// and κ, of which the message has the hash alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Possession {
    /// The member's id. JSON: hex.
    #[serde(with = "hex_array")]
    pub member: [u8; 16],
    /// Ed25519 public key. JSON: hex.
    #[serde(with = "hex_array")]
    pub identity: [u8; 32],
    /// SHA-256(κ). JSON: hex.
    #[serde(with = "hex_array")]
    pub chain_code_hash: [u8; 32],
    /// c. JSON: decimal.
    #[serde(with = "decimal")]
    pub challenge: Scalar,
    /// r. JSON: decimal.
    #[serde(with = "decimal")]
    pub response: Scalar,
    /// By the identity key over M.
    pub signature: Signature,
}

impl Possession {
    /// That of a registration by a member.
    #[must_use]
    pub fn of(registration: &Registration, member: &[u8; 16]) -> Self {
        Self {
            member: *member,
            identity: registration.identity,
            chain_code_hash: sha256(&registration.chain_code),
            challenge: registration.challenge,
            response: registration.response,
            signature: registration.signature,
        }
    }

    /// Verifies that it is of this R: both keys are usable, and both halves were made by who holds them, for this member.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub fn verify(&self, cooperative: &[u8; 16], ballot_root: &Element) -> Result<(), KeyFault> {
        match Element::from_rfc8032(self.identity) {
            Ok(point) if !point.is_identity() => {}
            _ => return Err(KeyFault::Identity),
        }
        if ballot_root.is_identity() {
            return Err(KeyFault::BallotRoot);
        }
        let commitment = ballot_root.vartime_base_plus(&self.response, &self.challenge);
        let halves = (&self.identity, ballot_root, &self.chain_code_hash);
        let message = statement(cooperative, &self.member, halves).point(&commitment).finish();
        if wide(&message) != self.challenge {
            return Err(KeyFault::Proof);
        }
        verify_bytes(&self.identity, &message, &self.signature).map_err(|_| KeyFault::Signature)
    }
}

/// The message but for A: the identity key, R and SHA-256(κ) of a member.
fn statement(
    cooperative: &[u8; 16],
    member: &[u8; 16],
    (identity, ballot_root, chain_code_hash): (&[u8; 32], &Element, &[u8; 32]),
) -> Message {
    Message::new(LABEL, cooperative).id(member).bytes(identity).point(ballot_root).bytes(chain_code_hash)
}
