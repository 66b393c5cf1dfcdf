//! Trustees: whose keys together make the election key (PROTOCOL.md §14.5).
//!
//! An election has an ordered list of entries. A `Single` is one key, and its owner is always needed ([`single`]); a
//! `Pedersen` is a group of n of whom any t are enough ([`pedersen`]). The election key is the product of all entries'
//! keys. *Owners* are numbered from 1 along the list, each member of a group counting for one: in
//! `[Single, Pedersen of 3, Single]` owner 1 is the first single, 2, 3 and 4 are the group's members 1, 2 and 3, and 5 is
//! the other single.
//!
//! To open a total, each single's factor enters as it is and each group's by interpolation ([`Trustees::weights`]):
//!
//! ```text
//! F = ∏ F_single · ∏ F_j^(λ_j)        over the first t members j of each group whose part is there
//! ```

pub mod pedersen;
pub mod signed;
pub mod single;

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use pedersen::Pedersen;
pub use signed::Signed;
pub use single::TrusteePublicKey;

use crate::Malformed;
use crate::election::NotAnElection;
use crate::group::{Element, Scalar};
use crate::json;

/// One entry of the list, written `["Single",…]` or `["Pedersen",…]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// One key, always needed.
    Single(Box<TrusteePublicKey>),
    /// A group, of whom enough are needed.
    Pedersen(Pedersen),
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum Kind {
    Single,
    Pedersen,
}

impl Entry {
    /// How many owners it counts for.
    fn owners(&self) -> u32 {
        match self {
            Self::Single(_) => 1,
            Self::Pedersen(group) => group.size(),
        }
    }

    /// Checks everything; its part of the election key.
    fn verify(&self) -> Result<Element, Malformed> {
        match self {
            Self::Single(key) => key.verify().map(|()| key.public_key),
            Self::Pedersen(group) => group.verify(),
        }
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Single(key) => (Kind::Single, key).serialize(serializer),
            Self::Pedersen(group) => (Kind::Pedersen, group).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pair;

        impl<'de> Visitor<'de> for Pair {
            type Value = Entry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a kind of trustee and its keys")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<Entry, A::Error> {
                let short = || de::Error::custom("a kind of trustee and its keys");
                let entry = match pair.next_element()?.ok_or_else(short)? {
                    Kind::Single => pair.next_element()?.map(Entry::Single),
                    Kind::Pedersen => pair.next_element()?.map(Entry::Pedersen),
                };
                match (entry, pair.next_element::<de::IgnoredAny>()?) {
                    (Some(entry), None) => Ok(entry),
                    _ => Err(short()),
                }
            }
        }

        deserializer.deserialize_seq(Pair)
    }
}

/// The trustees of an election, in order; owners are numbered from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Trustees(Vec<Entry>);

impl Trustees {
    /// From entries in order.
    #[must_use]
    pub fn new(entries: Vec<Entry>) -> Self {
        Self(entries)
    }

    /// Trustees who are all needed.
    #[must_use]
    pub fn singles(keys: Vec<TrusteePublicKey>) -> Self {
        Self(keys.into_iter().map(|key| Entry::Single(Box::new(key))).collect())
    }

    /// One who is always needed, and a group: in ours the server, and the key holders who made theirs together.
    #[must_use]
    pub fn with_group(first: TrusteePublicKey, group: Pedersen) -> Self {
        Self(vec![Entry::Single(Box::new(first)), Entry::Pedersen(group)])
    }

    /// How many of the owners after the first have to approve before anyone encrypts to the key: every single, and of a
    /// group as many as open it (PROTOCOL.md §9).
    #[must_use]
    pub fn approvals(&self) -> u32 {
        let of = |entry: &Entry| match entry {
            Entry::Single(_) => 1,
            Entry::Pedersen(group) => group.threshold,
        };
        self.0.iter().skip(1).map(of).fold(0, u32::saturating_add)
    }

    /// The entries, in order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// Canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// Reads a canonical list.
    ///
    /// # Errors
    /// Kinds and dialects this version does not verify, by name; anything malformed.
    pub fn parse(text: &str) -> Result<Self, NotAnElection> {
        supported(text)?;
        Ok(json::read(text)?)
    }

