//! Several archives at once: each for itself, then the boxes of each vote together.

use std::path::PathBuf;

use protocol::checks::{Examined, Report, Together, verify_together};
use serde_json::json;

use crate::report::{self, How, Words, checks_json, clean, counts_json, print_counts, print_list};
use crate::say::say;
use crate::{Lang, Verdict};

/// Verifies archives and prints what was found. Companions are in the zips or beside the archives.
#[must_use]
pub fn elections(files: &[PathBuf], how: &How<'_>) -> Verdict {
    let examined = files.iter().map(|file| report::examine(file, None, how)).collect::<Result<Vec<_>, _>>();
    match examined {
        Err(why) => {
            if how.json {
                say(json!({ "verdict": "unreadable", "why": why }));
            }
            Verdict::Unreadable(why)
        }
        Ok(examined) => judge(&examined, how),
    }
}

fn judge(examined: &[Examined], how: &How<'_>) -> Verdict {
    let reports: Vec<_> = examined.iter().map(Examined::report).collect();
    let votes = verify_together(examined);
    let passed = reports.iter().all(Report::passed) && votes.iter().all(Together::passed);
    if how.json {
        let votes: Vec<_> = votes.iter().map(|vote| to_json(vote, whole(vote, &reports))).collect();
        let boxes: Vec<_> = reports.iter().map(report::to_json).collect();
        let verdict = if passed { "passed" } else { "failed" };
        say(json!({ "verdict": verdict, "passed": passed, "boxes": boxes, "votes": votes }));
    } else {
        for report in &reports {
            report::print(report, how.lang);
            say("");
        }
        votes.iter().for_each(|vote| print(vote, whole(vote, &reports), how.lang));
    }
    Verdict::of(passed)
}

/// Whether a vote passed: together, and each of its boxes.
fn whole(vote: &Together, reports: &[Report]) -> bool {
    let of_it = |report: &&Report| vote.boxes.contains(&report.summary.uuid);
    vote.passed() && reports.iter().filter(of_it).all(Report::passed)
}

fn print(vote: &Together, passed: bool, lang: Lang) {
    let (together, counted, new) = match lang {
        Lang::En => ("Boxes of one vote, together:", "counted", "of the voices listed are new in a later box"),
        Lang::Fr => (
            "Urnes d’un même scrutin, ensemble :",
            "comptés",
            "des voix inscrites sont nouvelles dans une urne suivante",
        ),
    };
    say(format_args!("{together} {}", clean(&vote.name)));
    vote.boxes.iter().for_each(|uuid| say(format_args!("  {}", clean(uuid))));
    say("");
    print_list(&vote.outcomes, lang);
    say(format_args!("\n{} {counted}", vote.voices));
    if vote.new_voices > 0 {
        say(format_args!("{} {new}", vote.new_voices));
    }
    vote.result.iter().flatten().for_each(print_counts);
    say(format_args!("\n{}", Words::of(lang).verdict(passed, vote.complete)));
}

fn to_json(vote: &Together, passed: bool) -> serde_json::Value {
    json!({
        "passed": passed,
        "complete": vote.complete,
        "name": vote.name,
        "boxes": vote.boxes,
        "voices": vote.voices,
        "new_voices": vote.new_voices,
        "result": counts_json(vote.result.as_deref()),
        "checks": checks_json(&vote.outcomes),
    })
}
