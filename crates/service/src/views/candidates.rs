//! Elections and their candidates, for members: before the convocation on pages of their own, from then on beside the vote.

use domain::candidacies::ballot::{Candidate, Standing, sort};
use domain::candidacies::{
    CandidacyState, CandidateView, ElectionLine, ElectionView, May, Mine, PendingLine, takes_candidates,
};
use domain::convocation::agenda::{DraftState, Head, Item};
use domain::convocation::notice::Notice;
use domain::ids::{AssemblyId, ItemId, MemberId, VoteId};
use domain::roles::{Actor, Role};
use protocol::hash;
use store::candidacies::{self, Candidacy, Election};
use store::{Tx, convocations};

use super::proposals::{Names, named};
use crate::acts::candidates::{election, held, profile};
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::proposals::has_voice;
use crate::views::mine::read_me;
use crate::{Error, Service, facts};

/// The elections for which the board has called for candidates, the last first.
///
/// # Errors
/// Policy; [`domain::Refusal::MemberState`].
pub async fn elections(service: &Service, actor: &Actor) -> Result<Vec<ElectionLine>, Error> {
    allow(actor, Operation::ReadElections)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadElections).await?;
    let zone = facts::cooperative(&mut tx).await?.time_zone;
    let mut lines = Vec::new();
    for found in candidacies::called(&mut tx).await? {
        let item: Item = serde_json::from_str(&found.body).stored("an item")?;
        // An item that became something else has no candidates any more.
        if item.kind != domain::convocation::agenda::ItemKind::Election {
            continue;
        }
        let head: Head = serde_json::from_str(&found.head).stored("a head")?;
        let all = candidacies::of_item(&mut tx, found.item).await?;
        let accepted = all.iter().filter(|one| one.state == CandidacyState::Accepted).count();
        lines.push(ElectionLine {
            item: found.item,
            title: item.title,
            kind: head.kind,
            starts_at: head.starts_at,
            time_zone: zone.clone(),
            seats: item.seats,
            accepted: u32::try_from(accepted).unwrap_or(u32::MAX),
            open: takes_candidates(found.state, found.called()).is_ok(),
            assembly: found.assembly,
            mine: all.iter().find(|one| one.member == member.id).map(|one| one.state),
        });
    }
    Ok(lines)
}

/// One election, with what the member signed in may do.
///
/// # Errors
/// Policy; [`domain::Refusal::MemberState`]; [`domain::Refusal::NotFound`], also before the board has called for candidates, for who does
/// not prepare the assembly.
pub async fn election_view(service: &Service, actor: &Actor, id: ItemId) -> Result<ElectionView, Error> {
    allow(actor, Operation::ReadElections)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadElections).await?;
    let prepares = [Role::Board, Role::Chair, Role::Secretary].into_iter().any(|role| actor.has(role));
    let (found, item) = election(&mut tx, id, prepares).await?;
    let head: Head = serde_json::from_str(&found.head).stored("a head")?;
    let cooperative = facts::cooperative(&mut tx).await?;
    let all = candidacies::of_item(&mut tx, id).await?;
    let mut names = Names::new();
    let own = all.iter().find(|one| one.member == member.id);
    let voice = has_voice(&cooperative, &member).is_ok();
    Ok(ElectionView {
        item: id,
        draft: found.state,
        assembly: found.assembly,
        kind: head.kind,
        starts_at: head.starts_at,
        time_zone: cooperative.time_zone,
        title: item.title,
        text: item.text,
        seats: item.seats,
        open: takes_candidates(found.state, found.called()).is_ok(),
        candidates: standing(&mut tx, &mut names, &all).await?,
        pending: if prepares { pending(&mut tx, &mut names, &all).await? } else { Vec::new() },
        mine: match own {
            Some(own) => Some(mine(&mut tx, &mut names, own).await?),
            None => None,
        },
        shares: held(&mut tx, member.id).await?,
        may: may(&found, own, voice, prepares),
        me: read_me(service, &mut tx, actor, Operation::ReadElections).await?,
    })
}

