//! Key holders make a key together that some of them open (PROTOCOL.md §14.11). The server carries what their pages send,
//! refuses what it can see is wrong, and is believed nothing.

use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::ceremony::{CeremonyMessage, CeremonyPart, ExchangeHolder, Progress, Step};
use domain::ids::{AssemblyId, CeremonyId, MemberId};
use domain::member::MemberState;
use domain::roles::Actor;
use domain::wire::KeyHolderTask;
use store::assemblies::Assembly;
use store::ceremonies::{self, Ceremony, Message};
use store::holders::Holder;
use store::{Tx, holders, keys, members};

use crate::acts::make_holder_key::form_trustees;
use crate::ceremony::{Going, KEY_HOLDERS};
use crate::error::{Stored as _, duplicate_is};
use crate::letters::HolderSays;
use crate::letters::holders::tell;
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, facts, views};

/// Receives one step of a key holder. The same again is no fault. When all have compared the code, the group stands in the
/// record with the identity keys behind it, and the trustees of every secret vote are ready to be approved. Answers what is left
/// to do.
///
/// # Errors
/// Policy; [`Refusal::NotKeyHolder`] of this assembly; [`Refusal::CeremonyOver`] when it began again or there is none,
/// [`Refusal::CeremonyWaits`], [`Refusal::CeremonyMade`]; [`Refusal::HolderKeyInvalid`] for what does not verify, or is not
/// signed with the member's own voting key; [`Refusal::AssemblyOver`].
pub async fn take_ceremony_step(
    service: &Service,
    actor: &Actor,
    assembly: AssemblyId,
    part: &CeremonyPart,
) -> Result<KeyHolderTask, Error> {
    allow(actor, Operation::TakeCeremonyStep)?;
    let (step, body) = read(&part.message)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::TakeCeremonyStep).await?;
        let found = open(tx, assembly).await?;
        let going = Going::of(tx, assembly).await?.ok_or(Refusal::CeremonyOver)?;
        let place = place(&going, member.id)?;
        if going.ceremony.id != part.ceremony {
            return Err(Refusal::CeremonyOver.into());
        }
        if going.sent(place, step) == Some(&body) {
            return Ok(());
        }
        going.progress().receives(place, step)?;
        if let CeremonyMessage::Certificate(mine) = &part.message {
            let key = keys::current(tx, member.id).await?.ok_or(Refusal::HolderKeyInvalid)?;
            if mine.identity != protocol::hash::hex(&key.identity) {
                return Err(Refusal::HolderKeyInvalid.into());
            }
        }
        going.verify(place, step, &body)?;
        let new = Message { position: place, step: step.number(), body: body.clone(), at: service.now() };
        duplicate_is(ceremonies::receive(tx, part.ceremony, &new).await, Refusal::CeremonyMade)?;
        finish(service, tx, &found).await?;
        facts::note(service, tx, actor, "ceremony-step", Some(assembly.0)).await
    })?;
    views::key_holder_task(service, actor, assembly).await
}

/// Begins it again from the first step: a page was lost on the way, or the code was not the same everywhere.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::CeremonyOver`] where there is none; [`Refusal::CeremonyMade`] once all said that the
/// code was the same; [`Refusal::AssemblyOver`].
pub async fn restart_ceremony(service: &Service, actor: &Actor, assembly: AssemblyId) -> Result<(), Error> {
    allow(actor, Operation::RestartCeremony)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::RestartCeremony).await?;
        open(tx, assembly).await?;
        let going = Going::of(tx, assembly).await?.ok_or(Refusal::CeremonyOver)?;
        let progress = going.progress();
        progress.restarts()?;
        if progress == Progress(vec![0; going.holders.len()]) {
            return Ok(());
        }
        let Ceremony { attempt, threshold, .. } = going.ceremony;
        starts(service, tx, assembly, (attempt + 1, threshold)).await?;
        facts::note(service, tx, actor, "restart-ceremony", Some(assembly.0)).await
    })
}

/// Tells all who hold a key, and whoever held this one, that it went from one to the other: nobody is put among key holders, or taken
/// from them, unseen.
async fn exchanged(
    service: &Service,
    tx: &mut Tx,
    at: &Assembly,
    (gone, comes): (MemberId, MemberId),
    before: &[Holder],
) -> Result<(), Error> {
    // A place may go back and forth: each time is told.
    let about = service.id().to_string();
    let about = (at, about.as_str());
    let (old, new) = (facts::member(tx, gone).await?.name, facts::member(tx, comes).await?.name);
    tell(service, tx, about, gone, HolderSays::Replaced { by: new.clone() }).await?;
    tell(service, tx, about, comes, HolderSays::Named).await?;
    for holder in before.iter().filter(|holder| holder.member != gone) {
        let says = HolderSays::Exchanged { gone: old.clone(), comes: new.clone() };
        tell(service, tx, about, holder.member, says).await?;
    }
    Ok(())
}

