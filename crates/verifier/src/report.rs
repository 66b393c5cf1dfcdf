//! The numbered checklist, for a person or for a program.

use std::io::IsTerminal as _;
use std::path::Path;

use protocol::archive;
use protocol::ballot::{self, Ballot};
use protocol::checks::{Check, Outcome, Report, verify_election};
use serde_json::json;

use crate::{Lang, Verdict, input};

/// A check's meaning.
pub fn sentence(check: Check, lang: Lang) -> &'static str {
    match lang {
        Lang::En => check.english(),
        Lang::Fr => check.french(),
    }
}

/// Verifies an election and prints what was found.
pub fn election(file: &Path, companion: Option<&Path>, json: bool, lang: Lang) -> Verdict {
    let read = match input::read(file, companion) {
        Ok(read) => read,
        Err(why) => return Verdict::Unreadable(why),
    };
    let mut progress = progress(json);
    let report = match verify_election(&read.archive, read.companion.as_deref(), &mut progress) {
        Ok(report) => report,
        Err(error) => return Verdict::Unreadable(format!("{}: {error}", file.display())),
    };
    if json {
        println!("{}", to_json(&report));
    } else {
        print(&report, lang);
    }
    if report.passed() { Verdict::Passed } else { Verdict::Failed }
}

/// A line that counts ballots, on a terminal and only when there are many.
fn progress(json: bool) -> impl FnMut(usize, usize) {
    let shown = !json && std::io::stderr().is_terminal();
    move |done, all| {
        if shown && all > 200 && (done % 100 == 0 || done == all) {
            eprint!("\r{done} / {all} ballots");
            if done == all {
                eprintln!();
            }
        }
    }
}

fn print(report: &Report, lang: Lang) {
    let words = Words::of(lang);
    let summary = &report.summary;
    println!("{}\n{} {}\n{} {}\n", summary.name, words.box_, summary.uuid, words.fingerprint, summary.fingerprint);
    for (check, outcome) in &report.outcomes {
        let (mark, note) = match outcome {
            Outcome::Passed => (paint("ok ", "32"), String::new()),
            Outcome::Failed(_) => (paint("NO ", "31;1"), String::new()),
            Outcome::NotReached => ("-- ".to_owned(), format!(" ({})", words.not_reached)),
            Outcome::Limited(why) => ("(!)".to_owned(), format!(" ({why})")),
        };
        println!("{mark} {:2}  {}{note}", check.number(), sentence(*check, lang));
        if let Outcome::Failed(faults) = outcome {
            faults.iter().for_each(|fault| println!("        {}: {}", fault.place, fault.what));
        }
    }
    println!(
        "\n{} {} · {} {} · {} {}",
        summary.credentials, words.voices, summary.ballots, words.ballots, summary.voices, words.counted
    );
    for question in summary.result.iter().flatten() {
        println!("\n{}", question.question);
        let width = question.answers.iter().map(|(answer, _)| answer.chars().count()).max().unwrap_or(0);
        question.answers.iter().for_each(|(answer, count)| println!("  {answer:width$}  {count:>6}"));
    }
    println!("\n{}", words.verdict(report));
}

struct Words {
    box_: &'static str,
    fingerprint: &'static str,
    not_reached: &'static str,
    voices: &'static str,
    ballots: &'static str,
    counted: &'static str,
    verdicts: [&'static str; 3],
}

impl Words {
    fn of(lang: Lang) -> Self {
        match lang {
            Lang::En => Self {
                box_: "Box",
                fingerprint: "Fingerprint",
                not_reached: "not reached",
                voices: "voices listed",
                ballots: "ballots received",
                counted: "counted",
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
                verdicts: [
                    "VÉRIFIÉ : ce résultat est bien le compte de ces bulletins.",
                    "EN COURS : tout ce qui est là est juste ; il n’y a pas encore de résultat.",
                    "REFUSÉ : ne vous fiez pas à ce résultat.",
                ],
            },
        }
    }

    fn verdict(&self, report: &Report) -> String {
        let (sentence, colour) = match (report.passed(), report.complete) {
            (true, true) => (self.verdicts[0], "32;1"),
            (true, false) => (self.verdicts[1], "33;1"),
            (false, _) => (self.verdicts[2], "31;1"),
        };
        paint(sentence, colour)
    }
}

/// Colour only where a person looks.
fn paint(text: &str, colour: &str) -> String {
    if std::io::stdout().is_terminal() { format!("\u{1b}[{colour}m{text}\u{1b}[0m") } else { text.to_owned() }
}

fn to_json(report: &Report) -> serde_json::Value {
    let checks = report.outcomes.iter().map(|(check, outcome)| {
        let (state, faults) = match outcome {
            Outcome::Passed => ("passed", Vec::new()),
            Outcome::NotReached => ("not-reached", Vec::new()),
            Outcome::Limited(why) => ("limited", vec![json!({ "place": "", "what": why })]),
            Outcome::Failed(faults) => {
                ("failed", faults.iter().map(|f| json!({ "place": f.place, "what": f.what })).collect())
            }
        };
        json!({ "check": check.number(), "state": state, "faults": faults })
    });
    let checks: Vec<_> = checks.collect();
    let questions = report.summary.result.iter().flatten().map(|question| {
        let answers: Vec<_> =
            question.answers.iter().map(|(answer, count)| json!({ "answer": answer, "count": count })).collect();
        json!({ "question": question.question, "answers": answers })
    });
    json!({
        "passed": report.passed(),
        "complete": report.complete,
        "ours": report.ours,
        "name": report.summary.name,
        "uuid": report.summary.uuid,
        "fingerprint": report.summary.fingerprint,
        "head": report.summary.head,
        "credentials": report.summary.credentials,
        "ballots": report.summary.ballots,
        "voices": report.summary.voices,
        "result": questions.collect::<Vec<_>>(),
        "checks": checks,
    })
}

/// Looks a ballot up.
pub fn tracker(file: &Path, tracker: &str) -> Verdict {
    let read = match input::read(file, None) {
        Ok(read) => read,
        Err(why) => return Verdict::Unreadable(why),
    };
    let archive = match archive::read(&read.archive) {
        Ok(archive) => archive,
        Err(error) => return Verdict::Unreadable(error.to_string()),
    };
    let ballots =
        archive.items.iter().filter_map(|item| Some((ballot::tracker(&item.body), Ballot::parse(&item.body).ok()?)));
    let ballots: Vec<_> = ballots.collect();
    let Some(at) = ballots.iter().position(|(known, _)| known == tracker.trim_end_matches('=')) else {
        println!("unknown: this ballot is not in the archive");
        return Verdict::Failed;
    };
    let replaced = ballots[at + 1..].iter().any(|(_, later)| later.credential == ballots[at].1.credential);
    println!("{}", if replaced { "replaced: a later ballot of the same voice counts" } else { "counted" });
    Verdict::Passed
}
