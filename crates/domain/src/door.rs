//! Codes at the door. A member shows their own to the desk, which scans it and presses once; or the desk hangs its code up, and the
//! member's telephone presses. Both are seals of the server over what they stand for: the store holds none of them.

use protocol::door::SEAL;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::assembly::AssemblyState;
use crate::attendance::{Means, Presence};
use crate::wire::AssemblyView;

/// How long a member's own code is good, in microseconds: long enough for a queue. It can be handed on meanwhile, which is why the
/// desk compares the name with the person before it presses.
pub const OWN_LASTS: i64 = 15 * 60 * 1_000_000;

/// What a member's own code says; its seal is made by the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Own {
    /// Member number.
    pub number: u32,
    /// Until when it is good, whole seconds UTC.
    pub until: i64,
}

impl Own {
    /// A code that is good from now on.
    #[must_use]
    pub fn from_now(number: u32, now: i64) -> Self {
        Self { number, until: now.saturating_add(OWN_LASTS) / 1_000_000 }
    }

    /// Number, end and seal: what stands in the address that is scanned.
    #[must_use]
    pub fn code(self, seal: &str) -> String {
        format!("{}-{:x}-{seal}", self.number, self.until)
    }

    /// What was scanned, in exactly the spelling of [`Own::code`], with its seal.
    #[must_use]
    pub fn read(code: &str) -> Option<(Self, &str)> {
        let mut parts = code.split('-');
        let (number, until, seal) = (parts.next()?, parts.next()?, parts.next()?);
        let own = Self { number: number.parse().ok()?, until: i64::from_str_radix(until, 16).ok()? };
        (seal.len() == SEAL && own.code(seal) == code).then_some((own, seal))
    }

    /// Whether it is good at an instant. One that lasts longer than any that is made is not ours.
    ///
    /// # Errors
    /// [`Refusal::DoorCodeOver`].
    pub fn good(self, now: i64) -> Result<(), Refusal> {
        let left = self.until.saturating_mul(1_000_000).saturating_sub(now);
        if (1..=OWN_LASTS).contains(&left) { Ok(()) } else { Err(Refusal::DoorCodeOver) }
    }
}

/// Whether the desk may hang a code up: from the convocation on, so that the poster can be printed before.
///
/// # Errors
/// [`Refusal::AssemblyOver`], [`Refusal::AssemblyCancelled`].
pub fn may_hang(state: AssemblyState) -> Result<(), Refusal> {
    match state {
        AssemblyState::Convened => Ok(()),
        state => state.require_session(),
    }
}

/// What the desk's page has scanned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scanned {
    /// A code that is too old, or not of this assembly.
    Over,
    /// The code of somebody who has no voice any more, and is not named.
    NoVoice,
    /// A member, alone in the list.
    Member(Voice),
}

/// What the desk wants to know of a member's voice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// The proxy they gave, if one is in force or waits for an answer.
    pub given: Option<Entrusted>,
    /// Voices of others they carry, by proxies in force.
    pub carries: u32,
    /// Voices of others they were asked to carry, and have not answered.
    pub asked: u32,
    /// Votes of this assembly in which their own voice was used.
    pub voted: u32,
}

/// A proxy that somebody gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entrusted {
    /// To whom; `None` for one that names nobody.
    pub to: Option<String>,
    /// Whether it is in force; otherwise whoever it names has not answered.
    pub in_force: bool,
}

/// A member in the hall says so, on a page that was made for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrive {
    /// The number of the member the page was made for.
    pub number: u32,
    /// The code of the door.
    pub code: String,
}

/// A member's page of the assembly's door.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arrival {
    /// The assembly.
    pub assembly: AssemblyView,
    /// Whose page it is: the member's name.
    pub name: String,
    /// Their number.
    pub number: Option<u32>,
    /// Whether they have a voice; who has none is entered nowhere.
    pub voice: bool,
    /// Whether anybody may be entered now.
    pub open: bool,
    /// Where the member stands.
    pub presence: Presence,
    /// How that is known.
    pub means: Option<Means>,
    /// Their own code, while one may come; the desk scans it.
    pub own: Option<OwnShown>,
    /// Whether the code of the door they came with is good; none if they came without.
    pub door: Option<bool>,
}

/// A member's own code, to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnShown {
    /// The address it leads the desk to.
    pub address: String,
    /// Until when it is good, microseconds UTC.
    pub until: i64,
}

/// The poster at the door.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Poster {
    /// Name of the cooperative.
    pub cooperative: String,
    /// The assembly.
    pub assembly: AssemblyView,
    /// Whether a code may be hung up.
    pub may: bool,
    /// The code, if there is one.
    pub hung: Option<Hung>,
}

/// The code at the door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hung {
    /// The code.
    pub code: String,
    /// The address it leads a member's telephone to.
    pub address: String,
    /// Which one it is, from 1.
    pub version: u32,
    /// When it was made, microseconds UTC.
    pub made_at: i64,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SEALED: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn a_code_is_good_for_a_quarter_of_an_hour() {
        let now = 1_000_000_000_000;
        let own = Own::from_now(7, now);
        for (at, good) in [
            (now - 1, Err(Refusal::DoorCodeOver)),
            (now, Ok(())),
            (now + OWN_LASTS - 1, Ok(())),
            (now + OWN_LASTS, Err(Refusal::DoorCodeOver)),
        ] {
            assert_eq!(own.good(at), good, "{at}");
        }
        assert!(Own { number: 7, until: i64::MAX }.good(now).is_err());
    }

    #[test]
    fn a_code_is_read_in_one_spelling_only() {
        let own = Own { number: 7, until: 0xab };
        let code = own.code(SEALED);
        assert_eq!(Own::read(&code), Some((own, SEALED)));
        for other in [
            String::new(),
            code.to_uppercase(),
            format!("0{code}"),
            format!("+{code}"),
            format!("{code}-"),
            format!("{code}0"),
            code.replace("-ab-", "-0ab-"),
            code.replace("-ab-", "--ab-"),
        ] {
            assert_eq!(Own::read(&other), None, "{other}");
        }
    }

    #[test]
    fn a_code_is_hung_up_from_the_convocation_to_the_end() {
        for (state, may) in [
            (AssemblyState::Convened, Ok(())),
            (AssemblyState::InSession, Ok(())),
            (AssemblyState::Ended, Err(Refusal::AssemblyOver)),
            (AssemblyState::Cancelled, Err(Refusal::AssemblyCancelled)),
        ] {
            assert_eq!(may_hang(state), may, "{state:?}");
        }
    }

    proptest! {
        /// Whatever is scanned, nothing breaks, and what is read is what would be written.
        #[test]
        fn whatever_is_read_is_written_the_same(number in any::<u32>(), until in 0..i64::MAX, other in ".{0,80}") {
            let own = Own { number, until };
            let code = own.code(SEALED);
            prop_assert_eq!(Own::read(&code), Some((own, SEALED)));
            if let Some((read, seal)) = Own::read(&other) {
                prop_assert_eq!(read.code(seal), other);
            }
        }
    }
}
