//! A member begins a proposal; its authors write other versions of it.

use domain::Refusal;
use domain::ids::ProposalId;
use domain::proposals::{Edit, MOST, Write};
use domain::roles::Actor;
use store::proposals::Version;

use crate::policy::{Operation, allow};
use crate::proposals::{content, has_voice, next_version, seen, version};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Begins a draft, which only its authors see.
///
/// # Errors
/// Policy; those of [`domain::proposals::Content::check`]; [`Refusal::NoVoice`]; [`Refusal::TooManyTexts`] for more than
/// twenty on their way.
pub async fn draft_proposal(service: &Service, actor: &Actor, written: &Write) -> Result<ProposalId, Error> {
    allow(actor, Operation::DraftProposal)?;
    let content = written.content();
    content.check()?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::DraftProposal).await?;
        has_voice(&facts::cooperative(tx).await?, &member)?;
        if store::proposals::going(tx, member.id).await? >= MOST {
            return Err(Refusal::TooManyTexts.into());
        }
        let proposal = ProposalId(service.id());
        let (body, hash, at) = (content.canonical(), content.hash(), service.now());
        let first = Version { proposal, n: 1, body, hash, written_by: member.id, at, amendment: None };
        store::proposals::insert(tx, proposal, &first).await?;
        facts::note(service, tx, actor, "draft-proposal", Some(proposal.0)).await?;
        Ok(proposal)
    })
}

/// Writes another version. Answers its number. Whoever supported the one before is asked again by letter.
///
/// # Errors
/// Policy; those of [`domain::proposals::Content::check`]; [`Refusal::NotFound`], also for the draft of others;
/// [`Refusal::NotAuthor`]; [`Refusal::ProposalState`] once it is submitted; [`Refusal::TextOutdated`] when another version
/// was written meanwhile; [`Refusal::NothingChanged`]; [`Refusal::TooManyTexts`].
pub async fn edit_proposal(service: &Service, actor: &Actor, id: ProposalId, edit: &Edit) -> Result<u32, Error> {
    allow(actor, Operation::EditProposal)?;
    let words = edit.words.content();
    words.check()?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::EditProposal).await?;
        let seen = seen(service, tx, actor, &member, id).await?;
        seen.part.writes()?;
        if !seen.proposal.state.may_edit() {
            return Err(Refusal::ProposalState.into());
        }
        let current = version(tx, id, seen.proposal.version).await?;
        if content(&current)? == words {
            return Err(Refusal::NothingChanged.into());
        }
        if seen.proposal.version != edit.version {
            return Err(Refusal::TextOutdated.into());
        }
        let n = next_version(service, tx, &seen.proposal, (&member, None), &words).await?;
        facts::note(service, tx, actor, "edit-proposal", Some(id.0)).await?;
        Ok(n)
    })
}
