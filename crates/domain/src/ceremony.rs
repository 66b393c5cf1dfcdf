//! How key holders make a key that some of them open: who sends what, in which order (PROTOCOL.md §14.11). What is in the
//! messages is `protocol::ceremony`.

use protocol::keys::Signature;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::ids::CeremonyId;

/// With fewer key holders all are needed, and each makes a key alone.
pub const FEWEST: u32 = 3;

/// How many of them open a box where nobody said otherwise: more than half, two of three. None where all are needed.
#[must_use]
pub fn usual(holders: u32) -> Option<u32> {
    (holders >= FEWEST).then(|| holders / 2 + 1)
}

/// How many of them open a box, as the board chose or else as is usual: more than half, so that no two sets of them open two
/// different boxes without one who is in both, and never all, so that nobody who is away keeps it shut.
///
/// # Errors
/// [`Refusal::Threshold`] for a number that cannot be.
pub fn threshold(holders: u32, chosen: Option<u32>) -> Result<Option<u32>, Refusal> {
    match chosen {
        None => Ok(usual(holders)),
        Some(chosen) if usual(holders).is_some_and(|least| (least..holders).contains(&chosen)) => Ok(Some(chosen)),
        Some(_) => Err(Refusal::Threshold),
    }
}

/// What a key holder's page sends, in this order. Nobody sends the next before all have sent the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The keys of this ceremony, signed with the identity key.
    Certificate,
    /// Bound to a polynomial that nobody has seen.
    Commitment,
    /// The polynomial: in public its exponents, to each in secret a value.
    Deal,
    /// The public part of one's share.
    Share,
    /// A person read the code aloud, and it was the same everywhere.
    Compared,
}

impl Step {
    /// All, in order.
    pub const ALL: [Self; 5] = [Self::Certificate, Self::Commitment, Self::Deal, Self::Share, Self::Compared];

    /// From 1, as it is kept.
    #[must_use]
    pub fn number(self) -> u32 {
        match self {
            Self::Certificate => 1,
            Self::Commitment => 2,
            Self::Deal => 3,
            Self::Share => 4,
            Self::Compared => 5,
        }
    }

    /// By its number.
    #[must_use]
    pub fn of(number: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.number() == number)
    }

    /// Word for the pages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Commitment => "commitment",
            Self::Deal => "deal",
            Self::Share => "share",
            Self::Compared => "compared",
        }
    }
}

/// How far everybody is: how many steps each key holder made, in the order of their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress(pub Vec<u32>);

impl Progress {
    /// The step that is being made: the first that not all have made. None when all is done.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        let slowest = self.0.iter().min().copied().unwrap_or(0);
        Step::of(slowest + 1)
    }

    /// Whether all have made a step.
    #[must_use]
    pub fn all(&self, step: Step) -> bool {
        self.step().is_none_or(|now| now > step)
    }

    /// Whether whoever has this place, from 1, may make a step now.
    ///
    /// # Errors
    /// [`Refusal::CeremonyMade`] for one made already, [`Refusal::CeremonyWaits`] for one whose turn has not come,
    /// [`Refusal::NotKeyHolder`] for a place that is none.
    pub fn receives(&self, place: u32, step: Step) -> Result<(), Refusal> {
        let at = usize::try_from(place).ok().and_then(|place| place.checked_sub(1));
        let made = at.and_then(|at| self.0.get(at)).ok_or(Refusal::NotKeyHolder)?;
        if step.number() <= *made {
            return Err(Refusal::CeremonyMade);
        }
        if self.step() == Some(step) { Ok(()) } else { Err(Refusal::CeremonyWaits) }
    }

    /// Whether it can begin again: nobody can say any more that a code differed once all said that it was the same.
    ///
    /// # Errors
    /// [`Refusal::CeremonyMade`].
    pub fn restarts(&self) -> Result<(), Refusal> {
        if self.step().is_none() { Err(Refusal::CeremonyMade) } else { Ok(()) }
    }
}

/// The ceremony, as the page of one key holder sees it. Texts are canonical JSON of `protocol`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CeremonyTask {
    /// Which.
    pub id: CeremonyId,
    /// From 1: how often it began.
    pub attempt: u32,
    /// How many open a box.
    pub threshold: u32,
    /// The own place, from 1.
    pub place: u32,
    /// Everybody, in the order of their places.
    pub holders: Vec<CeremonyHolder>,
    /// Everybody's certificate, once all are there.
    pub members: Vec<CeremonyMember>,
    /// Everybody's commitment, hex, once all are there.
    pub commitments: Vec<String>,
    /// What everybody dealt to this place, once all have.
    pub dealings: Option<String>,
    /// The own share as it was sent: with the noted seed, the way back to the key.
    pub share: Option<String>,
    /// The finished group, once all shares are there.
    pub group: Option<String>,
}

