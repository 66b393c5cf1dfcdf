//! Proposals, their versions and their authors. The words of a version never change once the proposal is no draft.

use domain::ids::{AssemblyId, MemberId, ProposalId, VoteId};
use domain::proposals::ProposalState;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A proposal, apart from its words.
    #[derive(Clone, Debug)]
    pub Proposal {
        /// Id.
        id: ProposalId,
        /// Who began it.
        author: MemberId,
        /// Where it stands.
        state: ProposalState,
        /// The version whose words count.
        version: u32,
        /// When it was begun.
        made_at: i64,
        /// When it was opened for support.
        opened_at: Option<i64>,
        /// When it was submitted.
        submitted_at: Option<i64>,
        /// Supporters when it was.
        supporters: Option<u32>,
        /// Members with a voice when it was.
        voices: Option<u32>,
        /// The assembly it was submitted for, or on whose agenda it is.
        assembly: Option<AssemblyId>,
        /// Its vote there.
        vote: Option<VoteId>,
        /// When the board decided.
        decided_at: Option<i64>,
        /// Who decided.
        decided_by: Option<MemberId>,
        /// Why, in their words; empty if nothing was said.
        reason: String,
        /// When it last moved.
        moved_at: i64,
    }
}

row! {
    /// A version.
    #[derive(Clone, Debug)]
    pub Version {
        /// Of which proposal.
        proposal: ProposalId,
        /// From 1.
        n: u32,
        /// Canonical JSON.
        body: String,
        /// Its SHA-256.
        hash: [u8; 32],
        /// Who wrote it.
        written_by: MemberId,
        /// When.
        at: i64,
        /// The amendment whose words it takes over.
        amendment: Option<u32>,
    }
}

row! {
    /// Somebody asked to write a proposal too.
    #[derive(Clone, Debug)]
    pub Author {
        /// Who.
        member: MemberId,
        /// `invited`, `accepted` or `declined`.
        state: String,
    }
}

row! {
    /// A proposal the board admitted, with its words.
    #[derive(Clone, Debug)]
    pub Admitted {
        /// Id.
        id: ProposalId,
        /// Who began it.
        author: MemberId,
        /// The assembly it was submitted for, if it was for one.
        assembly: Option<AssemblyId>,
        /// The version that counts.
        version: u32,
        /// Its canonical JSON (`domain::proposals::Content`).
        body: String,
        /// Its SHA-256.
        hash: [u8; 32],
        /// When it was admitted.
        decided_at: Option<i64>,
    }
}

/// The columns of [`Proposal`].
macro_rules! columns {
    () => {
        "p.id, p.author, p.state, p.version, p.made_at, p.opened_at, p.submitted_at, p.supporters, p.voices, p.assembly, p.vote,
            p.decided_at, p.decided_by, p.reason, p.moved_at"
    };
}

