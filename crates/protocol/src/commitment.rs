//! Commitments to the register, to rolls, to proxies and to voices on paper, and the proof that somebody is in one
//! (PROTOCOL.md §10).
//!
//! A *leaf* is SHA-256(0x00 ‖ 32 bytes of salt ‖ canonical JSON); the root of the tree of all leaves stands in the record,
//! the leaves themselves nowhere. Whoever is told the own leaf, its salt, its place and the hashes beside its way up
//! computes the root again, and finds it in the record: the server cannot have left this member out, nor name another key
//! for the same voice to anybody else. Nobody learns anything of other members; when a salt is erased, nobody can tell any
//! more what the leaf said.
//!
//! ```
//! use protocol::commitment::{Inclusion, Kind, Leaf, RollLeaf};
//! use protocol::merkle;
//!
//! let leaf = |register| Leaf::Roll(RollLeaf { credential: None, kind: Kind::OwnKey, register, voice: [7; 16] });
//! let tree: Vec<_> = (0..5).map(|i| leaf(i).hash(&[i as u8; 32])).collect();
//! let proof = Inclusion::of(leaf(3), [3; 32], &tree).unwrap();
//! assert!(Inclusion::parse(&proof.to_json()).unwrap().is_under(&merkle::root(&tree)));
//! ```

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::canonical::{self, NotCanonical};
use crate::encoding::hex_array;
use crate::group::Element;
use crate::hash::sha256;
use crate::keys::PublicKeys;
use crate::merkle::{self, Hash};
use crate::record::Entry;
use crate::voice;

/// The kind of a record entry that commits to a register.
const REGISTER: &str = "register-commitment";

/// What speaks a voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The member's own registered key.
    OwnKey,
    /// The key of another member, who carries a proxy.
    Mandate,
    /// A key printed at the desk, for the member or for another who carries a proxy.
    PaperCode,
    /// A key that the server made for a member who had none, and keeps until the member asks for it.
    Entrusted,
}

impl Kind {
    /// The word in leaves and in the record.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::OwnKey => "own-key",
            Self::Mandate => "mandate",
            Self::PaperCode => "paper-code",
            Self::Entrusted => "entrusted",
        }
    }
}

/// A member's key, as the register holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterLeaf {
    /// R.
    pub ballot_root: Element,
    /// SHA-256(κ): κ itself would tell whose credentials are whose. JSON: hex.
    #[serde(with = "hex_array")]
    pub chain_code_hash: Hash,
    /// Whether the server made the key. JSON: absent where it did not.
    #[serde(default, deserialize_with = "only_true", skip_serializing_if = "std::ops::Not::not")]
    pub entrusted: bool,
    /// Identity key. JSON: hex.
    #[serde(with = "hex_array")]
    pub identity: [u8; 32],
    /// Which of the member's keys, from 1; of their paper codes of this assembly, where this is one; 1 where the server made it.
    pub key_seq: u32,
    /// Member number.
    pub number: u32,
    /// Whether the key is a paper code. JSON: absent where it is not.
    #[serde(default, deserialize_with = "only_true", skip_serializing_if = "std::ops::Not::not")]
    pub paper_code: bool,
}

impl RegisterLeaf {
    /// The leaf of a member's keys.
    #[must_use]
    pub fn of(keys: &PublicKeys, key_seq: u32, number: u32) -> Self {
        Self {
            ballot_root: keys.ballot_root,
            chain_code_hash: sha256(&keys.chain_code),
            entrusted: false,
            identity: keys.identity,
            key_seq,
            number,
            paper_code: false,
        }
    }

    /// The leaf of a paper code of a member: which of theirs of this assembly, from 1.
    #[must_use]
    pub fn of_code(keys: &PublicKeys, n: u32, number: u32) -> Self {
        Self { paper_code: true, ..Self::of(keys, n, number) }
    }

    /// The leaf of the one key that the server made for a member in an assembly.
    #[must_use]
    pub fn of_entrusted(keys: &PublicKeys, number: u32) -> Self {
        Self { entrusted: true, ..Self::of(keys, 1, number) }
    }

