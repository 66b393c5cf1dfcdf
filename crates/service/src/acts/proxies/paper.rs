//! Proxies on paper: who leads the session enters them with the paper, and takes them back on a paper.

use domain::Refusal;
use domain::convocation::document::{Media, clean_name, recognise};
use domain::ids::{AssemblyId, ProxyId};
use domain::proxies::{Limits, PaperProxy, ProxyMeans, ProxyMove, ProxyState, may_accept, may_give};
use domain::roles::Actor;
use protocol::hash;
use store::members::Member;
use store::proxies::{self, Paper, Proxy};
use store::{Tx, members};

use super::give::{carrier, takes_part, tell};
use crate::letters::Over;
use crate::policy::{Operation, allow};
use crate::proposals::has_voice;
use crate::proxies::{held, one, tell_over};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Enters a proxy on paper, with the paper. Its grantor and its holder are told.
///
/// # Errors
/// Policy; [`Refusal::DocumentSize`], [`Refusal::DocumentKind`] for what is neither a PDF nor an image;
/// [`Refusal::NotFound`]; [`Refusal::AssemblyOver`], [`Refusal::AssemblyCancelled`]; [`Refusal::NoSuchNumber`] where no member
/// with a voice has the grantor's number; [`Refusal::ProxyOwnHand`] to who enters it; [`Refusal::ProxyHolder`] where none has the holder's; [`Refusal::ProxyTakesPart`];
/// what [`may_give`] and [`may_accept`] refuse.
pub async fn enter_paper_proxy(
    service: &Service,
    actor: &Actor,
    id: AssemblyId,
    entered: PaperProxy,
    (name, bytes): (&str, &[u8]),
) -> Result<ProxyId, Error> {
    allow(actor, Operation::EnterPaperProxy)?;
    let media = recognise(name, bytes)?;
    if !matches!(media, Media::Pdf | Media::Png | Media::Jpeg | Media::Webp) {
        return Err(Refusal::DocumentKind.into());
    }
    let (name, hash) = (clean_name(name, media), hash::sha256(bytes));
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::EnterPaperProxy).await?;
        let held = held(tx, id).await?;
        Limits::going(held.now.state)?;
        let (grantor, holder) = named(tx, entered).await?;
        if holder.as_ref().is_some_and(|holder| holder.id == by.id) {
            // Nobody alone gives themselves a voice.
            return Err(Refusal::ProxyOwnHand.into());
        }
        let known = held.known();
        may_give(&known, grantor.id, holder.as_ref().map(|holder| holder.id), None, held.cap)?;
        takes_part(tx, &held, grantor.id).await?;
        let now = service.now();
        let mut new = Proxy {
            id: ProxyId(service.id()),
            assembly: held.first,
            grantor: grantor.id,
            holder: holder.as_ref().map(|holder| holder.id),
            means: ProxyMeans::Paper,
            state: ProxyState::first(holder.is_some()),
            ending: None,
            identity: None,
            signature: None,
            entered_by: Some(by.id),
            made_at: now,
            moved_at: now,
        };
        if holder.is_some() && entered.accepted {
            new.state = may_accept(&known, &new.known(), held.cap)?;
        }
        proxies::insert(tx, &new).await?;
        let bytes_long = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let paper = Paper { proxy: new.id, name: name.clone(), media, bytes: bytes_long, hash };
        proxies::insert_paper(tx, &paper, bytes).await?;
        tell(service, tx, &held, &new, (&grantor, holder.as_ref())).await?;
        facts::note(service, tx, actor, "enter-paper-proxy", Some(grantor.id.0)).await?;
        Ok(new.id)
    })
}

/// The two members whose numbers were typed.
async fn named(tx: &mut Tx, entered: PaperProxy) -> Result<(Member, Option<Member>), Error> {
    let grantor = members::by_number(tx, entered.grantor).await?.ok_or(Refusal::NoSuchNumber)?;
    has_voice(&facts::cooperative(tx).await?, &grantor).map_err(|_| Refusal::NoSuchNumber)?;
    let holder = match entered.holder {
        Some(number) => {
            let holder = members::by_number(tx, number).await?.ok_or(Refusal::ProxyHolder)?;
            Some(carrier(tx, holder.id).await?)
        }
        None => None,
    };
    Ok((grantor, holder))
}

/// Takes a proxy that came on paper back, as its grantor asked on paper, or because it was entered in error.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], also for a signed one: its grantor takes it back by the key; [`Refusal::AssemblyOver`],
/// [`Refusal::AssemblyCancelled`]; [`Refusal::ProxyState`].
pub async fn end_paper_proxy(service: &Service, actor: &Actor, id: ProxyId) -> Result<(), Error> {
    allow(actor, Operation::EndPaperProxy)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::EndPaperProxy).await?;
        let (found, held) = one(tx, id).await?;
        if found.means != ProxyMeans::Paper {
            return Err(Refusal::NotFound.into());
        }
        Limits::going(held.now.state)?;
        let to = found.state.after(ProxyMove::Revoke)?;
        if !proxies::move_to(tx, &found, to, None, service.now()).await? {
            return Err(Refusal::ProxyState.into());
        }
        tell_over(service, tx, &found, &held.now, Over::Revoked).await?;
        facts::note(service, tx, actor, "end-paper-proxy", Some(found.grantor.0)).await
    })
}
