//! The console of the session.

use domain::assembly::AssemblyState;
use domain::ids::AssemblyId;
use domain::no_quorum::lack;
use domain::roles::Actor;
use domain::vote::{VoteMode, VoteState};
use domain::wire::{Console, HolderProgress, HoldersNeeded};
use store::holders::Holder;
use store::votes::Vote;
use store::{Tx, holders, votes};

use crate::acts::advance;
use crate::acts::submit_decryption::brought_before;
use crate::ceremony::Going;
use crate::decide::SERVER;
use crate::error::Stored as _;
use crate::opening::approved_trustees;
use crate::policy::{Operation, allow};
use crate::views::assemblies::read;
use crate::{Error, Service, bureau, codes, elections, entrusted, facts, no_quorum, paper};

/// What those who lead the session see: votes, quorum if a vote closed now, key holders.
///
/// # Errors
/// Policy; [`domain::Refusal::NotFound`].
pub async fn console(service: &Service, actor: &Actor, id: AssemblyId) -> Result<Console, Error> {
    allow(actor, Operation::ReadConsole)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadConsole).await?;
    let assembly = read(&mut tx, id).await?;
    let secret: Vec<Vote> =
        votes::by_assembly(&mut tx, id).await?.into_iter().filter(|vote| vote.mode == VoteMode::Secret).collect();
    let going = Going::of(&mut tx, id).await?;
    let steps = going.as_ref().map(|going| going.progress().0);
    let mut key_holders = Vec::new();
    for (at, holder) in holders::by_assembly(&mut tx, id).await?.iter().enumerate() {
        let making = steps.as_ref().and_then(|steps| steps.get(at).copied());
        key_holders.push(HolderProgress { making, ..progress(&mut tx, &secret, holder).await? });
    }
    let stored = facts::assembly(&mut tx, id).await?;
    let bureau = bureau::desk(service, &mut tx, &stored).await?;
    let advance = advance::desk(service, &mut tx, &stored).await?;
    let entrusted = match stored.state {
        AssemblyState::Convened | AssemblyState::InSession => entrusted::desk(service, &mut tx, &stored).await?,
        AssemblyState::Ended | AssemblyState::Cancelled => None,
    };
    let (entrusted, unconfirmed) = entrusted.unzip();
    let decided = assembly.items.iter().all(|item| item.state.over())
        && elections::told_apart(&votes::by_assembly(&mut tx, id).await?).is_ok();
    Ok(Console {
        with_key: u32::try_from(codes::keyed(&mut tx, Some(id)).await?.len()).stored("the keys")?,
        quorum: assembly.quorum.clone(),
        key_holders,
        needed: going.as_ref().map(needed).transpose()?,
        holders_ready: holders_ready(&mut tx, &secret).await?,
        lack: match bureau.bureau.is_some() && assembly.state == AssemblyState::InSession {
            true => lack(&no_quorum::standings(&mut tx, &stored).await?).ok(),
            false => None,
        },
        can_publish: assembly.state == AssemblyState::InSession && decided && bureau.bureau.is_some(),
        bureau,
        advance,
        entrusted,
        unconfirmed: unconfirmed.unwrap_or_default(),
        assembly,
    })
}

async fn progress(tx: &mut Tx, secret: &[Vote], holder: &Holder) -> Result<HolderProgress, Error> {
    let (mut approved, mut awaited) = (holder.public_key.is_some(), 0);
    for vote in secret {
        approved &= holders::approvals(tx, vote.id).await?.iter().any(|by| by.member == holder.member);
        let owner = holder.position + SERVER;
        let opens = vote.state == VoteState::Closed && !paper::waits(tx, vote).await?;
        awaited += u32::from(opens && !brought_before(tx, vote.id, owner).await?);
    }
    let name = facts::member(tx, holder.member).await?.name;
    Ok(HolderProgress { name, has_key: holder.public_key.is_some(), making: None, approved, awaited })
}

/// How many key holders open a box, where it is not all.
fn needed(going: &Going) -> Result<HoldersNeeded, Error> {
    let progress = going.progress();
    let begun = progress.0.iter().any(|made| *made > 0);
    let of = u32::try_from(going.holders.len()).stored("the key holders")?;
    let may_restart = begun && progress.restarts().is_ok();
    Ok(HoldersNeeded { threshold: going.ceremony.threshold, of, may_restart })
}

/// Whether enough key holders have approved the keys of every secret vote to come.
async fn holders_ready(tx: &mut Tx, secret: &[Vote]) -> Result<bool, Error> {
    for vote in secret.iter().filter(|vote| vote.state == VoteState::Prepared) {
        match approved_trustees(tx, vote).await {
            Ok(_) => {}
            Err(Error::Refused(_)) => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}
