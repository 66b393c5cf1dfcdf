//! The register as it is searched and turned page by page. A page begins after the last line of the page before: an
//! index finds that place, however many members come before it.

use domain::identity::fold;
use domain::ids::MemberId;
use domain::member::{MemberClass, MemberState};
use domain::register::{RegisterFilter, RegisterSort};
use uuid::Uuid;

use crate::column::{row, word};
use crate::db::{count, fetch_all, sql};
use crate::members::Member;
use crate::{StoreError, Tx};

/// Words of a search that are looked for; more only make it slower.
const WORDS: usize = 6;

row! {
    /// A line of the register.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub Listed {
        /// Id.
        id: MemberId,
        /// Member number, once the first shares are paid.
        number: Option<u32>,
        /// As what the member belongs.
        class: MemberClass,
        /// Name.
        name: String,
        /// Of an organisation: who speaks for it.
        representative: Option<String>,
        /// Town.
        city: String,
        /// Address for messages, as typed.
        email: Option<String>,
        /// When the member showed that messages arrive there.
        email_confirmed_at: Option<i64>,
        /// Where the membership stands.
        state: MemberState,
        /// Shares asked for in the application.
        shares_wished: u32,
        /// When the application came in.
        applied_at: i64,
    }
}

row! {
    Counted { state: MemberState, number: i64 }
}

row! {
    /// What one member holds.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Held {
        /// Who.
        member: MemberId,
        /// Shares held.
        shares: i64,
        /// Their paid-in value in cents.
        cents: i64,
    }
}

/// The columns of [`Listed`], and what a search asks of a line: six words, a state and a class, each of which may be
/// left open.
macro_rules! matching {
    () => {
        "m.id, m.number, m.class, m.name, m.representative, m.city, m.email, m.email_confirmed_at, m.state,
            m.shares_wished, m.applied_at
        FROM members m
        WHERE m.search_key LIKE $1 ESCAPE '!' AND m.search_key LIKE $2 ESCAPE '!' AND m.search_key LIKE $3 ESCAPE '!'
          AND m.search_key LIKE $4 ESCAPE '!' AND m.search_key LIKE $5 ESCAPE '!' AND m.search_key LIKE $6 ESCAPE '!'
          AND ($7 = '' OR m.state = $7) AND ($8 = '' OR m.class = $8)"
    };
}

sql! {
    BY_NAME = concat!("SELECT ", matching!(), "
        AND (m.sort_key, m.id) > ($9, $10) ORDER BY m.sort_key, m.id LIMIT $11");
    BY_APPLICATION = concat!("SELECT ", matching!(), "
        AND (m.applied_at, m.id) > ($9, $10) ORDER BY m.applied_at, m.id LIMIT $11");
    NUMBERED = concat!("SELECT ", matching!(), "
        AND m.number > $9 ORDER BY m.number LIMIT $10");
    UNNUMBERED = concat!("SELECT ", matching!(), "
        AND m.number IS NULL AND (m.sort_key, m.id) > ($9, $10) ORDER BY m.sort_key, m.id LIMIT $11");
    COUNTS = "SELECT state, COUNT(*) AS number FROM members GROUP BY state";
    HOLDINGS = "SELECT member, CAST(SUM(shares) AS BIGINT) AS shares, CAST(SUM(cents) AS BIGINT) AS cents
        FROM share_entries GROUP BY member";
}

/// Runs one of the statements made with `matching!`, with the values of its own.
macro_rules! fetch_lines {
    ($tx:expr, $sql:expr, $asked:expr $(, $value:expr)+) => {{
        let Asked { words: [a, b, c, d, e, f], state, class } = $asked;
        fetch_all!($tx, Listed, $sql, a, b, c, d, e, f, state, class $(, $value)+)
    }};
}

/// What is asked, as the statements take it.
struct Asked<'a> {
    words: &'a [String; WORDS],
    state: &'a str,
    class: &'a str,
}

/// The lines of the register that fit a filter, in an order, after a member (or from the first), `most` at most. In the
/// order of numbers those who have none come last, by name.
///
/// # Errors
/// See [`StoreError`].
pub async fn lines(
    tx: &mut Tx,
    filter: &RegisterFilter,
    sort: RegisterSort,
    after: Option<&Member>,
    most: u32,
) -> Result<Vec<Listed>, StoreError> {
    let words = patterns(&filter.text);
    let state = filter.state.map(|state| word(&state)).unwrap_or_default();
    let class = filter.class.map(|class| word(&class)).unwrap_or_default();
    let asked = &Asked { words: &words, state: &state, class: &class };
    let most = i64::from(most);
    let id = after.map_or(Uuid::nil(), |member| member.id.0);
    let name = after.map(|member| fold(&member.name)).unwrap_or_default();
    match sort {
        RegisterSort::Name => fetch_lines!(tx, BY_NAME, asked, name, id, most),
        RegisterSort::Application => {
            let at = after.map_or(i64::MIN, |member| member.applied_at);
            fetch_lines!(tx, BY_APPLICATION, asked, at, id, most)
        }
        RegisterSort::Number => {
            let unnumbered = after.is_some_and(|member| member.number.is_none());
            let mut lines = match unnumbered {
                true => Vec::new(),
                false => {
                    let number = after.and_then(|member| member.number).map_or(0, i64::from);
                    fetch_lines!(tx, NUMBERED, asked, number, most)?
                }
            };
            let left = most - i64::try_from(lines.len()).unwrap_or(most);
            if left > 0 {
                let (name, id) = if unnumbered { (name, id) } else { (String::new(), Uuid::nil()) };
                lines.extend(fetch_lines!(tx, UNNUMBERED, asked, name, id, left)?);
            }
            Ok(lines)
        }
    }
}

/// The words of a search as patterns, one for each place of a statement.
fn patterns(text: &str) -> [String; WORDS] {
    let folded = fold(text);
    let mut words = folded.split(' ').filter(|word| !word.is_empty()).map(|word| {
        let literal = word.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        format!("%{literal}%")
    });
    std::array::from_fn(|_| words.next().unwrap_or_else(|| "%".to_owned()))
}

/// How many are in each state that has any.
///
/// # Errors
/// See [`StoreError`].
pub async fn counts(tx: &mut Tx) -> Result<Vec<(MemberState, u32)>, StoreError> {
    fetch_all!(tx, Counted, COUNTS)?.into_iter().map(|row| Ok((row.state, count(row.number)?))).collect()
}

/// What everybody holds who has an entry in the ledger.
///
/// # Errors
/// See [`StoreError`].
pub async fn holdings(tx: &mut Tx) -> Result<Vec<Held>, StoreError> {
    fetch_all!(tx, Held, HOLDINGS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_searched_to_the_letter() {
        let words = patterns("  100% Élodie_!  ");
        assert_eq!(words, ["%100!%%", "%elodie!_!!%", "%", "%", "%", "%"]);
        assert_eq!(patterns(""), ["%"; WORDS].map(str::to_owned));
        assert_eq!(patterns("a b c d e f g")[5], "%f%", "a seventh word is left out");
    }
}
