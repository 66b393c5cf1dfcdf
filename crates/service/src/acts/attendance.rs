//! Who comes and goes: entered at the desk, by the member from a distance or with the code of the door, or by a ballot (C. com. R.225-95, R.225-97). Each move
//! has a salted leaf in the record, and no name.

use domain::Refusal;
use domain::attendance::{Means, Moved, Presence, RecordAttendance, comes, desk_open};
use domain::ids::{AssemblyId, CooperativeId, MemberId};
use domain::proxies::Ending;
use domain::roles::Actor;
use protocol::hash;
use serde_json::json;
use store::attendances::{self, Move};
use store::salts::Leaf;
use store::{Tx, members};

use super::paper;
use crate::error::duplicate_is;
use crate::policy::{Operation, allow};
use crate::proposals::has_voice;
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, codes, commitments, facts, proxies};

/// Somebody at the desk enters that a member comes or goes. Answers where the member stands then.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; as [`desk_open`]; [`Refusal::NoSuchNumber`]; [`Refusal::NoVoice`] for who has none today;
/// [`Refusal::AlreadyThere`], [`Refusal::NotThere`].
pub async fn record_attendance(
    service: &Service,
    actor: &Actor,
    id: AssemblyId,
    asked: &RecordAttendance,
) -> Result<Presence, Error> {
    allow(actor, Operation::RecordAttendance)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::RecordAttendance).await?;
        let assembly = facts::assembly(tx, id).await?;
        desk_open(assembly.state, assembly.starts_at, service.now())?;
        let member = members::by_number(tx, asked.number).await?.ok_or(Refusal::NoSuchNumber)?;
        if asked.comes {
            has_voice(&facts::cooperative(tx).await?, &member)?;
        }
        let moved = step(tx, id, member.id, asked.comes.then_some(Means::Desk)).await?;
        write(service, tx, (assembly.cooperative, id), member.id, moved, Means::Desk, Some(by.id)).await?;
        facts::note(service, tx, actor, "record-attendance", Some(member.id.0)).await?;
        Ok(Presence::after(Some(moved.1)))
    })
}

/// A member takes part from a distance, or stops to.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::NotInSession`], [`Refusal::AssemblyOver`]; [`Refusal::NoVoice`];
/// [`Refusal::AlreadyThere`], [`Refusal::NotThere`].
pub async fn take_part(service: &Service, actor: &Actor, id: AssemblyId, joins: bool) -> Result<Presence, Error> {
    allow(actor, Operation::TakePart)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::TakePart).await?;
        let assembly = facts::assembly(tx, id).await?;
        assembly.state.require_session()?;
        has_voice(&facts::cooperative(tx).await?, &member)?;
        let moved = step(tx, id, member.id, joins.then_some(Means::Remote)).await?;
        write(service, tx, (assembly.cooperative, id), member.id, moved, Means::Remote, None).await?;
        facts::note(service, tx, actor, "take-part", Some(id.0)).await?;
        Ok(Presence::after(Some(moved.1)))
    })
}

/// Whoever votes is there: present by a means of telecommunication that identifies (C. com. R.225-97).
pub(crate) async fn by_ballot(
    service: &Service,
    tx: &mut Tx,
    cooperative: CooperativeId,
    assembly: AssemblyId,
    member: MemberId,
) -> Result<(), Error> {
    let last = attendances::last(tx, assembly, member).await?;
    let Some(moved) = Presence::after(last.map(|last| last.moved)).vote() else { return Ok(()) };
    let n = last.map_or(1, |last| last.n + 1);
    write(service, tx, (cooperative, assembly), member, (n, moved), Means::Ballot, None).await
}

/// The next move of a member who comes by some means, or goes, with its number.
pub(super) async fn step(
    tx: &mut Tx,
    assembly: AssemblyId,
    member: MemberId,
    comes_by: Option<Means>,
) -> Result<(u32, Moved), Error> {
    let last = attendances::last(tx, assembly, member).await?;
    let moved = match comes_by {
        Some(means) => comes(last.map(|last| (last.moved, last.means)), means)?,
        None => Presence::after(last.map(|last| last.moved)).go()?,
    };
    Ok((last.map_or(1, |last| last.n + 1), moved))
}

/// Writes a move down, with its entry of the record.
pub(super) async fn write(
    service: &Service,
    tx: &mut Tx,
    (cooperative, assembly): (CooperativeId, AssemblyId),
    member: MemberId,
    (n, moved): (u32, Moved),
    means: Means,
    noted_by: Option<MemberId>,
) -> Result<(), Error> {
    let (at, scope) = (service.now(), service.id());
    let row = Move { member, n, moved, means, at };
    // Of two at once the numbers agree: the second is told what the first wrote.
    let taken = if moved == Moved::Left { Refusal::NotThere } else { Refusal::AlreadyThere };
    duplicate_is(attendances::insert(tx, assembly, &row, noted_by, scope).await, taken)?;
    if moved == Moved::Left {
        paper::left(service, tx, assembly, member).await?;
        // A slip is for who is in the hall.
        codes::end(service, tx, assembly, member).await?;
    } else {
        // Whoever is there speaks the own voice: a proxy of theirs is over for what follows.
        let ending = if means == Means::Ballot { Ending::GrantorVoted } else { Ending::GrantorCame };
        proxies::end_by_presence(service, tx, assembly, member, ending).await?;
    }
    let value = json!({
        "at": at,
        "means": means.word(),
        "member": hash::hex(member.bytes()),
        "move": moved.word(),
    });
    let leaf = commitments::leaf(service, tx, Leaf::Attendance, scope, member, &value).await?;
    let mut record = Record::new(service, cooperative, assembly);
    record.add("attendance", json!({ "leaf": hash::hex(&leaf) }));
    record.write(tx).await
}
