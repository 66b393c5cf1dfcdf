//! Patronage refunds: one for each financial year, the rows of its table, and what members were given back.

use domain::ids::{DraftId, ItemId, MemberId};
use domain::refund::RefundState;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A refund.
    #[derive(Clone, Debug)]
    pub Refund {
        /// The year in which the financial year ends.
        year: u32,
        /// Its last day: `2026-12-31`.
        closed_on: String,
        /// Where it stands.
        state: RefundState,
        /// The figures of the year, JSON.
        figures: String,
        /// What each member was billed, number and amount as they were pasted; empty once it is executed.
        billed: String,
        /// The preparation with the item that names it.
        draft: Option<DraftId>,
        /// That item.
        item: Option<ItemId>,
        /// SHA-256 of the document that was attached to it.
        document: Option<[u8; 32]>,
        /// The frozen table, canonical JSON.
        body: Option<String>,
        /// Its SHA-256.
        hash: Option<[u8; 32]>,
        /// Who began it.
        made_by: MemberId,
        /// When.
        made_at: i64,
        /// When it last changed.
        changed_at: i64,
        /// Who executed it.
        executed_by: Option<MemberId>,
        /// When.
        executed_at: Option<i64>,
    }
}

row! {
    /// A row of a frozen table.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub Part {
        /// Who.
        member: MemberId,
        /// Member number.
        number: u32,
        /// Name; empty when it was forgotten.
        name: String,
        /// Billed in the year, in cents.
        billed: i64,
        /// What goes back, in cents.
        part: i64,
    }
}

row! {
    /// A member's own row.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub Own {
        /// The year in which the financial year ends.
        year: u32,
        /// Its last day.
        closed_on: String,
        /// Billed in the year, in cents.
        billed: i64,
        /// What goes back, in cents.
        part: i64,
        /// When it was executed.
        executed_at: Option<i64>,
    }
}

row! {
    /// Somebody with a number, and when the membership began and ended.
    #[derive(Clone, Debug)]
    pub Numbered {
        /// Who.
        id: MemberId,
        /// Member number.
        number: u32,
        /// Name.
        name: String,
        /// As what they belong.
        class: domain::member::MemberClass,
        /// When the membership began, if it did.
        active_at: Option<i64>,
        /// When it ended.
        ended_at: Option<i64>,
    }
}

/// What an agenda names of a refund.
#[derive(Clone, Debug)]
pub struct Frozen {
    /// The preparation.
    pub draft: DraftId,
    /// The item.
    pub item: ItemId,
    /// SHA-256 of the document attached to it.
    pub document: [u8; 32],
    /// The table, canonical JSON.
    pub body: String,
    /// Its SHA-256.
    pub hash: [u8; 32],
}

/// The columns of [`Refund`].
macro_rules! columns {
    () => {
        "year, closed_on, state, figures, billed, draft, item, document, body, hash, made_by, made_at, changed_at, executed_by, executed_at"
    };
}

sql! {
    INSERT = "INSERT INTO refunds (year, closed_on, state, figures, billed, made_by, made_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7)";
    CHANGE = "UPDATE refunds SET closed_on = $2, figures = $3, billed = $4, changed_at = $5
        WHERE year = $1 AND state = 'drafted'";
    DELETE = "DELETE FROM refunds WHERE year = $1 AND state = 'drafted'";
    ATTACH = "UPDATE refunds SET state = 'attached', draft = $2, item = $3, document = $4, body = $5, hash = $6, changed_at = $7
        WHERE year = $1 AND state = 'drafted'";
    RELEASE = "UPDATE refunds SET state = 'drafted', draft = NULL, item = NULL, document = NULL, body = NULL, hash = NULL,
            changed_at = $2
        WHERE year = $1 AND state = 'attached'";
    EXECUTE = "UPDATE refunds SET state = 'executed', executed_by = $2, executed_at = $3, changed_at = $3, billed = ''
        WHERE year = $1 AND state = 'attached'";
    BY_YEAR = concat!("SELECT ", columns!(), " FROM refunds WHERE year = $1");
    LIST = concat!("SELECT ", columns!(), " FROM refunds ORDER BY year DESC");
    INSERT_PART = "INSERT INTO refund_parts (year, member, number, billed, part) VALUES ($1, $2, $3, $4, $5)";
    DELETE_PARTS = "DELETE FROM refund_parts WHERE year = $1";
    PARTS = "SELECT p.member, p.number, m.name, p.billed, p.part FROM refund_parts p JOIN members m ON m.id = p.member
        WHERE p.year = $1 ORDER BY p.number";
    ENTER = "INSERT INTO refund_entries (year, member, cents, at) VALUES ($1, $2, $3, $4)";
    OF_MEMBER = "SELECT r.year, r.closed_on, p.billed, p.part, r.executed_at FROM refund_parts p JOIN refunds r ON r.year = p.year
        WHERE p.member = $1 ORDER BY r.year DESC";
    NUMBERED = "SELECT id, number, name, class, active_at, ended_at FROM members WHERE number IS NOT NULL";
}

