//! Patronage refunds: the board or the secretary drafts one of a year, attaches its table to a resolution of an assembly before members
//! are convened, and executes it once the resolution was adopted. The table is frozen while it is attached; the agenda has a document
//! with its totals and its hash, and no amount of anybody.

use domain::Refusal;
use domain::convocation::agenda::{Item, ItemKind};
use domain::convocation::document::{MOST, Media};
use domain::ids::{DocumentId, DraftId, ItemId};
use domain::refund::RefundState;
use domain::refund::billed::kept;
use domain::refund::plan::{DraftRefund, year};
use domain::refund::table::Table;
use domain::roles::Actor;
use protocol::hash;
use store::documents::{self, Document};
use store::refunds::{self, Frozen, Refund};
use store::{Tx, drafts};

use crate::acts::prepare::open;
use crate::error::{Stored as _, duplicate_is};
use crate::policy::{Operation, allow};
use crate::refunds as known;
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Keeps the figures of a year and what each member was billed, until the table is attached. Rows with something wrong are kept too, to
/// be mended. Answers the year.
///
/// # Errors
/// Policy; as [`DraftRefund::day`], [`DraftRefund::figures`] and [`DraftRefund::table`]; [`Refusal::RefundColumns`] for what is no such
/// table; [`Refusal::RefundYearTaken`] where another financial year that ends in the same one is kept; [`Refusal::RefundFrozen`].
pub async fn draft_refund(service: &Service, actor: &Actor, asked: &DraftRefund) -> Result<u32, Error> {
    allow(actor, Operation::DraftRefund)?;
    let (day, table) = (asked.day()?, kept(&asked.table()?)?);
    let (of, closed_on) = (year(day)?, day.to_string());
    let figures = serde_json::to_string(&asked.figures()?).stored("the figures of a refund")?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::DraftRefund).await?;
        known::billed(tx, &closed_on, &table).await?;
        let (which, now) = ((of, closed_on.as_str()), service.now());
        match refunds::by_year(tx, of).await? {
            // Of two days in one year one is a slip, and nothing that was kept is overwritten by it.
            Some(kept) if kept.closed_on != closed_on => return Err(Refusal::RefundYearTaken.into()),
            Some(kept) => {
                kept.state.open()?;
                if !refunds::change(tx, which, &figures, &table, now).await? {
                    return Err(Refusal::RefundFrozen.into());
                }
            }
            None => {
                let new = refunds::insert(tx, which, &figures, &table, (by.id, now)).await;
                duplicate_is(new, Refusal::RefundFrozen)?;
            }
        }
        facts::note(service, tx, actor, "draft-refund", None).await?;
        Ok(of)
    })
}

/// Freezes the table of a year and attaches a document with its totals and its hash to a resolution of an assembly that is being
/// prepared.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::RefundFrozen`]; [`Refusal::RefundYearOpen`] before the year is over;
/// [`Refusal::DraftClosed`] once members are convened; [`Refusal::RefundItem`] for an item that is no resolution, or names another
/// refund; [`Refusal::RefundRows`] while a row has something wrong; as
/// [`domain::refund::plan::Figures::check`] for what is against the law; [`Refusal::TooManyDocuments`].
pub async fn attach_refund(
    service: &Service,
    actor: &Actor,
    of: u32,
    (draft, item): (DraftId, ItemId),
) -> Result<(), Error> {
    allow(actor, Operation::AttachRefund)?;
    let salt = service.bytes::<32>();
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::AttachRefund).await?;
        let refund = known::of_year(tx, of).await?;
        refund.state.open()?;
        let now = service.now();
        known::over(tx, &refund, now).await?;
        resolution(tx, draft, item).await?;
        let billed = known::billed(tx, &refund.closed_on, &refund.billed).await?;
        if !billed.faults.is_empty() {
            return Err(Refusal::RefundRows.into());
        }
        let table = Table::of(&refund.closed_on, known::figures(&refund)?, &billed.rows, &salt)?;
        let body = table.canonical()?;
        let hashed = hash::sha256(body.as_bytes());
        let public = table.public(&hash::hex(&hashed));
        let document = Document {
            id: DocumentId(service.id()),
            draft,
            item: Some(item),
            name: format!("ristourne-{of}.csv"),
            media: Media::Csv,
            bytes: u64::try_from(public.len()).unwrap_or(u64::MAX),
            hash: hash::sha256(public.as_bytes()),
            added_by: by.id,
            added_at: now,
        };
        if documents::of_draft(tx, draft).await?.len() >= MOST {
            return Err(Refusal::TooManyDocuments.into());
        }
        documents::insert(tx, &document, public.as_bytes()).await?;
        let frozen = Frozen { draft, item, document: document.hash, body, hash: hashed };
        if !duplicate_is(refunds::attach(tx, of, &frozen, now).await, Refusal::RefundItem)? {
            return Err(Refusal::RefundFrozen.into());
        }
        for (row, of_table) in billed.rows.iter().zip(&table.rows) {
            let amounts = (of_table.billed.0, of_table.part.0);
            refunds::insert_part(tx, of, (row.member, of_table.number), amounts).await?;
        }
        if !drafts::touch(tx, draft, now).await? {
            return Err(Refusal::DraftClosed.into());
        }
        facts::note(service, tx, actor, "attach-refund", Some(draft.0)).await
    })
}

