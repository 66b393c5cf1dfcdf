//! Proxies, for the members whose voices they are or who carry them, and for who leads the session.

use domain::Refusal;
use domain::ids::{AssemblyId, MemberId, ProxyId};
use domain::proposals::Who;
use domain::proxies::{
    HeldLine, LeaderLine, Limits, MyProxies, OwnProxy, ProxyDocumentLine, ProxyList, ProxyMay, ProxyState, may_give,
};
use domain::roles::Actor;
use protocol::hash::hex;
use store::proxies::{self, Paper, Proxy};
use store::{Tx, members};

use super::proposals::{Names, named};
use crate::policy::{Operation, allow};
use crate::proposals::has_voice;
use crate::proxies::{Held, held};
use crate::views::convocations::DocumentFile;
use crate::views::mine::read_me;
use crate::{Error, Service, facts};

/// The proxy that the actor gave, those that name them, and what they may do now.
///
/// # Errors
/// Policy; [`Refusal::MemberState`]; [`Refusal::NotFound`].
pub async fn my_proxies(service: &Service, actor: &Actor, id: AssemblyId) -> Result<MyProxies, Error> {
    allow(actor, Operation::ReadMyProxies)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadMyProxies).await?;
    let held = held(&mut tx, id).await?;
    let mut names = Names::new();
    let takes_part = proxies::takes_part(&mut tx, held.now.id, member.id).await?;
    let live = held.all.iter().rev().find(|one| one.grantor == member.id && one.state.live());
    let last = live.or_else(|| held.all.iter().rev().find(|one| one.grantor == member.id));
    let mine = match last {
        Some(last) => Some(own(&mut tx, &mut names, last).await?),
        None => None,
    };
    let mut carried = Vec::new();
    for one in held.all.iter().filter(|one| one.holder == Some(member.id) && one.state.live()) {
        let grantor = named(&mut tx, &mut names, one.grantor).await?;
        carried.push(HeldLine { id: one.id, grantor, state: one.state });
    }
    let voice = has_voice(&facts::cooperative(&mut tx).await?, &member).is_ok();
    let now = service.now();
    let may = may(&held, &member.id, (voice, takes_part), now);
    Ok(MyProxies {
        assembly: held.now.id,
        signs_for: held.first,
        kind: held.now.kind,
        starts_at: held.now.starts_at,
        time_zone: held.now.time_zone.clone(),
        until: held.limits.signed_until,
        is_final: held.limits.revokes(now).is_err(),
        most: held.cap,
        mine,
        held: carried,
        takes_part,
        may,
        me: read_me(service, &mut tx, actor, Operation::ReadMyProxies).await?,
    })
}

async fn own(tx: &mut Tx, names: &mut Names, of: &Proxy) -> Result<OwnProxy, Error> {
    Ok(OwnProxy {
        id: of.id,
        holder: holder(tx, names, of.holder).await?,
        means: of.means,
        state: of.state,
        ending: of.ending,
        made_at: of.made_at,
        moved_at: of.moved_at,
    })
}

async fn holder(tx: &mut Tx, names: &mut Names, holder: Option<MemberId>) -> Result<Option<Who>, Error> {
    match holder {
        Some(holder) => named(tx, names, holder).await.map(Some),
        None => Ok(None),
    }
}

fn may(held: &Held, member: &MemberId, (voice, takes_part): (bool, bool), now: i64) -> ProxyMay {
    let going = Limits::going(held.now.state).is_ok();
    let live = held.all.iter().find(|one| one.grantor == *member && one.state.live());
    let carries = held.all.iter().any(|one| one.holder == Some(*member) && one.state == ProxyState::InForce);
    let revocable = held.limits.revokes(now).is_ok();
    let gives = going && voice && !takes_part && !carries && held.limits.signs(now).is_ok();
    ProxyMay {
        give: gives && (live.is_none() || revocable),
        revoke: going && live.is_some() && revocable,
        accept: going && voice && live.is_none(),
        decline: going,
    }
}

/// The member with a number, to whom the actor may give a proxy now: who signs sees a name.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::NoSuchNumber`]; [`Refusal::ProxyHolder`]; what [`may_give`] refuses.
pub async fn proxy_holder(service: &Service, actor: &Actor, id: AssemblyId, number: u32) -> Result<Who, Error> {
    allow(actor, Operation::ReadMyProxies)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadMyProxies).await?;
    let held = held(&mut tx, id).await?;
    let found = members::by_number(&mut tx, number).await?.ok_or(Refusal::NoSuchNumber)?;
    has_voice(&facts::cooperative(&mut tx).await?, &found).map_err(|_| Refusal::ProxyHolder)?;
    let live = held.all.iter().find(|one| one.grantor == member.id && one.state.live());
    may_give(&held.known(), member.id, Some(found.id), live.map(|one| one.id), held.cap)?;
    Ok(Who { member: found.id, number: found.number, name: found.name })
}

/// Every proxy of an assembly, for who leads the session.
///
/// # Errors
/// Policy; [`Refusal::NotFound`].
pub async fn proxies(service: &Service, actor: &Actor, id: AssemblyId) -> Result<ProxyList, Error> {
    allow(actor, Operation::ReadProxies)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadProxies).await?;
    let held = held(&mut tx, id).await?;
    let papers = proxies::papers(&mut tx, held.first).await?;
    let (mut names, mut lines) = (Names::new(), Vec::new());
    for one in &held.all {
        lines.push(LeaderLine {
            id: one.id,
            grantor: named(&mut tx, &mut names, one.grantor).await?,
            holder: holder(&mut tx, &mut names, one.holder).await?,
            means: one.means,
            state: one.state,
            ending: one.ending,
            made_at: one.made_at,
            document: papers.iter().find(|paper| paper.proxy == one.id).map(document),
        });
    }
    let count = |state: ProxyState, named: bool| {
        let of = held.all.iter().filter(|one| one.state == state && one.holder.is_some() == named);
        u32::try_from(of.count()).unwrap_or(u32::MAX)
    };
    Ok(ProxyList {
        assembly: held.now.id,
        kind: held.now.kind,
        starts_at: held.now.starts_at,
        time_zone: held.now.time_zone.clone(),
        open: Limits::going(held.now.state).is_ok(),
        most: held.cap,
        accepted: count(ProxyState::InForce, true),
        waiting: count(ProxyState::Given, true),
        blank: count(ProxyState::InForce, false),
        lines,
    })
}

fn document(paper: &Paper) -> ProxyDocumentLine {
    ProxyDocumentLine {
        name: paper.name.clone(),
        media: paper.media,
        bytes: paper.bytes,
        hash: hex(&paper.hash),
        kept: !paper.name.is_empty(),
    }
}

/// The paper of a proxy.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], also once it was erased.
pub async fn proxy_document(service: &Service, actor: &Actor, id: ProxyId) -> Result<DocumentFile, Error> {
    allow(actor, Operation::ReadProxies)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadProxies).await?;
    let paper = proxies::paper(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let body = proxies::body(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok(DocumentFile { name: paper.name, media: paper.media, body })
}
