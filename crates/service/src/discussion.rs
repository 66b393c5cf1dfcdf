//! What the acts and views on comments look up the same way.

use domain::Refusal;
use domain::discussion::{Place, office};
use domain::ids::CommentId;
use domain::lang::Lang;
use domain::roles::{Actor, Role};
use store::Tx;
use store::comments::{self, Comment};
use store::members::Member;
use store::proposals::Proposal;

use crate::acts::sign_in::roles_of;
use crate::proposals::{content, seen, version};
use crate::{Error, Service};

/// A comment as somebody sees it.
pub(crate) struct Found {
    pub(crate) comment: Comment,
    pub(crate) proposal: Proposal,
    pub(crate) place: Place,
}

/// A comment, for whom its proposal exists.
pub(crate) async fn found(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    who: &Member,
    id: CommentId,
) -> Result<Found, Error> {
    let comment = comments::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let proposal = seen(service, tx, actor, who, comment.proposal).await?.proposal;
    let moderator = office_of(service, tx, actor, who).await?.is_some();
    let place = place(&comment, &proposal, who, moderator);
    Ok(Found { comment, proposal, place })
}

/// A comment as the rules look at it.
pub(crate) fn place(comment: &Comment, proposal: &Proposal, who: &Member, moderator: bool) -> Place {
    Place { proposal: proposal.state, hidden: comment.hidden, own: comment.author == who.id, moderator }
}

/// In which office a member moderates, as the session and the register both have it.
pub(crate) async fn office_of(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    who: &Member,
) -> Result<Option<Role>, Error> {
    let mut held = roles_of(tx, who.id, service.now()).await?;
    held.retain(|role| actor.has(*role));
    Ok(office(&held))
}

/// The title of a proposal, and the language it is in.
pub(crate) async fn title(tx: &mut Tx, of: &Proposal) -> Result<(Lang, String), Error> {
    let content = content(&version(tx, of.id, of.version).await?)?;
    Ok((content.lang, content.title))
}
