//! Members and applicants. The only table with names and addresses of people.

use domain::ids::{CooperativeId, MemberId};
use domain::lang::Lang;
use domain::member::MemberState;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A person or organisation on the register.
    #[derive(Clone, Debug)]
    pub Member {
        /// Id.
        id: MemberId,
        /// The cooperative.
        cooperative: CooperativeId,
        /// Member number, once admitted.
        number: Option<u32>,
        /// Name.
        name: String,
        /// Address for messages, as typed.
        email: Option<String>,
        /// The address as it is compared (`domain::mail::address`).
        email_key: Option<String>,
        /// The language of messages.
        lang: Lang,
        /// Where the membership stands.
        state: MemberState,
        /// When the application came in.
        applied_at: i64,
        /// When the admission was decided.
        admitted_at: Option<i64>,
    }
}

sql! {
    INSERT = "INSERT INTO members (id, cooperative, number, name, email, email_key, lang, state, applied_at, admitted_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    BY_ID = "SELECT id, cooperative, number, name, email, email_key, lang, state, applied_at, admitted_at FROM members WHERE id = $1";
    BY_STATE = "SELECT id, cooperative, number, name, email, email_key, lang, state, applied_at, admitted_at
        FROM members WHERE state = $1 ORDER BY number, id";
    BY_EMAIL = "SELECT id, cooperative, number, name, email, email_key, lang, state, applied_at, admitted_at
        FROM members WHERE email_key = $1 ORDER BY number, id";
    COUNT = "SELECT COUNT(*) FROM members WHERE state = $1";
    LAST_NUMBER = "SELECT COALESCE(MAX(number), 0) FROM members";
    ADMIT = "UPDATE members SET state = $3, number = $4, admitted_at = $5 WHERE id = $1 AND state = $2";
    MOVE = "UPDATE members SET state = $3 WHERE id = $1 AND state = $2";
    INSERT_DEMO = "INSERT INTO demo_people (member, position) VALUES ($1, $2)";
    DEMO = "SELECT m.id, m.cooperative, m.number, m.name, m.email, m.email_key, m.lang, m.state, m.applied_at, m.admitted_at
        FROM demo_people d JOIN members m ON m.id = d.member ORDER BY d.position";
}

/// Stores a member or applicant. A number in use is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Member) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.id.0,
        new.cooperative.0,
        new.number.map(i64::from),
        &new.name,
        new.email.as_deref(),
        new.email_key.as_deref(),
        word(&new.lang),
        word(&new.state),
        new.applied_at,
        new.admitted_at,
    )?;
    Ok(())
}

/// One member.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: MemberId) -> Result<Option<Member>, StoreError> {
    fetch_optional!(tx, Member, BY_ID, id.0)
}

/// Everyone in a state, by number.
///
/// # Errors
/// See [`StoreError`].
pub async fn in_state(tx: &mut Tx, state: MemberState) -> Result<Vec<Member>, StoreError> {
    fetch_all!(tx, Member, BY_STATE, word(&state))
}

/// Everyone with an address: several people may share one.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_email(tx: &mut Tx, email_key: &str) -> Result<Vec<Member>, StoreError> {
    fetch_all!(tx, Member, BY_EMAIL, email_key)
}

/// How many are in a state.
///
/// # Errors
/// See [`StoreError`].
pub async fn count(tx: &mut Tx, state: MemberState) -> Result<u32, StoreError> {
    fetch_count!(tx, COUNT, word(&state))
}

/// The highest number given so far, 0 if none.
///
/// # Errors
/// See [`StoreError`].
pub async fn last_number(tx: &mut Tx) -> Result<u32, StoreError> {
    fetch_count!(tx, LAST_NUMBER)
}

/// Moves a member to the state admission leads to, with the next number. False if the member was no longer in `from`; a
/// number taken since it was read as free is [`StoreError::Busy`].
///
/// # Errors
/// See [`StoreError`].
pub async fn admit(
    tx: &mut Tx,
    id: MemberId,
    from: MemberState,
    to: MemberState,
    number: u32,
    at: i64,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, ADMIT, id.0, word(&from), word(&to), i64::from(number), at).map_err(StoreError::or_raced)? == 1)
}

/// Moves a member from a state to another. False if the member was no longer in `from`.
///
/// # Errors
/// See [`StoreError`].
pub async fn move_to(tx: &mut Tx, id: MemberId, from: MemberState, to: MemberState) -> Result<bool, StoreError> {
    Ok(execute!(tx, MOVE, id.0, word(&from), word(&to))? == 1)
}

/// Proposes a member on the demo page, at a place.
///
/// # Errors
/// See [`StoreError`].
pub async fn propose_in_demo(tx: &mut Tx, id: MemberId, position: u32) -> Result<(), StoreError> {
    execute!(tx, INSERT_DEMO, id.0, i64::from(position))?;
    Ok(())
}

/// The members proposed on the demo page, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn proposed_in_demo(tx: &mut Tx) -> Result<Vec<Member>, StoreError> {
    fetch_all!(tx, Member, DEMO)
}
