//! Somebody elected declines the seat, from the result until the minutes are published: it is vacant, and nobody moves up (of a
//! board, the board may then fill it as C. com. L.225-24 says). They do it themselves, or say so aloud and the chair or the secretary
//! notes it; a letter tells them.

use domain::Refusal;
use domain::elected::NoteDeclined;
use domain::ids::{MemberId, VoteId};
use domain::member::MemberState;
use domain::offices::{self, Tenure};
use domain::roles::Actor;
use protocol::hash;
use serde_json::json;
use store::assemblies::Assembly;
use store::declined_seats::{self, Declined};
use store::votes::{self, Vote};
use store::{Tx, roles};

use super::tell_apart::{decided, in_session};
use crate::error::{Stored as _, duplicate_is};
use crate::letters::{self, Letter, OwnLetter, Recipient};
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, elections, facts};

/// Declines the own seat.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::NotInSession`], [`Refusal::AssemblyOver`] once the minutes are published;
/// [`Refusal::NotElected`], [`Refusal::SeatDeclined`]; [`Refusal::OfficeNeedsSuccessor`] for who presides since, while nobody would
/// after them.
pub async fn decline_seat(service: &Service, actor: &Actor, id: VoteId) -> Result<(), Error> {
    allow(actor, Operation::DeclineSeat)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::DeclineSeat).await?;
        let (assembly, vote) = in_session(tx, id).await?;
        let standing = elections::standing(tx, &vote).await?;
        let at = standing.iter().position(|member| *member == by.id).ok_or(Refusal::NotElected)?;
        let place = u32::try_from(at).stored("a place on the ballot")?;
        let declined = Declined { place, member: by.id, noted_by: None, at: service.now() };
        decline(service, tx, actor, (&assembly, &vote), &declined).await?;
        facts::note(service, tx, actor, "decline-seat", Some(id.0)).await
    })
}

/// Notes that somebody elected said aloud that they decline.
///
/// # Errors
/// As [`decline_seat`], of whoever stands at that place of the ballot.
pub async fn note_declined(service: &Service, actor: &Actor, id: VoteId, asked: &NoteDeclined) -> Result<(), Error> {
    allow(actor, Operation::NoteDeclined)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::NoteDeclined).await?;
        let (assembly, vote) = in_session(tx, id).await?;
        let standing = elections::standing(tx, &vote).await?;
        let at = usize::try_from(asked.place).ok().and_then(|at| standing.get(at));
        let member = *at.ok_or(Refusal::NotElected)?;
        // Whoever notes the own word declines themselves.
        let noted_by = Some(by.id).filter(|by| *by != member);
        let declined = Declined { place: asked.place, member, noted_by, at: service.now() };
        decline(service, tx, actor, (&assembly, &vote), &declined).await?;
        if noted_by.is_some() {
            tell(service, tx, (&assembly, &vote), member).await?;
        }
        facts::note(service, tx, actor, "note-declined", Some(member.0)).await
    })
}

/// Tells whoever is said to decline: it is for good, and they may not have said so.
async fn tell(
    service: &Service,
    tx: &mut Tx,
    (assembly, vote): (&Assembly, &Vote),
    member: MemberId,
) -> Result<(), Error> {
    // Nobody is written to about a rehearsal.
    if assembly.rehearsal_until.is_some() {
        return Ok(());
    }
    let member = facts::member(tx, member).await?;
    let Some(to) = Recipient::of(&member) else { return Ok(()) };
    let once = format!("seat-declined {} {}", vote.id, member.id);
    let letter = Letter::Own(OwnLetter::SeatDeclined {
        name: member.name,
        title: facts::resolution(tx, vote.resolution).await?.title,
        at: service.now(),
        zone: assembly.time_zone.clone(),
        link: service.at(&format!("/vote/{}", vote.id)),
    });
    letters::queue(service, tx, &to, &letter, &once, None).await
}

async fn decline(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    (assembly, vote): (&Assembly, &Vote),
    declined: &Declined,
) -> Result<(), Error> {
    let (before, mut decision) = decided(vote)?.ok_or(Refusal::NotElected)?;
    let election = decision.election.as_ref().ok_or(Refusal::NotElected)?.after_declined(declined.place)?;
    decision.election = Some(election);
    let after = serde_json::to_string(&decision).stored("a decision")?;
    duplicate_is(declined_seats::insert(tx, vote.id, declined).await, Refusal::SeatDeclined)?;
    if !votes::told(tx, vote.id, &before, &after).await? {
        return Err(Refusal::SeatDeclined.into());
    }
    let since = vote.decided_at.stored("when a vote was decided")?;
    leave(service, tx, actor, (declined.member, since)).await?;
    let how = if declined.noted_by.is_some() { "aloud" } else { "own" };
    let body = json!({ "by": how, "declined": declined.place, "vote": hash::hex(vote.id.bytes()) });
    let mut record = Record::new(service, assembly.cooperative, assembly.id);
    record.add("declined", body);
    record.write(tx).await
}

/// What the seat gave ends with it: the terms on the board, and of who presides it, that were given since the result.
async fn leave(service: &Service, tx: &mut Tx, actor: &Actor, (member, since): (MemberId, i64)) -> Result<(), Error> {
    let (zone, now) = (facts::cooperative(tx).await?.time_zone, service.now());
    let listed = roles::list(tx).await?;
    let terms: Vec<Tenure> = listed.iter().map(roles::Listed::tenure).collect();
    let active = listed.iter().filter(|term| term.state == MemberState::Active);
    let alive: Vec<Tenure> = active.map(roles::Listed::tenure).collect();
    for term in offices::of_seat(&terms, member, since, now) {
        if let Some(at) = offices::end(&alive, &term, None, &zone, now)? {
            roles::end_one(tx, term.id, at).await?;
            facts::note(service, tx, actor, "end-office", Some(term.id.0)).await?;
        }
    }
    Ok(())
}