sql! {
    INSERT = "INSERT INTO proposals (id, author, state, version, made_at, reason, moved_at) VALUES ($1, $2, $3, $4, $5, '', $5)";
    BY_ID = concat!("SELECT ", columns!(), " FROM proposals p WHERE p.id = $1");
    SEEN = concat!("SELECT ", columns!(), " FROM proposals p WHERE p.state <> 'draft' OR p.author = $1 OR EXISTS
            (SELECT 1 FROM proposal_authors a WHERE a.proposal = p.id AND a.member = $1 AND a.state <> 'declined')
        ORDER BY p.moved_at DESC, p.id DESC LIMIT 200");
    GOING = "SELECT COUNT(*) FROM proposals WHERE author = $1 AND state IN ('draft', 'open', 'submitted')";
    ON_AGENDA = concat!("SELECT ", columns!(), " FROM proposals p WHERE p.assembly = $1 AND p.state = 'on-agenda' ORDER BY p.id");
    OF_VOTE = concat!("SELECT ", columns!(), " FROM proposals p WHERE p.vote = $1");
    ADMITTED = "SELECT p.id, p.author, p.assembly, p.version, v.body, v.hash, p.decided_at
        FROM proposals p JOIN proposal_versions v ON v.proposal = p.id AND v.n = p.version
        WHERE p.state = 'admitted' ORDER BY p.decided_at, p.id";
    MOVE = "UPDATE proposals SET state = $3, moved_at = $4 WHERE id = $1 AND state = $2";
    OPENED = "UPDATE proposals SET state = $3, moved_at = $4, opened_at = $4 WHERE id = $1 AND state = $2";
    SUBMITTED = "UPDATE proposals SET state = $3, moved_at = $4, submitted_at = $4, supporters = $5, voices = $6, assembly = $7
        WHERE id = $1 AND state = $2";
    DECIDED = "UPDATE proposals SET state = $3, moved_at = $4, decided_at = $4, decided_by = $5, reason = $6
        WHERE id = $1 AND state = $2";
    PLACED = "UPDATE proposals SET state = $3, moved_at = $4, assembly = $5, vote = $6 WHERE id = $1 AND state = $2";
    NEXT = "UPDATE proposals SET version = $3, moved_at = $4 WHERE id = $1 AND version = $2";
    DISCARD_AUTHORS = "DELETE FROM proposal_authors WHERE proposal = $1";
    DISCARD_VERSIONS = "DELETE FROM proposal_versions WHERE proposal = $1";
    DISCARD = "DELETE FROM proposals WHERE id = $1 AND state = 'draft'";
    INSERT_VERSION = "INSERT INTO proposal_versions (proposal, n, body, hash, written_by, at, amendment)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    VERSION = "SELECT proposal, n, body, hash, written_by, at, amendment FROM proposal_versions WHERE proposal = $1 AND n = $2";
    VERSIONS = "SELECT proposal, n, body, hash, written_by, at, amendment FROM proposal_versions WHERE proposal = $1 ORDER BY n";
    INVITE = "INSERT INTO proposal_authors (proposal, member, state, invited_by, invited_at) VALUES ($1, $2, 'invited', $3, $4)
        ON CONFLICT (proposal, member) DO UPDATE SET state = 'invited', invited_by = excluded.invited_by,
            invited_at = excluded.invited_at, answered_at = NULL WHERE proposal_authors.state = 'declined'";
    AUTHORS = "SELECT member, state FROM proposal_authors WHERE proposal = $1 ORDER BY invited_at, member";
    ANSWER = "UPDATE proposal_authors SET state = $3, answered_at = $4
        WHERE proposal = $1 AND member = $2 AND state = 'invited'";
}

/// Adds a draft and its first version.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, id: ProposalId, version: &Version) -> Result<(), StoreError> {
    let state = word(&ProposalState::Draft);
    execute!(tx, INSERT, id.0, version.written_by.0, state, i64::from(version.n), version.at)?;
    insert_version(tx, version).await
}

/// Adds a version. A number in use is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_version(tx: &mut Tx, new: &Version) -> Result<(), StoreError> {
    let amendment = new.amendment.map(i64::from);
    let (proposal, n, by) = (new.proposal.0, i64::from(new.n), new.written_by.0);
    execute!(tx, INSERT_VERSION, proposal, n, &new.body, new.hash.as_slice(), by, new.at, amendment)?;
    Ok(())
}

/// One proposal.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: ProposalId) -> Result<Option<Proposal>, StoreError> {
    fetch_optional!(tx, Proposal, BY_ID, id.0)
}

/// The proposal on which a vote is.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_vote(tx: &mut Tx, vote: VoteId) -> Result<Option<Proposal>, StoreError> {
    fetch_optional!(tx, Proposal, OF_VOTE, vote.0)
}

/// The proposals on the agenda of an assembly that it has not decided.
///
/// # Errors
/// See [`StoreError`].
pub async fn on_agenda_of(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Proposal>, StoreError> {
    fetch_all!(tx, Proposal, ON_AGENDA, assembly.0)
}

/// What a member sees: everything but the drafts of others. What moved last first, at most two hundred.
///
/// # Errors
/// See [`StoreError`].
pub async fn seen_by(tx: &mut Tx, member: MemberId) -> Result<Vec<Proposal>, StoreError> {
    fetch_all!(tx, Proposal, SEEN, member.0)
}

/// How many proposals of a member are on their way to the board.
///
/// # Errors
/// See [`StoreError`].
pub async fn going(tx: &mut Tx, member: MemberId) -> Result<u32, StoreError> {
    fetch_count!(tx, GOING, member.0)
}

/// The proposals that wait for an agenda, in the order in which they were admitted, with their words.
///
/// # Errors
/// See [`StoreError`].
pub async fn admitted(tx: &mut Tx) -> Result<Vec<Admitted>, StoreError> {
    fetch_all!(tx, Admitted, ADMITTED)
}

/// Amendments of a proposal that the assembly may still have to vote on: open ones, and those left to the vote.
///
/// # Errors
/// See [`StoreError`].
pub async fn pending_amendments(tx: &mut Tx, proposal: ProposalId) -> Result<u32, StoreError> {
    crate::amendments::pending(tx, proposal).await
}

/// Moves a proposal on. False if it was in another state already.
///
/// # Errors
/// See [`StoreError`].
pub async fn move_to(tx: &mut Tx, of: &Proposal, to: ProposalState, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, MOVE, of.id.0, word(&of.state), word(&to), at)? == 1)
}

