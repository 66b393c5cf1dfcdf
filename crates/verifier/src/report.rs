//! The numbered checklist, for a person or for a program.

use std::io::IsTerminal as _;
use std::path::Path;

use protocol::checks::{
    Check, Counted, Examined, Limit, Options, Outcome, Report, Summary, Unreadable, Workers as _, read_archive,
};
use serde_json::json;

use crate::input::Input;
use crate::progress::Bar;
use crate::say::say;
use crate::threads::Threads;
use crate::{Lang, Verdict};

/// How to verify and how to say it.
#[derive(Clone, Copy, Debug)]
pub struct How<'a> {
    /// Who verifies the ballots.
    pub threads: Threads,
    /// Hash that the last event must have.
    pub expected_head: Option<&'a str>,
    /// For a program.
    pub json: bool,
    /// For a person.
    pub lang: Lang,
}

/// A check's meaning.
#[must_use]
pub fn sentence(check: Check, lang: Lang) -> &'static str {
    match lang {
        Lang::En => check.english(),
        Lang::Fr => check.french(),
    }
}

/// Where a check ends, in words.
#[must_use]
pub fn limit(limit: Limit, lang: Lang) -> &'static str {
    match lang {
        Lang::En => limit.english(),
        Lang::Fr => limit.french(),
    }
}

/// Verifies an election and prints what was found.
#[must_use]
pub fn election(file: &Path, companion: Option<&Path>, how: &How<'_>) -> Verdict {
    match examine(file, companion, how).map(|examined| examined.report()) {
        Err(why) => {
            if how.json {
                say(json!({ "verdict": "unreadable", "why": why }));
            }
            Verdict::Unreadable(why)
        }
        Ok(report) => {
            if how.json {
                say(to_json(&report));
            } else {
                print(&report, how.lang);
            }
            Verdict::of(report.passed())
        }
    }
}

/// Opens an archive and reads it.
///
/// # Errors
/// A sentence, when no verdict can be given.
pub fn examine(file: &Path, companion: Option<&Path>, how: &How<'_>) -> Result<Examined, String> {
    let input = Input::open(file, companion)?;
    read(&input, how).map_err(|why| format!("{}: {why}", file.display()))
}

/// Verifies what was opened.
///
/// # Errors
/// A sentence, when no verdict can be given.
pub fn verify(input: &Input, how: &How<'_>) -> Result<Report, String> {
    read(input, how).map(|examined| examined.report())
}

/// Reads what was opened, with a bar where it takes long.
pub(crate) fn read(input: &Input, how: &How<'_>) -> Result<Examined, String> {
    read_told(input, how, &mut |_| ())
}

/// The same, and says how many bytes are read.
pub(crate) fn read_told(input: &Input, how: &How<'_>, told: &mut dyn FnMut(u64)) -> Result<Examined, String> {
    let mut bar = Bar::new(input.size, !how.json);
    let options = Options { companion: input.companion.as_deref(), expected_head: how.expected_head };
    let ballots = match how.lang {
        Lang::En => "ballots",
        Lang::Fr => "bulletins",
    };
    let mut progress = |done, bytes| {
        told(bytes);
        bar.at(bytes, || format!("{done} {ballots}, × {}", how.threads.jobs()));
    };
    let report = input.read(|archive| read_archive(archive, &options, &how.threads, &mut progress));
    bar.end();
    report?.map_err(|error: Unreadable| error.to_string())
}

/// Prints the checklist, the counts and the verdict.
pub fn print(report: &Report, lang: Lang) {
    let words = Words::of(lang);
    let summary = &report.summary;
    let (name, uuid, fingerprint) = (clean(&summary.name), clean(&summary.uuid), &summary.fingerprint);
    say(format_args!("{name}\n{} {uuid}\n{} {fingerprint}\n", words.box_, words.fingerprint));
    print_list(&report.outcomes, lang);
    let Summary { credentials, ballots, voices, weight, .. } = summary;
    let counts = [(credentials, words.voices), (ballots, words.ballots), (voices, words.counted)];
    let weights = (weight != voices).then_some((weight, words.weight));
    let counts: Vec<String> = counts.into_iter().chain(weights).map(|(n, what)| format!("{n} {what}")).collect();
    say(format_args!("\n{}", counts.join(" · ")));
    summary.result.iter().flatten().for_each(print_counts);
    say(format_args!("\n{}", words.verdict(report.passed(), report.complete)));
}

/// The numbered list.
pub(crate) fn print_list(outcomes: &[(Check, Outcome)], lang: Lang) {
    let words = Words::of(lang);
    for (check, outcome) in outcomes {
        let (mark, note) = match outcome {
            Outcome::Passed => (mark(true), String::new()),
            Outcome::Failed(_) => (mark(false), String::new()),
            Outcome::NotReached => ("-- ".to_owned(), format!(" ({})", words.not_reached)),
            Outcome::Limited(why) => ("(!)".to_owned(), format!(" ({})", limit(*why, lang))),
        };
        say(format_args!("{mark} {:2}  {}{note}", check.number(), sentence(*check, lang)));
        if let Outcome::Failed(faults) = outcome {
            faults
                .iter()
                .for_each(|fault| say(format_args!("        {}: {}", clean(&fault.place), clean(&fault.what))));
        }
    }
}

