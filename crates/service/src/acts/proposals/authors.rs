//! An author asks another member to write a proposal too, and that member answers.

use domain::Refusal;
use domain::ids::ProposalId;
use domain::proposals::{Answer, AnswerInvitation, Invite, MOST};
use domain::roles::Actor;
use store::members;

use crate::letters::ProposalLetter;
use crate::policy::{Operation, allow};
use crate::proposals::{content, has_voice, link, seen, version, write_to};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Asks a member to write a proposal too, by letter. Whoever was asked before is not asked twice; whoever declined is.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], also for the draft of others; [`Refusal::NotAuthor`]; [`Refusal::ProposalState`] once it is
/// submitted; [`Refusal::NoSuchNumber`] for nobody, and for somebody without a voice; [`Refusal::AuthorAlready`];
/// [`Refusal::TooManyTexts`] for more than twenty.
pub async fn invite_author(service: &Service, actor: &Actor, id: ProposalId, asked: &Invite) -> Result<(), Error> {
    allow(actor, Operation::InviteAuthor)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::InviteAuthor).await?;
        let seen = seen(service, tx, actor, &member, id).await?;
        seen.part.writes()?;
        if !seen.proposal.state.may_edit() {
            return Err(Refusal::ProposalState.into());
        }
        let invited = members::by_number(tx, asked.number).await?.ok_or(Refusal::NoSuchNumber)?;
        has_voice(&facts::cooperative(tx).await?, &invited).map_err(|_| Refusal::NoSuchNumber)?;
        let known = seen.authors.iter().find(|author| author.member == invited.id).map(|author| author.state.as_str());
        if seen.proposal.author == invited.id || known == Some("accepted") {
            return Err(Refusal::AuthorAlready.into());
        }
        if known.is_none() && u32::try_from(seen.authors.len()).unwrap_or(u32::MAX) >= MOST {
            return Err(Refusal::TooManyTexts.into());
        }
        let at = service.now();
        if !store::proposals::invite(tx, id, invited.id, member.id, at).await? {
            return Ok(());
        }
        let title = content(&version(tx, id, seen.proposal.version).await?)?.title;
        let (name, by) = (invited.name.clone(), member.name);
        let letter = ProposalLetter::Invited { name, by, title, link: link(service, id) };
        write_to(service, tx, &invited, letter, &format!("proposal-invited {id} {} {at}", invited.id)).await?;
        facts::note(service, tx, actor, "invite-author", Some(invited.id.0)).await
    })
}

/// Answers an invitation: whoever accepts writes too, whoever declines sees the draft no more.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] for who was not asked, or has answered; to accept, [`Refusal::ProposalState`] once it is
/// submitted.
pub async fn answer_invitation(
    service: &Service,
    actor: &Actor,
    id: ProposalId,
    said: &AnswerInvitation,
) -> Result<(), Error> {
    allow(actor, Operation::AnswerInvitation)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::AnswerInvitation).await?;
        let seen = seen(service, tx, actor, &member, id).await?;
        let accepts = said.answer == Answer::Accept;
        if !seen.part.invited {
            return Err(Refusal::NotFound.into());
        }
        if accepts && !seen.proposal.state.may_edit() {
            return Err(Refusal::ProposalState.into());
        }
        if !store::proposals::answer(tx, id, member.id, accepts, service.now()).await? {
            return Err(Refusal::NotFound.into());
        }
        facts::note(service, tx, actor, "answer-invitation", Some(id.0)).await
    })
}
