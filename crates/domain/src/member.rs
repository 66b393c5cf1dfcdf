//! A member's life in the register: one state machine, with the act that moves it.

use serde::{Deserialize, Serialize};

use crate::Refusal;

/// Where a person stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemberState {
    /// Asked to join.
    Applicant,
    /// Not admitted, with a reason.
    Refused,
    /// Admitted by the board; shares not paid yet.
    Admitted,
    /// A member with a voice.
    Active,
    /// A member without a voice for a time, by decision.
    Suspended,
    /// Left at their own wish (C. com. L.231-6).
    Left,
    /// Excluded by the assembly.
    Excluded,
    /// Died; an organisation that was wound up.
    Deceased,
}

/// As what a person belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemberClass {
    /// A person who holds shares.
    Cooperator,
    /// An organisation that holds shares; a representative speaks for it.
    Organisation,
    /// A friend of the cooperative, invited, without shares.
    Friend,
}

impl MemberClass {
    /// Every class.
    pub const ALL: [Self; 3] = [Self::Cooperator, Self::Organisation, Self::Friend];

    /// Whether one holds shares as such, and must have paid them to be a member.
    #[must_use]
    pub fn holds_shares(self) -> bool {
        self != Self::Friend
    }
}

/// What the statutes say of who has a voice. Cooperators always have one (loi 47-1775 art. 1 al. 3 and art. 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoiceRules {
    /// Whether organisations have one, through their representative.
    pub organisations: bool,
    /// Whether friends of the cooperative have one.
    pub friends: bool,
}

impl VoiceRules {
    /// Whether a class has a voice.
    #[must_use]
    pub fn admit(&self, class: MemberClass) -> bool {
        match class {
            MemberClass::Cooperator => true,
            MemberClass::Organisation => self.organisations,
            MemberClass::Friend => self.friends,
        }
    }

    /// The voices of a member: one or none, whatever the shares. There is no parameter for shares, on purpose.
    #[must_use]
    pub fn voices(&self, state: MemberState, class: MemberClass) -> u32 {
        u32::from(state == MemberState::Active && self.admit(class))
    }
}

/// What happens to a membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemberMove {
    /// The board admits an applicant.
    Admit,
    /// The board refuses an applicant, with a reason.
    Refuse,
    /// The first shares are paid.
    Activate,
    /// The board suspends, with a reason.
    Suspend,
    /// A suspension ends.
    Resume,
    /// The member leaves (C. com. L.231-6 al. 1); an applicant withdraws.
    Leave,
    /// The assembly excludes (C. com. L.231-6 al. 2), with a reason.
    Exclude,
    /// The member died.
    Die,
}

/// How a member's key came to speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyOrigin {
    /// The member's first.
    First,
    /// The member replaced another.
    Replaced,
    /// The member had lost everything, and two officers helped.
    Recovered,
}

/// A line of a membership's history: the application, then each move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Happened {
    /// Somebody applied, or was entered.
    Apply,
    /// A move; stored under its own word.
    #[serde(untagged)]
    Move(MemberMove),
}

impl MemberMove {
    /// Every move.
    pub const ALL: [Self; 8] =
        [Self::Admit, Self::Refuse, Self::Activate, Self::Suspend, Self::Resume, Self::Leave, Self::Exclude, Self::Die];

    /// Whether whoever decides it must say why.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Refuse | Self::Suspend | Self::Exclude)
    }
}

impl MemberState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Applicant,
        Self::Refused,
        Self::Admitted,
        Self::Active,
        Self::Suspended,
        Self::Left,
        Self::Excluded,
        Self::Deceased,
    ];

    /// The state a move leads to.
    ///
    /// # Errors
    /// [`Refusal::MemberState`] when the move does not start here.
    pub fn after(self, happens: MemberMove) -> Result<Self, Refusal> {
        use MemberMove::{Activate, Admit, Die, Exclude, Leave, Refuse, Resume, Suspend};
        match (self, happens) {
            (Self::Applicant, Admit) => Ok(Self::Admitted),
            (Self::Applicant, Refuse) => Ok(Self::Refused),
            (Self::Admitted, Activate) | (Self::Suspended, Resume) => Ok(Self::Active),
            (Self::Active, Suspend) => Ok(Self::Suspended),
            (Self::Applicant | Self::Admitted | Self::Active | Self::Suspended, Leave) => Ok(Self::Left),
            (Self::Admitted | Self::Active | Self::Suspended, Exclude) => Ok(Self::Excluded),
            (Self::Applicant | Self::Admitted | Self::Active | Self::Suspended, Die) => Ok(Self::Deceased),
            _ => Err(Refusal::MemberState),
        }
    }

    /// Whether the person is a member now, with or without a voice.
    #[must_use]
    pub fn is_member(self) -> bool {
        matches!(self, Self::Active | Self::Suspended)
    }

    /// Whether the membership, or what might have become one, has ended.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Left | Self::Excluded | Self::Deceased)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use MemberMove::{Activate, Admit, Die, Exclude, Leave, Refuse, Resume, Suspend};
    use MemberState::{Active, Admitted, Applicant, Deceased, Excluded, Left, Refused, Suspended};

    #[test]
    fn each_move_from_each_state() {
        let allowed = [
            (Applicant, Admit, Admitted),
            (Applicant, Refuse, Refused),
            (Applicant, Leave, Left),
            (Applicant, Die, Deceased),
            (Admitted, Activate, Active),
            (Admitted, Leave, Left),
            (Admitted, Exclude, Excluded),
            (Admitted, Die, Deceased),
            (Active, Suspend, Suspended),
            (Active, Leave, Left),
            (Active, Exclude, Excluded),
            (Active, Die, Deceased),
            (Suspended, Resume, Active),
            (Suspended, Leave, Left),
            (Suspended, Exclude, Excluded),
            (Suspended, Die, Deceased),
        ];
        for state in MemberState::ALL {
            for happens in MemberMove::ALL {
                let expected = allowed.iter().find(|(from, by, _)| (*from, *by) == (state, happens));
                let expected = expected.map(|(_, _, to)| *to).ok_or(Refusal::MemberState);
                assert_eq!(state.after(happens), expected, "{state:?} {happens:?}");
            }
        }
    }

    #[test]
    fn only_active_members_have_a_voice_and_it_is_one() {
        let rules = |organisations, friends| VoiceRules { organisations, friends };
        for state in MemberState::ALL {
            for (class, rules, voice) in [
                (MemberClass::Cooperator, rules(false, false), true),
                (MemberClass::Organisation, rules(false, true), false),
                (MemberClass::Organisation, rules(true, false), true),
                (MemberClass::Friend, rules(true, false), false),
                (MemberClass::Friend, rules(false, true), true),
            ] {
                assert_eq!(rules.voices(state, class), u32::from(voice && state == Active), "{state:?} {class:?}");
            }
            assert_eq!(state.is_member(), matches!(state, Active | Suspended), "{state:?}");
        }
    }

    proptest! {
        /// Who is gone stays gone: a person who comes back applies again.
        #[test]
        fn nothing_leads_out_of_an_end(moves in prop::collection::vec(0..8_usize, 0..30)) {
            let mut state = Applicant;
            for index in moves {
                let next = state.after(MemberMove::ALL[index]).unwrap_or(state);
                if matches!(state, Refused | Left | Excluded | Deceased) {
                    prop_assert_eq!(next, state);
                }
                state = next;
            }
        }
    }
}