/// Puts another member in the place of a key holder who has no key yet: one who will not, or cannot, or left. Where key holders make
/// their key together, they begin again.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::NoSuchNumber`]; [`Refusal::MemberState`] for somebody who is no active member;
/// [`Refusal::HolderKeyExists`] once the key at this place is made, and for a member who holds one already;
/// [`Refusal::NotKeyHolder`] for a place that is none; [`Refusal::AssemblyOver`].
pub async fn exchange_holder(
    service: &Service,
    actor: &Actor,
    assembly: AssemblyId,
    exchange: &ExchangeHolder,
) -> Result<(), Error> {
    allow(actor, Operation::ExchangeHolder)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::ExchangeHolder).await?;
        let at = open(tx, assembly).await?;
        let member = members::by_number(tx, exchange.number).await?.ok_or(Refusal::NoSuchNumber)?;
        if member.state != MemberState::Active {
            return Err(Refusal::MemberState.into());
        }
        let all = holders::by_assembly(tx, assembly).await?;
        let before = all.iter().find(|holder| holder.position == exchange.place).ok_or(Refusal::NotKeyHolder)?;
        if before.member == member.id {
            return Ok(());
        }
        let holds = all.iter().any(|holder| holder.member == member.id);
        if holds || !holders::exchange(tx, assembly, exchange.place, member.id).await? {
            return Err(Refusal::HolderKeyExists.into());
        }
        if let Some(going) = Going::of(tx, assembly).await? {
            let Ceremony { attempt, threshold, .. } = going.ceremony;
            starts(service, tx, assembly, (attempt + 1, threshold)).await?;
        }
        exchanged(service, tx, &at, (before.member, member.id), &all).await?;
        facts::note(service, tx, actor, "exchange-holder", Some(assembly.0)).await
    })
}

/// A ceremony nobody has sent anything in.
pub(crate) async fn starts(
    service: &Service,
    tx: &mut Tx,
    assembly: AssemblyId,
    (attempt, threshold): (u32, u32),
) -> Result<(), Error> {
    let id = CeremonyId(service.id());
    let new = Ceremony { id, assembly, attempt, threshold, begun_at: service.now() };
    duplicate_is(ceremonies::insert(tx, &new).await, Refusal::CeremonyOver)
}

async fn open(tx: &mut Tx, assembly: AssemblyId) -> Result<Assembly, Error> {
    let found = facts::assembly(tx, assembly).await?;
    match found.state {
        AssemblyState::Convened | AssemblyState::InSession => Ok(found),
        AssemblyState::Ended => Err(Refusal::AssemblyOver.into()),
        AssemblyState::Cancelled => Err(Refusal::AssemblyCancelled.into()),
    }
}

fn place(going: &Going, member: MemberId) -> Result<u32, Refusal> {
    (1..).zip(&going.holders).find(|(_, holder)| **holder == member).map(|(at, _)| at).ok_or(Refusal::NotKeyHolder)
}

fn read(message: &CeremonyMessage) -> Result<(Step, String), Refusal> {
    let body = match message {
        CeremonyMessage::Certificate(member) => serde_json::to_string(member).map_err(|_| Refusal::Malformed)?,
        CeremonyMessage::Commitment(text)
        | CeremonyMessage::Deal(text)
        | CeremonyMessage::Share(text)
        | CeremonyMessage::Compared(text) => text.clone(),
    };
    Ok((message.step(), body))
}

/// When all have compared the code: each has a key, the record says whose, and the trustees are formed.
async fn finish(service: &Service, tx: &mut Tx, assembly: &Assembly) -> Result<(), Error> {
    let going = Going::of(tx, assembly.id).await?.stored("the ceremony")?;
    let Some(group) = going.finished()? else { return Ok(()) };
    for (member, key) in going.holders.iter().zip(&group.verification_keys) {
        holders::set_public_key(tx, assembly.id, *member, &key.to_json()).await?;
    }
    let mut record = Record::new(service, assembly.cooperative, assembly.id);
    record.add(KEY_HOLDERS, going.entry(&group)?);
    record.write(tx).await?;
    form_trustees(service, tx, assembly.id).await
}
