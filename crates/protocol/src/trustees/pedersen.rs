//! A group of n people of whom any t open the box (Pedersen's distributed key generation; PROTOCOL.md §14.5).
//!
//! Member i drew a polynomial f_i of degree t − 1, published `A_{ik} = g^{a_{ik}}` and gave f_i(j) to member j in secret.
//! The group's secret is `Σ f_i(0)`, which nobody has; member j has `x_j = Σ_i f_i(j)`, whose public part anyone computes:
//!
//! ```text
//! y_group = ∏_i A_{i0}            vk_j = ∏_i ∏_k A_{ik}^(j^k)            j = 1 … n
//! ```
//!
//! Any t of the x_j give the secret by interpolation at 0 ([`lagrange`]). How the object comes about is
//! [`crate::ceremony`]; here it is read and verified, and nothing in it is believed:
//!
//! - `certs[i]`: member i's two keys (one signs, one receives), self-signed, with the place i, t, n and the group's name;
//! - `coefexps[i]`: the A_{ik}, signed by member i;
//! - `signatures[i]`: member i signed all certificates and its own A_{ik}, so all members were in one ceremony;
//! - `verification_keys[j]`: vk_j, equal to the product above, with a proof of knowledge of x_j and member j's signature.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use super::signed::{self, Signed};
use super::single::TrusteePublicKey;
use crate::Malformed;
use crate::group::{Element, NAME, Scalar};
use crate::json;
use crate::proofs::Proof;

/// What a certificate is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// Always `Ed25519` here.
    pub group: String,
    /// n.
    pub size: u32,
    /// t.
    pub threshold: u32,
    /// The member's place, from 1.
    pub index: u32,
}

impl Context {
    /// Of member `index` in a group where any `threshold` of `size` open.
    #[must_use]
    pub fn new(index: u32, threshold: u32, size: u32) -> Self {
        Self { group: NAME.to_owned(), size, threshold, index }
    }
}

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// For which place in which group.
    pub context: Context,
    /// The key that signs.
    pub verification: Element,
    /// The key that receives.
    pub encryption: Element,
}

/// What a member publishes of its polynomial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coefexps {
    /// A_{i0} … A_{i,t−1}.
    pub coefexps: Vec<Element>,
}

/// The group's public object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pedersen {
    /// t.
    pub threshold: u32,
    /// A [`Certificate`] of each member, in the order of their places.
    pub certs: Vec<Signed>,
    /// [`Coefexps`] of each member.
    pub coefexps: Vec<Signed>,
    /// Each member's signature under all certificates and its own coefexps.
    pub signatures: Vec<Proof>,
    /// vk_j of each member.
    pub verification_keys: Vec<TrusteePublicKey>,
}

impl Pedersen {
    /// n.
    #[must_use]
    pub fn size(&self) -> u32 {
        u32::try_from(self.verification_keys.len()).unwrap_or(u32::MAX)
    }

    /// vk_j, with j from 1.
    #[must_use]
    pub fn verification_key(&self, index: u32) -> Option<Element> {
        let at = usize::try_from(index.checked_sub(1)?).ok()?;
        self.verification_keys.get(at).map(|key| key.public_key)
    }

    /// Canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// Reads a canonical group, without verifying it.
    ///
    /// # Errors
    /// When it is not one.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        json::read(text)
    }

    /// Checks everything and gives the group's key.
    ///
    /// # Errors
    /// The first fault, with its place.
    pub fn verify(&self) -> Result<Element, Malformed> {
        let n = self.certs.len();
        if self.coefexps.len() != n || self.signatures.len() != n || self.verification_keys.len() != n {
            return Err(Malformed::because("certs, coefexps, signatures, verification_keys: one of each per member"));
        }
        let certificates = certificates(&self.certs, self.threshold)?;
        let mut sums = Sums::new(self.threshold)?;
        for ((certificate, coefexps), signature) in certificates.iter().zip(&self.coefexps).zip(&self.signatures) {
            let dealt = dealt(certificate, &self.certs, coefexps, signature);
            sums.add(&dealt.map_err(|fault| Malformed(format!("member {}: {fault}", certificate.context.index)))?);
        }
        sums.sound()?;
        for (certificate, key) in certificates.iter().zip(&self.verification_keys) {
            let index = certificate.context.index;
            verification_key(certificate, key, &sums.at(index))
                .map_err(|fault| Malformed(format!("verification_keys: member {index}: {fault}")))?;
        }
        distinct("verification_keys", self.verification_keys.iter().map(|key| key.public_key))?;
        Ok(sums.at(0))
    }
}

