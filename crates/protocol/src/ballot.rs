//! Ballots: encrypted answers with their proofs, signed by a credential (PROTOCOL.md, ballots).
//!
//! Each answer's 0 or 1 is encrypted as `(g^r, y^r g^m)`. *Individual proofs*: each ciphertext holds 0 or 1. *Overall
//! proof*: their product holds between min and max. Where blank is allowed, a ciphertext before the others holds "is
//! blank", and two proofs tie it to them. Every challenge is bound to φ and the credential; the overall ones to all
//! ciphertexts. The signature binds the whole ballot.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use subtle::{ConditionallySelectable as _, ConstantTimeEq as _};
use zeroize::Zeroizing;

use crate::Malformed;
use crate::election::{Election, Question};
use crate::group::{Element, Scalar, random_scalar};
use crate::hash;
use crate::json;
use crate::proofs::disjunction::{self, Branch};
use crate::proofs::{Proof, knowledge};

/// An ElGamal ciphertext.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ciphertext {
    /// α = g^r.
    pub alpha: Element,
    /// β = y^r · g^m.
    pub beta: Element,
}

impl Ciphertext {
    /// Encryption of nothing with no randomness: the start of sums.
    #[must_use]
    pub fn neutral() -> Self {
        Self { alpha: Element::identity(), beta: Element::identity() }
    }

    /// Component-wise product: the plaintexts add up.
    #[must_use]
    pub fn add(&self, other: &Self) -> Self {
        Self { alpha: self.alpha + other.alpha, beta: self.beta + other.beta }
    }

    /// Component-wise power: the plaintext times a weight.
    #[must_use]
    pub fn times(&self, weight: u64) -> Self {
        if weight == 1 {
            return *self;
        }
        let weight = Scalar::from(weight);
        Self { alpha: self.alpha * &weight, beta: self.beta * &weight }
    }

    /// The pair that encrypts zero exactly if this encrypts `m`.
    fn less(&self, m: u64) -> Branch {
        Branch { alpha: self.alpha, beta: self.beta - Element::mul_base(&Scalar::from(m)) }
    }

    fn spelled(&self) -> String {
        format!("{},{}", self.alpha, self.beta)
    }
}

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// One ciphertext per answer; the first says "blank" where blank is allowed.
    pub choices: Vec<Ciphertext>,
    /// Each ciphertext holds 0 or 1.
    pub individual_proofs: Vec<Vec<Proof>>,
    /// The number of answers chosen is allowed.
    pub overall_proof: Vec<Proof>,
    /// Not blank, or nothing chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank_proof: Option<Vec<Proof>>,
}

/// Signature of a ballot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotSignature {
    /// Base64 SHA-256 of the ballot's JSON without this field.
    pub hash: String,
    /// Knowledge of the credential's secret, bound to that hash.
    pub proof: Proof,
}

/// A ballot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// Uuid of the election.
    pub election_uuid: String,
    /// φ.
    pub election_hash: String,
    /// C, the public credential.
    pub credential: Element,
    /// One per question.
    pub answers: Vec<Answer>,
    /// Absent only while it is being computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<BallotSignature>,
}

/// Why a ballot cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotVote {
    /// The number or the values of the answers are not allowed by the questions.
    #[error("this choice is not allowed by the question")]
    NotAllowed,
}

/// What is wrong with a ballot, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}")]
pub struct BallotFault {
    /// Check number it belongs to: 7 (shape) or 11 (proofs, bindings, signature).
    pub check: u8,
    /// Where in the ballot.
    pub place: String,
    /// What is wrong.
    pub what: &'static str,
}

impl Ballot {
    /// Encrypts, proves and signs. `answers[q]` holds a 0 or 1 per ciphertext of question q (the leading "blank"
    /// included where the question allows it). Constant time in the choices.
    ///
    /// # Errors
    /// When the question does not allow this choice.
    pub fn create<R: CryptoRng + ?Sized>(
        election: &Election,
        phi: &str,
        credential: &Scalar,
        answers: &[Vec<u64>],
        rng: &mut R,
    ) -> Result<Self, CannotVote> {
        if answers.len() != election.questions.len() {
            return Err(CannotVote::NotAllowed);
        }
        let public = Element::mul_base(credential);
        let context = context(phi, &public);
        let encrypted = election
            .questions
            .iter()
            .zip(answers)
            .map(|(question, choice)| encrypt(&election.public_key, question, &context, choice, rng))
            .collect::<Result<Vec<_>, _>>()?;
        let mut ballot = Self {
            election_uuid: election.uuid.clone(),
            election_hash: phi.to_owned(),
            credential: public,
            answers: encrypted,
            signature: None,
        };
        let hash = hash::sha256_b64(json::write(&ballot).as_bytes());
        let proof = knowledge::prove(&signature_prefix(&hash), credential, rng);
        ballot.signature = Some(BallotSignature { hash, proof });
        Ok(ballot)
    }

