//! Paper codes: what the desk's page makes one with, and what the booth's page votes with.

use domain::Refusal;
use domain::attendance::desk_open;
use domain::codes::CodeDesk;
use domain::ids::AssemblyId;
use domain::roles::Actor;
use domain::vote::VoteState;
use domain::wire::{BallotPaper, Me};
use store::{keys, members, votes};

use super::mine::ballot_paper;
use crate::acts::codes::asks;
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::proposals::has_voice;
use crate::{Error, Service, codes, facts};

/// What the desk's page needs to make a paper code for the member with this number, or why it is not made.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::NoSuchNumber`].
pub async fn code_desk(
    service: &Service,
    actor: &Actor,
    id: AssemblyId,
    number: u32,
) -> Result<CodeDesk, Error> {
    allow(actor, Operation::ReadDesk)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadDesk).await?;
    let assembly = facts::assembly(&mut tx, id).await?;
    let cooperative = facts::cooperative(&mut tx).await?;
    let member = members::by_number(&mut tx, number).await?.ok_or(Refusal::NoSuchNumber)?;
    let asks = asks(&mut tx, id, member.id).await?;
    let held = asks.last.and_then(domain::codes::Last::held);
    let refused = desk_open(assembly.state, assembly.starts_at, service.now())
        .and_then(|()| has_voice(&cooperative, &member))
        .and_then(|()| asks.next(held).map(drop))
        .err();
    let open = votes::by_assembly(&mut tx, id).await?.iter().filter(|vote| vote.state == VoteState::Open).count();
    Ok(CodeDesk {
        cooperative: cooperative.id,
        cooperative_name: cooperative.name,
        assembly: id,
        starts_at: assembly.starts_at,
        time_zone: assembly.time_zone,
        member: member.id,
        number,
        name: member.name,
        held,
        own_key: keys::current(&mut tx, member.id).await?.is_some(),
        open: u32::try_from(open).stored("the open votes")?,
        refused,
    })
}

/// Whose voice a paper code is, without a name, and what it may vote on now.
///
/// # Errors
/// Policy; [`Refusal::SignInFirst`] for whoever did not sign in with a paper code.
pub async fn booth(service: &Service, actor: &Actor) -> Result<(AssemblyId, Me, BallotPaper), Error> {
    allow(actor, Operation::ReadBallotPaper)?;
    let mut tx = service.db().read().await?;
    let code = match actor.code() {
        Some(code) => codes::in_force(service, &mut tx, code).await?,
        None => None,
    };
    let code = code.ok_or(Refusal::SignInFirst)?;
    let cooperative = facts::cooperative(&mut tx).await?;
    let number = facts::member(&mut tx, code.member).await?.number.stored("a member number")?;
    let me = Me {
        member: code.member,
        number,
        name: number.to_string(),
        roles: Vec::new(),
        cooperative: cooperative.id,
        cooperative_name: cooperative.name,
        keys: Some(codes::public_keys(&code)?),
    };
    drop(tx);
    Ok((code.assembly, me, ballot_paper(service, actor, code.assembly).await?))
}