/// Reads and checks all certificates of a group: each of its place, self-signed, no key twice, none neutral.
///
/// # Errors
/// The first fault, with its place.
pub(crate) fn certificates(certs: &[Signed], threshold: u32) -> Result<Vec<Certificate>, Malformed> {
    let size = u32::try_from(certs.len()).unwrap_or(u32::MAX);
    if threshold < 1 || threshold > size {
        return Err(Malformed(format!("threshold: {threshold} of {size} cannot be")));
    }
    let mut read = Vec::with_capacity(certs.len());
    for (index, cert) in (1..=size).zip(certs) {
        let certificate = certificate(cert, &Context::new(index, threshold, size));
        read.push(certificate.map_err(|fault| Malformed(format!("certs: member {index}: {fault}")))?);
    }
    distinct("certs: verification", read.iter().map(|certificate| certificate.verification))?;
    distinct("certs: encryption", read.iter().map(|certificate| certificate.encryption))?;
    Ok(read)
}

/// Reads and checks one certificate, which must be of this place.
///
/// # Errors
/// The first fault.
pub(crate) fn certificate(cert: &Signed, context: &Context) -> Result<Certificate, Malformed> {
    let certificate: Certificate = json::read(&cert.message)?;
    if certificate.context != *context {
        return Err(Malformed::because("the certificate is of another place, threshold, size or kind of group"));
    }
    if certificate.verification.is_identity() || certificate.encryption.is_identity() {
        return Err(Malformed::because("the neutral element is no key"));
    }
    if !cert.verify(&certificate.verification) {
        return Err(Malformed::because("the certificate is not signed by its own key"));
    }
    Ok(certificate)
}

/// Reads and checks what one member published of its polynomial.
///
/// # Errors
/// The first fault.
pub(crate) fn dealt(
    certificate: &Certificate,
    certs: &[Signed],
    coefexps: &Signed,
    signature: &Proof,
) -> Result<Vec<Element>, Malformed> {
    let Coefexps { coefexps: read } = json::read(&coefexps.message)?;
    if u32::try_from(read.len()) != Ok(certificate.context.threshold) {
        return Err(Malformed::because("coefexps: one for each coefficient, as many as the threshold"));
    }
    if read.iter().any(Element::is_identity) {
        return Err(Malformed::because("coefexps: the neutral element"));
    }
    if !coefexps.verify(&certificate.verification) {
        return Err(Malformed::because("coefexps: not signed by the member"));
    }
    if !signed::verify(&certificate.verification, &joint(certs, &read), signature) {
        return Err(Malformed::because("signatures: the member did not sign these certificates and coefexps"));
    }
    Ok(read)
}

/// Signs all certificates and one's own coefexps.
pub fn sign_joint<R: CryptoRng + ?Sized>(key: &Scalar, certs: &[Signed], coefexps: &[Element], rng: &mut R) -> Proof {
    signed::sign(key, &joint(certs, coefexps), rng)
}

fn joint(certs: &[Signed], coefexps: &[Element]) -> String {
    #[derive(Serialize)]
    struct Joint<'a> {
        certs: &'a [Signed],
        coefexps: &'a [Element],
    }
    format!("certs_sig|{}", json::write(&Joint { certs, coefexps }))
}