    /// Canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// Reads a canonical ballot.
    ///
    /// # Errors
    /// When it is not one.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        json::read(text)
    }
}

/// Tracker of a ballot: base64 SHA-256 of its JSON.
#[must_use]
pub fn tracker(json: &str) -> String {
    hash::sha256_b64(json.as_bytes())
}

/// Everything about a ballot but whether its credential is listed: shape, bindings, proofs, signature.
///
/// # Errors
/// The first fault found.
pub fn verify(election: &Election, phi: &str, ballot: &Ballot) -> Result<(), BallotFault> {
    faults(election, phi, ballot).into_iter().next().map_or(Ok(()), Err)
}

/// Every fault of a ballot, each with its place. Of an answer whose shape is wrong the proofs are not looked at.
#[must_use]
pub fn faults(election: &Election, phi: &str, ballot: &Ballot) -> Vec<BallotFault> {
    let mut faults = Vec::new();
    let mut must = |good: bool, check, place: &str, what| {
        if !good {
            faults.push(BallotFault { check, place: place.to_owned(), what });
        }
    };
    must(ballot.election_uuid == election.uuid, 11, "election_uuid", "is of another election");
    must(ballot.election_hash == phi, 11, "election_hash", "is not the fingerprint of this election");
    must(!ballot.credential.is_identity(), 6, "credential", "is the neutral element");
    must(ballot.answers.len() == election.questions.len(), 7, "answers", "one per question");
    let context = context(phi, &ballot.credential);
    for (i, (question, answer)) in election.questions.iter().zip(&ballot.answers).enumerate() {
        let found = answer_faults(&election.public_key, question, &context, answer);
        faults.extend(
            found.into_iter().map(|fault| BallotFault { place: format!("answers[{i}].{}", fault.place), ..fault }),
        );
    }
    faults.extend(verify_signature(ballot).err());
    faults
}

fn verify_signature(ballot: &Ballot) -> Result<(), BallotFault> {
    let fault = |what| Err(BallotFault { check: 11, place: "signature".to_owned(), what });
    let Some(signature) = &ballot.signature else { return fault("is missing") };
    let unsigned = Ballot { signature: None, ..ballot.clone() };
    if signature.hash != hash::sha256_b64(json::write(&unsigned).as_bytes()) {
        return fault("is over another ballot");
    }
    if verify_proof(&ballot.credential, signature) { Ok(()) } else { fault("does not verify") }
}

/// Whether a signature is by this credential, over whatever ballot has its hash.
pub(crate) fn verify_proof(credential: &Element, signature: &BallotSignature) -> bool {
    knowledge::verify(&signature_prefix(&signature.hash), credential, &signature.proof)
}

fn signature_prefix(hash: &str) -> String {
    format!("sig|{hash}|")
}

/// S0: what every proof of a ballot is bound to.
fn context(phi: &str, credential: &Element) -> String {
    format!("{phi}|{credential}")
}

/// S: the context and every ciphertext of the answer.
fn full_context(context: &str, choices: &[Ciphertext]) -> String {
    let spelled: Vec<String> = choices.iter().map(Ciphertext::spelled).collect();
    format!("{context}|{}", spelled.join(","))
}

fn encrypt<R: CryptoRng + ?Sized>(
    y: &Element,
    question: &Question,
    context: &str,
    choice: &[u64],
    rng: &mut R,
) -> Result<Answer, CannotVote> {
    allowed(question, choice)?;
    let nonces: Zeroizing<Vec<Scalar>> = Zeroizing::new(choice.iter().map(|_| nonzero_scalar(rng)).collect());
    let choices: Vec<Ciphertext> = nonces
        .iter()
        .zip(choice)
        .map(|(r, m)| Ciphertext { alpha: Element::mul_base(r), beta: *y * r + Element::mul_base(&Scalar::from(*m)) })
        .collect();
    let individual_proofs = choices
        .iter()
        .zip(nonces.iter())
        .zip(choice)
        .map(|((ciphertext, r), m)| {
            let prefix = range_prefix(context, ciphertext);
            disjunction::prove(&prefix, y, &range(ciphertext, 0, 1), *m, r, rng)
        })
        .collect();
    let full = full_context(context, &choices);
    let first = usize::from(question.allows_blank());
    let total = sum(&choices[first..]);
    let chosen: u64 = choice[first..].iter().sum();
    let r_total: Zeroizing<Scalar> = Zeroizing::new(nonces[first..].iter().sum());
    if !question.allows_blank() {
        let prefix = range_prefix(&full, &total);
        let branches = range(&total, question.min, question.max);
        let overall_proof = disjunction::prove(&prefix, y, &branches, chosen - question.min, &r_total, rng);
        return Ok(Answer { choices, individual_proofs, overall_proof, blank_proof: None });
    }
    let blank = choice[0];
    // Blank: the sum of the rest is zero. Not blank: the "blank" ciphertext is zero. Which of the two is chosen between as
    // in the proofs: without a branch.
    let is_blank = blank.ct_eq(&1);
    let secret = Zeroizing::new(Scalar::conditional_select(&nonces[0], &r_total, is_blank));
    let blank_proof =
        disjunction::prove(&format!("bproof0|{full}|"), y, &blank_branches(&choices[0], &total), blank, &secret, rng);
    let truth = u64::conditional_select(&(1 + chosen).wrapping_sub(question.min), &0, is_blank);
    let secret = Zeroizing::new(Scalar::conditional_select(&r_total, &nonces[0], is_blank));
    let branches = overall_branches(question, &choices[0], &total);
    let overall_proof = disjunction::prove(&format!("bproof1|{full}|"), y, &branches, truth, &secret, rng);
    Ok(Answer { choices, individual_proofs, overall_proof, blank_proof: Some(blank_proof) })
}

