//! What two people counted, each alone, and typed: it stands when it is the same; otherwise both count again, and nobody chooses.

use crate::Refusal;
use crate::bureau::{Accepted, Seat};
use crate::ids::MemberId;

/// Why a count is not entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTyped {
    /// The seat does not count.
    NoSeat,
    /// Both agree already.
    Agreed,
    /// The seat has typed in this round, the round is another, or one person would have typed both.
    Again,
}

impl NotTyped {
    /// As it is said of hands.
    #[must_use]
    pub fn hands(self) -> Refusal {
        match self {
            Self::NoSeat => Refusal::NotFound,
            Self::Agreed => Refusal::HandsNotAwaited,
            Self::Again => Refusal::HandsTyped,
        }
    }

    /// As it is said of papers.
    #[must_use]
    pub fn paper(self) -> Refusal {
        match self {
            Self::NoSeat => Refusal::NotFound,
            Self::Agreed => Refusal::PaperNotAwaited,
            Self::Again => Refusal::PaperTyped,
        }
    }
}

/// One count, as one of the two typed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typed<C> {
    /// For which seat.
    pub seat: Seat,
    /// Who sits there and counted.
    pub member: MemberId,
    /// Who typed it in their place, if they said it aloud.
    pub noted_by: Option<MemberId>,
    /// What was counted.
    pub count: C,
}

impl<C> Typed<C> {
    /// How it came.
    #[must_use]
    pub fn how(&self) -> Accepted {
        if self.noted_by.is_some() { Accepted::Aloud } else { Accepted::Own }
    }

    /// Whether one person knows both counts before the other is typed: the same counted twice, or typed the own count and that
    /// of the other.
    fn same_hand(&self, other: &Self) -> bool {
        self.member == other.member
            || self.noted_by == Some(other.member) && other.noted_by.is_none()
            || other.noted_by == Some(self.member) && self.noted_by.is_none()
    }
}

/// Where a count by two stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByTwo<C> {
    round: u32,
    typed: Option<Typed<C>>,
    agreed: Option<[Typed<C>; 2]>,
}

impl<C: Clone + Eq> ByTwo<C> {
    /// Nothing typed yet.
    #[must_use]
    pub fn new() -> Self {
        Self { round: 1, typed: None, agreed: None }
    }

    /// What stands after these, each with the round it was typed in, in the order in which they were typed.
    ///
    /// # Errors
    /// As [`Self::enter`].
    pub fn of(all: impl IntoIterator<Item = (u32, Typed<C>)>) -> Result<Self, NotTyped> {
        all.into_iter().try_fold(Self::new(), |standing, (round, typed)| standing.until(round).enter(round, typed))
    }

    /// A count of somebody who does not sit there any more is void, and both count again: whoever sits there now has counted
    /// nothing yet.
    #[must_use]
    pub fn while_they_sit(self, sits: impl Fn(Seat, MemberId) -> bool) -> Self {
        match &self.typed {
            Some(typed) if !sits(typed.seat, typed.member) => {
                let round = self.round.saturating_add(1);
                self.until(round)
            }
            _ => self,
        }
    }

    /// A later round began without a second count in the one before: that of the first was void.
    fn until(self, round: u32) -> Self {
        if round > self.round && self.agreed.is_none() { Self { round, typed: None, agreed: None } } else { self }
    }

    /// What stands after one more, typed by whoever saw `round`.
    ///
    /// # Errors
    /// [`NotTyped`].
    pub fn enter(&self, round: u32, new: Typed<C>) -> Result<Self, NotTyped> {
        if !matches!(new.seat, Seat::FirstScrutineer | Seat::SecondScrutineer) {
            return Err(NotTyped::NoSeat);
        }
        if self.agreed.is_some() {
            return Err(NotTyped::Agreed);
        }
        if round != self.round {
            return Err(NotTyped::Again);
        }
        match &self.typed {
            None => Ok(Self { typed: Some(new), ..self.clone() }),
            Some(first) if first.seat == new.seat || first.same_hand(&new) => Err(NotTyped::Again),
            Some(first) if first.count == new.count => {
                Ok(Self { round, typed: None, agreed: Some([first.clone(), new]) })
            }
            Some(_) => Ok(Self { round: round.saturating_add(1), typed: None, agreed: None }),
        }
    }

    /// The round that is typed, from 1; the one that agreed, once one has.
    #[must_use]
    pub fn round(&self) -> u32 {
        self.round
    }

    /// Whether the two counts of the round before differ, so that both count again.
    #[must_use]
    pub fn differed(&self) -> bool {
        self.agreed.is_none() && self.round > 1
    }

    /// What was typed first in this round, if anything is.
    #[must_use]
    pub fn typed(&self) -> Option<&Typed<C>> {
        self.typed.as_ref()
    }

    /// Both, once they are the same.
    #[must_use]
    pub fn agreed(&self) -> Option<&[Typed<C>; 2]> {
        self.agreed.as_ref()
    }
}

