//! The figures of a year, as the board types them, and what the law lets be refunded of its surplus.

use chrono::{Datelike as _, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::Surplus;
use crate::Refusal;
use crate::calendar::instant;
use crate::import::cells;
use crate::member::MemberClass;
use crate::shares::Cents;

/// What is typed of a refund, to the letter: it comes back into the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftRefund {
    /// Last day of the financial year: `2026-12-31`.
    pub closed_on: String,
    /// The surplus of the year.
    pub surplus: String,
    /// Billed to others than members.
    pub others: String,
    /// The reserves at the end of the year.
    pub reserves: String,
    /// The capital at the end of the year.
    pub capital: String,
    /// What of the surplus goes to the reserves.
    pub reserved: String,
    /// What goes back to members.
    pub refund: String,
    /// What each member was billed: a table as text (`super::billed`).
    pub billed: String,
}

impl DraftRefund {
    /// The last day of the year.
    ///
    /// # Errors
    /// [`Refusal::RefundDay`] for what is no day.
    pub fn day(&self) -> Result<NaiveDate, Refusal> {
        day(&self.closed_on)
    }

    /// The figures as they are typed, with a decimal comma or point.
    ///
    /// # Errors
    /// [`Refusal::AmountInvalid`].
    pub fn figures(&self) -> Result<Figures, Refusal> {
        Ok(Figures {
            surplus: amount(&self.surplus)?,
            others: amount(&self.others)?,
            reserves: amount(&self.reserves)?,
            capital: amount(&self.capital)?,
            reserved: amount(&self.reserved)?,
            refund: amount(&self.refund)?,
        })
    }

    /// What was pasted, with line feeds alone and without a mark of byte order.
    ///
    /// # Errors
    /// [`Refusal::TextCharacters`] for characters that no text may hold.
    pub fn table(&self) -> Result<String, Refusal> {
        let text = self.billed.trim_start_matches('\u{FEFF}').replace("\r\n", "\n").replace('\r', "\n");
        let odd = text.chars().any(|c| !matches!(c, '\n' | '\t') && crate::text::refused(c));
        if odd { Err(Refusal::TextCharacters) } else { Ok(text) }
    }

    /// The same as a form takes it back.
    #[must_use]
    pub fn of(closed_on: &str, figures: &Figures, billed: &str) -> Self {
        let Figures { surplus, others, reserves, capital, reserved, refund } = *figures;
        Self {
            closed_on: closed_on.to_owned(),
            surplus: written(surplus),
            others: written(others),
            reserves: written(reserves),
            capital: written(capital),
            reserved: written(reserved),
            refund: written(refund),
            billed: billed.to_owned(),
        }
    }
}

/// A day as browsers send it.
///
/// # Errors
/// [`Refusal::RefundDay`].
pub fn day(text: &str) -> Result<NaiveDate, Refusal> {
    let read = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok();
    read.filter(|day| (1900..=9999).contains(&day.year())).ok_or(Refusal::RefundDay)
}

/// The financial year that ends on a day: one ends in a year.
///
/// # Errors
/// [`Refusal::RefundDay`].
pub fn year(closed_on: NaiveDate) -> Result<u32, Refusal> {
    u32::try_from(closed_on.year()).map_err(|_| Refusal::RefundDay)
}

/// When a financial year is over, in microseconds UTC: the first instant of the day after, at the cooperative's place.
///
/// # Errors
/// [`Refusal::RefundDay`] for a day that no calendar has a day after; [`Refusal::Malformed`] for an unknown zone.
pub fn over_at(closed_on: NaiveDate, time_zone: &str) -> Result<i64, Refusal> {
    let zone: Tz = time_zone.parse().map_err(|_| Refusal::Malformed)?;
    let next = closed_on.succ_opt().ok_or(Refusal::RefundDay)?;
    instant(next, NaiveTime::MIN, zone)
}

/// Whether somebody was a member with shares when a year was over, by when the membership began and ended.
#[must_use]
pub fn was_member(class: MemberClass, (active_at, ended_at): (Option<i64>, Option<i64>), over_at: i64) -> bool {
    let began = active_at.is_some_and(|at| at < over_at);
    began && ended_at.is_none_or(|at| at >= over_at) && class.holds_shares()
}

