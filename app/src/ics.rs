//! Assemblies as calendar programs read them (iCalendar, RFC 5545): lines of at most 75 bytes, text escaped, times in the
//! zone of the assembly, which is described beside them. Nothing in it asks a clock or draws an id: the same assembly has the
//! same entry wherever it is written, so a correction takes the place of what it corrects.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDateTime, Offset as _, TimeZone as _};
use chrono_tz::Tz;

/// What is written for who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// An invitation to one person.
    Request,
    /// It is called off.
    Cancel,
    /// For whoever follows the calendar.
    Publish,
}

/// One assembly.
#[derive(Clone, Debug)]
pub struct Event {
    /// What makes it this one, whatever changes.
    pub uid: String,
    /// Grows with what is said of it.
    pub sequence: u32,
    /// When that was said, in microseconds UTC.
    pub stamp: i64,
    /// When it starts.
    pub starts_at: i64,
    /// IANA zone.
    pub zone: String,
    /// How long, in minutes.
    pub minutes: u32,
    /// Title.
    pub summary: String,
    /// Where.
    pub location: String,
    /// More about it.
    pub description: String,
    /// Its page.
    pub url: String,
    /// Whether it is called off.
    pub cancelled: bool,
    /// Who is invited.
    pub attendee: Option<String>,
}

/// A calendar with these assemblies.
#[must_use]
pub fn calendar(method: Method, events: &[Event]) -> String {
    let mut out = Lines(String::new());
    out.line("BEGIN", "VCALENDAR");
    out.line("VERSION", "2.0");
    out.line("PRODID", "-//Voix//Voix//FR");
    out.line("CALSCALE", "GREGORIAN");
    out.line(
        "METHOD",
        match method {
            Method::Request => "REQUEST",
            Method::Cancel => "CANCEL",
            Method::Publish => "PUBLISH",
        },
    );
    let mut zones: Vec<Tz> = events.iter().map(|event| zone(&event.zone)).collect();
    zones.sort_by_key(|zone| zone.name());
    zones.dedup();
    for zone in zones {
        let at = events.iter().filter(|event| event.zone == zone.name()).map(|event| event.starts_at);
        describe(&mut out, zone, at.collect());
    }
    for event in events {
        write(&mut out, event);
    }
    out.line("END", "VCALENDAR");
    out.0
}

/// The same with who invites: only whoever carries the message knows that address.
#[must_use]
pub fn organised(calendar: &str, name: &str, address: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_control() && *c != '"').collect();
    let mut line = Lines(String::new());
    line.line(&format!("ORGANIZER;CN=\"{name}\""), &format!("mailto:{address}"));
    calendar.replace("END:VEVENT\r\n", &format!("{}END:VEVENT\r\n", line.0))
}

fn write(out: &mut Lines, event: &Event) {
    out.line("BEGIN", "VEVENT");
    out.line("UID", &event.uid);
    out.line("SEQUENCE", &event.sequence.to_string());
    out.line("DTSTAMP", &utc(event.stamp));
    out.line(&format!("DTSTART;TZID={}", zone(&event.zone).name()), &local(event.starts_at, &event.zone));
    out.line("DURATION", &format!("PT{}M", event.minutes));
    out.line("SUMMARY", &escaped(&event.summary));
    out.line("LOCATION", &escaped(&event.location));
    out.line("DESCRIPTION", &escaped(&event.description));
    out.line("URL", &event.url);
    out.line("STATUS", if event.cancelled { "CANCELLED" } else { "CONFIRMED" });
    if let Some(address) = &event.attendee {
        out.line("ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE", &format!("mailto:{address}"));
    }
    out.line("END", "VEVENT");
}

/// A zone, as far as these instants need it: its offset at the first of them, and each that differs from the one before.
fn describe(out: &mut Lines, zone: Tz, mut at: Vec<i64>) {
    at.sort_unstable();
    out.line("BEGIN", "VTIMEZONE");
    out.line("TZID", zone.name());
    let mut before: Option<i32> = None;
    for instant in at {
        let Some(utc) = DateTime::from_timestamp_micros(instant) else { continue };
        let offset = zone.offset_from_utc_datetime(&utc.naive_utc()).fix().local_minus_utc();
        if before == Some(offset) {
            continue;
        }
        out.line("BEGIN", "STANDARD");
        // The first holds for whatever is before it; each other from the beginning of its day on.
        let day = utc.with_timezone(&zone).date_naive().and_time(chrono::NaiveTime::MIN);
        out.line("DTSTART", &before.map_or_else(|| "19700101T000000".to_owned(), |_| stamp(day)));
        out.line("TZOFFSETFROM", &signed(before.unwrap_or(offset)));
        out.line("TZOFFSETTO", &signed(offset));
        out.line("END", "STANDARD");
        before = Some(offset);
    }
    out.line("END", "VTIMEZONE");
}

fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}

fn local(at: i64, name: &str) -> String {
    let at = DateTime::from_timestamp_micros(at).unwrap_or_default();
    stamp(at.with_timezone(&zone(name)).naive_local())
}

fn utc(at: i64) -> String {
    stamp(DateTime::from_timestamp_micros(at).unwrap_or_default().naive_utc()) + "Z"
}

fn stamp(at: NaiveDateTime) -> String {
    at.format("%Y%m%dT%H%M%S").to_string()
}

/// `+0100`.
fn signed(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    format!("{sign}{:02}{:02}", seconds.abs() / 3600, seconds.abs() / 60 % 60)
}

/// A text as a value (RFC 5545 §3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

struct Lines(String);

impl Lines {
    /// A line, folded before it is longer than 75 bytes, never within a character (§3.1).
    fn line(&mut self, name: &str, value: &str) {
        let mut width = 0;
        let mut whole = String::new();
        // Writing to a string does not fail.
        let _ = write!(whole, "{name}:{value}");
        for c in whole.chars().filter(|c| !matches!(c, '\r' | '\n')) {
            if width + c.len_utf8() > 74 {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(c);
            width += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(starts_at: i64) -> Event {
        Event {
            uid: "7@voix".to_owned(),
            sequence: 2,
            stamp: 0,
            starts_at,
            zone: "Europe/Paris".to_owned(),
            minutes: 90,
            summary: "Assemblée; générale, ordinaire".to_owned(),
            location: "Besançon\nSalle 2".to_owned(),
            description: "é".repeat(200),
            url: "https://vote.example.org/assembly/7".to_owned(),
            cancelled: false,
            attendee: Some("camille@example.org".to_owned()),
        }
    }

    /// 2026-10-24 16:00Z and 2026-10-26 17:00Z: both 18:00 in Paris, summer time and winter time.
    const CHANGE: [i64; 2] = [1_792_857_600_000_000, 1_793_034_000_000_000];

    #[test]
    fn an_hour_is_that_of_the_place_on_both_sides_of_the_change() {
        let text = calendar(Method::Publish, &CHANGE.map(event));
        for line in ["DTSTART;TZID=Europe/Paris:20261024T180000", "DTSTART;TZID=Europe/Paris:20261026T180000"] {
            assert!(text.contains(line), "{text}");
        }
        let zone = text.split("BEGIN:VTIMEZONE").nth(1).expect("a zone");
        for line in ["TZOFFSETTO:+0200", "DTSTART:20261026T000000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100"] {
            assert!(zone.contains(line), "{line}: {zone}");
        }
    }

    #[test]
    fn lines_are_short_and_whole_and_text_is_escaped() {
        let text = calendar(Method::Request, &[event(CHANGE[0])]);
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        let unfolded = text.replace("\r\n ", "");
        for line in [
            "METHOD:REQUEST",
            "UID:7@voix",
            "SEQUENCE:2",
            "DTSTAMP:19700101T000000Z",
            "DURATION:PT90M",
            "SUMMARY:Assemblée\\; générale\\, ordinaire",
            "LOCATION:Besançon\\nSalle 2",
            "RSVP=FALSE:mailto:camille@example.org",
            "STATUS:CONFIRMED",
        ] {
            assert!(unfolded.contains(line), "{line}: {unfolded}");
        }
        assert!(unfolded.contains(&"é".repeat(200)));
    }

    #[test]
    fn no_text_adds_a_line() {
        let evil = Event {
            summary: "x\r\nATTENDEE:mailto:a@b.c\nEND:VEVENT".to_owned(),
            uid: "u\r\nX:1".to_owned(),
            attendee: Some("a@b.c\r\nX:2".to_owned()),
            ..event(CHANGE[0])
        };
        let text = calendar(Method::Cancel, &[evil]);
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert!(!lines.iter().any(|line| line.starts_with("X:") || line.starts_with("ATTENDEE:")), "{text}");
        assert_eq!(lines.iter().filter(|line| **line == "END:VEVENT").count(), 1);
    }

    #[test]
    fn who_carries_it_is_who_invites() {
        let text = organised(&calendar(Method::Request, &[event(CHANGE[0])]), "Les \"Essais\"", "bureau@example.org");
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains("ORGANIZER;CN=\"Les Essais\":mailto:bureau@example.org\r\nEND:VEVENT"), "{unfolded}");
    }
}
