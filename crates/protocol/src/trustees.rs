//! Trustees: whose keys together make the election key (PROTOCOL.md, trustees).
//!
//! `Single` trustees each hold the whole of one key X = g^x, with a proof that they know x; all of them are needed. The
//! election key is the product. `Pedersen` groups (t of n) have their place here and are refused by name for now.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::Malformed;
use crate::election::NotAnElection;
use crate::group::{Element, NAME, Scalar};
use crate::json;
use crate::proofs::{Proof, knowledge};

/// A public key with the proof that its maker knows the secret one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrusteePublicKey {
    /// Proof of knowledge, bound to the group and the key.
    pub pok: Proof,
    /// X.
    pub public_key: Element,
    /// Only inside Pedersen groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Proof>,
    /// A name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl TrusteePublicKey {
    /// The public part of a secret key.
    pub fn prove<R: CryptoRng + ?Sized>(secret: &Scalar, name: Option<String>, rng: &mut R) -> Self {
        let public_key = Element::mul_base(secret);
        let pok = knowledge::prove(&pok_prefix(&public_key), secret, rng);
        Self { pok, public_key, signature: None, name }
    }

    /// Checks the proof; the neutral element is no key.
    ///
    /// # Errors
    /// When either fails.
    pub fn verify(&self) -> Result<(), Malformed> {
        if self.public_key.is_identity() {
            return Err(Malformed::because("the neutral element is no key"));
        }
        if !knowledge::verify(&pok_prefix(&self.public_key), &self.public_key, &self.pok) {
            return Err(Malformed::because("the proof of knowledge does not verify"));
        }
        Ok(())
    }

    /// Canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// Reads a canonical key.
    ///
    /// # Errors
    /// When it is not one.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        json::read(text)
    }
}

fn pok_prefix(public_key: &Element) -> String {
    format!("pok|{NAME}|{public_key}|")
}

/// The trustees of an election, in order; owners are numbered from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Trustees(Vec<(Kind, TrusteePublicKey)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Kind {
    Single,
}

impl Trustees {
    /// Trustees who are all needed.
    #[must_use]
    pub fn singles(keys: Vec<TrusteePublicKey>) -> Self {
        Self(keys.into_iter().map(|key| (Kind::Single, key)).collect())
    }

    /// Canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// Reads a canonical list.
    ///
    /// # Errors
    /// Kinds this version does not verify, by name; anything malformed.
    pub fn parse(text: &str) -> Result<Self, NotAnElection> {
        let value: serde_json::Value =
            serde_json::from_str(text).map_err(|error| Malformed(format!("trustees: {error}")))?;
        let kinds = value.as_array().into_iter().flatten().filter_map(|entry| entry.get(0)?.as_str());
        if kinds.into_iter().any(|kind| kind == "Pedersen") {
            return Err(NotAnElection::Unsupported("Pedersen trustees".to_owned()));
        }
        Ok(json::read(text)?)
    }

    /// Checks every proof; keys must differ and be at least one.
    ///
    /// # Errors
    /// The first fault, with the owner it concerns.
    pub fn verify(&self) -> Result<(), Malformed> {
        if self.0.is_empty() {
            return Err(Malformed::because("no trustee"));
        }
        for (i, (_, key)) in self.0.iter().enumerate() {
            key.verify().map_err(|fault| Malformed(format!("trustee {}: {fault}", i + 1)))?;
            if self.0[..i].iter().any(|(_, other)| other.public_key == key.public_key) {
                return Err(Malformed(format!("trustee {}: the same key twice", i + 1)));
            }
        }
        Ok(())
    }

    /// y, after checking everything.
    ///
    /// # Errors
    /// As [`Trustees::verify`]; a product that is the neutral element.
    pub fn election_key(&self) -> Result<Element, Malformed> {
        self.verify()?;
        let key: Element = self.0.iter().map(|(_, key)| key.public_key).sum();
        if key.is_identity() { Err(Malformed::because("the keys cancel out")) } else { Ok(key) }
    }

    /// How many owners.
    #[must_use]
    pub fn owners(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// The key of an owner, numbered from 1.
    #[must_use]
    pub fn public_key_of(&self, owner: u32) -> Option<Element> {
        let index = usize::try_from(owner.checked_sub(1)?).ok()?;
        self.0.get(index).map(|(_, key)| key.public_key)
    }
}
