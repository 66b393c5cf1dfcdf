//! Several boxes of one vote opened in sum (PROTOCOL.md §13.2).
//!
//! A box in which two people voted must not be opened: its result would say what they voted. So where one of a vote's boxes
//! holds 1 to 4 ballots, none is opened alone: every archive ends with its encrypted tally, and what is decrypted is the
//! component-wise sum S of the tallies. The companion of each of the boxes holds the same object: the boxes, each owner's
//! factors `F = α_S^{x_i}` with proofs of `log_g X_i = log_{α_S} F`, and the result.
//!
//! The challenge of a proof is `wide(voix/1/combined, cooperative, number of boxes, of each uuid, φ, SHA-256(tally), then
//! owner, X, question, answer, α_S, F, A, B)`: it serves for no other set of boxes, owner or place, nor for an archive.
//!
//! ```
//! use protocol::ballot::Ciphertext;
//! use protocol::combined::{self, Binding, Combined, SummedBox};
//! use protocol::group::{Element, Scalar};
//! use protocol::tally::EncryptedTally;
//! # use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng as _};
//! # let mut rng = ChaCha20Rng::seed_from_u64(1);
//! // Two boxes in which one voice said yes: one owner holds x.
//! let x = Scalar::from(7_u64);
//! let public = Element::mul_base(&x);
//! let yes = |r: u64| Ciphertext {
//!     alpha: Element::mul_base(&Scalar::from(r)),
//!     beta: public * &Scalar::from(r) + Element::base(),
//! };
//! let tallies = [EncryptedTally(vec![vec![yes(5)]]), EncryptedTally(vec![vec![yes(6)]])];
//! let closed = |uuid: &str, tally: &EncryptedTally| SummedBox::of(uuid, "φ", &tally.to_json());
//! let sum = combined::sum(&tallies).unwrap();
//! let combined = Combined::of(vec![closed("advance", &tallies[0]), closed("session", &tallies[1])]);
//! let binding = Binding { cooperative: &[1; 16], boxes: &combined.boxes, owner: 1, public };
//! let part = combined::decrypt(&x, &binding, &sum, &mut rng);
//! combined::verify(&binding, &sum, &part).unwrap();
//! let two = sum.0[0][0].beta - part.decryption_factors[0][0];
//! assert_eq!(two, Element::mul_base(&Scalar::from(2_u64)));
//! assert!(combined::verify(&Binding { boxes: &combined.boxes[..1], ..binding }, &sum, &part).is_err());
//! ```

use std::collections::BTreeMap;

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::Malformed;
use crate::decryption::{self, Count, ElectionResult, PartialDecryption};
use crate::encoding::{self, Message, hex_array};
use crate::group::{Element, Scalar};
use crate::hash::sha256;
use crate::merkle::Hash;
use crate::proofs::Proof;
use crate::proofs::equality::{self, Statement};
use crate::tally::EncryptedTally;
use crate::trustees::Trustees;

const LABEL: &str = "voix/1/combined";

/// A box with fewer ballots than this, and at least one, is never opened alone.
pub const FEW: u64 = 5;

/// Whether the boxes of a vote, each with so many ballots that count, are opened in sum and not one by one: there are several,
/// and the result of one would say what people voted. A box that is alone is opened whatever it holds.
#[must_use]
pub fn required(ballots: &[u64]) -> bool {
    ballots.len() > 1 && ballots.iter().any(|count| (1..FEW).contains(count))
}

/// One of the boxes, as it was closed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummedBox {
    /// Uuid.
    pub uuid: String,
    /// φ.
    pub fingerprint: String,
    /// SHA-256 of the encrypted tally's JSON text. JSON: hex.
    #[serde(with = "hex_array")]
    pub tally: Hash,
}

impl SummedBox {
    /// Of a box and the text of its encrypted tally.
    #[must_use]
    pub fn of(uuid: &str, fingerprint: &str, tally: &str) -> Self {
        Self { uuid: uuid.to_owned(), fingerprint: fingerprint.to_owned(), tally: sha256(tally.as_bytes()) }
    }
}

/// One owner's part of the decryption of the sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummedPart {
    /// Owner, from 1.
    pub owner: u32,
    /// F, in the shape of the tallies.
    pub decryption_factors: Vec<Vec<Element>>,
    /// Proofs, in the same shape.
    pub decryption_proofs: Vec<Vec<Proof>>,
}

/// What the companions of the boxes have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Combined {
    /// The boxes, by uuid; at least two.
    pub boxes: Vec<SummedBox>,
    /// Parts so far.
    pub parts: Vec<SummedPart>,
    /// The result, once there are enough of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Vec<Vec<Count>>>,
}

