//! A register is brought from elsewhere: a file is kept and shown with what would become of each row, then written, in
//! transactions of a few rows each. What was written is found again by the same rule, so that a file may be imported once
//! more after whatever interrupted it, by anybody, and nobody is entered twice.

mod write;

use domain::Refusal;
use domain::ids::ImportId;
use domain::import::{Counts, Fate, Imported, Judged, Register, Row, Rules, Table, judge_all};
use domain::member::MemberState;
use domain::roles::Actor;
use domain::shares::{Cents, ShareRules};
use protocol::hash;
use store::cooperatives::Cooperative;
use store::imports::{self, File};

use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Rows of one transaction: on SQLite nobody else writes meanwhile, so that a voter waits some hundredths of a second.
const ROWS: usize = 200;
/// How long one request writes, in microseconds: it answers before the doors lose their patience, and is sent again.
const PATIENCE: i64 = 15_000_000;
/// How long a file waits to be imported, in microseconds; then it is emptied.
const KEPT: i64 = 24 * 3600 * 1_000_000;

/// A file with what becomes of its rows.
pub(crate) struct Plan {
    pub(crate) table: Table,
    pub(crate) rules: Rules,
    pub(crate) judged: Vec<Judged>,
}

impl Plan {
    /// Judges a file against the register as it is now.
    pub(crate) async fn of(
        service: &Service,
        tx: &mut store::Tx,
        cooperative: &Cooperative,
        file: &File,
    ) -> Result<Self, Error> {
        let table = Table::read(&file.body)?;
        let rules = rules(service, cooperative)?;
        let register = Register::new(imports::register(tx).await?);
        let judged = judge_all(&table, &rules, &register);
        Ok(Self { table, rules, judged })
    }

    /// The rows that write something: those with a number first, by number, then the others by the day of membership,
    /// which get the numbers after them.
    fn rows(&self) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self.judged.iter().filter_map(writes).collect();
        let order = |row: &&Row| (row.number.is_none(), row.number, row.joined.is_none(), row.joined, row.line);
        rows.sort_by_key(order);
        rows
    }
}

fn writes(judged: &Judged) -> Option<&Row> {
    match &judged.verdict {
        Ok((row, Fate::New)) => Some(row),
        Ok((row, Fate::Known { changes, .. })) if !changes.is_empty() => Some(row),
        _ => None,
    }
}

fn rules(service: &Service, cooperative: &Cooperative) -> Result<Rules, Error> {
    let minimum = i64::try_from(cooperative.minimum_shares).unwrap_or(i64::MAX);
    let shares = ShareRules { nominal: Cents(cooperative.share_cents), minimum };
    Rules::at(shares, service.now(), &cooperative.time_zone).stored("the rules of the register")
}

/// Keeps a file to import, if it can be read as one. Nothing of it is entered. The same file of the same person is kept
/// once; what nobody imported within a day is emptied.
///
/// # Errors
/// Policy; [`Refusal::TooLarge`], [`Refusal::ImportEmpty`], [`Refusal::ImportNoName`], [`Refusal::ImportTooLong`].
pub async fn preview_import(service: &Service, actor: &Actor, body: &[u8]) -> Result<ImportId, Error> {
    allow(actor, Operation::PreviewImport)?;
    Table::read(body)?;
    let hash = hash::sha256(body);
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::PreviewImport).await?;
        let now = service.now();
        imports::forget(tx, now - KEPT).await?;
        if let Some(id) = imports::waiting(tx, member.id, hash).await? {
            return Ok(id);
        }
        let id = ImportId(service.id());
        imports::insert(tx, id, member.id, now, hash, body).await?;
        facts::note(service, tx, actor, "preview-import", Some(id.0)).await?;
        Ok(id)
    })
}

/// Imports a file, or goes on with it: what is in the register already is left as it is. Answers what was done; when rows
/// are left, the request is to be sent again. Once imported, the file is emptied, and asking again answers the same.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::ImportGone`] for a file that was emptied, [`Refusal::ImportDuringVote`] while a
/// vote is open: the roll does not grow under it. What was written before stays.
pub async fn run_import(service: &Service, actor: &Actor, id: ImportId) -> Result<Imported, Error> {
    allow(actor, Operation::RunImport)?;
    let began = service.now();
    let (cooperative, plan) = match take_up(service, actor, id).await? {
        Begun::Done(counts) => return Ok(Imported { counts, left: 0 }),
        Begun::Waiting(plan) => *plan,
    };
    let rows = plan.rows();
    let mut counts = Counts::default();
    let settled = plan.judged.iter().filter(|row| writes(row).is_none());
    settled.for_each(|row| counts.add(&row.verdict));
    let mut left = rows.len();
    for chunk in rows.chunks(ROWS) {
        if service.now() - began > PATIENCE {
            return Ok(Imported { counts, left: u32::try_from(left).unwrap_or(u32::MAX) });
        }
        let written =
            transaction!(service, |tx| { write::rows(service, tx, actor, &cooperative, &plan, chunk).await })?;
        write::sum(&mut counts, &written);
        left -= chunk.len();
    }
    finish(service, actor, id, counts).await.map(|counts| Imported { counts, left: 0 })
}

enum Begun {
    Done(Counts),
    Waiting(Box<(Cooperative, Plan)>),
}

async fn take_up(service: &Service, actor: &Actor, id: ImportId) -> Result<Begun, Error> {
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::RunImport).await?;
    let file = imports::by_id(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    if let Some(counts) = done(&file)? {
        return Ok(Begun::Done(counts));
    }
    if imports::open_votes(&mut tx).await? > 0 {
        return Err(Refusal::ImportDuringVote.into());
    }
    let cooperative = facts::cooperative(&mut tx).await?;
    let plan = Plan::of(service, &mut tx, &cooperative, &file).await?;
    Ok(Begun::Waiting(Box::new((cooperative, plan))))
}

/// What was done with a file, if all of it was; refuses one that was emptied before.
pub(crate) fn done(file: &File) -> Result<Option<Counts>, Error> {
    if file.imported_at.is_some() {
        return serde_json::from_slice(&file.body).stored("what an import did").map(Some);
    }
    if file.body.is_empty() { Err(Refusal::ImportGone.into()) } else { Ok(None) }
}

/// Puts what was done in the place of the file. Of two who import it at once, the first to finish says what was done.
async fn finish(service: &Service, actor: &Actor, id: ImportId, counts: Counts) -> Result<Counts, Error> {
    let body = serde_json::to_vec(&counts).stored("what an import did")?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::RunImport).await?;
        if imports::done(tx, id, &body, service.now()).await? {
            facts::note(service, tx, actor, "run-import", Some(id.0)).await?;
            return Ok(counts);
        }
        let file = imports::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
        done(&file)?.ok_or(Error::Refused(Refusal::ImportGone))
    })
}

/// Whether a state gets the next number when the file gives none.
fn gets_number(state: MemberState) -> bool {
    state.is_member()
}
