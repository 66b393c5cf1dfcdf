//! A member takes a proxy back by a signature.

use domain::Refusal;
use domain::ids::ProxyId;
use domain::proxies::{Limits, ProxyMove, RevokeProxy};
use domain::roles::Actor;
use store::{keys, proxies};

use crate::letters::Over;
use crate::policy::{Operation, allow};
use crate::proxies::{one, tell_over};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Takes the actor's own proxy back, signed or on paper, for the rolls fixed after it.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], also for the proxy of somebody else; [`Refusal::AssemblyOver`],
/// [`Refusal::AssemblyCancelled`]; [`Refusal::ProxyState`]; [`Refusal::ProxyFinal`]; [`Refusal::ProxyInvalid`] when the
/// signature is not by the member's key in force, or there is none.
pub async fn revoke_proxy(service: &Service, actor: &Actor, id: ProxyId, sent: &RevokeProxy) -> Result<(), Error> {
    allow(actor, Operation::RevokeProxy)?;
    transaction!(service, |tx| {
        let grantor = facts::acting(service, tx, actor, Operation::RevokeProxy).await?;
        let (found, held) = one(tx, id).await?;
        if found.grantor != grantor.id {
            return Err(Refusal::NotFound.into());
        }
        let key = keys::current(tx, grantor.id).await?.ok_or(Refusal::ProxyInvalid)?;
        let cooperative = facts::cooperative(tx).await?;
        let signed = protocol::proxy::Revocation { id: id.bytes(), grantor: grantor.id.bytes() };
        if signed.verify(cooperative.id.bytes(), &key.identity, &sent.signature).is_err() {
            return Err(Refusal::ProxyInvalid.into());
        }
        Limits::going(held.now.state)?;
        let (to, now) = (found.state.after(ProxyMove::Revoke)?, service.now());
        held.limits.revokes(now)?;
        if !proxies::revoke(tx, &found, to, (&key.identity, &sent.signature.0), now).await? {
            return Err(Refusal::ProxyState.into());
        }
        tell_over(service, tx, &found, &held.now, Over::Revoked).await?;
        let subject = found.holder.map_or(id.0, |holder| holder.0);
        facts::note(service, tx, actor, "revoke-proxy", Some(subject)).await
    })
}