/// Begins a refund. A second one of a year is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(
    tx: &mut Tx,
    (year, closed_on): (u32, &str),
    figures: &str,
    billed: &str,
    (by, at): (MemberId, i64),
) -> Result<(), StoreError> {
    let state = word(&RefundState::Drafted);
    execute!(tx, INSERT, i64::from(year), closed_on, state, figures, billed, by.0, at)?;
    Ok(())
}

/// Changes what is drafted. False if it is frozen.
///
/// # Errors
/// See [`StoreError`].
pub async fn change(
    tx: &mut Tx,
    (year, closed_on): (u32, &str),
    figures: &str,
    billed: &str,
    at: i64,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, CHANGE, i64::from(year), closed_on, figures, billed, at)? == 1)
}

/// Drops what is drafted. False if it is frozen.
///
/// # Errors
/// See [`StoreError`].
pub async fn delete(tx: &mut Tx, year: u32) -> Result<bool, StoreError> {
    Ok(execute!(tx, DELETE, i64::from(year))? == 1)
}

/// Freezes the table: an item names it. False if it was frozen before; an item that names another is
/// [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn attach(tx: &mut Tx, year: u32, of: &Frozen, at: i64) -> Result<bool, StoreError> {
    let (document, hash) = (of.document.as_slice(), of.hash.as_slice());
    let done = execute!(tx, ATTACH, i64::from(year), of.draft.0, of.item.0, document, &of.body, hash, at)?;
    Ok(done == 1)
}

/// Takes the table back from its item, with its rows. False if it is not attached.
///
/// # Errors
/// See [`StoreError`].
pub async fn release(tx: &mut Tx, year: u32, at: i64) -> Result<bool, StoreError> {
    if execute!(tx, RELEASE, i64::from(year), at)? != 1 {
        return Ok(false);
    }
    execute!(tx, DELETE_PARTS, i64::from(year))?;
    Ok(true)
}

/// Executes it, and forgets what was pasted. False if it is not attached any more.
///
/// # Errors
/// See [`StoreError`].
pub async fn execute(tx: &mut Tx, year: u32, by: MemberId, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, EXECUTE, i64::from(year), by.0, at)? == 1)
}

/// One refund.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_year(tx: &mut Tx, year: u32) -> Result<Option<Refund>, StoreError> {
    fetch_optional!(tx, Refund, BY_YEAR, i64::from(year))
}

/// All of them, the last year first.
///
/// # Errors
/// See [`StoreError`].
pub async fn list(tx: &mut Tx) -> Result<Vec<Refund>, StoreError> {
    fetch_all!(tx, Refund, LIST)
}

/// Keeps a row of a frozen table.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_part(
    tx: &mut Tx,
    year: u32,
    (member, number): (MemberId, u32),
    (billed, part): (i64, i64),
) -> Result<(), StoreError> {
    execute!(tx, INSERT_PART, i64::from(year), member.0, i64::from(number), billed, part)?;
    Ok(())
}

/// The rows of a frozen table, by number.
///
/// # Errors
/// See [`StoreError`].
pub async fn parts(tx: &mut Tx, year: u32) -> Result<Vec<Part>, StoreError> {
    fetch_all!(tx, Part, PARTS, i64::from(year))
}

/// Notes what a member is given back for a year. A second entry is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn enter(tx: &mut Tx, year: u32, member: MemberId, cents: i64, at: i64) -> Result<(), StoreError> {
    execute!(tx, ENTER, i64::from(year), member.0, cents, at)?;
    Ok(())
}

/// A member's rows in frozen tables, the last year first.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<Own>, StoreError> {
    fetch_all!(tx, Own, OF_MEMBER, member.0)
}

/// Everybody who has a number.
///
/// # Errors
/// See [`StoreError`].
pub async fn numbered(tx: &mut Tx) -> Result<Vec<Numbered>, StoreError> {
    fetch_all!(tx, Numbered, NUMBERED)
}
