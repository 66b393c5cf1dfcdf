//! Votes that are weighed: colleges of a SCIC (loi 47-1775 art. 19 octies), and the ceiling on members who put in capital
//! without taking part (art. 3 bis). Inside a college one member has one voice.

use crate::Refusal;
use crate::quorum::Fraction;

/// Least and greatest weight of a college, in hundredths of the votes (art. 19 octies).
const BOUNDS: std::ops::RangeInclusive<u32> = 10..=50;

/// One college's votes on a resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct College {
    /// Its weight, in hundredths.
    pub weight: u32,
    /// Votes for.
    pub for_: u32,
    /// Votes against.
    pub against: u32,
}

/// Whether weights are ones that statutes may give: each between a tenth and half, together the whole.
///
/// # Errors
/// [`Refusal::Malformed`].
pub fn check_weights(weights: &[u32]) -> Result<(), Refusal> {
    let whole: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
    let bounded = weights.iter().all(|weight| BOUNDS.contains(weight));
    if bounded && whole == 100 { Ok(()) } else { Err(Refusal::Malformed) }
}

/// Whether the weighed part for a resolution reaches (or, `strict`, exceeds) a fraction. Each college counts for its
/// weight times its own part for; one in which nobody cast a vote says nothing for it. Compared as fractions, exactly.
///
/// # Errors
/// [`Refusal::Malformed`] for weights that cannot be, or for more votes than the integers hold.
pub fn adopted(colleges: &[College], needed: Fraction, strict: bool) -> Result<bool, Refusal> {
    check_weights(&colleges.iter().map(|college| college.weight).collect::<Vec<_>>())?;
    // Sum of weight · for / cast, over 100, as one fraction.
    let (mut num, mut den) = (0_u128, 1_u128);
    for college in colleges {
        let cast = u128::from(college.for_) + u128::from(college.against);
        if cast == 0 {
            continue;
        }
        let part = u128::from(college.weight) * u128::from(college.for_);
        let sum = num.checked_mul(cast).zip(part.checked_mul(den)).and_then(|(old, new)| old.checked_add(new));
        num = sum.ok_or(Refusal::Malformed)?;
        den = den.checked_mul(cast).ok_or(Refusal::Malformed)?;
        let shared = greatest_common_divisor(num, den).max(1);
        (num, den) = (num / shared, den / shared);
    }
    let left = num.checked_mul(u128::from(needed.den())).ok_or(Refusal::Malformed)?;
    let right = den.checked_mul(100 * u128::from(needed.num())).ok_or(Refusal::Malformed)?;
    Ok(if strict { left > right } else { left >= right })
}

fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Votes left to members of capital so that together they do not exceed a ceiling of all votes: their own sum if it does
/// not, else the most that stays below. `others` are everybody else's votes.
#[must_use]
pub fn within_ceiling(others: u64, investors: u64, ceiling: Fraction) -> u64 {
    if ceiling.num() == ceiling.den() {
        return investors;
    }
    // t / (t + others) ≤ num / den  ⇔  t ≤ others · num / (den − num)
    let most = u128::from(others) * u128::from(ceiling.num()) / u128::from(ceiling.den() - ceiling.num());
    investors.min(u64::try_from(most).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_college_in_which_nobody_votes_says_nothing_for_it() {
        let college = |weight, for_, against| College { weight, for_, against };
        let half = Fraction::new(1, 2).expect("a fraction");
        let empty = [college(50, 0, 0), college(50, 3, 0)];
        assert_eq!((adopted(&empty, half, false), adopted(&empty, half, true)), (Ok(true), Ok(false)));
        assert_eq!(adopted(&[college(50, 0, 0), college(50, 0, 0)], half, false), Ok(false));
    }

    #[test]
    fn large_colleges_are_compared_exactly() {
        let half = Fraction::new(1, 2).expect("a fraction");
        let college = |for_| College { weight: 20, for_, against: 100_003 - for_ };
        let (under, over) = ([college(50_001); 5], [college(50_002); 5]);
        assert_eq!((adopted(&under, half, true), adopted(&over, half, true)), (Ok(false), Ok(true)));
    }

    #[test]
    fn below_the_ceiling_nothing_is_taken() {
        let ceiling = Fraction::new(35, 100).expect("a fraction");
        assert_eq!(within_ceiling(60, 20, ceiling), 20);
        assert_eq!(within_ceiling(0, 20, ceiling), 0);
        assert_eq!(within_ceiling(60, 20, Fraction::new(1, 1).expect("a fraction")), 20);
    }
}
