//! `voix check`: is everything as it should be? One line for each thing looked at, and an exit code that monitoring knows:
//! 0 all is well, 1 somebody should look, 2 something is wrong.

mod certificate;
mod machine;
mod messages;
mod site;

use std::process::ExitCode;

use anyhow::Result;
use domain::standstill::Reason;
use serde::Serialize;
use service::{Service, copies, upkeep};

use crate::backup::note;
use crate::causes;
use crate::config::{self, Settings};
use crate::mail;
use crate::place;
use crate::restore::{Shown, resuming};

/// A day, in microseconds.
const DAY: i64 = 24 * 3600 * 1_000_000;
/// A copy older than this is looked after: one a day, and two hours for the machine to be late.
const OLD_COPY: i64 = DAY + DAY / 12;
/// A copy older than this is none.
const STALE_COPY: i64 = 7 * DAY;

/// Options of `check`.
#[derive(Clone, Default, clap::Args)]
#[group(id = "check")]
pub struct Options {
    #[command(flatten)]
    place: place::Place,
    /// Address members reach the site at; otherwise that of the file.
    #[arg(long, env = "VOIX_URL")]
    url: Option<String>,
    #[command(flatten)]
    mail: mail::Options,
    /// Answers as JSON, for programs.
    #[arg(long)]
    json: bool,
}

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// As it should be.
    Ok,
    /// Somebody should look.
    Warning,
    /// Wrong.
    Fault,
}

/// One thing looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which.
    check: &'static str,
    /// How it is.
    level: Level,
    /// What was seen.
    words: String,
}

impl Finding {
    fn new(check: &'static str, level: Level, words: impl Into<String>) -> Self {
        Self { check, level, words: words.into() }
    }
}

/// Everything looked at, as programs read it.
#[derive(Serialize)]
struct Report {
    level: Level,
    checks: Vec<Finding>,
}

/// Looks at everything.
pub fn check(options: &Options) -> Result<ExitCode> {
    let more = config::Options::with(options.place.options(), options.url.clone(), options.mail.clone());
    let settings = more.resolve().and_then(|settings| {
        place::ours(&settings)?;
        Ok(settings)
    });
    let checks = match settings {
        Ok(settings) => tokio::runtime::Runtime::new()?.block_on(look(&settings, &options.place)),
        // Whoever watches must not take a file that cannot be read for a warning.
        Err(error) => vec![Finding::new("settings", Level::Fault, causes::of(&error))],
    };
    let level = checks.iter().map(|finding| finding.level).max().unwrap_or(Level::Ok);
    let report = Report { level, checks };
    if options.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        for Finding { check, level, words } in &report.checks {
            let level = match level {
                Level::Ok => "ok",
                Level::Warning => "WARNING",
                Level::Fault => "FAULT",
            };
            println!("{level:8} {check:12} {words}");
        }
    }
    Ok(ExitCode::from(match level {
        Level::Ok => 0,
        Level::Warning => 1,
        Level::Fault => 2,
    }))
}

async fn look(settings: &Settings, place: &place::Place) -> Vec<Finding> {
    let mut found = vec![machine::disk(settings)];
    match place::attach(settings).await {
        Ok(service) => {
            found.push(Finding::new("database", Level::Ok, "it answers, and its schema is of this program"));
            found.extend(of_database(&service, settings, place).await);
            service.close().await;
        }
        Err(error) => {
            found.push(Finding::new("database", Level::Fault, causes::of(&error)));
            let unseen = "NOT CHECKED: the database cannot be opened";
            found.extend(["clock", "record", "messages"].map(|check| Finding::new(check, Level::Fault, unseen)));
        }
    }
    found.push(messages::way(settings).await);
    found.push(site::look(settings, now()).await);
    found.push(certificate::look(settings, now()).await);
    found.push(copy(&note::read(&settings.data), now()));
    found
}

fn now() -> i64 {
    use service::Clock as _;
    crate::machine::SystemClock.now()
}

async fn of_database(service: &Service, settings: &Settings, place: &place::Place) -> Vec<Finding> {
    let failed = |check, error: service::Error| Finding::new(check, Level::Fault, error.to_string());
    let clock = match upkeep::newest_instant(service).await {
        Ok(newest) => machine::clock(newest, service.now()),
        Err(error) => failed("clock", error),
    };
    let records = match upkeep::records(service).await {
        Ok(states) => records(&states),
        Err(error) => failed("record", error),
    };
    let standing = match copies::stopped(service).await {
        Ok(stopped) => {
            let stopped: Vec<_> = stopped.iter().map(|one| (one.assembly.to_string(), one.reason)).collect();
            standstills(&stopped, place)
        }
        Err(error) => Some(failed("restored", error)),
    };
    let messages = match upkeep::outbox(service).await {
        Ok(outbox) => messages::outbox(&outbox, settings.mail.smtp.is_some()),
        Err(error) => failed("messages", error),
    };
    [Some(clock), Some(records), standing, Some(messages)].into_iter().flatten().collect()
}