/// Those who accepted, in the order of the ballot; who was erased comes last.
async fn standing(tx: &mut Tx, names: &mut Names, all: &[Candidacy]) -> Result<Vec<CandidateView>, Error> {
    let (mut known, mut erased) = (Vec::new(), Vec::new());
    for one in all.iter().filter(|one| one.state == CandidacyState::Accepted) {
        match profile(one)? {
            Some(profile) => {
                let content = hash::hex(&one.hash.stored("the hash of who accepted")?);
                let candidate = Candidate { candidacy: one.id, content };
                let number = facts::member(tx, one.member).await?.number.unwrap_or_default();
                known.push(Standing { election: one.item, candidate, number, profile });
            }
            None => erased.push(view(tx, names, one).await?),
        }
    }
    sort(&mut known);
    let mut views = Vec::new();
    for standing in known {
        let one = all.iter().find(|one| one.id == standing.candidate.candidacy).stored("a candidacy")?;
        views.push(view(tx, names, one).await?);
    }
    views.append(&mut erased);
    Ok(views)
}

async fn view(tx: &mut Tx, names: &mut Names, one: &Candidacy) -> Result<CandidateView, Error> {
    let who = named(tx, names, one.member).await?;
    Ok(CandidateView { who, profile: profile(one)?, accepted_at: one.moved_at })
}

async fn pending(tx: &mut Tx, names: &mut Names, all: &[Candidacy]) -> Result<Vec<PendingLine>, Error> {
    let mut lines = Vec::new();
    for one in all.iter().filter(|one| one.state != CandidacyState::Accepted) {
        let by = by(tx, names, one.proposed_by).await?;
        lines.push(PendingLine { who: named(tx, names, one.member).await?, state: one.state, by });
    }
    Ok(lines)
}

async fn by(tx: &mut Tx, names: &mut Names, who: Option<MemberId>) -> Result<Option<domain::proposals::Who>, Error> {
    match who {
        Some(who) => named(tx, names, who).await.map(Some),
        None => Ok(None),
    }
}

async fn mine(tx: &mut Tx, names: &mut Names, own: &Candidacy) -> Result<Mine, Error> {
    let by = by(tx, names, own.proposed_by).await?;
    Ok(Mine { state: own.state, profile: profile(own)?, by, reason: own.reason.clone() })
}

fn may(found: &Election, own: Option<&Candidacy>, voice: bool, prepares: bool) -> May {
    let open = takes_candidates(found.state, found.called()).is_ok();
    let draft = found.state == DraftState::Draft;
    let state = own.map(|own| own.state);
    May {
        write: voice && open,
        sign: voice && open && state == Some(CandidacyState::Written),
        withdraw: draft && state.is_some_and(|state| state != CandidacyState::Withdrawn),
        propose: voice && open,
        call: prepares && draft && !found.called(),
        close: prepares && draft && found.called(),
    }
}

/// The candidates put to the vote by an assembly, each with the vote, in the order of the ballot: for members.
///
/// # Errors
/// Policy; [`domain::Refusal::MemberState`]; [`domain::Refusal::NotFound`].
pub async fn candidates(
    service: &Service,
    actor: &Actor,
    assembly: AssemblyId,
) -> Result<Vec<(VoteId, CandidateView)>, Error> {
    allow(actor, Operation::ReadElections)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadElections).await?;
    facts::assembly(&mut tx, assembly).await?;
    let Some(kept) = convocations::of_assembly(&mut tx, assembly).await? else { return Ok(Vec::new()) };
    let notice: Notice = serde_json::from_str(&kept.body).stored("a notice")?;
    let (mut names, mut found) = (Names::new(), Vec::new());
    for said in notice.items {
        let Some(vote) = said.vote else { continue };
        for candidate in said.candidates {
            let one = candidacies::by_id(&mut tx, candidate.candidacy).await?.stored("a candidacy")?;
            found.push((vote, view(&mut tx, &mut names, &one).await?));
        }
    }
    Ok(found)
}
