//! The record of an assembly: chain, tree head, signed checkpoint (part of check 18).

use std::collections::BTreeMap;
use std::path::Path;

use domain::bureau::Seat;
use protocol::checkpoint::{self, Checkpoint};
use protocol::commitment::Kind;
use protocol::encoding::hex32;
use protocol::hash::{hex, unhex};
use protocol::record::{self, Entry};

use serde_json::Value;

use crate::report::clean;
use crate::say::say;
use crate::{Verdict, decisions, input, minutes, rolls, signatures};

/// An object to be read by the names of its fields: a list of its values, which serde would take for it, is nothing.
pub(crate) fn object(value: &Value) -> Value {
    if value.is_object() { value.clone() } else { Value::Null }
}

/// Verifies a record and prints its head.
#[must_use]
pub fn record(file: &Path, note: Option<&Path>, key: Option<&str>) -> Verdict {
    match verified(file, note, key) {
        Ok(_) => Verdict::Passed,
        Err(verdict) => verdict,
    }
}

/// The entries of a record that verifies, after saying so; or the verdict on it.
pub(crate) fn verified(file: &Path, note: Option<&Path>, key: Option<&str>) -> Result<Vec<Entry>, Verdict> {
    let lines = input::text(file).map_err(Verdict::Unreadable)?;
    let entries = read(&lines).map_err(|why| refuse(&why))?;
    let head = record::verify_chain(&entries).map_err(|faults| {
        faults.iter().for_each(|fault| say(format_args!("NO   {}", clean(&fault.to_string()))));
        Verdict::Failed
    })?;
    say(format_args!(
        "ok   {} entries, each after the one before it\nhead {}\nroot {}",
        head.size,
        hex(&head.last),
        hex(&head.root)
    ));
    if rehearsed(&entries) {
        say("(!)  this is the record of a rehearsal: nothing in it binds anybody");
    }
    if let Some((_, place, why)) = numbers(&entries).first() {
        return Err(refuse(&format!("entry {place}: {why}")));
    }
    let known = cooperative(note, &entries);
    if known.is_none() {
        say("(!)  no checkpoint of this record given: signatures of members in it are not verified");
    }
    let signed_wrong = signatures::wrong(&entries, known.as_ref()).or_else(|| rolls::wrong(&entries, known.as_ref()));
    if let Some((place, why)) = signed_wrong {
        return Err(refuse(&format!("entry {place}: {why}")));
    }
    let seats =
        minutes::signed(&entries, known.as_ref()).map_err(|(place, why)| refuse(&format!("entry {place}: {why}")))?;
    // Of signatures that nobody could verify nothing is said.
    for (n, seats) in by_document(&seats).into_iter().filter(|_| known.is_some()) {
        let what = if n == 0 { "the minutes are".to_owned() } else { format!("correction {n} of the minutes is") };
        let seats: Vec<&str> = seats.into_iter().map(Seat::word).collect();
        say(format_args!("ok   {what} signed for these seats of the bureau: {}", seats.join(", ")));
    }
    let stood_by = match (note, key) {
        (None, Some(_)) => refuse("no checkpoint given: without it the key of the convocation verifies nothing"),
        (None, None) => {
            say("(!)  no checkpoint given: nothing shows that the server stands by this record");
            Verdict::Passed
        }
        (Some(_), None) => {
            Verdict::Unreadable("--key is needed with --checkpoint: it is printed in the convocation".to_owned())
        }
        (Some(note), Some(key)) => signed(&entries, note, key),
    };
    if stood_by == Verdict::Passed { Ok(entries) } else { Err(stood_by) }
}

/// Reads a record, one entry a line, in their only spelling; or says which line is none.
pub(crate) fn read(lines: &str) -> Result<Vec<Entry>, String> {
    let entry = |(i, line): (usize, &str)| Entry::parse(line).map_err(|error| format!("line {}: {error}", i + 1));
    lines.split_terminator('\n').enumerate().map(entry).collect()
}

/// What is wrong with the numbers of a record: of each kind the first, by the number of its check, with its place.
pub(crate) fn numbers(entries: &[Entry]) -> Vec<(u8, u64, &'static str)> {
    let falling = "fewer keys registered or replaced than an entry before it says";
    let kinds = "the kinds of voice are not as many as the voices, or paper codes speak of which none was printed";
    let entrusted = "voices entrusted to the server, or left out as such, of which the convocation says nothing, or more than \
                     a tenth that nobody confirmed";
    let keys = falls(entries).map(|place| (18, place, falling));
    let voices = uncounted(entries).map(|place| (18, place, kinds));
    let kept = unheard(entries).map(|place| (18, place, entrusted));
    let decided = decisions::wrong(entries).map(|(place, why)| (21, place, why));
    keys.into_iter().chain(voices).chain(kept).chain(decided).collect()
}