/// An item of an assembly that is being prepared, if it is a resolution.
async fn resolution(tx: &mut Tx, draft: DraftId, item: ItemId) -> Result<(), Error> {
    open(tx, draft).await?;
    let found = drafts::items(tx, draft).await?.into_iter().find(|row| row.id == item).ok_or(Refusal::NotFound)?;
    let found: Item = serde_json::from_str(&found.body).stored("an item")?;
    if found.kind == ItemKind::Resolution { Ok(()) } else { Err(Refusal::RefundItem.into()) }
}

/// Takes the table back from its resolution, before members are convened or when nothing follows of it: figures and amounts may change
/// again.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::RefundNotAttached`], [`Refusal::RefundExecuted`]; [`Refusal::RefundVoted`] once members
/// are convened, until the resolution is not adopted.
pub async fn release_refund(service: &Service, actor: &Actor, of: u32) -> Result<(), Error> {
    allow(actor, Operation::ReleaseRefund)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::ReleaseRefund).await?;
        let refund = known::of_year(tx, of).await?;
        refund.state.waits()?;
        let now = service.now();
        known::standing(tx, &refund, now).await?.0.loose()?;
        take_off(tx, &refund, now).await?;
        if !refunds::release(tx, of, now).await? {
            return Err(Refusal::RefundNotAttached.into());
        }
        facts::note(service, tx, actor, "release-refund", refund.draft.map(|draft| draft.0)).await
    })
}

/// Takes the document off an agenda that may still change, from whichever item it stands at.
async fn take_off(tx: &mut Tx, refund: &Refund, now: i64) -> Result<(), Error> {
    let Some(draft) = refund.draft else { return Ok(()) };
    match open(tx, draft).await {
        Ok(_) => {}
        Err(Error::Refused(_)) => return Ok(()),
        Err(error) => return Err(error),
    }
    let there = documents::of_draft(tx, draft).await?;
    if let Some(document) = there.iter().find(|one| Some(one.hash) == refund.document) {
        documents::delete(tx, draft, document.id).await?;
        drafts::touch(tx, draft, now).await?;
    }
    Ok(())
}

/// Drops a draft with its figures and amounts: a day that was a slip, or a year in which nothing goes back.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::RefundFrozen`].
pub async fn delete_refund(service: &Service, actor: &Actor, of: u32) -> Result<(), Error> {
    allow(actor, Operation::DeleteRefund)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::DeleteRefund).await?;
        known::of_year(tx, of).await?.state.open()?;
        if !refunds::delete(tx, of).await? {
            return Err(Refusal::RefundFrozen.into());
        }
        facts::note(service, tx, actor, "delete-refund", None).await
    })
}

/// Executes a refund whose resolution was adopted: each member has an entry of their part, all at one instant, once. Asked again, it
/// answers the same and changes nothing.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::RefundNotAttached`]; [`Refusal::RefundNotAdopted`].
pub async fn execute_refund(service: &Service, actor: &Actor, of: u32) -> Result<i64, Error> {
    allow(actor, Operation::ExecuteRefund)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::ExecuteRefund).await?;
        let refund = known::of_year(tx, of).await?;
        if refund.state == RefundState::Executed {
            return refund.executed_at.stored("when a refund was executed");
        }
        refund.state.waits()?;
        let now = service.now();
        known::standing(tx, &refund, now).await?.0.adopted()?;
        if !refunds::execute(tx, of, by.id, now).await? {
            return Err(Refusal::RefundNotAttached.into());
        }
        for part in refunds::parts(tx, of).await?.into_iter().filter(|part| part.part > 0) {
            let entered = refunds::enter(tx, of, part.member, part.part, now).await;
            duplicate_is(entered, Refusal::RefundExecuted)?;
        }
        facts::note(service, tx, actor, "execute-refund", refund.draft.map(|draft| draft.0)).await?;
        Ok(now)
    })
}
