//! Roles and who acts.

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::ids::{MemberId, PaperCodeId};

/// What a person may be, besides a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Chairs the assembly: opens and closes votes.
    Chair,
    /// Keeps the minutes and publishes them.
    Secretary,
    /// Sits on the board.
    Board,
    /// Checks attendance and counts.
    Scrutineer,
    /// Reads the register and the accounts of shares, changes nothing.
    Auditor,
    /// Keeps the server running.
    Operator,
    /// Holds a share of the decryption key.
    KeyHolder,
}

impl Role {
    /// The offices the board gives. Key holders are named in a convocation.
    pub const OFFICES: [Self; 6] =
        [Self::Chair, Self::Secretary, Self::Board, Self::Scrutineer, Self::Auditor, Self::Operator];
}

/// How somebody signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// As a person of the demo.
    Demo,
    /// By a link or a code sent to the member's address.
    Mail,
    /// By the identity key of a device.
    Key,
    /// By a passkey (WebAuthn).
    Passkey,
}

impl Means {
    /// Whether offices may be held with it: whoever reads somebody's e-mail is not yet the chair.
    #[must_use]
    pub fn holds_offices(self) -> bool {
        self != Self::Mail
    }
}

/// How long an office is held: from an instant on, until another if one is set. Instants are microseconds UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    from: i64,
    until: Option<i64>,
}

impl Term {
    /// A term that begins before it ends.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] for one that would never be.
    pub fn new(from: i64, until: Option<i64>) -> Result<Self, Refusal> {
        if until.is_some_and(|until| until <= from) { Err(Refusal::Malformed) } else { Ok(Self { from, until }) }
    }

    /// When it begins.
    #[must_use]
    pub fn from(self) -> i64 {
        self.from
    }

    /// When it ends, if that is known.
    #[must_use]
    pub fn until(self) -> Option<i64> {
        self.until
    }

    /// Whether the office is held at an instant. At the instant of its end it is not: whoever follows holds it then.
    #[must_use]
    pub fn covers(self, at: i64) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody signed in: an observer or any visitor.
    Anyone,
    /// A member, with the roles held now.
    Member {
        /// Who.
        id: MemberId,
        /// Roles held at this instant.
        roles: Vec<Role>,
    },
    /// Whoever holds a paper code: votes with the member's voice, and does nothing else. Offices are not held with it.
    Code {
        /// Whose voice.
        id: MemberId,
        /// Which code.
        code: PaperCodeId,
    },
}

impl Actor {
    /// The member, if one is signed in.
    #[must_use]
    pub fn member(&self) -> Option<MemberId> {
        match self {
            Self::Anyone => None,
            Self::Member { id, .. } | Self::Code { id, .. } => Some(*id),
        }
    }

    /// The paper code that speaks, if one does.
    #[must_use]
    pub fn code(&self) -> Option<PaperCodeId> {
        match self {
            Self::Code { code, .. } => Some(*code),
            Self::Anyone | Self::Member { .. } => None,
        }
    }

    /// Whether the actor holds a role now.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        matches!(self, Self::Member { roles, .. } if roles.contains(&role))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_held_from_its_first_instant_to_the_one_before_its_end() {
        let open = Term::new(10, None).unwrap();
        let closed = Term::new(10, Some(20)).unwrap();
        for (at, in_open, in_closed) in
            [(i64::MIN, false, false), (9, false, false), (10, true, true), (19, true, true), (20, true, false)]
        {
            assert_eq!((open.covers(at), closed.covers(at)), (in_open, in_closed), "{at}");
        }
        assert!(open.covers(i64::MAX) && !closed.covers(i64::MAX));
    }

    #[test]
    fn whoever_votes_with_a_paper_code_holds_no_office() {
        let actor = Actor::Code { id: MemberId(uuid::Uuid::nil()), code: PaperCodeId(uuid::Uuid::max()) };
        assert_eq!(
            (actor.member(), actor.code()),
            (Some(MemberId(uuid::Uuid::nil())), Some(PaperCodeId(uuid::Uuid::max())))
        );
        for role in Role::OFFICES.into_iter().chain([Role::KeyHolder]) {
            assert!(!actor.has(role), "{role:?}");
        }
        assert_eq!(Actor::Anyone.code(), None);
    }

    #[test]
    fn a_term_ends_after_it_begins() {
        assert_eq!(Term::new(10, Some(10)), Err(Refusal::Malformed));
        assert_eq!(Term::new(10, Some(9)), Err(Refusal::Malformed));
        assert_eq!(Term::new(10, Some(11)).map(Term::until), Ok(Some(11)));
    }

    #[test]
    fn of_two_terms_one_after_the_other_one_covers_each_instant() {
        let (before, after) = (Term::new(0, Some(50)).unwrap(), Term::new(50, None).unwrap());
        for at in [0, 49, 50, 51] {
            assert!(before.covers(at) != after.covers(at), "{at}");
        }
    }
}
