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

/// Which of the boxes of a vote (PROTOCOL.md §13.1). A vote without ballots in advance has that of the session alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Before the assembly, from a day to an hour that the notice says (C. com. R.225-77).
    Advance,
    /// In the session, for the voices that were not used in advance.
    Session,
}

impl Stage {
    /// The stored word, also in the record.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Advance => "advance",
            Self::Session => "session",
        }
    }
}

/// Where a vote stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VoteState {
    /// The text is frozen, the roll is not fixed.
    Prepared,
    /// The advance box is there: it receives ballots until its hour. That of the session is not open yet.
    Advance,
    /// The roll of the session is fixed and ballots are received.
    Open,
    /// No more ballots; a secret vote waits for its key holders.
    Closed,
    /// The decision is computed.
    Decided,
    /// Given up before anything of it was opened: it decides nothing, and its ballots are never decrypted.
    Voided,
}

impl VoteState {
    /// `Prepared -> Advance`. The roll of the advance box is fixed in the same transaction.
    ///
    /// # Errors
    /// [`Refusal::VoteAlreadyOpen`], [`Refusal::VoteClosed`], [`Refusal::VoteVoided`].
    pub fn open_in_advance(self) -> Result<Self, Refusal> {
        match self {
            Self::Prepared => Ok(Self::Advance),
            Self::Advance | Self::Open => Err(Refusal::VoteAlreadyOpen),
            Self::Closed | Self::Decided => Err(Refusal::VoteClosed),
            Self::Voided => Err(Refusal::VoteVoided),
        }
    }

