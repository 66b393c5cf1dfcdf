//! The chair puts a text to the vote that the notice does not have.

use domain::Refusal;
use domain::ids::{AssemblyId, VoteId};
use domain::in_session::{Cause, PutForm, PutToVote, REPLACED, Replaceable};
use domain::resolution::Resolution;
use domain::roles::Actor;
use domain::vote::{VoteMode, VoteState};
use protocol::{canonical, hash};
use serde_json::json;
use store::assemblies::{Assembly, Frozen};
use store::votes::{self, NewVote, Vote};
use store::{Tx, assemblies, holders};

use crate::acts::lead_session::give_up;
use crate::acts::make_holder_key::form_trustees_of;
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, agendas, facts, statutes};

/// Puts a text to the vote after the others of the agenda; what it stands in the place of is void. Answers its vote. Asked
/// again with the same id and the same words, it answers the same vote.
///
/// # Errors
/// Policy; those of [`PutToVote::resolution`]; [`Refusal::NotFound`], [`Refusal::NotInSession`], [`Refusal::AssemblyOver`];
/// [`Refusal::VoteAlreadyClosed`] for a changed text whose vote is closed, [`Refusal::InsteadTaken`] where another stands in its
/// place already; [`Refusal::NoKeyHolder`] for a secret vote where
/// nobody holds a key; [`Refusal::ElectionSecret`]; [`Refusal::Malformed`] for an id that is in use for something else, or a vote of another assembly.
pub async fn put_to_vote(service: &Service, actor: &Actor, id: AssemblyId, asked: &PutToVote) -> Result<VoteId, Error> {
    allow(actor, Operation::PutToVote)?;
    let plain = asked.resolution()?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::PutToVote).await?;
        let assembly = facts::assembly(tx, id).await?;
        assembly.state.require_session()?;
        let votes = votes::by_assembly(tx, id).await?;
        let resolution = &of_election(tx, &votes, asked, plain.clone()).await?;
        if let Some(before) = put_before(tx, &votes, asked, resolution).await? {
            return Ok(before);
        }
        let mut record = Record::new(service, assembly.cooperative, id);
        let instead = instead(&votes, asked)?.cloned();
        if let Some(vote) = instead.as_ref().filter(|vote| vote.state != VoteState::Voided) {
            give_up(service, tx, vote, REPLACED, &mut record).await?;
        }
        let new = NewVote {
            id: VoteId(service.id()),
            assembly: id,
            position: after_all(tx, id, &votes).await?,
            resolution: resolution.id,
            mode: asked.mode,
            preset: preset(tx, &assembly, asked.cause, instead.as_ref()).await?,
        };
        freeze(tx, &assembly, resolution).await?;
        votes::insert(tx, &new, VoteState::Prepared).await?;
        votes::put_in_session(tx, new.id, asked.cause, asked.instead).await?;
        if new.mode == VoteMode::Secret {
            if holders::by_assembly(tx, id).await?.is_empty() {
                return Err(Refusal::NoKeyHolder.into());
            }
            form_trustees_of(service, tx, id, &[new.id]).await?;
        }
        let mut body = json!({
            "cause": asked.cause.word(),
            "kind": "put-to-vote",
            "resolution": hash::hex(&resolution.hash()),
            "vote": hash::hex(new.id.bytes()),
        });
        if let Some(vote) = &instead {
            body["instead"] = hash::hex(vote.id.bytes()).into();
        }
        record.add("incident", body);
        record.write(tx).await?;
        facts::note(service, tx, actor, "put-to-vote", Some(new.id.0)).await?;
        Ok(new.id)
    })
}

/// What stands in the place of an election is one, among the same candidates.
async fn of_election(tx: &mut Tx, votes: &[Vote], asked: &PutToVote, plain: Resolution) -> Result<Resolution, Error> {
    let Some(before) = votes.iter().find(|vote| Some(vote.id) == asked.instead) else { return Ok(plain) };
    let election = facts::resolution(tx, before.resolution).await?.election;
    if election.is_some() && asked.mode == VoteMode::Open {
        return Err(Refusal::ElectionSecret.into());
    }
    Ok(Resolution { election, ..plain })
}

