//! Requests to sign in: by a message, and by a challenge for the key of a device. Only hashes of what opens are stored.

use domain::ids::MemberId;
use uuid::Uuid;

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// Somebody asked to sign in by a message.
    #[derive(Clone, Debug)]
    pub Ask {
        /// Id.
        id: Uuid,
        /// SHA-256 of what the asking browser holds.
        browser_hash: [u8; 32],
        /// Whose address it is; none for an address nobody has.
        member: Option<MemberId>,
        /// SHA-256 of the link's token.
        link_hash: [u8; 32],
        /// SHA-256 of handle and code.
        code_hash: [u8; 32],
        /// Codes tried.
        tries: u32,
        /// When.
        asked_at: i64,
        /// Until when it is good.
        expires_at: i64,
        /// When it was used.
        used_at: Option<i64>,
    }
}

sql! {
    INSERT = "INSERT INTO sign_in_asks (id, browser_hash, member, link_hash, code_hash, tries, asked_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    BY_LINK = "SELECT id, browser_hash, member, link_hash, code_hash, tries, asked_at, expires_at, used_at
        FROM sign_in_asks WHERE link_hash = $1 AND used_at IS NULL AND expires_at > $2";
    BY_BROWSER = "SELECT id, browser_hash, member, link_hash, code_hash, tries, asked_at, expires_at, used_at
        FROM sign_in_asks WHERE browser_hash = $1 AND used_at IS NULL AND expires_at > $2 ORDER BY id";
    TRIED = "UPDATE sign_in_asks SET tries = tries + 1 WHERE browser_hash = $1";
    USE = "UPDATE sign_in_asks SET used_at = $2 WHERE id = $1 AND used_at IS NULL";
    SINCE = "SELECT COUNT(*) FROM sign_in_asks WHERE member = $1 AND asked_at > $2";
    FORGET = "DELETE FROM sign_in_asks WHERE expires_at <= $1";
    CHALLENGE = "INSERT INTO sign_in_challenges (challenge, expires_at) VALUES ($1, $2)";
    ANSWER = "DELETE FROM sign_in_challenges WHERE challenge = $1 AND expires_at > $2";
    FORGET_CHALLENGES = "DELETE FROM sign_in_challenges WHERE expires_at <= $1";
}

/// Notes a request.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Ask) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.id,
        new.browser_hash.as_slice(),
        new.member.map(|member| member.0),
        new.link_hash.as_slice(),
        new.code_hash.as_slice(),
        i64::from(new.tries),
        new.asked_at,
        new.expires_at,
    )?;
    Ok(())
}

/// The request a link belongs to, unless used or over.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_link(tx: &mut Tx, link_hash: &[u8; 32], now: i64) -> Result<Option<Ask>, StoreError> {
    fetch_optional!(tx, Ask, BY_LINK, link_hash.as_slice(), now)
}

/// The requests of a browser, unless used or over: more than one when several members share an address.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_browser(tx: &mut Tx, browser_hash: &[u8; 32], now: i64) -> Result<Vec<Ask>, StoreError> {
    fetch_all!(tx, Ask, BY_BROWSER, browser_hash.as_slice(), now)
}

/// Counts a code typed in a browser.
///
/// # Errors
/// See [`StoreError`].
pub async fn tried(tx: &mut Tx, browser_hash: &[u8; 32]) -> Result<(), StoreError> {
    execute!(tx, TRIED, browser_hash.as_slice())?;
    Ok(())
}

/// Uses a request. False if it was used already.
///
/// # Errors
/// See [`StoreError`].
pub async fn use_up(tx: &mut Tx, id: Uuid, now: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, USE, id, now)? == 1)
}

/// How many requests were made for a member since an instant.
///
/// # Errors
/// See [`StoreError`].
pub async fn since(tx: &mut Tx, member: MemberId, instant: i64) -> Result<u32, StoreError> {
    fetch_count!(tx, SINCE, member.0, instant)
}

/// Notes a challenge.
///
/// # Errors
/// See [`StoreError`].
pub async fn challenge(tx: &mut Tx, challenge: &[u8; 32], expires_at: i64) -> Result<(), StoreError> {
    execute!(tx, CHALLENGE, challenge.as_slice(), expires_at)?;
    Ok(())
}

/// Uses up a challenge. False if it is unknown, used or over.
///
/// # Errors
/// See [`StoreError`].
pub async fn answer(tx: &mut Tx, challenge: &[u8; 32], now: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, ANSWER, challenge.as_slice(), now)? == 1)
}

/// Forgets what is over.
///
/// # Errors
/// See [`StoreError`].
pub async fn forget(tx: &mut Tx, now: i64) -> Result<(), StoreError> {
    execute!(tx, FORGET, now)?;
    execute!(tx, FORGET_CHALLENGES, now)?;
    Ok(())
}
