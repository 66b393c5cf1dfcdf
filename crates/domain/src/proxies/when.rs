//! Until when a proxy is given by signature, and until when it is taken back.

use chrono::{DateTime, NaiveTime};
use chrono_tz::Tz;

use crate::Refusal;
use crate::assembly::AssemblyState;
use crate::calendar::{Calendar, instant};
use crate::statutes::{Preset, ProxyRevocable};

/// Until when each is received. Whatever comes then holds for the rolls that are fixed after it. Instants are microseconds
/// UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Signed ones, where the rules set an hour (C. com. R.225-80): a proxy on paper is brought to the assembly itself.
    pub signed_until: Option<i64>,
    /// Taking back: `None` where the statutes call what was received final.
    revocable: Option<Option<i64>>,
}

impl Limits {
    /// Those of an assembly that starts at an instant in a time zone.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] for an unknown zone or an instant no calendar has.
    pub fn of(
        preset: &Preset,
        revocable: ProxyRevocable,
        (call, starts_at, time_zone): (u8, i64, &str),
    ) -> Result<Self, Refusal> {
        let signed_until = Calendar::of(preset, call, starts_at, time_zone)?.electronic;
        let revocable = match revocable {
            ProxyRevocable::RollFixed => Some(None),
            ProxyRevocable::Eve => Some(Some(eve(starts_at, time_zone)?)),
            ProxyRevocable::Never => None,
        };
        Ok(Self { signed_until, revocable })
    }

    /// Whether proxies are received at all: from the convocation to the end of the session.
    ///
    /// # Errors
    /// [`Refusal::AssemblyOver`], [`Refusal::AssemblyCancelled`].
    pub fn going(state: AssemblyState) -> Result<(), Refusal> {
        match state {
            AssemblyState::Convened | AssemblyState::InSession => Ok(()),
            AssemblyState::Ended => Err(Refusal::AssemblyOver),
            AssemblyState::Cancelled => Err(Refusal::AssemblyCancelled),
        }
    }

    /// Whether a signed one is received at an instant.
    ///
    /// # Errors
    /// [`Refusal::ProxyTooLate`].
    pub fn signs(&self, now: i64) -> Result<(), Refusal> {
        if self.signed_until.is_none_or(|until| now < until) { Ok(()) } else { Err(Refusal::ProxyTooLate) }
    }

    /// Whether one that was received is taken back at an instant.
    ///
    /// # Errors
    /// [`Refusal::ProxyFinal`].
    pub fn revokes(&self, now: i64) -> Result<(), Refusal> {
        match self.revocable {
            Some(None) => Ok(()),
            Some(Some(until)) if now < until => Ok(()),
            _ => Err(Refusal::ProxyFinal),
        }
    }
}

/// 15:00 on the day before, where the assembly is.
fn eve(starts_at: i64, time_zone: &str) -> Result<i64, Refusal> {
    let zone: Tz = time_zone.parse().map_err(|_| Refusal::Malformed)?;
    let at = DateTime::from_timestamp_micros(starts_at).ok_or(Refusal::Malformed)?;
    let day = at.with_timezone(&zone).date_naive().pred_opt().ok_or(Refusal::Malformed)?;
    instant(day, NaiveTime::from_hms_opt(15, 0, 0).ok_or(Refusal::Malformed)?, zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn micros(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).expect("an instant").timestamp_micros()
    }

    fn limits(preset: &str, revocable: ProxyRevocable, starts: &str) -> Limits {
        let preset = Preset::load(preset).expect("a preset");
        Limits::of(&preset, revocable, (1, micros(starts), "Europe/Paris")).expect("limits")
    }

    #[test]
    fn signed_ones_come_until_the_eve_at_three_in_the_afternoon_of_the_place() {
        // Summer time begins, or ends, on the eve (rules.md T23, T24).
        for (starts, until) in [
            ("2026-03-30T18:00:00+02:00", "2026-03-29T13:00:00Z"),
            ("2026-10-26T18:00:00+01:00", "2026-10-25T14:00:00Z"),
        ] {
            let limits = limits("sa-cooperative-fr-ago", ProxyRevocable::Eve, starts);
            let until = micros(until);
            for (now, given, back) in [
                (until - 1, Ok(()), Ok(())),
                (until, Err(Refusal::ProxyTooLate), Err(Refusal::ProxyFinal)),
                (until + 1, Err(Refusal::ProxyTooLate), Err(Refusal::ProxyFinal)),
            ] {
                assert_eq!((limits.signs(now), limits.revokes(now)), (given, back), "{starts}");
            }
        }
        let uk = limits("uk-coops-model", ProxyRevocable::RollFixed, "2026-03-30T18:00:00+02:00");
        assert_eq!((uk.signs(i64::MAX), uk.revokes(i64::MAX)), (Ok(()), Ok(())), "no hour is said");
    }

    #[test]
    fn what_was_received_is_final_where_the_statutes_say_so() {
        let limits = limits("sa-cooperative-fr-ago", ProxyRevocable::Never, "2026-03-30T18:00:00+02:00");
        assert_eq!(limits.revokes(i64::MIN), Err(Refusal::ProxyFinal));
        let preset = Preset::load("sa-cooperative-fr-ago").expect("a preset");
        for broken in [(1, 0, "Europe/Nowhere"), (1, i64::MAX, "UTC")] {
            assert_eq!(Limits::of(&preset, ProxyRevocable::Eve, broken), Err(Refusal::Malformed));
        }
    }

    #[test]
    fn proxies_come_between_the_convocation_and_the_end() {
        for (state, expected) in [
            (AssemblyState::Convened, Ok(())),
            (AssemblyState::InSession, Ok(())),
            (AssemblyState::Ended, Err(Refusal::AssemblyOver)),
            (AssemblyState::Cancelled, Err(Refusal::AssemblyCancelled)),
        ] {
            assert_eq!(Limits::going(state), expected);
        }
    }
}
