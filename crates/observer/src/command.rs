//! The verbs that ask a server.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use protocol::encoding::hex32;
use protocol::receipt::Receipt;
use serde_json::json;
use verifier::report::How;
use verifier::say::say;
use verifier::{Lang, Verdict, assembly};

use crate::events::Event;
use crate::kept::listed;
use crate::mirror::Mirror;
use crate::net::Http;
use crate::place::{Place, is_address};
use crate::watch::{Told, round};
use crate::words::tell;

/// How things are told.
#[derive(Clone, Copy, Debug)]
pub struct Telling {
    /// For a program.
    pub json: bool,
    /// For a person.
    pub lang: Lang,
}

/// Copies the records of a server, or one of them, into a folder; a copy that is there goes on. Failed when something that was seen
/// disappeared or changed.
#[must_use]
pub fn mirror(address: &str, folder: &Path, key: Option<&str>, telling: Telling) -> Verdict {
    match copied(address, folder, key) {
        Ok(events) => {
            tell(&events, telling.json, telling.lang);
            let shouts = events.iter().filter(|event| event.shouts()).count();
            if let Some(why) = silence(&events).filter(|_| shouts == 0) {
                return unreadable(why, telling.json);
            }
            if !telling.json {
                summary(&events, shouts, telling.lang);
            }
            Verdict::of(shouts == 0)
        }
        Err(why) => unreadable(why, telling.json),
    }
}

fn copied(address: &str, folder: &Path, key: Option<&str>) -> Result<Vec<Event>, String> {
    let (place, key) = (Place::of(address)?, key_of(key)?);
    let site = Http::new(&place.base);
    Mirror { site: &site, folder, only: place.assembly.as_deref(), key }.all()
}

/// Why an assembly could not be followed to its end, if one could not.
fn silence(events: &[Event]) -> Option<String> {
    events.iter().find_map(Event::silence).map(ToOwned::to_owned)
}

fn key_of(key: Option<&str>) -> Result<Option<[u8; 32]>, String> {
    match key.map(hex32) {
        Some(None) => Err("the key is 64 lower-case hex digits".to_owned()),
        Some(key) => Ok(key),
        None => Ok(None),
    }
}

fn unreadable(why: String, json: bool) -> Verdict {
    if json {
        say(json!({ "verdict": "unreadable", "why": why }));
    }
    Verdict::Unreadable(why)
}

fn summary(events: &[Event], shouts: usize, lang: Lang) {
    let files = events.iter().filter(|event| matches!(event, Event::New { .. } | Event::Grown { .. })).count();
    match lang {
        Lang::En if shouts == 0 => {
            say(format_args!("ok  {files} files new or grown; nothing that was seen has changed"))
        }
        Lang::En => say(format_args!("NO  {files} files new or grown; {shouts} alarms: read them above")),
        Lang::Fr if shouts == 0 => {
            say(format_args!("ok  {files} fichiers nouveaux ou complétés\u{a0}; rien de ce qui a été vu n’a changé"));
        }
        Lang::Fr => {
            say(format_args!(
                "NO  {files} fichiers nouveaux ou complétés\u{a0}; {shouts} alertes\u{a0}: lisez-les ci-dessus"
            ));
        }
    }
}

/// What is followed, and how long.
#[derive(Clone, Copy, Debug)]
pub struct Watching<'a> {
    /// The key of the convocation, hex.
    pub key: Option<&'a str>,
    /// Files of receipts that are looked for.
    pub receipts: &'a [PathBuf],
    /// Seconds from the end of a round to the next.
    pub interval: u64,
    /// Rounds; without end where none is given.
    pub rounds: Option<NonZeroU32>,
}

/// Follows a server, and keeps what it saw in a folder. Failed when anything seen disappeared or changed in any round; no verdict when
/// the server could not be asked, or a receipt could not be held against any box.
#[must_use]
pub fn watch(address: &str, folder: &Path, watching: Watching<'_>, telling: Telling) -> Verdict {
    let read = || Ok::<_, String>((Place::of(address)?, key_of(watching.key)?, receipts(watching.receipts)?));
    let (place, key, receipts) = match read() {
        Ok(read) => read,
        Err(why) => return unreadable(why, telling.json),
    };
    let site = Http::new(&place.base);
    let mirror = Mirror { site: &site, folder, only: place.assembly.as_deref(), key };
    let (mut told, mut number) = (Told::default(), 0_u32);
    loop {
        tell(&told.fresh(round(&mirror, &receipts, number)), telling.json, telling.lang);
        number = number.wrapping_add(1);
        if watching.rounds.is_some_and(|rounds| number >= rounds.get()) {
            break;
        }
        sleep(Duration::from_secs(watching.interval));
    }
    ended(&told).unwrap_or_else(|why| unreadable(why.to_owned(), telling.json))
}

