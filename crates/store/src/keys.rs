//! Public voting keys of members. Replacing a key adds a row; the highest `seq` speaks.

use domain::ids::MemberId;

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// The public keys of a member.
    #[derive(Clone, Debug)]
    pub MemberKey {
        /// Whose.
        member: MemberId,
        /// From 1, one more for each replacement.
        seq: u32,
        /// Ed25519 identity key.
        identity: [u8; 32],
        /// Ballot root, RFC 8032 bytes.
        ballot_root: [u8; 32],
        /// Chain code.
        chain_code: [u8; 32],
        /// The registration as received, JSON.
        registration: String,
        /// When.
        registered_at: i64,
    }
}

sql! {
    INSERT = "INSERT INTO member_keys (member, seq, identity, ballot_root, chain_code, registration, registered_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    CURRENT = "SELECT member, seq, identity, ballot_root, chain_code, registration, registered_at
        FROM member_keys WHERE member = $1 ORDER BY seq DESC LIMIT 1";
    AT_SEQ = "SELECT member, seq, identity, ballot_root, chain_code, registration, registered_at
        FROM member_keys WHERE member = $1 AND seq = $2";
    OF_ACTIVE = "SELECT k.member, k.seq, k.identity, k.ballot_root, k.chain_code, k.registration, k.registered_at
        FROM member_keys k JOIN members m ON m.id = k.member
        WHERE m.state = 'active'
          AND k.seq = (SELECT MAX(l.seq) FROM member_keys l WHERE l.member = k.member)
        ORDER BY m.number";
    COUNT_ACTIVE = "SELECT COUNT(DISTINCT k.member) FROM member_keys k JOIN members m ON m.id = k.member
        WHERE m.state = 'active'";
}

/// Stores the keys of a member. A key or sequence number in use is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &MemberKey) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.member.0,
        i64::from(new.seq),
        new.identity.as_slice(),
        new.ballot_root.as_slice(),
        new.chain_code.as_slice(),
        &new.registration,
        new.registered_at,
    )?;
    Ok(())
}

/// The keys that speak for a member now.
///
/// # Errors
/// See [`StoreError`].
pub async fn current(tx: &mut Tx, member: MemberId) -> Result<Option<MemberKey>, StoreError> {
    fetch_optional!(tx, MemberKey, CURRENT, member.0)
}

/// The keys of a member with this sequence number.
///
/// # Errors
/// See [`StoreError`].
pub async fn at_seq(tx: &mut Tx, member: MemberId, seq: u32) -> Result<Option<MemberKey>, StoreError> {
    fetch_optional!(tx, MemberKey, AT_SEQ, member.0, i64::from(seq))
}

/// The keys that speak for each active member now, by member number. Shares play no part.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_active_members(tx: &mut Tx) -> Result<Vec<MemberKey>, StoreError> {
    fetch_all!(tx, MemberKey, OF_ACTIVE)
}

/// Active members with keys.
///
/// # Errors
/// See [`StoreError`].
pub async fn count_active(tx: &mut Tx) -> Result<u32, StoreError> {
    fetch_count!(tx, COUNT_ACTIVE)
}