/// Opens a draft for support. False if it was in another state already.
///
/// # Errors
/// See [`StoreError`].
pub async fn open(tx: &mut Tx, of: &Proposal, to: ProposalState, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, OPENED, of.id.0, word(&of.state), word(&to), at)? == 1)
}

/// How a proposal was submitted.
#[derive(Clone, Copy, Debug)]
pub struct Submission {
    /// Supporters.
    pub supporters: u32,
    /// Members with a voice.
    pub voices: u32,
    /// The assembly it is for; the next to be convened if none.
    pub assembly: Option<AssemblyId>,
}

/// Submits a proposal. False if it was in another state already.
///
/// # Errors
/// See [`StoreError`].
pub async fn submit(
    tx: &mut Tx,
    of: &Proposal,
    to: ProposalState,
    at: i64,
    how: &Submission,
) -> Result<bool, StoreError> {
    let (supporters, voices) = (i64::from(how.supporters), i64::from(how.voices));
    let assembly = how.assembly.map(|id| id.0);
    Ok(execute!(tx, SUBMITTED, of.id.0, word(&of.state), word(&to), at, supporters, voices, assembly)? == 1)
}

/// Notes what the board decided, and why. False if it was in another state already.
///
/// # Errors
/// See [`StoreError`].
pub async fn decide(
    tx: &mut Tx,
    of: &Proposal,
    to: ProposalState,
    at: i64,
    (by, reason): (MemberId, &str),
) -> Result<bool, StoreError> {
    Ok(execute!(tx, DECIDED, of.id.0, word(&of.state), word(&to), at, by.0, reason)? == 1)
}

/// Puts a proposal on an agenda, under a vote if it is put to one, or takes it off all. False if it was in another state
/// already; a vote that has another proposal is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn place(
    tx: &mut Tx,
    of: &Proposal,
    to: ProposalState,
    at: i64,
    (assembly, vote): (Option<AssemblyId>, Option<VoteId>),
) -> Result<bool, StoreError> {
    let (assembly, vote) = (assembly.map(|id| id.0), vote.map(|id| id.0));
    Ok(execute!(tx, PLACED, of.id.0, word(&of.state), word(&to), at, assembly, vote)? == 1)
}

/// Lets another version count. False if `of.version` does not any more.
///
/// # Errors
/// See [`StoreError`].
pub async fn next_version(tx: &mut Tx, of: &Proposal, n: u32, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, NEXT, of.id.0, i64::from(of.version), i64::from(n), at)? == 1)
}

/// Throws a draft away, with its words and files. False if it is none.
///
/// # Errors
/// See [`StoreError`]; the database refuses to delete versions of anything but a draft.
pub async fn discard(tx: &mut Tx, of: &Proposal) -> Result<bool, StoreError> {
    if of.state != ProposalState::Draft {
        return Ok(false);
    }
    crate::attachments::discard(tx, of.id).await?;
    execute!(tx, DISCARD_AUTHORS, of.id.0)?;
    execute!(tx, DISCARD_VERSIONS, of.id.0)?;
    Ok(execute!(tx, DISCARD, of.id.0)? == 1)
}

/// One version.
///
/// # Errors
/// See [`StoreError`].
pub async fn version(tx: &mut Tx, proposal: ProposalId, n: u32) -> Result<Option<Version>, StoreError> {
    fetch_optional!(tx, Version, VERSION, proposal.0, i64::from(n))
}

/// Every version, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn versions(tx: &mut Tx, proposal: ProposalId) -> Result<Vec<Version>, StoreError> {
    fetch_all!(tx, Version, VERSIONS, proposal.0)
}

/// Asks a member to write too; whoever declined is asked anew. False if the member was asked before.
///
/// # Errors
/// See [`StoreError`].
pub async fn invite(
    tx: &mut Tx,
    proposal: ProposalId,
    member: MemberId,
    by: MemberId,
    at: i64,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, INVITE, proposal.0, member.0, by.0, at)? == 1)
}

/// Those asked to write too, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn authors(tx: &mut Tx, proposal: ProposalId) -> Result<Vec<Author>, StoreError> {
    fetch_all!(tx, Author, AUTHORS, proposal.0)
}

/// Notes the answer of somebody invited. False if there is nothing to answer.
///
/// # Errors
/// See [`StoreError`].
pub async fn answer(
    tx: &mut Tx,
    proposal: ProposalId,
    member: MemberId,
    accepts: bool,
    at: i64,
) -> Result<bool, StoreError> {
    let state = if accepts { "accepted" } else { "declined" };
    Ok(execute!(tx, ANSWER, proposal.0, member.0, state, at)? == 1)
}
