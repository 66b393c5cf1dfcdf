//! A vote on one resolution.

use serde::{Deserialize, Serialize};

use crate::Refusal;

/// Whether choices are public.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VoteMode {
    /// Signed choices, published.
    Open,
    /// Encrypted ballots; only the sum is ever opened.
    Secret,
}

/// Where a vote stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VoteState {
    /// The text is frozen, the roll is not fixed.
    Prepared,
    /// The roll is fixed and ballots are received.
    Open,
    /// No more ballots; a secret vote waits for its key holders.
    Closed,
    /// The decision is computed.
    Decided,
    /// Given up before anything of it was opened: it decides nothing, and its ballots are never decrypted.
    Voided,
}

impl VoteState {
    /// `Prepared -> Open`. The roll is fixed in the same transaction.
    ///
    /// # Errors
    /// [`Refusal::VoteAlreadyOpen`], [`Refusal::VoteClosed`].
    pub fn open(self) -> Result<Self, Refusal> {
        match self {
            Self::Prepared => Ok(Self::Open),
            Self::Open => Err(Refusal::VoteAlreadyOpen),
            Self::Closed | Self::Decided => Err(Refusal::VoteClosed),
            Self::Voided => Err(Refusal::VoteVoided),
        }
    }

    /// `Open -> Closed`.
    ///
    /// # Errors
    /// [`Refusal::VoteNotOpen`], [`Refusal::VoteAlreadyClosed`].
    pub fn close(self) -> Result<Self, Refusal> {
        match self {
            Self::Prepared => Err(Refusal::VoteNotOpen),
            Self::Open => Ok(Self::Closed),
            Self::Closed | Self::Decided => Err(Refusal::VoteAlreadyClosed),
            Self::Voided => Err(Refusal::VoteVoided),
        }
    }

    /// `Closed -> Decided`, once the counts are known.
    ///
    /// # Errors
    /// [`Refusal::NotAwaitingDecryption`].
    pub fn decide(self) -> Result<Self, Refusal> {
        match self {
            Self::Closed => Ok(Self::Decided),
            Self::Prepared | Self::Open | Self::Decided | Self::Voided => Err(Refusal::NotAwaitingDecryption),
        }
    }

    /// Whether a ballot may be received.
    ///
    /// # Errors
    /// [`Refusal::VoteNotOpen`], [`Refusal::VoteClosed`].
    pub fn receive(self) -> Result<(), Refusal> {
        match self {
            Self::Prepared => Err(Refusal::VoteNotOpen),
            Self::Open => Ok(()),
            Self::Closed | Self::Decided => Err(Refusal::VoteClosed),
            Self::Voided => Err(Refusal::VoteVoided),
        }
    }

    /// `Prepared | Open -> Voided`. Once a vote is closed the server's part of the decryption is there, and an open one is
    /// counted: what members said can no longer be made unsaid.
    ///
    /// # Errors
    /// [`Refusal::VoteAlreadyClosed`], [`Refusal::VoteVoided`].
    pub fn void(self) -> Result<Self, Refusal> {
        match self {
            Self::Prepared | Self::Open => Ok(Self::Voided),
            Self::Closed | Self::Decided => Err(Refusal::VoteAlreadyClosed),
            Self::Voided => Err(Refusal::VoteVoided),
        }
    }

    /// Whether nothing more will come of it.
    #[must_use]
    pub fn over(self) -> bool {
        matches!(self, Self::Decided | Self::Voided)
    }

    /// Whether the chair may say beforehand when it closes.
    ///
    /// # Errors
    /// As [`Self::close`].
    pub fn warn(self) -> Result<(), Refusal> {
        self.close().map(drop)
    }
}

/// How long before it closes a vote the chair says so: a minute, in microseconds.
pub const WARNING: i64 = 60_000_000;

/// When a vote closes that the chair says it is about to close, now. What was said before and is still to come stands: two
/// officers who press together have said one thing.
#[must_use]
pub fn closing_at(said: Option<i64>, now: i64) -> i64 {
    said.filter(|at| now < *at).unwrap_or_else(|| now.saturating_add(WARNING))
}

