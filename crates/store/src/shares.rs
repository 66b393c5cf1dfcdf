//! The share ledger: entries are added, never changed; a member holds their sum.

use domain::ids::{MemberId, ShareEntryId};
use domain::shares::ShareEntryKind;
use uuid::Uuid;

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

/// A new entry of the ledger.
#[derive(Clone, Debug)]
pub struct ShareEntry {
    /// Id.
    pub id: Uuid,
    /// Whose shares.
    pub member: MemberId,
    /// What happened, as `domain::shares` names it.
    pub kind: String,
    /// Shares added (or, negative, taken).
    pub shares: i64,
    /// Money paid in (or, negative, paid back), in cents.
    pub cents: i64,
    /// When.
    pub at: i64,
    /// SHA-256 of what it is about, when the same must not be entered twice.
    pub once: Option<[u8; 32]>,
    /// The entry it undoes.
    pub reverses: Option<Uuid>,
}

row! {
    /// Sums of the ledger.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Holding {
        /// Shares held.
        shares: i64,
        /// Their paid-in value in cents.
        cents: i64,
    }
}

row! {
    /// An entry as it stands in the ledger.
    #[derive(Clone, Copy, Debug)]
    pub Entered {
        /// Id.
        id: ShareEntryId,
        /// Whose shares.
        member: MemberId,
        /// What happened.
        kind: ShareEntryKind,
        /// Shares added (or, negative, taken).
        shares: i64,
        /// Money paid in (or, negative, paid back), in cents.
        cents: i64,
        /// When.
        at: i64,
        /// SHA-256 of what it is about, if that is entered once.
        once: Option<[u8; 32]>,
        /// Whether another entry undoes it.
        reversed: bool,
    }
}

row! {
    /// What changed on a day.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Day {
        /// Days since 1970 UTC.
        day: i64,
        /// Shares added.
        shares: i64,
        /// Money paid in, in cents.
        cents: i64,
    }
}

row! {
    /// Somebody with something to pay.
    #[derive(Clone, Debug)]
    pub Owing {
        /// The member.
        id: MemberId,
        /// Member number.
        number: Option<u32>,
        /// Name.
        name: String,
        /// In cents; of an application, the shares wished.
        owed: i64,
    }
}

row! {
    Amount { amount: i64 }
}

row! {
    /// Why an entry undoes another.
    #[derive(Clone, Debug)]
    pub Reason {
        /// The entry that undoes.
        entry: ShareEntryId,
        /// Why, in their words; empty when it was erased.
        reason: String,
    }
}

/// The columns of [`Entered`].
macro_rules! entered {
    () => {
        "e.id, e.member, e.kind, e.shares, e.cents, e.at, e.once, CAST(CASE WHEN EXISTS (
            SELECT 1 FROM share_entries r WHERE r.reverses = e.id) THEN 1 ELSE 0 END AS BIGINT) AS reversed"
    };
}

sql! {
    INSERT = "INSERT INTO share_entries (id, member, kind, shares, cents, at, once, reverses)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    OF_MEMBER = "SELECT CAST(COALESCE(SUM(shares), 0) AS BIGINT) AS shares, CAST(COALESCE(SUM(cents), 0) AS BIGINT) AS cents
        FROM share_entries WHERE member = $1";
    ENTRIES = concat!("SELECT ", entered!(), " FROM share_entries e WHERE e.member = $1 ORDER BY e.at, e.id");
    BY_ID = concat!("SELECT ", entered!(), " FROM share_entries e WHERE e.id = $1");
    BY_ONCE = concat!("SELECT ", entered!(), " FROM share_entries e WHERE e.once = $1");
    GIVE_REASON = "INSERT INTO reversal_reasons (entry, member, reason) VALUES ($1, $2, $3)";
    REASONS = "SELECT entry, reason FROM reversal_reasons WHERE member = $1";
    ERASE = "UPDATE reversal_reasons SET reason = '' WHERE member = $1";
    HIGHEST = "SELECT CAST(COALESCE(MAX(sums.run), 0) AS BIGINT) AS amount FROM (
            SELECT SUM(e.cents) OVER (ORDER BY e.at) AS run FROM share_entries e
            WHERE e.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM share_entries r WHERE r.reverses = e.id)) sums";
    HOLDERS = "SELECT COUNT(*) FROM (SELECT member FROM share_entries GROUP BY member HAVING SUM(shares) > 0) holders";
    DAYS = "SELECT at / 86400000000 AS day, CAST(SUM(shares) AS BIGINT) AS shares, CAST(SUM(cents) AS BIGINT) AS cents
        FROM share_entries GROUP BY at / 86400000000 ORDER BY at / 86400000000";
    OWING = "SELECT m.id, m.number, m.name, CAST(h.owed AS BIGINT) AS owed FROM (
            SELECT member, SUM(shares) * CAST($1 AS BIGINT) - SUM(cents) AS owed FROM share_entries GROUP BY member) h
        JOIN members m ON m.id = h.member WHERE h.owed > 0 ORDER BY m.sort_key, m.id LIMIT 100";
    WISHING = "SELECT m.id, m.number, m.name, m.shares_wished AS owed FROM members m
        WHERE m.state = 'admitted' AND m.class <> 'friend'
            AND NOT EXISTS (SELECT 1 FROM share_entries e WHERE e.member = m.id)
        ORDER BY m.sort_key, m.id LIMIT 100";
    TOTAL = "SELECT CAST(COALESCE(SUM(shares), 0) AS BIGINT) AS shares, CAST(COALESCE(SUM(cents), 0) AS BIGINT) AS cents
        FROM share_entries";
}

