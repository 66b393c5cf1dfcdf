//! A vote by show of hands: the hall raises hands once the box is closed, two scrutineers count them, each alone, and what both
//! typed stands when it is the same. Whoever voted by a ballot raises no hand, so there are never more hands than voices in
//! the hall that did not.

mod by_two;
mod view;

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::bureau::SCRUTINEERS;
use crate::ids::MemberId;
use crate::majority::Counts;
use crate::vote::VoteMode;

pub use by_two::{ByTwo, NotTyped, Typed};
pub use view::{CountHands, HandSeat, HandsDesk, HandsView, NoteHands};

/// Hands, by answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hands {
    /// For.
    #[serde(rename = "for")]
    pub for_: u32,
    /// Against.
    pub against: u32,
    /// Abstentions.
    pub abstain: u32,
}

impl Hands {
    /// All of them.
    #[must_use]
    pub fn total(self) -> u64 {
        u64::from(self.for_) + u64::from(self.against) + u64::from(self.abstain)
    }

    /// Whether there are that many voices in the hall for them.
    ///
    /// # Errors
    /// [`Refusal::HandsTooMany`].
    pub fn within(self, hall: u32) -> Result<(), Refusal> {
        if self.total() > u64::from(hall) { Err(Refusal::HandsTooMany) } else { Ok(()) }
    }

    /// Added to what the ballots say. More than can be counted is as much as can.
    #[must_use]
    pub fn added(self, ballots: Counts) -> Counts {
        Counts {
            for_: ballots.for_.saturating_add(self.for_),
            against: ballots.against.saturating_add(self.against),
            abstain: ballots.abstain.saturating_add(self.abstain),
            ..ballots
        }
    }
}

/// Hands as a decision counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandsCounted {
    /// By answer; the counts of the decision have them in them.
    pub counts: Hands,
    /// Voices in the hall that could raise one.
    pub hall: u32,
}

/// Whether a vote can be put by show of hands: an open one on a text, before which nobody voted in advance, and a bureau with
/// two who count.
///
/// # Errors
/// [`Refusal::HandsNotHere`], [`Refusal::HandsNeedTwo`].
pub fn may_open(mode: VoteMode, election: bool, advance: bool, scrutineers: usize) -> Result<(), Refusal> {
    if mode != VoteMode::Open || election || advance {
        Err(Refusal::HandsNotHere)
    } else if scrutineers < SCRUTINEERS {
        Err(Refusal::HandsNeedTwo)
    } else {
        Ok(())
    }
}

