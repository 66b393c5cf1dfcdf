//! Versions of the statutes: each in force from the first instant of a day in the cooperative's time zone until the next.

use chrono::{DateTime, Datelike as _, NaiveDate};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::Statutes;
use super::fields::Field;
use crate::Refusal;
use crate::offices::day_begins;

/// Farthest year a version may take effect in: a slip of the pen reads as one.
const LAST_YEAR: i32 = 2200;

/// A version by its number and first instant (microseconds UTC).
pub trait Numbered {
    /// From 1.
    fn number(&self) -> u32;
    /// First instant in force.
    fn effective_at(&self) -> i64;
}

/// The version in force at an instant: the last that had begun. Before the first begins, that is the first: an assembly was
/// never without rules. `None` of none.
#[must_use]
pub fn in_force<V: Numbered>(versions: &[V], at: i64) -> Option<&V> {
    let begun = versions.iter().filter(|version| version.effective_at() <= at);
    begun.max_by_key(|version| version.number()).or_else(|| versions.iter().min_by_key(|version| version.number()))
}

/// The first instant of a new version, from the day typed (`YYYY-MM-DD`). It may lie in the past, since an assembly's
/// decision is entered after it; but not before the version it follows (`last`, its first instant), nor on or before the day
/// of an assembly that was convened (`convened`, the start of the last one): that assembly keeps the rules its notice named.
///
/// # Errors
/// [`Refusal::StatutesDay`]; [`Refusal::Malformed`] for an unknown zone.
pub fn effective(day: &str, time_zone: &str, last: i64, convened: Option<i64>) -> Result<i64, Refusal> {
    let day = NaiveDate::parse_from_str(day.trim(), "%Y-%m-%d").map_err(|_| Refusal::StatutesDay)?;
    if !(1900..=LAST_YEAR).contains(&day.year()) {
        return Err(Refusal::StatutesDay);
    }
    let at = day_begins(day, time_zone)?;
    if at < last || convened.is_some_and(|start| at <= start) {
        return Err(Refusal::StatutesDay);
    }
    Ok(at)
}

/// The first day a new version may take effect: that of the last one, or the day after the last assembly convened.
///
/// # Errors
/// [`Refusal::Malformed`] for an unknown zone or an instant no calendar has.
pub fn may_precede(time_zone: &str, last: i64, convened: Option<i64>) -> Result<NaiveDate, Refusal> {
    let zone: Tz = time_zone.parse().map_err(|_| Refusal::Malformed)?;
    let day =
        |at: i64| Ok(DateTime::from_timestamp_micros(at).ok_or(Refusal::Malformed)?.with_timezone(&zone).date_naive());
    // A version that began within a day is followed on the next.
    let first = day(last)?;
    let first = if day_begins(first, time_zone)? < last { first.succ_opt().ok_or(Refusal::Malformed)? } else { first };
    match convened {
        Some(start) => Ok(first.max(day(start)?.succ_opt().ok_or(Refusal::Malformed)?)),
        None => Ok(first),
    }
}

/// One thing in which two versions differ. Values as texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Where.
    pub field: Field,
    /// What was said before.
    pub before: String,
    /// What is said now.
    pub after: String,
}

/// Everything in which two versions differ, in the order of the fields.
#[must_use]
pub fn differences(before: &Statutes, after: &Statutes) -> Vec<Change> {
    let differing = Field::ALL.iter().copied().filter(|field| before.says(*field) != after.says(*field));
    let change = |field| Change { field, before: before.says(field).to_string(), after: after.says(field).to_string() };
    differing.map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARIS: &str = "Europe/Paris";

    fn at(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).expect("an instant").timestamp_micros()
    }

    struct V(u32, i64);

    impl Numbered for V {
        fn number(&self) -> u32 {
            self.0
        }

        fn effective_at(&self) -> i64 {
            self.1
        }
    }

    #[test]
    fn a_version_is_in_force_from_its_first_instant_until_the_next() {
        let versions = [V(1, 100), V(2, 200), V(3, 200), V(4, 300)];
        let found = |at| in_force(&versions, at).map(Numbered::number);
        assert_eq!([0, 100, 199, 200, 299, 300].map(found), [1, 1, 1, 3, 3, 4].map(Some));
        assert!(in_force::<V>(&[], 0).is_none());
    }

    #[test]
    fn a_version_begins_at_midnight_of_the_place() {
        let from = |day, last, convened| effective(day, PARIS, last, convened);
        assert_eq!(from("2026-03-29", 0, None), Ok(at("2026-03-29T00:00:00+01:00")), "the day summer time begins");
        assert_eq!(from("2026-10-26", 0, None), Ok(at("2026-10-26T00:00:00+01:00")), "the day after it ended");
        for nonsense in ["", "demain", "2026-02-30", "0001-01-01", "9999-01-01", "2026-3-2x"] {
            assert_eq!(from(nonsense, 0, None), Err(Refusal::StatutesDay), "{nonsense}");
        }
        assert_eq!(effective("2026-03-29", "Europe/Nowhere", 0, None), Err(Refusal::Malformed));
    }

    #[test]
    fn no_version_reaches_back_behind_another_or_an_assembly_convened() {
        let last = at("2026-05-03T00:00:00+02:00");
        assert_eq!(effective("2026-05-02", PARIS, last, None), Err(Refusal::StatutesDay));
        assert_eq!(effective("2026-05-03", PARIS, last, None), Ok(last), "a slip is mended on its day");
        let meeting = Some(at("2026-06-20T18:00:00+02:00"));
        assert_eq!(effective("2026-06-20", PARIS, last, meeting), Err(Refusal::StatutesDay), "the day of the assembly");
        assert!(effective("2026-06-21", PARIS, last, meeting).is_ok());
        // An assembly after midnight UTC and before midnight in Paris is of the day of Paris.
        assert_eq!(effective("2026-06-20", PARIS, last, Some(at("2026-06-19T22:00:00Z"))), Err(Refusal::StatutesDay));
    }

    #[test]
    fn the_first_day_proposed_is_one_that_is_taken() {
        let founded = at("2026-01-05T10:00:00+01:00");
        for (last, convened) in
            [(founded, None), (at("2026-05-03T00:00:00+02:00"), None), (founded, Some(at("2026-06-20T18:00:00+02:00")))]
        {
            let day = may_precede(PARIS, last, convened).expect("a day");
            assert!(effective(&day.to_string(), PARIS, last, convened).is_ok(), "{day}");
            let before = day.pred_opt().expect("a day");
            assert_eq!(effective(&before.to_string(), PARIS, last, convened), Err(Refusal::StatutesDay), "{before}");
        }
    }

    #[test]
    fn differences_are_those_of_values() {
        let before = Statutes::founded("sa-cooperative-fr-ago").expect("a preset");
        assert_eq!(differences(&before, &before.clone()), []);
        let after = before.clone().with(Field::NoticeFirst, crate::statutes::Value::Count(20));
        let change = Change { field: Field::NoticeFirst, before: "15".to_owned(), after: "20".to_owned() };
        assert_eq!(differences(&before, &after), [change]);
    }
}
