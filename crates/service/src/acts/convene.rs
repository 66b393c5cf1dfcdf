//! The convocation of a general assembly: date, agenda, texts, key holders. Everything in it is frozen with it.

use domain::Refusal;
use domain::assembly::{AssemblyKind, AssemblyState, check_notice};
use domain::ids::{AssemblyId, MemberId, ResolutionId, VoteId};
use domain::member::MemberState;
use domain::resolution::{Resolution, Text};
use domain::roles::Actor;
use domain::statutes::Preset;
use domain::vote::{VoteMode, VoteState};
use protocol::{canonical, hash};
use serde::Deserialize;
use serde_json::{Value, json};
use store::assemblies::{Assembly, Frozen};
use store::{Tx, assemblies, holders, keys, members, votes};

use crate::acts::fix_member_lists;
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, commitments, facts, secrets, statutes};

/// What a convocation says.
#[derive(Clone, Debug)]
pub struct Convocation {
    /// Ordinary or extraordinary.
    pub kind: AssemblyKind,
    /// First (1) or second (2) convocation.
    pub call: u8,
    /// When the assembly starts.
    pub starts_at: i64,
    /// Where, in words.
    pub place: String,
    /// What is put to the vote, in order.
    pub agenda: Vec<AgendaItem>,
    /// Who holds a share of the decryption key, besides the server.
    pub key_holders: Vec<MemberId>,
}

/// A resolution and how it is voted on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgendaItem {
    /// Title.
    pub title: Text,
    /// Full text.
    pub text: Text,
    /// Open or secret.
    pub mode: VoteMode,
}

/// Convenes an assembly. Its record begins: the rules, the convocation with the hash of every text, the register.
///
/// # Errors
/// Policy; [`Refusal::NoticeTooShort`] when fewer days remain than the statutes ask, [`Refusal::TextInvalid`],
/// [`Refusal::TextCharacters`], [`Refusal::Malformed`] for an empty agenda, a call other than 1 or 2, or a secret vote
/// without key holder, [`Refusal::MemberState`] for a key holder who is no active member,
/// [`Refusal::StatutesNotCounted`] when the statutes in force that day ask for what is not counted here.
pub async fn convene(service: &Service, actor: &Actor, convocation: &Convocation) -> Result<AssemblyId, Error> {
    allow(actor, Operation::Convene)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::Convene).await?;
        enter(service, tx, actor, convocation).await
    })
}

pub(crate) async fn enter(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    convocation: &Convocation,
) -> Result<AssemblyId, Error> {
    let cooperative = facts::cooperative(tx).await?;
    let now = service.now();
    // From here on the assembly rests on a version that is written down.
    statutes::settle(service, tx).await?;
    let found = facts::statutes(tx, convocation.kind, convocation.starts_at).await?;
    found.says.countable()?;
    check(convocation, &found.rules, &cooperative.time_zone, now)?;
    let id = AssemblyId(service.id());
    let assembly = Assembly {
        id,
        cooperative: cooperative.id,
        kind: convocation.kind,
        call: convocation.call,
        state: AssemblyState::Convened,
        preset: found.rules.id.clone(),
        statutes: found.version,
        place: facts::text(&convocation.place, 200)?,
        time_zone: cooperative.time_zone.clone(),
        convened_at: now,
        starts_at: convocation.starts_at,
        opened_at: None,
        ended_at: None,
    };
    assemblies::insert(tx, &assembly).await?;
    name_key_holders(tx, id, &convocation.key_holders).await?;
    let mut documents = Vec::with_capacity(convocation.agenda.len());
    for (position, item) in (1_u32..).zip(&convocation.agenda) {
        documents.push(put_on_agenda(service, tx, id, position, item).await?);
    }
    let key = secrets::record_key(tx, cooperative.id).await?.verifying_key();
    let rules = canonical::to_string(&found.rules).stored("the rules")?;
    let mut record = Record::new(service, cooperative.id, id);
    record.add(
        "statutes",
        json!({
            "preset": assembly.preset,
            "rules": hash::sha256_hex(rules.as_bytes()),
            "statutes": hash::hex(&found.says.hash()),
            "version": found.version,
        }),
    );
    record.add(
        "convocation",
        json!({
            "call": assembly.call,
            "documents": documents,
            "key_holders": convocation.key_holders.len(),
            "kind": kind_word(assembly.kind),
            "record_key": hash::hex(key.as_bytes()),
            "starts_at": assembly.starts_at,
            "time_zone": assembly.time_zone,
        }),
    );
    record.add("register-commitment", commit_register(service, tx, id.0).await?);
    record.write(tx).await?;
    facts::note(service, tx, actor, "convene", Some(id.0)).await?;
    // Convened so late that the day of the list has passed: it is the register of now.
    let listed = fix_member_lists::day(tx, &assembly).await?;
    if listed.is_some_and(|day| day <= now) {
        fix_member_lists::fix(service, tx, actor, id, now).await?;
    }
    Ok(id)
}

