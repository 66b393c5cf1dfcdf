//! What pages and programs read about shares. Instants are microseconds since 1970 UTC; money is integer cents.

use chrono::{DateTime, Datelike as _};
use serde::{Deserialize, Serialize};

use crate::ids::{MemberId, ShareEntryId, ShareRequestId};
use crate::lang::Lang;
use crate::money::Cents;
use crate::refund::view::OwnRefund;
use crate::share_requests::{RequestKind, RequestState};
use crate::shares::{Holding, ShareEntryKind};
use crate::{Refusal, text};

/// Longest words on how to pay, in characters.
const HOW: usize = 500;

/// How shares are paid, in the cooperative's words: an account, an address. Empty in a language when nothing is said in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HowToPay {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

impl HowToPay {
    /// Whether the words can be shown: one line each, or nothing.
    ///
    /// # Errors
    /// [`Refusal::TextInvalid`], [`Refusal::TextCharacters`].
    pub fn check(&self) -> Result<(), Refusal> {
        [&self.fr, &self.en].into_iter().filter(|words| !words.is_empty()).try_for_each(|words| text::check(words, HOW))
    }

    /// The words in a language, or in the other one when nothing is said in it.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> Option<&str> {
        let (first, other) = match lang {
            Lang::Fr => (&self.fr, &self.en),
            Lang::En => (&self.en, &self.fr),
        };
        [first, other].into_iter().find(|words| !words.is_empty()).map(String::as_str)
    }
}

/// A line of one member's ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerLine {
    /// Id.
    pub id: ShareEntryId,
    /// What happened.
    pub kind: ShareEntryKind,
    /// Shares added or, negative, taken.
    pub shares: i64,
    /// Money paid in or, negative, paid back, at nominal value.
    pub cents: Cents,
    /// When: of a payment, the day the money came.
    pub at: i64,
    /// Whether a later entry undoes it.
    pub reversed: bool,
    /// Of an entry that undoes another: why, in the board's words. Empty when nothing was said, or when it was erased.
    pub reason: String,
}

/// A request, as its member and the board see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestLine {
    /// Id.
    pub id: ShareRequestId,
    /// What is asked for.
    pub kind: RequestKind,
    /// How many shares; of who leaves, all that are held.
    pub shares: i64,
    /// What they are worth at nominal value.
    pub value: Cents,
    /// Of a withdrawal: what the member would be, or was, paid: the value less the losses.
    pub money: Option<Cents>,
    /// Who asks.
    pub member: MemberId,
    /// Member number.
    pub number: Option<u32>,
    /// Name.
    pub name: String,
    /// Of a transfer: number and name of who receives.
    pub receiver: Option<(Option<u32>, String)>,
    /// Whether the member leaves with it.
    pub leaves: bool,
    /// Where it stands.
    pub state: RequestState,
    /// When it was asked.
    pub asked_at: i64,
    /// When it was decided or taken back.
    pub decided_at: Option<i64>,
    /// Why, in the board's words; empty if nothing was said.
    pub reason: String,
    /// Whether whoever reads this asks or receives, and another of the board decides. Said of what waits for the board.
    pub for_another: bool,
}

/// One member's shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberShares {
    /// The member.
    pub member: MemberId,
    /// Member number, once the first shares are paid.
    pub number: Option<u32>,
    /// Name.
    pub name: String,
    /// Of an organisation: who speaks for it.
    pub representative: Option<String>,
    /// Name of the cooperative.
    pub cooperative: String,
    /// Its form, capital and seat, as on its letters.
    pub legal_line: String,
    /// IANA time zone of the cooperative.
    pub time_zone: String,
    /// Nominal value of a share.
    pub nominal: Cents,
    /// Fewest shares a member holds.
    pub minimum: i64,
    /// Sum of the ledger.
    pub held: Holding,
    /// What is still to be paid; of somebody admitted, for the shares wished.
    pub owed: Cents,
    /// How it is paid.
    pub pay: HowToPay,
    /// Shares subscribed with the application and not entered yet, since nothing was paid.
    pub wished: Option<i64>,
    /// Whether the membership is over and shares are to be paid back.
    pub to_repay: Option<Cents>,
    /// Patronage refunds: what comes if its resolution is adopted, and what came, the last year first.
    pub refunds: Vec<OwnRefund>,
    /// Oldest first.
    pub entries: Vec<LedgerLine>,
    /// Newest first.
    pub requests: Vec<RequestLine>,
    /// When this was read.
    pub now: i64,
}

/// Somebody who still has something to pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwingLine {
    /// The member.
    pub member: MemberId,
    /// Member number.
    pub number: Option<u32>,
    /// Name.
    pub name: String,
    /// What is to be paid.
    pub owed: Cents,
}

/// The shares of everybody together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareTotals {
    /// Members and others who hold a share.
    pub holders: u32,
    /// Shares.
    pub shares: i64,
    /// Capital paid in.
    pub capital: Cents,
    /// The most the capital ever was.
    pub highest: Cents,
    /// What the capital may not fall below.
    pub floor: Cents,
    /// Shares of each holder on average, in hundredths, rounded; none without holders.
    pub average_hundredths: Option<i64>,
    /// Month after month.
    pub history: Vec<HistoryPoint>,
}

