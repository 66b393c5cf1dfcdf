//! Majority: did enough votes say yes?

use serde::{Deserialize, Serialize};

use crate::quorum::Fraction;

/// Votes by answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// For.
    #[serde(rename = "for")]
    pub for_: u32,
    /// Against.
    pub against: u32,
    /// Abstentions.
    pub abstain: u32,
    /// Blank.
    pub blank: u32,
    /// Spoiled (paper only).
    pub null: u32,
}

impl Counts {
    /// Votes cast in the sense of the law: those that say yes or no (C. com. L.225-96 and L.225-98, last paragraphs).
    #[must_use]
    pub fn cast(&self) -> u64 {
        u64::from(self.for_) + u64::from(self.against)
    }

    /// Everybody who gave an answer, whatever it was.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.cast() + u64::from(self.abstain) + u64::from(self.blank) + u64::from(self.null)
    }
}

/// What a majority is a fraction of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MajorityBasis {
    /// Votes for and against. Abstaining, blank and spoiled votes weigh on neither side.
    VotesCast,
    /// Everybody present or represented: whoever does not vote for weighs like a vote against. French companies
    /// counted so before the act of 19 July 2019; associations do unless their statutes say otherwise.
    PresentOrRepresented,
}

/// A majority rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MajorityRule {
    /// Needed fraction.
    pub fraction: Fraction,
    /// Whether the fraction must be exceeded (more than half) or reached (two thirds).
    pub strict: bool,
    /// Of what.
    pub basis: MajorityBasis,
    /// Where it is written.
    pub article: String,
}

/// A majority, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MajorityCheck {
    /// Votes for.
    #[serde(rename = "for")]
    pub for_: u32,
    /// What the fraction is of: votes cast, or all who took part (see `basis`).
    pub cast: u64,
    /// Fewest votes for that adopt.
    pub needed: u64,
    /// Whether it is reached. Nothing cast adopts nothing.
    pub met: bool,
    /// What was counted.
    pub basis: MajorityBasis,
    /// Where it is written.
    pub article: String,
}

impl MajorityRule {
    /// Checks counts against the rule, in integers. `present` is how many voices were present or represented; it
    /// matters only on that basis, and is never taken as fewer than gave an answer.
    #[must_use]
    pub fn check(&self, counts: &Counts, present: u32) -> MajorityCheck {
        let cast = match self.basis {
            MajorityBasis::VotesCast => counts.cast(),
            MajorityBasis::PresentOrRepresented => counts.total().max(present.into()),
        };
        let needed = if self.strict { self.fraction.more_than(cast) } else { self.fraction.at_least(cast).max(1) };
        MajorityCheck {
            for_: counts.for_,
            cast,
            needed,
            met: u64::from(counts.for_) >= needed,
            basis: self.basis,
            article: self.article.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BASES: [MajorityBasis; 2] = [MajorityBasis::VotesCast, MajorityBasis::PresentOrRepresented];

    fn rule(num: u32, den: u32, strict: bool, basis: MajorityBasis) -> MajorityRule {
        MajorityRule { fraction: Fraction::new(num, den).expect("a fraction"), strict, basis, article: String::new() }
    }

    fn half() -> MajorityRule {
        rule(1, 2, true, MajorityBasis::VotesCast)
    }

    #[test]
    fn nothing_cast_adopts_nothing() {
        for basis in BASES {
            for (num, den, strict) in [(1, 2, true), (2, 3, false), (1, 1, false)] {
                let check = rule(num, den, strict, basis).check(&Counts::default(), 0);
                assert_eq!((check.cast, check.needed, check.met), (0, 1, false), "{num}/{den} {basis:?}");
            }
        }
    }

    #[test]
    fn the_largest_counts_are_counted_and_not_capped() {
        let most = u32::MAX;
        let all = Counts { for_: most, against: most, abstain: most, blank: most, null: most };
        assert_eq!((all.cast(), all.total()), (2 * u64::from(most), 5 * u64::from(most)));
        let tie = half().check(&all, most);
        assert_eq!((tie.cast, tie.needed, tie.met), (2 * u64::from(most), u64::from(most) + 1, false), "a tie");
        assert!(half().check(&Counts { against: most - 1, ..all }, most).met);
    }

    #[test]
    fn who_is_present_and_silent_weighs_only_on_the_older_basis() {
        let counts = Counts { for_: 3, against: 2, ..Counts::default() };
        assert!(half().check(&counts, 6).met);
        let older = rule(1, 2, true, MajorityBasis::PresentOrRepresented);
        assert_eq!((older.check(&counts, 6).cast, older.check(&counts, 6).met), (6, false));
        assert!(older.check(&counts, 5).met);
        assert_eq!(older.check(&counts, 0).cast, 5, "never fewer than answered");
    }

    /// Counts small enough for limits to be met by chance.
    fn any_counts() -> impl Strategy<Value = Counts> {
        let count = || prop_oneof![0..12_u32, 0..2000_u32];
        (count(), count(), count(), count(), count()).prop_map(|(for_, against, abstain, blank, null)| Counts {
            for_,
            against,
            abstain,
            blank,
            null,
        })
    }

    fn any_rule() -> impl Strategy<Value = MajorityRule> {
        (1..12_u32, 1..12_u32, any::<bool>(), prop_oneof![Just(BASES[0]), Just(BASES[1])])
            .prop_map(|(num, den, strict, basis)| rule(num.min(den), den, strict, basis))
    }

    proptest! {
        #[test]
        fn met_is_the_cross_multiplication(rule in any_rule(), counts in any_counts(), silent in 0..5_u32) {
            let present = u32::try_from(counts.total()).expect("small") + silent;
            let check = rule.check(&counts, present);
            let yes = u64::from(counts.for_) * u64::from(rule.fraction.den());
            let asked = check.cast * u64::from(rule.fraction.num());
            let reached = if rule.strict { yes > asked } else { yes >= asked };
            prop_assert_eq!(check.met, reached && counts.for_ > 0);
            prop_assert_eq!(check.met, u64::from(check.for_) >= check.needed, "the number shown decides");
        }

        /// Nobody harms a resolution by voting for it, nor helps it by voting against it.
        #[test]
        fn for_helps_and_against_harms(rule in any_rule(), counts in any_counts(), silent in 0..5_u32) {
            let present = u32::try_from(counts.total()).expect("small") + silent;
            let met = |counts: &Counts, present| rule.check(counts, present).met;
            let before = met(&counts, present);
            let one_more = Counts { for_: counts.for_ + 1, ..counts };
            prop_assert!(!before || met(&one_more, present + 1), "a voice more, for");
            let against = Counts { against: counts.against + 1, ..counts };
            prop_assert!(before || !met(&against, present + 1), "a voice more, against");
            if counts.against > 0 {
                let turned = Counts { against: counts.against - 1, ..one_more };
                prop_assert!(!before || met(&turned, present), "a voice turned from against to for");
            }
        }

        #[test]
        fn abstaining_changes_nothing_where_votes_cast_count(counts in any_counts(), more in 0..100_u32) {
            let Counts { abstain, blank, null, .. } = counts;
            let abstained = Counts { abstain: abstain + more, blank: blank + more, null: null + more, ..counts };
            prop_assert_eq!(half().check(&counts, 0), half().check(&abstained, 0));
        }
    }
}