/// Most ballots one voice may send in one vote. Far more than anyone changes their mind; without it one member could
/// make a vote too heavy to close and to verify.
pub const MOST_BALLOTS: u32 = 100;

/// Whether a voice that sent this many ballots may send one more, where the statutes let ballots be replaced or do not.
///
/// # Errors
/// [`Refusal::BallotFinal`], [`Refusal::TooManyBallots`].
pub fn may_replace(sent: u32, replaceable: bool) -> Result<(), Refusal> {
    match sent {
        0 => Ok(()),
        _ if !replaceable => Err(Refusal::BallotFinal),
        _ if sent < MOST_BALLOTS => Ok(()),
        _ => Err(Refusal::TooManyBallots),
    }
}

/// The uuid of a box: 22 base58 characters from random bytes (128 bits and more).
#[must_use]
pub fn box_uuid(random: &[u8; 32]) -> String {
    const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    random[..22].iter().map(|byte| char::from(BASE58[usize::from(*byte) % 58])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use VoteState::{Closed, Decided, Open, Prepared, Voided};

    #[test]
    fn each_transition_from_each_state() {
        let late = Err(Refusal::NotAwaitingDecryption);
        let table = [
            (Prepared, Ok(Open), Err(Refusal::VoteNotOpen), late, Err(Refusal::VoteNotOpen), Ok(Voided)),
            (Open, Err(Refusal::VoteAlreadyOpen), Ok(Closed), late, Ok(()), Ok(Voided)),
            (
                Closed,
                Err(Refusal::VoteClosed),
                Err(Refusal::VoteAlreadyClosed),
                Ok(Decided),
                Err(Refusal::VoteClosed),
                Err(Refusal::VoteAlreadyClosed),
            ),
            (
                Decided,
                Err(Refusal::VoteClosed),
                Err(Refusal::VoteAlreadyClosed),
                late,
                Err(Refusal::VoteClosed),
                Err(Refusal::VoteAlreadyClosed),
            ),
            (
                Voided,
                Err(Refusal::VoteVoided),
                Err(Refusal::VoteVoided),
                late,
                Err(Refusal::VoteVoided),
                Err(Refusal::VoteVoided),
            ),
        ];
        for (state, open, close, decide, receive, void) in table {
            assert_eq!(state.open(), open, "{state:?}");
            assert_eq!(state.close(), close, "{state:?}");
            assert_eq!(state.warn(), close.map(drop), "{state:?}");
            assert_eq!(state.decide(), decide, "{state:?}");
            assert_eq!(state.receive(), receive, "{state:?}");
            assert_eq!(state.void(), void, "{state:?}");
            assert_eq!(state.over(), matches!(state, Decided | Voided), "{state:?}");
        }
    }

    #[test]
    fn a_closing_is_said_once_until_its_moment_has_passed() {
        assert_eq!(closing_at(None, 5), 5 + WARNING);
        assert_eq!(closing_at(Some(6), 5), 6, "said already");
        assert_eq!(closing_at(Some(5), 5), 5 + WARNING, "passed, and not closed");
    }

    #[test]
    fn a_voice_may_replace_up_to_the_limit() {
        assert_eq!(may_replace(0, true), Ok(()));
        assert_eq!(may_replace(MOST_BALLOTS - 1, true), Ok(()));
        assert_eq!(may_replace(MOST_BALLOTS, true), Err(Refusal::TooManyBallots));
        // Where the statutes say that the first is the last.
        assert_eq!(
            [0, 1, MOST_BALLOTS].map(|sent| may_replace(sent, false)),
            [Ok(()), Err(Refusal::BallotFinal), Err(Refusal::BallotFinal)]
        );
    }

    #[test]
    fn a_box_uuid_is_one_the_format_accepts() {
        for byte in 0..=255 {
            let uuid = box_uuid(&[byte; 32]);
            assert_eq!(uuid.len(), 22);
            assert!(protocol::election::is_uuid(&uuid));
        }
    }

    #[test]
    fn each_of_the_bytes_used_changes_the_uuid() {
        let zero = [0; 32];
        for i in 0..22 {
            let mut random = zero;
            random[i] = 1;
            assert_ne!(box_uuid(&random), box_uuid(&zero), "byte {i}");
        }
    }
}
