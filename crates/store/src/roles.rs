//! Terms of office. Key holders stand with their assembly, in `holders`.

use domain::ids::{MemberId, TermId};
use domain::member::MemberState;
use domain::offices::Tenure;
use domain::roles::{Role, Term};
use uuid::Uuid;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_count, sql};
use crate::{StoreError, Tx};

row! {
    /// A term of office as stored. Whether it runs is said by [`Held::runs`].
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Held {
        /// Who.
        member: MemberId,
        /// What.
        role: Role,
        /// From when on.
        from_at: i64,
        /// Until when, if that is known.
        until_at: Option<i64>,
    }
}

row! {
    /// A term of office with its holder, as the register lists it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub Listed {
        /// Id.
        id: TermId,
        /// Who.
        member: MemberId,
        /// What.
        role: Role,
        /// From when on.
        from_at: i64,
        /// Until when, if that is known.
        until_at: Option<i64>,
        /// Where the holder's membership stands.
        state: MemberState,
        /// Member number.
        number: Option<u32>,
        /// Name.
        name: String,
    }
}

impl Listed {
    /// The term alone.
    #[must_use]
    pub fn tenure(&self) -> Tenure {
        Tenure { id: self.id, member: self.member, role: self.role, from: self.from_at, until: self.until_at }
    }
}

impl Held {
    /// Whether the office is held at an instant. A term that was ended before it began never is.
    #[must_use]
    pub fn runs(&self, at: i64) -> bool {
        Term::new(self.from_at, self.until_at).is_ok_and(|term| term.covers(at))
    }
}

sql! {
    INSERT = "INSERT INTO role_terms (id, member, role, from_at, until_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (member, role) WHERE until_at IS NULL DO NOTHING";
    END = "UPDATE role_terms SET until_at = $2 WHERE role = $1 AND (until_at IS NULL OR until_at > $2)";
    END_OF_MEMBER = "UPDATE role_terms SET until_at = $2 WHERE member = $1 AND (until_at IS NULL OR until_at > $2)";
    OF_MEMBER = "SELECT member, role, from_at, until_at FROM role_terms WHERE member = $1 ORDER BY role, from_at, id";
    OF_ALL = "SELECT t.member, t.role, t.from_at, t.until_at FROM role_terms t JOIN members m ON m.id = t.member
        WHERE m.state = $1 ORDER BY t.role, t.from_at, t.id";
    LIST = "SELECT t.id, t.member, t.role, t.from_at, t.until_at, m.state, m.number, m.name
        FROM role_terms t JOIN members m ON m.id = t.member ORDER BY t.role, t.from_at, t.id";
    END_ONE = "UPDATE role_terms SET until_at = $2 WHERE id = $1";
    NOT_OVER = "SELECT COUNT(*) FROM role_terms WHERE member = $1 AND (until_at IS NULL OR until_at > $2)";
}

/// Gives a role for a term. A second term without end of the same member in the same role changes nothing.
///
/// # Errors
/// See [`StoreError`].
pub async fn grant(tx: &mut Tx, id: Uuid, member: MemberId, role: Role, term: Term) -> Result<(), StoreError> {
    execute!(tx, INSERT, id, member.0, word(&role), term.from(), term.until())?;
    Ok(())
}

/// Ends every term of a role at an instant, those not begun by then included. What ended before stays as it was.
///
/// # Errors
/// See [`StoreError`].
pub async fn end(tx: &mut Tx, role: Role, at: i64) -> Result<(), StoreError> {
    execute!(tx, END, word(&role), at)?;
    Ok(())
}

/// Ends every term of a member at an instant, those not begun by then included.
///
/// # Errors
/// See [`StoreError`].
pub async fn end_of_member(tx: &mut Tx, member: MemberId, at: i64) -> Result<(), StoreError> {
    execute!(tx, END_OF_MEMBER, member.0, at)?;
    Ok(())
}

/// The roles a member holds at an instant, each once.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_member(tx: &mut Tx, member: MemberId, at: i64) -> Result<Vec<Role>, StoreError> {
    let terms = fetch_all!(tx, Held, OF_MEMBER, member.0)?;
    let mut roles: Vec<Role> = terms.into_iter().filter(|held| held.runs(at)).map(|held| held.role).collect();
    roles.dedup();
    Ok(roles)
}

/// Every office held at an instant. An office ends with the membership: who left or was excluded holds none.
///
/// # Errors
/// See [`StoreError`].
pub async fn held_at(tx: &mut Tx, at: i64) -> Result<Vec<Held>, StoreError> {
    let terms = fetch_all!(tx, Held, OF_ALL, word(&MemberState::Active))?;
    Ok(terms.into_iter().filter(|held| held.runs(at)).collect())
}

/// Every term there is or was, by office and first instant: a cooperative has some hundred in a lifetime.
///
/// # Errors
/// See [`StoreError`].
pub async fn list(tx: &mut Tx) -> Result<Vec<Listed>, StoreError> {
    fetch_all!(tx, Listed, LIST)
}

/// Ends one term at an instant.
///
/// # Errors
/// See [`StoreError`].
pub async fn end_one(tx: &mut Tx, id: TermId, at: i64) -> Result<(), StoreError> {
    execute!(tx, END_ONE, id.0, at)?;
    Ok(())
}

/// How many terms of a member are not over: held at an instant, or to come.
///
/// # Errors
/// See [`StoreError`].
pub async fn count_not_over(tx: &mut Tx, member: MemberId, at: i64) -> Result<u32, StoreError> {
    fetch_count!(tx, NOT_OVER, member.0, at)
}