/// The voices that may be raised when the box closes. `voices` are all there are, `hall` who is in the hall, `carried` whose
/// voice somebody else speaks, and who; `used` are those that voted by a ballot, or are counted as blank proxies. Each is
/// there once, whoever could raise it.
#[must_use]
pub fn in_hall(
    voices: &[MemberId],
    hall: &HashSet<MemberId>,
    carried: &HashMap<MemberId, MemberId>,
    used: &HashSet<MemberId>,
) -> Vec<MemberId> {
    let raised = |voice: &&MemberId| !used.contains(voice) && hall.contains(carried.get(voice).unwrap_or(voice));
    let mut seen = HashSet::new();
    voices.iter().filter(raised).copied().filter(|voice| seen.insert(*voice)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn member(n: u8) -> MemberId {
        MemberId(Uuid::from_u128(n.into()))
    }

    fn of(all: &[u8]) -> Vec<MemberId> {
        all.iter().copied().map(member).collect()
    }

    fn set(all: &[u8]) -> HashSet<MemberId> {
        of(all).into_iter().collect()
    }

    fn carried(all: &[(u8, u8)]) -> HashMap<MemberId, MemberId> {
        all.iter().map(|(voice, holder)| (member(*voice), member(*holder))).collect()
    }

    #[test]
    fn what_can_be_put_by_show_of_hands() {
        use VoteMode::{Open, Secret};
        let table = [
            (Open, false, false, 2, Ok(())),
            (Open, false, false, 1, Err(Refusal::HandsNeedTwo)),
            (Open, false, false, 0, Err(Refusal::HandsNeedTwo)),
            (Secret, false, false, 2, Err(Refusal::HandsNotHere)),
            (Open, true, false, 2, Err(Refusal::HandsNotHere)),
            (Open, false, true, 2, Err(Refusal::HandsNotHere)),
            (Secret, true, true, 0, Err(Refusal::HandsNotHere)),
        ];
        for (mode, election, advance, scrutineers, expected) in table {
            assert_eq!(may_open(mode, election, advance, scrutineers), expected, "{mode:?} {election} {advance}");
        }
    }

    #[test]
    fn there_are_never_more_hands_than_voices_in_the_hall() {
        let hands = Hands { for_: 3, against: 2, abstain: 1 };
        assert_eq!([5, 6, 7].map(|hall| hands.within(hall)), [Err(Refusal::HandsTooMany), Ok(()), Ok(())]);
        let most = Hands { for_: u32::MAX, against: u32::MAX, abstain: u32::MAX };
        assert_eq!((most.total(), most.within(u32::MAX)), (3 * u64::from(u32::MAX), Err(Refusal::HandsTooMany)));
        assert_eq!(Hands::default().within(0), Ok(()), "nobody raised a hand");
        let ballots = Counts { for_: 1, null: 4, ..Counts::default() };
        let added = Counts { for_: 4, against: 2, abstain: 1, null: 4, ..Counts::default() };
        assert_eq!(hands.added(ballots), added);
    }

    #[test]
    fn whose_hand_may_be_raised() {
        // 1 and 2 are in the hall, 3 is away; 2 carries the voice of 4, 3 that of 5.
        let (voices, hall, carriers) = (of(&[1, 2, 3, 4, 5]), set(&[1, 2]), carried(&[(4, 2), (5, 3)]));
        let raised = |used: &[u8]| in_hall(&voices, &hall, &carriers, &set(used));
        assert_eq!(raised(&[]), of(&[1, 2, 4]));
        assert_eq!(raised(&[1]), of(&[2, 4]), "voted by a ballot");
        assert_eq!(raised(&[4]), of(&[1, 2]), "so did the holder for who is represented");
        assert_eq!(
            in_hall(&voices, &set(&[1, 2, 4]), &carriers, &set(&[])),
            of(&[1, 2, 4]),
            "whoever came after all, once"
        );
        assert_eq!(in_hall(&of(&[1]), &hall, &carriers, &set(&[])), of(&[1]), "no voice any more");
        assert_eq!(in_hall(&voices, &set(&[]), &carriers, &set(&[])), of(&[]));
    }

    proptest! {
        /// Each voice once, none of them used, none that nobody in the hall speaks; and with nobody in the hall, none.
        #[test]
        fn each_voice_is_raised_once_and_not_beside_a_ballot(
            voices in proptest::collection::vec(0..12_u8, 0..24),
            hall in proptest::collection::vec(0..12_u8, 0..12),
            carriers in proptest::collection::vec((0..12_u8, 0..12_u8), 0..6),
            used in proptest::collection::vec(0..12_u8, 0..12),
        ) {
            let (hall, carriers, used) = (set(&hall), carried(&carriers), set(&used));
            let raised = in_hall(&of(&voices), &hall, &carriers, &used);
            let distinct: HashSet<MemberId> = raised.iter().copied().collect();
            prop_assert_eq!(distinct.len(), raised.len());
            prop_assert!(distinct.is_disjoint(&used));
            let speaks = |voice: &MemberId| carriers.get(voice).copied().unwrap_or(*voice);
            prop_assert!(distinct.iter().all(|voice| hall.contains(&speaks(voice))));
            prop_assert!(distinct.iter().all(|voice| of(&voices).contains(voice)));
            // Nobody raises fewer by coming in.
            let all: HashSet<MemberId> = (0..12).map(member).collect();
            prop_assert!(raised.len() <= in_hall(&of(&voices), &all, &carriers, &used).len());
        }
    }
}