    /// Whether every box is closed: nobody votes any more, and what became of each voice may be told.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Decided | Self::Voided)
    }

    /// Whether a vote of an assembly that could not decide goes on to its second call, whose agenda is the same: ballots in advance
    /// are valid for it (C. com. R.225-77). What received none is put to the vote anew.
    #[must_use]
    pub fn goes_on(self) -> bool {
        self == Self::Advance
    }

    /// `Prepared | Advance -> Open`. The roll is fixed in the same transaction.
    ///
    /// # Errors
    /// [`Refusal::VoteAlreadyOpen`], [`Refusal::VoteClosed`].
    pub fn open(self) -> Result<Self, Refusal> {
        match self {
            Self::Prepared | Self::Advance => Ok(Self::Open),
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
            Self::Prepared | Self::Advance => Err(Refusal::VoteNotOpen),
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
            Self::Prepared | Self::Advance | Self::Open | Self::Decided | Self::Voided => {
                Err(Refusal::NotAwaitingDecryption)
            }
        }
    }

    /// Whether a ballot may be received; in advance, until the hour ([`Window::receives`]).
    ///
    /// # Errors
    /// [`Refusal::VoteNotOpen`], [`Refusal::VoteClosed`].
    pub fn receive(self) -> Result<(), Refusal> {
        match self {
            Self::Prepared => Err(Refusal::VoteNotOpen),
            Self::Advance | Self::Open => Ok(()),
            Self::Closed | Self::Decided => Err(Refusal::VoteClosed),
            Self::Voided => Err(Refusal::VoteVoided),
        }
    }

    /// `Prepared | Advance | Open -> Voided`. Once a vote is closed the server's part of the decryption is there, and an open one is
    /// counted: what members said can no longer be made unsaid.
    ///
    /// # Errors
    /// [`Refusal::VoteAlreadyClosed`], [`Refusal::VoteVoided`].
    pub fn void(self) -> Result<Self, Refusal> {
        match self {
            Self::Prepared | Self::Advance | Self::Open => Ok(Self::Voided),
            Self::Closed | Self::Decided => Err(Refusal::VoteAlreadyClosed),
            Self::Voided => Err(Refusal::VoteVoided),
        }
    }

    /// The same of a vote by show of hands: until its hands are counted, nothing of it is.
    ///
    /// # Errors
    /// As [`Self::void`].
    pub fn void_uncounted(self, hands: bool) -> Result<Self, Refusal> {
        match self {
            Self::Closed if hands => Ok(Self::Voided),
            state => state.void(),
        }
    }

    /// Whether it was not put to the vote in a session yet.
    #[must_use]
    pub fn waits(self) -> bool {
        matches!(self, Self::Prepared | Self::Advance)
    }

    /// In which box ballots are received now, if in any.
    #[must_use]
    pub fn stage(self) -> Option<Stage> {
        match self {
            Self::Advance => Some(Stage::Advance),
            Self::Open => Some(Stage::Session),
            Self::Prepared | Self::Closed | Self::Decided | Self::Voided => None,
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

/// From and until when ballots are received in advance, as the notice says. Microseconds UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// From this moment.
    pub from: i64,
    /// Until this one, which is over already.
    pub until: i64,
}

impl Window {
    /// Whether ballots are received in advance at a moment.
    ///
    /// # Errors
    /// [`Refusal::AdvanceNotYet`], [`Refusal::AdvanceOver`].
    pub fn receives(self, now: i64) -> Result<(), Refusal> {
        if now < self.from {
            Err(Refusal::AdvanceNotYet)
        } else if now < self.until {
            Ok(())
        } else {
            Err(Refusal::AdvanceOver)
        }
    }

    /// Whether the box of the session may open: no voice is taken out of one box while it may still speak there.
    ///
    /// # Errors
    /// [`Refusal::AdvanceGoesOn`].
    pub fn leaves_room(self, now: i64) -> Result<(), Refusal> {
        if now < self.until { Err(Refusal::AdvanceGoesOn) } else { Ok(()) }
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
    use VoteState::{Advance, Closed, Decided, Open, Prepared, Voided};

    #[test]
    fn what_became_of_a_voice_is_told_of_no_vote_that_goes_on() {
        let over = [Prepared, Advance, Open, Closed, Decided, Voided].map(VoteState::is_over);
        assert_eq!(over, [false, false, false, true, true, true]);
    }

    #[test]
    fn each_transition_from_each_state() {
        let late = Err(Refusal::NotAwaitingDecryption);
        let table = [
            (Prepared, Ok(Open), Err(Refusal::VoteNotOpen), late, Err(Refusal::VoteNotOpen), Ok(Voided)),
            (Advance, Ok(Open), Err(Refusal::VoteNotOpen), late, Ok(()), Ok(Voided)),
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
            assert_eq!(state.void_uncounted(false), void, "{state:?}");
            assert_eq!(state.void_uncounted(true), if state == Closed { Ok(Voided) } else { void }, "{state:?}");
            assert_eq!(state.over(), matches!(state, Decided | Voided), "{state:?}");
        }
    }

    #[test]
    fn ballots_in_advance_come_before_the_session() {
        let table = [
            (Prepared, Ok(Advance), None),
            (Advance, Err(Refusal::VoteAlreadyOpen), Some(Stage::Advance)),
            (Open, Err(Refusal::VoteAlreadyOpen), Some(Stage::Session)),
            (Closed, Err(Refusal::VoteClosed), None),
            (Decided, Err(Refusal::VoteClosed), None),
            (Voided, Err(Refusal::VoteVoided), None),
        ];
        for (state, open, stage) in table {
            assert_eq!(state.open_in_advance(), open, "{state:?}");
            assert_eq!(state.stage(), stage, "{state:?}");
            assert_eq!(state.receive().is_ok(), stage.is_some(), "{state:?}");
        }
        let window = Window { from: 10, until: 20 };
        let at = |now| (window.receives(now), window.leaves_room(now));
        assert_eq!(at(9), (Err(Refusal::AdvanceNotYet), Err(Refusal::AdvanceGoesOn)));
        assert_eq!(at(10), (Ok(()), Err(Refusal::AdvanceGoesOn)));
        assert_eq!(at(19), (Ok(()), Err(Refusal::AdvanceGoesOn)));
        assert_eq!(at(20), (Err(Refusal::AdvanceOver), Ok(())));
        assert_eq!([Stage::Advance, Stage::Session].map(Stage::word), ["advance", "session"]);
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
