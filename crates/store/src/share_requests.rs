//! What members ask of the board about shares. The reason is free text: it alone is erased.

use domain::ids::{MemberId, ShareRequestId};
use domain::share_requests::{RequestKind, RequestState};

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A request.
    #[derive(Clone, Debug)]
    pub Request {
        /// Id.
        id: ShareRequestId,
        /// Who asks.
        member: MemberId,
        /// What is asked for.
        kind: RequestKind,
        /// How many shares.
        shares: i64,
        /// Who receives a transfer.
        receiver: Option<MemberId>,
        /// Whether the member leaves with it.
        leaves: bool,
        /// Where it stands.
        state: RequestState,
        /// When it was asked.
        asked_at: i64,
        /// When it was decided or taken back.
        decided_at: Option<i64>,
        /// Who decided it.
        decided_by: Option<MemberId>,
        /// Why, in their words; empty when nothing was said, or when it was erased.
        reason: String,
    }
}

impl Request {
    /// Who has to do with it: who asks, who receives.
    #[must_use]
    pub fn parties(&self) -> Vec<MemberId> {
        std::iter::once(self.member).chain(self.receiver).collect()
    }
}

/// How a request ends.
#[derive(Clone, Debug)]
pub struct Ending {
    /// The state it ends in.
    pub state: RequestState,
    /// The shares it was about in the end: of who leaves, those held then.
    pub shares: i64,
    /// When.
    pub at: i64,
    /// Who decided.
    pub by: MemberId,
    /// Why.
    pub reason: String,
}

/// The columns of [`Request`].
macro_rules! columns {
    () => {
        "id, member, kind, shares, receiver, leaves, state, asked_at, decided_at, decided_by, reason"
    };
}

sql! {
    INSERT = "INSERT INTO share_requests (id, member, kind, shares, receiver, leaves, state, asked_at, decided_at, decided_by,
            reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    BY_ID = concat!("SELECT ", columns!(), " FROM share_requests WHERE id = $1");
    OF_MEMBER = concat!("SELECT ", columns!(), " FROM share_requests WHERE member = $1 ORDER BY asked_at DESC, id DESC LIMIT 100");
    WAITING_OF = concat!("SELECT ", columns!(), " FROM share_requests WHERE member = $1 AND state = 'waiting'");
    WAITING = concat!("SELECT ", columns!(), " FROM share_requests WHERE state = 'waiting' ORDER BY asked_at, id LIMIT 200");
    TRANSFERS = concat!("SELECT ", columns!(), " FROM share_requests
        WHERE kind = 'transfer' AND state = 'granted' AND (member = $1 OR receiver = $1)");
    END = "UPDATE share_requests SET state = $2, shares = $3, decided_at = $4, decided_by = $5, reason = $6
        WHERE id = $1 AND state = 'waiting'";
    ERASE = "UPDATE share_requests SET reason = '' WHERE member = $1";
}

/// Adds a request. A second one of a member that waits is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Request) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.id.0,
        new.member.0,
        word(&new.kind),
        new.shares,
        new.receiver.map(|receiver| receiver.0),
        i64::from(new.leaves),
        word(&new.state),
        new.asked_at,
        new.decided_at,
        new.decided_by.map(|by| by.0),
        &new.reason,
    )?;
    Ok(())
}

/// One request.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: ShareRequestId) -> Result<Option<Request>, StoreError> {
    fetch_optional!(tx, Request, BY_ID, id.0)
}

/// A member's newest requests, newest first, at most a hundred.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<Request>, StoreError> {
    fetch_all!(tx, Request, OF_MEMBER, member.0)
}

/// The request of a member that waits, if one does.
///
/// # Errors
/// See [`StoreError`].
pub async fn waiting_of(tx: &mut Tx, member: MemberId) -> Result<Option<Request>, StoreError> {
    fetch_optional!(tx, Request, WAITING_OF, member.0)
}

/// The requests that wait, oldest first, at most two hundred.
///
/// # Errors
/// See [`StoreError`].
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Request>, StoreError> {
    fetch_all!(tx, Request, WAITING)
}

/// The transfers granted in which a member gave or received.
///
/// # Errors
/// See [`StoreError`].
pub async fn transfers_of(tx: &mut Tx, member: MemberId) -> Result<Vec<Request>, StoreError> {
    fetch_all!(tx, Request, TRANSFERS, member.0)
}

/// Ends a request. False if it waits no more.
///
/// # Errors
/// See [`StoreError`].
pub async fn end(tx: &mut Tx, id: ShareRequestId, ending: &Ending) -> Result<bool, StoreError> {
    let Ending { state, shares, at, by, reason } = ending;
    Ok(execute!(tx, END, id.0, word(state), *shares, *at, by.0, reason)? == 1)
}

/// Erases the reasons given to a member, and nothing else.
///
/// # Errors
/// See [`StoreError`].
pub async fn erase_reasons(tx: &mut Tx, member: MemberId) -> Result<u64, StoreError> {
    execute!(tx, ERASE, member.0)
}
