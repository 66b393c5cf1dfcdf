//! The agenda of what is being prepared: items added, changed, moved, taken off.

use domain::Refusal;
use domain::convocation::agenda::{AgendaMove, Item, MOST_ITEMS, moved};
use domain::ids::{DraftId, ItemId};
use domain::roles::Actor;
use store::drafts::DraftItem;
use store::{Tx, candidacies, documents, drafts};

use super::taken::take_up;
use super::{items, open};
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Does one thing to an agenda. Answers which item it was done to, if one is there to be looked at.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] for a preparation, an item or a document that is not there; [`Refusal::DraftClosed`];
/// [`Refusal::AgendaFull`], [`Refusal::TooManyDocuments`]; [`Refusal::WordsOfMembers`]; [`Refusal::ProposalState`] for a
/// proposal that was not admitted;
/// what [`Item::check`] refuses.
pub async fn edit_agenda(
    service: &Service,
    actor: &Actor,
    draft: DraftId,
    step: &AgendaMove,
) -> Result<Option<ItemId>, Error> {
    allow(actor, Operation::EditAgenda)?;
    if let AgendaMove::Add(item) = step {
        item.check()?;
    }
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::EditAgenda).await?;
        open(tx, draft).await?;
        let done = match step {
            AgendaMove::TakeUp(proposal) => take_up(service, tx, actor, draft, *proposal).await?,
            _ => apply(service, tx, draft, step).await?,
        };
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
            let item = Item { from: None, standing: Vec::new(), ..item.clone() };
            let row = DraftItem { id: ItemId(service.id()), position, body: body(&item)? };
            drafts::insert_item(tx, draft, &row).await?;
            Ok(Some(row.id))
        }
        AgendaMove::Change(id, item) => {
            let kept = items(tx, draft).await?.into_iter().find(|(known, _)| known == id);
            let changed = kept.ok_or(Refusal::NotFound)?.1.changed(item.clone())?;
            changed.check()?;
            found(drafts::change_item(tx, draft, *id, &body(&changed)?).await?)?;
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
            let all = items(tx, draft).await?;
            let (_, item) = all.iter().find(|(known, _)| known == id).ok_or(Refusal::NotFound)?;
            let with_it = |other: &Item| match (&item.from, &other.from) {
                (Some(one), Some(other)) => one.proposal == other.proposal,
                _ => false,
            };
            for (gone, _) in all.iter().filter(|(other, found)| other == id || with_it(found)) {
                remove(tx, draft, *gone).await?;
            }
            Ok(None)
        }
        AgendaMove::Discard(id) => {
            found(documents::delete(tx, draft, *id).await?)?;
            Ok(None)
        }
        AgendaMove::TakeUp(_) => Ok(None),
    }
}

/// Takes an item off, with its documents and, of an election, its candidates.
pub(super) async fn remove(tx: &mut Tx, draft: DraftId, item: ItemId) -> Result<(), Error> {
    documents::delete_of_item(tx, draft, item).await?;
    candidacies::delete_of_item(tx, item).await?;
    drafts::delete_item(tx, draft, item).await?;
    Ok(())
}

pub(super) fn body(item: &Item) -> Result<String, Error> {
    serde_json::to_string(item).stored("an item")
}