/// The minutes (0) and each correction that somebody signed, with the seats that did.
pub(crate) fn by_document(signed: &minutes::Signatures) -> BTreeMap<u64, Vec<Seat>> {
    let mut all = BTreeMap::<u64, Vec<Seat>>::new();
    for (n, seat) in signed {
        all.entry(*n).or_default().push(*seat);
    }
    all
}

/// Whether the convocation says that the assembly is rehearsed only.
pub(crate) fn rehearsed(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| entry.kind == "convocation" && entry.body["rehearsal"] == true)
}

/// The first register commitment whose numbers of keys since the convocation are below those of one before, or are no
/// numbers, or that says there what nobody knows (PROTOCOL.md §10).
fn falls(entries: &[Entry]) -> Option<u64> {
    let mut last = [0; 3];
    for entry in entries.iter().filter(|entry| entry.kind == "register-commitment") {
        let Some(since) = entry.body.get("since_convocation") else { continue };
        let mut names = since.as_object().into_iter().flat_map(|all| all.keys());
        if names.any(|name| !["paper_codes", "registered", "replaced"].contains(&name.as_str())) {
            return Some(entry.seq);
        }
        let now = ["registered", "replaced"].map(|name| since[name].as_u64());
        let ([Some(registered), Some(replaced)], Some(codes)) = (now, paper_codes(since)) else {
            return Some(entry.seq);
        };
        let now = [registered, replaced, codes];
        if now.iter().zip(&last).any(|(now, last)| now < last) {
            return Some(entry.seq);
        }
        last = now;
    }
    None
}

/// How many paper codes were printed: nothing is said of none.
fn paper_codes(since: &Value) -> Option<u64> {
    since.get("paper_codes").map_or(Some(0), |count| count.as_u64().filter(|count| *count > 0))
}

/// The first roll whose voices of each kind are not as many as its voices, or of a kind that is not known, or that has voices of paper
/// codes though the commitment to the register before it says that none was printed (PROTOCOL.md §10).
fn uncounted(entries: &[Entry]) -> Option<u64> {
    let mut printed = false;
    for entry in entries {
        match entry.kind.as_str() {
            "register-commitment" => {
                printed = entry.body.get("since_convocation").and_then(paper_codes).is_some_and(|codes| codes > 0);
            }
            "roll" | "open-roll" if by_code(entry).is_none_or(|codes| codes > 0 && !printed) => return Some(entry.seq),
            _ => {}
        }
    }
    None
}

/// The first roll with voices entrusted to the server, or without those that would be, though the convocation before it does not say
/// that there may be any; or with more than a tenth of them that nobody confirmed (PROTOCOL.md §10).
fn unheard(entries: &[Entry]) -> Option<u64> {
    let mut said = false;
    for entry in entries {
        match entry.kind.as_str() {
            "convocation" => said = entry.body["entrusted"] == true,
            "roll" | "open-roll" if !may_be_entrusted(entry, said) => return Some(entry.seq),
            _ => {}
        }
    }
    None
}

/// Whether a roll may have as many entrusted voices as it says, or leave as many out: never both.
fn may_be_entrusted(entry: &Entry, said: bool) -> bool {
    let left_out = entry.body.get("left_out");
    let entrusted = match entry.body["kinds"].get(Kind::Entrusted.word()).map_or(Some(0), Value::as_u64) {
        None => return false,
        Some(0) => {
            let left_out = left_out.is_none_or(|count| said && count.as_u64().is_some_and(|count| count > 0));
            return left_out && entry.body.get("confirmed").is_none();
        }
        Some(entrusted) => entrusted,
    };
    let Some(voices) = voices(entry).filter(|_| said && left_out.is_none()) else { return false };
    let confirmed = match entry.body.get("confirmed") {
        None => 0,
        Some(count) => match count.as_u64() {
            Some(count) if count >= entrusted => count,
            _ => return false,
        },
    };
    confirmed > 0 || entrusted.checked_mul(10).is_some_and(|ten| ten <= voices)
}

