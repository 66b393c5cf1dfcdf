//! Key holders, the trustees object of each secret vote, approvals, and the server's own shares.

use domain::ids::{AssemblyId, MemberId, VoteId};

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A key holder of an assembly.
    #[derive(Clone, Debug)]
    pub Holder {
        /// Who.
        member: MemberId,
        /// From 1; the owner index is one more.
        position: u32,
        /// Public key object, canonical JSON, once made.
        public_key: Option<String>,
    }
}

row! {
    /// A key holder's approval of the trustees object.
    #[derive(Clone, Debug)]
    pub Approval {
        /// Who.
        member: MemberId,
        /// With which identity key.
        identity: [u8; 32],
        /// Signature.
        signature: [u8; 64],
    }
}

row! {
    Text { trustees: String }
}

row! {
    Id { id: AssemblyId }
}

row! {
    Secret { secret: [u8; 32] }
}

sql! {
    INSERT = "INSERT INTO key_holders (assembly, member, position) VALUES ($1, $2, $3)";
    BY_ASSEMBLY = "SELECT member, position, public_key FROM key_holders WHERE assembly = $1 ORDER BY position";
    SET_KEY = "UPDATE key_holders SET public_key = $3 WHERE assembly = $1 AND member = $2 AND public_key IS NULL";
    IS_HOLDER = "SELECT COUNT(*) FROM key_holders h JOIN assemblies a ON a.id = h.assembly
        WHERE h.member = $1 AND (a.rehearsal_until IS NULL OR a.rehearsal_until > $2)";
    EXCHANGE = "UPDATE key_holders SET member = $3 WHERE assembly = $1 AND position = $2 AND public_key IS NULL";
    OF_MEMBER = "SELECT a.id
        FROM key_holders h
        JOIN assemblies a ON a.id = h.assembly
        WHERE h.member = $1 AND a.state IN ('convened', 'in-session')
            AND (a.rehearsal_until IS NULL OR a.rehearsal_until > $2)
        ORDER BY a.starts_at, a.id";
    INSERT_TRUSTEES = "INSERT INTO vote_trustees (vote, trustees) VALUES ($1, $2)";
    TRUSTEES = "SELECT trustees FROM vote_trustees WHERE vote = $1";
    INSERT_SECRET = "INSERT INTO trustee_secrets (vote, secret) VALUES ($1, $2)";
    FORGET_SECRET = "DELETE FROM trustee_secrets WHERE vote = $1";
    SECRET = "SELECT secret FROM trustee_secrets WHERE vote = $1";
    INSERT_APPROVAL = "INSERT INTO trustee_approvals (vote, member, identity, signature, at) VALUES ($1, $2, $3, $4, $5)";
    APPROVALS = "SELECT a.member, a.identity, a.signature
        FROM trustee_approvals a
        JOIN votes v ON v.id = a.vote
        JOIN key_holders h ON h.assembly = v.assembly AND h.member = a.member
        WHERE a.vote = $1 ORDER BY h.position";
}

/// Names a key holder.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, assembly: AssemblyId, member: MemberId, position: u32) -> Result<(), StoreError> {
    execute!(tx, INSERT, assembly.0, member.0, i64::from(position))?;
    Ok(())
}

/// The key holders of an assembly, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_assembly(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Holder>, StoreError> {
    fetch_all!(tx, Holder, BY_ASSEMBLY, assembly.0)
}

/// Stores a key holder's public key. False if there is one already, or no such key holder.
///
/// # Errors
/// See [`StoreError`].
pub async fn set_public_key(
    tx: &mut Tx,
    assembly: AssemblyId,
    member: MemberId,
    public_key: &str,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, SET_KEY, assembly.0, member.0, public_key)? == 1)
}

/// Whether a member is a key holder of any assembly, but for rehearsals that are over.
///
/// # Errors
/// See [`StoreError`].
pub async fn is_holder(tx: &mut Tx, member: MemberId, now: i64) -> Result<bool, StoreError> {
    Ok(fetch_count!(tx, IS_HOLDER, member.0, now)? > 0)
}

/// Another member takes a place whose key is not made. False if it is made, or there is no such place.
///
/// # Errors
/// See [`StoreError`].
pub async fn exchange(tx: &mut Tx, assembly: AssemblyId, position: u32, member: MemberId) -> Result<bool, StoreError> {
    Ok(execute!(tx, EXCHANGE, assembly.0, i64::from(position), member.0)? == 1)
}

/// The assemblies to come, or in session, or rehearsed now, for which a member holds a key; the earliest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_member(tx: &mut Tx, member: MemberId, now: i64) -> Result<Vec<AssemblyId>, StoreError> {
    Ok(fetch_all!(tx, Id, OF_MEMBER, member.0, now)?.into_iter().map(|row| row.id).collect())
}

/// Stores the trustees object of a vote. A second one is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_trustees(tx: &mut Tx, vote: VoteId, trustees: &str) -> Result<(), StoreError> {
    execute!(tx, INSERT_TRUSTEES, vote.0, trustees)?;
    Ok(())
}

/// The trustees object of a vote, once every key holder has a key.
///
/// # Errors
/// See [`StoreError`].
pub async fn trustees(tx: &mut Tx, vote: VoteId) -> Result<Option<String>, StoreError> {
    Ok(fetch_optional!(tx, Text, TRUSTEES, vote.0)?.map(|row| row.trustees))
}

/// Stores the server's share of a vote's decryption key.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_secret(tx: &mut Tx, vote: VoteId, secret: &[u8; 32]) -> Result<(), StoreError> {
    execute!(tx, INSERT_SECRET, vote.0, secret.as_slice())?;
    Ok(())
}

/// The server's share of a vote's decryption key.
///
/// # Errors
/// [`StoreError::Inconsistent`] if there is none.
pub async fn secret(tx: &mut Tx, vote: VoteId) -> Result<[u8; 32], StoreError> {
    let row = fetch_optional!(tx, Secret, SECRET, vote.0)?;
    row.map(|row| row.secret).ok_or_else(|| StoreError::missing("the server's share"))
}

/// Stores an approval. A second one of the same key holder is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_approval(tx: &mut Tx, vote: VoteId, new: &Approval, at: i64) -> Result<(), StoreError> {
    execute!(tx, INSERT_APPROVAL, vote.0, new.member.0, new.identity.as_slice(), new.signature.as_slice(), at)?;
    Ok(())
}

/// The approvals of a vote's trustees object, in the order of the key holders.
///
/// # Errors
/// See [`StoreError`].
pub async fn approvals(tx: &mut Tx, vote: VoteId) -> Result<Vec<Approval>, StoreError> {
    fetch_all!(tx, Approval, APPROVALS, vote.0)
}

/// Forgets the server's share of the decryption key of a vote: its box is never opened.
///
/// # Errors
/// See [`StoreError`].
pub async fn forget_secret(tx: &mut Tx, vote: VoteId) -> Result<(), StoreError> {
    execute!(tx, FORGET_SECRET, vote.0)?;
    Ok(())
}
