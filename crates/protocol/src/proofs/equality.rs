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

/// Proves a statement; `challenge` hashes the two commitments with all that is bound. The nonce depends on the challenge
/// of fixed commitments, and so on everything bound: under a broken generator two proofs that differ in anything still
/// have different nonces.
pub fn prove<R: CryptoRng + ?Sized>(
    label: &str,
    statement: &Statement,
    secret: &Scalar,
    rng: &mut R,
    challenge: impl Fn(&[Element; 2]) -> Scalar,
) -> Proof {
    let bound = challenge(&[Element::identity(), Element::identity()]);
    let spelled =
        [statement.public.to_rfc8032(), statement.alpha.to_rfc8032(), statement.factor.to_rfc8032(), bound.to_bytes()]
            .concat();
    let w = encoding::nonce(secret.as_bytes(), rng, label, &spelled);
    let c = challenge(&[Element::mul_base(&w), statement.alpha * &w]);
    Proof { challenge: c, response: *w - c * secret }
}

/// Whether a proof holds.
#[must_use]
pub fn verify(statement: &Statement, proof: &Proof, challenge: impl Fn(&[Element; 2]) -> Scalar) -> bool {
    let (c, r) = (proof.challenge, proof.response);
    let a = statement.public.vartime_base_plus(&r, &c);
    let b = statement.alpha.vartime_pair(&r, &statement.factor, &c);
    challenge(&[a, b]) == c
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use rand_core::{TryCryptoRng, TryRng};

    use super::*;
    use crate::group::hash_to_scalar;

    /// A generator that has stopped: always the same bytes.
    struct Stuck;

    impl TryRng for Stuck {
        type Error = Infallible;
        fn try_next_u32(&mut self) -> Result<u32, Infallible> {
            Ok(7)
        }
        fn try_next_u64(&mut self) -> Result<u64, Infallible> {
            Ok(7)
        }
        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
            bytes.fill(7);
            Ok(())
        }
    }

    impl TryCryptoRng for Stuck {}

    /// Two proofs with one nonce give the secret: r − r′ = (c′ − c)·x.
    #[test]
    fn proofs_bound_to_different_things_never_share_a_nonce() {
        let secret = Scalar::from(123_456_789_u64);
        let alpha = Element::mul_base(&Scalar::from(42_u64));
        let statement = Statement { public: Element::mul_base(&secret), alpha, factor: alpha * &secret };
        let nonce = |bound: &str| {
            let proof = prove("decrypt", &statement, &secret, &mut Stuck, |ab| hash_to_scalar(bound, ab));
            assert!(verify(&statement, &proof, |ab| hash_to_scalar(bound, ab)));
            proof.response + proof.challenge * secret
        };
        assert_eq!(nonce("one election"), nonce("one election"), "the test's generator is stuck");
        assert_ne!(nonce("one election"), nonce("another election"));
    }
}
