//! Days and hours as people type them in the place's own time.

use chrono::{DateTime, NaiveDateTime};
use chrono_tz::Tz;

use crate::Refusal;
use crate::calendar::instant;

/// What browsers send for a day and an hour.
const SHAPE: &str = "%Y-%m-%dT%H:%M";

/// The instant (microseconds UTC) of a day and hour typed for a place: `2026-11-23T18:00`. Of an hour that comes twice the
/// first, of one that is skipped the first after it. Nothing typed is no instant.
///
/// # Errors
/// [`Refusal::WhenInvalid`] for another shape, [`Refusal::Malformed`] for an unknown zone.
pub fn read(typed: &str, time_zone: &str) -> Result<Option<i64>, Refusal> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let zone: Tz = time_zone.parse().map_err(|_| Refusal::Malformed)?;
    // Some browsers send the seconds, too.
    let minutes = typed.get(..16).filter(|_| matches!(typed.len(), 16 | 19)).ok_or(Refusal::WhenInvalid)?;
    let local = NaiveDateTime::parse_from_str(minutes, SHAPE).map_err(|_| Refusal::WhenInvalid)?;
    instant(local.date(), local.time(), zone).map(Some).map_err(|_| Refusal::WhenInvalid)
}

/// An instant as a field takes it back; empty for what no calendar has.
#[must_use]
pub fn written(at: Option<i64>, time_zone: &str) -> String {
    let zone: Tz = time_zone.parse().unwrap_or(Tz::UTC);
    let at = at.and_then(DateTime::from_timestamp_micros);
    at.map(|at| at.with_timezone(&zone).format(SHAPE).to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_comes_back() {
        for typed in ["2026-11-23T18:00", "2027-06-05T09:30"] {
            let at = read(typed, "Europe/Paris").expect("an instant");
            assert_eq!(written(at, "Europe/Paris"), typed);
        }
        assert_eq!(read(" ", "Europe/Paris"), Ok(None));
        assert_eq!(written(None, "Europe/Paris"), "");
    }

    #[test]
    fn an_hour_is_that_of_the_place_whatever_the_season() {
        let at = |typed| read(typed, "Europe/Paris").expect("an instant").map(|at| at / 1_000_000);
        assert_eq!(at("2026-03-28T18:00"), Some(1_774_717_200), "winter time: 17:00Z");
        assert_eq!(at("2026-03-29T18:00"), Some(1_774_800_000), "summer time since that morning: 16:00Z");
        assert_eq!(at("2026-03-29T02:30"), Some(1_774_747_800), "skipped: 03:30, 01:30Z");
    }

    #[test]
    fn anything_else_is_refused() {
        for typed in
            ["demain", "2026-13-01T10:00", "2026-11-23", "2026-11-23T18:00Z", "2026-11-23 18:00", "é026-11-23T18:0"]
        {
            assert_eq!(read(typed, "Europe/Paris"), Err(Refusal::WhenInvalid), "{typed}");
        }
        assert_eq!(read("2026-11-23T18:00", "Europe/Nowhere"), Err(Refusal::Malformed));
    }
}
