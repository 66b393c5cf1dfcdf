//! Signing in with the identity key (PROTOCOL.md §3.4): `(voix/1/sign-in, cooperative, origin, challenge)`.
//!
//! The page builds the message itself from the origin it was loaded from and 32 bytes of the server; it never signs
//! bytes of the server's choosing, and a look-alike site obtains a signature that names the look-alike.

use ed25519_dalek::SigningKey;

use super::signature::{self, BadSignature, Signature};
use crate::encoding::Message;

/// Signs in at an origin (`https://host[:port]`, no path, no trailing slash).
#[must_use]
pub fn sign(key: &SigningKey, cooperative: &[u8; 16], origin: &str, challenge: &[u8; 32]) -> Signature {
    signature::sign(key, message(cooperative, origin, challenge))
}

/// Verifies a sign-in. That the challenge is fresh and used once is the caller's part.
///
/// # Errors
/// [`BadSignature`].
pub fn verify(
    cooperative: &[u8; 16],
    origin: &str,
    challenge: &[u8; 32],
    identity: &[u8; 32],
    signature: &Signature,
) -> Result<(), BadSignature> {
    signature::verify(identity, message(cooperative, origin, challenge), signature)
}

fn message(cooperative: &[u8; 16], origin: &str, challenge: &[u8; 32]) -> Message {
    Message::new("voix/1/sign-in", cooperative).string(origin).bytes(challenge)
}
