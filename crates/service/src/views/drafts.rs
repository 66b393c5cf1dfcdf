//! Assemblies being prepared, for those who prepare them.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::convocation::agenda::{DraftState, Head};
use domain::convocation::checklist::of_notice;
use domain::convocation::view::{AdmittedLine, DraftDocument, DraftHolder, DraftLine, DraftView, Guest, PlannedLine};
use domain::ids::{DraftId, ProposalId};
use domain::proposals::Content;
use domain::roles::Actor;
use protocol::hash;
use store::cooperatives::Cooperative;
use store::{Tx, documents, drafts, proposals};

use crate::acts::convening::freeze::Rules;
use crate::acts::prepare::{Prepared, on_board};
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::views::proposals::{Names, named};
use crate::{Error, Service, agendas, facts, secrets};

/// The hundred that changed last.
///
/// # Errors
/// Policy.
pub async fn drafts(service: &Service, actor: &Actor) -> Result<Vec<DraftLine>, Error> {
    allow(actor, Operation::ReadDrafts)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadDrafts).await?;
    let mut lines = Vec::new();
    for draft in drafts::newest(&mut tx).await? {
        let head: Head = serde_json::from_str(&draft.body).stored("a head")?;
        let items = drafts::count_items(&mut tx, draft.id).await?;
        let (id, state, changed_at) = (draft.id, draft.state, draft.changed_at);
        lines.push(DraftLine { id, state, head, items, changed_at, assembly: draft.assembly });
    }
    Ok(lines)
}

/// One of them, with the list of what must be right before members are convened.
///
/// # Errors
/// Policy; [`Refusal::NotFound`].
pub async fn draft(service: &Service, actor: &Actor, draft: DraftId) -> Result<DraftView, Error> {
    allow(actor, Operation::ReadDrafts)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadDrafts).await?;
    let cooperative = facts::cooperative(&mut tx).await?;
    let found = drafts::by_id(&mut tx, draft).await?.ok_or(Refusal::NotFound)?;
    let Prepared { head, items, checklist, cut_off, changed, .. } = Prepared::read(service, &mut tx, &found).await?;
    let here = agendas::sources(items.iter().map(|(_, item)| item));
    let admitted = admitted(&mut tx, &cooperative, &head, &here).await?;
    let key = secrets::record_key(&mut tx, cooperative.id).await?.verifying_key();
    let documents = documents::of_draft(&mut tx, draft).await?.into_iter().map(|document| DraftDocument {
        id: document.id,
        item: document.item,
        name: document.name,
        bytes: document.bytes,
        hash: hash::hex(&document.hash),
    });
    let guests = drafts::guests(&mut tx, draft).await?.into_iter().map(|guest| Guest {
        id: guest.id,
        role: guest.role,
        name: guest.name,
        email: guest.email,
        address: guest.address,
        lang: guest.lang,
    });
    Ok(DraftView {
        id: found.id,
        state: found.state,
        assembly: found.assembly,
        time_zone: cooperative.time_zone,
        head,
        items,
        documents: documents.collect(),
        holders: holders(service, &mut tx, draft).await?,
        needed: drafts::needed(&mut tx, draft).await?,
        guests: guests.collect(),
        checklist,
        cut_off,
        record_key: hash::hex(key.as_bytes()),
        admitted,
        changed,
    })
}

/// The proposals that wait for an agenda.
async fn admitted(
    tx: &mut Tx,
    cooperative: &Cooperative,
    head: &Head,
    here: &[ProposalId],
) -> Result<Vec<AdmittedLine>, Error> {
    let until = match head.starts_at {
        Some(at) => last_day(tx, head.kind, at, &cooperative.time_zone).await?,
        None => None,
    };
    let (mut names, mut lines) = (Names::new(), Vec::new());
    for waiting in proposals::admitted(tx).await?.into_iter().filter(|waiting| !here.contains(&waiting.id)) {
        let of = proposals::by_id(tx, waiting.id).await?.ok_or(Refusal::NotFound)?;
        let content: Content = serde_json::from_str(&waiting.body).stored("the words of a proposal")?;
        let late = matches!((until, of.submitted_at), (Some(until), Some(at)) if at >= until);
        lines.push(AdmittedLine {
            id: of.id,
            title: content.title,
            by: named(tx, &mut names, of.author).await?,
            submitted_at: of.submitted_at,
            late,
            amendments: proposals::pending_amendments(tx, of.id).await?,
        });
    }
    Ok(lines)
}

/// Until when members may propose to an assembly that is being prepared.
async fn last_day(tx: &mut Tx, kind: AssemblyKind, starts_at: i64, zone: &str) -> Result<Option<i64>, Error> {
    let rules = Rules::at(tx, starts_at).await?;
    let preset = of_notice(kind, &rules.ordinary, &rules.extraordinary);
    domain::calendar::proposals_until(preset, starts_at, zone).stored("the day for proposals")
}

/// The assemblies whose day members are told before they are convened, the next one first.
///
/// # Errors
/// [`Error::Internal`] only.
pub async fn planned(service: &Service) -> Result<Vec<PlannedLine>, Error> {
    allow(&Actor::Anyone, Operation::ReadCalendar)?;
    let mut tx = service.db().read().await?;
    planned_in(service, &mut tx).await
}

pub(super) async fn planned_in(service: &Service, tx: &mut Tx) -> Result<Vec<PlannedLine>, Error> {
    let zone = facts::cooperative(tx).await?.time_zone;
    let mut lines = Vec::new();
    for draft in drafts::newest(tx).await?.into_iter().filter(|draft| draft.state == DraftState::Draft) {
        let head: Head = serde_json::from_str(&draft.body).stored("a head")?;
        let Some(starts_at) = head.starts_at.filter(|at| head.announced && *at > service.now()) else { continue };
        let until = last_day(tx, head.kind, starts_at, &zone).await?;
        lines.push(PlannedLine { kind: head.kind, starts_at, time_zone: zone.clone(), place: head.place, until });
    }
    lines.sort_by_key(|line| line.starts_at);
    Ok(lines)
}

async fn holders(service: &Service, tx: &mut Tx, draft: DraftId) -> Result<Vec<DraftHolder>, Error> {
    let mut all = Vec::new();
    for row in drafts::holders(tx, draft).await? {
        let member = facts::member(tx, row.member).await?;
        let board = on_board(service, tx, row.member).await?;
        all.push(DraftHolder { member: row.member, number: member.number.unwrap_or(0), name: member.name, board });
    }
    Ok(all)
}
