//! A member supports a version of a proposal by a signature, and takes it back.

use domain::Refusal;
use domain::ids::ProposalId;
use domain::proposals::{Progress, ProposalState, Support};
use domain::roles::Actor;
use store::{keys, supports};

use crate::error::duplicate_is;
use crate::policy::{Operation, allow};
use crate::proposals::{has_voice, progress, seen, version};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Receives a support of the text as it is. The same again changes nothing. Answers how far the support has come.
///
/// # Errors
/// Policy; [`Refusal::NoVoice`]; [`Refusal::NotFound`]; [`Refusal::ProposalState`] when it is not open for support;
/// [`Refusal::TextOutdated`] for another version; [`Refusal::SupportInvalid`] when the signature is not by the member's key
/// in force, or there is none.
pub async fn support_proposal(
    service: &Service,
    actor: &Actor,
    id: ProposalId,
    sent: &Support,
) -> Result<Progress, Error> {
    allow(actor, Operation::SupportProposal)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::SupportProposal).await?;
        let cooperative = facts::cooperative(tx).await?;
        has_voice(&cooperative, &member)?;
        let proposal = seen(service, tx, actor, &member, id).await?.proposal;
        if proposal.state != ProposalState::Open {
            return Err(Refusal::ProposalState.into());
        }
        let current = version(tx, id, proposal.version).await?;
        if (sent.version, sent.hash) != (current.n, current.hash) {
            return Err(Refusal::TextOutdated.into());
        }
        let key = keys::current(tx, member.id).await?.ok_or(Refusal::SupportInvalid)?;
        let signed = protocol::support::Support {
            proposal: id.bytes(),
            version: sent.version.into(),
            text_hash: &sent.hash,
            member: member.id.bytes(),
        };
        if signed.verify(cooperative.id.bytes(), &key.identity, &sent.signature).is_err() {
            return Err(Refusal::SupportInvalid.into());
        }
        let given = supports::of_member(tx, id, member.id).await?;
        if !given.iter().any(|support| support.version == current.n && support.withdrawn_at.is_none()) {
            let support = supports::Support {
                id: service.id(),
                proposal: id,
                version: current.n,
                member: member.id,
                identity: key.identity,
                signature: sent.signature.0,
                at: service.now(),
                withdrawn_at: None,
            };
            duplicate_is(supports::insert(tx, &support).await, Refusal::TextOutdated)?;
            facts::note(service, tx, actor, "support-proposal", Some(id.0)).await?;
        }
        progress(tx, &cooperative, &proposal, service.now()).await
    })
}

/// Takes the own support of the text as it is back, while the proposal is open.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::ProposalState`] once it is submitted; [`Refusal::SupportNone`].
pub async fn withdraw_support(service: &Service, actor: &Actor, id: ProposalId) -> Result<(), Error> {
    allow(actor, Operation::WithdrawSupport)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::WithdrawSupport).await?;
        let proposal = seen(service, tx, actor, &member, id).await?.proposal;
        if proposal.state != ProposalState::Open {
            return Err(Refusal::ProposalState.into());
        }
        if !supports::withdraw(tx, id, proposal.version, member.id, service.now()).await? {
            return Err(Refusal::SupportNone.into());
        }
        facts::note(service, tx, actor, "withdraw-support", Some(id.0)).await
    })
}
