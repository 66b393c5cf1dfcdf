//! The hands of a closed vote are counted by the two scrutineers, each alone, and typed: by each on the own page, or by the chair
//! as they say it aloud. When both counts are the same the vote is decided; when they differ both count again.

use domain::Refusal;
use domain::bureau::{Accepted, Seat};
use domain::hands::{CountHands, Hands, HandsView, NotTyped, NoteHands, Typed};
use domain::ids::{MemberId, VoteId};
use domain::roles::Actor;
use protocol::hash;
use serde_json::json;
use store::hands::{self, Count};
use store::votes::Vote;
use store::{Tx, keys};

use crate::acts::close_vote::count_open;
use crate::error::{Stored as _, duplicate_is};
use crate::hands::{awaited, tellers};
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// A scrutineer types what they counted. Answers where the count stands: nobody is told the other number.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] also for whoever is no scrutineer; [`Refusal::NotInSession`], [`Refusal::AssemblyOver`];
/// [`Refusal::HandsNotAwaited`] for a vote that is not by show of hands, not closed or counted; [`Refusal::HandsTyped`];
/// [`Refusal::HandsTooMany`].
pub async fn count_hands(service: &Service, actor: &Actor, id: VoteId, asked: &CountHands) -> Result<HandsView, Error> {
    allow(actor, Operation::CountHands)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::CountHands).await?;
        let asked = Asked { seat: None, round: asked.round, hands: asked.hands, by: by.id };
        let view = enter(service, tx, actor, id, &asked).await?;
        facts::note(service, tx, actor, "count-hands", Some(id.0)).await?;
        Ok(view)
    })
}

/// The chair types what a scrutineer without a voting key counted and said aloud.
///
/// # Errors
/// As [`count_hands`]; [`Refusal::NotFound`] for a seat that is empty; [`Refusal::HandsOwnSeat`] for a scrutineer with a key.
pub async fn note_hands(service: &Service, actor: &Actor, id: VoteId, asked: &NoteHands) -> Result<HandsView, Error> {
    allow(actor, Operation::NoteHands)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::NoteHands).await?;
        let asked = Asked { seat: Some(asked.seat), round: asked.round, hands: asked.hands, by: by.id };
        let view = enter(service, tx, actor, id, &asked).await?;
        facts::note(service, tx, actor, "note-hands", Some(id.0)).await?;
        Ok(view)
    })
}

/// What is typed: for the own seat, or for one that is named.
struct Asked {
    seat: Option<Seat>,
    round: u32,
    hands: Hands,
    by: MemberId,
}

async fn enter(service: &Service, tx: &mut Tx, actor: &Actor, id: VoteId, asked: &Asked) -> Result<HandsView, Error> {
    let vote = facts::vote(tx, id).await?;
    facts::assembly(tx, vote.assembly).await?.state.require_session()?;
    let (seat, member) = counts(tx, &vote, asked).await?;
    let found = awaited(tx, &vote).await?;
    let hall = found.vote.hall.stored("the voices in the hall")?;
    // Who types the own count says nothing aloud.
    let noted_by = Some(asked.by).filter(|by| *by != member);
    let typed = Typed { seat, member, noted_by, count: asked.hands };
    let standing = found.standing.enter(asked.round, typed).map_err(NotTyped::hands)?;
    asked.hands.within(hall)?;
    let Hands { for_, against, abstain } = asked.hands;
    let (n, round, at) = (found.typed + 1, asked.round, service.now());
    let new = Count { n, round, seat, member, noted_by, for_, against, abstain, at };
    duplicate_is(hands::enter(tx, id, &new).await, Refusal::HandsTyped)?;
    if let Some(both) = standing.agreed() {
        agree(service, tx, actor, (&vote, hall), (standing.round(), both)).await?;
    }
    Ok(HandsView::of(Some(hall), &standing))
}

/// For which seat that is typed, and who sits there.
async fn counts(tx: &mut Tx, vote: &Vote, asked: &Asked) -> Result<(Seat, MemberId), Error> {
    let seats = tellers(tx, vote.assembly).await?;
    let sits = match asked.seat {
        None => seats.iter().find(|held| held.member == Some(asked.by)),
        Some(seat) => seats.iter().find(|held| held.seat == seat),
    };
    let (seat, member) = sits.and_then(|held| Some((held.seat, held.member?))).ok_or(Refusal::NotFound)?;
    if member != asked.by && keys::current(tx, member).await?.is_some() {
        return Err(Refusal::HandsOwnSeat.into());
    }
    Ok((seat, member))
}

/// Both counted the same: the record has it, and the vote is decided.
async fn agree(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    (vote, hall): (&Vote, u32),
    (round, both): (u32, &[Typed<Hands>; 2]),
) -> Result<(), Error> {
    let assembly = facts::assembly(tx, vote.assembly).await?;
    let mut record = Record::new(service, assembly.cooperative, assembly.id);
    let how = |seat: Seat| both.iter().find(|typed| typed.seat == seat).map(|typed| typed.how().word());
    let (first, second) = (how(Seat::FirstScrutineer), how(Seat::SecondScrutineer));
    record.add(
        "hands",
        json!({
            "counts": both[0].count,
            "hall": hall,
            "round": round,
            "typed": {
                "first-scrutineer": first.unwrap_or(Accepted::Own.word()),
                "second-scrutineer": second.unwrap_or(Accepted::Own.word()),
            },
            "vote": hash::hex(vote.id.bytes()),
        }),
    );
    count_open(service, tx, actor, (&assembly, vote), &mut record).await?;
    record.write(tx).await
}
