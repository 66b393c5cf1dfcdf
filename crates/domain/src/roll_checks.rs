//! What key holders say of the roll of a secret vote, once it is fixed.

use protocol::keys::Signature;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::vote::VoteState;

/// `POST /api/v1/votes/{id}/roll-check`: a key holder's page checked the roll of a box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignRoll {
    /// Uuid of the box.
    #[serde(rename = "box")]
    pub uuid: String,
    /// By the identity key (PROTOCOL.md §9.2).
    pub signature: Signature,
}

/// How many key holders' pages checked the roll of a vote, of each box where it has two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollChecks {
    /// How many did.
    pub checked: u32,
    /// How many key holders there are.
    pub of: u32,
    /// How many of them open a box.
    #[serde(default)]
    pub needed: u32,
}

impl RollChecks {
    /// Whether fewer checked it than open a box, while its vote can still be made void and put again.
    #[must_use]
    pub const fn few(self, state: VoteState) -> bool {
        matches!(state, VoteState::Advance | VoteState::Open) && self.checked < self.needed
    }
}

/// Whether the rolls of a vote are shown to key holders and checked: until it is decided or void. Afterwards nothing is decrypted any
/// more, and nobody needs to know which credential is of which key.
///
/// # Errors
/// [`Refusal::VoteVoided`]; [`Refusal::NotAwaitingDecryption`].
pub fn awaited(state: VoteState) -> Result<(), Refusal> {
    match state {
        VoteState::Voided => Err(Refusal::VoteVoided),
        VoteState::Decided => Err(Refusal::NotAwaitingDecryption),
        VoteState::Prepared | VoteState::Advance | VoteState::Open | VoteState::Closed => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roll_is_checked_until_its_vote_is_over() {
        for state in [VoteState::Prepared, VoteState::Advance, VoteState::Open, VoteState::Closed] {
            assert_eq!(awaited(state), Ok(()), "{state:?}");
        }
        assert_eq!(awaited(VoteState::Decided), Err(Refusal::NotAwaitingDecryption));
        assert_eq!(awaited(VoteState::Voided), Err(Refusal::VoteVoided));
    }

    #[test]
    fn too_few_checks_are_said_while_a_vote_is_open() {
        let by = |checked| RollChecks { checked, of: 3, needed: 2 };
        for state in [VoteState::Advance, VoteState::Open] {
            assert!(by(0).few(state) && by(1).few(state) && !by(2).few(state) && !by(3).few(state), "{state:?}");
        }
        for state in [VoteState::Prepared, VoteState::Closed, VoteState::Decided, VoteState::Voided] {
            assert!(!by(0).few(state), "{state:?}");
        }
    }

    #[test]
    fn a_check_names_its_box_and_nothing_else() {
        let text = format!("{{\"box\":\"abc\",\"signature\":\"{}\"}}", "00".repeat(64));
        let read: SignRoll = serde_json::from_str(&text).unwrap();
        assert_eq!((read.uuid.as_str(), read.signature), ("abc", Signature([0; 64])));
        assert!(serde_json::from_str::<SignRoll>(&text.replace("\"box\"", "\"uuid\"")).is_err());
        assert!(serde_json::from_str::<SignRoll>(&text.replace('{', "{\"stage\":\"advance\",")).is_err());
    }
}