impl Combined {
    /// Boxes about to be opened in sum; the order given does not matter.
    #[must_use]
    pub fn of(mut boxes: Vec<SummedBox>) -> Self {
        boxes.sort_unstable();
        Self { boxes, parts: Vec::new(), result: None }
    }

    /// Whether the boxes are at least two, each once, in their order.
    #[must_use]
    pub fn is_listed_well(&self) -> bool {
        self.boxes.len() > 1 && self.boxes.windows(2).all(|pair| pair[0].uuid < pair[1].uuid)
    }
}

/// What a part is bound to.
#[derive(Clone, Copy, Debug)]
pub struct Binding<'a> {
    /// Cooperative.
    pub cooperative: &'a [u8; 16],
    /// The boxes, by uuid.
    pub boxes: &'a [SummedBox],
    /// Owner, from 1.
    pub owner: u32,
    /// X of that owner.
    pub public: Element,
}

/// The component-wise sum of tallies; `None` of none, or of different shapes.
#[must_use]
pub fn sum<'a>(tallies: impl IntoIterator<Item = &'a EncryptedTally>) -> Option<EncryptedTally> {
    let mut tallies = tallies.into_iter();
    let mut total = tallies.next()?.clone();
    for tally in tallies {
        if !same_shape(&total.0, &tally.0) {
            return None;
        }
        total.add(&tally.0.concat());
    }
    Some(total)
}

fn same_shape<A, B>(one: &[Vec<A>], other: &[Vec<B>]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| a.len() == b.len())
}

/// Decrypts a sum with one secret and proves it.
pub fn decrypt<R: CryptoRng + ?Sized>(
    secret: &Scalar,
    binding: &Binding<'_>,
    sum: &EncryptedTally,
    rng: &mut R,
) -> SummedPart {
    let (mut factors, mut proofs) = (Vec::new(), Vec::new());
    for (q, row) in sum.0.iter().enumerate() {
        let (mut row_factors, mut row_proofs) = (Vec::new(), Vec::new());
        for (a, ciphertext) in row.iter().enumerate() {
            let factor = ciphertext.alpha * secret;
            let statement = Statement { public: binding.public, alpha: ciphertext.alpha, factor };
            row_factors.push(factor);
            row_proofs.push(equality::prove(LABEL, &statement, secret, rng, |ab| bound(binding, q, a, &statement, ab)));
        }
        factors.push(row_factors);
        proofs.push(row_proofs);
    }
    SummedPart { owner: binding.owner, decryption_factors: factors, decryption_proofs: proofs }
}

/// Checks a part: shape and proofs.
///
/// # Errors
/// The first fault, with its place.
pub fn verify(binding: &Binding<'_>, sum: &EncryptedTally, part: &SummedPart) -> Result<(), Malformed> {
    if !same_shape(&sum.0, &part.decryption_factors) || !same_shape(&sum.0, &part.decryption_proofs) {
        return Err(Malformed::because("not of the shape of the tallies"));
    }
    for (q, row) in sum.0.iter().enumerate() {
        for (a, ciphertext) in row.iter().enumerate() {
            let factor = part.decryption_factors[q][a];
            let statement = Statement { public: binding.public, alpha: ciphertext.alpha, factor };
            let proof = &part.decryption_proofs[q][a];
            if !equality::verify(&statement, proof, |ab| bound(binding, q, a, &statement, ab)) {
                return Err(Malformed(format!("decryption_proofs[{q}][{a}] does not verify")));
            }
        }
    }
    Ok(())
}

/// Opens a sum with verified parts.
///
/// # Errors
/// As [`decryption::combine`].
pub fn open(
    sum: &EncryptedTally,
    trustees: &Trustees,
    parts: &[&SummedPart],
    total_weight: u64,
) -> Result<ElectionResult, Malformed> {
    let part = |part: &&SummedPart| {
        let (decryption_factors, decryption_proofs) = (part.decryption_factors.clone(), part.decryption_proofs.clone());
        (part.owner, PartialDecryption { decryption_factors, decryption_proofs })
    };
    let parts: BTreeMap<u32, PartialDecryption> = parts.iter().map(part).collect();
    decryption::combine(sum, trustees, &parts, total_weight)
}

fn bound(binding: &Binding<'_>, q: usize, a: usize, statement: &Statement, commitments: &[Element; 2]) -> Scalar {
    let start = Message::new(LABEL, binding.cooperative).integer(binding.boxes.len() as u64);
    let boxes = binding
        .boxes
        .iter()
        .fold(start, |message, one| message.string(&one.uuid).string(&one.fingerprint).bytes(&one.tally));
    let message = boxes
        .integer(u64::from(binding.owner))
        .point(&binding.public)
        .integer(q as u64)
        .integer(a as u64)
        .point(&statement.alpha)
        .point(&statement.factor)
        .point(&commitments[0])
        .point(&commitments[1]);
    encoding::wide(&message.finish())
}
