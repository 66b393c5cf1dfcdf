//! A proposal that was admitted is taken up into an agenda with its files, the votes on its amendments before it; one that is there gets
//! its words as they are now.

use domain::Refusal;
use domain::convocation::agenda::{Item, MOST_ITEMS};
use domain::convocation::proposed::Taken;
use domain::ids::{DraftId, ItemId, ProposalId};
use domain::proposals::{AmendmentMove, AmendmentState, ProposalState};
use domain::roles::Actor;
use store::drafts::DraftItem;
use store::proposals::Proposal;
use store::{Tx, amendments, drafts};

use super::agenda::{body, remove};
use super::items;
use crate::acts::proposals::attach::bring_files;
use crate::{Error, Service, agendas, facts};

/// Takes a proposal up. Amendments nobody answered are left to the vote with it: its text does not change any more. Of one that
/// was taken back meanwhile the items go.
pub(super) async fn take_up(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    draft: DraftId,
    id: ProposalId,
) -> Result<Option<ItemId>, Error> {
    let of = store::proposals::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let agenda = items(tx, draft).await?;
    let theirs = |item: &Item| item.from.as_ref().is_some_and(|from| from.proposal == id);
    let here: Vec<(ItemId, Item)> = agenda.iter().filter(|(_, item)| theirs(item)).cloned().collect();
    if of.state != ProposalState::Admitted {
        if here.is_empty() {
            return Err(Refusal::ProposalState.into());
        }
        for (gone, _) in here {
            remove(tx, draft, gone).await?;
        }
        return Ok(None);
    }
    leave_to_vote(service, tx, actor, &of).await?;
    let taken = agendas::taken(tx, &of).await?;
    let rest: Vec<ItemId> = agenda.iter().filter(|(_, item)| !theirs(item)).map(|(id, _)| *id).collect();
    let before = agenda.iter().take_while(|(_, item)| !theirs(item)).count();
    let placed = write(service, tx, draft, &taken, here).await?;
    let first = placed.first().copied();
    let (above, below) = rest.split_at(before.min(rest.len()));
    let order: Vec<ItemId> = above.iter().chain(&placed).chain(below).copied().collect();
    if order.len() > MOST_ITEMS {
        return Err(Refusal::AgendaFull.into());
    }
    for (position, item) in (1_u32..).zip(order) {
        drafts::place_item(tx, draft, item, position).await?;
    }
    // The text is the last of its items: what its authors attached stands with it.
    if let (Some(text), Some(by)) = (placed.last(), actor.member()) {
        bring_files(service, tx, by, id, (draft, *text)).await?;
    }
    Ok(first)
}

/// Writes the items of a proposal; those in their order.
async fn write(
    service: &Service,
    tx: &mut Tx,
    draft: DraftId,
    taken: &Taken,
    here: Vec<(ItemId, Item)>,
) -> Result<Vec<ItemId>, Error> {
    let kept: Vec<Item> = here.iter().map(|(_, item)| item.clone()).collect();
    let mut placed = Vec::new();
    for (at, item) in taken.renewed(&kept) {
        item.check()?;
        let known = at.and_then(|at| here.get(at)).map(|(id, _)| *id);
        match known {
            Some(id) => {
                drafts::change_item(tx, draft, id, &body(&item)?).await?;
                placed.push(id);
            }
            None => {
                let row = DraftItem { id: ItemId(service.id()), position: 1, body: body(&item)? };
                drafts::insert_item(tx, draft, &row).await?;
                placed.push(row.id);
            }
        }
    }
    for (gone, _) in here.iter().filter(|(id, _)| !placed.contains(id)) {
        remove(tx, draft, *gone).await?;
    }
    Ok(placed)
}

async fn leave_to_vote(service: &Service, tx: &mut Tx, actor: &Actor, of: &Proposal) -> Result<(), Error> {
    for amendment in amendments::of_proposal(tx, of.id).await? {
        if amendment.state != AmendmentState::Open {
            continue;
        }
        let to = amendment.state.after(AmendmentMove::PutToVote, of.state)?;
        if !amendments::decide(tx, &amendment, to, service.now(), actor.member()).await? {
            return Err(Refusal::AmendmentDecided.into());
        }
        facts::note(service, tx, actor, "put-amendment-to-vote", Some(amendment.author.0)).await?;
    }
    Ok(())
}