/// What the board sees of shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareRegister {
    /// IANA time zone of the cooperative.
    pub time_zone: String,
    /// Everybody together.
    pub totals: ShareTotals,
    /// Requests the board has not decided, oldest first.
    pub waiting: Vec<RequestLine>,
    /// Who has something to pay, at most a hundred.
    pub owing: Vec<OwingLine>,
}

/// A payment that was entered, now or before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentEntered {
    /// The entry of the ledger.
    pub entry: ShareEntryId,
    /// The instant it stands under.
    pub at: i64,
    /// Whether it had been entered before, and nothing was added now.
    pub before: bool,
    /// The member number the payment brought.
    pub number: Option<u32>,
}

/// Shares and capital at the end of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPoint {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u32,
    /// Shares.
    pub shares: i64,
    /// Capital paid in.
    pub capital: Cents,
}

/// Most lines of a history before it goes by years.
const MOST_MONTHS: usize = 36;

/// Sums what changed on each day (days since 1970 UTC, in order; shares, cents) to the end of each month in which
/// something did. A long history keeps the last month of each year.
#[must_use]
pub fn history(days: &[(i64, i64, i64)]) -> Vec<HistoryPoint> {
    let mut points: Vec<HistoryPoint> = Vec::new();
    let (mut shares, mut cents) = (0_i64, 0_i64);
    for (day, more_shares, more_cents) in days {
        shares = shares.saturating_add(*more_shares);
        cents = cents.saturating_add(*more_cents);
        let Some(date) = day.checked_mul(86_400).and_then(|second| DateTime::from_timestamp(second, 0)) else {
            continue;
        };
        let point = HistoryPoint { year: date.year(), month: date.month(), shares, capital: Cents(cents) };
        match points.last_mut() {
            Some(last) if (last.year, last.month) == (point.year, point.month) => *last = point,
            _ => points.push(point),
        }
    }
    if points.len() > MOST_MONTHS {
        let years: Vec<i32> = points.iter().skip(1).map(|next| next.year).collect();
        let mut next = years.into_iter();
        points.retain(|point| next.next() != Some(point.year));
    }
    points
}

/// An average in hundredths, rounded to the nearest, halves up. None of nobody.
#[must_use]
pub fn average_hundredths(total: i64, of: u32) -> Option<i64> {
    if of == 0 {
        return None;
    }
    let (total, of) = (i128::from(total.max(0)), i128::from(of));
    i64::try_from((total * 200 + of) / (2 * of)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_to_pay_is_said_in_the_readers_language_or_in_the_other() {
        let of = |fr: &str, en: &str| HowToPay { fr: fr.to_owned(), en: en.to_owned() };
        assert_eq!(of("Virement", "Transfer").in_lang(Lang::En), Some("Transfer"));
        assert_eq!(of("Virement", "").in_lang(Lang::En), Some("Virement"));
        assert_eq!(of("", "").in_lang(Lang::Fr), None);
        assert_eq!(of("", "").check(), Ok(()));
        assert_eq!(of(&"x".repeat(500), "").check(), Ok(()));
        assert_eq!(of("", &"x".repeat(501)).check(), Err(Refusal::TextInvalid));
        assert_eq!(of("a\nb", "").check(), Err(Refusal::TextCharacters));
    }

    #[test]
    fn an_average_is_exact_to_two_decimals() {
        for (total, of, hundredths) in [
            (675, 150, 450),
            (1, 3, 33),
            (2, 3, 67),
            (1, 200, 1),
            (1, 201, 0),
            (0, 7, 0),
            (i64::MAX / 100, 1, i64::MAX / 100 * 100),
        ] {
            assert_eq!(average_hundredths(total, of), Some(hundredths), "{total} {of}");
        }
        assert_eq!(average_hundredths(5, 0), None);
        assert_eq!(average_hundredths(i64::MAX, 1), None, "beyond the integers");
    }

    #[test]
    fn a_history_is_the_sum_at_the_end_of_each_month() {
        // 2026-01-01, -31, 2026-03-01.
        let days = [(20_454, 4, 6400), (20_484, 1, 1600), (20_513, -2, -3200)];
        let point = |month, shares, cents| HistoryPoint { year: 2026, month, shares, capital: Cents(cents) };
        assert_eq!(history(&days), [point(1, 5, 8000), point(3, 3, 4800)]);
        assert_eq!(history(&[]), []);
    }

    #[test]
    fn a_long_history_goes_by_years() {
        // A share a month, on the first: for 36 months, then for 60.
        let day = |n: u32| {
            let first = chrono::NaiveDate::from_ymd_opt(2015, 1, 1).unwrap() + chrono::Months::new(n);
            first.signed_duration_since(chrono::NaiveDate::default()).num_days()
        };
        let months = |n: u32| (0..n).map(|n| (day(n), 1, 1600)).collect::<Vec<_>>();
        assert_eq!(history(&months(36)).len(), 36);
        let years = history(&months(60));
        let found: Vec<_> = years.iter().map(|point| point.year).collect();
        assert!(found.windows(2).all(|pair| pair[0] < pair[1]), "{found:?}");
        assert_eq!(years.last().map(|point| point.shares), Some(60));
    }
}
