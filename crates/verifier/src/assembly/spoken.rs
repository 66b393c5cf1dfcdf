//! What was found, as a page says it: whole sentences in one language, and a word for each state.

use serde_json::{Value, json};

use super::Looked;
use super::found::{self, State};
use super::words::{self, Became};
use crate::Lang;
use crate::report::clean;

/// `passed`, `last` (the verdict on everything), `about` (which assembly, which state), `votes` (`title`, `state`, `verdict`, `lines`)
/// and `checks` (`number`, `state`, `sentence`, `notes`).
pub(super) fn said(looked: &Looked<'_>, lang: Lang) -> Value {
    let votes = looked.votes.iter().map(|(joined, good)| {
        let became = joined.became();
        let state = match (good, &became) {
            (false, _) => "refused",
            (true, Became::Undecided) => "in-progress",
            (true, Became::Void | Became::Decided(_)) => "verified",
        };
        let lines = match &became {
            Became::Decided(decision) => words::numbers(joined, decision, looked.resolutions, lang),
            Became::Void | Became::Undecided => Vec::new(),
        };
        let (verdict, _) = words::verdict(joined, *good, lang);
        json!({ "title": joined.title(looked.resolutions, lang), "state": state, "verdict": verdict, "lines": lines })
    });
    let votes: Vec<Value> = votes.collect();
    let checks: Vec<Value> = found::numbers().into_iter().map(|number| check(number, looked, lang)).collect();
    json!({
        "passed": looked.found.passed(),
        "last": words::last(looked, lang),
        "about": looked.about.lines(lang),
        "votes": votes,
        "checks": checks,
    })
}

fn check(number: u8, looked: &Looked<'_>, lang: Lang) -> Value {
    let (state, notes): (&str, Vec<String>) = match looked.found.state(number) {
        State::Passed => ("passed", Vec::new()),
        State::NotReached => ("not-reached", Vec::new()),
        State::Limited(limits) => {
            ("limited", limits.into_iter().map(|limit| found::say(limit, lang).to_owned()).collect())
        }
        State::Failed(faults) => {
            let note = |fault: &&protocol::checks::Fault| format!("{}: {}", clean(&fault.place), clean(&fault.what));
            ("failed", faults.iter().map(note).collect())
        }
    };
    json!({ "number": number, "state": state, "sentence": found::sentence(number, lang), "notes": notes })
}
