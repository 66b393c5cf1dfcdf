//! Votes: one per resolution. A state changes only from the state the caller saw.

use domain::ids::{AssemblyId, ResolutionId, VoteId};
use domain::in_session::Cause;
use domain::vote::{VoteMode, VoteState};

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A vote.
    #[derive(Clone, Debug)]
    pub Vote {
        /// Id.
        id: VoteId,
        /// Assembly.
        assembly: AssemblyId,
        /// Place on the agenda, from 1.
        position: u32,
        /// What is voted on.
        resolution: ResolutionId,
        /// Open or secret.
        mode: VoteMode,
        /// Preset of the rules it is decided by, if they are not those of its assembly.
        preset: Option<String>,
        /// Where it stands.
        state: VoteState,
        /// When it opened.
        opened_at: Option<i64>,
        /// When it closed.
        closed_at: Option<i64>,
        /// Members taking part when it closed.
        present: Option<u32>,
        /// Members with a voice when it closed.
        members: Option<u32>,
        /// When it was decided.
        decided_at: Option<i64>,
        /// The decision, JSON.
        decision: Option<String>,
        /// The moment that the chair has said it will be closed at.
        closing_at: Option<i64>,
        /// Why it is void, if it is.
        void_reason: Option<String>,
        /// Why it is put to the vote though the notice does not have it.
        cause: Option<Cause>,
        /// In the place of which vote.
        instead: Option<VoteId>,
        /// Of one that went on to a second call: the assembly on first call, in which it received ballots in advance.
        called_first: Option<AssemblyId>,
    }
}

sql! {
    INSERT = "INSERT INTO votes (id, assembly, position, resolution, mode, state, preset)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    BY_ID = "SELECT id, assembly, position, resolution, mode, preset, state, opened_at, closed_at, present, members, decided_at, decision,
            closing_at, void_reason, cause, instead, called_first FROM votes WHERE id = $1";
    BY_ASSEMBLY = "SELECT id, assembly, position, resolution, mode, preset, state, opened_at, closed_at, present, members, decided_at, decision,
            closing_at, void_reason, cause, instead, called_first FROM votes WHERE assembly = $1 ORDER BY position";
    DECIDED = "SELECT id, assembly, position, resolution, mode, preset, state, opened_at, closed_at, present, members, decided_at, decision,
            closing_at, void_reason, cause, instead, called_first FROM votes WHERE state = 'decided'
            AND assembly IN (SELECT a.id FROM assemblies a WHERE a.rehearsal_until IS NULL) ORDER BY decided_at DESC, id DESC LIMIT 100";
    OPEN = "UPDATE votes SET state = $3, opened_at = $4 WHERE id = $1 AND state = $2";
    CLOSE = "UPDATE votes SET state = $3, closed_at = $4, present = $5, members = $6 WHERE id = $1 AND state = $2";
    PUT_IN_SESSION = "UPDATE votes SET cause = $2, instead = $3 WHERE id = $1";
    GO_ON = "UPDATE votes SET assembly = $3, called_first = $2, position = $4, preset = $5 WHERE id = $1 AND assembly = $2
        AND state = 'advance'";
    WARN = "UPDATE votes SET closing_at = $3 WHERE id = $1 AND state = $2";
    VOID = "UPDATE votes SET state = $3, voided_at = $4, void_reason = $5 WHERE id = $1 AND state = $2";
    TOLD = "UPDATE votes SET decision = $3 WHERE id = $1 AND state = 'decided' AND decision = $2";
    DECIDE = "UPDATE votes SET state = $3, decided_at = $4, decision = $5 WHERE id = $1 AND state = $2";
}

/// A vote not opened yet.
#[derive(Clone, Debug)]
pub struct NewVote {
    /// Id.
    pub id: VoteId,
    /// Assembly.
    pub assembly: AssemblyId,
    /// Place on the agenda, from 1.
    pub position: u32,
    /// What is voted on.
    pub resolution: ResolutionId,
    /// Open or secret.
    pub mode: VoteMode,
    /// Preset of the rules it is decided by, if they are not those of its assembly.
    pub preset: Option<String>,
}

