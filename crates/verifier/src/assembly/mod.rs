//! A whole assembly from one folder or zip: its record and checkpoint, every box, what was put to the vote and the minutes, each
//! for itself and all of them against one another (PROTOCOL.md §15.1).

mod about;
mod files;
mod found;
mod given;
mod join;
mod minutes;
mod said;
mod spoken;
mod words;

use std::collections::BTreeSet;
use std::path::Path;

use domain::resolution::Resolution;
use protocol::canonical;
use protocol::checkpoint::{self, Checkpoint};
use protocol::checks::verify_together;
use protocol::encoding::hex32;
use protocol::record::{Entry, verify_chain};
use serde_json::json;

use self::about::About;
pub(crate) use self::files::Files;
use self::found::{Found, Words};
pub(crate) use self::found::{failure, numbers, sentence};
use self::given::Given;
pub(crate) use self::given::Told;
use self::join::{Joined, Known};
use self::said::Said;
use crate::minutes::Signatures;
use crate::report::How;
use crate::say::say;
use crate::{Verdict, minutes as signed_minutes, record, rolls, signatures};

const NO_CHECKPOINT: Words = [
    "no checkpoint is here: nothing shows that the server stands by this record",
    "aucun point de contrôle n’est là : rien ne montre que le serveur répond de ce registre",
];
const UNPROVED: Words = [
    "signed by the key that the record names itself: give the one of your convocation with --key",
    "signé par la clé que le registre nomme lui-même : donnez celle de votre convocation avec --key",
];
const NO_KEY: Words = [
    "no key is known: who signed the checkpoint is not verified",
    "aucune clé n’est connue : qui a signé le point de contrôle n’est pas vérifié",
];
const REHEARSED: Words = [
    "this is the record of a rehearsal: nothing in it binds anybody",
    "c’est le registre d’une répétition : rien n’y engage personne",
];
const NOBODY_KNOWN: Words = [
    "without a checkpoint of this record signatures of members in it are not verified",
    "sans point de contrôle de ce registre, les signatures de membres qui y sont ne sont pas vérifiées",
];

/// Everything that was found, to be said.
struct Looked<'a> {
    about: About,
    entries: usize,
    votes: Vec<(Joined<'a>, bool)>,
    resolutions: &'a [Resolution],
    /// Which seats of the bureau signed the minutes and their corrections, where their signatures were verified.
    signed: Signatures,
    found: Found,
}

/// What came of an assembly, for a program that judges it itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Of each vote, in the order of the record, whether it is verified.
    pub votes: Vec<bool>,
    /// Numbers of the checks that failed, ascending.
    pub failed: Vec<u8>,
}

/// Verifies an assembly and prints nothing.
///
/// # Errors
/// A sentence, when no verdict can be given.
pub fn judge(path: &Path, key: Option<&str>, how: &How<'_>) -> Result<Judged, String> {
    let (key, files) = (known(key)?, Files::open(path)?);
    look(&files, key, how, &mut |_, _| (), |looked| Judged {
        votes: looked.votes.iter().map(|(_, good)| *good).collect(),
        failed: looked.found.failed(),
    })
}

/// Verifies an assembly and prints a verdict for each of its votes, then the checks. `key` is that of the convocation, hex.
#[must_use]
pub fn assembly(path: &Path, key: Option<&str>, how: &How<'_>) -> Verdict {
    let looked = known(key).and_then(|key| {
        let files = Files::open(path)?;
        look(&files, key, how, &mut |_, _| (), |looked| {
            if how.json {
                say(words::to_json(looked));
            } else {
                words::print(looked, how.lang);
            }
            looked.found.passed()
        })
    });
    match looked {
        Err(why) => {
            if how.json {
                say(json!({ "verdict": "unreadable", "why": why }));
            }
            Verdict::Unreadable(why)
        }
        Ok(passed) => Verdict::of(passed),
    }
}

/// The key of the convocation, where one is given.
pub(crate) fn known(key: Option<&str>) -> Result<Option<[u8; 32]>, String> {
    key.map(|key| hex32(key).ok_or_else(|| "the key is 64 lower-case hex digits".to_owned())).transpose()
}

/// Verifies files, and answers what was found as a page says it.
pub(crate) fn spoken(
    files: &Files,
    key: Option<[u8; 32]>,
    how: &How<'_>,
    told: Told<'_>,
) -> Result<serde_json::Value, String> {
    look(files, key, how, told, |looked| spoken::said(looked, how.lang))
}

