//! The calendar that leads to an assembly: the last day for each thing, in the place's own days, and the hour after which
//! ballots cast in advance are no longer received. Days are days of the assembly's time zone; an hour is an hour there,
//! whether or not summer time begins or ends in between.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime, TimeZone as _, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::statutes::Preset;

/// Days between the proposal of convening by e-mail and the assembly (C. com. R.225-63).
const CONSENT_DAYS: u64 = 35;
/// Days before the assembly until which documents are sent to whoever asks (C. com. R.225-88).
const DOCUMENTS_DAYS: u64 = 5;

/// When things must be done, as the rules say it. A field is `None` where they say nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarRules {
    /// Days before the assembly until which members may propose items (R.225-72).
    pub proposal_days: Option<u32>,
    /// Days before it on which the list of members is fixed (R.225-90).
    pub member_list_day: Option<u32>,
    /// Business days before it until which questions are asked in writing (R.225-84).
    pub question_business_days: Option<u32>,
    /// Days before it until which a form to vote from afar is asked for (R.225-75).
    pub form_request_days: Option<u32>,
    /// Days before it until which paper forms are received, at the earliest (R.225-77).
    pub paper_days: Option<u32>,
    /// Days before it, and the hour of that day, until which electronic ballots are received in advance (R.225-77).
    pub electronic: Option<(u32, NaiveTime)>,
}

/// The calendar of one assembly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// The day of the assembly.
    pub day: NaiveDate,
    /// Who has not agreed to e-mail by then is convened by letter.
    pub consent: NaiveDate,
    /// Last day for proposals.
    pub proposals: Option<NaiveDate>,
    /// The list of members is fixed.
    pub member_list: Option<NaiveDate>,
    /// Last day to send the notice.
    pub notice: NaiveDate,
    /// Last day to ask for a form.
    pub form_request: Option<NaiveDate>,
    /// Last day to ask for documents.
    pub documents: NaiveDate,
    /// Last day for written questions.
    pub questions: Option<NaiveDate>,
    /// Last day for paper forms.
    pub paper: Option<NaiveDate>,
    /// When electronic ballots are no longer received in advance, in microseconds UTC.
    pub electronic: Option<i64>,
}

impl Calendar {
    /// The calendar of an assembly that starts at an instant (microseconds UTC) in a time zone.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] for an unknown zone or an instant no calendar has.
    pub fn of(preset: &Preset, call: u8, starts_at: i64, time_zone: &str) -> Result<Self, Refusal> {
        let zone: Tz = time_zone.parse().map_err(|_| Refusal::Malformed)?;
        let day =
            DateTime::from_timestamp_micros(starts_at).ok_or(Refusal::Malformed)?.with_timezone(&zone).date_naive();
        let before = |days: u64| day.checked_sub_days(Days::new(days)).ok_or(Refusal::Malformed);
        let optional = |days: Option<u32>| days.map(|days| before(days.into())).transpose();
        let rules = &preset.calendar;
        // Clear days count neither the day of the notice nor that of the assembly.
        let notice = u64::from(preset.notice_of(call)) + u64::from(preset.clear_days);
        let electronic = match rules.electronic {
            Some((days, hour)) => Some(instant(before(days.into())?, hour, zone)?),
            None => None,
        };
        Ok(Self {
            day,
            consent: before(CONSENT_DAYS)?,
            proposals: optional(rules.proposal_days)?,
            member_list: optional(rules.member_list_day)?,
            notice: before(notice)?,
            form_request: optional(rules.form_request_days)?,
            documents: before(DOCUMENTS_DAYS)?,
            questions: rules.question_business_days.map(|days| business_days_before(day, days)).transpose()?,
            paper: optional(rules.paper_days)?,
            electronic,
        })
    }
}

/// When the list of members is fixed: the first instant of its day, in the place's own days (C. com. R.225-90). `None` where
/// the rules know no such list. Instants are microseconds UTC.
///
/// # Errors
/// [`Refusal::Malformed`] as for [`Calendar::of`].
pub fn member_list_at(preset: &Preset, starts_at: i64, time_zone: &str) -> Result<Option<i64>, Refusal> {
    let zone: Tz = time_zone.parse().map_err(|_| Refusal::Malformed)?;
    let Some(day) = Calendar::of(preset, 1, starts_at, time_zone)?.member_list else { return Ok(None) };
    instant(day, NaiveTime::MIN, zone).map(Some)
}

