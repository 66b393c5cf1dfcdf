//! Paper codes, for whoever has no device at hand: a voting key that the desk's browser makes and prints, for one member and one
//! assembly. It speaks in every vote that opens while it is in force, in the place of the member's own key. The phrase is never sent.

use protocol::keys::{Registration, Signature};
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::assembly::AssemblyState;
use crate::attendance::desk_open;
use crate::ids::{AssemblyId, CooperativeId, MemberId};

/// How long a session begun with a paper code lasts at most, in microseconds: a booth is for one voter after the other.
pub const SESSION: i64 = 15 * 60 * 1_000_000;

/// The last paper code of a member in an assembly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last {
    /// Which it is, from 1.
    pub n: u32,
    /// Whether it is over.
    pub ended: bool,
}

impl Last {
    /// Its number, while it is in force.
    #[must_use]
    pub fn held(self) -> Option<u32> {
        (!self.ended).then_some(self.n)
    }
}

/// Where a member who is to have a paper code stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asks {
    /// Whether they are in the hall.
    pub in_hall: bool,
    /// Whether they vote on paper.
    pub on_paper: bool,
    /// The code they had last.
    pub last: Option<Last>,
}

impl Asks {
    /// The number of the code that is printed now, in the place of another or of none. Of two desks at once the second names what the
    /// first has replaced.
    ///
    /// # Errors
    /// [`Refusal::CodeNotInHall`], [`Refusal::CodeOnPaper`]; [`Refusal::CodeHeld`] when another is in force than the one to be
    /// replaced; [`Refusal::CodeNotHeld`] when none is.
    pub fn next(self, instead: Option<u32>) -> Result<u32, Refusal> {
        if !self.in_hall {
            return Err(Refusal::CodeNotInHall);
        }
        if self.on_paper {
            return Err(Refusal::CodeOnPaper);
        }
        match (self.last.and_then(Last::held), instead) {
            (held, asked) if held == asked => Ok(self.last.map_or(1, |last| last.n + 1)),
            (Some(_), _) => Err(Refusal::CodeHeld),
            (None, _) => Err(Refusal::CodeNotHeld),
        }
    }
}

/// Whether a code that was not taken back speaks at an instant: while the desk is open, or the session goes on. Instants are
/// microseconds UTC.
#[must_use]
pub fn speaks(ended_at: Option<i64>, state: AssemblyState, starts_at: i64, now: i64) -> bool {
    ended_at.is_none() && desk_open(state, starts_at, now).is_ok()
}

/// Body of `POST /api/v1/assemblies/{assembly}/paper-codes`: what the desk's browser made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrintCode {
    /// Member number.
    pub number: u32,
    /// The public part of the key, as a member registers one.
    pub registration: Registration,
    /// The code that is lost, in the place of which this one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<u32>,
}

/// Body of `POST /api/v1/assemblies/{assembly}/paper-codes/end`: a slip was lost, or given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndCode {
    /// Member number.
    pub number: u32,
    /// Which of the member's codes of this assembly, from 1.
    pub n: u32,
}

/// A paper code that was registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodePrinted {
    /// Which of the member's codes of this assembly, from 1.
    pub n: u32,
    /// Votes that are open, in which it has no voice: their rolls are fixed.
    pub open: u32,
}

/// A paper code in force, for the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeLine {
    /// Member number.
    pub number: u32,
    /// Name.
    pub name: String,
    /// Which of the member's codes of this assembly, from 1.
    pub n: u32,
    /// Since when, microseconds UTC.
    pub at: i64,
}

/// What the desk's page needs to make a paper code for one member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeDesk {
    /// The cooperative, which the key binds.
    pub cooperative: CooperativeId,
    /// Its name.
    pub cooperative_name: String,
    /// The assembly.
    pub assembly: AssemblyId,
    /// When it begins, microseconds UTC.
    pub starts_at: i64,
    /// IANA name of its time zone.
    pub time_zone: String,
    /// The member, whom the proofs name.
    pub member: MemberId,
    /// Their number.
    pub number: u32,
    /// Their name.
    pub name: String,
    /// The code they hold.
    pub held: Option<u32>,
    /// Whether they have a voting key of their own, which stays and is silent meanwhile.
    pub own_key: bool,
    /// Votes that are open, in which a code made now has no voice.
    pub open: u32,
    /// Why none is made now.
    pub refused: Option<Refusal>,
}

/// Body of `POST /api/v1/sign-in/paper-code`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInByPaperCode {
    /// Identity key of the code, hex.
    pub identity: String,
    /// The site the browser is at, as it sees it.
    pub origin: String,
    /// The bytes that were signed, hex.
    pub challenge: String,
    /// Identity signature over them (PROTOCOL.md §3.4).
    pub signature: Signature,
}

/// What whoever signs in with a paper code is answered. The token stands in the header `x-voix-code` of what they ask next, and is
/// never a cookie: whoever is signed in with the same browser stays so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedByCode {
    /// The session's token.
    pub token: String,
    /// Whose voice it is.
    pub booth: Booth,
}

/// Name of the header with the token of a paper code's session.
pub const HEADER: &str = "x-voix-code";

/// Whose voice a paper code is, as the booth is told that holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booth {
    /// The cooperative.
    pub cooperative: CooperativeId,
    /// The assembly the code is of.
    pub assembly: AssemblyId,
    /// Whose voice.
    pub member: MemberId,
    /// Their number: the booth says no name.
    pub number: u32,
    /// Until when the session lasts at most, microseconds UTC.
    pub until: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(in_hall: bool, on_paper: bool, last: Option<(u32, bool)>) -> Asks {
        Asks { in_hall, on_paper, last: last.map(|(n, ended)| Last { n, ended }) }
    }

    #[test]
    fn a_member_in_the_hall_has_one_code_at_a_time() {
        for (last, instead, next) in [
            (None, None, Ok(1)),
            (None, Some(1), Err(Refusal::CodeNotHeld)),
            (Some((1, false)), None, Err(Refusal::CodeHeld)),
            (Some((1, false)), Some(1), Ok(2)),
            (Some((2, false)), Some(1), Err(Refusal::CodeHeld)),
            (Some((2, false)), Some(3), Err(Refusal::CodeHeld)),
            (Some((2, true)), None, Ok(3)),
            (Some((2, true)), Some(2), Err(Refusal::CodeNotHeld)),
        ] {
            assert_eq!(asks(true, false, last).next(instead), next, "{last:?} {instead:?}");
            assert_eq!(asks(false, false, last).next(instead), Err(Refusal::CodeNotInHall));
            assert_eq!(asks(true, true, last).next(instead), Err(Refusal::CodeOnPaper));
        }
        assert_eq!(asks(false, true, None).next(None), Err(Refusal::CodeNotInHall), "the first reason is said");
    }

    #[test]
    fn a_code_ends_with_its_assembly_or_at_the_desk() {
        let doors = crate::attendance::DOORS;
        for (state, now, open) in [
            (AssemblyState::Convened, doors - 1, false),
            (AssemblyState::Convened, doors, true),
            (AssemblyState::InSession, 0, true),
            (AssemblyState::Ended, doors, false),
            (AssemblyState::Cancelled, doors, false),
        ] {
            assert_eq!(speaks(None, state, 2 * doors, now), open, "{state:?}");
            assert!(!speaks(Some(0), state, 2 * doors, now), "{state:?}");
        }
    }
}