/// A member's key of verification, signed with the key of its certificate.
pub fn sign_key<R: CryptoRng + ?Sized>(key: &Scalar, share: &Scalar, rng: &mut R) -> TrusteePublicKey {
    let mut public = TrusteePublicKey::prove(share, None, rng);
    public.signature = Some(signed::sign(key, &public.public_key.to_string(), rng));
    public
}

/// Checks a member's key of verification against the one that the published coefexps give.
///
/// # Errors
/// The first fault.
pub(crate) fn verification_key(
    certificate: &Certificate,
    key: &TrusteePublicKey,
    expected: &Element,
) -> Result<(), Malformed> {
    if key.public_key != *expected {
        return Err(Malformed::because("the key is not the one that the coefexps give"));
    }
    key.verify()?;
    let signature = key.signature.as_ref().ok_or_else(|| Malformed::because("the key is not signed"))?;
    if !signed::verify(&certificate.verification, &key.public_key.to_string(), signature) {
        return Err(Malformed::because("the key is not signed by the member"));
    }
    Ok(())
}

/// ∏_i A_{ik} for each k: the exponentials of the sum of all polynomials.
#[derive(Clone, Debug)]
pub(crate) struct Sums(Vec<Element>);

impl Sums {
    /// Of no polynomial yet.
    ///
    /// # Errors
    /// When there is no coefficient at all.
    pub fn new(threshold: u32) -> Result<Self, Malformed> {
        match usize::try_from(threshold) {
            Ok(length) if length > 0 => Ok(Self(vec![Element::identity(); length])),
            _ => Err(Malformed::because("threshold: at least one")),
        }
    }

    /// Adds one member's.
    pub fn add(&mut self, coefexps: &[Element]) {
        for (sum, coefexp) in self.0.iter_mut().zip(coefexps) {
            *sum = *sum + *coefexp;
        }
    }

    /// g to the value of the sum at a place: y of the group at 0, vk_j at j.
    #[must_use]
    pub fn at(&self, index: u32) -> Element {
        evaluate(&self.0, index)
    }

    /// The key must be one, and the leading coefficient must not vanish: fewer than t could open then.
    ///
    /// # Errors
    /// When members' parts cancel out.
    pub fn sound(&self) -> Result<(), Malformed> {
        match (self.0.first(), self.0.last()) {
            (Some(first), Some(last)) if !first.is_identity() && !last.is_identity() => Ok(()),
            _ => Err(Malformed::because("coefexps: the members' parts cancel out")),
        }
    }
}

/// ∏_k A_k^(j^k), by Horner's rule; public values.
#[must_use]
pub(crate) fn evaluate(coefexps: &[Element], index: u32) -> Element {
    let x = Scalar::from(index);
    coefexps.iter().rev().fold(Element::identity(), |value, coefexp| value * &x + *coefexp)
}

/// The weight of member j's part among these members: `λ_j = ∏_{m ≠ j} m / (m − j)`, so that `Σ λ_j f(j) = f(0)`.
///
/// Of members 1 and 3, `λ_1 = 3/(3−1) = 3/2` and `λ_3 = 1/(1−3) = −1/2`.
#[must_use]
pub fn lagrange(index: u32, members: &[u32]) -> Scalar {
    let j = Scalar::from(index);
    let (mut above, mut below) = (Scalar::ONE, Scalar::ONE);
    for member in members.iter().filter(|member| **member != index) {
        let m = Scalar::from(*member);
        above *= m;
        below *= m - j;
    }
    above * below.invert()
}

fn distinct(what: &str, keys: impl Iterator<Item = Element>) -> Result<(), Malformed> {
    let mut seen = std::collections::BTreeSet::new();
    for (i, key) in keys.enumerate() {
        if !seen.insert(key.to_rfc8032()) {
            return Err(Malformed(format!("{what}: member {} has a key that another has", i + 1)));
        }
    }
    Ok(())
}
