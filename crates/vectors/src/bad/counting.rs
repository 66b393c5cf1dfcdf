//! Checks 12, 13 and 17: tally and result.

use protocol::archive::EventType;
use protocol::ballot::Ballot;
use protocol::group::{Element, Scalar};
use protocol::tally::{EncryptedTally, SizedTally};
use protocol::{hash, json};

use super::{bent, rewritten};
use crate::case::{Case, Faults};
use crate::making::{Draft, Made, Object, Plan, Until, honest};
use crate::tree::Tree;

/// All of them.
#[must_use]
pub fn cases() -> Vec<Case> {
    [tallies(), opened(), results()].concat()
}

const TALLY: &Faults = &[(13, "encrypted tally")];
const BOTH: &Faults = &[(13, "encrypted tally"), (13, "size of the tally")];

/// Checks 12 and 13. Where the tally is of other ballots, it is opened, and the result is what it holds.
fn tallies() -> Vec<Case> {
    let twice = Plan::small(Until::Result).voting(&[(0, &[1]), (0, &[0])]);
    let mut first = twice.clone();
    first.votes[1].counts = false;
    let two = Plan::small(Until::Result).voting(&[(0, &[1]), (1, &[1])]);
    let mut without = two.clone();
    without.votes[1].counts = false;
    let shape = |change: fn(&mut Tree)| {
        let plan = Plan::small(Until::Tally);
        bent(&plan, Object::Tally, |tally, _| change(tally))
    };
    let neutral = format!("[[{{\"alpha\":\"{0}\",\"beta\":\"{0}\"}}]]", Element::identity());
    vec![
        Case::fails(
            12,
            "ballot-first-counts",
            "Of two ballots of one voice the first is in the tally, which is opened truly.",
            TALLY,
            &first.make(&honest),
        ),
        Case::fails(
            12,
            "ballot-both-count",
            "Both ballots of one voice are in the tally, and its numbers say two.",
            &[(13, "encrypted tally"), (13, "size of the tally"), (24, "emargements.count")],
            &both(&twice),
        ),
        Case::fails(
            13,
            "tally-ballot-left-out",
            "A ballot is left out of the tally and of its numbers; the rest is opened truly.",
            BOTH,
            &without.make(&honest),
        ),
        Case::fails(
            13,
            "tally-empty",
            "The tally is that of no ballot; its numbers are those of the ballot.",
            TALLY,
            &rewritten(&Plan::small(Until::Tally), Object::Tally, |_| neutral.clone()),
        ),
        Case::fails(
            13,
            "tally-question-more",
            "The tally has a question more than the election.",
            TALLY,
            &shape(|tally| {
                let again = tally.items()[0].clone();
                tally.items().push(again);
            }),
        ),
        Case::fails(
            13,
            "tally-answer-less",
            "The tally has an answer less than the question.",
            TALLY,
            &shape(|tally| {
                tally.items()[0].items().clear();
            }),
        ),
        Case::fails(
            13,
            "size-voters",
            "The numbers are those of the voices listed, not of the ballots.",
            &[(13, "size of the tally")],
            &bent(&Plan::small(Until::Tally), Object::Size, |size, _| {
                *size.field("num_tallied") = Tree::Number(2);
                *size.field("total_weight") = Tree::Number(2);
            }),
        ),
    ]
}

/// Check 17, where the tally holds what no ballots can.
fn opened() -> Vec<Case> {
    vec![
        Case::fails(
            13,
            "tally-stuffed",
            "A yes is added to the tally, which is opened truly: there are more than voices, which a search up to their number does not find.",
            &[(13, "encrypted tally"), (17, "result")],
            &stuffed(&Plan::small(Until::Result), &[1], |_| "{\"result\":[[2]]}".to_owned()),
        ),
        Case::fails(
            17,
            "result-blanks-and-more",
            "A blank is added to the tally, which is opened truly: blanks and choices are more than the ballots.",
            &[(13, "encrypted tally"), (17, "question 1")],
            &stuffed(&Plan::blank(Until::Result), &[1, 0], str::to_owned),
        ),
        Case::fails(
            17,
            "result-too-few",
            "The yes is taken out of the tally of a question that asks for one, which is opened truly.",
            &[(13, "encrypted tally"), (17, "question 1")],
            &taken(),
        ),
    ]
}

fn replace_tally(draft: &mut Draft, text: &str, voices: u64, weight: u64) {
    let link = draft.links.last_mut().expect("a tally");
    let size = json::write(&SizedTally::of(text, voices, weight));
    link.data = [text.to_owned(), size].map(|text| (hash::sha256_hex(text.as_bytes()), text)).to_vec();
}

