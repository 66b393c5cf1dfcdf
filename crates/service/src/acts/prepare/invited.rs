//! Who is to hold a share of the decryption key, and who is invited without a voice.

use domain::Refusal;
use domain::ceremony;
use domain::convocation::agenda::{InvitedMove, NewGuest};
use domain::ids::{DraftId, GuestId};
use domain::member::MemberState;
use domain::roles::Actor;
use store::drafts::{DraftHolder, Guest};
use store::{Tx, drafts, members};

use super::open;
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Most guests, and most key holders, of an assembly.
const MOST: usize = 30;

/// Names or invites somebody, or does so no more.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::DraftClosed`]; [`Refusal::NoSuchNumber`], [`Refusal::MemberState`] for a key
/// holder who is no active member; [`Refusal::Threshold`] for a number of them that cannot be what opens a box, which is the usual
/// one again when others are named; [`Refusal::AgendaFull`] for more than thirty; what [`NewGuest::check`] refuses.
pub async fn edit_invited(service: &Service, actor: &Actor, draft: DraftId, step: &InvitedMove) -> Result<(), Error> {
    allow(actor, Operation::EditInvited)?;
    if let InvitedMove::AddGuest(guest) = step {
        guest.check()?;
    }
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::EditInvited).await?;
        open(tx, draft).await?;
        match step {
            InvitedMove::AddHolder(number) => {
                name(tx, draft, *number).await?;
                drafts::set_needed(tx, draft, None).await?;
            }
            InvitedMove::DropHolder(member) => {
                drafts::delete_holder(tx, draft, *member).await?;
                drafts::set_needed(tx, draft, None).await?;
            }
            InvitedMove::Needed(chosen) => {
                let holders = u32::try_from(drafts::holders(tx, draft).await?.len()).stored("the key holders")?;
                ceremony::threshold(holders, *chosen)?;
                drafts::set_needed(tx, draft, *chosen).await?;
            }
            InvitedMove::AddGuest(guest) => invite(service, tx, draft, guest).await?,
            InvitedMove::DropGuest(guest) => drafts::delete_guest(tx, draft, *guest).await?,
        }
        if !drafts::touch(tx, draft, service.now()).await? {
            return Err(Refusal::DraftClosed.into());
        }
        facts::note(service, tx, actor, "edit-invited", Some(draft.0)).await
    })
}

async fn name(tx: &mut Tx, draft: DraftId, number: u32) -> Result<(), Error> {
    let member = members::by_number(tx, number).await?.ok_or(Refusal::NoSuchNumber)?;
    if member.state != MemberState::Active {
        return Err(Refusal::MemberState.into());
    }
    let named = drafts::holders(tx, draft).await?;
    if named.len() >= MOST {
        return Err(Refusal::AgendaFull.into());
    }
    let position = named.last().map_or(1, |last| last.position + 1);
    Ok(drafts::insert_holder(tx, draft, DraftHolder { member: member.id, position }).await?)
}

async fn invite(service: &Service, tx: &mut Tx, draft: DraftId, guest: &NewGuest) -> Result<(), Error> {
    if drafts::guests(tx, draft).await?.len() >= MOST {
        return Err(Refusal::AgendaFull.into());
    }
    let row = Guest {
        id: GuestId(service.id()),
        role: guest.role,
        name: guest.name.clone(),
        email: guest.check()?,
        address: guest.address.clone(),
        lang: guest.lang,
    };
    Ok(drafts::insert_guest(tx, draft, &row).await?)
}
