//! Those equal at the last seat of an election are told apart: a draw is entered and a scrutineer confirms it, or, where the
//! statutes say so, the chair opens another round among them.

use domain::Refusal;
use domain::bureau::Seat;
use domain::decision::Decision;
use domain::draw::{ConfirmDraw, DrawSaid, Entered, may_answer, may_enter};
use domain::elected::Elected;
use domain::ids::{ResolutionId, VoteId};
use domain::in_session::{Cause, round_title};
use domain::resolution::Resolution;
use domain::roles::Actor;
use domain::vote::{VoteMode, VoteState};
use domain::wire::RecordDraw;
use protocol::{canonical, hash};
use serde_json::json;
use store::assemblies::{Assembly, Frozen};
use store::draws::{self, Answer};
use store::votes::{self, NewVote, Vote};
use store::{Tx, assemblies};

use super::make_holder_key::form_trustees_of;
use super::put_to_vote::after_all;
use crate::error::{Stored as _, duplicate_is};
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, elections, facts};

/// Enters who of those equal was drawn in session, for a scrutineer to confirm. Nobody is seated before.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::NotInSession`], [`Refusal::AssemblyOver`]; [`Refusal::NoDraw`] where nothing waits for
/// one, or it stands; [`Refusal::DrawInvalid`]; as [`may_enter`].
pub async fn record_draw(service: &Service, actor: &Actor, id: VoteId, asked: &RecordDraw) -> Result<(), Error> {
    allow(actor, Operation::RecordDraw)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::RecordDraw).await?;
        let (_, vote) = in_session(tx, id).await?;
        let (_, decision) = decided(&vote)?.ok_or(Refusal::NoDraw)?;
        decision.election.as_ref().ok_or(Refusal::NoDraw)?.after_draw(&asked.drawn)?;
        let last = elections::entered(tx, id).await?;
        let n = may_enter(last.as_ref(), by.id, &elections::confirmers(tx, &vote, by.id).await?)?;
        let drawn = serde_json::to_string(&asked.drawn).stored("a draw")?;
        // Of two who enter at once, the second is told that one waits.
        duplicate_is(draws::enter(tx, id, n, &drawn, (by.id, service.now())).await, Refusal::DrawWaits)?;
        facts::note(service, tx, actor, "record-draw", Some(id.0)).await
    })
}

/// A scrutineer says whether what was entered is what was drawn. If it is, those drawn are elected; if not, it is void and kept, and
/// is entered again.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] also for whoever is no scrutineer, or stands among those equal while another scrutineer is
/// left; [`Refusal::NotInSession`], [`Refusal::AssemblyOver`]; as [`may_answer`].
pub async fn confirm_draw(service: &Service, actor: &Actor, id: VoteId, asked: &ConfirmDraw) -> Result<(), Error> {
    allow(actor, Operation::ConfirmDraw)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::ConfirmDraw).await?;
        let (assembly, vote) = in_session(tx, id).await?;
        let last = elections::entered(tx, id).await?;
        let enterer = last.as_ref().map_or(by.id, |last| last.by);
        let confirmers = elections::confirmers(tx, &vote, enterer).await?;
        let seat = may_answer(last.as_ref(), asked.n, by.id, &confirmers)?;
        let answer = Answer { said: asked.said, seat, by: by.id, at: service.now() };
        if !draws::answer(tx, id, asked.n, &answer).await? {
            return Err(Refusal::DrawNotAwaited.into());
        }
        if asked.said == DrawSaid::Same {
            let entered = last.stored("a draw")?;
            stands(service, tx, (&assembly, &vote), &entered, seat).await?;
        }
        facts::note(service, tx, actor, "confirm-draw", Some(id.0)).await
    })
}

