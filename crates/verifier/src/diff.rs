//! Two states of one archive: nothing was removed, everything new is valid.

use std::io::Read;
use std::path::Path;

use protocol::archive::{Event, EventType, ItemKind, Member, Reader};
use serde_json::json;

use crate::input::Input;
use crate::report::{self, How};
use crate::say::say;
use crate::{Lang, Verdict};

/// How the newer archive goes on from the older.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Growth {
    /// Members of both.
    pub kept: u64,
    /// Members of the newer only.
    pub added: u64,
    /// Ballots among them.
    pub ballots: u64,
    /// What was changed or removed, with its place.
    pub faults: Vec<(String, String)>,
}

/// Compares, then verifies the newer archive whole.
#[must_use]
pub fn diff(old: &Path, new: &Path, companion: Option<&Path>, how: &How<'_>) -> Verdict {
    let compared = Input::open(old, None).and_then(|old| {
        let input = Input::open(new, companion)?;
        let growth = old.read(|old| input.read(|new| compare(old, new)))???;
        Ok((growth, input))
    });
    let (growth, input) = match compared {
        Ok(compared) => compared,
        Err(why) => return Verdict::Unreadable(why),
    };
    let report = match report::verify(&input, how) {
        Ok(report) => report,
        Err(why) => return Verdict::Unreadable(format!("{}: {why}", new.display())),
    };
    if how.json {
        say(json!({ "growth": to_json(&growth), "new": report::to_json(&report) }));
    } else {
        print(&growth, how.lang);
        report::print(&report, how.lang);
    }
    Verdict::of(growth.faults.is_empty() && report.passed())
}

/// Reads both side by side.
///
/// # Errors
/// When one of them is no archive, or cannot be read.
pub fn compare(old: &mut dyn Read, new: &mut dyn Read) -> Result<Growth, String> {
    let mut old = Reader::open(old).map_err(|error| format!("the older archive: {error}"))?;
    let mut new = Reader::open(new).map_err(|error| format!("the newer archive: {error}"))?;
    let mut growth = Growth::default();
    if old.timestamp() != new.timestamp() {
        growth.faults.push(("member 1".to_owned(), "is of another time".to_owned()));
    }
    if !old.opening_faults().is_empty() {
        growth.faults.push(("member 1".to_owned(), "is not sound in the older archive".to_owned()));
    }
    let wrong = |error: protocol::archive::NotAnArchive| error.to_string();
    while let Some(before) = old.next_member().map_err(wrong)? {
        let place = format!("member {}", before.number);
        if !sound(&before) {
            growth.faults.push((place, "is not sound in the older archive".to_owned()));
            continue;
        }
        match new.next_member().map_err(wrong)? {
            None => growth.faults.push((place, "was removed".to_owned())),
            Some(after) if after.item != before.item => growth.faults.push((place, "was changed".to_owned())),
            Some(_) => growth.kept += 1,
        }
    }
    while let Some(after) = new.next_member().map_err(wrong)? {
        growth.added += 1;
        growth.ballots += u64::from(is_ballot(&after));
    }
    Ok(growth)
}

fn sound(member: &Member) -> bool {
    member.faults.is_empty() && member.content_holds && !member.too_large
}

fn is_ballot(member: &Member) -> bool {
    let event = member.item.as_ref().filter(|item| item.kind == ItemKind::Event);
    event.and_then(|item| Event::parse(&item.body).ok()).is_some_and(|event| event.kind == EventType::Ballot)
}

fn print(growth: &Growth, lang: Lang) {
    let Growth { kept, added, ballots, faults } = growth;
    for (place, what) in faults {
        say(format_args!("{} {place}: {what}", report::mark(false)));
    }
    let mark = report::mark(faults.is_empty());
    match lang {
        Lang::En => say(format_args!("{mark} {kept} members kept, {added} added, {ballots} ballots among them\n")),
        Lang::Fr => say(format_args!("{mark} {kept} membres gardés, {added} ajoutés, dont {ballots} bulletins\n")),
    }
}

fn to_json(growth: &Growth) -> serde_json::Value {
    let faults: Vec<_> = growth.faults.iter().map(|(place, what)| json!({ "place": place, "what": what })).collect();
    json!({ "kept": growth.kept, "added": growth.added, "ballots": growth.ballots, "faults": faults })
}
