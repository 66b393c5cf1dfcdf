//! Shares: money in integer cents, an append-only ledger, and a minimum. Nothing here knows of voices.

use serde::{Deserialize, Serialize};

use crate::Refusal;

/// An amount of money in cents of euro.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(pub i64);

/// What an entry of the ledger records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShareEntryKind {
    /// Shares subscribed and paid.
    Subscription,
    /// Shares given back at nominal value (loi 47-1775 art. 18).
    Repayment,
    /// Shares passed between members at nominal value.
    Transfer,
}

impl ShareEntryKind {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Subscription => "subscription",
            Self::Repayment => "repayment",
            Self::Transfer => "transfer",
        }
    }
}

/// What the statutes say of shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareRules {
    /// Nominal value of one share, in cents.
    pub nominal: Cents,
    /// Fewest shares a member holds.
    pub minimum: i64,
}

impl ShareRules {
    /// The price of a subscription by a member who holds `held` shares already.
    ///
    /// # Errors
    /// [`Refusal::TooFewShares`] when nothing is asked for or the member would hold fewer than the minimum.
    pub fn subscribe(&self, held: i64, shares: i64) -> Result<Cents, Refusal> {
        let after = held.checked_add(shares).ok_or(Refusal::Malformed)?;
        if shares < 1 || after < self.minimum {
            return Err(Refusal::TooFewShares);
        }
        self.nominal.0.checked_mul(shares).map(Cents).ok_or(Refusal::Malformed)
    }
}

/// An entry of one member's ledger. Entries are added, never changed: what was wrong is undone by another entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareEntry {
    /// What happened.
    pub kind: ShareEntryKind,
    /// Shares added or, negative, taken.
    pub shares: i64,
    /// Money paid in or, negative, paid back.
    pub amount: Cents,
}

/// What a member holds: the sum of the ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// Shares.
    pub shares: i64,
    /// Money in the capital for them.
    pub paid: Cents,
}

impl Holding {
    /// Sums a ledger in its order; none if it ever takes more than was there, or is beyond the integers.
    #[must_use]
    pub fn of(ledger: &[ShareEntry]) -> Option<Self> {
        ledger.iter().try_fold(Self::default(), |held, entry| {
            let shares = held.shares.checked_add(entry.shares)?;
            let paid = held.paid.0.checked_add(entry.amount.0)?;
            (shares >= 0 && paid >= 0).then_some(Self { shares, paid: Cents(paid) })
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RULES: ShareRules = ShareRules { nominal: Cents(1600), minimum: 2 };

    fn entry(kind: ShareEntryKind, shares: i64, cents: i64) -> ShareEntry {
        ShareEntry { kind, shares, amount: Cents(cents) }
    }

    #[test]
    fn a_subscription_costs_its_nominal_value_and_respects_the_minimum() {
        assert_eq!(RULES.subscribe(0, 2), Ok(Cents(3200)));
        assert_eq!(RULES.subscribe(2, 1), Ok(Cents(1600)));
        for (held, shares) in [(0, 1), (0, 0), (5, 0), (5, -1)] {
            assert_eq!(RULES.subscribe(held, shares), Err(Refusal::TooFewShares), "{held} {shares}");
        }
        assert_eq!(RULES.subscribe(0, i64::MAX), Err(Refusal::Malformed));
        assert_eq!(RULES.subscribe(1, i64::MAX), Err(Refusal::Malformed));
    }

    #[test]
    fn a_kind_is_stored_as_the_word_it_has_in_json() {
        use ShareEntryKind::{Repayment, Subscription, Transfer};
        for kind in [Subscription, Repayment, Transfer] {
            assert_eq!(serde_json::to_value(kind).expect("a word"), kind.word());
        }
    }

    #[test]
    fn a_ledger_is_its_sum_and_never_takes_what_is_not_there() {
        use ShareEntryKind::{Repayment, Subscription, Transfer};
        let ledger = [entry(Subscription, 4, 6400), entry(Transfer, 3, 4800), entry(Repayment, -2, -3200)];
        assert_eq!(Holding::of(&ledger), Some(Holding { shares: 5, paid: Cents(8000) }));
        assert_eq!(Holding::of(&[]), Some(Holding::default()));
        let wrong = [
            vec![entry(Repayment, -1, -1600)],
            vec![entry(Transfer, -1, 0)],
            vec![entry(Repayment, -1, -1600), entry(Subscription, 1, 1600)],
            vec![entry(Subscription, 1, 1600), entry(Repayment, -1, -3200)],
            vec![entry(Subscription, i64::MAX, 1), entry(Subscription, 1, 1)],
            vec![entry(Subscription, 1, i64::MAX), entry(Subscription, 1, 1)],
        ];
        for ledger in wrong {
            assert_eq!(Holding::of(&ledger), None, "{ledger:?}");
        }
    }

    proptest! {
        #[test]
        fn subscriptions_at_nominal_value_are_worth_their_shares(bought in prop::collection::vec(2..1000_i64, 0..20)) {
            let mut ledger = Vec::new();
            for shares in bought {
                let held = Holding::of(&ledger).expect("a ledger").shares;
                let price = RULES.subscribe(held, shares).expect("above the minimum");
                ledger.push(entry(ShareEntryKind::Subscription, shares, price.0));
            }
            let held = Holding::of(&ledger).expect("a ledger");
            prop_assert_eq!(held.paid.0, held.shares * RULES.nominal.0);
        }
    }
}
