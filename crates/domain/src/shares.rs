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
    /// Shares subscribed, with what was paid at once.
    Subscription,
    /// Money for shares subscribed before.
    Payment,
    /// Shares passed between members at nominal value: an entry for each of the two.
    Transfer,
    /// Shares given back at nominal value (loi 47-1775 art. 18).
    Repayment,
    /// Shares subscribed and never paid, given up.
    Cancellation,
    /// Undoes one earlier entry that was wrong.
    Reversal,
}

impl ShareEntryKind {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Subscription => "subscription",
            Self::Payment => "payment",
            Self::Transfer => "transfer",
            Self::Repayment => "repayment",
            Self::Cancellation => "cancellation",
            Self::Reversal => "reversal",
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

/// The capital of the cooperative, and what it may not fall below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capital {
    /// Paid in now.
    pub now: Cents,
    /// The most that ever was.
    pub highest: Cents,
    /// What the statutes state.
    pub stated: Cents,
}

impl Capital {
    /// What the capital may not fall below: a tenth of what the statutes state (C. com. L.231-5) and a quarter of the most
    /// that ever was (loi 47-1775 art. 13), rounded up.
    #[must_use]
    pub fn floor(&self) -> Cents {
        let part = |amount: Cents, of: i64| amount.0.max(0) / of + i64::from(amount.0.max(0) % of != 0);
        Cents(part(self.stated, 10).max(part(self.highest, 4)))
    }
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
        self.value(shares)
    }

    /// What a number of shares is worth: their nominal value, never more, never less.
    fn value(&self, shares: i64) -> Result<Cents, Refusal> {
        self.nominal.0.checked_mul(shares).map(Cents).ok_or(Refusal::Malformed)
    }

    /// What a member still has to pay.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] beyond the integers.
    pub fn owed(&self, held: &Holding) -> Result<Cents, Refusal> {
        Ok(Cents(self.value(held.shares)?.0 - held.paid.0))
    }

    /// Money comes in for shares subscribed.
    ///
    /// # Errors
    /// [`Refusal::PaidTooMuch`] for more than is owed, or for nothing.
    pub fn pay(&self, held: &Holding, amount: Cents) -> Result<ShareEntry, Refusal> {
        if amount.0 < 1 || amount > self.owed(held)? {
            return Err(Refusal::PaidTooMuch);
        }
        Ok(ShareEntry { kind: ShareEntryKind::Payment, shares: 0, amount })
    }

    /// Shares that are paid for in full.
    fn paid_shares(&self, held: &Holding) -> i64 {
        held.paid.0.checked_div(self.nominal.0).unwrap_or(0).min(held.shares)
    }

    /// Passes paid shares to another member, at nominal value: the entry of who gives and the entry of who receives.
    /// Whoever `leaves` may give all of them.
    ///
    /// # Errors
    /// [`Refusal::NotPaid`] for shares that are not paid for, [`Refusal::TooFewShares`] when the giver would hold fewer than
    /// the minimum, or nothing is given.
    pub fn transfer(&self, held: &Holding, shares: i64, leaves: bool) -> Result<[ShareEntry; 2], Refusal> {
        self.give_up(held, shares, leaves)?;
        let (kind, amount) = (ShareEntryKind::Transfer, self.value(shares)?);
        let given = ShareEntry { kind, shares: -shares, amount: Cents(-amount.0) };
        Ok([given, ShareEntry { kind, shares, amount }])
    }

    /// Gives shares back: the entry, and the money for the member, which is their nominal value less the part of the
    /// losses they bear, `lost` of each share's value (loi 47-1775 art. 18), rounded down to the cent.
    ///
    /// # Errors
    /// As [`Self::transfer`]; [`Refusal::CapitalFloor`] when the capital would fall below its floor (C. com. L.231-5);
    /// [`Refusal::Malformed`] for a loss that is more than everything.
    pub fn repay(
        &self,
        held: &Holding,
        shares: i64,
        leaves: bool,
        capital: &Capital,
        lost: (i64, i64),
    ) -> Result<(ShareEntry, Cents), Refusal> {
        self.give_up(held, shares, leaves)?;
        let value = self.value(shares)?;
        if capital.now.0 - value.0 < capital.floor().0 {
            return Err(Refusal::CapitalFloor);
        }
        let (part, whole) = lost;
        if whole < 1 || !(0..=whole).contains(&part) {
            return Err(Refusal::Malformed);
        }
        let money = i128::from(value.0) * i128::from(whole - part) / i128::from(whole);
        let money = i64::try_from(money).map(Cents).map_err(|_| Refusal::Malformed)?;
        let entry = ShareEntry { kind: ShareEntryKind::Repayment, shares: -shares, amount: Cents(-value.0) };
        Ok((entry, money))
    }

    fn give_up(&self, held: &Holding, shares: i64, leaves: bool) -> Result<(), Refusal> {
        let after = held.shares.checked_sub(shares).ok_or(Refusal::Malformed)?;
        if shares < 1 || after < 0 || (after < self.minimum && !(leaves && after == 0)) {
            return Err(Refusal::TooFewShares);
        }
        if shares > self.paid_shares(held) { Err(Refusal::NotPaid) } else { Ok(()) }
    }

    /// Gives up shares that were never paid for.
    ///
    /// # Errors
    /// [`Refusal::PaidShares`] when one of them is paid, wholly or in part, or none is given up.
    pub fn cancel(&self, held: &Holding, shares: i64) -> Result<ShareEntry, Refusal> {
        let after = held.shares.checked_sub(shares).ok_or(Refusal::Malformed)?;
        if shares < 1 || after < 0 || self.value(after)? < held.paid {
            return Err(Refusal::PaidShares);
        }
        Ok(ShareEntry { kind: ShareEntryKind::Cancellation, shares: -shares, amount: Cents(0) })
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

impl ShareEntry {
    /// The entry that undoes this one. A reversal is not undone: what was right is entered again.
    ///
    /// # Errors
    /// [`Refusal::MemberState`] for a reversal.
    pub fn reversed(&self) -> Result<Self, Refusal> {
        if self.kind == ShareEntryKind::Reversal {
            return Err(Refusal::MemberState);
        }
        Ok(Self { kind: ShareEntryKind::Reversal, shares: -self.shares, amount: Cents(-self.amount.0) })
    }
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
        use ShareEntryKind::{Cancellation, Payment, Repayment, Reversal, Subscription, Transfer};
        for kind in [Subscription, Payment, Transfer, Repayment, Cancellation, Reversal] {
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

    fn holding(shares: i64, paid: i64) -> Holding {
        Holding { shares, paid: Cents(paid) }
    }

    const CAPITAL: Capital = Capital { now: Cents(100_000), highest: Cents(200_000), stated: Cents(300_000) };

    #[test]
    fn money_is_taken_up_to_what_is_owed() {
        let half = holding(2, 1600);
        assert_eq!(RULES.owed(&half), Ok(Cents(1600)));
        assert_eq!(RULES.pay(&half, Cents(100)), Ok(entry(ShareEntryKind::Payment, 0, 100)));
        assert_eq!(RULES.pay(&half, Cents(1600)).map(|entry| entry.amount), Ok(Cents(1600)));
        for wrong in [1601, 0, -1] {
            assert_eq!(RULES.pay(&half, Cents(wrong)), Err(Refusal::PaidTooMuch), "{wrong}");
        }
    }

    #[test]
    fn shares_pass_at_nominal_value_and_only_when_paid() {
        let [given, received] = RULES.transfer(&holding(5, 8000), 3, false).unwrap();
        assert_eq!((given.shares, given.amount), (-3, Cents(-4800)));
        assert_eq!((received.shares, received.amount), (3, Cents(4800)));
        assert_eq!(RULES.transfer(&holding(5, 8000), 4, false), Err(Refusal::TooFewShares));
        assert_eq!(RULES.transfer(&holding(5, 8000), 4, true), Err(Refusal::TooFewShares), "leaving leaves none");
        assert!(RULES.transfer(&holding(5, 8000), 5, true).is_ok());
        assert_eq!(RULES.transfer(&holding(5, 3200), 3, false), Err(Refusal::NotPaid));
        assert_eq!(RULES.transfer(&holding(5, 8000), 0, false), Err(Refusal::TooFewShares));
        assert_eq!(RULES.transfer(&holding(5, 8000), 6, true), Err(Refusal::TooFewShares));
    }

    #[test]
    fn shares_are_given_back_at_nominal_value_less_the_losses() {
        let (entry, money) = RULES.repay(&holding(5, 8000), 3, false, &CAPITAL, (0, 1)).unwrap();
        assert_eq!((entry.shares, entry.amount, money), (-3, Cents(-4800), Cents(4800)));
        let (entry, money) = RULES.repay(&holding(5, 8000), 5, true, &CAPITAL, (1, 3)).unwrap();
        assert_eq!((entry.amount, money), (Cents(-8000), Cents(5333)), "a third of everything is lost");
        for wrong in [(2, 1), (-1, 1), (0, 0)] {
            assert_eq!(RULES.repay(&holding(5, 8000), 3, false, &CAPITAL, wrong), Err(Refusal::Malformed), "{wrong:?}");
        }
    }

    #[test]
    fn the_capital_has_a_floor() {
        assert_eq!(CAPITAL.floor(), Cents(50_000), "a quarter of the most that ever was");
        assert_eq!(Capital { stated: Cents(900_001), ..CAPITAL }.floor(), Cents(90_001), "a tenth of what is stated");
        let low = Capital { now: Cents(51_600), ..CAPITAL };
        assert!(RULES.repay(&holding(5, 8000), 1, false, &low, (0, 1)).is_ok());
        assert_eq!(RULES.repay(&holding(5, 8000), 2, false, &low, (0, 1)), Err(Refusal::CapitalFloor));
    }

    #[test]
    fn only_what_was_never_paid_is_given_up() {
        assert_eq!(RULES.cancel(&holding(5, 3200), 3), Ok(entry(ShareEntryKind::Cancellation, -3, 0)));
        assert_eq!(RULES.cancel(&holding(5, 3201), 3), Err(Refusal::PaidShares));
        assert_eq!(RULES.cancel(&holding(5, 0), 6), Err(Refusal::PaidShares));
        assert_eq!(RULES.cancel(&holding(5, 0), 0), Err(Refusal::PaidShares));
    }

    #[test]
    fn an_entry_and_its_reversal_are_nothing() {
        let wrong = entry(ShareEntryKind::Subscription, 4, 6400);
        let right = wrong.reversed().unwrap();
        assert_eq!(Holding::of(&[wrong, right]), Some(Holding::default()));
        assert_eq!(right.reversed(), Err(Refusal::MemberState));
    }

    proptest! {
        /// Whatever people do within the rules, nobody owes less than nothing, holds a share below its value, or falls
        /// below the minimum without leaving; and what passes between two members changes no sum.
        #[test]
        fn the_ledger_keeps_its_promises(steps in prop::collection::vec((0..5_u8, 0..2_usize, 1..6_i64), 0..60)) {
            let mut ledgers = [Vec::new(), Vec::new()];
            for (act, who, number) in steps {
                let held = Holding::of(&ledgers[who]).unwrap();
                let total = |ledgers: &[Vec<ShareEntry>; 2]| {
                    ledgers.iter().map(|ledger| Holding::of(ledger).unwrap().paid.0).sum::<i64>()
                };
                let before = total(&ledgers);
                let capital = Capital { now: Cents(before), highest: Cents(before), stated: Cents(0) };
                match act {
                    0 if RULES.subscribe(held.shares, number).is_ok() => {
                        ledgers[who].push(entry(ShareEntryKind::Subscription, number, 0));
                    }
                    1 => ledgers[who].extend(RULES.pay(&held, Cents(number * 700))),
                    2 => {
                        if let Ok([given, received]) = RULES.transfer(&held, number, false) {
                            ledgers[who].push(given);
                            ledgers[1 - who].push(received);
                            prop_assert_eq!(total(&ledgers), before);
                        }
                    }
                    3 => ledgers[who].extend(RULES.cancel(&held, number)),
                    _ => ledgers[who].extend(RULES.repay(&held, number, false, &capital, (0, 1)).map(|(entry, _)| entry)),
                }
                for ledger in &ledgers {
                    let held = Holding::of(ledger);
                    prop_assert!(held.is_some(), "{ledger:?}");
                    prop_assert!(RULES.owed(&held.unwrap()).unwrap().0 >= 0, "{ledger:?}");
                }
            }
        }

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
