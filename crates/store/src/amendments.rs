//! Other words that members ask for in a proposal: the whole text as it should read, over one version.

use domain::ids::{AmendmentId, MemberId, ProposalId};
use domain::proposals::AmendmentState;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// An amendment.
    #[derive(Clone, Debug)]
    pub Amendment {
        /// Id.
        id: AmendmentId,
        /// What it changes.
        proposal: ProposalId,
        /// From 1 in its proposal.
        n: u32,
        /// Whose.
        author: MemberId,
        /// The version it changes.
        version: u32,
        /// The whole text as it should read.
        body: String,
        /// Why, in Markdown; may be empty.
        reasons: String,
        /// When.
        at: i64,
        /// Where it stands.
        state: AmendmentState,
        /// When it was answered.
        decided_at: Option<i64>,
        /// By whom.
        decided_by: Option<MemberId>,
    }
}

/// The columns of [`Amendment`].
macro_rules! columns {
    () => {
        "id, proposal, n, author, version, body, reasons, at, state, decided_at, decided_by"
    };
}

sql! {
    INSERT = "INSERT INTO amendments (id, proposal, n, author, version, body, reasons, at, state)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    BY_ID = concat!("SELECT ", columns!(), " FROM amendments WHERE id = $1");
    OF_PROPOSAL = concat!("SELECT ", columns!(), " FROM amendments WHERE proposal = $1 ORDER BY n");
    PENDING = "SELECT COUNT(*) FROM amendments WHERE proposal = $1 AND state IN ('open', 'to-vote')";
    PENDING_OF = "SELECT COUNT(*) FROM amendments WHERE proposal = $1 AND author = $2 AND state IN ('open', 'to-vote')";
    LAST = "SELECT COALESCE(MAX(n), 0) FROM amendments WHERE proposal = $1";
    DECIDE = "UPDATE amendments SET state = $3, decided_at = $4, decided_by = $5 WHERE id = $1 AND state = $2";
}

/// Adds an amendment. A number in use is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Amendment) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.id.0,
        new.proposal.0,
        i64::from(new.n),
        new.author.0,
        i64::from(new.version),
        &new.body,
        &new.reasons,
        new.at,
        word(&new.state),
    )?;
    Ok(())
}

/// One amendment.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: AmendmentId) -> Result<Option<Amendment>, StoreError> {
    fetch_optional!(tx, Amendment, BY_ID, id.0)
}

/// The amendments of a proposal, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_proposal(tx: &mut Tx, proposal: ProposalId) -> Result<Vec<Amendment>, StoreError> {
    fetch_all!(tx, Amendment, OF_PROPOSAL, proposal.0)
}

/// How many of a proposal the assembly may still have to vote on.
///
/// # Errors
/// See [`StoreError`].
pub async fn pending(tx: &mut Tx, proposal: ProposalId) -> Result<u32, StoreError> {
    fetch_count!(tx, PENDING, proposal.0)
}

/// The same of one member's.
///
/// # Errors
/// See [`StoreError`].
pub async fn pending_of(tx: &mut Tx, proposal: ProposalId, author: MemberId) -> Result<u32, StoreError> {
    fetch_count!(tx, PENDING_OF, proposal.0, author.0)
}

/// The highest number given in a proposal so far, 0 if none.
///
/// # Errors
/// See [`StoreError`].
pub async fn last_number(tx: &mut Tx, proposal: ProposalId) -> Result<u32, StoreError> {
    fetch_count!(tx, LAST, proposal.0)
}

/// Notes what becomes of an amendment. False if it was in another state already.
///
/// # Errors
/// See [`StoreError`].
pub async fn decide(
    tx: &mut Tx,
    of: &Amendment,
    to: AmendmentState,
    at: i64,
    by: Option<MemberId>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, DECIDE, of.id.0, word(&of.state), word(&to), at, by.map(|by| by.0))? == 1)
}
