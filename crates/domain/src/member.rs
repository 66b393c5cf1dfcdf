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

    /// `Active -> Left` (C. com. L.231-6 al. 1).
    ///
    /// # Errors
    /// [`Refusal::MemberState`].
    pub fn leave(self) -> Result<Self, Refusal> {
        if self == Self::Active { Ok(Self::Left) } else { Err(Refusal::MemberState) }
    }

    /// `Active -> Excluded` (C. com. L.231-6 al. 2).
    ///
    /// # Errors
    /// [`Refusal::MemberState`].
    pub fn exclude(self) -> Result<Self, Refusal> {
        if self == Self::Active { Ok(Self::Excluded) } else { Err(Refusal::MemberState) }
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
        let no = || Err(Refusal::MemberState);
        // State, admit, activate, leave, exclude, voices.
        let table = [
            (Applicant, Ok(Admitted), no(), no(), no(), 0),
            (Admitted, no(), Ok(Active), no(), no(), 0),
            (Active, no(), no(), Ok(Left), Ok(Excluded), 1),
            (Left, no(), no(), no(), no(), 0),
            (Excluded, no(), no(), no(), no(), 0),
        ];
        for (state, admit, activate, leave, exclude, voices) in table {
            assert_eq!(state.admit(), admit, "{state:?}");
            assert_eq!(state.activate(), activate, "{state:?}");
            assert_eq!(state.leave(), leave, "{state:?}");
            assert_eq!(state.exclude(), exclude, "{state:?}");
            assert_eq!(state.voices(), voices, "{state:?}");
        }
    }
}
