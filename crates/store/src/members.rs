//! Members and applicants. The only table with names and addresses of people.

use domain::identity::{Identity, Postal, fold};
use domain::ids::{CooperativeId, MemberId};
use domain::lang::Lang;
use domain::member::{MemberClass, MemberState, VoiceRules};
use uuid::Uuid;

use crate::column::{integer, row, word};
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
        /// Member number, once the first shares are paid.
        number: Option<u32>,
        /// As what the member belongs.
        class: MemberClass,
        /// Name.
        name: String,
        /// Of an organisation: who speaks for it.
        representative: Option<String>,
        /// Of an organisation: its number in a public register.
        legal_number: Option<String>,
        /// Address for messages, as typed.
        email: Option<String>,
        /// The address as it is compared (`domain::mail::address`).
        email_key: Option<String>,
        /// When the member showed that messages arrive there.
        email_confirmed_at: Option<i64>,
        /// When the member agreed to be convened by e-mail; by letter if never, or no longer.
        email_consent_at: Option<i64>,
        /// Postal address: street.
        street: String,
        /// Postal code.
        postcode: String,
        /// Town.
        city: String,
        /// Country.
        country: String,
        /// The language of messages.
        lang: Lang,
        /// Where the membership stands.
        state: MemberState,
        /// Shares asked for in the application.
        shares_wished: u32,
        /// When the application came in.
        applied_at: i64,
        /// When the admission was decided.
        admitted_at: Option<i64>,
        /// When the first shares were paid.
        active_at: Option<i64>,
        /// When the membership ended.
        ended_at: Option<i64>,
        /// When what no law keeps was erased.
        forgotten_at: Option<i64>,
    }
}

impl Member {
    /// Somebody who applies now, with nothing but a name and an address for messages.
    #[must_use]
    pub fn applying(id: MemberId, cooperative: CooperativeId, identity: Identity, at: i64) -> Self {
        let Identity { class, name, representative, legal_number, postal } = identity;
        let Postal { street, postcode, city, country } = postal;
        Self {
            id,
            cooperative,
            number: None,
            class,
            name,
            representative,
            legal_number,
            email: None,
            email_key: None,
            email_confirmed_at: None,
            email_consent_at: None,
            street,
            postcode,
            city,
            country,
            lang: Lang::Fr,
            state: MemberState::Applicant,
            shares_wished: 0,
            applied_at: at,
            admitted_at: None,
            active_at: None,
            ended_at: None,
            forgotten_at: None,
        }
    }

    /// Who the member is.
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity {
            class: self.class,
            name: self.name.clone(),
            representative: self.representative.clone(),
            legal_number: self.legal_number.clone(),
            postal: Postal {
                street: self.street.clone(),
                postcode: self.postcode.clone(),
                city: self.city.clone(),
                country: self.country.clone(),
            },
        }
    }

    fn search_key(&self) -> String {
        self.identity().search_key(self.number, self.email_key.as_deref())
    }
}

/// The columns of [`Member`].
macro_rules! columns {
    () => {
        "m.id, m.cooperative, m.number, m.class, m.name, m.representative, m.legal_number, m.email, m.email_key,
            m.email_confirmed_at, m.email_consent_at, m.street, m.postcode, m.city, m.country, m.lang, m.state,
            m.shares_wished, m.applied_at, m.admitted_at, m.active_at, m.ended_at, m.forgotten_at"
    };
}

sql! {
    INSERT = "INSERT INTO members (id, cooperative, number, class, name, representative, legal_number, email, email_key,
            email_confirmed_at, email_consent_at, street, postcode, city, country, lang, search_key, sort_key, state,
            shares_wished, applied_at, admitted_at, active_at, ended_at, forgotten_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
            $24, $25)";
    BY_ID = concat!("SELECT ", columns!(), " FROM members m WHERE m.id = $1");
    BY_NUMBER = concat!("SELECT ", columns!(), " FROM members m WHERE m.number = $1");
    BY_EMAIL = concat!("SELECT ", columns!(), " FROM members m WHERE m.email_key = $1 ORDER BY m.number, m.id");
    WITH_VOICE = concat!("SELECT ", columns!(), " FROM members m
        WHERE m.state = 'active' AND m.class IN ($1, $2, $3) ORDER BY m.number, m.id");
    WITHOUT_VOICE = concat!("SELECT ", columns!(), " FROM members m
        WHERE m.state = 'active' AND m.class NOT IN ($1, $2, $3) ORDER BY m.number, m.id");
    COUNT = "SELECT COUNT(*) FROM members WHERE state = $1";
    COUNT_VOICES = "SELECT COUNT(*) FROM members WHERE state = 'active' AND class IN ($1, $2, $3)";
    LAST_NUMBER = "SELECT COALESCE(MAX(number), 0) FROM members";
    ADMIT = "UPDATE members SET state = $3, admitted_at = $4 WHERE id = $1 AND state = $2";
    ACTIVATE = "UPDATE members SET state = $3, number = COALESCE(number, $4), active_at = COALESCE(active_at, $5),
        search_key = $6 WHERE id = $1 AND state = $2";
    MOVE = "UPDATE members SET state = $3 WHERE id = $1 AND state = $2";
    END = "UPDATE members SET state = $3, ended_at = $4 WHERE id = $1 AND state = $2";
    CONFIRM = "UPDATE members SET email_confirmed_at = $3 WHERE id = $1 AND email_key = $2 AND email_confirmed_at IS NULL";
    AFTER = concat!("SELECT ", columns!(), " FROM members m WHERE (m.sort_key, m.id) > ($1, $2)
        ORDER BY m.sort_key, m.id LIMIT $3");
    INSERT_DEMO = "INSERT INTO demo_people (member, position) VALUES ($1, $2)";
    DEMO = concat!("SELECT ", columns!(), " FROM demo_people d JOIN members m ON m.id = d.member ORDER BY d.position");
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
        word(&new.class),
        &new.name,
        new.representative.as_deref(),
        new.legal_number.as_deref(),
        new.email.as_deref(),
        new.email_key.as_deref(),
        new.email_confirmed_at,
        new.email_consent_at,
        &new.street,
        &new.postcode,
        &new.city,
        &new.country,
        word(&new.lang),
        new.search_key(),
        fold(&new.name),
        word(&new.state),
        integer(new.shares_wished.into()),
        new.applied_at,
        new.admitted_at,
        new.active_at,
        new.ended_at,
        new.forgotten_at,
    )?;
    Ok(())
}

/// The member with this number.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_number(tx: &mut Tx, number: u32) -> Result<Option<Member>, StoreError> {
    fetch_optional!(tx, Member, BY_NUMBER, i64::from(number))
}

