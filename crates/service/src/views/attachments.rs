//! Files of proposals.

use domain::Refusal;
use domain::attachments::AttachmentLine;
use domain::ids::{AttachmentId, ProposalId};
use domain::roles::Actor;
use protocol::hash::hex;
use store::Tx;

use crate::policy::{Operation, allow};
use crate::proposals::seen;
use crate::views::convocations::DocumentFile;
use crate::views::proposals::{Names, named};
use crate::{Error, Service, facts};

/// The files of a proposal in the order they came, those taken away among them.
pub(super) async fn lines(tx: &mut Tx, names: &mut Names, proposal: ProposalId) -> Result<Vec<AttachmentLine>, Error> {
    let mut lines = Vec::new();
    for file in store::attachments::of_proposal(tx, proposal).await? {
        lines.push(AttachmentLine {
            id: file.id,
            by: named(tx, names, file.added_by).await?,
            name: file.name,
            media: file.media,
            bytes: file.bytes,
            hash: hex(&file.hash),
            at: file.added_at,
            removed_at: file.removed_at,
        });
    }
    Ok(lines)
}

/// A file of a proposal, for whom the proposal exists.
///
/// # Errors
/// Policy; [`Refusal::MemberState`]; [`Refusal::NotFound`], also for one that was taken away.
pub async fn attachment(service: &Service, actor: &Actor, id: AttachmentId) -> Result<DocumentFile, Error> {
    allow(actor, Operation::ReadAttachment)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadAttachment).await?;
    let file = store::attachments::by_id(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    seen(service, &mut tx, actor, &member, file.proposal).await?;
    let body = store::attachments::body(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok(DocumentFile { name: file.name, media: file.media, body })
}
