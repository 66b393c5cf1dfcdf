//! A member's life in the register.

use serde::{Deserialize, Serialize};

use crate::Refusal;

/// Where a person stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemberState {
    /// Asked to join.
    Applicant,
    /// Admitted by the board; shares not paid yet.
    Admitted,
    /// A member with a voice.
    Active,
    /// Left at their own wish (C. com. L.231-6).
    Left,
    /// Excluded by the assembly.
    Excluded,
}

impl MemberState {
    /// `Applicant -> Admitted`.
    ///
    /// # Errors
    /// [`Refusal::MemberState`].
    pub fn admit(self) -> Result<Self, Refusal> {
        if self == Self::Applicant { Ok(Self::Admitted) } else { Err(Refusal::MemberState) }
    }

    /// `Admitted -> Active`, when the first shares are paid.
    ///
    /// # Errors
    /// [`Refusal::MemberState`].
    pub fn activate(self) -> Result<Self, Refusal> {
        if self == Self::Admitted { Ok(Self::Active) } else { Err(Refusal::MemberState) }
    }

    /// Voices of a member: one while active, whatever the shares. There is no parameter for shares, on purpose
    /// (loi 47-1775 art. 1 al. 3 and art. 9).
    #[must_use]
    pub fn voices(self) -> u32 {
        u32::from(self == Self::Active)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use MemberState::{Active, Admitted, Applicant, Excluded, Left};

    #[test]
    fn each_transition_from_each_state() {
        for state in [Applicant, Admitted, Active, Left, Excluded] {
            assert_eq!(state.admit().is_ok(), state == Applicant);
            assert_eq!(state.activate().is_ok(), state == Admitted);
            assert_eq!(state.voices(), u32::from(state == Active));
        }
    }
}
