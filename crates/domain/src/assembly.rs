//! An assembly and its session.

use serde::{Deserialize, Serialize};

use crate::Refusal;

/// What the assembly may decide, and so under which quorum and majority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AssemblyKind {
    /// Accounts, elections, ordinary business (C. com. L.225-98).
    Ordinary,
    /// Statutes, merger, dissolution (C. com. L.225-96).
    Extraordinary,
}

/// Where the assembly stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AssemblyState {
    /// The notice was sent; texts are frozen.
    Convened,
    /// Votes may open and close.
    InSession,
    /// Every vote is decided and the minutes are published.
    Ended,
}

impl AssemblyState {
    /// `Convened -> InSession`. Opening twice changes nothing and is no fault: two officers may press at once.
    ///
    /// # Errors
    /// [`Refusal::AssemblyOver`].
    pub fn open_session(self) -> Result<Self, Refusal> {
        match self {
            Self::Convened | Self::InSession => Ok(Self::InSession),
            Self::Ended => Err(Refusal::AssemblyOver),
        }
    }

    /// Whether votes may open now.
    ///
    /// # Errors
    /// [`Refusal::NotInSession`] before, [`Refusal::AssemblyOver`] after.
    pub fn require_session(self) -> Result<(), Refusal> {
        match self {
            Self::Convened => Err(Refusal::NotInSession),
            Self::InSession => Ok(()),
            Self::Ended => Err(Refusal::AssemblyOver),
        }
    }

    /// `InSession -> Ended`, when the minutes are published.
    ///
    /// # Errors
    /// [`Refusal::NotInSession`] before, [`Refusal::MinutesPublished`] after.
    pub fn end(self) -> Result<Self, Refusal> {
        match self {
            Self::Convened => Err(Refusal::NotInSession),
            Self::InSession => Ok(Self::Ended),
            Self::Ended => Err(Refusal::MinutesPublished),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AssemblyState::{Convened, Ended, InSession};

    #[test]
    fn each_transition_from_each_state() {
        let table = [
            (Convened, Ok(InSession), Err(Refusal::NotInSession), Err(Refusal::NotInSession)),
            (InSession, Ok(InSession), Ok(()), Ok(Ended)),
            (Ended, Err(Refusal::AssemblyOver), Err(Refusal::AssemblyOver), Err(Refusal::MinutesPublished)),
        ];
        for (state, open, require, end) in table {
            assert_eq!(state.open_session(), open, "{state:?}");
            assert_eq!(state.require_session(), require, "{state:?}");
            assert_eq!(state.end(), end, "{state:?}");
        }
    }
}
