//! The board, its chair or the secretary hides a comment, or shows it again, and says why.

use domain::Refusal;
use domain::discussion::{Moderate, Moderation, reason};
use domain::ids::CommentId;
use domain::roles::Actor;
use store::comments::{self, Moderated};

use crate::discussion::{found, office_of, title};
use crate::letters::ProposalLetter;
use crate::policy::{Operation, allow};
use crate::proposals::write_to;
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Hides a comment or shows it again. Everybody reads when, by which office and why; who wrote it is told by letter, as
/// whoever moderates owes them (Regulation (EU) 2022/2065 art. 17).
///
/// # Errors
/// Policy; [`Refusal::ReasonMissing`], [`Refusal::TextInvalid`], [`Refusal::TextCharacters`] for the reason;
/// [`Refusal::NotFound`]; [`Refusal::OwnComment`]; [`Refusal::CommentState`] when it is hidden already, or is not.
pub async fn moderate_comment(service: &Service, actor: &Actor, id: CommentId, sent: &Moderate) -> Result<(), Error> {
    allow(actor, Operation::ModerateComment)?;
    let reason = reason(&sent.reason)?;
    let hides = sent.moderation == Moderation::Hide;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::ModerateComment).await?;
        let found = found(service, tx, actor, &by, id).await?;
        found.place.moderates(sent.moderation)?;
        let office = office_of(service, tx, actor, &by).await?.ok_or(Refusal::NotYours)?;
        let before = comments::moderations(tx, id).await?;
        let n = before.last().map_or(1, |last| last.n + 1);
        let moderated = Moderated {
            n,
            moderation: sent.moderation,
            office,
            moderated_by: by.id,
            at: service.now(),
            reason: reason.to_owned(),
        };
        if !comments::moderate(tx, id, &moderated).await? {
            return Err(Refusal::CommentState.into());
        }
        let author = facts::member(tx, found.comment.author).await?;
        let letter = ProposalLetter::CommentModerated {
            name: author.name.clone(),
            title: title(tx, &found.proposal).await?.1,
            hides,
            reason: reason.to_owned(),
            link: service.at(&format!("/comments/{id}")),
        };
        write_to(service, tx, &author, letter, &format!("comment-moderated {id} {n}")).await?;
        let act = if hides { "hide-comment" } else { "show-comment" };
        facts::note(service, tx, actor, act, Some(author.id.0)).await
    })
}
