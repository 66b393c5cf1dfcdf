//! The authors open a proposal for support, submit it, take it back.

use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::ids::ProposalId;
use domain::proposals::{Move, ProposalMove, ProposalState};
use domain::roles::Actor;
use store::Tx;
use store::members::Member;
use store::proposals::Submission;

use crate::policy::{Operation, allow};
use crate::proposals::{Seen, authors_left, progress, receives, seen};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Moves a proposal on. A draft that is withdrawn is thrown away: nobody but its authors ever saw it.
///
/// # Errors
/// Policy; [`Refusal::Malformed`] for what its authors do not decide; [`Refusal::NotFound`], also for the draft of others;
/// [`Refusal::NotAuthor`]; [`Refusal::ProposalState`]; to submit it, [`Refusal::SupportMissing`] and
/// [`Refusal::ProposalTooLate`].
pub async fn move_proposal(service: &Service, actor: &Actor, id: ProposalId, asked: &Move) -> Result<(), Error> {
    allow(actor, Operation::MoveProposal)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::MoveProposal).await?;
        let seen = seen(service, tx, actor, &member, id).await?;
        match asked.happens {
            ProposalMove::Open => {
                seen.part.writes()?;
                let to = seen.proposal.state.after(ProposalMove::Open)?;
                done(store::proposals::open(tx, &seen.proposal, to, service.now()).await?)?;
                facts::note(service, tx, actor, "open-proposal", Some(id.0)).await
            }
            ProposalMove::Submit => submit(service, tx, actor, &seen, asked).await,
            ProposalMove::Withdraw => withdraw(service, tx, (actor, &member), &seen).await,
            _ => Err(Refusal::Malformed.into()),
        }
    })
}

/// Somebody else was faster.
fn done(done: bool) -> Result<(), Refusal> {
    if done { Ok(()) } else { Err(Refusal::ProposalState) }
}

async fn submit(service: &Service, tx: &mut Tx, actor: &Actor, seen: &Seen, asked: &Move) -> Result<(), Error> {
    let (proposal, now) = (&seen.proposal, service.now());
    seen.part.writes()?;
    let to = proposal.state.after(ProposalMove::Submit)?;
    if let Some(id) = asked.assembly {
        let assembly = facts::assembly(tx, id).await?;
        if assembly.state != AssemblyState::Convened {
            return Err(Refusal::ProposalTooLate.into());
        }
        receives(tx, &assembly, now).await?;
    }
    let cooperative = facts::cooperative(tx).await?;
    let progress = progress(tx, &cooperative, proposal, service.now()).await?;
    if !progress.enough() {
        return Err(Refusal::SupportMissing.into());
    }
    let how = Submission { supporters: progress.supporters, voices: progress.members, assembly: asked.assembly };
    done(store::proposals::submit(tx, proposal, to, now, &how).await?)?;
    facts::note(service, tx, actor, "submit-proposal", Some(proposal.id.0)).await
}

async fn withdraw(
    service: &Service,
    tx: &mut Tx,
    (actor, member): (&Actor, &Member),
    seen: &Seen,
) -> Result<(), Error> {
    let proposal = &seen.proposal;
    if proposal.state == ProposalState::Draft {
        // Of a draft nobody but its authors knows: whoever began it throws it away.
        if proposal.author != member.id {
            return Err(Refusal::NotAuthor.into());
        }
        done(store::proposals::discard(tx, proposal).await?)?;
        return facts::note(service, tx, actor, "discard-proposal", Some(proposal.id.0)).await;
    }
    seen.part.withdraws(authors_left(tx, seen).await?)?;
    if !proposal.state.may_withdraw() {
        return Err(Refusal::ProposalState.into());
    }
    let to = proposal.state.after(ProposalMove::Withdraw)?;
    done(store::proposals::move_to(tx, proposal, to, service.now()).await?)?;
    facts::note(service, tx, actor, "withdraw-proposal", Some(proposal.id.0)).await
}