/// How many voices a roll says it has.
fn voices(entry: &Entry) -> Option<u64> {
    match entry.kind.as_str() {
        "roll" => entry.body["voices"].as_u64(),
        _ => entry.body["voices"].as_array().map(|voices| voices.len() as u64),
    }
}

/// How many voices of a roll paper codes speak; `None` where its kinds do not add up.
fn by_code(entry: &Entry) -> Option<u64> {
    let kinds = [Kind::OwnKey, Kind::Mandate, Kind::PaperCode, Kind::Entrusted].map(Kind::word);
    let counted = entry.body["kinds"].as_object()?;
    let mut sum = 0_u64;
    for (kind, count) in counted {
        if !kinds.contains(&kind.as_str()) {
            return None;
        }
        sum = sum.checked_add(count.as_u64()?)?;
    }
    let codes = counted.get(Kind::PaperCode.word()).map_or(Some(0), Value::as_u64)?;
    (Some(sum) == voices(entry)).then_some(codes)
}

/// The checkpoint is signed by the key of the convocation, and is of this very record.
fn signed(entries: &[Entry], note: &Path, key: &str) -> Verdict {
    let (note, key) = match (input::text(note), hex32(key)) {
        (Ok(note), Some(key)) => (note, key),
        (Err(why), _) => return Verdict::Unreadable(why),
        (_, None) => return Verdict::Unreadable("the key is 64 lower-case hex digits".to_owned()),
    };
    let checkpoint = match checkpoint::parse(&note) {
        Ok(checkpoint) => checkpoint,
        Err(error) => return refuse(&format!("checkpoint: {error}")),
    };
    match stands_by(entries, &checkpoint, Some(&key)) {
        Ok(()) => {
            say(format_args!("ok   the checkpoint of {} entries is signed and is of this record", checkpoint.size));
            Verdict::Passed
        }
        Err(why) => refuse(&why),
    }
}

/// Whether a checkpoint is of this record, and signed by the key, where it is known.
pub(crate) fn stands_by(entries: &[Entry], checkpoint: &Checkpoint, key: Option<&[u8; 32]>) -> Result<(), String> {
    if let Some(key) = key {
        checkpoint::verify(checkpoint, &checkpoint.origin, key).map_err(|error| format!("checkpoint: {error}"))?;
    }
    let (cooperative, assembly) =
        ids(&checkpoint.origin).ok_or("checkpoint: its first line does not name a cooperative and an assembly")?;
    let prefix = usize::try_from(checkpoint.size).ok().and_then(|size| entries.get(..size));
    let prefix = prefix.ok_or("checkpoint: it covers more entries than this record has")?;
    match record::verify_record(&cooperative, &assembly, prefix) {
        Ok(head) if head.root == checkpoint.root => Ok(()),
        Ok(_) => Err("checkpoint: it is of another record".to_owned()),
        Err(faults) => Err(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")),
    }
}

/// The cooperative, as a checkpoint names it, if the record begins as that assembly's. Whether it is signed is said after.
pub(crate) fn cooperative(note: Option<&Path>, entries: &[Entry]) -> Option<[u8; 16]> {
    begun_by(&checkpoint::parse(&input::text(note?).ok()?).ok()?, entries)
}

/// The assembly, likewise.
pub(crate) fn assembly(note: Option<&Path>, entries: &[Entry]) -> Option<[u8; 16]> {
    begun(&checkpoint::parse(&input::text(note?).ok()?).ok()?, entries).map(|(_, assembly)| assembly)
}

/// The same of a checkpoint that was read.
pub(crate) fn begun_by(note: &Checkpoint, entries: &[Entry]) -> Option<[u8; 16]> {
    begun(note, entries).map(|(cooperative, _)| cooperative)
}

/// Cooperative and assembly, as a checkpoint names them, if the record begins as that assembly's.
pub(crate) fn begun(note: &Checkpoint, entries: &[Entry]) -> Option<([u8; 16], [u8; 16])> {
    let (cooperative, assembly) = ids(&note.origin)?;
    let begins = record::start(&cooperative, &assembly);
    entries.first().is_some_and(|first| first.previous == begins).then_some((cooperative, assembly))
}

fn ids(origin: &str) -> Option<([u8; 16], [u8; 16])> {
    let (cooperative, assembly) = origin.strip_prefix("voix/1/")?.split_once('/')?;
    Some((unhex(cooperative)?, unhex(assembly)?))
}

pub(crate) fn refuse(why: &str) -> Verdict {
    say(format_args!("NO   {}", clean(why)));
    Verdict::Failed
}