    /// Whether it names these keys.
    #[must_use]
    pub fn names(&self, keys: &PublicKeys) -> bool {
        let own = Self::of(keys, self.key_seq, self.number);
        *self == Self { paper_code: self.paper_code, entrusted: self.entrusted, ..own }
    }

    /// Whether it is the leaf of what speaks a voice of a kind.
    #[must_use]
    pub fn speaks(&self, kind: Kind) -> bool {
        self.paper_code == (kind == Kind::PaperCode) && self.entrusted == (kind == Kind::Entrusted)
    }
}

/// A voice on a roll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RollLeaf {
    /// C in a secret vote; absent in an open one.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub credential: Option<Element>,
    /// What speaks it.
    pub kind: Kind,
    /// Place of the leaf of whoever speaks it in the register commitment made with this roll, from 0.
    pub register: u32,
    /// The voice. JSON: hex.
    #[serde(with = "hex_array")]
    pub voice: [u8; 16],
}

impl RollLeaf {
    /// Whether it gives this voice the credential that these keys have in the box, or none in an open vote.
    #[must_use]
    pub fn names(&self, voice: &[u8; 16], keys: &PublicKeys, box_uuid: Option<&str>) -> bool {
        self.voice == *voice && self.credential == box_uuid.map(|uuid| voice::credential(keys, uuid, voice))
    }
}

/// The id of a member, hex in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberBytes(#[serde(with = "hex_array")] pub [u8; 16]);

/// A proxy that was in force when a roll was fixed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProxyLeaf {
    /// Who carries it. JSON: absent in a blank one.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub holder: Option<MemberBytes>,
    /// Its id. JSON: hex.
    #[serde(with = "hex_array")]
    pub proxy: [u8; 16],
    /// The voice that it carries: whoever gave it. JSON: hex.
    #[serde(with = "hex_array")]
    pub voice: [u8; 16],
}

/// A voice that was on paper when a vote closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperLeaf {
    /// Who had its paper: its member, or whoever carries it. JSON: hex.
    #[serde(with = "hex_array")]
    pub speaker: [u8; 16],
    /// The voice. JSON: hex.
    #[serde(with = "hex_array")]
    pub voice: [u8; 16],
}

/// One leaf of a commitment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Leaf {
    /// Of a register.
    Register(RegisterLeaf),
    /// Of a roll.
    Roll(RollLeaf),
    /// Of the proxies in force with a roll.
    Proxy(ProxyLeaf),
    /// Of the voices on paper in a vote.
    Paper(PaperLeaf),
}

impl Leaf {
    /// SHA-256(0x00 ‖ salt ‖ canonical JSON).
    ///
    /// # Panics
    /// Never: leaves hold texts and small integers only.
    #[must_use]
    pub fn hash(&self, salt: &[u8; 32]) -> Hash {
        merkle::leaf(salt, &text(self))
    }
}

/// A hash, hex in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Step(#[serde(with = "hex_array")] Hash);

/// Shows that a leaf is in a commitment: everything but the root, which the record has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inclusion {
    /// Place of the leaf, from 0.
    index: u64,
    /// What the leaf says.
    leaf: Leaf,
    /// Hashes beside the way up, from the leaf.
    path: Vec<Step>,
    /// Salt of the leaf.
    #[serde(with = "hex_array")]
    salt: [u8; 32],
    /// Leaves of the tree.
    size: u64,
}

impl Inclusion {
    /// The proof for a leaf in a tree of these leaf hashes; `None` if it is not there.
    #[must_use]
    pub fn of(leaf: Leaf, salt: [u8; 32], tree: &[Hash]) -> Option<Self> {
        let hash = leaf.hash(&salt);
        let index = tree.iter().position(|other| *other == hash)?;
        let path = merkle::inclusion(tree, index)?.into_iter().map(Step).collect();
        Some(Self { index: index as u64, leaf, path, salt, size: tree.len() as u64 })
    }

    /// Reads a proof, strictly.
    ///
    /// # Errors
    /// [`NotCanonical`] when the text is not the canonical JSON of a proof.
    pub fn parse(json: &str) -> Result<Self, NotCanonical> {
        serde_json::from_value(canonical::parse(json)?).map_err(|error| NotCanonical::Json(error.to_string()))
    }

