//! Partial decryptions and the result (PROTOCOL.md, decryption).
//!
//! Owner i publishes a factor `F = α^{x_i}` for each ciphertext of the tally, and proves `log_g X_i = log_α F` twice:
//! in the archive as Belenios asks, and in the companion file bound also to the owner, the tally and the place. With
//! enough factors, each to the power of its weight, `β / ∏F^λ = g^m`; m is found among 0…total weight.
//!
//! A single trustee decrypts with its whole key and its weight is 1. A member of a group decrypts with its share, so X_i
//! is its key of verification, and its weight is that of interpolation ([`Trustees::weights`]).

use std::collections::{BTreeMap, HashMap};

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::Malformed;
use crate::encoding::Message;
use crate::group::{Element, Scalar, hash_to_scalar};
use crate::hash;
use crate::json;
use crate::proofs::Proof;
use crate::proofs::equality::{self, Statement};
use crate::tally::{EncryptedTally, weight};
use crate::trustees::Trustees;
use crate::{ballot::Ciphertext, encoding};

/// One owner's part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartialDecryption {
    /// F, in the shape of the tally.
    pub decryption_factors: Vec<Vec<Element>>,
    /// Proofs, in the same shape.
    pub decryption_proofs: Vec<Vec<Proof>>,
}

impl PartialDecryption {
    /// Canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// Reads a canonical part.
    ///
    /// # Errors
    /// When it is not one.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        json::read(text)
    }
}

/// The companion's proofs of one part, in the shape of the tally.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CompanionProofs(pub Vec<Vec<Proof>>);

impl CompanionProofs {
    /// Canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// Reads canonical proofs.
    ///
    /// # Errors
    /// When they are not.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        json::read(text)
    }
}

/// What a part is bound to.
#[derive(Clone, Copy, Debug)]
pub struct Binding<'a> {
    /// Cooperative, for the companion's proofs.
    pub cooperative: &'a [u8; 16],
    /// φ.
    pub phi: &'a str,
    /// Owner, from 1.
    pub owner: u32,
    /// X of that owner.
    pub public: Element,
    /// JSON text of the archived tally.
    pub tally: &'a str,
}

/// Decrypts a tally with one secret and proves it, for the archive and for the companion.
///
/// # Errors
/// When the tally is not canonical.
pub fn decrypt<R: CryptoRng + ?Sized>(
    secret: &Scalar,
    binding: &Binding<'_>,
    rng: &mut R,
) -> Result<(PartialDecryption, CompanionProofs), Malformed> {
    let tally = EncryptedTally::parse(binding.tally)?;
    let (mut factors, mut proofs, mut companion) = (Vec::new(), Vec::new(), Vec::new());
    for (question, row) in tally.0.iter().enumerate() {
        let (mut row_factors, mut row_proofs, mut row_companion) = (Vec::new(), Vec::new(), Vec::new());
        for (answer, ciphertext) in row.iter().enumerate() {
            let factor = ciphertext.alpha * secret;
            let statement = Statement { public: binding.public, alpha: ciphertext.alpha, factor };
            row_factors.push(factor);
            row_proofs.push(equality::prove("decrypt", &statement, secret, rng, |ab| archived(binding, ab)));
            row_companion.push(equality::prove("voix/1/decryption", &statement, secret, rng, |ab| {
                bound(binding, question, answer, &statement, ab)
            }));
        }
        factors.push(row_factors);
        proofs.push(row_proofs);
        companion.push(row_companion);
    }
    Ok((PartialDecryption { decryption_factors: factors, decryption_proofs: proofs }, CompanionProofs(companion)))
}

/// Checks an archived part: shape and proofs.
///
/// # Errors
/// The first fault, with its place.
pub fn verify(binding: &Binding<'_>, tally: &EncryptedTally, part: &PartialDecryption) -> Result<(), Malformed> {
    same_shape(tally, &part.decryption_factors, "decryption_factors")?;
    same_shape(tally, &part.decryption_proofs, "decryption_proofs")?;
    for (q, a, ciphertext) in places(tally) {
        let factor = part.decryption_factors[q][a];
        let statement = Statement { public: binding.public, alpha: ciphertext.alpha, factor };
        if !equality::verify(&statement, &part.decryption_proofs[q][a], |ab| archived(binding, ab)) {
            return Err(Malformed(format!("decryption_proofs[{q}][{a}] does not verify")));
        }
    }
    Ok(())
}

/// Checks the companion's proofs of a part.
///
/// # Errors
/// The first fault, with its place.
pub fn verify_companion(
    binding: &Binding<'_>,
    tally: &EncryptedTally,
    part: &PartialDecryption,
    proofs: &CompanionProofs,
) -> Result<(), Malformed> {
    same_shape(tally, &part.decryption_factors, "decryption_factors")?;
    same_shape(tally, &proofs.0, "decryption_proofs")?;
    for (q, a, ciphertext) in places(tally) {
        let factor = part.decryption_factors[q][a];
        let statement = Statement { public: binding.public, alpha: ciphertext.alpha, factor };
        if !equality::verify(&statement, &proofs.0[q][a], |ab| bound(binding, q, a, &statement, ab)) {
            return Err(Malformed(format!("companion proof [{q}][{a}] does not verify")));
        }
    }
    Ok(())
}

