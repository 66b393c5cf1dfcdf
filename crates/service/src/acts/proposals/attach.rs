//! The authors of a proposal attach files to it and take them away, as long as its words may change; with the proposal they
//! come onto an agenda.

use domain::Refusal;
use domain::attachments::{DAY, paced, room};
use domain::convocation::document::{self, clean_name, recognise};
use domain::ids::{AttachmentId, DocumentId, DraftId, ItemId, MemberId, ProposalId};
use domain::proposals::ProposalState;
use domain::roles::Actor;
use protocol::hash;
use store::Tx;
use store::attachments::{self, Attachment};
use store::documents::{self, Document};

use crate::error::duplicate_is;
use crate::policy::{Operation, allow};
use crate::proposals::{Seen, seen};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Who may, and until when.
fn writes(seen: &Seen) -> Result<(), Refusal> {
    seen.part.writes()?;
    if seen.proposal.state.may_edit() { Ok(()) } else { Err(Refusal::ProposalState) }
}

/// Attaches a file to a proposal. The same bytes again are the file that is there.
///
/// # Errors
/// Policy; [`Refusal::DocumentSize`], [`Refusal::DocumentKind`]; [`Refusal::NotFound`], also for the draft of others;
/// [`Refusal::NotAuthor`]; [`Refusal::ProposalState`] once it is submitted; [`Refusal::AttachmentsFull`];
/// [`Refusal::TooMuchToday`].
pub async fn attach_to_proposal(
    service: &Service,
    actor: &Actor,
    id: ProposalId,
    name: &str,
    bytes: &[u8],
) -> Result<AttachmentId, Error> {
    allow(actor, Operation::AttachToProposal)?;
    let media = recognise(name, bytes)?;
    let (name, hash) = (clean_name(name, media), hash::sha256(bytes));
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::AttachToProposal).await?;
        writes(&seen(service, tx, actor, &member, id).await?)?;
        let there = attachments::of_proposal(tx, id).await?;
        let standing: Vec<&Attachment> = there.iter().filter(|file| file.removed_at.is_none()).collect();
        if let Some(same) = standing.iter().find(|file| file.hash == hash) {
            return Ok(same.id);
        }
        let sizes: Vec<u64> = standing.iter().map(|file| file.bytes).collect();
        room(&sizes, there.len(), length)?;
        let now = service.now();
        paced(attachments::since(tx, member.id, now - DAY).await?, length)?;
        let file = Attachment {
            id: AttachmentId(service.id()),
            proposal: id,
            name: name.clone(),
            media,
            bytes: length,
            hash,
            added_by: member.id,
            added_at: now,
            removed_at: None,
        };
        duplicate_is(attachments::insert(tx, &file, bytes).await, Refusal::AttachmentsFull)?;
        facts::note(service, tx, actor, "attach-to-proposal", Some(id.0)).await?;
        Ok(file.id)
    })
}

/// Takes a file away from its proposal. Of a draft nothing of it stays; otherwise its name, its hash and both times do.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], also when it was taken away already and for the draft of others; [`Refusal::NotAuthor`];
/// [`Refusal::ProposalState`] once the proposal is submitted.
pub async fn remove_attachment(service: &Service, actor: &Actor, id: AttachmentId) -> Result<(), Error> {
    allow(actor, Operation::RemoveAttachment)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::RemoveAttachment).await?;
        let file = attachments::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
        let seen = seen(service, tx, actor, &member, file.proposal).await?;
        writes(&seen)?;
        let done = match seen.proposal.state {
            ProposalState::Draft => attachments::delete(tx, id).await?,
            _ => attachments::remove(tx, id, service.now()).await?,
        };
        if !done {
            return Err(Refusal::NotFound.into());
        }
        facts::note(service, tx, actor, "remove-attachment", Some(file.proposal.0)).await
    })
}

/// Puts the files of a proposal beside an item of an agenda being prepared, to be frozen with the notice: in the transaction
/// that takes the proposal up. Bytes that are there already are not put twice.
pub(crate) async fn bring_files(
    service: &Service,
    tx: &mut Tx,
    by: MemberId,
    proposal: ProposalId,
    (draft, item): (DraftId, ItemId),
) -> Result<(), Error> {
    let mut there: Vec<[u8; 32]> = documents::of_draft(tx, draft).await?.iter().map(|document| document.hash).collect();
    for file in attachments::of_proposal(tx, proposal).await? {
        if there.contains(&file.hash) {
            continue;
        }
        // Of one that was taken away there are no bytes.
        let Some(body) = attachments::body(tx, file.id).await? else { continue };
        if there.len() >= document::MOST {
            return Err(Refusal::TooManyDocuments.into());
        }
        let document = Document {
            id: DocumentId(service.id()),
            draft,
            item: Some(item),
            name: file.name,
            media: file.media,
            bytes: file.bytes,
            hash: file.hash,
            added_by: by,
            added_at: service.now(),
        };
        documents::insert(tx, &document, &body).await?;
        there.push(file.hash);
    }
    Ok(())
}