/// Until when proposals to an assembly are received: the first instant after the last day, in the place's own days (C. com.
/// R.225-72). `None` where the rules set no day. Instants are microseconds UTC.
///
/// # Errors
/// [`Refusal::Malformed`] as for [`Calendar::of`].
pub fn proposals_until(preset: &Preset, starts_at: i64, time_zone: &str) -> Result<Option<i64>, Refusal> {
    let zone: Tz = time_zone.parse().map_err(|_| Refusal::Malformed)?;
    let Some(last) = Calendar::of(preset, 1, starts_at, time_zone)?.proposals else { return Ok(None) };
    let after = last.checked_add_days(Days::new(1)).ok_or(Refusal::Malformed)?;
    instant(after, NaiveTime::MIN, zone).map(Some)
}

/// Until when written questions before an assembly are received: the first instant after the last day, in the place's own
/// days (C. com. R.225-84). `None` where the rules set no day. Instants are microseconds UTC.
///
/// # Errors
/// [`Refusal::Malformed`] as for [`Calendar::of`].
pub fn questions_until(preset: &Preset, starts_at: i64, time_zone: &str) -> Result<Option<i64>, Refusal> {
    let zone: Tz = time_zone.parse().map_err(|_| Refusal::Malformed)?;
    let Some(last) = Calendar::of(preset, 1, starts_at, time_zone)?.questions else { return Ok(None) };
    let after = last.checked_add_days(Days::new(1)).ok_or(Refusal::Malformed)?;
    instant(after, NaiveTime::MIN, zone).map(Some)
}

/// The day so many days after an instant, in the place's own days: its first instant. Instants are microseconds UTC.
///
/// # Errors
/// [`Refusal::Malformed`] as for [`Calendar::of`].
pub fn days_after(at: i64, days: u64, time_zone: &str) -> Result<i64, Refusal> {
    let zone: Tz = time_zone.parse().map_err(|_| Refusal::Malformed)?;
    let day = DateTime::from_timestamp_micros(at).ok_or(Refusal::Malformed)?.with_timezone(&zone).date_naive();
    instant(day.checked_add_days(Days::new(days)).ok_or(Refusal::Malformed)?, NaiveTime::MIN, zone)
}

/// Days that lack between a first meeting and a second for the second to have had its own notice (R.225-69): a warning,
/// since both may be announced at once. `None` when nothing lacks. Instants are microseconds UTC.
///
/// # Errors
/// [`Refusal::Malformed`] as for [`Calendar::of`], and for a second meeting before the first.
pub fn second_call_lacks(preset: &Preset, first: i64, second: i64, time_zone: &str) -> Result<Option<u32>, Refusal> {
    let zone: Tz = time_zone.parse().map_err(|_| Refusal::Malformed)?;
    let day = |at| DateTime::from_timestamp_micros(at).map(|at| at.with_timezone(&zone).date_naive());
    let (first, second) = (day(first).ok_or(Refusal::Malformed)?, day(second).ok_or(Refusal::Malformed)?);
    let between = u32::try_from((second - first).num_days()).map_err(|_| Refusal::Malformed)?;
    let lacks = preset.notice_of(2).saturating_sub(between);
    Ok((lacks > 0).then_some(lacks))
}

/// An hour of a day in a place. An hour that summer time skips is the first one after it; of one that comes twice, the
/// first: nobody is cut off earlier than the clock on the wall says.
pub(crate) fn instant(day: NaiveDate, hour: NaiveTime, zone: Tz) -> Result<i64, Refusal> {
    let local = day.and_time(hour);
    let found = zone.from_local_datetime(&local).earliest();
    let found = found.or_else(|| zone.from_local_datetime(&(local + chrono::Duration::hours(1))).earliest());
    found.map(|at| at.timestamp_micros()).ok_or(Refusal::Malformed)
}

/// The `days`-th business day before a day: neither Saturday, Sunday nor a public holiday.
fn business_days_before(day: NaiveDate, days: u32) -> Result<NaiveDate, Refusal> {
    let mut at = day;
    let mut left = days;
    while left > 0 {
        at = at.pred_opt().ok_or(Refusal::Malformed)?;
        left -= u32::from(is_business_day(at));
    }
    Ok(at)
}

