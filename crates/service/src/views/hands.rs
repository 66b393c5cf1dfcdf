//! The page on which the two scrutineers, or the chair as they say it aloud, type what they counted.

use domain::Refusal;
use domain::hands::{HandSeat, HandsDesk, HandsView};
use domain::ids::VoteId;
use domain::roles::Actor;

use crate::hands::{counting, keyed, tellers};
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts, turnout};

/// How far the hands of a vote are counted, for the two who count and for who leads the session.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] for anybody else, and for a vote that is not by show of hands.
pub async fn hands(service: &Service, actor: &Actor, id: VoteId) -> Result<HandsDesk, Error> {
    allow(actor, Operation::ReadHands)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadHands).await?;
    let leads = allow(actor, Operation::ReadConsole).is_ok();
    let notes = allow(actor, Operation::NoteHands).is_ok();
    let vote = facts::vote(&mut tx, id).await?;
    let found = counting(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let mut seats = Vec::new();
    for held in tellers(&mut tx, vote.assembly).await? {
        let own = held.member == Some(member.id);
        let typed =
            found.standing.typed().is_some_and(|typed| typed.seat == held.seat) || found.standing.agreed().is_some();
        let aloud = notes && !own && !keyed(&mut tx, &held).await?;
        seats.push(HandSeat { seat: held.seat, name: held.name, typed, own, aloud });
    }
    if !leads && !seats.iter().any(|seat| seat.own) {
        return Err(Refusal::NotFound.into());
    }
    Ok(HandsDesk {
        vote: id,
        assembly: vote.assembly,
        position: vote.position,
        resolution: facts::resolution(&mut tx, vote.resolution).await?,
        state: vote.state,
        voted: turnout::of(&mut tx, &vote).await?.voted,
        view: HandsView::of(found.vote.hall, &found.standing),
        seats,
        leads,
    })
}
