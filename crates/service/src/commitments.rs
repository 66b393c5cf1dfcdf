//! Salted commitments to the register, to rolls, to proxies and to papers (PROTOCOL.md §10). The root is public; a leaf says
//! nothing without its salt. The hashes of the leaves are kept, so that each member can be shown the own place (see [`proof`]
//! and [`mandates`]).

use std::collections::HashMap;

use domain::ids::{BoxId, MemberId, ProxyId, VoteId};
use domain::proxies::roll::Spoken;
use protocol::commitment::{
    Inclusion, Kind, Leaf as Said, MandateProof, MemberBytes, PaperLeaf, ProxyLeaf, RollLeaf, VoiceProof,
};
use protocol::group::Element;
use protocol::merkle::{self, Hash};
use protocol::{canonical, voice};
use serde_json::{Value, json};
use store::paper::PaperVoice;
use store::proxies::Proxy;
use store::rolls::RollEntry;
use store::salts::{self, Leaf, Salt};
use store::{Tx, boxes, rolls};
use uuid::Uuid;

use crate::codes::{self, By, Speaking};
use crate::error::Stored as _;
use crate::{Error, Service};

/// Draws a salt for a leaf of another kind, stores it, and hashes the leaf.
pub(crate) async fn leaf(
    service: &Service,
    tx: &mut Tx,
    kind: Leaf,
    scope: Uuid,
    subject: MemberId,
    value: &Value,
) -> Result<Hash, Error> {
    let salt = salt(service, tx, kind, scope, subject).await?;
    let text = canonical::to_string(value).stored("a leaf")?;
    Ok(merkle::leaf(&salt, &text))
}

async fn salt(service: &Service, tx: &mut Tx, kind: Leaf, scope: Uuid, subject: MemberId) -> Result<[u8; 32], Error> {
    let salt = service.bytes::<32>();
    salts::insert(tx, kind, scope, &Salt { subject, salt }).await?;
    Ok(salt)
}

/// Commits to the keys of the register, in the order given; the root. `scope` names this commitment: salts are never
/// used for two.
pub(crate) async fn register(service: &Service, tx: &mut Tx, scope: Uuid, keys: &[Speaking]) -> Result<Hash, Error> {
    let mut leaves = Vec::with_capacity(keys.len());
    for key in keys {
        let said = Said::Register(key.leaf());
        leaves.push(said.hash(&salt(service, tx, Leaf::Register, scope, key.member).await?));
    }
    salts::insert_tree(tx, Leaf::Register, scope, &leaves).await?;
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
    /// How many of the voices another member's key speaks.
    pub mandates: usize,
    /// How many a paper code speaks.
    pub codes: usize,
    /// How many are entrusted to the server.
    pub entrusted: usize,
    /// For each voice the leaf by which it is called new in a later box (PROTOCOL.md §13.1): that of its own key in the
    /// register commitment made with the roll; spoken by a proxy, that of the roll itself.
    pub leaves: Vec<Hash>,
}

impl Roll {
    /// How many voices of each kind, for the record.
    pub fn kinds(&self) -> Value {
        let others = [(Kind::Mandate, self.mandates), (Kind::PaperCode, self.codes), (Kind::Entrusted, self.entrusted)];
        let own = others.iter().fold(self.voices.len(), |left, (_, count)| left.saturating_sub(*count));
        let mut kinds = json!({ (Kind::OwnKey.word()): own });
        for (kind, count) in others {
            if count > 0 {
                kinds[kind.word()] = count.into();
            }
        }
        kinds
    }
}

/// Commits to the proxies in force when a roll is fixed: those that speak on it, and the blank ones. The root over a salted
/// leaf for each.
pub(crate) async fn proxies(
    service: &Service,
    tx: &mut Tx,
    ballot_box: BoxId,
    proxies: &[(MemberId, ProxyId, Option<MemberId>)],
) -> Result<Hash, Error> {
    let mut leaves = Vec::with_capacity(proxies.len());
    for (grantor, proxy, holder) in proxies {
        let said = proxy_leaf(*grantor, *proxy, *holder);
        leaves.push(said.hash(&salt(service, tx, Leaf::Proxy, ballot_box.0, *grantor).await?));
    }
    salts::insert_tree(tx, Leaf::Proxy, ballot_box.0, &leaves).await?;
    Ok(merkle::root(&leaves))
}

