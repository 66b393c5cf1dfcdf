//! Public voting keys of members. Replacing a key adds a row; the highest `seq` speaks.

use domain::ids::MemberId;
use domain::member::{KeyOrigin, VoiceRules};
use uuid::Uuid;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx, members};

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
        /// How it came.
        origin: KeyOrigin,
    }
}

row! {
    Senior { member: MemberId }
}

sql! {
    INSERT = "INSERT INTO member_keys (member, seq, identity, ballot_root, chain_code, registration, registered_at, origin)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    CURRENT = "SELECT member, seq, identity, ballot_root, chain_code, registration, registered_at, origin
        FROM member_keys WHERE member = $1 ORDER BY seq DESC LIMIT 1";
    AT_SEQ = "SELECT member, seq, identity, ballot_root, chain_code, registration, registered_at, origin
        FROM member_keys WHERE member = $1 AND seq = $2";
    OF_VOICES = "SELECT k.member, k.seq, k.identity, k.ballot_root, k.chain_code, k.registration, k.registered_at, k.origin
        FROM member_keys k JOIN members m ON m.id = k.member
        WHERE m.state = 'active' AND m.class IN ($1, $2, $3)
          AND k.seq = (SELECT MAX(l.seq) FROM member_keys l WHERE l.member = k.member)
        ORDER BY m.number";
    COMMITTED = "SELECT k.member, k.seq, k.identity, k.ballot_root, k.chain_code, k.registration, k.registered_at, k.origin
        FROM member_keys k JOIN leaf_salts s ON s.subject = k.member
        WHERE s.kind = 'register' AND s.scope = $1 ORDER BY k.member, k.seq";
    SENIOR = "SELECT m.id AS member FROM members m
        WHERE m.state = 'active' AND m.class IN ($1, $2, $3) AND m.number IS NOT NULL
          AND EXISTS (SELECT 1 FROM member_keys k WHERE k.member = m.id)
        ORDER BY m.number LIMIT $4";
    FIRST_SINCE = "SELECT COUNT(*) FROM member_keys WHERE registered_at > $1 AND origin = 'first'";
    LATER_SINCE = "SELECT COUNT(*) FROM member_keys WHERE registered_at > $1 AND origin <> 'first'";
    COUNT_VOICES = "SELECT COUNT(DISTINCT k.member) FROM member_keys k JOIN members m ON m.id = k.member
        WHERE m.state = 'active' AND m.class IN ($1, $2, $3)";
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
        word(&new.origin),
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

/// The keys that speak now, one for each member with a voice who has a key, by member number. Shares play no part.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_voices(tx: &mut Tx, rules: VoiceRules) -> Result<Vec<MemberKey>, StoreError> {
    let [a, b, c] = members::voiced(rules);
    fetch_all!(tx, MemberKey, OF_VOICES, a, b, c)
}

/// Every key, replaced ones included, of those who have a leaf in a commitment to the register.
///
/// # Errors
/// See [`StoreError`].
pub async fn committed(tx: &mut Tx, scope: Uuid) -> Result<Vec<MemberKey>, StoreError> {
    fetch_all!(tx, MemberKey, COMMITTED, scope)
}

/// Members with a voice and a key, lowest number first, `most` at most.
///
/// # Errors
/// See [`StoreError`].
pub async fn senior(tx: &mut Tx, rules: VoiceRules, most: u32) -> Result<Vec<MemberId>, StoreError> {
    let [a, b, c] = members::voiced(rules);
    let found = fetch_all!(tx, Senior, SENIOR, a, b, c, i64::from(most))?;
    Ok(found.into_iter().map(|senior| senior.member).collect())
}

/// Members with a voice and a key.
///
/// # Errors
/// See [`StoreError`].
pub async fn count_voices(tx: &mut Tx, rules: VoiceRules) -> Result<u32, StoreError> {
    let [a, b, c] = members::voiced(rules);
    fetch_count!(tx, COUNT_VOICES, a, b, c)
}

/// Keys registered since an instant: first ones of their members, and those that took the place of another. Neither
/// number ever falls, whoever leaves.
///
/// # Errors
/// See [`StoreError`].
pub async fn since(tx: &mut Tx, instant: i64) -> Result<(u32, u32), StoreError> {
    Ok((fetch_count!(tx, FIRST_SINCE, instant)?, fetch_count!(tx, LATER_SINCE, instant)?))
}