pub(crate) fn print_counts(counted: &Counted) {
    say(format_args!("\n{}", clean(&counted.question)));
    let answers: Vec<(String, u64)> = counted.answers.iter().map(|(answer, count)| (clean(answer), *count)).collect();
    let width = answers.iter().map(|(answer, _)| answer.chars().count()).max().unwrap_or(0);
    answers.iter().for_each(|(answer, count)| say(format_args!("  {answer:width$}  {count:>6}")));
}

/// Texts of an archive are whatever its maker wrote: nothing of them may move the cursor, colour the screen or turn the
/// direction of reading.
#[must_use]
pub fn clean(text: &str) -> String {
    let harmless = |c: char| {
        !c.is_control() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if harmless(c) { c } else { '\u{fffd}' }).collect()
}

pub(crate) struct Words {
    box_: &'static str,
    fingerprint: &'static str,
    pub(crate) not_reached: &'static str,
    voices: &'static str,
    ballots: &'static str,
    counted: &'static str,
    weight: &'static str,
    verdicts: [&'static str; 3],
}

impl Words {
    pub(crate) fn of(lang: Lang) -> Self {
        match lang {
            Lang::En => Self {
                box_: "Box",
                fingerprint: "Fingerprint",
                not_reached: "not reached",
                voices: "voices listed",
                ballots: "ballots received",
                counted: "counted",
                weight: "votes by weight",
                verdicts: [
                    "VERIFIED: this result is the count of these ballots.",
                    "IN PROGRESS: everything that is there so far is right; there is no result yet.",
                    "REFUSED: do not rely on this result.",
                ],
            },
            Lang::Fr => Self {
                box_: "Urne",
                fingerprint: "Empreinte",
                not_reached: "pas atteint",
                voices: "voix inscrites",
                ballots: "bulletins reçus",
                counted: "comptés",
                weight: "suffrages pondérés",
                verdicts: [
                    "VÉRIFIÉ : ce résultat est bien le compte de ces bulletins.",
                    "EN COURS : tout ce qui est là est juste ; il n’y a pas encore de résultat.",
                    "REFUSÉ : ne vous fiez pas à ce résultat.",
                ],
            },
        }
    }

    pub(crate) fn verdict(&self, passed: bool, complete: bool) -> String {
        let (sentence, colour) = match (passed, complete) {
            (true, true) => (self.verdicts[0], "32;1"),
            (true, false) => (self.verdicts[1], "33;1"),
            (false, _) => (self.verdicts[2], "31;1"),
        };
        paint(sentence, colour)
    }
}

/// The mark before a line of the list.
#[must_use]
pub fn mark(good: bool) -> String {
    if good { paint("ok ", "32") } else { paint("NO ", "31;1") }
}

/// Colour only where a person looks and has not asked for none.
pub(crate) fn paint(text: &str, colour: &str) -> String {
    if std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) {
        format!("\u{1b}[{colour}m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

/// The same for a program.
#[must_use]
pub fn to_json(report: &Report) -> serde_json::Value {
    json!({
        "verdict": if report.passed() { "passed" } else { "failed" },
        "passed": report.passed(),
        "complete": report.complete,
        "ours": report.ours,
        "name": report.summary.name,
        "uuid": report.summary.uuid,
        "fingerprint": report.summary.fingerprint,
        "head": report.summary.head,
        "events": report.summary.events,
        "closed": report.summary.closed,
        "credentials": report.summary.credentials,
        "ballots": report.summary.ballots,
        "voices": report.summary.voices,
        "weight": report.summary.weight,
        "result": counts_json(report.summary.result.as_deref()),
        "checks": checks_json(&report.outcomes),
    })
}

/// The list for a program.
pub(crate) fn checks_json(outcomes: &[(Check, Outcome)]) -> serde_json::Value {
    let checks = outcomes.iter().map(|(check, outcome)| {
        let (state, faults) = match outcome {
            Outcome::Passed => ("passed", Vec::new()),
            Outcome::NotReached => ("not-reached", Vec::new()),
            Outcome::Limited(why) => ("limited", vec![json!({ "place": "", "what": why.english() })]),
            Outcome::Failed(faults) => {
                ("failed", faults.iter().map(|f| json!({ "place": f.place, "what": f.what })).collect())
            }
        };
        json!({ "check": check.number(), "state": state, "faults": faults })
    });
    checks.collect()
}

/// The counts for a program.
pub(crate) fn counts_json(result: Option<&[Counted]>) -> serde_json::Value {
    let questions = result.unwrap_or_default().iter().map(|question| {
        let answers: Vec<_> =
            question.answers.iter().map(|(answer, count)| json!({ "answer": answer, "count": count })).collect();
        json!({ "question": question.question, "answers": answers })
    });
    questions.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_an_archive_cannot_paint_a_verdict() {
        assert_eq!(clean("é\u{1b}[2JVERIFIED\r\n\u{202e}"), "é\u{fffd}[2JVERIFIED\u{fffd}\u{fffd}\u{fffd}");
    }
}
