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

/// "23 novembre 2026, 21:05 (Europe/Paris)".
#[must_use]
pub fn in_words(at: i64, zone: &str, lang: Lang) -> String {
    let tz: Tz = zone.parse().unwrap_or(Tz::UTC);
    let Some(at) = DateTime::from_timestamp_micros(at) else { return String::new() };
    let local = tz.from_utc_datetime(&at.naive_utc());
    let month = lang.t(&format!("month-{}", local.month()));
    let hour = format!("{:02}:{:02}", local.hour(), local.minute());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_is_applied_and_named() {
        // 2026-03-29 13:00Z is 15:00 in Paris: summer time began that morning (rules.md T23).
        let text = in_words(1_774_789_200_000_000, "Europe/Paris", Lang::Fr);
        assert_eq!(text, "29 mars 2026, 15:00 (Europe/Paris)");
        let text = in_words(1_774_789_200_000_000, "Europe/Paris", Lang::En);
        assert_eq!(text, "29 March 2026, 15:00 (Europe/Paris)");
    }
}