/// An amount from zero up, as people write it.
///
/// # Errors
/// [`Refusal::AmountInvalid`] for what is none, or may be read in two ways.
pub fn amount(text: &str) -> Result<Cents, Refusal> {
    cells::money(text.trim()).map_err(|_| Refusal::AmountInvalid)
}

/// An amount as every spreadsheet in France reads it: digits, a comma, two digits.
#[must_use]
pub fn written(amount: Cents) -> String {
    let (sign, cents) = (if amount.0 < 0 { "-" } else { "" }, amount.0.unsigned_abs());
    format!("{sign}{},{:02}", cents / 100, cents % 100)
}

/// The figures of a year. All in cents, from zero up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// The surplus.
    pub surplus: Cents,
    /// Billed to others than members.
    pub others: Cents,
    /// The reserves at the end of the year, before this surplus.
    pub reserves: Cents,
    /// The capital at the end of the year.
    pub capital: Cents,
    /// What of the surplus goes to the reserves.
    pub reserved: Cents,
    /// What goes back to members.
    pub refund: Cents,
}

/// What the law lets be done with a surplus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Billed to members: the sum of the table.
    pub to_members: Cents,
    /// What must go to the reserves (loi 47-1775 art. 16).
    pub least_reserve: Cents,
    /// The part of the surplus that comes of what members were billed (art. 15 al. 2).
    pub earned_with_members: Cents,
    /// The most that can go back: no more than that, nor than what the reserves leave.
    pub most_refund: Cents,
}

impl Figures {
    /// What the law allows, where members were billed so much.
    ///
    /// # Errors
    /// [`Refusal::RefundNoSurplus`] where there is none, [`Refusal::RefundNobody`] where no member was billed anything,
    /// [`Refusal::RefundTooMuch`] where more goes to the reserves than there is, [`Refusal::AmountInvalid`] beyond the integers.
    pub fn limits(&self, to_members: Cents) -> Result<Limits, Refusal> {
        if self.surplus.0 < 1 {
            return Err(Refusal::RefundNoSurplus);
        }
        if to_members.0 < 1 {
            return Err(Refusal::RefundNobody);
        }
        if self.reserved > self.surplus {
            return Err(Refusal::RefundTooMuch);
        }
        let to_all = to_members.0.checked_add(self.others.0).ok_or(Refusal::AmountInvalid)?;
        let year = Surplus { surplus: self.surplus, to_members, to_all: Cents(to_all) };
        // Until the reserves reach the capital; then the law asks for nothing more.
        let least_reserve = if self.reserves < self.capital { year.least_reserve()? } else { Cents(0) };
        Ok(Limits {
            to_members,
            least_reserve,
            earned_with_members: year.most_refund(Cents(0))?,
            most_refund: year.most_refund(self.reserved)?,
        })
    }