fn check(convocation: &Convocation, preset: &Preset, time_zone: &str, now: i64) -> Result<(), Error> {
    let secret = convocation.agenda.iter().any(|item| item.mode == VoteMode::Secret);
    let sound = !convocation.agenda.is_empty()
        && matches!(convocation.call, 1 | 2)
        && !(secret && convocation.key_holders.is_empty());
    if !sound {
        return Err(Refusal::Malformed.into());
    }
    Ok(check_notice(preset, convocation.call, now, convocation.starts_at, time_zone)?)
}

async fn name_key_holders(tx: &mut Tx, assembly: AssemblyId, named: &[MemberId]) -> Result<(), Error> {
    for (position, member) in (1_u32..).zip(named) {
        if facts::member(tx, *member).await?.state != MemberState::Active {
            return Err(Refusal::MemberState.into());
        }
        crate::error::duplicate_is(holders::insert(tx, assembly, *member, position).await, Refusal::Malformed)?;
    }
    Ok(())
}

/// Freezes a text and prepares its vote; what the record says of it.
async fn put_on_agenda(
    service: &Service,
    tx: &mut Tx,
    assembly: AssemblyId,
    position: u32,
    item: &AgendaItem,
) -> Result<Value, Error> {
    let text = |text: &Text, most| -> Result<Text, Error> {
        Ok(Text { fr: facts::text(&text.fr, most)?, en: facts::text(&text.en, most)? })
    };
    let resolution =
        Resolution { id: ResolutionId(service.id()), title: text(&item.title, 200)?, text: text(&item.text, 20_000)? };
    let body = canonical::to_string(&resolution).stored("a resolution")?;
    let frozen = Frozen { id: resolution.id, assembly, body, hash: resolution.hash() };
    assemblies::insert_resolution(tx, &frozen).await?;
    let vote =
        votes::NewVote { id: VoteId(service.id()), assembly, position, resolution: resolution.id, mode: item.mode };
    votes::insert(tx, &vote, VoteState::Prepared).await?;
    Ok(json!({
        "mode": facts::mode_word(item.mode),
        "position": position,
        "resolution": hash::hex(&frozen.hash),
        "vote": hash::hex(vote.id.bytes()),
    }))
}

/// Commits to the register as it is now: members with a voice, those with a key, the root over the keys.
pub(crate) async fn commit_register(service: &Service, tx: &mut Tx, scope: uuid::Uuid) -> Result<Value, Error> {
    let rules = facts::cooperative(tx).await?.voice_rules();
    let active = members::with_voice(tx, rules).await?;
    let keys = keys::of_voices(tx, rules).await?;
    let numbers: std::collections::HashMap<MemberId, u32> =
        active.iter().filter_map(|member| Some((member.id, member.number?))).collect();
    let numbers: Vec<u32> = keys.iter().filter_map(|key| numbers.get(&key.member).copied()).collect();
    if numbers.len() != keys.len() {
        return Err(Error::broken("the register", "an active member has no number"));
    }
    let root = commitments::register(service, tx, scope, &numbers, &keys).await?;
    Ok(json!({ "keys": keys.len(), "members": active.len(), "root": hash::hex(&root) }))
}

fn kind_word(kind: AssemblyKind) -> &'static str {
    match kind {
        AssemblyKind::Ordinary => "ordinary",
        AssemblyKind::Extraordinary => "extraordinary",
    }
}
