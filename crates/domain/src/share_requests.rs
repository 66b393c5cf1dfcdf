//! What a member asks of the board about shares: more of them, to pass some on, to have some back. The board grants or
//! refuses; the member may take the request back before.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone as _};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::ids::MemberId;
use crate::money::Cents;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequestKind {
    /// More shares.
    Subscription,
    /// To pass shares to another member, at nominal value.
    Transfer,
    /// To have shares back, at nominal value less the losses.
    Withdrawal,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequestState {
    /// The board has not decided.
    Waiting,
    /// Granted and entered in the ledger.
    Granted,
    /// Refused, with a reason.
    Refused,
    /// Taken back by the member.
    Withdrawn,
}

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequestMove {
    /// The board grants it.
    Grant,
    /// The board refuses it.
    Refuse,
    /// The member takes it back.
    Withdraw,
}

impl RequestKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Subscription, Self::Transfer, Self::Withdrawal];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Subscription => "subscription",
            Self::Transfer => "transfer",
            Self::Withdrawal => "withdrawal",
        }
    }
}

impl RequestState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Granted, Self::Refused, Self::Withdrawn];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state a move leads to.
    ///
    /// # Errors
    /// [`Refusal::RequestDecided`] when the request waits no more.
    pub fn after(self, happens: RequestMove) -> Result<Self, Refusal> {
        match (self, happens) {
            (Self::Waiting, RequestMove::Grant) => Ok(Self::Granted),
            (Self::Waiting, RequestMove::Refuse) => Ok(Self::Refused),
            (Self::Waiting, RequestMove::Withdraw) => Ok(Self::Withdrawn),
            _ => Err(Refusal::RequestDecided),
        }
    }
}

/// Whether somebody may decide on what `parties` (who asks, who receives) have to do with. Nobody does on the own while one
/// of the `deciders`, everybody entitled at that moment, is no party to it; where all of them are, as in a board of one,
/// the member is served all the same. The law says so of agreements with who leads (C. com. L.225-40: the interested person
/// does not vote); of requests no text speaks, and the same is asked.
///
/// # Errors
/// [`Refusal::OwnRequest`].
pub fn impartial(by: MemberId, parties: &[MemberId], deciders: &[MemberId]) -> Result<(), Refusal> {
    let another = deciders.iter().any(|decider| !parties.contains(decider));
    if parties.contains(&by) && another { Err(Refusal::OwnRequest) } else { Ok(()) }
}

/// A member asks the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskShares {
    /// What for.
    pub kind: RequestKind,
    /// How many shares. Of who leaves, all shares held are meant, whatever is said here.
    pub shares: u32,
    /// Of a transfer: the member number of who receives.
    #[serde(default)]
    pub receiver: Option<u32>,
    /// Whether the member leaves the cooperative with it.
    #[serde(default)]
    pub leaves: bool,
}

impl AskShares {
    /// Whether what is said goes together: a receiver for a transfer and nothing else, and nobody leaves with more shares.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] when not; [`Refusal::TooFewShares`] for no share.
    pub fn check(&self) -> Result<(), Refusal> {
        let transfer = self.kind == RequestKind::Transfer;
        if transfer != self.receiver.is_some() || (self.leaves && self.kind == RequestKind::Subscription) {
            return Err(Refusal::Malformed);
        }
        if self.shares < 1 && !self.leaves { Err(Refusal::TooFewShares) } else { Ok(()) }
    }
}

/// What the board answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is done.
    Grant,
    /// It is not, and a reason is given.
    Refuse,
}

/// The board decides on a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecideRequest {
    /// Granted or refused.
    pub decision: Verdict,
    /// Why, in one line; needed to refuse.
    #[serde(default)]
    pub reason: String,
}

/// The board enters a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordPayment {
    /// Who paid.
    pub member: MemberId,
    /// How much, in cents.
    pub cents: Cents,
    /// The day the money came, `YYYY-MM-DD` in the cooperative's time zone; today if absent.
    #[serde(default)]
    pub on: Option<String>,
    /// What tells this payment from the member's others, such as the bank's reference. Only its hash is kept.
    pub reference: String,
}

