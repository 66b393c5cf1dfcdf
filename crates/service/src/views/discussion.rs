//! Discussions of proposals, page by page, and one comment with its earlier words.

use domain::Refusal;
use domain::discussion::{
    Answered, CommentLine, CommentView, Discussion, MayDiscuss, Moderation, ModerationLine, NEWEST, PAGE, Place, Said,
    goes_on,
};
use domain::ids::{CommentId, ProposalId};
use domain::roles::Actor;
use store::Tx;
use store::comments::{self, Comment, Moderated};
use store::members::Member;
use store::proposals::Proposal;

use crate::discussion::{found, office_of, place, title};
use crate::policy::{Operation, allow};
use crate::proposals::seen;
use crate::views::proposals::{Names, named};
use crate::{Error, Service, facts};

/// Which part of a discussion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiscussionPart {
    /// What follows a number; 0: from the beginning.
    After(u32),
    /// What comes before a number.
    Before(u32),
}

/// A part of the discussion of a proposal, oldest first.
///
/// # Errors
/// Policy; [`Refusal::MemberState`]; [`Refusal::NotFound`], also for the draft of others.
pub async fn discussion(
    service: &Service,
    actor: &Actor,
    id: ProposalId,
    part: DiscussionPart,
) -> Result<Discussion, Error> {
    allow(actor, Operation::ReadComments)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadComments).await?;
    let proposal = seen(service, &mut tx, actor, &member, id).await?.proposal;
    let found = match part {
        DiscussionPart::After(n) => comments::after(&mut tx, id, n, PAGE).await?,
        DiscussionPart::Before(n) => comments::before(&mut tx, id, n, PAGE).await?,
    };
    let moderator = office_of(service, &mut tx, actor, &member).await?.is_some();
    of(&mut tx, &mut Names::new(), (&proposal, &member, moderator), found).await
}

/// The newest comments on a proposal, for its own page.
pub(super) async fn newest(
    service: &Service,
    tx: &mut Tx,
    names: &mut Names,
    actor: &Actor,
    (proposal, member): (&Proposal, &Member),
) -> Result<Discussion, Error> {
    let found = comments::before(tx, proposal.id, u32::MAX, NEWEST).await?;
    let moderator = office_of(service, tx, actor, member).await?.is_some();
    of(tx, names, (proposal, member, moderator), found).await
}

/// Comments that follow each other, as a reader sees them.
async fn of(
    tx: &mut Tx,
    names: &mut Names,
    (proposal, member, moderator): (&Proposal, &Member, bool),
    found: Vec<Comment>,
) -> Result<Discussion, Error> {
    let count = comments::last_number(tx, proposal.id).await?;
    let before = found.first().map(|first| first.n).filter(|n| *n > 1);
    let after = found.last().map(|last| last.n).filter(|n| *n < count);
    let mut lines = Vec::new();
    for comment in found {
        let place = place(&comment, proposal, member, moderator);
        let hidden = if comment.hidden { comments::moderations(tx, comment.id).await?.pop() } else { None };
        lines.push(line(tx, names, comment, place, hidden.map(moderated)).await?);
    }
    Ok(Discussion {
        proposal: proposal.id,
        title: title(tx, proposal).await?,
        count,
        lines,
        before,
        after,
        may_comment: goes_on(proposal.state).is_ok(),
        time_zone: facts::cooperative(tx).await?.time_zone,
    })
}

fn moderated(of: Moderated) -> ModerationLine {
    ModerationLine { moderation: of.moderation, at: of.at, office: of.office, reason: of.reason }
}

async fn line(
    tx: &mut Tx,
    names: &mut Names,
    comment: Comment,
    place: Place,
    hidden: Option<ModerationLine>,
) -> Result<CommentLine, Error> {
    let answers = match comment.answers {
        Some(n) => {
            let answered = comments::by_number(tx, comment.proposal, n).await?.ok_or(Refusal::NotFound)?;
            Some(Answered { n, by: named(tx, names, answered.author).await? })
        }
        None => None,
    };
    let said = Said { n: comment.version, at: comment.said_at, lang: comment.lang, text: comment.body };
    let turns = Moderation::ALL.into_iter().find(|what| place.moderates(*what).is_ok());
    Ok(CommentLine {
        id: comment.id,
        n: comment.n,
        by: named(tx, names, comment.author).await?,
        at: comment.at,
        answers,
        said: place.reads().then_some(said),
        versions: comment.version,
        hidden,
        may: MayDiscuss {
            answer: place.answers().is_ok(),
            correct: place.corrects().is_ok(),
            moderate: turns.filter(|_| place.moderator),
        },
    })
}

/// One comment, with its earlier words for those who read it, and how it was moderated.
///
/// # Errors
/// Policy; [`Refusal::MemberState`]; [`Refusal::NotFound`].
pub async fn comment(service: &Service, actor: &Actor, id: CommentId) -> Result<CommentView, Error> {
    allow(actor, Operation::ReadComment)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadComment).await?;
    let found = found(service, &mut tx, actor, &member, id).await?;
    let mut earlier = Vec::new();
    if found.place.reads() {
        let versions = comments::versions(&mut tx, id).await?;
        let before = versions.into_iter().rev().filter(|version| version.n < found.comment.version);
        earlier.extend(before.map(|of| Said { n: of.n, at: of.at, lang: of.lang, text: of.body }));
    }
    let moderations: Vec<_> = comments::moderations(&mut tx, id).await?.into_iter().map(moderated).collect();
    let hidden = moderations.last().filter(|_| found.comment.hidden).cloned();
    Ok(CommentView {
        proposal: found.proposal.id,
        title: title(&mut tx, &found.proposal).await?,
        line: line(&mut tx, &mut Names::new(), found.comment, found.place, hidden).await?,
        earlier,
        moderations,
        time_zone: facts::cooperative(&mut tx).await?.time_zone,
    })
}
