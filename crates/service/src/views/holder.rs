//! What a key holder's page shows and does.

use domain::Refusal;
use domain::ceremony::{CeremonyHolder, CeremonyTask, Step};
use domain::ids::AssemblyId;
use domain::roles::Actor;
use domain::vote::VoteMode;
use domain::wire::{KeyHolderBox, KeyHolderTask, KeyHolderVote};
use protocol::emargement::Signature;
use protocol::hash;
use store::boxes::BallotBox;
use store::holders::Holder;
use store::votes::Vote;
use store::{Tx, boxes, holders, votes};

use crate::acts::submit_decryption::brought_before;
use crate::ceremony::Going;
use crate::decide::SERVER;
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts, paper, roll_checks, secrets};

/// The assemblies for which the actor holds a key, that which people speak of now first.
///
/// # Errors
/// Policy.
pub async fn key_holder_assemblies(service: &Service, actor: &Actor) -> Result<Vec<AssemblyId>, Error> {
    allow(actor, Operation::ReadKeyHolderTask)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadKeyHolderTask).await?;
    let mut mine = holders::of_member(&mut tx, member.id, service.now()).await?;
    let current = facts::current_assembly(&mut tx, service.now()).await?;
    mine.sort_by_key(|assembly| Some(*assembly) != current);
    Ok(mine)
}

/// What is left for the actor to do as a key holder of an assembly.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::NotKeyHolder`] of this assembly.
pub async fn key_holder_task(service: &Service, actor: &Actor, assembly: AssemblyId) -> Result<KeyHolderTask, Error> {
    allow(actor, Operation::ReadKeyHolderTask)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadKeyHolderTask).await?;
    facts::assembly(&mut tx, assembly).await?;
    let all = holders::by_assembly(&mut tx, assembly).await?;
    let mine = all.into_iter().find(|holder| holder.member == member.id).ok_or(Refusal::NotKeyHolder)?;
    let going = Going::of(&mut tx, assembly).await?;
    let keys_of = crate::ceremony::keys_of(&mut tx, assembly, (&mine, going.as_ref())).await?;
    let ceremony = match going {
        Some(going) => Some(ceremony(&mut tx, &going, mine.position).await?),
        None => None,
    };
    let mut secret = Vec::new();
    for vote in votes::by_assembly(&mut tx, assembly).await? {
        if vote.mode == VoteMode::Secret {
            secret.push(task(&mut tx, &vote, &mine).await?);
        }
    }
    let cooperative = member.cooperative;
    let record_key = hash::hex(secrets::record_key(&mut tx, cooperative).await?.verifying_key().as_bytes());
    Ok(KeyHolderTask {
        cooperative,
        assembly,
        keys_of,
        record_key,
        public_key: mine.public_key,
        ceremony,
        votes: secret,
    })
}

async fn ceremony(tx: &mut Tx, going: &Going, place: u32) -> Result<CeremonyTask, Error> {
    let mut holders = Vec::with_capacity(going.holders.len());
    for (member, made) in going.holders.iter().zip(going.progress().0) {
        holders.push(CeremonyHolder { name: facts::member(tx, *member).await?.name, made });
    }
    Ok(CeremonyTask {
        id: going.ceremony.id,
        attempt: going.ceremony.attempt,
        threshold: going.ceremony.threshold,
        place,
        holders,
        members: going.members()?.unwrap_or_default(),
        commitments: going.commitments().unwrap_or_default(),
        dealings: going.dealings(place)?.map(|dealings| dealings.to_json()),
        share: going.sent(place, Step::Share).map(str::to_owned),
        group: going.group()?.map(|group| group.to_json()),
    })
}

async fn task(tx: &mut Tx, vote: &Vote, mine: &Holder) -> Result<KeyHolderVote, Error> {
    let trustees = holders::trustees(tx, vote.id).await?;
    let owner = mine.position + SERVER;
    let boxes = boxes::elections(tx, vote.id).await?;
    let checked = roll_checks::checked_by(tx, vote.id, mine.member).await?;
    let of_box = |one: BallotBox| KeyHolderBox { stage: one.stage, checked: checked.contains(&one.id), uuid: one.uuid };
    let approval = holders::approvals(tx, vote.id).await?.into_iter().find(|by| by.member == mine.member);
    Ok(KeyHolderVote {
        vote: vote.id,
        resolution: facts::resolution(tx, vote.resolution).await?,
        state: vote.state,
        owner: trustees.is_some().then_some(owner),
        trustees,
        approved: approval.is_some(),
        approval: approval.map(|by| Signature(by.signature)),
        decrypted: brought_before(tx, vote.id, owner).await?,
        papers_first: paper::waits(tx, vote).await?,
        boxes: boxes.into_iter().map(of_box).collect(),
    })
}
