//! What acts on refunds and views of them look up the same way: amounts billed against the register, and what became of the
//! resolution that names a refund.

use std::collections::BTreeMap;

use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::convocation::agenda::DraftState;
use domain::convocation::notice::{ItemSaid, Notice};
use domain::decision::{Decision, Outcome};
use domain::ids::{AssemblyId, VoteId};
use domain::refund::billed::{Billed, Known};
use domain::refund::plan::{Figures, day, over_at, was_member};
use domain::refund::view::Standing;
use domain::vote::VoteState;
use protocol::hash;
use store::assemblies::Assembly;
use store::drafts::Draft;
use store::refunds::{self, Refund};
use store::{Tx, convocations, documents, drafts, votes};

use crate::acts::convening::again::failed;
use crate::acts::convening::announce::notice_of;
use crate::error::Stored as _;
use crate::{Error, agendas, facts};

/// How long a second call is waited for after a first meeting whose notice names no day for it, in microseconds: two months.
const SECOND_WITHIN: i64 = 61 * 24 * 3600 * 1_000_000;

/// One refund.
pub(crate) async fn of_year(tx: &mut Tx, year: u32) -> Result<Refund, Error> {
    Ok(refunds::by_year(tx, year).await?.ok_or(Refusal::NotFound)?)
}

/// Its figures.
pub(crate) fn figures(refund: &Refund) -> Result<Figures, Error> {
    serde_json::from_str(&refund.figures).stored("the figures of a refund")
}

/// What each member was billed, against the register as it is now.
pub(crate) async fn billed(tx: &mut Tx, closed_on: &str, text: &str) -> Result<Billed, Error> {
    let zone = facts::cooperative(tx).await?.time_zone;
    let over = over_at(day(closed_on)?, &zone)?;
    let known = refunds::numbered(tx).await?.into_iter().map(|row| {
        let member = was_member(row.class, (row.active_at, row.ended_at), over);
        (row.number, Known { id: row.id, name: row.name, member })
    });
    let register: BTreeMap<u32, Known> = known.collect();
    Ok(Billed::read(text, &register)?)
}

/// Whether the year of a refund is over: before that nobody knows its surplus.
///
/// # Errors
/// [`Refusal::RefundYearOpen`].
pub(crate) async fn over(tx: &mut Tx, refund: &Refund, now: i64) -> Result<(), Error> {
    let zone = facts::cooperative(tx).await?.time_zone;
    if over_at(day(&refund.closed_on)?, &zone)? > now { Err(Refusal::RefundYearOpen.into()) } else { Ok(()) }
}

/// What became of the resolution that names a refund, and the assembly it was put to.
pub(crate) async fn standing(tx: &mut Tx, refund: &Refund, now: i64) -> Result<(Standing, Option<AssemblyId>), Error> {
    let (Some(draft), Some(document)) = (refund.draft, refund.document) else { return Ok((Standing::None, None)) };
    let draft = drafts::by_id(tx, draft).await?.stored("a preparation")?;
    // The same document at another item names another resolution: nothing follows of that one.
    let there = documents::of_draft(tx, draft.id).await?;
    if !there.iter().any(|one| one.hash == document && one.item == refund.item) {
        return Ok((Standing::NotAdopted, draft.assembly));
    }
    if draft.state == DraftState::Draft {
        return Ok((Standing::Preparing, None));
    }
    let Some((assembly, notice)) = convened(tx, &draft).await? else { return Ok((Standing::NotAdopted, None)) };
    let Some(resolution) = named(&notice, &document) else { return Ok((Standing::NotAdopted, Some(assembly))) };
    // What a first call could not decide, a second one does.
    let second = convocations::following(tx, assembly).await?;
    let mut last = (Standing::NotAdopted, Some(assembly));
    for assembly in std::iter::once(assembly).chain(second) {
        last = (put_to(tx, assembly, &resolution, now).await?, Some(assembly));
        if last.0 == Standing::Adopted {
            break;
        }
    }
    Ok(last)
}

async fn convened(tx: &mut Tx, draft: &Draft) -> Result<Option<(AssemblyId, Notice)>, Error> {
    match draft.assembly {
        Some(assembly) => Ok(Some((assembly, notice_of(tx, assembly).await?))),
        None => Ok(None),
    }
}

/// The resolution of the item with a document, by its hash: it is the same on a second call.
fn named(notice: &Notice, document: &[u8; 32]) -> Option<String> {
    let hash = hash::hex(document);
    let position = notice.documents.iter().find(|said| said.hash == hash)?.position?;
    notice.items.iter().find(|said| said.position == position)?.resolution.clone()
}

/// What became of a resolution in one assembly.
async fn put_to(tx: &mut Tx, assembly: AssemblyId, resolution: &str, now: i64) -> Result<Standing, Error> {
    let found = facts::assembly(tx, assembly).await?;
    let notice = notice_of(tx, assembly).await?;
    let item = notice.items.iter().find(|said| said.resolution.as_deref() == Some(resolution));
    let Some(vote) = item.and_then(|item: &ItemSaid| item.vote) else { return Ok(Standing::NotAdopted) };
    // What is only rehearsed binds nobody.
    if found.rehearsal_until.is_none() && adopted(tx, assembly, vote).await? {
        return Ok(Standing::Adopted);
    }
    let over = matches!(found.state, AssemblyState::Ended | AssemblyState::Cancelled);
    let waits = !over || may_follow(tx, &found, &notice, now).await?;
    Ok(if waits { Standing::Waiting } else { Standing::NotAdopted })
}

/// Whether a second call may still put the same resolution to members who were too few at the first: until the day that the
/// notice names for it, or for two months.
async fn may_follow(tx: &mut Tx, first: &Assembly, notice: &Notice, now: i64) -> Result<bool, Error> {
    let until = notice.second_at.unwrap_or(first.starts_at.saturating_add(SECOND_WITHIN));
    if first.state != AssemblyState::Ended || first.rehearsal_until.is_some() || now >= until {
        return Ok(false);
    }
    if convocations::following(tx, first.id).await?.is_some() {
        return Ok(false);
    }
    match failed(tx, first, now).await {
        Ok(()) => Ok(true),
        Err(Error::Refused(Refusal::NoSecondCall)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether a vote of the notice, or one that puts the same words again, adopted them.
async fn adopted(tx: &mut Tx, assembly: AssemblyId, origin: VoteId) -> Result<bool, Error> {
    for vote in votes::by_assembly(tx, assembly).await? {
        if vote.state != VoteState::Decided || agendas::origin(tx, &vote).await? != Some(origin) {
            continue;
        }
        let decision = vote.decision.as_deref().stored("a decision")?;
        let decision: Decision = serde_json::from_str(decision).stored("a decision")?;
        if decision.outcome == Outcome::Adopted {
            return Ok(true);
        }
    }
    Ok(false)
}