/// Challenge of an archived proof.
fn archived(binding: &Binding<'_>, commitments: &[Element; 2]) -> Scalar {
    hash_to_scalar(&format!("decrypt|{}|{}|", binding.phi, binding.public), commitments)
}

/// Challenge of a companion proof: nothing of it could serve for another owner, tally or place.
fn bound(binding: &Binding<'_>, q: usize, a: usize, statement: &Statement, commitments: &[Element; 2]) -> Scalar {
    let message = Message::new("voix/1/decryption", binding.cooperative)
        .string(binding.phi)
        .integer(u64::from(binding.owner))
        .point(&binding.public)
        .bytes(&hash::sha256(binding.tally.as_bytes()))
        .integer(q as u64)
        .integer(a as u64)
        .point(&statement.alpha)
        .point(&statement.factor)
        .point(&commitments[0])
        .point(&commitments[1]);
    encoding::wide(&message.finish())
}

fn same_shape<T>(tally: &EncryptedTally, rows: &[Vec<T>], what: &str) -> Result<(), Malformed> {
    let same = tally.0.len() == rows.len() && tally.0.iter().zip(rows).all(|(a, b)| a.len() == b.len());
    if same { Ok(()) } else { Err(Malformed(format!("{what}: not of the shape of the tally"))) }
}

fn places(tally: &EncryptedTally) -> impl Iterator<Item = (usize, usize, &Ciphertext)> {
    tally.0.iter().enumerate().flat_map(|(q, row)| row.iter().enumerate().map(move |(a, c)| (q, a, c)))
}

/// The counts: one number per answer of each question (blank first where allowed).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElectionResult {
    /// Counts.
    pub result: Vec<Vec<Count>>,
}

/// A count as the format writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Count(#[serde(with = "weight")] pub u64);

impl ElectionResult {
    /// Canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// Reads a canonical result.
    ///
    /// # Errors
    /// When it is not one.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        json::read(text)
    }

    /// Plain numbers.
    #[must_use]
    pub fn counts(&self) -> Vec<Vec<u64>> {
        self.result.iter().map(|row| row.iter().map(|count| count.0).collect()).collect()
    }
}

/// Opens a tally with verified parts by owner: those of all single trustees, and of each group the first t members'.
///
/// # Errors
/// When parts are missing, shapes differ, or a count is not in 0…total weight (a part is wrong).
pub fn combine(
    tally: &EncryptedTally,
    trustees: &Trustees,
    parts: &BTreeMap<u32, PartialDecryption>,
    total_weight: u64,
) -> Result<ElectionResult, Malformed> {
    for part in parts.values() {
        same_shape(tally, &part.decryption_factors, "decryption_factors")?;
    }
    let weights = trustees.weights(&parts.keys().copied().collect())?;
    let logarithms = Logarithms::up_to(total_weight);
    let mut result: Vec<Vec<Count>> = tally.0.iter().map(|row| Vec::with_capacity(row.len())).collect();
    for (q, a, ciphertext) in places(tally) {
        let weighed = |(owner, weight): &(u32, Scalar)| parts[owner].decryption_factors[q][a] * weight;
        let factors: Element = weights.iter().map(weighed).sum();
        let count = logarithms.find(ciphertext.beta - factors);
        let count = count.ok_or_else(|| Malformed(format!("no count between 0 and {total_weight} at [{q}][{a}]")))?;
        result[q].push(Count(count));
    }
    Ok(ElectionResult { result })
}

/// Discrete logarithms of small numbers, by baby steps and giant steps.
struct Logarithms {
    baby: HashMap<[u8; 32], u64>,
    step: u64,
    most: u64,
}

impl Logarithms {
    fn up_to(most: u64) -> Self {
        let step = most.isqrt() + 1;
        let mut baby = HashMap::new();
        let mut power = Element::identity();
        for i in 0..step {
            baby.insert(power.to_rfc8032(), i);
            power = power + Element::base();
        }
        Self { baby, step, most }
    }

    fn find(&self, target: Element) -> Option<u64> {
        let giant = Element::mul_base(&Scalar::from(self.step));
        let mut rest = target;
        for i in 0..=self.step {
            if let Some(j) = self.baby.get(&rest.to_rfc8032()) {
                return Some(i * self.step + j).filter(|m| *m <= self.most);
            }
            rest = rest - giant;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_small_logarithm_is_found_and_no_other() {
        for most in [0, 1, 2, 3, 8, 9, 10, 150] {
            let logarithms = Logarithms::up_to(most);
            for m in 0..=most {
                assert_eq!(logarithms.find(Element::mul_base(&Scalar::from(m))), Some(m));
            }
            assert_eq!(logarithms.find(Element::mul_base(&Scalar::from(most + 1))), None);
            assert_eq!(logarithms.find(-Element::base()), None);
        }
    }
}
