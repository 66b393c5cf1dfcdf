//! Ed25519 signatures over messages of [`crate::encoding`], verified strictly.

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::encoding::{Message, hex_array};
use crate::hash;

/// 64 bytes of an Ed25519 signature. JSON: 128 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Signature(#[serde(with = "hex_array")] pub [u8; 64]);

impl std::fmt::Display for Signature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hash::hex(&self.0))
    }
}

impl std::fmt::Debug for Signature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signature({self})")
    }
}

/// A signature that is not by this key over these fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature is not by this key over these values")]
pub struct BadSignature;

/// Signs a message. Deterministic (RFC 8032): the same key and fields give the same bytes.
#[must_use]
pub fn sign(key: &SigningKey, message: Message) -> Signature {
    sign_bytes(key, &message.finish())
}

/// Verifies a message strictly: canonical s, no key and no R of small order, the equation without cofactor.
///
/// # Errors
/// [`BadSignature`], also when the key is not a point.
pub fn verify(key: &[u8; 32], message: Message, signature: &Signature) -> Result<(), BadSignature> {
    verify_bytes(key, &message.finish(), signature)
}

pub(crate) fn sign_bytes(key: &SigningKey, bytes: &[u8]) -> Signature {
    Signature(key.sign(bytes).to_bytes())
}

pub(crate) fn verify_bytes(key: &[u8; 32], bytes: &[u8], signature: &Signature) -> Result<(), BadSignature> {
    let key = VerifyingKey::from_bytes(key).map_err(|_| BadSignature)?;
    key.verify_strict(bytes, &ed25519_dalek::Signature::from_bytes(&signature.0)).map_err(|_| BadSignature)
}

/// Gives what a member signs its `sign` and `verify`, by the identity key. The type says its own bytes: `message`.
macro_rules! signed_by_identity {
    ($type:ty) => {
        impl $type {
            /// Signs with the member's identity key.
            #[must_use]
            pub fn sign(&self, cooperative: &[u8; 16], key: &ed25519_dalek::SigningKey) -> $crate::keys::Signature {
                $crate::keys::sign(key, self.message(cooperative))
            }

            /// Verifies against the identity key that speaks for the member.
            ///
            /// # Errors
            /// [`BadSignature`](crate::keys::BadSignature).
            pub fn verify(
                &self,
                cooperative: &[u8; 16],
                identity: &[u8; 32],
                signature: &$crate::keys::Signature,
            ) -> Result<(), $crate::keys::BadSignature> {
                $crate::keys::verify(identity, self.message(cooperative), signature)
            }
        }
    };
}
pub(crate) use signed_by_identity;
