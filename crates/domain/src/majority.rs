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
    /// Everybody who gave an answer, whatever it was.
    #[must_use]
    pub fn total(&self) -> u32 {
        [self.for_, self.against, self.abstain, self.blank, self.null].into_iter().fold(0, u32::saturating_add)
    }
}

/// A majority rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MajorityRule {
    /// Needed fraction of the votes cast.
    pub fraction: Fraction,
    /// Whether the fraction must be exceeded (more than half) or reached (two thirds).
    pub strict: bool,
    /// Whether abstentions, blank and spoiled votes are no votes cast (since the act of 19 July 2019); otherwise they
    /// weigh like votes against.
    pub excludes_abstention: bool,
    /// Where it is written.
    pub article: String,
}

/// A majority, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MajorityCheck {
    /// Votes cast: what the fraction is of.
    pub cast: u32,
    /// Fewest votes for that adopt.
    pub needed: u32,
    /// Whether it is reached. Nothing cast adopts nothing.
    pub met: bool,
    /// Where it is written.
    pub article: String,
}

impl MajorityRule {
    /// Checks counts against the rule, in integers.
    #[must_use]
    pub fn check(&self, counts: &Counts) -> MajorityCheck {
        let cast = if self.excludes_abstention { counts.for_.saturating_add(counts.against) } else { counts.total() };
        let needed = if self.strict { self.just_above(cast) } else { self.fraction.at_least(cast).max(1) };
        MajorityCheck { cast, needed, met: cast > 0 && counts.for_ >= needed, article: self.article.clone() }
    }

    /// The least integer greater than the fraction of a whole.
    fn just_above(&self, whole: u32) -> u32 {
        let floor = u64::from(whole) * u64::from(self.fraction.num) / u64::from(self.fraction.den.max(1));
        u32::try_from(floor + 1).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::statutes::Preset;

    fn counts(for_: u32, against: u32, abstain: u32, blank: u32, null: u32) -> Counts {
        Counts { for_, against, abstain, blank, null }
    }

    /// rules.md §14, T8–T13.
    #[test]
    fn worked_cases_t8_to_t13() {
        let table = [
            ("T8", "sa-cooperative-fr-age", counts(22, 11, 5, 0, 0), 33, true),
            ("T9", "sa-cooperative-fr-age", counts(21, 11, 6, 0, 0), 32, false),
            ("T11", "sa-cooperative-fr-ago", counts(20, 20, 0, 0, 0), 40, false),
            ("T12", "sa-cooperative-fr-ago", counts(3, 2, 30, 3, 1), 5, true),
            ("T13", "sa-cooperative-fr-ago", counts(0, 0, 40, 0, 0), 0, false),
        ];
        for (case, preset, counts, cast, met) in table {
            let check = Preset::load(preset).expect("a preset").majority.check(&counts);
            assert_eq!((check.cast, check.met), (cast, met), "{case}");
        }
    }

    /// T10: before 2019, abstentions were votes against.
    #[test]
    fn worked_case_t10_legacy_basis() {
        let mut rule = Preset::load("sa-cooperative-fr-age").expect("a preset").majority;
        rule.excludes_abstention = false;
        assert!(!rule.check(&counts(22, 11, 5, 0, 0)).met);
    }

    /// T30: three quarters of a hundred, GenG § 16.
    #[test]
    fn worked_case_t30() {
        let rule = MajorityRule {
            fraction: Fraction { num: 3, den: 4 },
            strict: false,
            excludes_abstention: true,
            article: String::new(),
        };
        assert!(!rule.check(&counts(74, 26, 0, 0, 0)).met);
        assert!(rule.check(&counts(75, 25, 0, 0, 0)).met);
    }

    proptest! {
        #[test]
        fn one_more_vote_for_never_rejects(for_ in 0..1000_u32, against in 0..1000_u32, abstain in 0..1000_u32) {
            for preset in ["sa-cooperative-fr-ago", "sa-cooperative-fr-age"] {
                let rule = Preset::load(preset).expect("a preset").majority;
                let before = rule.check(&counts(for_, against, abstain, 0, 0)).met;
                let after = rule.check(&counts(for_ + 1, against, abstain, 0, 0)).met;
                prop_assert!(!before || after);
            }
        }

        #[test]
        fn needed_is_the_least_that_adopts(for_ in 0..1000_u32, against in 0..1000_u32) {
            prop_assume!(for_ + against > 0);
            let ago = Preset::load("sa-cooperative-fr-ago").expect("a preset").majority.check(&counts(for_, against, 0, 0, 0));
            prop_assert_eq!(ago.met, u64::from(for_) * 2 > u64::from(for_ + against));
            let age = Preset::load("sa-cooperative-fr-age").expect("a preset").majority.check(&counts(for_, against, 0, 0, 0));
            prop_assert_eq!(age.met, u64::from(for_) * 3 >= u64::from(for_ + against) * 2);
        }
    }
}
