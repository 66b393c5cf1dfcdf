//! Knowledge of a discrete logarithm (Schnorr).
//!
//! Statement: I know x with `X = g^x`. Commitment `A = g^w`; challenge `c = H(prefix, [A])`; response `r = w − c·x`.
//! Check: `c = H(prefix, [g^r · X^c])`. The prefix binds the purpose and everything the proof signs.

use rand_core::CryptoRng;

use super::Proof;
use crate::encoding;
use crate::group::{Element, Scalar, hash_to_scalar};

/// Proves knowledge of `secret`, bound to a prefix.
pub fn prove<R: CryptoRng + ?Sized>(prefix: &str, secret: &Scalar, rng: &mut R) -> Proof {
    let w = encoding::nonce(secret.as_bytes(), rng, "knowledge", prefix.as_bytes());
    let challenge = hash_to_scalar(prefix, &[Element::mul_base(&w)]);
    Proof { challenge, response: *w - challenge * secret }
}

/// Whether a proof shows knowledge of the logarithm of `public` under this prefix.
#[must_use]
pub fn verify(prefix: &str, public: &Element, proof: &Proof) -> bool {
    let commitment = public.vartime_base_plus(&proof.response, &proof.challenge);
    hash_to_scalar(prefix, &[commitment]) == proof.challenge
}