/// One member.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: MemberId) -> Result<Option<Member>, StoreError> {
    fetch_optional!(tx, Member, BY_ID, id.0)
}

/// The classes that have a voice, as words for a statement with three places.
pub(crate) fn voiced(rules: VoiceRules) -> [String; 3] {
    MemberClass::ALL.map(|class| if rules.admit(class) { word(&class) } else { String::new() })
}

/// Every member with a voice, by number. Shares play no part.
///
/// # Errors
/// See [`StoreError`].
pub async fn with_voice(tx: &mut Tx, rules: VoiceRules) -> Result<Vec<Member>, StoreError> {
    let [a, b, c] = voiced(rules);
    fetch_all!(tx, Member, WITH_VOICE, a, b, c)
}

/// Every member without one who belongs nevertheless: friends, or organisations, as the statutes say.
///
/// # Errors
/// See [`StoreError`].
pub async fn without_voice(tx: &mut Tx, rules: VoiceRules) -> Result<Vec<Member>, StoreError> {
    let [a, b, c] = voiced(rules);
    fetch_all!(tx, Member, WITHOUT_VOICE, a, b, c)
}

/// How many members have a voice.
///
/// # Errors
/// See [`StoreError`].
pub async fn count_voices(tx: &mut Tx, rules: VoiceRules) -> Result<u32, StoreError> {
    let [a, b, c] = voiced(rules);
    fetch_count!(tx, COUNT_VOICES, a, b, c)
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

/// Moves a member to the state admission leads to. False if the member was no longer in `from`.
///
/// # Errors
/// See [`StoreError`].
pub async fn admit(tx: &mut Tx, id: MemberId, from: MemberState, to: MemberState, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, ADMIT, id.0, word(&from), word(&to), at)? == 1)
}

/// Moves a member to the state that paying the first shares leads to, with the next number, unless one was given before.
/// False if the member was no longer in `member.state`; a number taken since it was read as free is [`StoreError::Busy`].
///
/// # Errors
/// See [`StoreError`].
pub async fn activate(tx: &mut Tx, member: &Member, to: MemberState, number: u32, at: i64) -> Result<bool, StoreError> {
    let numbered = member.number.unwrap_or(number);
    let key = member.identity().search_key(Some(numbered), member.email_key.as_deref());
    let (id, from) = (member.id.0, word(&member.state));
    let done = execute!(tx, ACTIVATE, id, from, word(&to), i64::from(numbered), at, key);
    Ok(done.map_err(StoreError::or_raced)? == 1)
}

/// Moves a member from a state to another. False if the member was no longer in `from`.
///
/// # Errors
/// See [`StoreError`].
pub async fn move_to(tx: &mut Tx, id: MemberId, from: MemberState, to: MemberState) -> Result<bool, StoreError> {
    Ok(execute!(tx, MOVE, id.0, word(&from), word(&to))? == 1)
}

/// Ends a membership, or an application. False if the member was no longer in `from`.
///
/// # Errors
/// See [`StoreError`].
pub async fn end(tx: &mut Tx, id: MemberId, from: MemberState, to: MemberState, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, END, id.0, word(&from), word(&to), at)? == 1)
}

/// Notes that messages arrive at a member's address. False if they were known to, or the address is another by now.
///
/// # Errors
/// See [`StoreError`].
pub async fn confirm_email(tx: &mut Tx, id: MemberId, email_key: &str, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, CONFIRM, id.0, email_key, at)? == 1)
}

/// Everybody on the register by name, after one (or from the first), `most` at most.
///
/// # Errors
/// See [`StoreError`].
pub async fn after(tx: &mut Tx, last: Option<&Member>, most: u32) -> Result<Vec<Member>, StoreError> {
    let (name, id) = last.map_or((String::new(), Uuid::nil()), |last| (fold(&last.name), last.id.0));
    fetch_all!(tx, Member, AFTER, name, id, i64::from(most))
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
