//! Registers brought from elsewhere: the file between its preview and the import, and the members it is compared with.

use domain::identity::{Postal, fold};
use domain::ids::{ImportId, MemberId};
use domain::import::Known;
use domain::lang::Lang;
use domain::member::{MemberClass, MemberState};

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::members::Member;
use crate::{StoreError, Tx};

row! {
    /// A file on its way into the register.
    #[derive(Clone, Debug)]
    pub File {
        /// Id.
        id: ImportId,
        /// Who brought it.
        member: MemberId,
        /// When.
        at: i64,
        /// Its SHA-256.
        hash: [u8; 32],
        /// The file; once imported, what was done (numbers only, JSON); empty when it was not imported in time.
        body: Vec<u8>,
        /// When all of it was imported.
        imported_at: Option<i64>,
    }
}

row! {
    Candidate {
        id: MemberId,
        number: Option<u32>,
        class: MemberClass,
        state: MemberState,
        name: String,
        representative: Option<String>,
        email: Option<String>,
        email_key: Option<String>,
        email_confirmed_at: Option<i64>,
        email_consent_at: Option<i64>,
        street: String,
        postcode: String,
        city: String,
        country: String,
        lang: Lang,
        shares: Option<i64>,
    }
}

row! {
    Id { id: ImportId }
}

/// The columns of [`Candidate`] that are the members' own.
macro_rules! columns {
    () => {
        "m.id, m.number, m.class, m.state, m.name, m.representative, m.email, m.email_key, m.email_confirmed_at,
            m.email_consent_at, m.street, m.postcode, m.city, m.country, m.lang"
    };
}

sql! {
    INSERT = "INSERT INTO register_imports (id, member, at, hash, body, imported_at) VALUES ($1, $2, $3, $4, $5, NULL)";
    WAITING = "SELECT id FROM register_imports
        WHERE member = $1 AND hash = $2 AND imported_at IS NULL AND length(body) > 0";
    BY_ID = "SELECT id, member, at, hash, body, imported_at FROM register_imports WHERE id = $1";
    DONE = "UPDATE register_imports SET body = $2, imported_at = $3 WHERE id = $1 AND imported_at IS NULL";
    FORGET = "UPDATE register_imports SET body = $2 WHERE at < $1 AND imported_at IS NULL AND length(body) > 0";
    REGISTER = concat!("SELECT ", columns!(), ", CAST(COALESCE(s.shares, 0) AS BIGINT) AS shares FROM members m
        LEFT JOIN (SELECT member, SUM(shares) AS shares FROM share_entries GROUP BY member) s ON s.member = m.id");
    CANDIDATES = concat!("SELECT ", columns!(), ", CAST(NULL AS BIGINT) AS shares FROM members m
        WHERE m.number = $1 OR m.email_key = $2 OR m.sort_key = $3");
    // What is only rehearsed keeps nobody out of the register.
    OPEN_VOTES = "SELECT COUNT(*) FROM votes v JOIN assemblies a ON a.id = v.assembly
        WHERE v.state = 'open' AND a.rehearsal_until IS NULL";
    CORRECT = "UPDATE members SET representative = $2, email = $3, email_key = $4, email_confirmed_at = $5, street = $6,
            postcode = $7, city = $8, country = $9, lang = $10, search_key = $11
        WHERE id = $1";
}

impl From<Candidate> for Known {
    fn from(row: Candidate) -> Self {
        Self {
            id: row.id,
            number: row.number,
            class: row.class,
            state: row.state,
            name: row.name,
            representative: row.representative,
            email: row.email,
            email_key: row.email_key,
            email_confirmed: row.email_confirmed_at.is_some(),
            consent: row.email_consent_at.is_some(),
            postal: Postal { street: row.street, postcode: row.postcode, city: row.city, country: row.country },
            lang: row.lang,
            shares: row.shares,
        }
    }
}

/// Keeps a file.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(
    tx: &mut Tx,
    id: ImportId,
    member: MemberId,
    at: i64,
    hash: [u8; 32],
    body: &[u8],
) -> Result<(), StoreError> {
    execute!(tx, INSERT, id.0, member.0, at, hash.as_slice(), body)?;
    Ok(())
}

/// The same file of the same person, waiting already.
///
/// # Errors
/// See [`StoreError`].
pub async fn waiting(tx: &mut Tx, member: MemberId, hash: [u8; 32]) -> Result<Option<ImportId>, StoreError> {
    Ok(fetch_optional!(tx, Id, WAITING, member.0, hash.as_slice())?.map(|row| row.id))
}

/// One file.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: ImportId) -> Result<Option<File>, StoreError> {
    fetch_optional!(tx, File, BY_ID, id.0)
}

/// Puts what was done in the place of a file that is imported. False if that was said before.
///
/// # Errors
/// See [`StoreError`].
pub async fn done(tx: &mut Tx, id: ImportId, outcome: &[u8], at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, DONE, id.0, outcome, at)? == 1)
}

/// Empties the files that were brought before an instant and never imported.
///
/// # Errors
/// See [`StoreError`].
pub async fn forget(tx: &mut Tx, before: i64) -> Result<u64, StoreError> {
    execute!(tx, FORGET, before, &b""[..])
}

/// Everybody on the register, with the shares they hold.
///
/// # Errors
/// See [`StoreError`].
pub async fn register(tx: &mut Tx) -> Result<Vec<Known>, StoreError> {
    Ok(fetch_all!(tx, Candidate, REGISTER)?.into_iter().map(Known::from).collect())
}

/// Those on the register with a number, an address for messages, or a name: whoever a row may be about.
///
/// # Errors
/// See [`StoreError`].
pub async fn candidates(
    tx: &mut Tx,
    number: Option<u32>,
    email_key: Option<&str>,
    name: &str,
) -> Result<Vec<Known>, StoreError> {
    let found = fetch_all!(tx, Candidate, CANDIDATES, number.map(i64::from), email_key, fold(name))?;
    Ok(found.into_iter().map(Known::from).collect())
}

/// How many votes are open.
///
/// # Errors
/// See [`StoreError`].
pub async fn open_votes(tx: &mut Tx) -> Result<u32, StoreError> {
    fetch_count!(tx, OPEN_VOTES)
}

/// Writes how a member is reached, as `member` says it, and nothing else. False if there is no such member.
///
/// # Errors
/// See [`StoreError`].
pub async fn correct(tx: &mut Tx, member: &Member) -> Result<bool, StoreError> {
    let key = member.identity().search_key(member.number, member.email_key.as_deref());
    let done = execute!(
        tx,
        CORRECT,
        member.id.0,
        member.representative.as_deref(),
        member.email.as_deref(),
        member.email_key.as_deref(),
        member.email_confirmed_at,
        &member.street,
        &member.postcode,
        &member.city,
        &member.country,
        word(&member.lang),
        key,
    )?;
    Ok(done == 1)
}
