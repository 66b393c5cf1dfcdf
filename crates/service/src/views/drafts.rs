//! Assemblies being prepared, for those who prepare them.

use domain::Refusal;
use domain::convocation::agenda::Head;
use domain::convocation::view::{DraftDocument, DraftHolder, DraftLine, DraftView, Guest};
use domain::ids::DraftId;
use domain::roles::Actor;
use protocol::hash;
use store::{Tx, documents, drafts};

use crate::acts::prepare::{Prepared, on_board};
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts, secrets};

/// The hundred that changed last.
///
/// # Errors
/// Policy.
pub async fn drafts(service: &Service, actor: &Actor) -> Result<Vec<DraftLine>, Error> {
    allow(actor, Operation::ReadDrafts)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadDrafts).await?;
    let mut lines = Vec::new();
    for draft in drafts::newest(&mut tx).await? {
        let head: Head = serde_json::from_str(&draft.body).stored("a head")?;
        let items = drafts::count_items(&mut tx, draft.id).await?;
        let (id, state, changed_at) = (draft.id, draft.state, draft.changed_at);
        lines.push(DraftLine { id, state, head, items, changed_at, assembly: draft.assembly });
    }
    Ok(lines)
}

/// One of them, with the list of what must be right before members are convened.
///
/// # Errors
/// Policy; [`Refusal::NotFound`].
pub async fn draft(service: &Service, actor: &Actor, draft: DraftId) -> Result<DraftView, Error> {
    allow(actor, Operation::ReadDrafts)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadDrafts).await?;
    let cooperative = facts::cooperative(&mut tx).await?;
    let found = drafts::by_id(&mut tx, draft).await?.ok_or(Refusal::NotFound)?;
    let Prepared { head, items, checklist, cut_off } = Prepared::read(service, &mut tx, &found).await?;
    let key = secrets::record_key(&mut tx, cooperative.id).await?.verifying_key();
    let documents = documents::of_draft(&mut tx, draft).await?.into_iter().map(|document| DraftDocument {
        id: document.id,
        item: document.item,
        name: document.name,
        bytes: document.bytes,
        hash: hash::hex(&document.hash),
    });
    let guests = drafts::guests(&mut tx, draft).await?.into_iter().map(|guest| Guest {
        id: guest.id,
        role: guest.role,
        name: guest.name,
        email: guest.email,
        address: guest.address,
        lang: guest.lang,
    });
    Ok(DraftView {
        id: found.id,
        state: found.state,
        assembly: found.assembly,
        time_zone: cooperative.time_zone,
        head,
        items,
        documents: documents.collect(),
        holders: holders(service, &mut tx, draft).await?,
        guests: guests.collect(),
        checklist,
        cut_off,
        record_key: hash::hex(key.as_bytes()),
    })
}

async fn holders(service: &Service, tx: &mut Tx, draft: DraftId) -> Result<Vec<DraftHolder>, Error> {
    let mut all = Vec::new();
    for row in drafts::holders(tx, draft).await? {
        let member = facts::member(tx, row.member).await?;
        let board = on_board(service, tx, row.member).await?;
        all.push(DraftHolder { member: row.member, number: member.number.unwrap_or(0), name: member.name, board });
    }
    Ok(all)
}