/// The chains of the records and their checkpoints.
fn records(states: &[upkeep::RecordState]) -> Finding {
    let faults: Vec<String> = states
        .iter()
        .filter_map(|state| Some(format!("assembly {}: {}", state.assembly, state.fault.as_ref()?)))
        .collect();
    if faults.is_empty() {
        let entries: u64 = states.iter().map(|state| state.entries).sum();
        let words = format!("{} assemblies, {entries} entries: chains and checkpoints hold", states.len());
        return Finding::new("record", Level::Ok, words);
    }
    Finding::new("record", Level::Fault, faults.join("; "))
}

/// What stands still since the database was brought back; nothing, if nothing does.
fn standstills(stopped: &[(String, Reason)], place: &place::Place) -> Option<Finding> {
    if stopped.is_empty() {
        return None;
    }
    let one = |(assembly, reason): &(String, Reason)| match reason {
        Reason::Unproven => {
            format!("assembly {assembly} stands still: {}", resuming(place, assembly, &Shown::default()))
        }
        Reason::Lost => format!("assembly {assembly} lost something that was signed, and never goes on"),
    };
    Some(Finding::new("restored", Level::Warning, stopped.iter().map(one).collect::<Vec<_>>().join("; ")))
}

/// The last copy.
fn copy(last: &Result<Option<note::Note>>, now: i64) -> Finding {
    let last = match last {
        Ok(Some(last)) => last,
        Ok(None) => return Finding::new("backup", Level::Fault, "no copy was ever made here: voix backup"),
        Err(error) => return Finding::new("backup", Level::Fault, format!("NOT CHECKED: {}", causes::of(error))),
    };
    let age = now - last.at;
    let words = format!("the last copy is {} hours old ({})", age / (DAY / 24), last.file.display());
    let level = match age {
        age if age > STALE_COPY => Level::Fault,
        age if age > OLD_COPY => Level::Warning,
        _ => Level::Ok,
    };
    Finding::new("backup", level, words)
}

#[cfg(test)]
mod tests {
    use domain::ids::AssemblyId;

    use super::*;

    #[test]
    fn a_copy_is_fresh_old_stale_or_missing() {
        let note = |age| note::Note { at: 100 * DAY - age, file: "/srv/copies/a.age".into() };
        let made = |age| copy(&Ok(Some(note(age))), 100 * DAY).level;
        assert_eq!((made(0), made(OLD_COPY), made(OLD_COPY + 1)), (Level::Ok, Level::Ok, Level::Warning));
        assert_eq!((made(STALE_COPY), made(STALE_COPY + 1)), (Level::Warning, Level::Fault));
        assert_eq!(copy(&Ok(None), 0).level, Level::Fault);
        let unreadable = copy(&Err(anyhow::anyhow!("last-backup cannot be read")), 0);
        assert_eq!((unreadable.level, unreadable.words.contains("never")), (Level::Fault, false));
        assert!(unreadable.words.contains("last-backup cannot be read"), "{}", unreadable.words);
    }

    #[test]
    fn a_record_that_does_not_hold_is_a_fault_and_is_named() {
        let state = |fault: Option<&str>| upkeep::RecordState {
            assembly: AssemblyId(uuid::Uuid::from_u128(7)),
            entries: 3,
            fault: fault.map(str::to_owned),
        };
        assert_eq!(records(&[state(None)]).level, Level::Ok);
        let found = records(&[state(None), state(Some("entry 2: does not follow"))]);
        assert_eq!(found.level, Level::Fault);
        assert!(found.words.contains("entry 2") && found.words.contains("00000007"), "{}", found.words);
    }

    #[test]
    fn what_stands_still_is_shown_until_it_goes_on() {
        let place = place::Place::default();
        assert_eq!(standstills(&[], &place), None);
        let two = [("a".to_owned(), Reason::Unproven), ("b".to_owned(), Reason::Lost)];
        let found = standstills(&two, &place).unwrap();
        assert_eq!(found.level, Level::Warning);
        assert!(found.words.contains("assembly a stands still") && found.words.contains("assembly b lost"));
    }
}
