//! What the good and bad archives are for: our verifier accepts the good ones and counts what was planned, and of the bad
//! ones it finds exactly what the index says.

use std::collections::BTreeSet;

use protocol::checks::{Outcome, Unreadable, verify_election};
use vectors::case::{Case, Expected};
use vectors::{bad, good};

fn found(case: &Case) -> Expected {
    match verify_election(&case.archive, case.companion.as_deref(), &mut |_, _| {}) {
        Err(why) => Expected::NoVerdict(why.to_string()),
        Ok(report) => {
            let mut faults = BTreeSet::new();
            for (check, outcome) in &report.outcomes {
                if let Outcome::Failed(found) = outcome {
                    faults.extend(found.iter().map(|fault| (check.number(), fault.place.clone())));
                }
            }
            Expected::Fails(faults.into_iter().collect())
        }
    }
}

#[test]
fn every_bad_archive_fails_exactly_the_checks_and_places_it_is_for() {
    let mut wrong = Vec::new();
    for case in bad::cases() {
        let found = found(&case);
        if found != case.expected {
            wrong.push(format!("{}: {}\n  expected {:?}\n  found    {found:?}", case.name, case.about, case.expected));
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_good_archive_passes_and_its_numbers_are_those_of_the_plan() {
    for case in good::cases() {
        let (bytes, entry) = (case.made.bytes(), case.entry());
        let report = verify_election(&bytes, case.made.companion.as_deref(), &mut |_, _| {});
        let report = report.unwrap_or_else(|why: Unreadable| panic!("{}: {why}", case.name));
        assert!(report.passed(), "{}: {:?}", case.name, report.outcomes);
        let summary = &report.summary;
        let counts = summary.result.as_ref().map(|questions| {
            let counts = |question: &protocol::checks::Counted| -> Vec<u64> {
                question.answers.iter().map(|(_, count)| *count).collect()
            };
            questions.iter().map(counts).collect::<Vec<_>>()
        });
        let numbers = serde_json::json!({
            "ours": report.ours, "uuid": summary.uuid, "fingerprint": summary.fingerprint, "head": summary.head,
            "events": summary.events, "credentials": summary.credentials, "ballots": summary.ballots,
            "voices": summary.voices, "weight": summary.weight, "complete": report.complete, "result": counts,
        });
        for (name, number) in numbers.as_object().expect("an object") {
            assert_eq!(entry.get(name).unwrap_or(&serde_json::Value::Null), number, "{}: {name}", case.name);
        }
    }
}