/// A tally of all ballots, replaced ones included, as if the second were by somebody else.
fn both(plan: &Plan) -> Made {
    let mut draft = plan.clone().until(Until::Tally).draft(&honest);
    let mut tally = EncryptedTally::empty(&draft.world.election);
    for link in draft.links.iter().filter(|link| link.kind == EventType::Ballot) {
        tally.count(&Ballot::parse(&link.data[0].1).expect("a ballot"), 1);
    }
    replace_tally(&mut draft, &tally.to_json(), 2, 2);
    draft.companion.emargements.count = 2;
    draft.finish(&honest)
}

/// Makes a plan whose tally holds something more; the result, if none can be opened, is the one given.
fn stuffed(plan: &Plan, more: &[u64], result: impl Fn(&str) -> String) -> Made {
    add(plan, more, false, result)
}

fn taken() -> Made {
    let mut plan = Plan::small(Until::Result).asking(&[(&["A"], false, 1, 1)]);
    plan.votes[0].answers = vec![vec![1]];
    add(&plan, &[1], true, str::to_owned)
}

fn add(plan: &Plan, more: &[u64], minus: bool, result: impl Fn(&str) -> String) -> Made {
    let change = |text: String| {
        let mut tally = EncryptedTally::parse(&text).expect("a tally");
        for (ciphertext, m) in tally.0.iter_mut().flatten().zip(more) {
            let m = Element::mul_base(&Scalar::from(*m));
            ciphertext.beta = if minus { ciphertext.beta - m } else { ciphertext.beta + m };
        }
        tally.to_json()
    };
    let tally = change(super::text_of(&plan.clone().until(Until::Tally), Object::Tally));
    // Opened by hand: the maker refuses what is above the number of voices.
    let mut draft = plan.clone().until(Until::Tally).draft(&honest);
    replace_tally(&mut draft, &tally, 1, 1);
    let (part, proofs) = draft.world.part(1, &tally, "part of 1");
    let part = part.to_json();
    let owned = format!("{{\"owner\":1,\"payload\":\"{}\"}}", hash::sha256_hex(part.as_bytes()));
    let good = super::text_of(plan, Object::Result);
    let counts = Tree::parse(&good);
    let mut opened = counts;
    let flat = opened.field("result").items()[0].items();
    for (count, m) in flat.iter_mut().zip(more) {
        if let Tree::Number(n) = count {
            *n = if minus { *n - m } else { *n + m };
        }
    }
    let text = result(&opened.write());
    let named = |text: String| (hash::sha256_hex(text.as_bytes()), text);
    let mut link = draft.links[3].clone();
    (link.kind, link.data) = (EventType::PartialDecryption, vec![named(part), named(owned)]);
    draft.links.push(link.clone());
    (link.kind, link.data) = (EventType::Result, vec![named(text)]);
    draft.links.push(link);
    draft.companion.decryption_proofs.push(protocol::companion::OwnerProofs { owner: 1, proofs });
    draft.finish(&honest)
}

/// Check 17.
fn results() -> Vec<Case> {
    let plan = Plan::small(Until::Result);
    let row = |name: &str, about: &str, text: &'static str| {
        let made = rewritten(&plan, Object::Result, |_| text.to_owned());
        Case::fails(17, &format!("result-{name}"), about, &[(17, "result")], &made).of("result", "result[][]")
    };
    let group = Plan::small(Until::Result).group(&[2, 3]);
    vec![
        row("less", "A yes is taken away.", "{\"result\":[[0]]}"),
        row("above-weight", "The count is above the number of voices.", "{\"result\":[[2]]}"),
        row(
            "plus-q",
            "The count is itself plus q: the same power of g.",
            "{\"result\":[[\"7237005577332262213973186563042994240857116359379907606001950938285454250990\"]]}",
        )
        .expecting(&[(6, "result")]),
        row("answer-more", "There is a count more.", "{\"result\":[[1,0]]}"),
        row("answer-less", "There is no count.", "{\"result\":[[]]}"),
        row("question-more", "There are counts of a question more.", "{\"result\":[[1],[0]]}"),
        row("question-none", "There is no question.", "{\"result\":[]}"),
        Case::fails(
            17,
            "result-group",
            "The result of a box that a group opened is another.",
            &[(17, "result")],
            &rewritten(&group, Object::Result, |_| "{\"result\":[[0]]}".to_owned()),
        ),
    ]
}