    /// Checks every proof; keys must differ and be at least one.
    ///
    /// # Errors
    /// The first fault, with the owner it concerns.
    pub fn verify(&self) -> Result<(), Malformed> {
        self.election_key().map(|_| ())
    }

    /// y, after checking everything.
    ///
    /// # Errors
    /// As [`Trustees::verify`]; a product that is the neutral element.
    pub fn election_key(&self) -> Result<Element, Malformed> {
        if self.0.is_empty() {
            return Err(Malformed::because("no trustee"));
        }
        let (mut key, mut owner) = (Element::identity(), 1);
        for entry in &self.0 {
            let part = entry.verify().map_err(|fault| Malformed(format!("trustee {owner}: {fault}")))?;
            key = key + part;
            owner += entry.owners();
        }
        let mut seen = BTreeSet::new();
        for (owner, key) in self.keys() {
            if !seen.insert(key.to_rfc8032()) {
                return Err(Malformed(format!("trustee {owner}: the same key twice")));
            }
        }
        if key.is_identity() { Err(Malformed::because("the keys cancel out")) } else { Ok(key) }
    }

    /// How many owners.
    #[must_use]
    pub fn owners(&self) -> u32 {
        self.0.iter().fold(0, |sum, entry| sum.saturating_add(entry.owners()))
    }

    /// The key of an owner, numbered from 1: of a single, X; of a member of a group, its verification key.
    #[must_use]
    pub fn public_key_of(&self, owner: u32) -> Option<Element> {
        self.keys().find(|(number, _)| *number == owner).map(|(_, key)| key)
    }

    /// Every owner with the key.
    pub fn keys(&self) -> impl Iterator<Item = (u32, Element)> {
        let of = |entry: &Entry| match entry {
            Entry::Single(key) => vec![key.public_key],
            Entry::Pedersen(group) => group.verification_keys.iter().map(|key| key.public_key).collect(),
        };
        (1..).zip(self.0.iter().flat_map(of))
    }

    /// Which of the owners who are present open the total, and the weight of each one's factor: every single, weight 1;
    /// of each group the first t members, with their weights of interpolation.
    ///
    /// # Errors
    /// When a single is missing, or a group has fewer than t.
    pub fn weights(&self, present: &BTreeSet<u32>) -> Result<Vec<(u32, Scalar)>, Malformed> {
        let mut weights = Vec::new();
        let mut before = 0;
        for entry in &self.0 {
            match entry {
                Entry::Single(_) if present.contains(&(before + 1)) => weights.push((before + 1, Scalar::ONE)),
                Entry::Single(_) => return Err(Malformed(format!("the part of owner {} is missing", before + 1))),
                Entry::Pedersen(group) => weights.extend(of_group(group, before, present)?),
            }
            before += entry.owners();
        }
        Ok(weights)
    }
}

fn of_group(group: &Pedersen, before: u32, present: &BTreeSet<u32>) -> Result<Vec<(u32, Scalar)>, Malformed> {
    let here = (1..=group.size()).filter(|index| present.contains(&(before + index)));
    let needed = usize::try_from(group.threshold).unwrap_or(usize::MAX);
    let members: Vec<u32> = here.take(needed).collect();
    if members.len() != needed {
        let (first, last) = (before + 1, before + group.size());
        return Err(Malformed(format!("of owners {first} to {last}, {} are here and {needed} needed", members.len())));
    }
    Ok(members.iter().map(|index| (before + index, pedersen::lagrange(*index, &members))).collect())
}

/// Names what is not verified here: the groups of Belenios 2.x, whose keys of verification are not signed.
fn supported(text: &str) -> Result<(), NotAnElection> {
    let value: serde_json::Value =
        serde_json::from_str(text).map_err(|error| Malformed(format!("trustees: {error}")))?;
    for entry in value.as_array().into_iter().flatten() {
        if entry.get(0).is_some_and(|kind| kind == "Pedersen") && entry.get(1).is_some_and(is_old) {
            return Err(NotAnElection::Unsupported("Pedersen trustees of Belenios 2.x".to_owned()));
        }
    }
    Ok(())
}

/// Old throughout, not new with something taken out: that is malformed.
fn is_old(group: &serde_json::Value) -> bool {
    let keys = group.get("verification_keys").and_then(serde_json::Value::as_array);
    keys.is_some_and(|keys| !keys.is_empty() && keys.iter().all(|key| key.get("signature").is_none()))
}
