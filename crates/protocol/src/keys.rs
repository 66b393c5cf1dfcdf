//! A member's keys (PROTOCOL.md §3).
//!
//! Sixteen bytes of entropy are written as twelve words ([`Phrase`]). Their BIP39 seed goes through HKDF-SHA512 with
//! salt `voix/1` and info `name ‖ lp(cooperative)`, once for each of
//!
//! | name | bytes | becomes |
//! |---|---|---|
//! | `identity` | 32 | Ed25519 signing key: sign-in, open ballots, émargement, approvals, minutes |
//! | `ballot-root` | 64 | scalar b = wide(bytes), R = bB: the root of every secret-ballot credential |
//! | `chain-code` | 32 | κ, known to the server, from which the blinding of R is derived in each box |
//!
//! The phrase, b and everything derived from b stay on the device; the server learns the identity key, R and κ by a
//! [`Registration`] that proves knowledge of b.
//!
//! ```
//! use protocol::keys::{Language, MemberKeys, Phrase};
//!
//! let phrase = Phrase::from_entropy([0; 16], Language::English);
//! assert_eq!(phrase.words()[11], "about");
//! let (here, there) = (MemberKeys::derive(&phrase, &[1; 16]), MemberKeys::derive(&phrase, &[2; 16]));
//! assert_ne!(here.public(), there.public());
//! ```

mod link;
mod phrase;
mod registration;
pub mod sign_in;
mod signature;

use std::fmt;

use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use sha2::Sha512;
use zeroize::{Zeroize as _, Zeroizing};

pub use link::{Link, LinkFault};
pub use phrase::{Language, Phrase, PhraseFault};
pub use registration::{KeyFault, Possession, Registration};
pub use signature::{BadSignature, Signature, sign, verify};
pub(crate) use signature::{sign_bytes, signed_by_identity, verify_bytes};

use crate::encoding::{hex_array, wide};
use crate::group::{Element, Scalar, random_scalar};

/// The secrets of one member in one cooperative. Wiped when dropped; printed nowhere.
pub struct MemberKeys {
    identity: SigningKey,
    ballot_root: Scalar,
    chain_code: [u8; 32],
}

impl MemberKeys {
    /// Derives the keys of a phrase for a cooperative.
    #[must_use]
    pub fn derive(phrase: &Phrase, cooperative: &[u8; 16]) -> Self {
        let seed = phrase.seed();
        let hkdf = Hkdf::<Sha512>::new(Some(b"voix/1"), seed.as_slice());
        let identity = expand::<32>(&hkdf, "identity", cooperative);
        let root = expand::<64>(&hkdf, "ballot-root", cooperative);
        let chain_code = expand::<32>(&hkdf, "chain-code", cooperative);
        Self {
            identity: SigningKey::from_bytes(&identity),
            ballot_root: wide(root.as_slice()),
            chain_code: *chain_code,
        }
    }

    /// Keys that come from no phrase: those that a server makes for a member who has none when a roll is fixed
    /// (PROTOCOL.md §3.8).
    #[must_use]
    pub fn random<R: CryptoRng + ?Sized>(rng: &mut R) -> Self {
        let mut identity = Zeroizing::new([0; 32]);
        rng.fill_bytes(identity.as_mut_slice());
        let mut chain_code = [0; 32];
        rng.fill_bytes(&mut chain_code);
        Self { identity: SigningKey::from_bytes(&identity), ballot_root: random_scalar(rng), chain_code }
    }

    /// The Ed25519 key that signs for the member.
    #[must_use]
    pub fn identity(&self) -> &SigningKey {
        &self.identity
    }

    /// What the server may know.
    #[must_use]
    pub fn public(&self) -> PublicKeys {
        PublicKeys {
            identity: self.identity.verifying_key().to_bytes(),
            ballot_root: Element::mul_base(&self.ballot_root),
            chain_code: self.chain_code,
        }
    }

    /// The secrets as 96 bytes (identity seed, b, κ), for the device's own wrapped store: reading them back costs
    /// nothing, where stretching the phrase takes a phone a noticeable moment.
    #[must_use]
    pub fn to_stored(&self) -> Zeroizing<[u8; 96]> {
        let mut bytes = Zeroizing::new([0; 96]);
        bytes[..32].copy_from_slice(self.identity.as_bytes());
        bytes[32..64].copy_from_slice(self.ballot_root.as_bytes());
        bytes[64..].copy_from_slice(&self.chain_code);
        bytes
    }

    /// Secrets read back; `None` unless they are 96 bytes with a canonical b.
    #[must_use]
    pub fn from_stored(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; 96] = bytes.try_into().ok()?;
        let part = |at: usize| -> Option<[u8; 32]> { bytes[at..at + 32].try_into().ok() };
        let ballot_root = Option::<Scalar>::from(Scalar::from_canonical_bytes(part(32)?))?;
        Some(Self { identity: SigningKey::from_bytes(&part(0)?), ballot_root, chain_code: part(64)? })
    }

    /// b. Never leaves the device, nor does anything it can be computed from with κ.
    pub(crate) fn ballot_root(&self) -> &Scalar {
        &self.ballot_root
    }

    /// κ.
    pub(crate) fn chain_code(&self) -> &[u8; 32] {
        &self.chain_code
    }
}

impl Drop for MemberKeys {
    fn drop(&mut self) {
        // The signing key wipes itself.
        self.ballot_root.zeroize();
        self.chain_code.zeroize();
    }
}

fn expand<const N: usize>(hkdf: &Hkdf<Sha512>, name: &str, cooperative: &[u8; 16]) -> Zeroizing<[u8; N]> {
    const { assert!(N <= 255 * 64, "the most that HKDF-SHA512 gives") };
    let mut bytes = Zeroizing::new([0; N]);
    let length = 16_u32.to_be_bytes();
    #[expect(clippy::expect_used, reason = "the length is checked at compile time")]
    hkdf.expand_multi_info(&[name.as_bytes(), &length, cooperative], bytes.as_mut_slice())
        .expect("HKDF-SHA512 gives up to 16320 bytes");
    bytes
}

/// What the server knows of a member's keys. κ is not published: whoever holds it can link the member's credentials
/// from one box to the next.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicKeys {
    /// Ed25519 public key. JSON: hex.
    #[serde(with = "hex_array")]
    pub identity: [u8; 32],
    /// R = bB. JSON: the element's text form.
    pub ballot_root: Element,
    /// κ. JSON: hex.
    #[serde(with = "hex_array")]
    pub chain_code: [u8; 32],
}

/// Without κ.
impl fmt::Debug for PublicKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicKeys")
            .field("identity", &crate::hash::hex(&self.identity))
            .field("ballot_root", &self.ballot_root)
            .finish_non_exhaustive()
    }
}
