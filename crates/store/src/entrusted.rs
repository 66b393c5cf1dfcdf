//! Keys that the server made for members who had none when a box opened, one for each assembly; their secrets, while the assembly
//! goes on; and how many the board lets there be.

use domain::ids::{AssemblyId, EntrustedKeyId, MemberId};
use uuid::Uuid;

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A key that the server made.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub EntrustedKey {
        /// Id.
        id: EntrustedKeyId,
        /// Of which assembly.
        assembly: AssemblyId,
        /// Whose voice.
        member: MemberId,
        /// Ed25519 identity key.
        identity: [u8; 32],
        /// Ballot root, RFC 8032 bytes.
        ballot_root: [u8; 32],
        /// Chain code.
        chain_code: [u8; 32],
        /// When.
        made_at: i64,
        /// When the member asked for it first.
        released_at: Option<i64>,
    }
}

row! {
    /// How many voices of a roll may be entrusted to the server where they are more than a tenth of it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Limit {
        /// Which of the assembly's, from 1; the last counts.
        n: u32,
        /// At most so many; 0: none, however many it were.
        most: u32,
        /// Who said so.
        confirmed_by: MemberId,
        /// When.
        at: i64,
    }
}

row! {
    Secret { secret: [u8; 96] }
}

row! {
    Of { assembly: AssemblyId }
}

/// The columns of [`EntrustedKey`].
macro_rules! columns {
    () => {
        "id, assembly, member, identity, ballot_root, chain_code, made_at, released_at"
    };
}

sql! {
    INSERT = "INSERT INTO entrusted_keys (id, assembly, member, identity, ballot_root, chain_code, made_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    INSERT_SECRET = "INSERT INTO entrusted_secrets (entrusted, secret) VALUES ($1, $2)";
    BY_ID = concat!("SELECT ", columns!(), " FROM entrusted_keys WHERE id = $1");
    OF_MEMBER = concat!("SELECT ", columns!(), " FROM entrusted_keys WHERE assembly = $1 AND member = $2");
    COMMITTED = concat!("SELECT ", columns!(), " FROM entrusted_keys e JOIN leaf_salts s ON s.subject = e.member
        WHERE s.kind = 'register' AND s.scope = $1 ORDER BY e.member, e.made_at, e.id");
    KEPT = "SELECT e.assembly FROM entrusted_keys e JOIN assemblies a ON a.id = e.assembly
        WHERE e.member = $1 AND a.state NOT IN ('ended', 'cancelled') AND a.rehearsal_until IS NULL
            AND EXISTS (SELECT 1 FROM entrusted_secrets s WHERE s.entrusted = e.id)
        ORDER BY e.made_at DESC, e.id LIMIT 1";
    SECRET = "SELECT secret FROM entrusted_secrets WHERE entrusted = $1";
    RELEASE = "UPDATE entrusted_keys SET released_at = $2 WHERE id = $1 AND released_at IS NULL";
    USED = "SELECT COUNT(*) FROM entrusted_keys WHERE identity = $1 OR ballot_root = $2";
    FORGET = "DELETE FROM entrusted_secrets WHERE entrusted IN (SELECT e.id FROM entrusted_keys e
        JOIN assemblies a ON a.id = e.assembly WHERE a.state IN ('ended', 'cancelled') OR a.rehearsal_until <= $1
        OR EXISTS (SELECT 1 FROM convocations c WHERE c.follows = a.id)
        OR (a.starts_at <= $2 AND NOT EXISTS (SELECT 1 FROM boxes b JOIN votes v ON v.id = b.vote
            WHERE v.assembly = a.id AND v.state IN ('advance', 'open') AND b.closed_at IS NULL)))";
    INSERT_LIMIT = "INSERT INTO entrusted_limits (assembly, n, most, confirmed_by, at) VALUES ($1, $2, $3, $4, $5)";
    LIMIT = "SELECT n, most, confirmed_by, at FROM entrusted_limits WHERE assembly = $1 ORDER BY n DESC LIMIT 1";
}

/// Stores a key with its secret. A second one of a member in an assembly, or a key in use, is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &EntrustedKey, secret: &[u8; 96]) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.id.0,
        new.assembly.0,
        new.member.0,
        new.identity.as_slice(),
        new.ballot_root.as_slice(),
        new.chain_code.as_slice(),
        new.made_at,
    )?;
    execute!(tx, INSERT_SECRET, new.id.0, secret.as_slice())?;
    Ok(())
}

/// A key by id.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: EntrustedKeyId) -> Result<Option<EntrustedKey>, StoreError> {
    fetch_optional!(tx, EntrustedKey, BY_ID, id.0)
}

/// The key made for a member in an assembly, if one was.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_member(
    tx: &mut Tx,
    assembly: AssemblyId,
    member: MemberId,
) -> Result<Option<EntrustedKey>, StoreError> {
    fetch_optional!(tx, EntrustedKey, OF_MEMBER, assembly.0, member.0)
}

/// Every key, whatever its assembly, of those who have a leaf in a commitment to the register.
///
/// # Errors
/// See [`StoreError`].
pub async fn committed(tx: &mut Tx, scope: Uuid) -> Result<Vec<EntrustedKey>, StoreError> {
    fetch_all!(tx, EntrustedKey, COMMITTED, scope)
}

/// The assembly, not over, for which the server keeps the voice of a member; of several the one that came last.
///
/// # Errors
/// See [`StoreError`].
pub async fn kept(tx: &mut Tx, member: MemberId) -> Result<Option<AssemblyId>, StoreError> {
    Ok(fetch_optional!(tx, Of, KEPT, member.0)?.map(|row| row.assembly))
}

/// The secret of a key: identity seed, b and chain code, 96 bytes; none once it was forgotten.
///
/// # Errors
/// See [`StoreError`].
pub async fn secret(tx: &mut Tx, id: EntrustedKeyId) -> Result<Option<[u8; 96]>, StoreError> {
    Ok(fetch_optional!(tx, Secret, SECRET, id.0)?.map(|row| row.secret))
}

/// Notes that the member asked for a key. False if they had before.
///
/// # Errors
/// See [`StoreError`].
pub async fn release(tx: &mut Tx, id: EntrustedKeyId, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, RELEASE, id.0, at)? == 1)
}

/// Whether a key is one that the server made.
///
/// # Errors
/// See [`StoreError`].
pub async fn is_entrusted(tx: &mut Tx, identity: &[u8; 32], ballot_root: &[u8; 32]) -> Result<bool, StoreError> {
    Ok(fetch_count!(tx, USED, identity.as_slice(), ballot_root.as_slice())? > 0)
}

/// Deletes the secrets of assemblies that have ended or were called off, of rehearsals that are over, of first calls that a second follows,
/// which has its own, and of assemblies that were to begin at `before` or earlier and have no box open. Answers how many.
///
/// # Errors
/// See [`StoreError`].
pub async fn forget(tx: &mut Tx, now: i64, before: i64) -> Result<u64, StoreError> {
    execute!(tx, FORGET, now, before)
}

/// Writes down how many there may be. A number given twice is another transaction's: [`StoreError::Busy`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_limit(tx: &mut Tx, assembly: AssemblyId, new: &Limit) -> Result<(), StoreError> {
    execute!(tx, INSERT_LIMIT, assembly.0, i64::from(new.n), i64::from(new.most), new.confirmed_by.0, new.at)
        .map_err(StoreError::or_raced)?;
    Ok(())
}

/// How many there may be, as was said last.
///
/// # Errors
/// See [`StoreError`].
pub async fn limit(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<Limit>, StoreError> {
    fetch_optional!(tx, Limit, LIMIT, assembly.0)
}