    /// Canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        text(self)
    }

    /// What the leaf says.
    #[must_use]
    pub const fn leaf(&self) -> &Leaf {
        &self.leaf
    }

    /// Place of the leaf, from 0.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// Leaves of the tree.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Whether the leaf is in the tree with this root.
    #[must_use]
    pub fn is_under(&self, root: &Hash) -> bool {
        let path: Vec<Hash> = self.path.iter().map(|step| step.0).collect();
        merkle::verify_inclusion(&self.leaf.hash(&self.salt), self.index, self.size, &path, root)
    }

    /// Whether an entry of a record commits to this leaf: of its kind, with its size, and the root it leads to.
    #[must_use]
    pub fn commits(&self, entry: &Entry) -> bool {
        let body = &entry.body;
        let (count, root) = match (&self.leaf, entry.kind.as_str()) {
            (Leaf::Register(_), REGISTER) => (body["keys"].as_u64(), &body["root"]),
            (Leaf::Roll(RollLeaf { credential: Some(_), .. }), "roll") => (body["voices"].as_u64(), &body["root"]),
            (Leaf::Roll(RollLeaf { credential: None, .. }), "open-roll") => {
                (body["voices"].as_array().map(|voices| voices.len() as u64), &body["root"])
            }
            (Leaf::Proxy(_), "proxies") => (body["count"].as_u64(), &body["root"]),
            (Leaf::Paper(_), "quorum-count") => (body["paper"].as_u64(), &body["paper_root"]),
            _ => return false,
        };
        let root = root.as_str().and_then(crate::encoding::hex32);
        count == Some(self.size) && root.is_some_and(|root| self.is_under(&root))
    }
}

/// That a voice is on a roll, and which key of the register speaks it: what a member keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoiceProof {
    /// The leaf of whoever speaks, in the register commitment made with the roll.
    pub register: Inclusion,
    /// The voice's leaf on the roll.
    pub roll: Inclusion,
}

/// What a record says of a voice whose proof holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed<'r> {
    /// Place of the register commitment in the record.
    pub register: u64,
    /// Place of the roll in the record.
    pub roll: u64,
    /// The vote, hex.
    pub vote: &'r str,
}

/// Why a voice is not shown to be on a roll.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCommitted {
    /// Its two leaves are not one of a register and one of a roll.
    #[error("the file does not hold a leaf of a register and a leaf of a roll")]
    Kinds,
    /// No roll of the record holds the leaf.
    #[error("no roll of this record holds this voice")]
    Roll,
    /// The register commitment that goes with the roll does not hold the leaf, or has it elsewhere than the roll says.
    #[error("the register commitment made with the roll does not hold this key at the place the roll names")]
    Register,
    /// One of the two leaves says that a paper code speaks, or a key that the server made, and the other does not.
    #[error("the roll and the register do not agree whether a paper code speaks, or a key that the server made")]
    Speaks,
    /// A file of proxies and papers has neither.
    #[error("the file holds no proxy and no voice on paper: nothing of this member was committed to in that vote")]
    Nothing,
    /// A leaf of the file is not of what it stands under.
    #[error("the file holds another leaf where that of a proxy, or of a voice on paper, belongs")]
    Leaf,
    /// No commitment to proxies of the record holds the leaf.
    #[error("no commitment to proxies in this record holds this proxy")]
    Proxy,
    /// No commitment to voices on paper of the record holds the leaf.
    #[error("no commitment to voices on paper in this record holds this voice")]
    Paper,
    /// The leaves of the file are of several votes.
    #[error("the file holds leaves of more than one vote")]
    Votes,
}

impl VoiceProof {
    /// Reads a proof, strictly.
    ///
    /// # Errors
    /// [`NotCanonical`] when the text is not the canonical JSON of a proof.
    pub fn parse(json: &str) -> Result<Self, NotCanonical> {
        serde_json::from_value(canonical::parse(json)?).map_err(|error| NotCanonical::Json(error.to_string()))
    }

