//! The code at the door: the desk changes it, members in the hall press with it on their own telephones.

use domain::Refusal;
use domain::attendance::{Means, Presence, desk_open};
use domain::door::{Arrive, may_hang};
use domain::ids::AssemblyId;
use domain::roles::Actor;
use store::door::Hung;

use crate::acts::attendance::{step, write};
use crate::error::duplicate_is;
use crate::policy::{Operation, allow};
use crate::proposals::has_voice;
use crate::transaction::transaction;
use crate::{Error, Service, door, facts};

/// Makes a new code for the door in the place of the one that hung there, 0 if none did; that is good no more. Answers which one
/// hangs there then, from 1.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; as [`may_hang`]; [`Refusal::DoorCodeChanged`] for one that hangs there no more: of two who change
/// the same one at once, one does.
pub async fn change_door_code(service: &Service, actor: &Actor, id: AssemblyId, hung: u32) -> Result<u32, Error> {
    allow(actor, Operation::ChangeDoorCode)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::ChangeDoorCode).await?;
        let assembly = facts::assembly(tx, id).await?;
        may_hang(assembly.state)?;
        let now = store::door::newest(tx, id).await?.map_or(0, |now| now.version);
        if now != hung {
            return Err(Refusal::DoorCodeChanged.into());
        }
        let version = now.saturating_add(1);
        let new = Hung { version, made_at: service.now(), made_by: by.id };
        duplicate_is(store::door::insert(tx, id, &new).await, Refusal::DoorCodeChanged)?;
        facts::note(service, tx, actor, "change-door-code", Some(id.0)).await?;
        Ok(version)
    })
}

/// A member is in the hall, and presses on an own telephone with the code of the door. Answers where the member stands then.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; as [`desk_open`]; [`Refusal::OtherSignedIn`] on the page of another member;
/// [`Refusal::DoorCodeOver`]; [`Refusal::NoVoice`]; [`Refusal::AlreadyThere`].
pub async fn arrive(service: &Service, actor: &Actor, id: AssemblyId, asked: &Arrive) -> Result<Presence, Error> {
    allow(actor, Operation::Arrive)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::Arrive).await?;
        let assembly = facts::assembly(tx, id).await?;
        desk_open(assembly.state, assembly.starts_at, service.now())?;
        if member.number != Some(asked.number) {
            return Err(Refusal::OtherSignedIn.into());
        }
        if !door::hangs(tx, &assembly, &asked.code).await? {
            return Err(Refusal::DoorCodeOver.into());
        }
        has_voice(&facts::cooperative(tx).await?, &member)?;
        let moved = step(tx, id, member.id, Some(Means::Phone)).await?;
        write(service, tx, (assembly.cooperative, id), member.id, moved, Means::Phone, None).await?;
        facts::note(service, tx, actor, "arrive", Some(id.0)).await?;
        Ok(Presence::after(Some(moved.1)))
    })
}