impl<C: Clone + Eq> Default for ByTwo<C> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn member(n: u8) -> MemberId {
        MemberId(Uuid::from_u128(n.into()))
    }

    fn own(seat: Seat, who: u8, count: u32) -> Typed<u32> {
        Typed { seat, member: member(who), noted_by: None, count }
    }

    fn aloud(seat: Seat, who: u8, by: u8, count: u32) -> Typed<u32> {
        Typed { noted_by: Some(member(by)), ..own(seat, who, count) }
    }

    const ONE: Seat = Seat::FirstScrutineer;
    const TWO: Seat = Seat::SecondScrutineer;

    #[test]
    fn the_same_count_twice_stands_and_another_is_counted_again() {
        let first = ByTwo::new().enter(1, own(ONE, 1, 7)).expect("typed");
        assert_eq!((first.round(), first.differed(), first.agreed()), (1, false, None));
        assert_eq!(first.typed().map(|typed| typed.seat), Some(ONE));
        let same = first.enter(1, own(TWO, 2, 7)).expect("typed");
        assert_eq!(same.agreed().map(|both| both.map(|typed| typed.count)), Some([7, 7]));
        assert_eq!(same.enter(1, own(ONE, 1, 7)), Err(NotTyped::Agreed));
        let other = first.enter(1, own(TWO, 2, 8)).expect("typed");
        assert_eq!((other.round(), other.differed(), other.typed()), (2, true, None));
        // Whichever comes first.
        let again = other.enter(2, own(TWO, 2, 9)).expect("typed").enter(2, own(ONE, 1, 9)).expect("typed");
        assert_eq!((again.round(), again.differed(), again.agreed().is_some()), (2, false, true));
    }

    #[test]
    fn who_sits_there_no_more_has_counted_nothing() {
        let first = ByTwo::of([(1, own(ONE, 1, 7))]).expect("typed");
        let same = first.clone().while_they_sit(|seat, who| (seat, who) == (ONE, member(1)));
        assert_eq!(same, first);
        // The second is now the first, and another came: both count, in another round.
        let after =
            first.while_they_sit(|seat, who| (seat, who) == (TWO, member(1)) || (seat, who) == (ONE, member(3)));
        assert_eq!((after.round(), after.typed(), after.agreed()), (2, None, None));
        let after = after.enter(2, own(TWO, 1, 7)).expect("typed").enter(2, own(ONE, 3, 7)).expect("typed");
        assert!(after.agreed().is_some());
        let read = ByTwo::of([(1, own(ONE, 1, 7)), (2, own(TWO, 1, 7)), (2, own(ONE, 3, 7))]);
        assert_eq!(read, Ok(after), "as it is read again, whoever sits where by then");
        let never = ByTwo::of([(1, own(ONE, 1, 7)), (2, own(TWO, 2, 7))]).expect("typed");
        assert_eq!((never.round(), never.agreed()), (2, None), "a count of the round before is not compared");
    }

    #[test]
    fn what_is_refused_is_said_in_the_words_of_what_is_counted() {
        use NotTyped::{Again, Agreed, NoSeat};
        let hands = [Refusal::NotFound, Refusal::HandsNotAwaited, Refusal::HandsTyped];
        let paper = [Refusal::NotFound, Refusal::PaperNotAwaited, Refusal::PaperTyped];
        assert_eq!([NoSeat, Agreed, Again].map(NotTyped::hands), hands);
        assert_eq!([NoSeat, Agreed, Again].map(NotTyped::paper), paper);
    }

    #[test]
    fn each_of_the_two_types_once_and_alone() {
        let first = ByTwo::new().enter(1, own(ONE, 1, 7)).expect("typed");
        let refused = [
            (1, own(ONE, 1, 7), NotTyped::Again),
            (1, own(ONE, 3, 7), NotTyped::Again),
            (1, own(TWO, 1, 7), NotTyped::Again),
            (1, aloud(TWO, 2, 1, 7), NotTyped::Again),
            (1, aloud(TWO, 1, 9, 7), NotTyped::Again),
            (2, own(TWO, 2, 7), NotTyped::Again),
            (0, own(TWO, 2, 7), NotTyped::Again),
            (1, own(Seat::Chair, 2, 7), NotTyped::NoSeat),
            (1, own(Seat::Secretary, 2, 7), NotTyped::NoSeat),
        ];
        for (round, typed, expected) in refused {
            assert_eq!(first.enter(round, typed), Err(expected), "{typed:?}");
        }
        // Both said aloud are typed by one, and a scrutineer types the other's no sooner when the own count comes second.
        let said = ByTwo::new().enter(1, aloud(ONE, 1, 9, 7)).expect("typed");
        assert!(said.enter(1, aloud(TWO, 2, 9, 7)).expect("typed").agreed().is_some());
        assert!(said.enter(1, own(TWO, 2, 7)).is_ok());
        assert_eq!(said.enter(1, own(TWO, 9, 7)), Err(NotTyped::Again));
    }

    proptest! {
        /// Whatever two type in whatever order: what stands is what both typed in one round, and as many rounds as it took.
        #[test]
        fn what_stands_is_what_both_typed(rounds in proptest::collection::vec((0..4_u32, 0..4_u32, any::<bool>()), 1..12)) {
            let mut standing = ByTwo::new();
            let mut kept = Vec::new();
            let mut expected = None;
            for (n, (one, two, turned)) in rounds.iter().enumerate() {
                let mut both = [own(ONE, 1, *one), own(TWO, 2, *two)];
                if *turned {
                    both.reverse();
                }
                for typed in both {
                    match standing.enter(standing.round(), typed) {
                        Ok(next) => {
                            kept.push((standing.round(), typed));
                            standing = next;
                        }
                        Err(refusal) => prop_assert_eq!((refusal, expected.is_some()), (NotTyped::Agreed, true)),
                    }
                }
                if expected.is_none() && one == two {
                    expected = Some((*one, n + 1));
                }
            }
            let agreed = standing.agreed().map(|both| (both[0].count, standing.round() as usize));
            prop_assert_eq!(agreed, expected);
            prop_assert_eq!(ByTwo::of(kept), Ok(standing));
        }
    }
}
