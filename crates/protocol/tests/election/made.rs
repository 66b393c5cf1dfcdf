//! What is made here verifies here, and the count is the plain count.

use proptest::prelude::*;
use protocol::ballot::Ballot;
use protocol::checks::{Outcome, Report, sealed_tally, verify_election};
use protocol::election::Question;
use protocol::tally::EncryptedTally;

use crate::simulate::{Made, Plan, make};
use crate::tampered::rechain;

pub fn verify(made: &Made) -> Report {
    verify_election(&made.bytes(), Some(&made.companion.to_json()), &mut |_, _| {}).expect("readable")
}

pub fn counts(report: &Report) -> Vec<Vec<u64>> {
    let result = report.summary.result.clone().expect("a result");
    result.iter().map(|question| question.answers.iter().map(|(_, count)| *count).collect()).collect()
}

#[test]
fn a_whole_election_passes_every_check() {
    let report = verify(&make(&Plan::resolution(1, 4, &[(0, 0), (1, 0), (2, 1), (0, 2)])));
    for (check, outcome) in &report.outcomes {
        assert_eq!(*outcome, Outcome::Passed, "{check:?}");
    }
    assert!(report.passed() && report.complete && report.ours);
    assert_eq!(counts(&report), [[1, 1, 1]], "the first voter's second ballot counts");
    assert_eq!((report.summary.ballots, report.summary.voices, report.summary.credentials), (4, 3, 4));
}

#[test]
fn an_election_without_a_ballot_has_a_result() {
    let report = verify(&make(&Plan::resolution(2, 3, &[])));
    assert!(report.passed(), "{:?}", report.outcomes);
    assert_eq!(counts(&report), [[0, 0, 0]]);
}

#[test]
fn an_archive_in_progress_is_not_a_failure() {
    let made = make(&Plan::resolution(3, 2, &[(0, 0)]));
    let events: Vec<usize> = (0..made.items.len()).filter(|i| made.items[*i].body.starts_with("{\"parent\"")).collect();
    let setup = made.items.iter().position(|item| item.body.contains("\"type\":\"Setup\"")).expect("a setup");
    for end in std::iter::once(setup).chain(events) {
        let mut part = made.clone();
        part.items.truncate(end + 1);
        let ballots = part.items.iter().filter(|item| item.body.contains("\"type\":\"Ballot\"")).count();
        let parts = part.items.iter().filter(|item| item.body.contains("\"type\":\"PartialDecryption\"")).count();
        part.companion.order_slips.truncate(ballots);
        part.companion.decryption_proofs.truncate(parts);
        let report = verify(&part);
        assert!(report.passed(), "up to item {end}: {:?}", report.outcomes);
        assert_eq!(report.complete, end + 1 == made.items.len());
    }
}

#[test]
fn a_key_holder_decrypts_only_a_closed_box_with_the_servers_part() {
    let made = make(&Plan::resolution(4, 2, &[(0, 0), (1, 1)]));
    let at = |kind: &str, nth: usize| {
        let marks = format!("\"type\":\"{kind}\"");
        made.items.iter().enumerate().filter(|(_, item)| item.body.contains(&marks)).nth(nth).expect("there").0
    };
    let attempt = |end: usize, parts: usize| {
        let mut part = made.clone();
        part.items.truncate(end + 1);
        part.companion.decryption_proofs.truncate(parts);
        sealed_tally(&part.bytes(), &part.companion.to_json())
    };
    let sealed = attempt(at("PartialDecryption", 0), 1).expect("closed, with the server's part");
    assert_eq!(sealed.tally, made.items[at("EndBallots", 0) + 1].body);
    assert!(attempt(at("EncryptedTally", 0), 0).is_err(), "without the server's part");
    assert!(attempt(at("Ballot", 1), 0).is_err(), "before the close");
    assert!(attempt(at("Result", 0), 2).is_err(), "after the result");
}

/// In the place of the tally a ballot out of the archive, or what somebody else encrypted: whoever opened that would open a vote.
#[test]
fn a_key_holder_is_shown_no_ciphertext_but_the_tally() {
    let honest = make(&Plan::resolution(4, 2, &[(0, 0), (1, 1)]));
    let other = make(&Plan::resolution(5, 2, &[(0, 0), (1, 0)]));
    let tally_of = |made: &Made| {
        let end = made.items.iter().position(|item| item.body.contains("\"type\":\"EndBallots\"")).expect("closed");
        (end + 1, made.items[end + 1].body.clone())
    };
    let ballot = honest.items.iter().find_map(|item| Ballot::parse(&item.body).ok()).expect("a ballot");
    let alone = EncryptedTally(vec![ballot.answers[0].choices.clone()]).to_json();
    let (at, own) = tally_of(&honest);
    let shown = |tally: &str| {
        let mut made = honest.clone();
        rechain(&mut made, |i, body| if i == at { tally.to_owned() } else { body.to_owned() });
        let mut parts = made.items.iter().enumerate().filter(|(_, item)| item.body.contains("\"PartialDecryption\""));
        let end = parts.next().expect("the server's part").0;
        made.items.truncate(end + 1);
        made.companion.decryption_proofs.truncate(1);
        (sealed_tally(&made.bytes(), &made.companion.to_json()).is_ok(), verify(&made).failed().contains(&13))
    };
    assert_eq!(shown(&own), (true, false));
    assert_eq!(shown(&alone), (false, true), "one ballot");
    assert_eq!(shown(&tally_of(&other).1), (false, true), "of another election");
}

/// One question of any allowed shape, and a valid choice for each of some votes.
fn plans() -> impl Strategy<Value = Plan> {
    let question = (1_usize..4, any::<bool>()).prop_flat_map(|(answers, blank)| {
        (0..=answers as u64).prop_flat_map(move |min| {
            (min..=answers as u64).prop_map(move |max| Question {
                answers: (0..answers).map(|i| format!("réponse {i}")).collect(),
                blank: blank.then_some(true),
                min,
                max,
                question: "?".to_owned(),
            })
        })
    });
    (any::<u64>(), question, prop::collection::vec((0_usize..3, any::<u64>()), 0..5)).prop_map(
        |(seed, question, wishes)| {
            let votes = wishes.into_iter().map(|(voter, wish)| (voter, vec![choose(&question, wish)])).collect();
            Plan { seed, ours: true, questions: vec![question], voters: 3, votes }
        },
    )
}

/// An allowed choice drawn from a number.
fn choose(question: &Question, wish: u64) -> Vec<u64> {
    let first = usize::from(question.allows_blank());
    let mut choice = vec![0; question.width()];
    if first == 1 && wish.is_multiple_of(4) {
        choice[0] = 1;
        return choice;
    }
    let how_many = question.min + (wish / 4) % (question.max - question.min + 1);
    for i in 0..usize::try_from(how_many).expect("few") {
        choice[first + i] = 1;
    }
    let turn = usize::try_from((wish / 64) % question.answers.len() as u64).expect("few");
    choice[first..].rotate_left(turn);
    choice
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_tally_is_the_plain_count_of_last_votes(plan in plans()) {
        let report = verify(&make(&plan));
        prop_assert!(report.passed(), "{:?}", report.outcomes);
        let mut last = std::collections::BTreeMap::new();
        for (voter, choice) in &plan.votes {
            last.insert(*voter, choice[0].clone());
        }
        let mut plain = vec![0; plan.questions[0].width()];
        for choice in last.values() {
            for (total, one) in plain.iter_mut().zip(choice) {
                *total += one;
            }
        }
        prop_assert_eq!(counts(&report), vec![plain]);
    }
}
