//! Documents of an agenda.

use domain::Refusal;
use domain::convocation::document::{MOST, clean_name, recognise};
use domain::ids::{DocumentId, DraftId, ItemId};
use domain::roles::Actor;
use protocol::hash;
use store::documents::{self, Document};
use store::drafts;

use super::open;
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Attaches a document to an agenda, or to one item of it. The same bytes again are the document that is there.
///
/// # Errors
/// Policy; [`Refusal::DocumentSize`], [`Refusal::DocumentKind`]; [`Refusal::NotFound`]; [`Refusal::DraftClosed`];
/// [`Refusal::TooManyDocuments`].
pub async fn attach_document(
    service: &Service,
    actor: &Actor,
    draft: DraftId,
    item: Option<ItemId>,
    name: &str,
    bytes: &[u8],
) -> Result<DocumentId, Error> {
    allow(actor, Operation::AttachDocument)?;
    let media = recognise(name, bytes)?;
    let (name, hash) = (clean_name(name, media), hash::sha256(bytes));
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::AttachDocument).await?;
        open(tx, draft).await?;
        if let Some(item) = item
            && !drafts::items(tx, draft).await?.iter().any(|row| row.id == item)
        {
            return Err(Refusal::NotFound.into());
        }
        let there = documents::of_draft(tx, draft).await?;
        if let Some(same) = there.iter().find(|document| document.hash == hash) {
            return Ok(same.id);
        }
        if there.len() >= MOST {
            return Err(Refusal::TooManyDocuments.into());
        }
        let now = service.now();
        let document = Document {
            id: DocumentId(service.id()),
            draft,
            item,
            name: name.clone(),
            media,
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            hash,
            added_by: by.id,
            added_at: now,
        };
        documents::insert(tx, &document, bytes).await?;
        if !drafts::touch(tx, draft, now).await? {
            return Err(Refusal::DraftClosed.into());
        }
        facts::note(service, tx, actor, "attach-document", Some(draft.0)).await?;
        Ok(document.id)
    })
}
