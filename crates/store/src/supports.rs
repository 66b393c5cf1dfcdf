//! Who supports which version of a proposal, by whose signature. One taken back stays, with when.

use domain::ids::{MemberId, ProposalId};
use domain::member::VoiceRules;
use uuid::Uuid;

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_count, sql};
use crate::{StoreError, Tx, members};

row! {
    /// A support.
    #[derive(Clone, Debug)]
    pub Support {
        /// Id.
        id: Uuid,
        /// What is supported.
        proposal: ProposalId,
        /// Which version of it.
        version: u32,
        /// Who.
        member: MemberId,
        /// The key that signed.
        identity: [u8; 32],
        /// Its signature.
        signature: [u8; 64],
        /// When.
        at: i64,
        /// When it was taken back.
        withdrawn_at: Option<i64>,
    }
}

sql! {
    INSERT = "INSERT INTO proposal_supports (id, proposal, version, member, identity, signature, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    OF_MEMBER = "SELECT id, proposal, version, member, identity, signature, at, withdrawn_at FROM proposal_supports
        WHERE proposal = $1 AND member = $2 ORDER BY version, at, id";
    STANDING = "SELECT id, proposal, version, member, identity, signature, at, withdrawn_at FROM proposal_supports
        WHERE proposal = $1 AND version = $2 AND withdrawn_at IS NULL ORDER BY at, id";
    // Whoever lost the voice does not count any more.
    COUNT = "SELECT COUNT(*) FROM proposal_supports s JOIN members m ON m.id = s.member
        WHERE s.proposal = $1 AND s.version = $2 AND s.withdrawn_at IS NULL AND m.state = 'active' AND m.class IN ($3, $4, $5)";
    WITHDRAW = "UPDATE proposal_supports SET withdrawn_at = $4
        WHERE proposal = $1 AND version = $2 AND member = $3 AND withdrawn_at IS NULL";
}

/// Adds a support. A second one of a member for a version is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Support) -> Result<(), StoreError> {
    let (proposal, version, member) = (new.proposal.0, i64::from(new.version), new.member.0);
    let (identity, signature) = (new.identity.as_slice(), new.signature.as_slice());
    execute!(tx, INSERT, new.id, proposal, version, member, identity, signature, new.at)?;
    Ok(())
}

/// Every support a member gave a proposal, the oldest version first.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_member(tx: &mut Tx, proposal: ProposalId, member: MemberId) -> Result<Vec<Support>, StoreError> {
    fetch_all!(tx, Support, OF_MEMBER, proposal.0, member.0)
}

/// The supports of a version that were not taken back.
///
/// # Errors
/// See [`StoreError`].
pub async fn standing(tx: &mut Tx, proposal: ProposalId, version: u32) -> Result<Vec<Support>, StoreError> {
    fetch_all!(tx, Support, STANDING, proposal.0, i64::from(version))
}

/// How many members with a voice support a version.
///
/// # Errors
/// See [`StoreError`].
pub async fn count(tx: &mut Tx, proposal: ProposalId, version: u32, rules: VoiceRules) -> Result<u32, StoreError> {
    let [a, b, c] = members::voiced(rules);
    fetch_count!(tx, COUNT, proposal.0, i64::from(version), a, b, c)
}

/// Takes a support back. False if there is none.
///
/// # Errors
/// See [`StoreError`].
pub async fn withdraw(
    tx: &mut Tx,
    proposal: ProposalId,
    version: u32,
    member: MemberId,
    at: i64,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, WITHDRAW, proposal.0, i64::from(version), member.0, at)? == 1)
}
