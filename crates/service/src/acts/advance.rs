//! Ballots in advance: the boxes of an assembly open on the day that its notice says, by themselves or by whoever keeps the
//! register, and close at its hour (C. com. R.225-77). Nothing of them is opened before the session's boxes are closed.

use domain::Refusal;
use domain::ids::{AssemblyId, VoteId};
use domain::roles::Actor;
use domain::vote::{Stage, VoteMode, VoteState, Window};
use domain::wire::AdvanceDesk;
use store::assemblies::Assembly;
use store::boxes::{self, VoteBox};
use store::votes::{self, Move, Vote};
use store::{Tx, assemblies};

use crate::acts::close_vote::seal;
use crate::acts::convening::announce::notice_of;
use crate::acts::rehearse::give_way;
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, entrusted, facts, opening};

/// Opens the advance boxes of an assembly that can be opened, each with its roll. Those that are open stay so. Answers how many
/// opened: what waits for key holders, or for the board, keeps no other waiting.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::AssemblyBegun`], [`Refusal::AssemblyOver`], [`Refusal::AssemblyCancelled`];
/// [`Refusal::NoAdvance`]; [`Refusal::AdvanceNotYet`], [`Refusal::AdvanceOver`]; [`Refusal::KeyHoldersNotReady`] where every vote
/// that is left waits for a key holder; [`Refusal::EntrustedUnconfirmed`] where it waits for the board; [`Refusal::RollEmpty`].
pub async fn open_advance(service: &Service, actor: &Actor, id: AssemblyId) -> Result<u32, Error> {
    allow(actor, Operation::OpenAdvance)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::OpenAdvance).await?;
        open_boxes(service, tx, actor, id, None).await
    })
}

/// Opens those of one vote, or of all.
async fn open_boxes(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    id: AssemblyId,
    only: Option<VoteId>,
) -> Result<u32, Error> {
    let assembly = facts::assembly(tx, id).await?;
    assembly.state.correct()?;
    let window = window(tx, id).await?.ok_or(Refusal::NoAdvance)?;
    window.receives(service.now())?;
    let mut record = Record::new(service, assembly.cooperative, id);
    let (mut opened, mut waits) = (0, None);
    for vote in to_open(tx, &assembly).await?.into_iter().filter(|vote| only.is_none_or(|one| one == vote.id)) {
        if let Some(refusal) = waits_for(service, tx, (&assembly, &vote)).await? {
            waits = waits.or(Some(refusal));
            continue;
        }
        let step = Move { vote: vote.id, from: vote.state, to: vote.state.open_in_advance()?, at: service.now() };
        if !votes::open(tx, step).await? {
            return Err(Refusal::VoteAlreadyOpen.into());
        }
        opening::open(service, tx, (&assembly, &vote), Some(window.until), &mut record).await?;
        opened += 1;
    }
    if opened > 0 {
        give_way(service, tx, &assembly).await?;
        record.write(tx).await?;
        facts::note(service, tx, actor, "open-advance", Some(id.0)).await?;
    } else if let Some(refusal) = waits {
        return Err(refusal.into());
    }
    Ok(opened)
}

/// What the box of a vote waits for: key holders who have no keys, without whom what it receives could not be opened one day; or the
/// board, where more than a tenth of its voices would be entrusted to the server.
async fn waits_for(
    service: &Service,
    tx: &mut Tx,
    (assembly, vote): (&Assembly, &Vote),
) -> Result<Option<Refusal>, Error> {
    if let Some(refusal) = waits_for_holders(tx, vote).await? {
        return Ok(Some(refusal));
    }
    let unconfirmed = entrusted::wait_in_advance(service, tx, assembly, std::slice::from_ref(vote)).await?;
    Ok((!unconfirmed.is_empty()).then_some(Refusal::EntrustedUnconfirmed))
}

/// The same of key holders alone.
async fn waits_for_holders(tx: &mut Tx, vote: &Vote) -> Result<Option<Refusal>, Error> {
    if vote.mode != VoteMode::Secret {
        return Ok(None);
    }
    match opening::approved_trustees(tx, vote).await {
        Ok(_) => Ok(None),
        Err(Error::Refused(refusal)) => Ok(Some(refusal)),
        Err(error) => Err(error),
    }
}

