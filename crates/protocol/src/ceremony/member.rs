//! A member of a ceremony, as the others know it: certificate and identity.
//!
//! The identity key signs (`voix/1/certificate`, cooperative, ceremony, place, SHA-256 of the certificate's text), so that
//! the keys of a ceremony are those of people whom the record names, not of whoever the server says.

use ed25519_dalek::SigningKey;

use super::{Ceremony, Fault};
use crate::encoding::Message;
use crate::hash::sha256;
use crate::keys::{self, Signature};
use crate::trustees::Signed;

/// What all know of one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Identity key.
    pub identity: [u8; 32],
    /// Certificate.
    pub cert: Signed,
    /// The identity key's signature under the certificate.
    pub signature: Signature,
}

impl Member {
    /// Signs one's own certificate with the identity key.
    #[must_use]
    pub fn sign(ceremony: &Ceremony, index: u32, cert: Signed, identity: &SigningKey) -> Self {
        let signature = keys::sign(identity, message(ceremony, index, &cert));
        Self { identity: identity.verifying_key().to_bytes(), cert, signature }
    }

    /// Verifies that signature.
    ///
    /// # Errors
    /// When it is not of this identity key, place and ceremony.
    pub fn verify(&self, ceremony: &Ceremony, index: u32) -> Result<(), Fault> {
        keys::verify(&self.identity, message(ceremony, index, &self.cert), &self.signature)
            .map_err(|_| Fault::of(index, "the certificate is not signed with the identity key"))
    }
}

fn message(ceremony: &Ceremony, index: u32, cert: &Signed) -> Message {
    Message::new("voix/1/certificate", &ceremony.cooperative)
        .id(&ceremony.id)
        .integer(u64::from(index))
        .bytes(&sha256(cert.to_json().as_bytes()))
}
