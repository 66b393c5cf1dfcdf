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

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: ShareRules = ShareRules { nominal: Cents(1600), minimum: 2 };

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
}