/// Whether people work in France that day: no weekend, no public holiday (Code du travail L.3133-1).
#[must_use]
pub fn is_business_day(day: NaiveDate) -> bool {
    const FIXED: [(u32, u32); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    // Easter Monday, Ascension, Whit Monday, counted from Easter Sunday.
    const MOVING: [i64; 3] = [1, 39, 50];
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let fixed = FIXED.contains(&(day.month(), day.day()));
    let moving = easter(day.year()).is_some_and(|easter| MOVING.contains(&(day - easter).num_days()));
    !(weekend || fixed || moving)
}

/// Easter Sunday of the Gregorian calendar: the Sunday after the first full moon of spring, as the tables of 1582 have it
/// (the computation without exceptions published in Nature, 20 April 1876).
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn easter_falls_where_almanacs_have_it() {
        for day in ["1818-03-22", "2000-04-23", "2008-03-23", "2024-03-31", "2026-04-05", "2027-03-28", "2038-04-25"] {
            assert_eq!(easter(date(day).year()), Some(date(day)));
        }
    }

    #[test]
    fn nobody_works_on_a_holiday() {
        for off in ["2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-07-14", "2026-11-11", "2026-11-21"] {
            assert!(!is_business_day(date(off)), "{off}");
        }
        for on in ["2026-04-07", "2026-11-10", "2026-11-23", "2026-12-24"] {
            assert!(is_business_day(date(on)), "{on}");
        }
    }

    #[test]
    fn business_days_step_over_weekends_and_holidays() {
        // Tuesday after Whit Monday: back over the holiday and the weekend.
        assert_eq!(business_days_before(date("2026-05-26"), 1), Ok(date("2026-05-22")));
        assert_eq!(business_days_before(date("2026-05-26"), 4), Ok(date("2026-05-19")));
        assert_eq!(business_days_before(date("2026-05-26"), 0), Ok(date("2026-05-26")));
    }

    #[test]
    fn an_hour_that_is_skipped_or_repeated_is_still_an_instant() {
        let half_past_two = NaiveTime::from_hms_opt(2, 30, 0).expect("an hour");
        let zone: Tz = "Europe/Paris".parse().expect("a zone");
        let at = |day: &str| {
            let micros = instant(date(day), half_past_two, zone).expect("an instant");
            DateTime::from_timestamp_micros(micros).expect("in range").format("%H:%M").to_string()
        };
        assert_eq!(at("2026-03-29"), "01:30", "half past three, summer time");
        assert_eq!(at("2026-10-25"), "00:30", "the first of the two");
    }

    #[test]
    fn the_list_of_members_is_fixed_when_its_day_begins_where_the_assembly_is() {
        let ago = Preset::load("sa-cooperative-fr-ago").expect("a preset");
        let micros = |text: &str| DateTime::parse_from_rfc3339(text).expect("an instant").timestamp_micros();
        for (starts, zone, fixed) in [
            ("2027-06-05T14:00:00+02:00", "Europe/Paris", "2027-05-20T00:00:00+02:00"),
            // Summer time begins and ends between the two.
            ("2026-04-10T18:00:00+02:00", "Europe/Paris", "2026-03-25T00:00:00+01:00"),
            ("2026-11-05T18:00:00+01:00", "Europe/Paris", "2026-10-20T00:00:00+02:00"),
            // Late in the evening there, the next day in London.
            ("2026-11-05T23:30:00-04:00", "America/Martinique", "2026-10-20T00:00:00-04:00"),
            ("2026-06-05T00:00:00+02:00", "Europe/Paris", "2026-05-20T00:00:00+02:00"),
            // A midnight that summer time skips: the day begins at one.
            ("2026-05-10T12:00:00+03:00", "Africa/Cairo", "2026-04-24T01:00:00+03:00"),
        ] {
            assert_eq!(member_list_at(&ago, micros(starts), zone), Ok(Some(micros(fixed))), "{starts} {zone}");
        }
        let uk = Preset::load("uk-coops-model").expect("a preset");
        assert_eq!(member_list_at(&uk, 1_800_000_000_000_000, "Europe/London"), Ok(None));
        assert_eq!(member_list_at(&ago, 0, "Europe/Nowhere"), Err(Refusal::Malformed));
    }

    #[test]
    fn proposals_are_received_to_the_end_of_their_last_day_where_the_assembly_is() {
        let ago = Preset::load("sa-cooperative-fr-ago").expect("a preset");
        let micros = |text: &str| DateTime::parse_from_rfc3339(text).expect("an instant").timestamp_micros();
        for (starts, zone, until) in [
            ("2027-06-05T14:00:00+02:00", "Europe/Paris", "2027-05-12T00:00:00+02:00"),
            // Summer time begins, or ends, between the two.
            ("2026-04-10T18:00:00+02:00", "Europe/Paris", "2026-03-17T00:00:00+01:00"),
            ("2026-11-05T18:00:00+01:00", "Europe/Paris", "2026-10-12T00:00:00+02:00"),
            ("2026-11-05T23:30:00-04:00", "America/Martinique", "2026-10-12T00:00:00-04:00"),
        ] {
            assert_eq!(proposals_until(&ago, micros(starts), zone), Ok(Some(micros(until))), "{starts} {zone}");
        }
        let uk = Preset::load("uk-coops-model").expect("a preset");
        assert_eq!(proposals_until(&uk, 1_800_000_000_000_000, "Europe/London"), Ok(None));
        assert_eq!(proposals_until(&ago, 0, "Europe/Nowhere"), Err(Refusal::Malformed));
    }

    #[test]
    fn questions_are_received_to_the_end_of_the_fourth_business_day_before() {
        let ago = Preset::load("sa-cooperative-fr-ago").expect("a preset");
        let micros = |text: &str| DateTime::parse_from_rfc3339(text).expect("an instant").timestamp_micros();
        for (starts, zone, until) in [
            // A Saturday: back over Friday, Thursday, Wednesday to Tuesday.
            ("2027-06-05T14:00:00+02:00", "Europe/Paris", "2027-06-02T00:00:00+02:00"),
            // A Monday: over the weekend.
            ("2026-11-23T18:00:00+01:00", "Europe/Paris", "2026-11-18T00:00:00+01:00"),
            // Over Easter Monday and the beginning of summer time, and over its end.
            ("2026-04-08T18:00:00+02:00", "Europe/Paris", "2026-04-02T00:00:00+02:00"),
            ("2026-10-27T18:00:00+01:00", "Europe/Paris", "2026-10-22T00:00:00+02:00"),
            ("2026-11-05T23:30:00-04:00", "America/Martinique", "2026-10-31T00:00:00-04:00"),
        ] {
            assert_eq!(questions_until(&ago, micros(starts), zone), Ok(Some(micros(until))), "{starts} {zone}");
        }
        let uk = Preset::load("uk-coops-model").expect("a preset");
        assert_eq!(questions_until(&uk, 1_800_000_000_000_000, "Europe/London"), Ok(None));
        assert_eq!(questions_until(&ago, 0, "Europe/Nowhere"), Err(Refusal::Malformed));
    }

    #[test]
    fn days_after_an_instant_are_days_of_the_place() {
        let micros = |text: &str| DateTime::parse_from_rfc3339(text).expect("an instant").timestamp_micros();
        for (at, after) in [
            ("2026-03-27T23:30:00+01:00", "2026-04-01T00:00:00+02:00"),
            ("2026-10-24T00:00:00+02:00", "2026-10-29T00:00:00+01:00"),
        ] {
            assert_eq!(days_after(micros(at), 5, "Europe/Paris"), Ok(micros(after)), "{at}");
        }
        assert_eq!(days_after(i64::MAX, 5, "Europe/Paris"), Err(Refusal::Malformed));
    }

    #[test]
    fn a_preset_that_says_nothing_leaves_nothing_to_miss() {
        let uk = Preset::load("uk-coops-model").expect("a preset");
        let calendar = Calendar::of(&uk, 1, 1_800_000_000_000_000, "Europe/London").expect("a calendar");
        assert_eq!((calendar.proposals, calendar.questions, calendar.electronic), (None, None, None));
        assert_eq!(Calendar::of(&uk, 1, 0, "Europe/Nowhere"), Err(Refusal::Malformed));
        assert_eq!(Calendar::of(&uk, 1, i64::MAX, "UTC"), Err(Refusal::Malformed));
    }
}