/// From and until when ballots are received in advance; none where the notice says nothing of it.
pub(crate) async fn window(tx: &mut Tx, id: AssemblyId) -> Result<Option<Window>, Error> {
    match notice_of(tx, id).await {
        Ok(notice) => Ok(notice.advance.map(|(from, until)| Window { from, until })),
        // Assemblies convened before notices were kept.
        Err(Error::Refused(Refusal::NotFound)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What the console says of ballots in advance, before the session.
pub(crate) async fn desk(service: &Service, tx: &mut Tx, assembly: &Assembly) -> Result<Option<AdvanceDesk>, Error> {
    let Some(window) = window(tx, assembly.id).await?.filter(|_| assembly.state.correct().is_ok()) else {
        return Ok(None);
    };
    let waiting = to_open(tx, assembly).await?;
    let unconfirmed = entrusted::wait_in_advance(service, tx, assembly, &waiting).await?;
    let (mut can, mut ready) = (0, true);
    for vote in &waiting {
        let holders = waits_for_holders(tx, vote).await?.is_none();
        can += usize::from(holders && !unconfirmed.contains(&vote.id));
        ready &= holders;
    }
    let may_open = can > 0 && window.receives(service.now()).is_ok();
    let unconfirmed = !unconfirmed.is_empty();
    let waiting = u32::try_from(waiting.len()).stored("votes")?;
    Ok(Some(AdvanceDesk { window, waiting, ready, unconfirmed, may_open }))
}

/// The votes of an assembly that have no box yet, and whose next is one before the session.
pub(crate) async fn to_come(service: &Service, tx: &mut Tx, assembly: &Assembly) -> Result<Vec<VoteId>, Error> {
    let window = window(tx, assembly.id).await?.filter(|_| assembly.state.correct().is_ok());
    if window.is_none_or(|window| service.now() >= window.until) {
        return Ok(Vec::new());
    }
    Ok(to_open(tx, assembly).await?.into_iter().map(|vote| vote.id).collect())
}

/// The votes of an assembly for which the notice announces ballots in advance, and that have no box yet.
async fn to_open(tx: &mut Tx, assembly: &Assembly) -> Result<Vec<Vote>, Error> {
    let notice = notice_of(tx, assembly.id).await?;
    let announced = |vote: &Vote| notice.items.iter().any(|item| item.in_advance && item.vote == Some(vote.id));
    let all = votes::by_assembly(tx, assembly.id).await?;
    Ok(all.into_iter().filter(|vote| vote.state == VoteState::Prepared && announced(vote)).collect())
}

/// What the clock brings: advance boxes whose day has come open, those whose hour has passed close, each by itself. Answers how
/// many of each. What waits for key holders, or for the board, waits for them; the console says so. What fails is written to the
/// log, tried again the next time, and keeps no other box from its hour.
///
/// # Errors
/// [`Error::Internal`] where nothing could be looked up.
pub async fn advance_due(service: &Service) -> Result<(u32, u32), Error> {
    let (mut opened, mut closed) = (0, 0);
    for (id, vote) in waiting(service).await? {
        let outcome = transaction!(service, |tx| { open_boxes(service, tx, &Actor::Anyone, id, Some(vote)).await });
        match outcome {
            Ok(boxes) => opened += boxes,
            Err(Error::Refused(_)) => {}
            Err(error) => ::tracing::error!(%error, %vote, "a box did not open in advance"),
        }
    }
    let due = boxes::due(&mut service.db().read().await?, service.now()).await?;
    for one in due {
        let done: Result<(), Error> = transaction!(service, |tx| {
            let vote = facts::vote(tx, one.vote).await?;
            let assembly = facts::assembly(tx, vote.assembly).await?;
            let mut record = Record::new(service, assembly.cooperative, assembly.id);
            over(service, tx, &vote, &mut record).await?;
            record.write(tx).await
        });
        match done {
            Ok(()) => closed += 1,
            Err(error) => ::tracing::error!(%error, vote = %one.vote, "an advance box did not close"),
        }
    }
    Ok((opened, closed))
}

/// The votes to come for which ballots are received now and whose boxes are not open.
async fn waiting(service: &Service) -> Result<Vec<(AssemblyId, VoteId)>, Error> {
    let mut tx = service.db().read().await?;
    let mut found = Vec::new();
    for assembly in assemblies::all(&mut tx).await? {
        if assembly.state.correct().is_err() {
            continue;
        }
        let open = window(&mut tx, assembly.id).await?.is_some_and(|window| window.receives(service.now()).is_ok());
        if open {
            found.extend(to_open(&mut tx, &assembly).await?.into_iter().map(|vote| (assembly.id, vote.id)));
        }
    }
    Ok(found)
}

/// Closes the advance box of a vote if it has one that is not closed.
///
/// # Errors
/// [`Refusal::AdvanceGoesOn`] before its hour.
pub(crate) async fn over(service: &Service, tx: &mut Tx, vote: &Vote, record: &mut Record) -> Result<(), Error> {
    let Some(found) = boxes::at_stage(tx, vote.id, Stage::Advance).await? else { return Ok(()) };
    window_of(&found).leaves_room(service.now())?;
    if found.closed_at.is_none() && boxes::close(tx, found.id, service.now()).await? && vote.mode == VoteMode::Secret {
        seal(tx, found.id, record).await?;
    }
    Ok(())
}

/// Until when a box that is open receives ballots; that of the session until the chair closes it. Open it is, whatever a clock
/// says that was set back.
pub(crate) fn window_of(found: &VoteBox) -> Window {
    Window { from: i64::MIN, until: found.until.unwrap_or(i64::MAX) }
}
