//! A show of hands as it is sent and shown.

use serde::{Deserialize, Serialize};

use super::{ByTwo, Hands};
use crate::bureau::Seat;
use crate::ids::{AssemblyId, VoteId};
use crate::resolution::Resolution;
use crate::vote::VoteState;

/// Body of `POST /api/v1/votes/{vote}/hands`: what one of the two counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountHands {
    /// Of which round, as whoever sends this saw it.
    pub round: u32,
    /// The hands.
    pub hands: Hands,
}

/// Body of `POST /api/v1/votes/{vote}/hands/noted`: what one of the two counted and said aloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteHands {
    /// Who counted.
    pub seat: Seat,
    /// Of which round, as whoever sends this saw it.
    pub round: u32,
    /// The hands.
    pub hands: Hands,
}

/// How far the hands of a vote are counted, for everybody; never how many while only one has typed, nor while both differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandsView {
    /// Voices in the hall that may raise a hand, once the box is closed.
    pub hall: Option<u32>,
    /// The round that is counted, from 1.
    pub round: u32,
    /// Who has typed in it.
    pub typed: Option<Seat>,
    /// Whether both have typed the same.
    pub agreed: bool,
}

impl HandsView {
    /// Where a count stands.
    #[must_use]
    pub fn of(hall: Option<u32>, standing: &ByTwo<Hands>) -> Self {
        Self {
            hall,
            round: standing.round(),
            typed: standing.typed().map(|typed| typed.seat),
            agreed: standing.agreed().is_some(),
        }
    }

    /// Whether the two counts of the round before differ.
    #[must_use]
    pub fn differed(&self) -> bool {
        !self.agreed && self.round > 1
    }

    /// A number that grows with every count that is typed.
    #[must_use]
    pub fn step(&self) -> u32 {
        let typed = if self.agreed { 2 } else { u32::from(self.typed.is_some()) };
        self.round.saturating_mul(2).saturating_add(typed)
    }
}

/// A seat that counts, for whoever may type for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandSeat {
    /// Which.
    pub seat: Seat,
    /// Who sits there.
    pub name: String,
    /// Whether it has typed in this round.
    pub typed: bool,
    /// Whether whoever reads this sits there and types.
    pub own: bool,
    /// Whether whoever reads this types what is said aloud: who sits there has no voting key.
    pub aloud: bool,
}

/// The page on which hands are typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandsDesk {
    /// The vote.
    pub vote: VoteId,
    /// Of which assembly.
    pub assembly: AssemblyId,
    /// Place on the agenda, from 1.
    pub position: u32,
    /// What is voted on.
    pub resolution: Resolution,
    /// Where the vote stands.
    pub state: VoteState,
    /// Voices that voted by a ballot.
    pub voted: u32,
    /// How far the count is.
    pub view: HandsView,
    /// The two seats; fewer while the bureau lacks one.
    pub seats: Vec<HandSeat>,
    /// Whether whoever reads this leads the session.
    pub leads: bool,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::Typed;
    use super::*;
    use crate::ids::MemberId;

    #[test]
    fn every_count_that_is_typed_is_a_step() {
        let typed = |seat, who: u128, for_| Typed {
            seat,
            member: MemberId(Uuid::from_u128(who)),
            noted_by: None,
            count: Hands { for_, ..Hands::default() },
        };
        let (one, two) = (Seat::FirstScrutineer, Seat::SecondScrutineer);
        let all = [(1, typed(one, 1, 3)), (1, typed(two, 2, 4)), (2, typed(two, 2, 3)), (2, typed(one, 1, 3))];
        let mut last = 0;
        for n in 0..=all.len() {
            let view = HandsView::of(Some(9), &ByTwo::of(all[..n].to_vec()).expect("counts"));
            assert!(view.step() > last, "{n}");
            last = view.step();
            assert_eq!((view.differed(), view.agreed), (n == 2 || n == 3, n == 4), "{n}");
        }
    }
}
