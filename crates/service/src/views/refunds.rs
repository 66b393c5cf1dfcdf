//! Refunds: to the board the whole, to a member the own rows.

use domain::Refusal;
use domain::convocation::agenda::{DraftState, Head, Item, ItemKind};
use domain::ids::MemberId;
use domain::refund::RefundState;
use domain::refund::billed::{Billed, BilledFault};
use domain::refund::plan::{DraftRefund, Figures};
use domain::refund::table::Table;
use domain::refund::view::{Attachable, OwnRefund, PartLine, RefundLine, RefundView, Standing};
use domain::roles::Actor;
use domain::shares::Cents;
use protocol::hash;
use store::refunds::{self, Refund};
use store::{Tx, drafts};

use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::refunds as known;
use crate::{Error, Service, facts};

/// Most rows with something wrong that are shown.
const FAULTS: usize = 1_000;

/// All of them, the last year first.
///
/// # Errors
/// Policy.
pub async fn refunds(service: &Service, actor: &Actor) -> Result<Vec<RefundLine>, Error> {
    allow(actor, Operation::ReadRefunds)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadRefunds).await?;
    let mut lines = Vec::new();
    for refund in refunds::list(&mut tx).await? {
        let sum = known::figures(&refund)?.refund;
        lines.push(RefundLine { year: refund.year, closed_on: refund.closed_on, state: refund.state, refund: sum });
    }
    Ok(lines)
}

/// One of them, with what the law allows and what keeps it from being attached.
///
/// # Errors
/// Policy; [`Refusal::NotFound`].
pub async fn refund(service: &Service, actor: &Actor, year: u32) -> Result<RefundView, Error> {
    allow(actor, Operation::ReadRefunds)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadRefunds).await?;
    let refund = known::of_year(&mut tx, year).await?;
    let figures = known::figures(&refund)?;
    let now = service.now();
    let (standing, assembly) = known::standing(&mut tx, &refund, now).await?;
    let (rows, faults, wrong) = match refund.state {
        RefundState::Drafted => drafted(&mut tx, &refund, &figures, now).await?,
        RefundState::Attached | RefundState::Executed => (frozen(&mut tx, year).await?, Vec::new(), None),
    };
    // Of rows that lack some, the sum says nothing.
    let sound = faults.is_empty();
    let total = rows.iter().try_fold(0_i64, |sum, row| sum.checked_add(row.billed.0)).filter(|_| sound);
    let limits = total.and_then(|total| figures.limits(Cents(total)).ok());
    Ok(RefundView {
        year,
        state: refund.state,
        typed: DraftRefund::of(&refund.closed_on, &figures, &refund.billed),
        figures,
        limits,
        wrong,
        rows,
        faults,
        hash: refund.hash.map(|hash| hash::hex(&hash)),
        standing,
        assembly,
        draft: refund.draft,
        attachable: if standing == Standing::None { attachable(&mut tx).await? } else { Vec::new() },
        executed_at: refund.executed_at,
        time_zone: facts::cooperative(&mut tx).await?.time_zone,
    })
}

type Judged = (Vec<PartLine>, Vec<BilledFault>, Option<Refusal>);

/// What is drafted, with the parts as they would be. What cannot be read any more is an empty table.
async fn drafted(tx: &mut Tx, refund: &Refund, figures: &Figures, now: i64) -> Result<Judged, Error> {
    let billed = match known::billed(tx, &refund.closed_on, &refund.billed).await {
        Ok(billed) => billed,
        Err(Error::Refused(refusal)) => return Ok((Vec::new(), Vec::new(), Some(refusal))),
        Err(error) => return Err(error),
    };
    let Billed { rows, mut faults } = billed;
    // The salt of the table is drawn when it is frozen; no part depends on it.
    let table = Table::of(&refund.closed_on, *figures, &rows, &[0; 32]);
    let wrong = if faults.is_empty() { table.as_ref().err().copied() } else { Some(Refusal::RefundRows) };
    let open = match known::over(tx, refund, now).await {
        Ok(()) => None,
        Err(Error::Refused(refusal)) => Some(refusal),
        Err(error) => return Err(error),
    };
    let wrong = wrong.or(open);
    let parts = table.map(|table| table.rows).unwrap_or_default();
    let sound = faults.is_empty();
    let line = |(at, row): (usize, domain::refund::billed::Row)| PartLine {
        member: row.member,
        number: row.number,
        name: row.name,
        billed: row.billed,
        part: parts.get(at).map(|part| part.part).filter(|_| sound),
    };
    let rows = rows.into_iter().enumerate().map(line).collect();
    faults.truncate(FAULTS);
    Ok((rows, faults, wrong))
}

/// The rows of a frozen table.
async fn frozen(tx: &mut Tx, year: u32) -> Result<Vec<PartLine>, Error> {
    let rows = refunds::parts(tx, year).await?.into_iter().map(|row| PartLine {
        member: row.member,
        number: row.number,
        name: row.name,
        billed: Cents(row.billed),
        part: Some(Cents(row.part)),
    });
    Ok(rows.collect())
}

/// The resolutions of assemblies that are being prepared.
async fn attachable(tx: &mut Tx) -> Result<Vec<Attachable>, Error> {
    let mut found = Vec::new();
    for draft in drafts::newest(tx).await?.into_iter().filter(|draft| draft.state == DraftState::Draft) {
        let head: Head = serde_json::from_str(&draft.body).stored("a head")?;
        for row in drafts::items(tx, draft.id).await? {
            let item: Item = serde_json::from_str(&row.body).stored("an item")?;
            if item.kind == ItemKind::Resolution {
                let (draft, title, starts_at) = (draft.id, item.title, head.starts_at);
                found.push(Attachable { draft, item: row.id, title, starts_at });
            }
        }
    }
    Ok(found)
}

/// A member's own rows: those of a table that waits for its resolution, and those executed. Before members are convened the board
/// may still take the table back, and nothing comes of one that was not adopted.
pub(super) async fn of_member(tx: &mut Tx, member: MemberId, now: i64) -> Result<Vec<OwnRefund>, Error> {
    let mut found = Vec::new();
    for row in refunds::of_member(tx, member).await? {
        if row.executed_at.is_none() {
            let refund = known::of_year(tx, row.year).await?;
            let standing = known::standing(tx, &refund, now).await?.0;
            if matches!(standing, Standing::NotAdopted | Standing::Preparing) {
                continue;
            }
        }
        found.push(OwnRefund {
            year: row.year,
            closed_on: row.closed_on,
            billed: Cents(row.billed),
            part: Cents(row.part),
            executed_at: row.executed_at,
        });
    }
    Ok(found)
}
