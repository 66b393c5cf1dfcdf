//! One of several ciphertexts encrypts zero (Cramer–Damgård–Schoenmakers).
//!
//! Statement: for some j, I know r with `α_j = g^r` and `β_j = y^r`. "(α, β) encrypts one of M_0…M_k" is this with
//! `α_j = α` and `β_j = β / g^{M_j}`.
//! Commitments `A_j = g^{r_j} α_j^{c_j}`, `B_j = y^{r_j} β_j^{c_j}`; the challenges must add up to
//! `H(prefix, [A_0, B_0, …])`. The prover simulates every branch but the true one, whose challenge is what remains.
//! Which branch is true is secret: all branches do the same work, chosen between in constant time. The nonce is wiped.

use rand_core::CryptoRng;
use subtle::{ConditionallySelectable as _, ConstantTimeEq as _};

use super::Proof;
use crate::encoding;
use crate::group::{Element, Scalar, hash_to_scalar, random_scalar};

/// One branch: a pair that may encrypt zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch {
    /// α_j.
    pub alpha: Element,
    /// β_j.
    pub beta: Element,
}

/// Proves that branch `truth` encrypts zero with randomness `r`.
pub fn prove<R: CryptoRng + ?Sized>(
    prefix: &str,
    y: &Element,
    branches: &[Branch],
    truth: u64,
    r: &Scalar,
    rng: &mut R,
) -> Vec<Proof> {
    let mut proofs: Vec<Proof> = Vec::with_capacity(branches.len());
    let mut commitments = Vec::with_capacity(2 * branches.len());
    let w = encoding::nonce(r.as_bytes(), rng, "disjunction", prefix.as_bytes());
    for (j, branch) in (0_u64..).zip(branches) {
        let true_branch = j.ct_eq(&truth);
        let challenge = Scalar::conditional_select(&random_scalar(rng), &Scalar::ZERO, true_branch);
        let response = Scalar::conditional_select(&random_scalar(rng), &w, true_branch);
        commitments.push(Element::mul_base(&response) + branch.alpha * &challenge);
        commitments.push(*y * &response + branch.beta * &challenge);
        proofs.push(Proof { challenge, response });
    }
    let simulated: Scalar = proofs.iter().map(|proof| proof.challenge).sum();
    let remaining = hash_to_scalar(prefix, &commitments) - simulated;
    for (j, proof) in (0_u64..).zip(&mut proofs) {
        let true_branch = j.ct_eq(&truth);
        proof.challenge.conditional_assign(&remaining, true_branch);
        proof.response.conditional_assign(&(*w - remaining * r), true_branch);
    }
    proofs
}

/// Whether one of the branches was proved to encrypt zero. Lengths must agree.
#[must_use]
pub fn verify(prefix: &str, y: &Element, branches: &[Branch], proofs: &[Proof]) -> bool {
    if branches.is_empty() || branches.len() != proofs.len() {
        return false;
    }
    let mut commitments = Vec::with_capacity(2 * branches.len());
    for (branch, proof) in branches.iter().zip(proofs) {
        commitments.push(branch.alpha.vartime_base_plus(&proof.response, &proof.challenge));
        commitments.push(y.vartime_pair(&proof.response, &branch.beta, &proof.challenge));
    }
    let total: Scalar = proofs.iter().map(|proof| proof.challenge).sum();
    hash_to_scalar(prefix, &commitments) == total
}