/// The verdict on all rounds; a sentence where there is none.
fn ended(told: &Told) -> Result<Verdict, &'static str> {
    match (told.shouted(), told.silent(), told.open()) {
        (true, _, _) => Ok(Verdict::Failed),
        (false, true, _) => Err("the server could not be asked in every round"),
        (false, false, true) => Err("a receipt could not be looked up, or is not signed by the key that was given"),
        (false, false, false) => Ok(Verdict::Passed),
    }
}

fn receipts(files: &[PathBuf]) -> Result<Vec<Receipt>, String> {
    let one = |file: &PathBuf| {
        let text = std::fs::read_to_string(file);
        let text = text.map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
        crate::receipts::read(&text).map_err(|why| format!("{}: {why}", file.display()))
    };
    files.iter().map(one).collect()
}

/// Verifies an assembly: a zip, a folder, the folder of a copy with every record in it, or the address of a server, whose record is
/// copied first and forgotten after.
#[must_use]
pub fn whole(what: &str, key: Option<&str>, how: &How<'_>) -> Verdict {
    if !is_address(what) {
        return folders(Path::new(what), key, how);
    }
    let copy = match tempfile::tempdir() {
        Ok(copy) => copy,
        Err(error) => return unreadable(format!("no folder can be made: {error}"), how.json),
    };
    match mirror_quietly(what, copy.path(), key, how) {
        Ok(()) => folders(copy.path(), key, how),
        Err(verdict) => verdict,
    }
}

/// Copies without a word, unless something is wrong or is not whole.
fn mirror_quietly(address: &str, folder: &Path, key: Option<&str>, how: &How<'_>) -> Result<(), Verdict> {
    let events = copied(address, folder, key).map_err(|why| unreadable(why, how.json))?;
    let silence = silence(&events);
    let shouts: Vec<Event> = events.into_iter().filter(Event::shouts).collect();
    tell(&shouts, how.json, how.lang);
    match silence {
        _ if !shouts.is_empty() => Err(Verdict::Failed),
        Some(why) => Err(unreadable(why, how.json)),
        None => Ok(()),
    }
}

/// Verifies a folder, or each of the records in it.
fn folders(path: &Path, key: Option<&str>, how: &How<'_>) -> Verdict {
    let records = match records(path) {
        Ok(records) => records,
        Err(why) => return unreadable(why, how.json),
    };
    let mut worst = Verdict::Passed;
    for record in records {
        let found = assembly::assembly(&record, key, how);
        let worse = match (&found, &worst) {
            (Verdict::Failed, _) => true,
            (Verdict::Unreadable(_), worst) => *worst == Verdict::Passed,
            (Verdict::Passed, _) => false,
        };
        if worse {
            worst = found;
        }
    }
    worst
}

/// The folders with a record in a folder of copies; otherwise what was given, whatever it is.
fn records(path: &Path) -> Result<Vec<PathBuf>, String> {
    let given = || vec![path.to_path_buf()];
    if !path.is_dir() || path.join("record.jsonl").is_file() {
        return Ok(given());
    }
    let mut within: Vec<PathBuf> = listed(path)?.into_iter().map(|name| path.join(name)).collect();
    within.retain(|folder| folder.join("record.jsonl").is_file());
    within.sort();
    Ok(if within.is_empty() { given() } else { within })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_no_verdict_while_a_receipt_is_open_or_nobody_answers() {
        let of = |events: Vec<Event>| {
            let mut told = Told::default();
            told.fresh(events);
            ended(&told)
        };
        let (tracker, why) = ("x".to_owned(), "y".to_owned());
        assert_eq!(of(Vec::new()), Ok(Verdict::Passed));
        assert!(of(vec![Event::ReceiptNowhere { tracker: tracker.clone() }]).is_err());
        assert!(of(vec![Event::ReceiptUnsigned { tracker }]).is_err());
        assert!(of(vec![Event::Unreachable { why: why.clone() }]).is_err());
        assert_eq!(of(vec![Event::Unreachable { why }, Event::Gone { file: "z".to_owned() }]), Ok(Verdict::Failed));
    }

    #[test]
    fn a_folder_of_copies_is_each_of_its_records() {
        let place = tempfile::tempdir().expect("a folder");
        assert_eq!(records(place.path()), Ok(vec![place.path().to_path_buf()]), "nothing is in it");
        for name in ["b", "a", "none"] {
            std::fs::create_dir(place.path().join(name)).expect("made");
        }
        for name in ["b", "a"] {
            std::fs::write(place.path().join(name).join("record.jsonl"), "").expect("written");
        }
        assert_eq!(records(place.path()), Ok(vec![place.path().join("a"), place.path().join("b")]));
        assert_eq!(records(&place.path().join("a")), Ok(vec![place.path().join("a")]));
        let zip = place.path().join("x.zip");
        assert_eq!(records(&zip), Ok(vec![zip.clone()]), "what it is, the verifier says");
    }
}
