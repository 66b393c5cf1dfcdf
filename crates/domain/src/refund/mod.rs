//! The patronage refund (*ristourne*): what of a surplus goes back to members, pro rata of what each was billed
//! (loi 47-1775 art. 15 and 16). All in integer cents; what rounding leaves goes, a cent each, to the largest remainders.
//! `plan` has the figures of a year and what the law allows, `billed` reads what each was billed, `table` is what is put to the vote.

pub mod billed;
pub mod plan;
pub mod table;
pub mod view;

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::shares::Cents;

/// Where a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefundState {
    /// Figures and amounts billed may change.
    Drafted,
    /// Its table is frozen, and a resolution names it.
    Attached,
    /// The resolution was adopted, and each member has an entry.
    Executed,
}

impl RefundState {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::Attached => "attached",
            Self::Executed => "executed",
        }
    }

    /// `Drafted`, or it does not change any more.
    ///
    /// # Errors
    /// [`Refusal::RefundFrozen`].
    pub fn open(self) -> Result<(), Refusal> {
        if self == Self::Drafted { Ok(()) } else { Err(Refusal::RefundFrozen) }
    }

    /// `Attached`: there is something to execute, or to take back.
    ///
    /// # Errors
    /// [`Refusal::RefundNotAttached`] before, [`Refusal::RefundExecuted`] after.
    pub fn waits(self) -> Result<(), Refusal> {
        match self {
            Self::Drafted => Err(Refusal::RefundNotAttached),
            Self::Attached => Ok(()),
            Self::Executed => Err(Refusal::RefundExecuted),
        }
    }
}

/// A year's surplus and the business it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Surplus {
    /// The surplus.
    pub surplus: Cents,
    /// Billed to members.
    pub to_members: Cents,
    /// Billed to everybody.
    pub to_all: Cents,
}

impl Surplus {
    /// What must go to the reserves until they reach the capital: three twentieths, rounded up (art. 16).
    ///
    /// # Errors
    /// [`Refusal::Malformed`] for a surplus that is none.
    pub fn least_reserve(&self) -> Result<Cents, Refusal> {
        let surplus = positive(self.surplus)?;
        cents((surplus * 3).div_ceil(20))
    }

    /// The most that can be refunded once `reserved` is set aside: never what was earned with others than members
    /// (art. 15 al. 2), rounded down.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] for amounts below zero, more billed to members than to all, or more set aside than there is.
    pub fn most_refund(&self, reserved: Cents) -> Result<Cents, Refusal> {
        let (surplus, members, all) = (positive(self.surplus)?, positive(self.to_members)?, positive(self.to_all)?);
        let left = surplus.checked_sub(positive(reserved)?).ok_or(Refusal::Malformed)?;
        if members > all {
            return Err(Refusal::Malformed);
        }
        let earned_with_members = (surplus * members).checked_div(all).unwrap_or(0);
        cents(left.min(earned_with_members))
    }
}

/// Each member's part of a refund, pro rata of what each was billed, in the order given; the parts sum to the refund.
/// Equal remainders are served in that order.
///
/// # Errors
/// [`Refusal::Malformed`] for amounts below zero, or a refund where nobody was billed anything.
pub fn parts(refund: Cents, billed: &[Cents]) -> Result<Vec<Cents>, Refusal> {
    let pool = positive(refund)?;
    let billed: Vec<u128> = billed.iter().map(|amount| positive(*amount)).collect::<Result<_, _>>()?;
    let all: u128 = billed.iter().sum();
    if all == 0 {
        return if pool == 0 { Ok(vec![Cents(0); billed.len()]) } else { Err(Refusal::Malformed) };
    }
    let mut parts: Vec<u128> = billed.iter().map(|amount| pool * amount / all).collect();
    let left = pool - parts.iter().sum::<u128>();
    let mut by_remainder: Vec<usize> = (0..billed.len()).collect();
    by_remainder.sort_by_key(|at| std::cmp::Reverse(pool * billed[*at] % all));
    // Fewer cents are left than there are members with a remainder.
    for at in by_remainder.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        parts[at] += 1;
    }
    parts.into_iter().map(cents).collect()
}

/// An amount from zero up, in a type that holds the product of two.
fn positive(amount: Cents) -> Result<u128, Refusal> {
    u128::try_from(amount.0).map_err(|_| Refusal::Malformed)
}

fn cents(amount: u128) -> Result<Cents, Refusal> {
    i64::try_from(amount).map(Cents).map_err(|_| Refusal::Malformed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_cannot_be_is_refused() {
        assert_eq!(parts(Cents(1), &[]), Err(Refusal::Malformed));
        assert_eq!(parts(Cents(1), &[Cents(0)]), Err(Refusal::Malformed));
        assert_eq!(parts(Cents(-1), &[Cents(1)]), Err(Refusal::Malformed));
        assert_eq!(parts(Cents(0), &[Cents(0), Cents(0)]), Ok(vec![Cents(0); 2]));
        let loss = Surplus { surplus: Cents(-1), to_members: Cents(1), to_all: Cents(1) };
        assert_eq!(
            (loss.least_reserve(), loss.most_refund(Cents(0))),
            (Err(Refusal::Malformed), Err(Refusal::Malformed))
        );
        let year = Surplus { surplus: Cents(100), to_members: Cents(1), to_all: Cents(1) };
        assert_eq!(year.most_refund(Cents(101)), Err(Refusal::Malformed));
        assert_eq!(Surplus { to_members: Cents(2), ..year }.most_refund(Cents(0)), Err(Refusal::Malformed));
    }

    proptest! {
        #[test]
        fn the_parts_are_the_whole_and_each_is_within_a_cent_of_its_due(
            pool in 0..1_000_000_000_i64,
            billed in prop::collection::vec(0..10_000_000_i64, 1..60),
        ) {
            let all: i128 = billed.iter().map(|amount| i128::from(*amount)).sum();
            prop_assume!(all > 0);
            let amounts: Vec<Cents> = billed.iter().copied().map(Cents).collect();
            let parts = parts(Cents(pool), &amounts).unwrap();
            prop_assert_eq!(parts.iter().map(|part| part.0).sum::<i64>(), pool);
            for (part, amount) in parts.iter().zip(&billed) {
                let exact = i128::from(pool) * i128::from(*amount);
                prop_assert!((i128::from(part.0) * all - exact).abs() < all, "less than a cent away");
                prop_assert!(*amount > 0 || part.0 == 0);
            }
        }
    }
}
