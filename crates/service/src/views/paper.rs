//! The page on which the two scrutineers, or the chair as they say it aloud, type what the papers say.

use domain::Refusal;
use domain::hands::HandSeat;
use domain::ids::VoteId;
use domain::paper::PaperDesk;
use domain::roles::Actor;

use crate::hands::{keyed, tellers};
use crate::paper::{counting, view};
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts};

/// How far the papers of a vote are counted, for the two who count and for who leads the session.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] for anybody else, and for a vote in which no voice is on paper.
pub async fn paper(service: &Service, actor: &Actor, id: VoteId) -> Result<PaperDesk, Error> {
    allow(actor, Operation::ReadPaper)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadPaper).await?;
    let leads = allow(actor, Operation::ReadConsole).is_ok();
    let notes = allow(actor, Operation::NotePaper).is_ok();
    let vote = facts::vote(&mut tx, id).await?;
    let view = view(&mut tx, &vote).await?.ok_or(Refusal::NotFound)?;
    let standing = counting(&mut tx, id).await?.map(|found| found.standing);
    let mut seats = Vec::new();
    for held in tellers(&mut tx, vote.assembly).await? {
        let own = held.member == Some(member.id);
        let typed = standing
            .as_ref()
            .is_some_and(|of| of.agreed().is_some() || of.typed().is_some_and(|typed| typed.seat == held.seat));
        let aloud = notes && !own && !keyed(&mut tx, &held).await?;
        seats.push(HandSeat { seat: held.seat, name: held.name, typed, own, aloud });
    }
    if !leads && !seats.iter().any(|seat| seat.own) {
        return Err(Refusal::NotFound.into());
    }
    Ok(PaperDesk {
        vote: id,
        assembly: vote.assembly,
        position: vote.position,
        resolution: facts::resolution(&mut tx, vote.resolution).await?,
        mode: vote.mode,
        state: vote.state,
        view,
        seats,
        leads,
    })
}