    /// Canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        text(self)
    }

    /// Finds the voice in a record whose chain was verified.
    ///
    /// # Errors
    /// [`NotCommitted`].
    pub fn verify<'r>(&self, record: &'r [Entry]) -> Result<Committed<'r>, NotCommitted> {
        let (Leaf::Register(key), Leaf::Roll(leaf)) = (&self.register.leaf, &self.roll.leaf) else {
            return Err(NotCommitted::Kinds);
        };
        let roll = record.iter().position(|entry| self.roll.commits(entry)).ok_or(NotCommitted::Roll)?;
        let (before, from) = record.split_at(roll);
        let register = before.iter().rev().find(|entry| entry.kind == REGISTER).ok_or(NotCommitted::Register)?;
        if !self.register.commits(register) || self.register.index != u64::from(leaf.register) {
            return Err(NotCommitted::Register);
        }
        if !key.speaks(leaf.kind) {
            return Err(NotCommitted::Speaks);
        }
        let roll = from.first().ok_or(NotCommitted::Roll)?;
        let vote = roll.body["vote"].as_str().ok_or(NotCommitted::Roll)?;
        Ok(Committed { register: register.seq, roll: roll.seq, vote })
    }
}

/// The proxies and voices on paper of a vote that are a member's, as grantor, as holder or as whoever had the paper: what a
/// member keeps beside the [`VoiceProof`]. A blank proxy and a voice on paper are on no roll, and have no other proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MandateProof {
    /// One for each proxy and each roll that it was in force with.
    pub mandates: Vec<Inclusion>,
    /// One for each voice on paper.
    pub papers: Vec<Inclusion>,
}

/// What a record says of a proxy, or of a voice on paper, whose proof holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried<'r> {
    /// Place of the commitment in the record.
    pub entry: u64,
    /// The vote, hex.
    pub vote: &'r str,
    /// What the leaf says.
    pub leaf: &'r Leaf,
}

impl MandateProof {
    /// Reads a proof, strictly.
    ///
    /// # Errors
    /// [`NotCanonical`] when the text is not the canonical JSON of a proof.
    pub fn parse(json: &str) -> Result<Self, NotCanonical> {
        serde_json::from_value(canonical::parse(json)?).map_err(|error| NotCanonical::Json(error.to_string()))
    }

    /// Canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        text(self)
    }

    /// Finds every leaf in a record whose chain was verified, in the order of the file.
    ///
    /// # Errors
    /// [`NotCommitted`]: of the first leaf that is not there.
    pub fn verify<'r>(&'r self, record: &'r [Entry]) -> Result<Vec<Carried<'r>>, NotCommitted> {
        let mut all = Vec::with_capacity(self.mandates.len() + self.papers.len());
        for one in &self.mandates {
            if !matches!(one.leaf, Leaf::Proxy(_)) {
                return Err(NotCommitted::Leaf);
            }
            all.push(one.found(record).ok_or(NotCommitted::Proxy)?);
        }
        for one in &self.papers {
            if !matches!(one.leaf, Leaf::Paper(_)) {
                return Err(NotCommitted::Leaf);
            }
            all.push(one.found(record).ok_or(NotCommitted::Paper)?);
        }
        match all.first().map(|first| first.vote) {
            None => Err(NotCommitted::Nothing),
            Some(vote) if all.iter().any(|one| one.vote != vote) => Err(NotCommitted::Votes),
            Some(_) => Ok(all),
        }
    }
}

impl Inclusion {
    /// The entry that commits to the leaf, if one does and names a vote.
    fn found<'r>(&'r self, record: &'r [Entry]) -> Option<Carried<'r>> {
        let entry = record.iter().find(|entry| self.commits(entry))?;
        Some(Carried { entry: entry.seq, vote: entry.body["vote"].as_str()?, leaf: &self.leaf })
    }
}

/// A value that may be left out, and is never `null`.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// A flag that is `true`, or is left out.
fn only_true<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    if bool::deserialize(deserializer)? { Ok(true) } else { Err(de::Error::custom("`true`, or nothing")) }
}

fn text<T: Serialize>(value: &T) -> String {
    #[expect(clippy::expect_used, reason = "texts, hex and integers below 2^53: always canonical")]
    canonical::to_string(value).expect("leaves have a canonical text")
}
