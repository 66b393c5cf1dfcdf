//! The board admits what was submitted, or refuses it with reasons (C. com. R.225-74).

use domain::Refusal;
use domain::ids::ProposalId;
use domain::proposals::{DecideProposal, ProposalMove};
use domain::roles::Actor;

use crate::letters::ProposalLetter;
use crate::policy::{Operation, allow};
use crate::proposals::{content, link, seen, version, write_to, writers};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Longest reason.
const REASON: usize = 4000;

/// Admits a proposal or refuses it. Its authors are told by letter.
///
/// # Errors
/// Policy; [`Refusal::Malformed`] for anything else; [`Refusal::ReasonMissing`], [`Refusal::TextInvalid`],
/// [`Refusal::TextCharacters`] for the reason; [`Refusal::NotFound`]; [`Refusal::ProposalState`].
pub async fn decide_proposal(
    service: &Service,
    actor: &Actor,
    id: ProposalId,
    decision: &DecideProposal,
) -> Result<(), Error> {
    allow(actor, Operation::DecideProposal)?;
    let act = match decision.decision {
        ProposalMove::Admit => "admit-proposal",
        ProposalMove::Refuse => "refuse-proposal",
        _ => return Err(Refusal::Malformed.into()),
    };
    let admitted = decision.decision == ProposalMove::Admit;
    let reason = match (decision.reason.trim(), admitted) {
        ("", false) => return Err(Refusal::ReasonMissing.into()),
        ("", true) => "",
        (reason, _) => reason,
    };
    if !reason.is_empty() {
        domain::text::check_lines(reason, REASON)?;
    }
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::DecideProposal).await?;
        let seen = seen(service, tx, actor, &by, id).await?;
        let to = seen.proposal.state.after(decision.decision)?;
        if !store::proposals::decide(tx, &seen.proposal, to, service.now(), (by.id, reason)).await? {
            return Err(Refusal::ProposalState.into());
        }
        let title = content(&version(tx, id, seen.proposal.version).await?)?.title;
        for author in writers(tx, &seen.proposal, &seen.authors).await? {
            let (name, title, reason) = (author.name.clone(), title.clone(), reason.to_owned());
            let letter = ProposalLetter::Answered { name, title, admitted, reason, link: link(service, id) };
            write_to(service, tx, &author, letter, &format!("proposal-answered {id} {}", author.id)).await?;
        }
        facts::note(service, tx, actor, act, Some(seen.proposal.author.0)).await
    })
}