/// Commits to the voices on paper when a vote closes, and to who had the paper of each.
pub(crate) async fn papers(service: &Service, tx: &mut Tx, vote: VoteId, voices: &[PaperVoice]) -> Result<Hash, Error> {
    let mut leaves = Vec::with_capacity(voices.len());
    for one in voices {
        leaves.push(paper_leaf(one).hash(&salt(service, tx, Leaf::Paper, vote.0, one.voice).await?));
    }
    salts::insert_tree(tx, Leaf::Paper, vote.0, &leaves).await?;
    Ok(merkle::root(&leaves))
}

/// Fixes the roll of a box: one entry for each voice that a key speaks, whatever the shares behind it. In a secret vote each
/// gets its credential in the box. `keys` are those of the register commitment made with it, in its order.
pub(crate) async fn roll(
    service: &Service,
    tx: &mut Tx,
    ballot_box: BoxId,
    box_uuid: Option<&str>,
    (spoken, keys): (&[Spoken], &[Speaking]),
) -> Result<Roll, Error> {
    let (voices, credentials, leaves) = (Vec::new(), Vec::new(), Vec::new());
    let mut roll = Roll { root: [0; 32], voices, credentials, mandates: 0, codes: 0, entrusted: 0, leaves };
    let registered = salts::tree(tx, Leaf::Register, ballot_box.0).await?;
    let of_member: HashMap<MemberId, (u32, &Speaking)> =
        (0_u32..).zip(keys).map(|(place, key)| (key.member, (place, key))).collect();
    let mut leaves = Vec::with_capacity(spoken.len());
    for (position, one) in (0_u32..).zip(spoken) {
        let (register, key) = of_member.get(&one.speaker).copied().stored("the key of whoever speaks")?;
        let kind = key.by.kind(one.proxy.is_some());
        let (key_seq, code, entrusted) = match key.by {
            By::Own => (Some(key.seq), None, None),
            By::Code(id) => (None, Some(id), None),
            By::Entrusted(id) => (None, None, Some(id)),
        };
        let credential = match box_uuid {
            Some(uuid) => Some(credential_of(key, uuid, one.voice)?),
            None => None,
        };
        let said = roll_leaf(one.voice, kind, register, credential);
        let leaf = said.hash(&salt(service, tx, Leaf::Roll, ballot_box.0, one.voice).await?);
        leaves.push(leaf);
        let own = usize::try_from(register).ok().and_then(|place| registered.get(place).copied());
        roll.leaves.push(if one.proxy.is_some() { leaf } else { own.stored("a leaf of the register")? });
        let entry = RollEntry {
            voice: one.voice,
            position,
            kind: kind.word().to_owned(),
            key_seq,
            code,
            entrusted,
            identity: key.keys.identity,
            credential: credential.as_ref().map(ToString::to_string),
            speaker: one.speaker,
            proxy: one.proxy,
            register,
        };
        // The database refuses a second voice of a member and a credential listed twice.
        rolls::insert(tx, ballot_box, &entry).await?;
        roll.voices.push((one.voice, key.keys.identity));
        roll.credentials.extend(credential);
        roll.mandates += usize::from(kind == Kind::Mandate);
        roll.codes += usize::from(kind == Kind::PaperCode);
        roll.entrusted += usize::from(kind == Kind::Entrusted);
    }
    salts::insert_tree(tx, Leaf::Roll, ballot_box.0, &leaves).await?;
    roll.root = merkle::root(&leaves);
    Ok(roll)
}

/// What a leaf of the roll says.
fn roll_leaf(voice: MemberId, kind: Kind, register: u32, credential: Option<Element>) -> Said {
    Said::Roll(RollLeaf { credential, kind, register, voice: *voice.bytes() })
}

/// The proof that a voice is on the roll of a box, and whose key speaks it; `None` if it is not, or if its salts were erased.
pub(crate) async fn proof(tx: &mut Tx, ballot_box: BoxId, voice: MemberId) -> Result<Option<VoiceProof>, Error> {
    let Some(entry) = rolls::entry(tx, ballot_box, voice).await? else { return Ok(None) };
    let register = salts::of_subject(tx, Leaf::Register, ballot_box.0, entry.speaker).await?;
    let roll = salts::of_subject(tx, Leaf::Roll, ballot_box.0, voice).await?;
    let (Some(register), Some(roll)) = (register, roll) else { return Ok(None) };
    let key = codes::of_entry(tx, &entry).await?;
    let credential = match &entry.credential {
        Some(text) => Some(Element::parse(text).stored("a credential")?),
        None => None,
    };
    let said = Said::Register(key.leaf());
    let tree = salts::tree(tx, Leaf::Register, ballot_box.0).await?;
    let register = Inclusion::of(said, register, &tree).stored("a leaf of the register")?;
    let tree = salts::tree(tx, Leaf::Roll, ballot_box.0).await?;
    let kind = By::of_entry(&entry).kind(entry.proxy.is_some());
    let said = roll_leaf(voice, kind, entry.register, credential);
    let roll = Inclusion::of(said, roll, &tree).stored("a leaf of the roll")?;
    Ok(Some(VoiceProof { register, roll }))
}