fn look<T>(
    files: &Files,
    key: Option<[u8; 32]>,
    how: &How<'_>,
    told: Told<'_>,
    tell: impl FnOnce(&Looked<'_>) -> T,
) -> Result<T, String> {
    let lines = files.text("record.jsonl")?.ok_or_else(|| format!("{} holds no record.jsonl", files.called()))?;
    let note = files.text("checkpoint")?;
    let mut found = Found::default();
    let entries = record::read(&lines).unwrap_or_else(|why| {
        found.fault(18, "record.jsonl", why);
        Vec::new()
    });
    let (examined, given) = given::read(files, how, told)?;
    let together = verify_together(&examined);
    let resolutions = resolutions(files.text("resolutions.jsonl")?.as_deref(), &mut found);
    let said = Said::of(&entries, &mut found);
    let cooperative = follow(&entries, note.as_deref(), key.or_else(|| said.key.and_then(hex32)), &mut found);
    if key.is_none() && note.is_some() {
        found.limited(18, if said.key.is_some() { UNPROVED } else { NO_KEY });
    }
    if key.is_some() && note.is_none() {
        found.fault(18, "checkpoint", "is not here, and without it the key of the convocation verifies nothing");
    }
    let signed = by_persons(&entries, cooperative.as_ref(), &mut found);
    strangers(&said, &given, &mut found);
    minutes::check(&said, files.text("minutes.json")?.as_deref(), &mut found);
    minutes::corrections(&said, files.text("corrections.jsonl")?.as_deref(), &mut found);
    let known = Known { cooperative: cooperative.as_ref(), resolutions: &resolutions };
    let sound = found.passed();
    let mut votes = Vec::new();
    for vote in &said.votes {
        let (joined, mut of_vote) = (Joined::of(vote, &given, &together), Found::default());
        joined.check(&known, &mut of_vote);
        votes.push((joined, sound && of_vote.passed()));
        found.merge(of_vote);
    }
    let about = About::of(&entries, note.as_deref());
    let looked = Looked { about, entries: entries.len(), votes, resolutions: &resolutions, signed, found };
    Ok(tell(&looked))
}

/// What is put to the vote, a line each. A line that is no resolution in its only spelling is none that a record names.
fn resolutions(lines: Option<&str>, found: &mut Found) -> Vec<Resolution> {
    let mut read = Vec::new();
    for (i, line) in lines.unwrap_or_default().split_terminator('\n').enumerate() {
        match canonical::parse(line).ok().and_then(|value| serde_json::from_value(value).ok()) {
            Some(resolution) => read.push(resolution),
            None => found.fault(23, format!("resolutions.jsonl: line {}", i + 1), "is no resolution"),
        }
    }
    read
}

/// Checks 18 and 21 on the record alone, as far as they go; the cooperative that its checkpoint names, if it is of this
/// record.
fn follow(entries: &[Entry], note: Option<&str>, key: Option<[u8; 32]>, found: &mut Found) -> Option<[u8; 16]> {
    found.made(18);
    if record::rehearsed(entries) {
        found.limited(18, REHEARSED);
    }
    if let Err(faults) = verify_chain(entries) {
        faults.iter().for_each(|fault| found.fault(18, "record.jsonl", fault.to_string()));
    }
    for (check, place, why) in record::numbers(entries) {
        found.fault(check, format!("entry {place}"), why);
    }
    if entries.iter().any(|entry| entry.kind == "decision") {
        found.made(21);
    }
    let note = note.map(checkpoint::parse);
    let known = note.as_ref().and_then(|note| record::begun_by(note.as_ref().ok()?, entries));
    match note {
        None => found.limited(18, NO_CHECKPOINT),
        Some(Err(error)) => found.fault(18, "checkpoint", error.to_string()),
        Some(Ok(note)) => signed(entries, &note, key, found),
    }
    known
}

/// What persons sign in a record, by check.
const SIGNED: [(u8, &str); 4] =
    [(22, "minutes-signature"), (25, "open-ballots"), (26, "trustees"), (26, "roll-checked")];

/// Checks 22, 25 and 26 on the record alone: what persons signed. Which seats of the bureau signed the minutes; none where no
/// signature could be verified.
fn by_persons(entries: &[Entry], known: Option<&[u8; 16]>, found: &mut Found) -> Signatures {
    let kinds: BTreeSet<&str> = entries.iter().map(|entry| entry.kind.as_str()).collect();
    for (check, _) in SIGNED.into_iter().filter(|(_, kind)| kinds.contains(kind)) {
        found.made(check);
        if known.is_none() {
            found.limited(check, NOBODY_KNOWN);
        }
    }
    if let Some((place, why)) = signatures::wrong(entries, known) {
        let kind = usize::try_from(place).ok().and_then(|at| entries.get(at)).map(|entry| entry.kind.as_str());
        let open = matches!(kind, Some("open-roll" | "open-ballots" | "tally"));
        found.fault(if open { 25 } else { 26 }, format!("entry {place}"), why);
    }
    if let Some((place, why)) = rolls::wrong(entries, known) {
        found.fault(26, format!("entry {place}"), why);
    }
    let signed = signed_minutes::signed(entries, known).unwrap_or_else(|(place, why)| {
        found.fault(22, format!("entry {place}"), why);
        Signatures::new()
    });
    if known.is_some() { signed } else { Signatures::new() }
}

fn signed(entries: &[Entry], note: &Checkpoint, key: Option<[u8; 32]>, found: &mut Found) {
    if let Err(why) = record::stands_by(entries, note, key.as_ref()) {
        let what = why.strip_prefix("checkpoint: ").unwrap_or(&why);
        return found.fault(18, "checkpoint", what);
    }
    if usize::try_from(note.size) != Ok(entries.len()) {
        found.fault(18, "checkpoint", "does not cover the last entries of the record");
    }
}

/// Check 23: every archive is of a box that the record opened, and there is one of each.
fn strangers(said: &Said<'_>, given: &[Given], found: &mut Found) {
    let opened: BTreeSet<&str> = said.votes.iter().flat_map(|vote| &vote.boxes).map(|one| one.uuid).collect();
    let mut seen = BTreeSet::new();
    for one in given {
        let uuid = one.report.summary.uuid.as_str();
        let place = || format!("box {uuid}");
        if !opened.contains(uuid) {
            found.fault(23, place(), "is no box that the record opens");
            found.archive(&one.report, false);
        }
        if !seen.insert(uuid) {
            found.fault(23, place(), "is given twice");
        }
    }
}