/// A change of state, refused unless the vote is still in `from`.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    /// The vote.
    pub vote: VoteId,
    /// State the caller saw.
    pub from: VoteState,
    /// State to reach.
    pub to: VoteState,
    /// When.
    pub at: i64,
}

/// Stores a vote in its first state.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &NewVote, state: VoteState) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.id.0,
        new.assembly.0,
        i64::from(new.position),
        new.resolution.0,
        word(&new.mode),
        word(&state),
        new.preset.as_deref(),
    )?;
    Ok(())
}

/// One vote.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: VoteId) -> Result<Option<Vote>, StoreError> {
    fetch_optional!(tx, Vote, BY_ID, id.0)
}

/// The votes of an assembly, in agenda order.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_assembly(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Vote>, StoreError> {
    fetch_all!(tx, Vote, BY_ASSEMBLY, assembly.0)
}

/// The votes decided last, newest first, at most a hundred.
///
/// # Errors
/// See [`StoreError`].
pub async fn decided(tx: &mut Tx) -> Result<Vec<Vote>, StoreError> {
    fetch_all!(tx, Vote, DECIDED)
}

/// Opens a vote. False if it was no longer in `from`.
///
/// # Errors
/// See [`StoreError`].
pub async fn open(tx: &mut Tx, step: Move) -> Result<bool, StoreError> {
    Ok(execute!(tx, OPEN, step.vote.0, word(&step.from), word(&step.to), step.at)? == 1)
}

/// Closes a vote, with the members present and the members with a voice at that moment. False if it was no longer in
/// `from`.
///
/// # Errors
/// See [`StoreError`].
pub async fn close(tx: &mut Tx, step: Move, present: u32, members: u32) -> Result<bool, StoreError> {
    let (present, members) = (i64::from(present), i64::from(members));
    Ok(execute!(tx, CLOSE, step.vote.0, word(&step.from), word(&step.to), step.at, present, members)? == 1)
}

/// Records the decision, JSON. False if the vote was no longer in `from`.
///
/// # Errors
/// See [`StoreError`].
pub async fn decide(tx: &mut Tx, step: Move, decision: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, DECIDE, step.vote.0, word(&step.from), word(&step.to), step.at, decision)? == 1)
}

/// Keeps a decision with what an election came to afterwards, who was drawn or who declined, in the place of the one without. False
/// if it is not that one any more.
///
/// # Errors
/// See [`StoreError`].
pub async fn told(tx: &mut Tx, vote: VoteId, before: &str, after: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, TOLD, vote.0, before, after)? == 1)
}

/// Keeps the moment that the chair has said a vote will be closed at. False if the vote is no longer in `state`.
///
/// # Errors
/// See [`StoreError`].
pub async fn warn(tx: &mut Tx, vote: VoteId, state: VoteState, closing_at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, WARN, vote.0, word(&state), closing_at)? == 1)
}

/// Makes a vote void, and says why. False if it was no longer in `from`.
///
/// # Errors
/// See [`StoreError`].
pub async fn void(tx: &mut Tx, step: Move, reason: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, VOID, step.vote.0, word(&step.from), word(&step.to), step.at, reason)? == 1)
}

/// Keeps why a vote is put though the notice does not have it, and in the place of which.
///
/// # Errors
/// See [`StoreError`].
pub async fn put_in_session(
    tx: &mut Tx,
    vote: VoteId,
    cause: Cause,
    instead: Option<VoteId>,
) -> Result<(), StoreError> {
    execute!(tx, PUT_IN_SESSION, vote.0, word(&cause), instead.map(|vote| vote.0))?;
    Ok(())
}

/// A vote with ballots in advance goes on to the second call of its assembly, at a place of that agenda and by rules of that
/// assembly's statutes. False if it is not in the assembly on first call any more, or receives no ballots in advance.
///
/// # Errors
/// See [`StoreError`].
pub async fn go_on(
    tx: &mut Tx,
    vote: VoteId,
    (first, second): (AssemblyId, AssemblyId),
    position: u32,
    preset: Option<&str>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, GO_ON, vote.0, first.0, second.0, i64::from(position), preset)? == 1)
}
