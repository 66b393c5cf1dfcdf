//! A member asks for other words; the authors take them over or leave them to the vote; the member takes them back.

use domain::Refusal;
use domain::ids::{AmendmentId, ProposalId};
use domain::proposals::{Amend, AmendmentMove, AmendmentState, DecideAmendment, MOST, MOST_TEXT, merge};
use domain::roles::Actor;
use domain::text::check_lines;
use store::amendments::Amendment;
use store::members::Member;
use store::{Tx, amendments};

use crate::error::duplicate_is;
use crate::letters::ProposalLetter;
use crate::policy::{Operation, allow};
use crate::proposals::{Seen, content, has_voice, next_version, seen, version, write_to, writers};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Asks for other words in a proposal. Its authors are told by letter.
///
/// # Errors
/// Policy; [`Refusal::TextInvalid`], [`Refusal::TextCharacters`]; [`Refusal::NoVoice`]; [`Refusal::NotFound`];
/// [`Refusal::ProposalState`] when it takes none; [`Refusal::TextOutdated`] when the text has changed since it was read;
/// [`Refusal::NothingChanged`]; [`Refusal::TooManyTexts`] for more than twenty of one member that are not decided.
pub async fn amend_proposal(
    service: &Service,
    actor: &Actor,
    id: ProposalId,
    asked: &Amend,
) -> Result<AmendmentId, Error> {
    allow(actor, Operation::AmendProposal)?;
    check_lines(&asked.text, MOST_TEXT)?;
    if !asked.reasons.is_empty() {
        check_lines(&asked.reasons, MOST_TEXT)?;
    }
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::AmendProposal).await?;
        has_voice(&facts::cooperative(tx).await?, &member)?;
        let seen = seen(service, tx, actor, &member, id).await?;
        if !seen.proposal.state.may_amend() {
            return Err(Refusal::ProposalState.into());
        }
        if seen.proposal.version != asked.version {
            return Err(Refusal::TextOutdated.into());
        }
        let words = content(&version(tx, id, asked.version).await?)?;
        if words.text == asked.text {
            return Err(Refusal::NothingChanged.into());
        }
        if amendments::pending_of(tx, id, member.id).await? >= MOST {
            return Err(Refusal::TooManyTexts.into());
        }
        let amendment = Amendment {
            id: AmendmentId(service.id()),
            proposal: id,
            n: amendments::last_number(tx, id).await? + 1,
            author: member.id,
            version: asked.version,
            body: asked.text.clone(),
            reasons: asked.reasons.clone(),
            at: service.now(),
            state: AmendmentState::Open,
            decided_at: None,
            decided_by: None,
        };
        duplicate_is(amendments::insert(tx, &amendment).await, Refusal::TextOutdated)?;
        for author in writers(tx, &seen.proposal, &seen.authors).await?.iter().filter(|of| of.id != member.id) {
            let (name, by, title) = (author.name.clone(), member.name.clone(), words.title.clone());
            let letter = ProposalLetter::Amended { name, by, title, link: link(service, amendment.id) };
            write_to(service, tx, author, letter, &format!("amended {} {}", amendment.id, author.id)).await?;
        }
        facts::note(service, tx, actor, "amend-proposal", Some(id.0)).await?;
        Ok(amendment.id)
    })
}

fn link(service: &Service, amendment: AmendmentId) -> String {
    service.at(&format!("/amendments/{amendment}"))
}

/// Answers an amendment: the authors take its words over or leave it to the vote, whoever asked for it takes it back.
///
/// # Errors
/// Policy; [`Refusal::Malformed`] for what an assembly decides; [`Refusal::NotFound`]; [`Refusal::NotAuthor`];
/// [`Refusal::AmendmentDecided`]; [`Refusal::ProposalState`]; to take its words over, [`Refusal::AmendmentConflict`] when
/// words it touches have changed since, [`Refusal::TextInvalid`] when the text would be too long, and
/// [`Refusal::TooManyTexts`].
pub async fn decide_amendment(
    service: &Service,
    actor: &Actor,
    id: AmendmentId,
    decision: &DecideAmendment,
) -> Result<(), Error> {
    allow(actor, Operation::DecideAmendment)?;
    let act = match decision.decision {
        AmendmentMove::Accept => "accept-amendment",
        AmendmentMove::PutToVote => "put-amendment-to-vote",
        AmendmentMove::Withdraw => "withdraw-amendment",
        AmendmentMove::Adopt | AmendmentMove::Reject => return Err(Refusal::Malformed.into()),
    };
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::DecideAmendment).await?;
        let amendment = amendments::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
        let seen = seen(service, tx, actor, &member, amendment.proposal).await?;
        if decision.decision == AmendmentMove::Withdraw {
            if amendment.author != member.id {
                return Err(Refusal::NotAuthor.into());
            }
        } else {
            seen.part.writes()?;
        }
        let to = amendment.state.after(decision.decision, seen.proposal.state)?;
        if decision.decision == AmendmentMove::Accept {
            take_over(service, tx, &member, &seen, &amendment).await?;
        }
        if !amendments::decide(tx, &amendment, to, service.now(), Some(member.id)).await? {
            return Err(Refusal::AmendmentDecided.into());
        }
        answer(service, tx, &member, &seen, (&amendment, to)).await?;
        facts::note(service, tx, actor, act, Some(amendment.author.0)).await
    })
}

/// The text with the words of an amendment becomes another version.
async fn take_over(
    service: &Service,
    tx: &mut Tx,
    by: &Member,
    seen: &Seen,
    amendment: &Amendment,
) -> Result<(), Error> {
    let base = content(&version(tx, amendment.proposal, amendment.version).await?)?;
    let current = content(&version(tx, amendment.proposal, seen.proposal.version).await?)?;
    let merged = merge(&base.text, &current.text, &amendment.body).map_err(|_| Refusal::AmendmentConflict)?;
    if merged == current.text {
        // Somebody wrote the same words meanwhile.
        return Ok(());
    }
    let next = current.with_text(&merged);
    next.check()?;
    next_version(service, tx, &seen.proposal, (by, Some(amendment.n)), &next).await.map(drop)
}

/// Tells whoever asked for it, unless it was they who decided.
async fn answer(
    service: &Service,
    tx: &mut Tx,
    by: &Member,
    seen: &Seen,
    (amendment, to): (&Amendment, AmendmentState),
) -> Result<(), Error> {
    if amendment.author == by.id {
        return Ok(());
    }
    let author = facts::member(tx, amendment.author).await?;
    let title = content(&version(tx, amendment.proposal, seen.proposal.version).await?)?.title;
    let letter = ProposalLetter::AmendmentAnswered {
        name: author.name.clone(),
        title,
        accepted: to == AmendmentState::Accepted,
        link: link(service, amendment.id),
    };
    write_to(service, tx, &author, letter, &format!("amendment-answered {}", amendment.id)).await
}
