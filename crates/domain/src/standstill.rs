//! What becomes of an assembly when the database is brought back from a copy.
//!
//! The record of an assembly is published and signed as it grows. Whoever goes on from an older copy signs a second
//! continuation of it, and anybody who kept a checkpoint or a receipt of the first can prove that. So an assembly that was
//! not over when the copy was made *stands still*: nothing more is written about it until somebody has looked at what
//! others hold.

use serde::{Deserialize, Serialize};

use crate::Refusal;

/// Why an assembly stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Nobody has shown yet that the copy lacks nothing.
    Unproven,
    /// Something that was signed is not in the copy. The record cannot go on without contradicting it.
    Lost,
}

impl Reason {
    /// What whoever wants to write about the assembly is told.
    #[must_use]
    pub fn refusal(self) -> Refusal {
        match self {
            Self::Unproven => Refusal::RecordHalted,
            Self::Lost => Refusal::RecordLost,
        }
    }

    /// Lets the assembly go on, if it can.
    ///
    /// # Errors
    /// [`Refusal::RecordLost`].
    pub fn resume(self) -> Result<(), Refusal> {
        match self {
            Self::Unproven => Ok(()),
            Self::Lost => Err(Refusal::RecordLost),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lost_something_never_goes_on() {
        assert_eq!(Reason::Unproven.resume(), Ok(()));
        assert_eq!(Reason::Lost.resume(), Err(Refusal::RecordLost));
        assert_eq!(Reason::Unproven.refusal(), Refusal::RecordHalted);
        assert_eq!(Reason::Lost.refusal(), Refusal::RecordLost);
    }
}
