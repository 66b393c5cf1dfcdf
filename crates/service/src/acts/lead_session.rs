//! How the chair leads a session between opening and closing votes: says that a vote is about to close, suspends and resumes
//! the session, gives a vote up.

use domain::Refusal;
use domain::ids::{AssemblyId, VoteId};
use domain::roles::Actor;
use domain::vote::closing_at;
use protocol::hash;
use serde_json::json;
use store::votes::{Move, Vote};
use store::{Tx, assemblies, boxes, holders, votes};

use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, facts, hands, paper};

/// Longest reason for which a vote is void.
const LONGEST_REASON: usize = 500;

/// Says that a vote closes in a minute: screens and phones count down. It closes when the chair closes it, not by itself: a
/// hall may ask for a moment more. Answers the moment; said twice, it is that of the first time.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::VoteNotOpen`], [`Refusal::VoteAlreadyClosed`], [`Refusal::VoteVoided`].
pub async fn warn_closing(service: &Service, actor: &Actor, id: VoteId) -> Result<i64, Error> {
    allow(actor, Operation::WarnClosing)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::WarnClosing).await?;
        let vote = facts::vote(tx, id).await?;
        vote.state.warn()?;
        let said = closing_at(vote.closing_at, service.now());
        if vote.closing_at != Some(said) {
            if !votes::warn(tx, id, vote.state, said).await? {
                return Err(Refusal::VoteAlreadyClosed.into());
            }
            facts::note(service, tx, actor, "warn-closing", Some(id.0)).await?;
        }
        Ok(said)
    })
}

/// Suspends a session: no vote opens until it is resumed; votes that are open stay so. Twice is no fault.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::NotInSession`], [`Refusal::AssemblyOver`], [`Refusal::AssemblyCancelled`].
pub async fn suspend_session(service: &Service, actor: &Actor, id: AssemblyId) -> Result<(), Error> {
    allow(actor, Operation::SuspendSession)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::SuspendSession).await?;
        facts::assembly(tx, id).await?.state.require_session()?;
        if assemblies::suspend(tx, id, service.now()).await? {
            incident(service, tx, id, "suspended").await?;
            facts::note(service, tx, actor, "suspend-session", Some(id.0)).await?;
        }
        Ok(())
    })
}

/// Goes on with a session. Twice is no fault.
///
/// # Errors
/// As [`suspend_session`].
pub async fn resume_session(service: &Service, actor: &Actor, id: AssemblyId) -> Result<(), Error> {
    allow(actor, Operation::ResumeSession)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::ResumeSession).await?;
        facts::assembly(tx, id).await?.state.require_session()?;
        if assemblies::resume(tx, id).await? {
            incident(service, tx, id, "resumed").await?;
            facts::note(service, tx, actor, "resume-session", Some(id.0)).await?;
        }
        Ok(())
    })
}

/// What interrupted the session stands in its record (C. com. R.225-99).
async fn incident(service: &Service, tx: &mut Tx, id: AssemblyId, kind: &str) -> Result<(), Error> {
    let cooperative = facts::cooperative(tx).await?.id;
    let mut record = Record::new(service, cooperative, id);
    record.add("incident", json!({ "kind": kind }));
    record.write(tx).await
}

/// Gives a vote up, before or while it is open, or while its hands or papers are counted, with the reason for everybody to read. It decides nothing; ballots that were
/// received stay in its archive and are never decrypted.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::NotInSession`], [`Refusal::AssemblyOver`], [`Refusal::ReasonMissing`],
/// [`Refusal::VoteAlreadyClosed`], [`Refusal::VoteVoided`].
pub async fn void_vote(service: &Service, actor: &Actor, id: VoteId, reason: &str) -> Result<(), Error> {
    allow(actor, Operation::VoidVote)?;
    let reason = &facts::reason(reason, LONGEST_REASON)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::VoidVote).await?;
        let vote = facts::vote(tx, id).await?;
        let assembly = facts::assembly(tx, vote.assembly).await?;
        assembly.state.require_session()?;
        let mut record = Record::new(service, assembly.cooperative, assembly.id);
        give_up(service, tx, &vote, reason, &mut record).await?;
        record.write(tx).await?;
        facts::note(service, tx, actor, "void-vote", Some(id.0)).await?;
        Ok(())
    })
}

/// Makes a vote void, and says so in the record.
pub(crate) async fn give_up(
    service: &Service,
    tx: &mut Tx,
    vote: &Vote,
    reason: &str,
    record: &mut Record,
) -> Result<(), Error> {
    // While papers are counted nothing of a vote is, and of a secret one no part of the decryption is there.
    let waits = hands::waits(tx, vote).await? || paper::waits(tx, vote).await?;
    let step = Move { vote: vote.id, from: vote.state, to: vote.state.void_uncounted(waits)?, at: service.now() };
    if !votes::void(tx, step, reason).await? {
        return Err(Refusal::VoteAlreadyClosed.into());
    }
    let (reason, id) = (reason.to_owned(), hash::hex(vote.id.bytes()));
    let opened = boxes::elections(tx, vote.id).await?;
    if opened.is_empty() {
        record.add("box-voided", json!({ "reason": reason, "vote": id }));
    }
    for one in opened {
        record.add("box-voided", json!({ "box": one.uuid, "reason": reason, "vote": id }));
    }
    // Without it nobody opens the box, whatever the key holders' pages are told.
    Ok(holders::forget_secret(tx, vote.id).await?)
}