impl RecordPayment {
    /// The instant the payment stands under: now, if it came today, or else noon of its day, but not before the person
    /// applied. Instants are microseconds UTC.
    ///
    /// # Errors
    /// [`Refusal::PaymentDate`] for a day to come, one before the application, and what is no day;
    /// [`Refusal::Malformed`] for an unknown time zone.
    pub fn at(&self, applied_at: i64, now: i64, time_zone: &str) -> Result<i64, Refusal> {
        let Some(on) = self.on.as_deref() else { return Ok(now) };
        let zone: Tz = time_zone.parse().map_err(|_| Refusal::Malformed)?;
        let day_of = |at| DateTime::from_timestamp_micros(at).map(|at| at.with_timezone(&zone).date_naive());
        let day = NaiveDate::parse_from_str(on.trim(), "%Y-%m-%d").map_err(|_| Refusal::PaymentDate)?;
        let (today, first) = (day_of(now).ok_or(Refusal::Malformed)?, day_of(applied_at).ok_or(Refusal::Malformed)?);
        if day > today || day < first {
            return Err(Refusal::PaymentDate);
        }
        if day == today {
            return Ok(now);
        }
        let noon = zone.from_local_datetime(&day.and_time(NaiveTime::MIN + chrono::Duration::hours(12))).earliest();
        Ok(noon.map_or(now, |noon| noon.timestamp_micros()).max(applied_at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payment_stands_under_its_own_day() {
        // 2026-11-23 12:00 in Paris, and an application on the 20th at 18:00.
        let (now, applied) = (1_795_431_600_000_000, 1_795_194_000_000_000);
        let at = |on: Option<&str>| {
            let member = MemberId(uuid::Uuid::from_u128(1));
            let on = on.map(str::to_owned);
            RecordPayment { member, cents: Cents(1), on, reference: "x".to_owned() }.at(applied, now, "Europe/Paris")
        };
        assert_eq!(at(None), Ok(now));
        assert_eq!(at(Some("2026-11-23")), Ok(now), "today");
        assert_eq!(at(Some(" 2026-11-22 ")), Ok(now - 86_400_000_000), "noon of the day before");
        assert_eq!(at(Some("2026-11-20")), Ok(applied), "the day of the application, after it");
        for wrong in ["2026-11-24", "2026-11-19", "23/11/2026", "", "2026-13-01", "2026-02-30", "999999999-01-01"] {
            assert_eq!(at(Some(wrong)), Err(Refusal::PaymentDate), "{wrong}");
        }
    }

    #[test]
    fn a_request_is_decided_or_taken_back_once() {
        use RequestMove::{Grant, Refuse, Withdraw};
        for state in RequestState::ALL {
            for (happens, to) in
                [(Grant, RequestState::Granted), (Refuse, RequestState::Refused), (Withdraw, RequestState::Withdrawn)]
            {
                let expected = if state == RequestState::Waiting { Ok(to) } else { Err(Refusal::RequestDecided) };
                assert_eq!(state.after(happens), expected, "{state:?} {happens:?}");
            }
        }
    }

    #[test]
    fn nobody_decides_on_the_own_request_while_somebody_else_may() {
        let [ada, bo, cy] = [1, 2, 3].map(|id| MemberId(uuid::Uuid::from_u128(id)));
        for (by, parties, deciders, expected) in [
            (bo, vec![ada], vec![bo], Ok(())),
            (ada, vec![ada], vec![ada, bo], Err(Refusal::OwnRequest)),
            (ada, vec![ada], vec![ada], Ok(())),
            (bo, vec![ada, bo], vec![ada, bo, cy], Err(Refusal::OwnRequest)),
            (ada, vec![ada, bo], vec![ada, bo], Ok(())),
            (ada, vec![], vec![ada], Ok(())),
        ] {
            assert_eq!(impartial(by, &parties, &deciders), expected, "{by} {parties:?} {deciders:?}");
        }
    }

    #[test]
    fn words_are_those_of_json() {
        for kind in RequestKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
        }
        for state in RequestState::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.word());
        }
    }

    #[test]
    fn what_is_asked_goes_together() {
        let ask = |kind, shares, receiver, leaves| AskShares { kind, shares, receiver, leaves }.check();
        for (kind, receiver) in
            [(RequestKind::Subscription, None), (RequestKind::Transfer, Some(3)), (RequestKind::Withdrawal, None)]
        {
            assert_eq!(ask(kind, 1, receiver, false), Ok(()), "{kind:?}");
            assert_eq!(ask(kind, 0, receiver, false), Err(Refusal::TooFewShares), "{kind:?}");
            let other = if receiver.is_some() { None } else { Some(3) };
            assert_eq!(ask(kind, 1, other, false), Err(Refusal::Malformed), "{kind:?}");
        }
        assert_eq!(ask(RequestKind::Withdrawal, 0, None, true), Ok(()), "all of them are meant");
        assert_eq!(ask(RequestKind::Transfer, 0, Some(3), true), Ok(()));
        assert_eq!(ask(RequestKind::Subscription, 1, None, true), Err(Refusal::Malformed));
    }
}
