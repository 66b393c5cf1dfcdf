//! Quorum: are enough members taking part for the assembly to decide?

use serde::{Deserialize, Serialize};

/// A fraction of positive integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fraction {
    /// Above.
    pub num: u32,
    /// Below, not 0.
    pub den: u32,
}

impl Fraction {
    /// The least integer that is at least this fraction of a whole.
    #[must_use]
    pub fn at_least(self, whole: u32) -> u32 {
        let needed = (u64::from(whole) * u64::from(self.num)).div_ceil(u64::from(self.den.max(1)));
        u32::try_from(needed).unwrap_or(u32::MAX)
    }
}

/// What the quorum counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuorumBasis {
    /// Heads: the usual reading of one member, one vote.
    Members,
    /// Voices.
    Voices,
    /// Shares, the letter of the law for other companies.
    Shares,
}

/// A quorum rule: a fraction of a basis, or none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuorumRule {
    /// Needed fraction; none on some second calls.
    pub fraction: Option<Fraction>,
    /// Of what.
    pub basis: QuorumBasis,
    /// Where it is written.
    pub article: String,
}

/// A quorum, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuorumCheck {
    /// Taking part: present, represented, remote.
    pub present: u32,
    /// Members with a voice.
    pub members: u32,
    /// Fewest needed; none where no quorum is required.
    pub needed: Option<u32>,
    /// Whether it is met.
    pub met: bool,
    /// What was counted.
    pub basis: QuorumBasis,
    /// Where it is written.
    pub article: String,
}

impl QuorumRule {
    /// Met exactly if `present · den ≥ members · num`: integers, no rounding in anybody's favour.
    #[must_use]
    pub fn check(&self, present: u32, members: u32) -> QuorumCheck {
        let needed = self.fraction.map(|fraction| fraction.at_least(members));
        QuorumCheck {
            present,
            members,
            needed,
            met: needed.is_none_or(|needed| present >= needed),
            basis: self.basis,
            article: self.article.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::statutes::Preset;

    /// rules.md §14, T1–T7: members, preset, call, fewest needed.
    #[test]
    fn worked_cases_t1_to_t7() {
        let table = [
            ("T1-T2", 150, "sa-cooperative-fr-age", 1, Some(38)),
            ("T3", 150, "sa-cooperative-fr-age", 2, Some(30)),
            ("T4", 150, "sa-cooperative-fr-ago", 1, Some(30)),
            ("T5", 150, "sa-cooperative-fr-ago", 2, None),
            ("T6 ago", 139, "sa-cooperative-fr-ago", 1, Some(28)),
            ("T6 age", 139, "sa-cooperative-fr-age", 1, Some(35)),
            ("T6 age 2", 139, "sa-cooperative-fr-age", 2, Some(28)),
            ("T7 ago", 151, "sa-cooperative-fr-ago", 1, Some(31)),
            ("T7 age", 151, "sa-cooperative-fr-age", 1, Some(38)),
            ("T7 age 2", 151, "sa-cooperative-fr-age", 2, Some(31)),
        ];
        for (case, members, preset, call, needed) in table {
            let preset = Preset::load(preset).expect("a preset");
            let rule = preset.quorum_of(call);
            assert_eq!(rule.check(0, members).needed, needed, "{case}");
            match needed {
                Some(needed) => {
                    assert!(!rule.check(needed - 1, members).met, "{case}: one fewer is not enough");
                    assert!(rule.check(needed, members).met, "{case}");
                }
                None => assert!(rule.check(0, members).met, "{case}"),
            }
        }
    }

    proptest! {
        #[test]
        fn needed_is_the_ceiling(members in 0..u32::MAX, num in 1..10_u32, den in 1..20_u32, present in 0..u32::MAX) {
            prop_assume!(num <= den);
            let rule = QuorumRule { fraction: Some(Fraction { num, den }), basis: QuorumBasis::Members, article: String::new() };
            let met = u128::from(present) * u128::from(den) >= u128::from(members) * u128::from(num);
            prop_assert_eq!(rule.check(present, members).met, met);
        }
    }
}
