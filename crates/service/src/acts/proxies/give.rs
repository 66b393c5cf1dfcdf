//! A member gives a proxy by a signature.

use domain::Refusal;
use domain::ids::{AssemblyId, MemberId};
use domain::proxies::{Ending, GiveProxy, Limits, ProxyMeans, ProxyState, may_give};
use domain::roles::Actor;
use store::members::Member;
use store::proxies::{self, Proxy};
use store::{Tx, keys, members};

use crate::error::duplicate_is;
use crate::letters::ProxySays;
use crate::policy::{Operation, allow};
use crate::proposals::has_voice;
use crate::proxies::{Held, end, held, write};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Receives a proxy signed by its grantor. The same again changes nothing. In the place of one that is there it is received
/// where the statutes let that be taken back, and names it.
///
/// # Errors
/// Policy; [`Refusal::NoVoice`]; [`Refusal::NotFound`]; [`Refusal::AssemblyOver`], [`Refusal::AssemblyCancelled`];
/// [`Refusal::ProxyTooLate`]; [`Refusal::ProxyTakesPart`]; [`Refusal::ProxyHolder`]; what [`may_give`] refuses;
/// [`Refusal::ProxyFinal`] in the place of one that cannot be taken back; [`Refusal::ProxyInvalid`] when the signature is not
/// by the member's key in force, or there is none; [`Refusal::Malformed`] for an id that is taken.
pub async fn give_proxy(service: &Service, actor: &Actor, id: AssemblyId, sent: &GiveProxy) -> Result<(), Error> {
    allow(actor, Operation::GiveProxy)?;
    transaction!(service, |tx| {
        let grantor = facts::acting(service, tx, actor, Operation::GiveProxy).await?;
        let cooperative = facts::cooperative(tx).await?;
        has_voice(&cooperative, &grantor)?;
        let held = held(tx, id).await?;
        let key = keys::current(tx, grantor.id).await?.ok_or(Refusal::ProxyInvalid)?;
        let signed = protocol::proxy::Proxy {
            assembly: held.first.bytes(),
            id: sent.proxy.bytes(),
            grantor: grantor.id.bytes(),
            holder: sent.holder.as_ref().map(MemberId::bytes),
        };
        if signed.verify(cooperative.id.bytes(), &key.identity, &sent.signature).is_err() {
            return Err(Refusal::ProxyInvalid.into());
        }
        // What is signed names everything but its state: the same signature is the same proxy.
        if held.all.iter().any(|one| one.id == sent.proxy && one.signature == Some(sent.signature.0)) {
            return Ok(());
        }
        Limits::going(held.now.state)?;
        let now = service.now();
        held.limits.signs(now)?;
        let holder = match sent.holder {
            Some(holder) => Some(carrier(tx, holder).await?),
            None => None,
        };
        may_give(&held.known(), grantor.id, sent.holder, sent.replaces, held.cap)?;
        takes_part(tx, &held, grantor.id).await?;
        if let Some(before) = held.all.iter().find(|one| Some(one.id) == sent.replaces) {
            held.limits.revokes(now)?;
            end(service, tx, before, &held.now, Ending::Replaced).await?;
        }
        let new = Proxy {
            id: sent.proxy,
            assembly: held.first,
            grantor: grantor.id,
            holder: sent.holder,
            means: ProxyMeans::Signed,
            state: ProxyState::first(sent.holder.is_some()),
            ending: None,
            identity: Some(key.identity),
            signature: Some(sent.signature.0),
            entered_by: None,
            made_at: now,
            moved_at: now,
        };
        duplicate_is(proxies::insert(tx, &new).await, Refusal::Malformed)?;
        tell(service, tx, &held, &new, (&grantor, holder.as_ref())).await?;
        let subject = holder.map_or(new.id.0, |holder| holder.id.0);
        facts::note(service, tx, actor, "give-proxy", Some(subject)).await
    })
}

/// A member who may carry a voice: one who has one.
pub(super) async fn carrier(tx: &mut Tx, id: MemberId) -> Result<Member, Error> {
    let member = members::by_id(tx, id).await?.ok_or(Refusal::ProxyHolder)?;
    has_voice(&facts::cooperative(tx).await?, &member).map_err(|_| Refusal::ProxyHolder)?;
    Ok(member)
}

/// Who takes part in the assembly speaks for themselves.
pub(super) async fn takes_part(tx: &mut Tx, held: &Held, grantor: MemberId) -> Result<(), Error> {
    let there = proxies::takes_part(tx, held.now.id, grantor).await?;
    if there { Err(Refusal::ProxyTakesPart.into()) } else { Ok(()) }
}

/// Tells the grantor that it was received, and the holder what is asked.
pub(super) async fn tell(
    service: &Service,
    tx: &mut Tx,
    held: &Held,
    new: &Proxy,
    (grantor, holder): (&Member, Option<&Member>),
) -> Result<(), Error> {
    let about = (new.id, &held.now);
    let paper = new.means == ProxyMeans::Paper;
    let received = ProxySays::Received { holder: holder.map(|holder| holder.name.clone()), paper };
    write(service, tx, about, grantor, received).await?;
    let Some(holder) = holder else { return Ok(()) };
    let accepted = new.state == ProxyState::InForce;
    write(service, tx, about, holder, ProxySays::Asked { by: grantor.name.clone(), accepted }).await
}