/// What the leaf of a proxy says.
fn proxy_leaf(grantor: MemberId, proxy: ProxyId, holder: Option<MemberId>) -> Said {
    let holder = holder.map(|holder| MemberBytes(*holder.bytes()));
    Said::Proxy(ProxyLeaf { holder, proxy: *proxy.bytes(), voice: *grantor.bytes() })
}

/// What the leaf of a voice on paper says.
fn paper_leaf(one: &PaperVoice) -> Said {
    Said::Paper(PaperLeaf { speaker: *one.speaker.bytes(), voice: *one.voice.bytes() })
}

/// The proxies and voices on paper of a vote that concern a member, `proxies` being those that they gave or carry, over or not: of
/// each whether it was in force with a roll of the vote, its leaf tells. Empty before a roll is fixed, and where the salts were erased.
pub(crate) async fn mandates(
    tx: &mut Tx,
    vote: VoteId,
    (member, proxies): (MemberId, &[Proxy]),
) -> Result<MandateProof, Error> {
    let mut proof = MandateProof { mandates: Vec::new(), papers: Vec::new() };
    let fixed = if proxies.is_empty() { Vec::new() } else { committed(tx, vote).await? };
    for of in fixed {
        let tree = salts::tree(tx, Leaf::Proxy, of.0).await?;
        for one in proxies {
            let Some(salt) = salts::of_subject(tx, Leaf::Proxy, of.0, one.grantor).await? else { continue };
            proof.mandates.extend(Inclusion::of(proxy_leaf(one.grantor, one.id, one.holder), salt, &tree));
        }
    }
    let own = store::paper::of_member(tx, vote, member).await?;
    if !own.is_empty() {
        let tree = salts::tree(tx, Leaf::Paper, vote.0).await?;
        for one in &own {
            let Some(salt) = salts::of_subject(tx, Leaf::Paper, vote.0, one.voice).await? else { continue };
            proof.papers.extend(Inclusion::of(paper_leaf(one), salt, &tree));
        }
    }
    Ok(proof)
}

/// Whether [`mandates`] holds anything, for a page that says so of many votes: no path is computed for it.
pub(crate) async fn has_mandates(
    tx: &mut Tx,
    vote: VoteId,
    (member, proxies): (MemberId, &[Proxy]),
) -> Result<bool, Error> {
    if !proxies.is_empty() {
        for of in committed(tx, vote).await? {
            let mut leaves = Vec::new();
            for one in proxies {
                let Some(salt) = salts::of_subject(tx, Leaf::Proxy, of.0, one.grantor).await? else { continue };
                leaves.push(proxy_leaf(one.grantor, one.id, one.holder).hash(&salt));
            }
            if stands(tx, Leaf::Proxy, of.0, &leaves).await? {
                return Ok(true);
            }
        }
    }
    let mut leaves = Vec::new();
    for one in store::paper::of_member(tx, vote, member).await? {
        let Some(salt) = salts::of_subject(tx, Leaf::Paper, vote.0, one.voice).await? else { continue };
        leaves.push(paper_leaf(&one).hash(&salt));
    }
    stands(tx, Leaf::Paper, vote.0, &leaves).await
}

/// Whether one of these leaves is in a commitment, which is read for some leaf only.
async fn stands(tx: &mut Tx, leaf: Leaf, scope: Uuid, leaves: &[Hash]) -> Result<bool, Error> {
    if leaves.is_empty() {
        return Ok(false);
    }
    let tree = salts::tree(tx, leaf, scope).await?;
    Ok(leaves.iter().any(|one| tree.contains(one)))
}

/// The ids under which proxies of a vote are committed to. Where no voice was left for a box of the session, they are under its id all
/// the same.
async fn committed(tx: &mut Tx, vote: VoteId) -> Result<Vec<BoxId>, Error> {
    let session = vote.session_box();
    let mut fixed: Vec<BoxId> = boxes::of_vote(tx, vote).await?.into_iter().map(|one| one.id).collect();
    fixed.extend((!fixed.contains(&session)).then_some(session));
    Ok(fixed)
}

fn credential_of(key: &Speaking, box_uuid: &str, voice: MemberId) -> Result<Element, Error> {
    let credential = voice::credential(&key.keys, box_uuid, voice.bytes());
    if credential.is_identity() {
        return Err(Error::broken("a credential", "is the neutral element"));
    }
    Ok(credential)
}
