//! Salted commitments to the register and to rolls (PROTOCOL.md, voices and rolls): a tree of leaves
//! SHA-256(0x00 ‖ salt ‖ canonical JSON). The root is public; a leaf says nothing without its salt.

use domain::ids::{MemberId, VoteId};
use protocol::group::Element;
use protocol::merkle::{self, Hash};
use protocol::{canonical, hash, voice};
use serde_json::{Value, json};
use store::keys::MemberKey;
use store::rolls::RollEntry;
use store::salts::{self, Leaf, Salt};
use store::{Tx, rolls};
use uuid::Uuid;

use crate::error::Stored as _;
use crate::{Error, Service, facts};

/// Kind of a voice spoken by the member's own registered key.
pub(crate) const OWN_KEY: &str = "own-key";

/// Draws a salt for a leaf, stores it, and hashes the leaf.
pub(crate) async fn leaf(
    service: &Service,
    tx: &mut Tx,
    kind: Leaf,
    scope: Uuid,
    subject: MemberId,
    value: &Value,
) -> Result<Hash, Error> {
    let salt = service.bytes::<32>();
    salts::insert(tx, kind, scope, &Salt { subject, salt }).await?;
    let text = canonical::to_string(value).stored("a leaf")?;
    Ok(merkle::leaf(&salt, &text))
}

/// Commits to the keys of the register, in the order given; the root. `scope` names this commitment: salts are never
/// used for two.
pub(crate) async fn register(
    service: &Service,
    tx: &mut Tx,
    scope: Uuid,
    numbers: &[u32],
    keys: &[MemberKey],
) -> Result<Hash, Error> {
    let mut leaves = Vec::with_capacity(keys.len());
    for (number, key) in numbers.iter().zip(keys) {
        let public = facts::public_keys(key)?;
        let value = json!({
            "ballot_root": public.ballot_root.to_string(),
            "chain_code_hash": hash::sha256_hex(&key.chain_code),
            "identity": hash::hex(&key.identity),
            "key_seq": key.seq,
            "number": number,
        });
        leaves.push(leaf(service, tx, Leaf::Register, scope, key.member, &value).await?);
    }
    Ok(merkle::root(&leaves))
}

/// A roll as fixed.
pub(crate) struct Roll {
    /// Root over its leaves.
    pub root: Hash,
    /// Voices with the identity key of each, in the order of the leaves.
    pub voices: Vec<(MemberId, [u8; 32])>,
    /// Credentials, in a secret vote.
    pub credentials: Vec<Element>,
}

/// Fixes the roll of a vote: one voice for each key given, whatever the shares behind it. In a secret vote each gets its
/// credential in the box.
pub(crate) async fn roll(
    service: &Service,
    tx: &mut Tx,
    vote: VoteId,
    box_uuid: Option<&str>,
    keys: &[MemberKey],
) -> Result<Roll, Error> {
    let mut roll = Roll { root: [0; 32], voices: Vec::new(), credentials: Vec::new() };
    let mut leaves = Vec::with_capacity(keys.len());
    for (position, key) in (0_u32..).zip(keys) {
        let credential = match box_uuid {
            Some(uuid) => Some(credential_of(key, uuid)?),
            None => None,
        };
        let text = credential.as_ref().map(ToString::to_string);
        let value = leaf_value(key.member, position, text.as_deref());
        leaves.push(leaf(service, tx, Leaf::Roll, vote.0, key.member, &value).await?);
        let entry = RollEntry {
            voice: key.member,
            position,
            kind: OWN_KEY.to_owned(),
            key_seq: key.seq,
            identity: key.identity,
            credential: text,
        };
        // The database refuses a second voice of a member and a credential listed twice.
        rolls::insert(tx, vote, &entry).await?;
        roll.voices.push((key.member, key.identity));
        roll.credentials.extend(credential);
    }
    roll.root = merkle::root(&leaves);
    Ok(roll)
}

/// What a leaf of the roll says.
pub(crate) fn leaf_value(voice: MemberId, register: u32, credential: Option<&str>) -> Value {
    let mut value = json!({ "kind": OWN_KEY, "register": register, "voice": hash::hex(voice.bytes()) });
    if let Some(credential) = credential {
        value["credential"] = credential.into();
    }
    value
}

fn credential_of(key: &MemberKey, box_uuid: &str) -> Result<Element, Error> {
    let credential = voice::credential(&facts::public_keys(key)?, box_uuid, key.member.bytes());
    if credential.is_identity() {
        return Err(Error::broken("a credential", "is the neutral element"));
    }
    Ok(credential)
}
