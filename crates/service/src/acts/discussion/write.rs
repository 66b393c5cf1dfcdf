//! A member comments on a proposal, answers a comment, corrects an own one.

use domain::Refusal;
use domain::discussion::{CorrectComment, DAY, MOST_VERSIONS, WriteComment, check, goes_on, paced};
use domain::ids::{CommentId, MemberId, ProposalId};
use domain::roles::Actor;
use store::Tx;
use store::comments::{self, Comment, Version};

use crate::discussion::{found, place};
use crate::policy::{Operation, allow};
use crate::proposals::seen;
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Adds a comment to the discussion of a proposal. Answers its id and its number there. Any active member may, with a voice
/// or without.
///
/// # Errors
/// Policy; [`Refusal::TextInvalid`], [`Refusal::TextCharacters`]; [`Refusal::MemberState`]; [`Refusal::NotFound`], also for
/// the draft of others and an answer to nothing; [`Refusal::DiscussionClosed`]; [`Refusal::CommentState`] for an answer to
/// what is hidden; [`Refusal::TooMuchToday`].
pub async fn write_comment(
    service: &Service,
    actor: &Actor,
    id: ProposalId,
    sent: &WriteComment,
) -> Result<(CommentId, u32), Error> {
    allow(actor, Operation::WriteComment)?;
    check(&sent.text)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::WriteComment).await?;
        let proposal = seen(service, tx, actor, &member, id).await?.proposal;
        goes_on(proposal.state)?;
        if let Some(n) = sent.answers {
            let answered = comments::by_number(tx, id, n).await?.ok_or(Refusal::NotFound)?;
            place(&answered, &proposal, &member, false).answers()?;
        }
        pace(service, tx, member.id).await?;
        let now = service.now();
        let comment = Comment {
            id: CommentId(service.id()),
            proposal: id,
            n: comments::last_number(tx, id).await? + 1,
            author: member.id,
            answers: sent.answers,
            version: 1,
            at: now,
            hidden: false,
            lang: sent.language,
            body: sent.text.clone(),
            said_at: now,
        };
        comments::insert(tx, &comment).await?;
        facts::note(service, tx, actor, "write-comment", Some(id.0)).await?;
        Ok((comment.id, comment.n))
    })
}

/// Whether a member has not written too much since a day ago.
async fn pace(service: &Service, tx: &mut Tx, member: MemberId) -> Result<(), Error> {
    Ok(paced(comments::since(tx, member, service.now() - DAY).await?)?)
}

/// Puts other words in the place of those of an own comment, which stay to be read as earlier ones. Answers the number of
/// the version.
///
/// # Errors
/// Policy; [`Refusal::TextInvalid`], [`Refusal::TextCharacters`]; [`Refusal::MemberState`]; [`Refusal::NotFound`];
/// [`Refusal::NotAuthor`]; [`Refusal::DiscussionClosed`]; [`Refusal::CommentState`] when it is hidden;
/// [`Refusal::NothingChanged`]; [`Refusal::TextOutdated`] when it was corrected meanwhile; [`Refusal::TooManyTexts`];
/// [`Refusal::TooMuchToday`].
pub async fn correct_comment(
    service: &Service,
    actor: &Actor,
    id: CommentId,
    sent: &CorrectComment,
) -> Result<u32, Error> {
    allow(actor, Operation::CorrectComment)?;
    check(&sent.text)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::CorrectComment).await?;
        let found = found(service, tx, actor, &member, id).await?;
        found.place.corrects()?;
        if found.comment.body == sent.text {
            return Err(Refusal::NothingChanged.into());
        }
        if found.comment.version != sent.version {
            return Err(Refusal::TextOutdated.into());
        }
        if found.comment.version >= MOST_VERSIONS {
            return Err(Refusal::TooManyTexts.into());
        }
        pace(service, tx, member.id).await?;
        let (n, body) = (sent.version + 1, sent.text.clone());
        let words = Version { n, lang: sent.language, body, at: service.now() };
        if !comments::correct(tx, &found.comment, &words).await? {
            return Err(Refusal::TextOutdated.into());
        }
        facts::note(service, tx, actor, "correct-comment", Some(found.comment.proposal.0)).await?;
        Ok(n)
    })
}