fn allowed(question: &Question, choice: &[u64]) -> Result<(), CannotVote> {
    let first = usize::from(question.allows_blank());
    if choice.len() != question.width() || choice.iter().any(|m| *m > 1) {
        return Err(CannotVote::NotAllowed);
    }
    let chosen: u64 = choice[first..].iter().sum();
    let blank = first == 1 && choice[0] == 1;
    let good = if blank { chosen == 0 } else { (question.min..=question.max).contains(&chosen) };
    good.then_some(()).ok_or(CannotVote::NotAllowed)
}

fn answer_faults(y: &Element, question: &Question, context: &str, answer: &Answer) -> Vec<BallotFault> {
    let misshapen = misshapen(question, answer);
    if !misshapen.is_empty() {
        let fault = |place: &str| BallotFault { check: 7, place: place.to_owned(), what: "has the wrong length" };
        return misshapen.into_iter().map(fault).collect();
    }
    let mut faults = Vec::new();
    let mut must = |good: bool, place: String| {
        if !good {
            faults.push(BallotFault { check: 11, place, what: "does not verify" });
        }
    };
    for (i, (ciphertext, proofs)) in answer.choices.iter().zip(&answer.individual_proofs).enumerate() {
        let good = disjunction::verify(&range_prefix(context, ciphertext), y, &range(ciphertext, 0, 1), proofs);
        must(good, format!("individual_proofs[{i}]"));
    }
    let full = full_context(context, &answer.choices);
    let total = sum(&answer.choices[usize::from(question.allows_blank())..]);
    let (prefix, branches) = match &answer.blank_proof {
        None => (range_prefix(&full, &total), range(&total, question.min, question.max)),
        Some(blank_proof) => {
            let branches = blank_branches(&answer.choices[0], &total);
            must(disjunction::verify(&format!("bproof0|{full}|"), y, &branches, blank_proof), "blank_proof".to_owned());
            (format!("bproof1|{full}|"), overall_branches(question, &answer.choices[0], &total))
        }
    };
    must(disjunction::verify(&prefix, y, &branches, &answer.overall_proof), "overall_proof".to_owned());
    faults
}

/// Parts of an answer that are longer or shorter than the question asks.
fn misshapen(question: &Question, answer: &Answer) -> Vec<&'static str> {
    let overall = usize::try_from(question.max - question.min + 1).unwrap_or(usize::MAX);
    let blank = question.allows_blank();
    let pairs = answer.individual_proofs.len() == question.width();
    let parts = [
        ("choices", answer.choices.len() == question.width()),
        ("individual_proofs", pairs && answer.individual_proofs.iter().all(|pair| pair.len() == 2)),
        ("overall_proof", answer.overall_proof.len() == overall + usize::from(blank)),
        ("blank_proof", answer.blank_proof.as_ref().map(Vec::len) == blank.then_some(2)),
    ];
    parts.into_iter().filter(|(_, good)| !good).map(|(place, _)| place).collect()
}

/// Prefix of D(S; ciphertext; …).
fn range_prefix(context: &str, ciphertext: &Ciphertext) -> String {
    format!("prove|{context}|{}|", ciphertext.spelled())
}

fn range(ciphertext: &Ciphertext, min: u64, max: u64) -> Vec<Branch> {
    (min..=max).map(|m| ciphertext.less(m)).collect()
}

fn blank_branches(blank: &Ciphertext, total: &Ciphertext) -> [Branch; 2] {
    [blank.less(0), total.less(0)]
}

fn overall_branches(question: &Question, blank: &Ciphertext, total: &Ciphertext) -> Vec<Branch> {
    std::iter::once(blank.less(1)).chain(range(total, question.min, question.max)).collect()
}

fn sum(ciphertexts: &[Ciphertext]) -> Ciphertext {
    ciphertexts.iter().fold(Ciphertext::neutral(), |total, next| total.add(next))
}

/// Encryption with r = 0 would show the choice: never made here.
fn nonzero_scalar<R: CryptoRng + ?Sized>(rng: &mut R) -> Scalar {
    loop {
        let r = random_scalar(rng);
        if r != Scalar::ZERO {
            return r;
        }
    }
}
