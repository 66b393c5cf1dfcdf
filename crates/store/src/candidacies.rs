//! Calls for candidates, and who stands in which election. Frozen when members are convened: the database refuses the rest;
//! the words alone are erased in time.

use domain::candidacies::CandidacyState;
use domain::convocation::agenda::DraftState;
use domain::ids::{AssemblyId, CandidacyId, DraftId, ItemId, MemberId};

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// An item of an agenda, with the call for candidates if there was one.
    #[derive(Clone, Debug)]
    pub Election {
        /// The item.
        item: ItemId,
        /// The item, JSON.
        body: String,
        /// Whose agenda it is on.
        draft: DraftId,
        /// Where that stands.
        state: DraftState,
        /// The head of the notice, JSON.
        head: String,
        /// The assembly that came of it.
        assembly: Option<AssemblyId>,
        /// When the board called for candidates.
        opened_at: Option<i64>,
        /// When it closed the call.
        closed_at: Option<i64>,
    }
}

impl Election {
    /// Whether the board has called for candidates and not closed the call.
    #[must_use]
    pub fn called(&self) -> bool {
        self.opened_at.is_some() && self.closed_at.is_none()
    }
}

row! {
    /// A candidacy.
    #[derive(Clone, Debug)]
    pub Candidacy {
        /// Id.
        id: CandidacyId,
        /// Of which preparation.
        draft: DraftId,
        /// In which election.
        item: ItemId,
        /// Who.
        member: MemberId,
        /// Who proposed them, if somebody else did.
        proposed_by: Option<MemberId>,
        /// Why, in their words.
        reason: String,
        /// Where it stands.
        state: CandidacyState,
        /// Statement and data, canonical JSON (`domain::candidacies::Profile`); empty if none, or erased.
        body: String,
        /// Its SHA-256, of who accepted.
        hash: Option<[u8; 32]>,
        /// The key that signed.
        identity: Option<[u8; 32]>,
        /// Its signature.
        signature: Option<[u8; 64]>,
        /// When it was made.
        made_at: i64,
        /// When it last moved.
        moved_at: i64,
    }
}

/// The columns of [`Election`].
macro_rules! election {
    () => {
        "i.id AS item, i.body, i.draft, d.state, d.body AS head, d.assembly, c.opened_at, c.closed_at
        FROM draft_items i JOIN drafts d ON d.id = i.draft"
    };
}

/// The columns of [`Candidacy`].
macro_rules! columns {
    () => {
        "id, draft, item, member, proposed_by, reason, state, body, hash, identity, signature, made_at, moved_at"
    };
}

sql! {
    ELECTION = concat!("SELECT ", election!(), " LEFT JOIN candidate_calls c ON c.item = i.id WHERE i.id = $1");
    CALLED = concat!("SELECT ", election!(), " JOIN candidate_calls c ON c.item = i.id WHERE d.state <> 'dropped'
        ORDER BY c.opened_at DESC, i.id LIMIT 100");
    CALL = "INSERT INTO candidate_calls (item, opened_by, opened_at) VALUES ($1, $2, $3)
        ON CONFLICT (item) DO UPDATE SET opened_by = excluded.opened_by, opened_at = excluded.opened_at, closed_at = NULL
            WHERE candidate_calls.closed_at IS NOT NULL";
    CLOSE = "UPDATE candidate_calls SET closed_at = $2 WHERE item = $1 AND closed_at IS NULL";
    INSERT = "INSERT INTO candidacies (id, draft, item, member, proposed_by, reason, state, body, made_at, moved_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    BY_ID = concat!("SELECT ", columns!(), " FROM candidacies WHERE id = $1");
    OF_ITEM = concat!("SELECT ", columns!(), " FROM candidacies WHERE item = $1 ORDER BY made_at, id");
    OF_DRAFT = concat!("SELECT ", columns!(), " FROM candidacies WHERE draft = $1 ORDER BY made_at, id");
    WRITE = "UPDATE candidacies SET state = $3, body = $4, hash = NULL, identity = NULL, signature = NULL, moved_at = $5
        WHERE id = $1 AND state = $2";
    ACCEPT = "UPDATE candidacies SET state = $3, hash = $4, identity = $5, signature = $6, moved_at = $7
        WHERE id = $1 AND state = $2 AND body = $8";
    WITHDRAW = "UPDATE candidacies SET state = $3, body = '', reason = '', hash = NULL, identity = NULL, signature = NULL,
            moved_at = $4 WHERE id = $1 AND state = $2";
    DELETE_CALL = "DELETE FROM candidate_calls WHERE item = $1";
    DELETE_OF_ITEM = "DELETE FROM candidacies WHERE item = $1";
}

/// An item of an agenda, with its call.
///
/// # Errors
/// See [`StoreError`].
pub async fn election(tx: &mut Tx, item: ItemId) -> Result<Option<Election>, StoreError> {
    fetch_optional!(tx, Election, ELECTION, item.0)
}

/// The hundred elections for which the board called for candidates last, the last first; not those given up.
///
/// # Errors
/// See [`StoreError`].
pub async fn called(tx: &mut Tx) -> Result<Vec<Election>, StoreError> {
    fetch_all!(tx, Election, CALLED)
}

/// Calls for candidates, also once more after the call was closed. False if it is open.
///
/// # Errors
/// See [`StoreError`].
pub async fn call(tx: &mut Tx, item: ItemId, by: MemberId, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, CALL, item.0, by.0, at)? == 1)
}

