//! The holder of a proxy answers: no key is needed to accept.

use domain::Refusal;
use domain::ids::ProxyId;
use domain::proxies::{Limits, ProxyAnswer, ProxyMove, may_accept};
use domain::roles::Actor;
use store::proxies;

use super::give::carrier;
use crate::letters::ProxySays;
use crate::policy::{Operation, allow};
use crate::proxies::{one, write};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Accepts a proxy, declines it, or hands it back. The grantor is told. It holds for the rolls fixed after it.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], also for a proxy that names somebody else; [`Refusal::AssemblyOver`],
/// [`Refusal::AssemblyCancelled`]; [`Refusal::ProxyHolder`] to accept without a voice; [`Refusal::ProxyState`]; what
/// [`may_accept`] refuses.
pub async fn answer_proxy(service: &Service, actor: &Actor, id: ProxyId, answer: ProxyAnswer) -> Result<(), Error> {
    allow(actor, Operation::AnswerProxy)?;
    transaction!(service, |tx| {
        let holder = facts::acting(service, tx, actor, Operation::AnswerProxy).await?;
        let (found, held) = one(tx, id).await?;
        if found.holder != Some(holder.id) {
            return Err(Refusal::NotFound.into());
        }
        Limits::going(held.now.state)?;
        let to = match answer {
            ProxyAnswer::Accept => {
                carrier(tx, holder.id).await?;
                may_accept(&held.known(), &found.known(), held.cap)?
            }
            ProxyAnswer::Decline => found.state.after(ProxyMove::Decline)?,
        };
        if !proxies::move_to(tx, &found, to, None, service.now()).await? {
            return Err(Refusal::ProxyState.into());
        }
        let accepted = answer == ProxyAnswer::Accept;
        let grantor = facts::member(tx, found.grantor).await?;
        let says = ProxySays::Answered { holder: holder.name.clone(), accepted };
        write(service, tx, (id, &held.now), &grantor, says).await?;
        let act = if accepted { "accept-proxy" } else { "decline-proxy" };
        facts::note(service, tx, actor, act, Some(found.grantor.0)).await
    })
}
