//! The chair opens a vote in the session. The roll is fixed and committed to; a secret vote gets its box.

use domain::Refusal;
use domain::ids::VoteId;
use domain::roles::Actor;
use store::votes::{self, Move, Vote};
use store::{Tx, hands};

use crate::acts::advance;
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, agendas, bureau, facts, opening};

/// Opens a vote: from now on each voice on the roll may vote in it, and that is each which did not vote in advance. The answer
/// is their number.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::NotInSession`], [`Refusal::SessionSuspended`], [`Refusal::VoteVoided`],
/// [`Refusal::VoteAlreadyOpen`], [`Refusal::VoteClosed`], [`Refusal::BureauMissing`] before the bureau of the assembly is
/// constituted, [`Refusal::AmendmentsFirst`] for the text of a proposal while an amendment to it is not decided,
/// [`Refusal::AdvanceGoesOn`] while ballots are received in advance;
/// [`Refusal::KeyHoldersNotReady`] for a secret vote whose trustees are not approved by every key holder,
/// [`Refusal::RollEmpty`] when no member has a key; [`Refusal::EntrustedUnconfirmed`] where more than a tenth of the voices would be
/// entrusted to the server and the board did not confirm so many.
pub async fn open_vote(service: &Service, actor: &Actor, id: VoteId) -> Result<u32, Error> {
    open(service, actor, id, Operation::OpenVote).await
}

/// Opens a vote by show of hands: the hall raises hands once the box is closed, whoever takes part from a distance, or prefers it,
/// casts a ballot as in any open vote.
///
/// # Errors
/// As [`open_vote`]; [`Refusal::HandsNotHere`] for a secret vote, an election, and where ballots were received in advance;
/// [`Refusal::HandsNeedTwo`] while the bureau has fewer than two scrutineers.
pub async fn open_by_hands(service: &Service, actor: &Actor, id: VoteId) -> Result<u32, Error> {
    open(service, actor, id, Operation::OpenByHands).await
}

async fn open(service: &Service, actor: &Actor, id: VoteId, asked: Operation) -> Result<u32, Error> {
    allow(actor, asked)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, asked).await?;
        let vote = facts::vote(tx, id).await?;
        let assembly = facts::assembly(tx, vote.assembly).await?;
        assembly.state.require_session()?;
        domain::assembly::going_on(assembly.suspended_at)?;
        let next = vote.state.open()?;
        bureau::required(tx, assembly.id).await?;
        agendas::amendments_first(tx, &vote).await?;
        if asked == Operation::OpenByHands {
            by_hands(service, tx, &vote).await?;
        }
        let mut record = Record::new(service, assembly.cooperative, assembly.id);
        advance::over(service, tx, &vote, &mut record).await?;
        let step = Move { vote: id, from: vote.state, to: next, at: service.now() };
        if !votes::open(tx, step).await? {
            return Err(Refusal::VoteAlreadyOpen.into());
        }
        let voices = opening::open(service, tx, (&assembly, &vote), None, &mut record).await?;
        record.write(tx).await?;
        let act = if asked == Operation::OpenByHands { "open-by-hands" } else { "open-vote" };
        facts::note(service, tx, actor, act, Some(id.0)).await?;
        Ok(voices)
    })
}

/// Notes that the vote is one by show of hands, if it may be.
async fn by_hands(service: &Service, tx: &mut Tx, vote: &Vote) -> Result<(), Error> {
    crate::hands::may_open(tx, vote).await?;
    Ok(hands::insert(tx, vote.id, service.now()).await?)
}
