//! Voices entrusted to the server: a member asks for the own one, and the board says how many there may be.

use domain::Refusal;
use domain::entrusted::{ConfirmEntrusted, Released};
use domain::ids::AssemblyId;
use domain::roles::Actor;
use protocol::hash;
use protocol::keys::{Signature, sign_in};
use store::entrusted::{self, Limit};
use store::{keys, sign_ins};
use zeroize::Zeroizing;

use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Hands the key that the server made for the actor over to their browser, which shows by a signature that it holds the member's own key:
/// a session alone gets nothing. Asked again, it is answered again, for another device.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::KeyNone`] before the member has a voting key; [`Refusal::SignInOver`] for an address,
/// challenge or signature that does not hold; [`Refusal::EntrustedNone`] where the server made none, or has forgotten it.
pub async fn release_entrusted(
    service: &Service,
    actor: &Actor,
    id: AssemblyId,
    (origin, challenge, signature): (&str, &[u8; 32], &Signature),
) -> Result<Released, Error> {
    allow(actor, Operation::ReleaseEntrusted)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::ReleaseEntrusted).await?;
        facts::assembly(tx, id).await?;
        let own = keys::current(tx, member.id).await?.ok_or(Refusal::KeyNone)?;
        let cooperative = member.cooperative;
        let holds = service.is_at(origin)
            && sign_in::verify(cooperative.bytes(), origin, challenge, &own.identity, signature).is_ok();
        if !holds || !sign_ins::answer(tx, challenge, service.now()).await? {
            return Err(Refusal::SignInOver.into());
        }
        let made = entrusted::of_member(tx, id, member.id).await?.ok_or(Refusal::EntrustedNone)?;
        let secret = Zeroizing::new(entrusted::secret(tx, made.id).await?.ok_or(Refusal::EntrustedNone)?);
        // Never before it was made, whatever a clock says that was set back.
        if entrusted::release(tx, made.id, service.now().max(made.made_at)).await? {
            facts::note(service, tx, actor, "release-entrusted", Some(member.id.0)).await?;
        }
        Ok(Released { secret: hash::hex(secret.as_slice()) })
    })
}

/// Says for the board how many voices may be entrusted to the server where they are more than a tenth of a roll: what it says last counts
/// for every box that opens from now on. With 0 boxes open without them. The same number again changes nothing.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::AssemblyOver`], [`Refusal::AssemblyCancelled`];
/// [`Refusal::EntrustedOff`] where the notice does not say that any are; [`Refusal::EntrustedTooMany`] for more than there are voices;
/// those of an assembly that stands still.
pub async fn confirm_entrusted(
    service: &Service,
    actor: &Actor,
    id: AssemblyId,
    asked: &ConfirmEntrusted,
) -> Result<(), Error> {
    allow(actor, Operation::ConfirmEntrusted)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::ConfirmEntrusted).await?;
        let assembly = facts::assembly(tx, id).await?;
        // While it is to come, or goes on.
        assembly.state.open_session().map(drop)?;
        facts::goes_on(tx, id).await?;
        if !crate::entrusted::on(tx, id).await? {
            return Err(Refusal::EntrustedOff.into());
        }
        asked.within(facts::count_voices(tx).await?)?;
        let before = entrusted::limit(tx, id).await?;
        if before.is_some_and(|before| before.most == asked.most) {
            return Ok(());
        }
        let n = before.map_or(1, |before| before.n + 1);
        let new = Limit { n, most: asked.most, confirmed_by: by.id, at: service.now() };
        entrusted::insert_limit(tx, id, &new).await?;
        facts::note(service, tx, actor, "confirm-entrusted", Some(id.0)).await
    })
}
