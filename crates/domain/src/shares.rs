//! Shares: money in integer cents, an append-only ledger, and a minimum. Nothing here knows of voices.

use serde::{Deserialize, Serialize};

use crate::Refusal;
pub use crate::money::Cents;

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

    /// Whether the fewest shares a member holds are paid for: then somebody admitted is a member.
    #[must_use]
    pub fn paid_up(&self, held: &Holding) -> bool {
        self.paid_shares(held) >= self.minimum
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
        let money = less_losses(value, lost)?;
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

    /// Undoes an entry of the ledger of somebody who holds `held` now and `belongs`, that is, must hold the minimum.
    ///
    /// # Errors
    /// As [`ShareEntry::reversed`]; [`Refusal::EntryNeeded`] when less than nothing would be left, or more paid than the
    /// shares are worth; [`Refusal::TooFewShares`] when a member would hold fewer than the minimum.
    pub fn undo(&self, held: &Holding, entry: &ShareEntry, belongs: bool) -> Result<ShareEntry, Refusal> {
        let undone = entry.reversed()?;
        let shares = held.shares.checked_add(undone.shares).ok_or(Refusal::Malformed)?;
        let paid = held.paid.0.checked_add(undone.amount.0).ok_or(Refusal::Malformed)?;
        if shares < 0 || paid < 0 || self.value(shares)?.0 < paid {
            return Err(Refusal::EntryNeeded);
        }
        if belongs && shares < self.minimum { Err(Refusal::TooFewShares) } else { Ok(undone) }
    }

    /// Gives up shares that were never paid for. Whoever `belongs` keeps the minimum.
    ///
    /// # Errors
    /// [`Refusal::PaidShares`] when one of them is paid, wholly or in part, or none is given up;
    /// [`Refusal::TooFewShares`] when a member would hold fewer than the minimum.
    pub fn cancel(&self, held: &Holding, shares: i64, belongs: bool) -> Result<ShareEntry, Refusal> {
        let after = held.shares.checked_sub(shares).ok_or(Refusal::Malformed)?;
        if shares < 1 || after < 0 || self.value(after)? < held.paid {
            return Err(Refusal::PaidShares);
        }
        if belongs && after < self.minimum {
            return Err(Refusal::TooFewShares);
        }
        Ok(ShareEntry { kind: ShareEntryKind::Cancellation, shares: -shares, amount: Cents(0) })
    }
}

/// A value less the part of the losses that who gives shares back bears, so many in so many, rounded down to the cent
/// (loi 47-1775 art. 18).
///
/// # Errors
/// [`Refusal::Malformed`] for a loss that is more than everything.
pub fn less_losses(value: Cents, lost: (i64, i64)) -> Result<Cents, Refusal> {
    let (part, whole) = lost;
    if whole < 1 || !(0..=whole).contains(&part) {
        return Err(Refusal::Malformed);
    }
    let money = i128::from(value.0) * i128::from(whole - part) / i128::from(whole);
    i64::try_from(money).map(Cents).map_err(|_| Refusal::Malformed)
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
mod tests;