/// What the form of the console begins with.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::NotInSession`], [`Refusal::AssemblyOver`].
pub async fn put_form(service: &Service, actor: &Actor, id: AssemblyId) -> Result<PutForm, Error> {
    allow(actor, Operation::PutToVote)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::PutToVote).await?;
    facts::assembly(&mut tx, id).await?.state.require_session()?;
    let mut replaceable = Vec::new();
    let all = votes::by_assembly(&mut tx, id).await?;
    for vote in &all {
        let taken = all.iter().any(|other| other.instead == Some(vote.id) && other.state != VoteState::Voided);
        if may_stand_aside(vote).is_ok() && !taken {
            let resolution = facts::resolution(&mut tx, vote.resolution).await?;
            replaceable.push(Replaceable { vote: vote.id, position: vote.position, resolution });
        }
    }
    let secret = !holders::by_assembly(&mut tx, id).await?.is_empty();
    Ok(PutForm { id: domain::ids::ResolutionId(service.id()), replaceable, secret })
}

/// The vote that the same request made before.
async fn put_before(
    tx: &mut Tx,
    votes: &[Vote],
    asked: &PutToVote,
    resolution: &Resolution,
) -> Result<Option<VoteId>, Error> {
    let Some(frozen) = assemblies::resolution(tx, resolution.id).await? else { return Ok(None) };
    let same = |vote: &&Vote| {
        vote.resolution == resolution.id
            && (vote.cause, vote.instead, vote.mode) == (Some(asked.cause), asked.instead, asked.mode)
    };
    let of = votes.iter().find(same);
    match of {
        Some(vote) if frozen.hash == resolution.hash() => Ok(Some(vote.id)),
        _ => Err(Refusal::Malformed.into()),
    }
}

/// A vote may stand aside before it is closed, and after it was void.
fn may_stand_aside(vote: &Vote) -> Result<(), Refusal> {
    if vote.state == VoteState::Voided { Ok(()) } else { vote.state.void().map(drop) }
}

fn instead<'a>(votes: &'a [Vote], asked: &PutToVote) -> Result<Option<&'a Vote>, Refusal> {
    let Some(id) = asked.instead else { return Ok(None) };
    let vote = votes.iter().find(|vote| vote.id == id).ok_or(Refusal::Malformed)?;
    may_stand_aside(vote)?;
    let taken = votes.iter().any(|other| other.instead == Some(id) && other.state != VoteState::Voided);
    if taken { Err(Refusal::InsteadTaken) } else { Ok(Some(vote)) }
}

/// The place after everything on the agenda, items that are not put to the vote included.
pub(crate) async fn after_all(tx: &mut Tx, id: AssemblyId, votes: &[Vote]) -> Result<u32, Error> {
    let voted = votes.iter().map(|vote| vote.position).max().unwrap_or(0);
    Ok(voted.max(agendas::last_position(tx, id).await?) + 1)
}

/// By which rules it is decided, where they are not those of the assembly.
async fn preset(
    tx: &mut Tx,
    assembly: &Assembly,
    cause: Cause,
    instead: Option<&Vote>,
) -> Result<Option<String>, Error> {
    match cause.ruled_by(assembly.kind) {
        Some(_) => {
            let ordinary = statutes::of(tx, assembly).await?.says.rules(domain::assembly::AssemblyKind::Ordinary)?.id;
            Ok((ordinary != assembly.preset).then_some(ordinary))
        }
        None => Ok(instead.and_then(|vote| vote.preset.clone())),
    }
}

async fn freeze(tx: &mut Tx, assembly: &Assembly, resolution: &Resolution) -> Result<(), Error> {
    let body = canonical::to_string(resolution).stored("a resolution")?;
    let frozen = Frozen { id: resolution.id, assembly: assembly.id, body, hash: resolution.hash() };
    Ok(assemblies::insert_resolution(tx, &frozen).await?)
}