/// Closes a call. False if it is not open.
///
/// # Errors
/// See [`StoreError`].
pub async fn close(tx: &mut Tx, item: ItemId, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, CLOSE, item.0, at)? == 1)
}

/// Adds a candidacy that nobody signed yet. A second one of a member in an election is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Candidacy) -> Result<(), StoreError> {
    let (id, draft, item, member) = (new.id.0, new.draft.0, new.item.0, new.member.0);
    let by = new.proposed_by.map(|by| by.0);
    let (reason, state, body) = (&new.reason, word(&new.state), &new.body);
    execute!(tx, INSERT, id, draft, item, member, by, reason, state, body, new.made_at, new.moved_at)?;
    Ok(())
}

/// One candidacy.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: CandidacyId) -> Result<Option<Candidacy>, StoreError> {
    fetch_optional!(tx, Candidacy, BY_ID, id.0)
}

/// The candidacies of an election, in the order in which they were made.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_item(tx: &mut Tx, item: ItemId) -> Result<Vec<Candidacy>, StoreError> {
    fetch_all!(tx, Candidacy, OF_ITEM, item.0)
}

/// The candidacies of every election of an agenda.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_draft(tx: &mut Tx, draft: DraftId) -> Result<Vec<Candidacy>, StoreError> {
    fetch_all!(tx, Candidacy, OF_DRAFT, draft.0)
}

/// Writes other words; what was signed is not any more. False if it has moved meanwhile.
///
/// # Errors
/// See [`StoreError`].
pub async fn write(tx: &mut Tx, of: &Candidacy, to: CandidacyState, body: &str, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, WRITE, of.id.0, word(&of.state), word(&to), body, at)? == 1)
}

/// What a candidate signed, and with which key.
#[derive(Clone, Copy, Debug)]
pub struct Signed {
    /// SHA-256 of the words.
    pub hash: [u8; 32],
    /// The key.
    pub identity: [u8; 32],
    /// Its signature.
    pub signature: [u8; 64],
}

/// Notes that the candidate signed the words as they are in `of`. False if it has moved, or the words changed, meanwhile.
///
/// # Errors
/// See [`StoreError`].
pub async fn accept(
    tx: &mut Tx,
    of: &Candidacy,
    to: CandidacyState,
    signed: &Signed,
    at: i64,
) -> Result<bool, StoreError> {
    let (hash, identity, signature) = (signed.hash.as_slice(), signed.identity.as_slice(), signed.signature.as_slice());
    let (from, to) = (word(&of.state), word(&to));
    Ok(execute!(tx, ACCEPT, of.id.0, from, to, hash, identity, signature, at, &of.body)? == 1)
}

/// Takes it back, and forgets its words. False if it has moved meanwhile.
///
/// # Errors
/// See [`StoreError`].
pub async fn withdraw(tx: &mut Tx, of: &Candidacy, to: CandidacyState, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, WITHDRAW, of.id.0, word(&of.state), word(&to), at)? == 1)
}

/// Takes an item off with its call and candidacies, before members are convened.
///
/// # Errors
/// See [`StoreError`].
pub async fn delete_of_item(tx: &mut Tx, item: ItemId) -> Result<(), StoreError> {
    execute!(tx, DELETE_CALL, item.0)?;
    execute!(tx, DELETE_OF_ITEM, item.0)?;
    Ok(())
}
