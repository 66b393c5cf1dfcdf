//! Quorum: are enough members taking part for the assembly to decide?

use serde::{Deserialize, Serialize};

/// A fraction of a whole: positive, at most 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts")]
pub struct Fraction {
    num: u32,
    den: u32,
}

/// A fraction as it is written, before it is known to be one.
#[derive(Deserialize)]
struct Parts {
    num: u32,
    den: u32,
}

impl TryFrom<Parts> for Fraction {
    type Error = &'static str;

    fn try_from(parts: Parts) -> Result<Self, Self::Error> {
        Self::new(parts.num, parts.den).ok_or("not a fraction between 0 and 1")
    }
}

impl Fraction {
    /// `num / den`, if that is more than 0 and at most 1.
    #[must_use]
    pub fn new(num: u32, den: u32) -> Option<Self> {
        (0 < num && num <= den).then_some(Self { num, den })
    }

    /// Above the line.
    #[must_use]
    pub fn num(self) -> u32 {
        self.num
    }

    /// Below the line, never 0.
    #[must_use]
    pub fn den(self) -> u32 {
        self.den
    }

    /// The least integer that is at least this fraction of a whole: `n · den ≥ whole · num`.
    #[must_use]
    pub fn at_least(self, whole: u64) -> u64 {
        narrow(self.times(whole).div_ceil(u128::from(self.den)))
    }

    /// The least integer that is more than this fraction of a whole: `n · den > whole · num`.
    #[must_use]
    pub fn more_than(self, whole: u64) -> u64 {
        narrow(self.times(whole) / u128::from(self.den) + 1)
    }

    /// Below 2^96, so never too large.
    fn times(self, whole: u64) -> u128 {
        u128::from(whole) * u128::from(self.num)
    }
}

/// At most the whole (and one more), since no fraction is more than 1.
fn narrow(part: u128) -> u64 {
    u64::try_from(part).unwrap_or(u64::MAX)
}

/// What the quorum counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuorumBasis {
    /// Heads: the usual reading of one member, one vote.
    #[default]
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
    /// Whether the fraction must be exceeded, not only reached.
    pub strict: bool,
    /// So many are needed even where the fraction asks for fewer.
    pub minimum: Option<u32>,
    /// So many are enough even where the fraction asks for more.
    pub enough: Option<u32>,
    /// Of what.
    pub basis: QuorumBasis,
    /// Where it is written.
    pub article: String,
}

/// A quorum, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuorumCheck {
    /// Taking part: present, represented, remote. In units of `basis`.
    pub present: u32,
    /// All that could take part: those with a voice. In units of `basis`.
    pub members: u32,
    /// Fewest needed; none where no quorum is required.
    pub needed: Option<u64>,
    /// Whether it is met.
    pub met: bool,
    /// What was counted.
    pub basis: QuorumBasis,
    /// Where it is written.
    pub article: String,
}

impl QuorumRule {
    /// Checks a count against the rule, both numbers in units of the rule's basis. The number shown is the number
    /// that decides: met exactly if `present ≥ needed`, which is `present · den ≥ members · num` in integers, with no
    /// rounding in anybody's favour.
    #[must_use]
    pub fn check(&self, present: u32, members: u32) -> QuorumCheck {
        let needed = self.needed(members);
        QuorumCheck {
            present,
            members,
            needed,
            met: needed.is_none_or(|needed| u64::from(present) >= needed),
            basis: self.basis,
            article: self.article.clone(),
        }
    }

    fn needed(&self, members: u32) -> Option<u64> {
        let fraction = self.fraction?;
        let members = u64::from(members);
        let part = if self.strict { fraction.more_than(members) } else { fraction.at_least(members) };
        let part = self.enough.map_or(part, |enough| part.min(enough.into()));
        Some(self.minimum.map_or(part, |minimum| part.max(minimum.into())))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rule(num: u32, den: u32, strict: bool) -> QuorumRule {
        QuorumRule {
            fraction: Fraction::new(num, den),
            strict,
            minimum: None,
            enough: None,
            basis: QuorumBasis::Members,
            article: String::new(),
        }
    }

    #[test]
    fn what_is_no_fraction_cannot_be_read() {
        for (num, den) in [(0, 1), (1, 0), (0, 0), (3, 2)] {
            assert_eq!(Fraction::new(num, den), None);
            let text = format!(r#"{{"num":{num},"den":{den}}}"#);
            assert!(serde_json::from_str::<Fraction>(&text).is_err(), "{text}");
        }
        let two_thirds: Fraction = serde_json::from_str(r#"{"num":2,"den":3}"#).expect("a fraction");
        assert_eq!(Some(two_thirds), Fraction::new(2, 3));
    }

    #[test]
    fn a_minimum_and_an_alternative_bound_the_fraction() {
        let bounded = QuorumRule { minimum: Some(2), enough: Some(100), ..rule(1, 2, false) };
        for (members, needed) in [(0, 2), (1, 2), (3, 2), (4, 2), (5, 3), (199, 100), (201, 100), (u32::MAX, 100)] {
            assert_eq!(bounded.check(0, members).needed, Some(needed), "{members}");
        }
    }

    #[test]
    fn where_no_quorum_is_required_it_is_met_by_nobody() {
        let none = QuorumRule { fraction: None, ..rule(1, 2, false) };
        let check = none.check(0, 150);
        assert_eq!((check.needed, check.met), (None, true));
    }

    proptest! {
        #[test]
        fn met_is_the_cross_multiplication(
            present in any::<u32>(), members in any::<u32>(), den in 1..=u32::MAX, part in any::<u32>(),
            strict in any::<bool>(),
        ) {
            let num = 1 + part % den;
            let have = u128::from(present) * u128::from(den);
            let asked = u128::from(members) * u128::from(num);
            let met = if strict { have > asked } else { have >= asked };
            prop_assert_eq!(rule(num, den, strict).check(present, members).met, met);
        }

        /// The same where `present` is next to the limit, which random numbers seldom are.
        #[test]
        fn needed_is_the_least_that_meets(
            members in any::<u32>(), num in 1..20_u32, den in 1..20_u32, strict in any::<bool>(),
        ) {
            prop_assume!(num <= den);
            let rule = rule(num, den, strict);
            let needed = rule.check(0, members).needed.expect("a fraction asks for a number");
            let met = |present: u64| {
                let (have, asked) = (present * u64::from(den), u64::from(members) * u64::from(num));
                if strict { have > asked } else { have >= asked }
            };
            prop_assert!(met(needed));
            prop_assert!(needed == 0 || !met(needed - 1));
            prop_assert!(strict || needed <= u64::from(members), "a whole assembly is a quorum");
        }

        #[test]
        fn more_members_never_need_fewer(members in 0..u32::MAX - 1, num in 1..20_u32, den in 1..20_u32) {
            prop_assume!(num <= den);
            let rule = rule(num, den, false);
            prop_assert!(rule.check(0, members).needed <= rule.check(0, members + 1).needed);
        }
    }
}
