//! Groups of boxes: our verifier finds together exactly what each is for, and every field that ties boxes has a bad group.

use std::collections::BTreeSet;

use protocol::checks::{Alone, Examined, Options, Outcome, read_archive, verify_together};
use vectors::boxes::{Case, cases, fields_with_values};

fn examined(case: &Case) -> Vec<Examined> {
    let read = |boxed: &vectors::boxes::Boxed| {
        let options = Options { companion: Some(&boxed.companion), expected_head: None };
        read_archive(boxed.archive.as_slice(), &options, &Alone, &mut |_, _| {}).expect("readable")
    };
    case.boxes.iter().map(read).collect()
}

fn failed(outcomes: &[(protocol::checks::Check, Outcome)]) -> Vec<u8> {
    let failed = outcomes.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Failed(_)));
    failed.map(|(check, _)| check.number()).collect()
}

#[test]
fn every_group_fails_exactly_the_checks_it_is_for() {
    let mut wrong = Vec::new();
    for case in cases() {
        let archives = examined(&case);
        let mut found: BTreeSet<u8> = archives.iter().flat_map(|one| failed(&one.report().outcomes)).collect();
        let votes = verify_together(&archives);
        assert!(votes.len() == 1 || case.boxes.len() == 1, "{}: one vote", case.name);
        found.extend(votes.iter().flat_map(|vote| failed(&vote.outcomes)));
        if found != case.checks.iter().copied().collect() {
            wrong.push(format!("{}: {}\n  expected {:?}\n  found    {found:?}", case.name, case.about, case.checks));
        }
        let counts: Option<Vec<Vec<u64>>> = votes.first().and_then(|vote| vote.result.as_ref()).map(|questions| {
            questions.iter().map(|question| question.answers.iter().map(|(_, count)| *count).collect()).collect()
        });
        if case.checks.is_empty() {
            assert_eq!(counts, case.result, "{}", case.name);
            assert_eq!(votes.iter().any(|vote| vote.complete), case.result.is_some(), "{}", case.name);
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_field_that_ties_boxes_has_a_group_in_which_it_is_wrong() {
    let cases = cases();
    let wrong: BTreeSet<&str> = cases.iter().filter_map(|case| case.field.as_deref()).collect();
    let fields = fields_with_values();
    assert!(fields.len() > 10, "{fields:?}");
    for field in &fields {
        assert!(wrong.contains(field.as_str()), "no bad group for {field}");
    }
    for check in [15, 16, 17, 19, 24] {
        let alone = |case: &&Case| case.checks == [check];
        assert!(cases.iter().filter(alone).count() > 0, "no group fails check {check} alone");
    }
}
