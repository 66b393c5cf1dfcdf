//! What an auditor compares with the register: the leaves of every commitment to it, each with the person whose key it is, and with
//! its salt, so that the root in the record can be computed again (PROTOCOL.md §10). Not for the public: whoever has it knows whose
//! keys are whose.

use serde::{Deserialize, Serialize};

use crate::commitment::{Leaf, RegisterLeaf};
use crate::encoding::hex_array;
use crate::merkle::{self, Hash};

/// Whose leaf it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// What the leaf says.
    pub leaf: RegisterLeaf,
    /// Name on the register.
    pub name: String,
    /// Salt of the leaf. JSON: hex.
    #[serde(with = "hex_array")]
    pub salt: [u8; 32],
}

/// One leaf of a commitment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Its hash. JSON: hex.
    #[serde(with = "hex_array")]
    pub hash: Hash,
    /// Whose it is; nobody's who was forgotten, whose salt is erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
}

/// The leaves of one commitment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Committed {
    /// Place of its entry in the record.
    pub entry: u64,
    /// Its leaves, in their order.
    pub leaves: Vec<Line>,
}

/// Every commitment of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterLeaves {
    /// The assembly. JSON: hex.
    #[serde(with = "hex_array")]
    pub assembly: [u8; 16],
    /// In the order of the record.
    pub commitments: Vec<Committed>,
}

impl Line {
    /// Whether the leaf, with its salt, has this hash; of nobody's nothing is said.
    #[must_use]
    pub fn holds(&self) -> bool {
        let hash = |person: &Person| Leaf::Register(person.leaf.clone()).hash(&person.salt);
        self.person.as_ref().is_none_or(|person| hash(person) == self.hash)
    }
}

impl Committed {
    /// The root over its leaves.
    #[must_use]
    pub fn root(&self) -> Hash {
        merkle::root(&self.leaves.iter().map(|line| line.hash).collect::<Vec<_>>())
    }
}