/// A draw that was confirmed: those drawn are elected, and the record has it, with the seat that confirmed it and no name.
async fn stands(
    service: &Service,
    tx: &mut Tx,
    (assembly, vote): (&Assembly, &Vote),
    entered: &Entered,
    seat: Seat,
) -> Result<(), Error> {
    let (before, mut decision) = decided(vote)?.ok_or(Refusal::NoDraw)?;
    let drawn = decision.election.as_ref().ok_or(Refusal::NoDraw)?.after_draw(&entered.drawn)?;
    decision.election = Some(Elected { confirmed: Some(seat), ..drawn });
    let after = serde_json::to_string(&decision).stored("a decision")?;
    if !votes::told(tx, vote.id, &before, &after).await? {
        return Err(Refusal::NoDraw.into());
    }
    let mut record = Record::new(service, assembly.cooperative, assembly.id);
    let body = json!({
        "confirmed": seat.word(),
        "drawn": entered.drawn,
        "round": entered.n,
        "vote": hash::hex(vote.id.bytes()),
    });
    record.add("draw", body);
    record.write(tx).await
}

/// Puts another round to the vote after the others of the agenda, among those equal and for the seats that wait. Answers its
/// vote.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::NotInSession`], [`Refusal::AssemblyOver`]; [`Refusal::NoRunoff`] where nothing waits for
/// one, or it is put to the vote already.
pub async fn open_runoff(service: &Service, actor: &Actor, id: VoteId) -> Result<VoteId, Error> {
    allow(actor, Operation::OpenRunoff)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::OpenRunoff).await?;
        let (assembly, vote) = in_session(tx, id).await?;
        let all = votes::by_assembly(tx, assembly.id).await?;
        let (_, decision) = decided(&vote)?.ok_or(Refusal::NoRunoff)?;
        elections::awaits(&vote, Some(&decision), &all).ok_or(Refusal::NoRunoff)?;
        let election = decision.election.as_ref().ok_or(Refusal::NoRunoff)?;
        let first = facts::resolution(tx, vote.resolution).await?;
        let contest = election.runoff(first.election.as_ref().stored("an election")?)?;
        let resolution = Resolution {
            id: ResolutionId(service.id()),
            title: title(tx, &vote).await?,
            text: first.text,
            election: Some(contest),
        };
        let new = NewVote {
            id: VoteId(service.id()),
            assembly: assembly.id,
            position: after_all(tx, assembly.id, &all).await?,
            resolution: resolution.id,
            mode: VoteMode::Secret,
            preset: vote.preset.clone(),
        };
        let body = canonical::to_string(&resolution).stored("a resolution")?;
        let frozen = Frozen { id: resolution.id, assembly: assembly.id, body, hash: resolution.hash() };
        assemblies::insert_resolution(tx, &frozen).await?;
        votes::insert(tx, &new, VoteState::Prepared).await?;
        votes::put_in_session(tx, new.id, Cause::Runoff, Some(id)).await?;
        form_trustees_of(service, tx, assembly.id, &[new.id]).await?;
        let body = json!({
            "cause": Cause::Runoff.word(),
            "instead": hash::hex(id.bytes()),
            "kind": "put-to-vote",
            "resolution": hash::hex(&resolution.hash()),
            "vote": hash::hex(new.id.bytes()),
        });
        let mut record = Record::new(service, assembly.cooperative, assembly.id);
        record.add("incident", body);
        record.write(tx).await?;
        facts::note(service, tx, actor, "open-runoff", Some(new.id.0)).await?;
        Ok(new.id)
    })
}

/// A vote of an assembly in session.
pub(super) async fn in_session(tx: &mut Tx, id: VoteId) -> Result<(Assembly, Vote), Error> {
    let vote = facts::vote(tx, id).await?;
    let assembly = facts::assembly(tx, vote.assembly).await?;
    assembly.state.require_session()?;
    Ok((assembly, vote))
}

/// The decision of a vote, as it is kept and read.
pub(super) fn decided(vote: &Vote) -> Result<Option<(String, Decision)>, Error> {
    let Some(text) = vote.decision.clone() else { return Ok(None) };
    let decision = serde_json::from_str(&text).stored("a decision")?;
    Ok(Some((text, decision)))
}

/// The title of the round after a vote: that of the first, with its number.
async fn title(tx: &mut Tx, vote: &Vote) -> Result<domain::resolution::Text, Error> {
    let (mut of, mut round) = (vote.clone(), 2);
    while let (Some(Cause::Runoff), Some(before)) = (of.cause, of.instead) {
        of = facts::vote(tx, before).await?;
        round += 1;
    }
    Ok(round_title(&facts::resolution(tx, of.resolution).await?.title, round))
}