/// Adds an entry. One about the same, or one that undoes what is undone already, is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &ShareEntry) -> Result<(), StoreError> {
    let once = new.once.as_ref().map(<[u8; 32]>::as_slice);
    execute!(tx, INSERT, new.id, new.member.0, &new.kind, new.shares, new.cents, new.at, once, new.reverses)?;
    Ok(())
}

/// What a member holds.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Holding, StoreError> {
    let sum = fetch_optional!(tx, Holding, OF_MEMBER, member.0)?;
    sum.ok_or_else(|| StoreError::missing("a sum"))
}

/// What all hold together.
///
/// # Errors
/// See [`StoreError`].
pub async fn total(tx: &mut Tx) -> Result<Holding, StoreError> {
    let sum = fetch_optional!(tx, Holding, TOTAL)?;
    sum.ok_or_else(|| StoreError::missing("a sum"))
}

/// A member's ledger, in the order of time.
///
/// # Errors
/// See [`StoreError`].
pub async fn entries(tx: &mut Tx, member: MemberId) -> Result<Vec<Entered>, StoreError> {
    fetch_all!(tx, Entered, ENTRIES, member.0)
}

/// One entry.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: ShareEntryId) -> Result<Option<Entered>, StoreError> {
    fetch_optional!(tx, Entered, BY_ID, id.0)
}

/// The entry about something that is entered once.
///
/// # Errors
/// See [`StoreError`].
pub async fn about(tx: &mut Tx, once: &[u8; 32]) -> Result<Option<Entered>, StoreError> {
    fetch_optional!(tx, Entered, BY_ONCE, once.as_slice())
}

/// Notes why an entry of a member undoes another.
///
/// # Errors
/// See [`StoreError`].
pub async fn give_reason(tx: &mut Tx, entry: ShareEntryId, member: MemberId, reason: &str) -> Result<(), StoreError> {
    execute!(tx, GIVE_REASON, entry.0, member.0, reason)?;
    Ok(())
}

/// Why entries of a member undo others.
///
/// # Errors
/// See [`StoreError`].
pub async fn reasons(tx: &mut Tx, member: MemberId) -> Result<Vec<Reason>, StoreError> {
    fetch_all!(tx, Reason, REASONS, member.0)
}

/// Erases the reasons, and nothing else.
///
/// # Errors
/// See [`StoreError`].
pub async fn erase_reasons(tx: &mut Tx, member: MemberId) -> Result<u64, StoreError> {
    execute!(tx, ERASE, member.0)
}

/// The most the capital ever was, in cents. What was undone never was.
///
/// # Errors
/// See [`StoreError`].
pub async fn highest(tx: &mut Tx) -> Result<i64, StoreError> {
    let most = fetch_optional!(tx, Amount, HIGHEST)?;
    most.map(|most| most.amount).ok_or_else(|| StoreError::missing("a sum"))
}

/// How many hold a share.
///
/// # Errors
/// See [`StoreError`].
pub async fn holders(tx: &mut Tx) -> Result<u32, StoreError> {
    fetch_count!(tx, HOLDERS)
}

/// What changed on each day on which something did.
///
/// # Errors
/// See [`StoreError`].
pub async fn days(tx: &mut Tx) -> Result<Vec<Day>, StoreError> {
    fetch_all!(tx, Day, DAYS)
}

/// Who has something to pay for shares of this nominal value (in cents): the first hundred by name.
///
/// # Errors
/// See [`StoreError`].
pub async fn owing(tx: &mut Tx, nominal: i64) -> Result<Vec<Owing>, StoreError> {
    fetch_all!(tx, Owing, OWING, nominal)
}

/// Who is admitted and has no entry yet, with the shares wished in the place of money: the first hundred by name.
///
/// # Errors
/// See [`StoreError`].
pub async fn wishing(tx: &mut Tx) -> Result<Vec<Owing>, StoreError> {
    fetch_all!(tx, Owing, WISHING)
}
