//! Equality of two discrete logarithms (Chaum–Pedersen): what a correct decryption proves.
//!
//! Statement: `log_g X = log_α F`. Commitments `A = g^w`, `B = α^w`; response `r = w − c·x`.
//! Check: `A = g^r · X^c`, `B = α^r · F^c`, and the challenge is the hash of what the caller binds, with A and B.

use rand_core::CryptoRng;

use super::Proof;
use crate::encoding;
use crate::group::{Element, Scalar};

/// The public part of the statement.
#[derive(Clone, Copy, Debug)]
pub struct Statement {
    /// X = g^x.
    pub public: Element,
    /// α.
    pub alpha: Element,
    /// F = α^x.
    pub factor: Element,
}

/// Proves a statement; `challenge` hashes the two commitments with all that is bound.
pub fn prove<R: CryptoRng + ?Sized>(
    label: &str,
    statement: &Statement,
    secret: &Scalar,
    rng: &mut R,
    challenge: impl Fn(&[Element; 2]) -> Scalar,
) -> Proof {
    let spelled = format!("{},{},{}", statement.public, statement.alpha, statement.factor);
    let w = encoding::nonce(secret.as_bytes(), rng, label, spelled.as_bytes());
    let c = challenge(&[Element::mul_base(&w), statement.alpha * &w]);
    Proof { challenge: c, response: w - c * secret }
}

/// Whether a proof holds.
#[must_use]
pub fn verify(statement: &Statement, proof: &Proof, challenge: impl Fn(&[Element; 2]) -> Scalar) -> bool {
    let (c, r) = (proof.challenge, proof.response);
    let a = statement.public.vartime_base_plus(&r, &c);
    let b = statement.alpha.vartime_pair(&r, &statement.factor, &c);
    challenge(&[a, b]) == c
}