/// A key holder in a ceremony.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CeremonyHolder {
    /// Name.
    pub name: String,
    /// How many steps are made.
    pub made: u32,
}

/// A key holder's keys for one ceremony.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CeremonyMember {
    /// Identity key, hex.
    pub identity: String,
    /// Certificate.
    pub cert: String,
    /// Signature of the identity key.
    pub signature: Signature,
}

/// `POST /api/v1/assemblies/{id}/key-holder/ceremony`: one step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CeremonyPart {
    /// In which ceremony.
    pub ceremony: CeremonyId,
    /// What is sent.
    pub message: CeremonyMessage,
}

/// `POST /api/v1/assemblies/{id}/key-holders`: another member in the place of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeHolder {
    /// Which place, from 1.
    pub place: u32,
    /// Number of the member who takes it.
    pub number: u32,
}

/// What a key holder's page sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum CeremonyMessage {
    /// [`Step::Certificate`].
    Certificate(CeremonyMember),
    /// [`Step::Commitment`], hex.
    Commitment(String),
    /// [`Step::Deal`].
    Deal(String),
    /// [`Step::Share`].
    Share(String),
    /// [`Step::Compared`]: SHA-256 of the group's text, hex.
    Compared(String),
}

impl CeremonyMessage {
    /// Which step it makes.
    #[must_use]
    pub fn step(&self) -> Step {
        match self {
            Self::Certificate(_) => Step::Certificate,
            Self::Commitment(_) => Step::Commitment,
            Self::Deal(_) => Step::Deal,
            Self::Share(_) => Step::Share,
            Self::Compared(_) => Step::Compared,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_three_unless_the_board_says_otherwise() {
        let usually: Vec<_> = (0..8).map(usual).collect();
        assert_eq!(usually, [None, None, None, Some(2), Some(3), Some(3), Some(4), Some(4)]);
        assert_eq!(threshold(5, Some(4)), Ok(Some(4)));
        assert_eq!(threshold(5, None), Ok(Some(3)));
        for (holders, chosen) in [(5, 5), (5, 2), (4, 2), (5, 0), (2, 2), (3, 3), (0, 2)] {
            assert_eq!(threshold(holders, Some(chosen)), Err(Refusal::Threshold), "{chosen} of {holders}");
        }
    }

    #[test]
    fn steps_are_numbered_from_one_without_a_gap() {
        let numbers: Vec<u32> = Step::ALL.iter().map(|step| step.number()).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5]);
        assert!(Step::ALL.into_iter().all(|step| Step::of(step.number()) == Some(step)));
        assert_eq!((Step::of(0), Step::of(6)), (None, None));
    }

    #[test]
    fn nobody_goes_on_before_all_have_made_the_step_before() {
        let progress = Progress(vec![1, 0, 1]);
        assert_eq!(progress.step(), Some(Step::Certificate));
        assert_eq!(progress.receives(2, Step::Certificate), Ok(()));
        assert_eq!(progress.receives(1, Step::Certificate), Err(Refusal::CeremonyMade));
        assert_eq!(progress.receives(1, Step::Commitment), Err(Refusal::CeremonyWaits));
        assert_eq!(progress.receives(2, Step::Share), Err(Refusal::CeremonyWaits));
        for place in [0, 4] {
            assert_eq!(progress.receives(place, Step::Certificate), Err(Refusal::NotKeyHolder));
        }
        let all = Progress(vec![1, 1, 1]);
        assert_eq!((all.step(), all.receives(1, Step::Commitment)), (Some(Step::Commitment), Ok(())));
        assert!(all.all(Step::Certificate) && !all.all(Step::Commitment));
    }

    #[test]
    fn it_begins_again_until_all_said_that_the_code_is_the_same() {
        assert_eq!(Progress(vec![5, 5, 4]).restarts(), Ok(()));
        assert_eq!(Progress(vec![5, 5, 5]).restarts(), Err(Refusal::CeremonyMade));
        assert!(Progress(vec![5, 5, 5]).all(Step::Compared));
    }
}
