//! The agenda of what is being prepared: items added, changed, moved, taken off.

use domain::Refusal;
use domain::convocation::agenda::{AgendaMove, Item, MOST_ITEMS, moved};
use domain::ids::{DraftId, ItemId};
use domain::roles::Actor;
use store::drafts::DraftItem;
use store::{Tx, documents, drafts};

use super::open;
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Does one thing to an agenda. Answers which item it was done to, if one is there to be looked at.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] for a preparation, an item or a document that is not there; [`Refusal::DraftClosed`];
/// [`Refusal::AgendaFull`]; what [`Item::check`] refuses.
pub async fn edit_agenda(
    service: &Service,
    actor: &Actor,
    draft: DraftId,
    step: &AgendaMove,
) -> Result<Option<ItemId>, Error> {
    allow(actor, Operation::EditAgenda)?;
    if let AgendaMove::Add(item) | AgendaMove::Change(_, item) = step {
        item.check()?;
    }
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::EditAgenda).await?;
        open(tx, draft).await?;
        let done = apply(service, tx, draft, step).await?;
        if !drafts::touch(tx, draft, service.now()).await? {
            return Err(Refusal::DraftClosed.into());
        }
        facts::note(service, tx, actor, "edit-agenda", Some(draft.0)).await?;
        Ok(done)
    })
}

async fn apply(service: &Service, tx: &mut Tx, draft: DraftId, step: &AgendaMove) -> Result<Option<ItemId>, Error> {
    let found = |done: bool| if done { Ok(()) } else { Err(Refusal::NotFound) };
    match step {
        AgendaMove::Add(item) => {
            let items = drafts::items(tx, draft).await?;
            if items.len() >= MOST_ITEMS {
                return Err(Refusal::AgendaFull.into());
            }
            let position = items.last().map_or(1, |last| last.position + 1);
            let row = DraftItem { id: ItemId(service.id()), position, body: body(item)? };
            drafts::insert_item(tx, draft, &row).await?;
            Ok(Some(row.id))
        }
        AgendaMove::Change(id, item) => {
            found(drafts::change_item(tx, draft, *id, &body(item)?).await?)?;
            Ok(Some(*id))
        }
        AgendaMove::Up(id) | AgendaMove::Down(id) => {
            let order: Vec<ItemId> = drafts::items(tx, draft).await?.iter().map(|row| row.id).collect();
            found(order.contains(id))?;
            let order = moved(&order, *id, matches!(step, AgendaMove::Up(_)));
            for (position, item) in (1_u32..).zip(order) {
                drafts::place_item(tx, draft, item, position).await?;
            }
            Ok(Some(*id))
        }
        AgendaMove::Remove(id) => {
            documents::delete_of_item(tx, draft, *id).await?;
            found(drafts::delete_item(tx, draft, *id).await?)?;
            Ok(None)
        }
        AgendaMove::Discard(id) => {
            found(documents::delete(tx, draft, *id).await?)?;
            Ok(None)
        }
    }
}

fn body(item: &Item) -> Result<String, Error> {
    serde_json::to_string(item).stored("an item")
}
