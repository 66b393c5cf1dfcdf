//! Check 7: ballots with more or fewer parts than the question asks, signed again.

use super::voting::{answer, signed};
use crate::case::{Case, Faults};
use crate::making::{Plan, Until};
use crate::tree::Tree;

fn items<'a>(ballot: &'a mut Tree, part: &str) -> &'a mut Vec<Tree> {
    answer(ballot).field(part).items()
}

fn again(list: &mut Vec<Tree>) {
    list.extend(list.last().cloned());
}

/// Name, what is wrong, whether blank is allowed, what is changed, what fails.
type Shape = (&'static str, &'static str, bool, fn(&mut Tree), &'static Faults);

const SHAPES: [Shape; 14] = [
    (
        "answers-none",
        "The ballot answers no question.",
        false,
        |b| b.field("answers").items().clear(),
        &[(7, "ballot 1: answers")],
    ),
    (
        "answers-two",
        "The ballot answers the one question twice.",
        false,
        |b| again(b.field("answers").items()),
        &[(7, "ballot 1: answers")],
    ),
    (
        "choices-none",
        "The answer has no ciphertext.",
        false,
        |b| items(b, "choices").clear(),
        &[(7, "ballot 1: answers[0].choices")],
    ),
    (
        "choices-two",
        "The answer has a ciphertext too many.",
        false,
        |b| again(items(b, "choices")),
        &[(7, "ballot 1: answers[0].choices")],
    ),
    (
        "choices-blank-one",
        "The ciphertext for “blank” is missing.",
        true,
        |b| drop(items(b, "choices").remove(0)),
        &[(7, "ballot 1: answers[0].choices")],
    ),
    (
        "individual-proofs-none",
        "There is no individual proof.",
        false,
        |b| items(b, "individual_proofs").clear(),
        &[(7, "ballot 1: answers[0].individual_proofs")],
    ),
    (
        "individual-proofs-two",
        "There is one pair of individual proofs too many.",
        false,
        |b| again(items(b, "individual_proofs")),
        &[(7, "ballot 1: answers[0].individual_proofs")],
    ),
    (
        "individual-proof-one",
        "An individual proof has one part.",
        false,
        |b| drop(items(b, "individual_proofs")[0].items().pop()),
        &[(7, "ballot 1: answers[0].individual_proofs")],
    ),
    (
        "individual-proof-three",
        "An individual proof has three parts: it would allow a two.",
        false,
        |b| again(items(b, "individual_proofs")[0].items()),
        &[(7, "ballot 1: answers[0].individual_proofs")],
    ),
    (
        "overall-proof-one",
        "The overall proof has a part too few.",
        false,
        |b| drop(items(b, "overall_proof").pop()),
        &[(7, "ballot 1: answers[0].overall_proof")],
    ),
    (
        "overall-proof-three",
        "The overall proof has a part too many.",
        false,
        |b| again(items(b, "overall_proof")),
        &[(7, "ballot 1: answers[0].overall_proof")],
    ),
    (
        "blank-proof-unasked",
        "There is a blank proof where blank is not allowed.",
        false,
        |b| {
            let proof = answer(b).field("overall_proof").clone();
            answer(b).fields().push(("blank_proof".to_owned(), proof));
        },
        &[(7, "ballot 1: answers[0].blank_proof")],
    ),
    (
        "blank-proof-one",
        "The blank proof has a part too few.",
        true,
        |b| drop(items(b, "blank_proof").pop()),
        &[(7, "ballot 1: answers[0].blank_proof")],
    ),
    (
        "blank-proof-three",
        "The blank proof has a part too many.",
        true,
        |b| again(items(b, "blank_proof")),
        &[(7, "ballot 1: answers[0].blank_proof")],
    ),
];

/// All of them.
#[must_use]
pub fn cases() -> Vec<Case> {
    let made = |blank: bool, change: fn(&mut Tree)| {
        let plan = if blank { Plan::blank(Until::Ballots) } else { Plan::small(Until::Ballots) };
        signed(&plan, change)
    };
    SHAPES
        .into_iter()
        .map(|(name, about, blank, change, faults)| {
            Case::fails(7, &format!("ballot-{name}"), about, faults, &made(blank, change))
        })
        .collect()
}
