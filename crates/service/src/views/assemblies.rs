//! An assembly and its votes, for everyone.

use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::decision::Decision;
use domain::draw::DrawView;
use domain::elected::Awaits;
use domain::ids::{AssemblyId, VoteId};
use domain::live::Live;
use domain::roles::Actor;
use domain::wire::{AssemblyView, ItemView};
use protocol::hash;
use store::votes::Vote;
use store::{Tx, attendances, boxes, minutes, record, votes};

use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::{Error, Service, elections, facts, hands, paper, proxies, roll_checks, turnout};

/// The assembly people speak of now: the one in session, else the next one, else the last one.
///
/// # Errors
/// [`Error::Internal`] only.
pub async fn current_assembly(service: &Service) -> Result<Option<AssemblyId>, Error> {
    allow(&Actor::Anyone, Operation::ReadAssembly)?;
    facts::current_assembly(&mut service.db().read().await?, service.now()).await
}

/// The same without rehearsals: what members prepare for.
///
/// # Errors
/// [`Error::Internal`] only.
pub async fn binding_assembly(service: &Service) -> Result<Option<AssemblyId>, Error> {
    allow(&Actor::Anyone, Operation::ReadAssembly)?;
    facts::binding_assembly(&mut service.db().read().await?, service.now()).await
}

/// An assembly with its agenda.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn assembly(service: &Service, id: AssemblyId) -> Result<AssemblyView, Error> {
    allow(&Actor::Anyone, Operation::ReadAssembly)?;
    read(&mut service.db().read().await?, id).await
}

/// Where an assembly stands at this moment, for those who follow it.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn live(service: &Service, id: AssemblyId) -> Result<Live, Error> {
    allow(&Actor::Anyone, Operation::FollowAssembly)?;
    Ok(Live::of(&read(&mut service.db().read().await?, id).await?, service.now()))
}

/// A vote with its assembly.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn vote(service: &Service, id: VoteId) -> Result<(AssemblyView, ItemView), Error> {
    allow(&Actor::Anyone, Operation::ReadVote)?;
    let mut tx = service.db().read().await?;
    let vote = facts::vote(&mut tx, id).await?;
    let assembly = read(&mut tx, vote.assembly).await?;
    let item = assembly.items.iter().find(|item| item.vote == id).cloned().ok_or(Refusal::NotFound)?;
    Ok((assembly, item))
}

pub(crate) async fn read(tx: &mut Tx, id: AssemblyId) -> Result<AssemblyView, Error> {
    let assembly = facts::assembly(tx, id).await?;
    let (mut items, mut last) = (Vec::new(), None);
    let all = votes::by_assembly(tx, id).await?;
    for vote in &all {
        if assembly.state == AssemblyState::Ended {
            last = vote.present.zip(vote.members).or(last);
        }
        items.push(item(tx, vote.clone(), &all).await?);
    }
    // Of an assembly that is over, as there were when its last vote closed: who leaves later was there then.
    let (present, members) = match last {
        Some(counted) => counted,
        None => (proxies::taking_part_now(tx, id).await?, facts::count_voices(tx).await?),
    };
    let taking_part = attendances::ever(tx, id).await?;
    let rules = facts::rules(tx, &assembly).await?.rules;
    Ok(AssemblyView {
        id,
        kind: assembly.kind,
        call: assembly.call,
        state: assembly.state,
        starts_at: assembly.starts_at,
        time_zone: assembly.time_zone,
        place: assembly.place,
        suspended_at: assembly.suspended_at,
        rehearsal: assembly.rehearsal_until.is_some(),
        members,
        taking_part,
        statutes: rules.version,
        quorum: rules.quorum_of(assembly.call).check(present, members),
        items,
        minutes_hash: minutes::of_assembly(tx, id).await?.map(|published| hash::hex(&published.hash)),
        record_entries: record::count(tx, id).await?.into(),
        checkpoint: record::checkpoint(tx, id).await?,
    })
}

async fn item(tx: &mut Tx, vote: Vote, all: &[Vote]) -> Result<ItemView, Error> {
    let counted = turnout::of(tx, &vote).await?;
    let decision: Option<Decision> =
        vote.decision.as_deref().map(serde_json::from_str).transpose().stored("a decision")?;
    let awaits = elections::awaits(&vote, decision.as_ref(), all);
    let draw = match awaits {
        Some(Awaits::Draw) => elections::entered(tx, vote.id).await?.as_ref().map(DrawView::of),
        Some(Awaits::Runoff) | None => None,
    };
    let paper = paper::view(tx, &vote).await?;
    let mut elections = boxes::elections(tx, vote.id).await?;
    let roll_checks = roll_checks::counted(tx, &vote, &elections).await?;
    Ok(ItemView {
        vote: vote.id,
        position: vote.position,
        resolution: facts::resolution(tx, vote.resolution).await?,
        mode: vote.mode,
        state: vote.state,
        voices: counted.voices,
        entrusted: Some(counted.entrusted).filter(|entrusted| *entrusted > 0),
        voted: counted.voted,
        opened_at: vote.opened_at,
        closed_at: vote.closed_at,
        closing_at: vote.closing_at,
        void_reason: vote.void_reason,
        cause: vote.cause,
        decision,
        awaits,
        draw,
        hands: hands::view(tx, vote.id).await?,
        paper,
        box_uuid: elections.pop().map(|found| found.uuid),
        roll_checks,
        advance: counted.advance,
    })
}
