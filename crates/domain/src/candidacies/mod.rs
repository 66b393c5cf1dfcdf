//! Standing for election: what a candidate says, accepts by a signature, and how the candidates come to be put to the vote.
//!
//! The board calls for candidates for an election of an agenda being prepared. Members declare that they stand, or are
//! proposed; whoever is proposed writes the own statement and the data the law asks for (C. com. R.225-83 5°), or declines.
//! Nobody stands without having signed these very words. Until members are convened a candidate may write other words, and
//! sign again, or withdraw; then everything is frozen, and those who accepted are put to the vote.
//!
//! An election is one secret vote, whose ballot names up to as many of them as the statutes say ([`crate::contest`]).

pub mod ballot;
mod profile;
mod view;

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::convocation::agenda::DraftState;
use crate::text;

pub use profile::{MOST_DATA, MOST_NAME, MOST_STATEMENT, Profile, ages, year_of};
pub use view::{CandidateView, ElectionLine, ElectionView, May, Mine, PendingLine};

use protocol::encoding::hex_array;
use protocol::keys::Signature;

/// Others one member may propose in one election.
pub const MOST_PROPOSED: u32 = 10;
/// Candidacies, of whatever state, of one election.
pub const MOST: u32 = 200;
/// Most characters of why somebody is proposed.
pub const MOST_REASON: usize = 1_000;

/// Where a candidacy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CandidacyState {
    /// Somebody else proposed the member, who has not answered.
    Proposed,
    /// The candidate wrote statement and data, and has not signed them.
    Written,
    /// The candidate signed them: stands.
    Accepted,
    /// The candidate declined or withdrew.
    Withdrawn,
}

/// What a candidate does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CandidacyMove {
    /// Writes statement and data, or others.
    Write,
    /// Signs them.
    Accept,
    /// Declines or withdraws.
    Withdraw,
}

impl CandidacyState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Proposed, Self::Written, Self::Accepted, Self::Withdrawn];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Written => "written",
            Self::Accepted => "accepted",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state a move leads to. What is written anew is to be signed anew; whoever withdrew may come back.
    ///
    /// # Errors
    /// [`Refusal::CandidacyState`].
    pub fn after(self, happens: CandidacyMove) -> Result<Self, Refusal> {
        use CandidacyMove::{Accept, Withdraw, Write};
        match (self, happens) {
            (_, Write) => Ok(Self::Written),
            (Self::Written | Self::Accepted, Accept) => Ok(Self::Accepted),
            (Self::Proposed | Self::Written | Self::Accepted, Withdraw) => Ok(Self::Withdrawn),
            _ => Err(Refusal::CandidacyState),
        }
    }
}

/// Whether an election takes candidates: the board has called for them and not closed the call, and members are not
/// convened yet.
///
/// # Errors
/// [`Refusal::CandidatesClosed`].
pub fn takes_candidates(state: DraftState, called: bool) -> Result<(), Refusal> {
    if state == DraftState::Draft && called { Ok(()) } else { Err(Refusal::CandidatesClosed) }
}

/// A member proposes another, by number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposeCandidate {
    /// Number of the member proposed.
    pub number: u32,
    /// Why; may be empty.
    #[serde(default)]
    pub reason: String,
}

impl ProposeCandidate {
    /// Whether it can be kept to the letter.
    ///
    /// # Errors
    /// [`Refusal::TextInvalid`], [`Refusal::TextCharacters`].
    pub fn check(&self) -> Result<(), Refusal> {
        if self.reason.is_empty() { Ok(()) } else { text::check_lines(&self.reason, MOST_REASON) }
    }
}

/// The candidate accepts: `POST /api/v1/elections/{item}/candidacy`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptCandidacy {
    /// SHA-256 of the canonical JSON of the profile, in hex.
    #[serde(with = "hex_array")]
    pub hash: [u8; 32],
    /// Signature of the identity key (`protocol::candidacy`).
    pub signature: Signature,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_stands_who_has_not_signed_what_is_written() {
        use CandidacyMove::{Accept, Withdraw, Write};
        use CandidacyState::{Accepted, Proposed, Withdrawn, Written};
        let no = Err(Refusal::CandidacyState);
        for (state, write, accept, withdraw) in [
            (Proposed, Ok(Written), no, Ok(Withdrawn)),
            (Written, Ok(Written), Ok(Accepted), Ok(Withdrawn)),
            (Accepted, Ok(Written), Ok(Accepted), Ok(Withdrawn)),
            (Withdrawn, Ok(Written), no, no),
        ] {
            assert_eq!([Write, Accept, Withdraw].map(|happens| state.after(happens)), [write, accept, withdraw]);
            assert_eq!(serde_json::to_value(state).unwrap(), state.word());
        }
    }

    #[test]
    fn candidates_come_between_the_call_and_the_convocation() {
        for (state, called, expected) in [
            (DraftState::Draft, true, Ok(())),
            (DraftState::Draft, false, Err(Refusal::CandidatesClosed)),
            (DraftState::Convened, true, Err(Refusal::CandidatesClosed)),
            (DraftState::Dropped, true, Err(Refusal::CandidatesClosed)),
        ] {
            assert_eq!(takes_candidates(state, called), expected, "{state:?} {called}");
        }
    }
}
