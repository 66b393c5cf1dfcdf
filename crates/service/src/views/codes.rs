//! Paper codes: what the desk's page makes one with.

use domain::Refusal;
use domain::attendance::desk_open;
use domain::codes::CodeDesk;
use domain::ids::AssemblyId;
use domain::roles::Actor;
use domain::vote::VoteState;
use store::{keys, members, votes};

use crate::acts::codes::asks;
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::proposals::has_voice;
use crate::{Error, Service, facts};

/// What the desk's page needs to make a paper code for the member with this number, or why it is not made.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::NoSuchNumber`].
pub async fn code_desk(service: &Service, actor: &Actor, id: AssemblyId, number: u32) -> Result<CodeDesk, Error> {
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