    /// The same, of figures that keep to it.
    ///
    /// # Errors
    /// As [`Self::limits`]; [`Refusal::RefundReserve`] when too little goes to the reserves (art. 16), [`Refusal::RefundOthers`]
    /// when what was earned with others than members would go back (art. 15 al. 2), [`Refusal::RefundTooMuch`] when more goes
    /// back than the reserves leave, [`Refusal::RefundNobody`] when nothing goes back.
    pub fn check(&self, to_members: Cents) -> Result<Limits, Refusal> {
        let limits = self.limits(to_members)?;
        if self.reserved < limits.least_reserve {
            return Err(Refusal::RefundReserve);
        }
        if self.refund > limits.earned_with_members {
            return Err(Refusal::RefundOthers);
        }
        if self.refund > limits.most_refund {
            return Err(Refusal::RefundTooMuch);
        }
        if self.refund.0 < 1 { Err(Refusal::RefundNobody) } else { Ok(limits) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The year of the worked case (T32): 300.01 € of surplus, 1000 € billed to members and 250 € to others.
    fn case() -> Figures {
        Figures {
            surplus: Cents(30_001),
            others: Cents(25_000),
            reserves: Cents(10_000),
            capital: Cents(240_000),
            reserved: Cents(4501),
            refund: Cents(23_999),
        }
    }

    const MEMBERS: Cents = Cents(100_000);

    #[test]
    fn what_the_law_allows_is_that_of_the_worked_case() {
        let limits = case().check(MEMBERS).expect("within the law");
        assert_eq!((limits.least_reserve, limits.earned_with_members), (Cents(4501), Cents(24_000)));
        assert_eq!(limits.most_refund, Cents(24_000));
        assert_eq!(Figures { refund: Cents(24_000), ..case() }.check(MEMBERS), Ok(limits));
    }

    #[test]
    fn what_is_against_the_law_is_refused_by_its_own_rule() {
        let of = |figures: Figures| figures.check(MEMBERS).err();
        assert_eq!(of(Figures { surplus: Cents(0), ..case() }), Some(Refusal::RefundNoSurplus));
        assert_eq!(of(Figures { reserved: Cents(4500), ..case() }), Some(Refusal::RefundReserve));
        // The last cent that is missing, and none once the reserves have reached the capital.
        assert_eq!(
            of(Figures { reserved: Cents(4500), reserves: Cents(239_999), ..case() }),
            Some(Refusal::RefundReserve)
        );
        assert_eq!(of(Figures { reserved: Cents(0), reserves: Cents(240_000), ..case() }), None);
        assert_eq!(of(Figures { refund: Cents(24_001), ..case() }), Some(Refusal::RefundOthers));
        let kept = Figures { reserved: Cents(6002), refund: Cents(24_000), ..case() };
        assert_eq!(of(kept), Some(Refusal::RefundTooMuch));
        assert_eq!(of(Figures { refund: Cents(23_999), ..kept }), None);
        assert_eq!(of(Figures { reserved: Cents(30_002), ..case() }), Some(Refusal::RefundTooMuch));
        assert_eq!(of(Figures { refund: Cents(0), ..case() }), Some(Refusal::RefundNobody));
        assert_eq!(case().check(Cents(0)), Err(Refusal::RefundNobody));
        let vast = Figures { others: Cents(i64::MAX), ..case() };
        assert_eq!(vast.check(MEMBERS), Err(Refusal::AmountInvalid));
    }

    #[test]
    fn whoever_was_a_member_with_shares_when_the_year_was_over_is_refunded() {
        let last = day("2026-12-31").expect("a day");
        // Midnight of 1 January 2027 in Paris.
        let over = over_at(last, "Europe/Paris").expect("an instant");
        assert_eq!(over, 1_798_758_000_000_000);
        let was = |active, ended| was_member(MemberClass::Cooperator, (active, ended), over);
        assert!(was(Some(0), None) && was(Some(over - 1), Some(over)));
        assert!(!was(None, None) && !was(Some(over), None) && !was(Some(0), Some(over - 1)));
        assert!(!was_member(MemberClass::Friend, (Some(0), None), over));
        assert_eq!(over_at(last, "Europe/Nowhere"), Err(Refusal::Malformed));
    }

    #[test]
    fn what_is_typed_is_read_and_comes_back() {
        let typed = DraftRefund {
            closed_on: "2026-12-31".to_owned(),
            surplus: "300,01".to_owned(),
            others: "250.00".to_owned(),
            reserves: "100".to_owned(),
            capital: "2 400,00 €".to_owned(),
            reserved: "45,01".to_owned(),
            refund: "239,99".to_owned(),
            billed: String::new(),
        };
        let last = typed.day().expect("a day");
        assert_eq!((typed.figures(), year(last)), (Ok(case()), Ok(2026)));
        let again = DraftRefund::of(&typed.closed_on, &case(), "");
        assert_eq!((again.surplus.as_str(), again.others.as_str()), ("300,01", "250,00"));
        assert_eq!(again.figures(), typed.figures());
        let pasted = |text: &str| DraftRefund { billed: text.to_owned(), ..typed.clone() }.table();
        assert_eq!(pasted("\u{FEFF}1;2\r\n3\t4"), Ok("1;2\n3\t4".to_owned()));
        assert_eq!(pasted("1;2\0"), Err(Refusal::TextCharacters));
        for wrong in ["", "-1", "trois cents"] {
            let wrong = DraftRefund { surplus: wrong.to_owned(), ..typed.clone() };
            assert_eq!(wrong.figures(), Err(Refusal::AmountInvalid));
        }
        for wrong in ["", "31/12/2026", "2026-02-30", "0001-01-01"] {
            assert_eq!(day(wrong), Err(Refusal::RefundDay), "{wrong}");
        }
    }
}
