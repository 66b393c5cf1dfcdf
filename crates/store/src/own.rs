//! What a member changes in the own record, and what leaving sets going.

use domain::identity::{Identity, fold};
use domain::ids::MemberId;
use domain::lang::Lang;
use domain::member::Happened;
use domain::roles::Role;
use uuid::Uuid;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::members::Member;
use crate::{StoreError, Tx};

row! {
    /// Something done to somebody, with who did it.
    #[derive(Clone, Debug)]
    pub Done {
        /// Name of the act.
        act: String,
        /// When.
        at: i64,
        /// Who, unless nobody was signed in.
        actor: Option<MemberId>,
        /// That person's name; empty when forgotten.
        name: Option<String>,
        /// That person's number.
        number: Option<u32>,
    }
}

row! {
    /// Something that happened to a membership, with who decided it.
    #[derive(Clone, Debug)]
    pub Moved {
        /// What.
        happened: Happened,
        /// When.
        at: i64,
        /// Who, unless it followed from something else.
        actor: Option<MemberId>,
        /// That person's name; empty when forgotten.
        name: Option<String>,
        /// That person's number.
        number: Option<u32>,
        /// Why.
        reason: String,
    }
}

row! {
    /// A term of office.
    #[derive(Clone, Copy, Debug)]
    pub Office {
        /// Which.
        role: Role,
        /// From when on.
        from_at: i64,
        /// Until when, if that is known.
        until_at: Option<i64>,
    }
}

row! {
    Address { email: String }
}

sql! {
    CORRECT = "UPDATE members SET name = $2, representative = $3, legal_number = $4, street = $5, postcode = $6, city = $7,
        country = $8, lang = $9, search_key = $10, sort_key = $11 WHERE id = $1";
    EMAIL = "UPDATE members SET email = $2, email_key = $3, email_confirmed_at = $4, search_key = $5 WHERE id = $1";
    CONSENT = "UPDATE members SET email_consent_at = $2 WHERE id = $1";
    WAITING = "SELECT email FROM email_confirmations WHERE member = $1 AND used_at IS NULL AND expires_at > $2
        ORDER BY asked_at DESC, id DESC LIMIT 1";
    SUPERSEDE = "UPDATE email_confirmations SET used_at = $2 WHERE member = $1 AND used_at IS NULL";
    ACTS = "SELECT a.act, a.at, a.actor, m.name, m.number FROM audit a LEFT JOIN members m ON m.id = a.actor
        WHERE a.subject = $1 ORDER BY a.at DESC, a.id DESC LIMIT $2";
    MOVES = "SELECT v.happened, v.at, v.actor, m.name, m.number, v.reason FROM member_moves v
        LEFT JOIN members m ON m.id = v.actor WHERE v.member = $1 ORDER BY v.at,
        CASE v.happened WHEN 'apply' THEN 0 WHEN 'admit' THEN 1 WHEN 'activate' THEN 2 ELSE 3 END, v.id";
    OFFICES = "SELECT role, from_at, until_at FROM role_terms WHERE member = $1 ORDER BY from_at, role, id";
    END_SESSIONS = "DELETE FROM sessions WHERE member = $1";
    END_ASKS = "DELETE FROM sign_in_asks WHERE member = $1";
    TAKE_BACK = "UPDATE share_requests SET state = 'withdrawn', decided_at = $2, decided_by = $1
        WHERE member = $1 AND state = 'waiting'";
    GIVE_BACK = "INSERT INTO share_requests (id, member, kind, shares, leaves, state, asked_at, reason)
        VALUES ($1, $2, 'withdrawal', $3, 1, 'waiting', $4, '')";
}

/// Writes who a member is anew.
///
/// # Errors
/// See [`StoreError`].
pub async fn correct(tx: &mut Tx, member: &Member, identity: &Identity, lang: Lang) -> Result<(), StoreError> {
    let postal = &identity.postal;
    execute!(
        tx,
        CORRECT,
        member.id.0,
        &identity.name,
        identity.representative.as_deref(),
        identity.legal_number.as_deref(),
        &postal.street,
        &postal.postcode,
        &postal.city,
        &postal.country,
        word(&lang),
        identity.search_key(member.number, member.email_key.as_deref()),
        fold(&identity.name),
    )?;
    Ok(())
}

/// Gives a member another address for messages, confirmed at an instant; `key` is the address as it is compared.
///
/// # Errors
/// See [`StoreError`].
pub async fn set_email(tx: &mut Tx, member: &Member, email: &str, key: &str, at: i64) -> Result<(), StoreError> {
    let search = member.identity().search_key(member.number, Some(key));
    execute!(tx, EMAIL, member.id.0, email, key, at, search)?;
    Ok(())
}

/// Notes consent to e-mail, given at an instant or taken back.
///
/// # Errors
/// See [`StoreError`].
pub async fn set_consent(tx: &mut Tx, member: MemberId, at: Option<i64>) -> Result<(), StoreError> {
    execute!(tx, CONSENT, member.0, at)?;
    Ok(())
}

/// The address that waits to be confirmed, if one does.
///
/// # Errors
/// See [`StoreError`].
pub async fn waiting_email(tx: &mut Tx, member: MemberId, now: i64) -> Result<Option<String>, StoreError> {
    Ok(fetch_optional!(tx, Address, WAITING, member.0, now)?.map(|row| row.email))
}

/// Makes the links sent before good for nothing: of two addresses typed, the last one is meant.
///
/// # Errors
/// See [`StoreError`].
pub async fn supersede_emails(tx: &mut Tx, member: MemberId, now: i64) -> Result<(), StoreError> {
    execute!(tx, SUPERSEDE, member.0, now)?;
    Ok(())
}

/// What was done to somebody, newest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn acts_about(tx: &mut Tx, subject: Uuid, most: u32) -> Result<Vec<Done>, StoreError> {
    fetch_all!(tx, Done, ACTS, subject, i64::from(most))
}

/// What happened to a membership, oldest first, with who decided it.
///
/// # Errors
/// See [`StoreError`].
pub async fn history(tx: &mut Tx, member: MemberId) -> Result<Vec<Moved>, StoreError> {
    fetch_all!(tx, Moved, MOVES, member.0)
}

/// Every office of a member, whenever.
///
/// # Errors
/// See [`StoreError`].
pub async fn offices(tx: &mut Tx, member: MemberId) -> Result<Vec<Office>, StoreError> {
    fetch_all!(tx, Office, OFFICES, member.0)
}

/// Signs a member out everywhere and makes links on their way good for nothing.
///
/// # Errors
/// See [`StoreError`].
pub async fn sign_out_everywhere(tx: &mut Tx, member: MemberId, now: i64) -> Result<(), StoreError> {
    execute!(tx, END_SESSIONS, member.0)?;
    execute!(tx, END_ASKS, member.0)?;
    supersede_emails(tx, member, now).await
}

/// Asks, for who leaves, that all shares be given back; what waited before waits no more.
///
/// # Errors
/// See [`StoreError`].
pub async fn give_back(tx: &mut Tx, id: Uuid, member: MemberId, shares: i64, at: i64) -> Result<(), StoreError> {
    execute!(tx, TAKE_BACK, member.0, at)?;
    if shares > 0 {
        execute!(tx, GIVE_BACK, id, member.0, shares, at)?;
    }
    Ok(())
}
