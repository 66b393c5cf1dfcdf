//! Voices entrusted to the server: whoever has no voting key when a box opens, and whom nobody speaks for, has a voice in it all the
//! same, by a key that the server makes and hands over to them once they have one of their own. Whoever runs the server could use it
//! before. So the notice says whether it is done, everybody is told how many there are, and more than a tenth of a roll the board
//! confirms.

use std::cmp::Reverse;

use protocol::keys::Signature;
use serde::{Deserialize, Serialize};

use crate::Refusal;

/// Whether so many of the voices of a roll are more than a tenth.
#[must_use]
pub fn many(entrusted: u32, voices: u32) -> bool {
    u64::from(entrusted) * 10 > u64::from(voices)
}

/// What becomes of the voices that nothing else speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entrusting {
    /// There are none.
    Nobody,
    /// The board says that there shall be none: so many have no voice in this box.
    LeftOut(u32),
    /// The server keeps them; with the number that the board confirmed, where it had to.
    All(Option<u32>),
}

/// Whether a box may open in which `entrusted` of `voices` are, where the board said last that it may be `most` of them.
///
/// # Errors
/// [`Refusal::EntrustedUnconfirmed`] for more than a tenth, and than the board confirmed.
pub fn decide(entrusted: u32, voices: u32, most: Option<u32>) -> Result<Entrusting, Refusal> {
    if entrusted == 0 {
        return Ok(Entrusting::Nobody);
    }
    match most {
        Some(0) => Ok(Entrusting::LeftOut(entrusted)),
        _ if !many(entrusted, voices) => Ok(Entrusting::All(None)),
        Some(most) if most >= entrusted => Ok(Entrusting::All(Some(most))),
        _ => Err(Refusal::EntrustedUnconfirmed),
    }
}

/// Body of `POST /api/v1/assemblies/{assembly}/entrusted`: a member asks for the voice that the server keeps, with the own voting key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseEntrusted {
    /// The site the browser is at, as it sees it.
    pub origin: String,
    /// The bytes that were signed, hex.
    pub challenge: String,
    /// Signature over them by the member's own identity key (PROTOCOL.md §3.4).
    pub signature: Signature,
}

/// What is answered: identity seed, b and chain code. Never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Released {
    /// 96 bytes, hex.
    pub secret: String,
}

/// Without the secret.
impl std::fmt::Debug for Released {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Released").finish_non_exhaustive()
    }
}

/// Body of `POST /api/v1/assemblies/{assembly}/entrusted/limit`: the board says how many voices may be entrusted to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmEntrusted {
    /// At most so many in any box; 0: none, and boxes open without them.
    pub most: u32,
}

impl ConfirmEntrusted {
    /// Holds a number against how many voices there are: more than all is a slip of the hand, or says nothing.
    ///
    /// # Errors
    /// [`Refusal::EntrustedTooMany`].
    pub fn within(self, voices: u32) -> Result<(), Refusal> {
        if self.most > voices { Err(Refusal::EntrustedTooMany) } else { Ok(()) }
    }
}

/// Voices entrusted to the server, seen from the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntrustedDesk {
    /// How many it would be if a box opened now: of those that could, the one that matters most.
    pub would_be: u32,
    /// Of how many voices.
    pub voices: u32,
    /// What the board said last.
    pub most: Option<u32>,
}

impl EntrustedDesk {
    /// Whether a box waits for the board.
    #[must_use]
    pub fn waits(self) -> bool {
        decide(self.would_be, self.voices, self.most).is_err()
    }

    /// Of boxes that could open, the one that matters most: one that waits for the board before any that does not, then that with
    /// the most. What the board says of it does for those behind it.
    #[must_use]
    pub fn worst(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        all.into_iter().max_by_key(|desk| (desk.waits(), desk.would_be, Reverse(desk.voices)))
    }

    /// Whether there is anything for the board to say: where nobody would be entrusted, only if it said something before.
    #[must_use]
    pub fn asks(self) -> bool {
        self.would_be > 0 || self.most.is_some()
    }

    /// The number that the board is offered to confirm. Never 0: that votes open without them is a decision of its own.
    #[must_use]
    pub fn offered(self) -> Option<u32> {
        [Some(self.would_be), self.most].into_iter().flatten().find(|number| *number > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_tenth_is_for_the_board_to_confirm() {
        let refused = Err(Refusal::EntrustedUnconfirmed);
        for (entrusted, voices, most, outcome) in [
            (0, 10, None, Ok(Entrusting::Nobody)),
            (0, 0, None, Ok(Entrusting::Nobody)),
            (1, 10, None, Ok(Entrusting::All(None))),
            (1, 9, None, refused),
            (2, 19, None, refused),
            (2, 20, None, Ok(Entrusting::All(None))),
            (2, 19, Some(1), refused),
            (2, 19, Some(2), Ok(Entrusting::All(Some(2)))),
            (2, 19, Some(30), Ok(Entrusting::All(Some(30)))),
            // What need not be confirmed needs no number, whatever number was said.
            (2, 20, Some(1), Ok(Entrusting::All(None))),
            (0, 19, Some(0), Ok(Entrusting::Nobody)),
            (2, 19, Some(0), Ok(Entrusting::LeftOut(2))),
            (1, 100, Some(0), Ok(Entrusting::LeftOut(1))),
            (u32::MAX, u32::MAX, None, refused),
        ] {
            assert_eq!(decide(entrusted, voices, most), outcome, "{entrusted} of {voices}, {most:?}");
            let desk = EntrustedDesk { would_be: entrusted, voices, most };
            assert_eq!(desk.waits(), outcome.is_err());
        }
    }

    #[test]
    fn what_the_board_says_of_the_worst_does_for_all() {
        let desk = |would_be, voices, most| EntrustedDesk { would_be, voices, most };
        assert_eq!(EntrustedDesk::worst([]), None);
        // Five of a hundred wait for nobody, two of ten do, and so do three of ten.
        let all =
            |most| [(5, 100), (2, 10), (3, 10), (3, 20), (0, 0)].map(|(would_be, voices)| desk(would_be, voices, most));
        assert_eq!(EntrustedDesk::worst(all(None)), Some(desk(3, 10, None)));
        assert_eq!(EntrustedDesk::worst(all(Some(2))), Some(desk(3, 10, Some(2))));
        let worst = EntrustedDesk::worst(all(Some(3)));
        assert_eq!(worst, Some(desk(5, 100, Some(3))));
        assert!(all(Some(3)).into_iter().all(|one| !one.waits()));
    }

    #[test]
    fn the_board_is_never_offered_nought() {
        for (would_be, most, asks, offered) in [
            (0, None, false, None),
            (0, Some(0), true, None),
            (0, Some(7), true, Some(7)),
            (2, None, true, Some(2)),
            (2, Some(0), true, Some(2)),
            (2, Some(7), true, Some(2)),
        ] {
            let desk = EntrustedDesk { would_be, voices: 20, most };
            assert_eq!((desk.asks(), desk.offered()), (asks, offered), "{would_be} {most:?}");
        }
    }

    #[test]
    fn no_more_are_confirmed_than_there_are_voices() {
        let within = |most, voices| ConfirmEntrusted { most }.within(voices);
        assert_eq!([within(0, 0), within(0, 9), within(9, 9)], [Ok(()); 3]);
        assert_eq!([within(1, 0), within(10, 9), within(u32::MAX, 9)], [Err(Refusal::EntrustedTooMany); 3]);
    }

    #[test]
    fn the_secret_is_not_printed() {
        let released = Released { secret: "ab".repeat(96) };
        assert!(!format!("{released:?}").contains("abab"));
    }
}
