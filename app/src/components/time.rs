//! Instants in the assembly's time zone, with its name.

use chrono::{DateTime, Datelike, TimeZone, Timelike};
use chrono_tz::Tz;
use leptos::prelude::*;

use crate::i18n::Lang;

/// An instant (microseconds UTC) in words: date, hour and zone.
#[component]
pub fn When(
    /// Microseconds since 1970 UTC.
    at: i64,
    /// IANA name of the zone.
    zone: String,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let text = in_words(at, &zone, lang);
    let machine = DateTime::from_timestamp_micros(at).map(|at| at.to_rfc3339()).unwrap_or_default();
    view! { <time datetime=machine>{text}</time> }
}

/// The day of an instant (microseconds UTC) in a place: "23 novembre 2026".
#[component]
pub fn Day(
    /// Microseconds since 1970 UTC.
    at: i64,
    /// IANA name of the zone.
    zone: String,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let tz: Tz = zone.parse().unwrap_or(Tz::UTC);
    let local = DateTime::from_timestamp_micros(at).map(|at| tz.from_utc_datetime(&at.naive_utc()));
    let machine = local.map(|at| at.date_naive().to_string()).unwrap_or_default();
    let text = local.map(|at| {
        let month = lang.t(&format!("month-{}", at.month()));
        let year = at.year().to_string();
        lang.with("shares-day", &[("day", at.day().into()), ("month", month.into()), ("year", year.into())])
    });
    view! { <time datetime=machine>{text.unwrap_or_default()}</time> }
}

/// "23 novembre 2026, 21:05 (Europe/Paris)".
#[must_use]
pub fn in_words(at: i64, zone: &str, lang: Lang) -> String {
    let tz: Tz = zone.parse().unwrap_or(Tz::UTC);
    let Some(at) = DateTime::from_timestamp_micros(at) else { return String::new() };
    let local = tz.from_utc_datetime(&at.naive_utc());
    let month = lang.t(&format!("month-{}", local.month()));
    let hour = hour(at.timestamp_micros(), zone);
    lang.with(
        "date-time",
        &[
            ("day", local.day().into()),
            ("month", month.into()),
            ("year", local.year().to_string().into()),
            ("hour", hour.into()),
            ("zone", zone.to_owned().into()),
        ],
    )
}

/// "23 novembre 2026".
#[must_use]
pub fn day(at: i64, zone: &str, lang: Lang) -> String {
    let tz: Tz = zone.parse().unwrap_or(Tz::UTC);
    let Some(at) = DateTime::from_timestamp_micros(at) else { return String::new() };
    let local = tz.from_utc_datetime(&at.naive_utc());
    let month = lang.t(&format!("month-{}", local.month()));
    let args = [("day", local.day().into()), ("month", month.into()), ("year", local.year().to_string().into())];
    lang.with("date-day", &args)
}

/// Year, month and day of an instant in a place, for programs; the first of 1970 of one that no calendar has.
#[must_use]
pub fn year_month_day(at: i64, zone: &str) -> (i32, u32, u32) {
    let tz: Tz = zone.parse().unwrap_or(Tz::UTC);
    let local = DateTime::from_timestamp_micros(at).map(|at| tz.from_utc_datetime(&at.naive_utc()));
    local.map_or((1970, 1, 1), |at| (at.year(), at.month(), at.day()))
}

/// "21:05".
#[must_use]
pub fn hour(at: i64, zone: &str) -> String {
    let tz: Tz = zone.parse().unwrap_or(Tz::UTC);
    let Some(at) = DateTime::from_timestamp_micros(at) else { return String::new() };
    let local = tz.from_utc_datetime(&at.naive_utc());
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// Year, month, day: the same for every program.
const ISO_DAY: &str = "%Y-%m-%d";

/// "2026-11-23", for programs.
#[must_use]
pub fn iso_day(at: i64, zone: &str) -> String {
    let tz: Tz = zone.parse().unwrap_or(Tz::UTC);
    let at = DateTime::from_timestamp_micros(at);
    at.map(|at| tz.from_utc_datetime(&at.naive_utc()).format(ISO_DAY).to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_is_applied_and_named() {
        // 2026-03-29 13:00Z is 15:00 in Paris: summer time began that morning (rules.md T23).
        let text = in_words(1_774_789_200_000_000, "Europe/Paris", Lang::Fr);
        assert_eq!(text, "29 mars 2026, 15:00 (Europe/Paris)");
        assert_eq!(day(1_774_789_200_000_000, "Pacific/Auckland", Lang::Fr), "30 mars 2026");
        let text = in_words(1_774_789_200_000_000, "Europe/Paris", Lang::En);
        assert_eq!(text, "29 March 2026, 15:00 (Europe/Paris)");
    }

    #[test]
    fn a_day_is_that_of_the_zone() {
        // 2026-03-28 23:30Z: the next day in Paris.
        let at = 1_774_740_600_000_000;
        assert_eq!(day(at, "Europe/Paris", Lang::Fr), "29 mars 2026");
        assert_eq!((year_month_day(at, "Europe/Paris"), year_month_day(at, "UTC")), ((2026, 3, 29), (2026, 3, 28)));
        assert_eq!(
            (iso_day(at, "Europe/Paris"), iso_day(at, "UTC")),
            ("2026-03-29".to_owned(), "2026-03-28".to_owned())
        );
    }
}
