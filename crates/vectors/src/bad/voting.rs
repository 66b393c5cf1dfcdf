//! Checks 6 and 11, where more than one field of a ballot or an election is at stake.

use protocol::ballot::Ballot;
use protocol::group::{Element, Scalar};
use protocol::json;
use protocol::proofs::disjunction::{self, Branch};

use super::fields::sign_again;
use super::{bent, rewritten};
use crate::case::{Case, Faults};
use crate::making::{Made, Object, Plan, Until, honest, rng, secret};
use crate::tree::{Step, Tree};

/// All of them.
#[must_use]
pub fn cases() -> Vec<Case> {
    [spellings(), elections(), others()].concat()
}

/// A ballot changed and signed again.
pub(super) fn signed(plan: &Plan, change: impl Fn(&mut Tree)) -> Made {
    bent(plan, Object::Ballot(0), |ballot, world| {
        change(ballot);
        sign_again(ballot, &world.plan, 0);
    })
}

pub(super) fn answer(ballot: &mut Tree) -> &mut Tree {
    ballot.at(&[Step::Key("answers".to_owned()), Step::Index(0)])
}

/// Check 6, of whole texts.
fn spellings() -> Vec<Case> {
    let plan = Plan::small(Until::Ballots);
    let row = |name: &str, about: &str, change: fn(&str) -> String| {
        let made = rewritten(&plan, Object::Ballot(0), change);
        Case::fails(6, &format!("ballot-{name}"), about, &[(6, "ballot 1")], &made)
    };
    let neutral = bent(&plan, Object::Ballot(0), |ballot, _| {
        *ballot.field("credential") = Tree::Text(Element::identity().to_string());
    });
    vec![
        row("line-feed", "The ballot ends with a line feed.", |text| format!("{text}\n")),
        row("byte-order-mark", "The ballot begins with a byte order mark.", |text| format!("\u{feff}{text}")),
        row("inner-space", "A space stands after the first colon of the ballot.", |text| text.replacen(':', ": ", 1)),
        row("slash", "A slash of the fingerprint is escaped.", |text| {
            // Every fingerprint here but one in four has a slash; another text with one is as good.
            text.replacen("\"election_hash\":\"", "\"election_hash\":\"\\/", 1)
        }),
        row("junk", "The ballot is no JSON.", |_| "ballot".to_owned()),
        row("empty", "The ballot is an empty object.", |_| "{}".to_owned()),
        row("negative", "A response is negative.", |text| text.replacen("\"response\":\"", "\"response\":\"-", 1)),
        row("plus", "A response has a plus sign.", |text| text.replacen("\"response\":\"", "\"response\":\"+", 1)),
        row("hexadecimal", "A response is written in hexadecimal.", |text| {
            text.replacen("\"response\":\"", "\"response\":\"0x", 1)
        }),
        row("response-number", "A response is a number, not a text.", |text| {
            let at = text.find("\"response\":\"").map_or(0, |at| at + 11);
            let end = at + 1 + text[at + 1..].find('"').unwrap_or(0);
            format!("{}{}{}", &text[..at], &text[at + 1..end], &text[end + 1..])
        }),
        Case::fails(
            6,
            "ballot-credential-neutral",
            "The ballot's credential is the neutral element.",
            &[
                (6, "ballot 1: credential"),
                (11, "ballot 1: credential"),
                (11, "ballot 1: answers[0].individual_proofs[0]"),
                (11, "ballot 1: answers[0].overall_proof"),
                (11, "ballot 1: signature"),
                (24, "order_slips[0]"),
            ],
            &neutral,
        )
        .of("ballot", "credential"),
    ]
}

/// Check 6, of what an election may ask.
fn elections() -> Vec<Case> {
    type Change = fn(&mut Tree);
    fn question<'a>(election: &'a mut Tree, field: &str) -> &'a mut Tree {
        election.at(&[Step::Key("questions".to_owned()), Step::Index(0), Step::Key(field.to_owned())])
    }
    let rows: [(&str, &str, Change); 8] = [
        ("questions-none", "The election asks nothing.", |e| e.field("questions").items().clear()),
        ("answers-none", "The question has no answer.", |e| question(e, "answers").items().clear()),
        ("min-above-max", "The fewest answers are more than the most.", |e| *question(e, "min") = Tree::Number(2)),
        ("max-above-answers", "The most answers are more than there are.", |e| *question(e, "max") = Tree::Number(2)),
        ("uuid-short", "The uuid has thirteen characters.", |e| {
            *e.field("uuid") = Tree::Text("Vectors123456".to_owned())
        }),
        ("uuid-zero", "The uuid has a zero, which base58 has not.", |e| {
            *e.field("uuid") = Tree::Text("Vectors1234560".to_owned());
        }),
        ("language-one", "The language has no direction.", |e| drop(e.field("language").items().pop())),
        ("min-negative", "The fewest answers are −1.", |e| *question(e, "min") = Tree::Raw("-1".to_owned())),
    ];
    let plan = Plan::small(Until::Setup).wordy();
    rows.into_iter()
        .map(|(name, about, change)| {
            let made = bent(&plan, Object::Election, |election, _| change(election));
            Case::fails(6, &format!("election-{name}"), about, &[(6, "election")], &made)
        })
        .collect()
}

/// Check 11.
fn others() -> Vec<Case> {
    let plan = Plan::small(Until::Ballots);
    let proofs: &Faults =
        &[(11, "ballot 1: answers[0].individual_proofs[0]"), (11, "ballot 1: answers[0].overall_proof")];
    let mut stranger = plan.clone().voices(3);
    stranger.votes[0].voter = 2;
    let listed = bent(&stranger, Object::Credentials, |list, world| {
        let own = Element::mul_base(&world.plan.voter(2)).to_string();
        list.items().retain(|entry| entry.text() != own);
    });
    vec![
        Case::fails(
            11,
            "ballot-replayed",
            "The ballot comes twice, each time with its slip, numbered anew.",
            &[(11, "ballot 2")],
            &replayed(),
        ),
        Case::fails(
            11,
            "ballot-stranger",
            "A ballot, right in everything, is under a credential that is not listed.",
            &[(11, "ballot 1: credential")],
            &listed,
        ),
        Case::fails(
            11,
            "ballot-copied",
            "A voter copies the answer of another's ballot and signs it under the own credential.",
            &[(11, "ballot 2: answers[0].individual_proofs[0]"), (11, "ballot 2: answers[0].overall_proof")],
            &copied(),
        ),
        Case::fails(
            11,
            "ballot-two",
            "The ciphertext holds a two, with a proof that it holds one of 0, 1 and 2 cut to its length.",
            proofs,
            &two(),
        ),
        Case::fails(
            11,
            "ballot-other-key",
            "The ballot is encrypted and proved for another key.",
            proofs,
            &encrypted_elsewhere(),
        ),
        Case::fails(
            11,
            "ballot-proofs-exchanged",
            "The individual and the overall proof are exchanged.",
            proofs,
            &signed(&plan, |ballot| {
                let (individual, overall) = (
                    answer(ballot).field("individual_proofs").items()[0].clone(),
                    answer(ballot).field("overall_proof").clone(),
                );
                answer(ballot).field("individual_proofs").items()[0] = overall;
                *answer(ballot).field("overall_proof") = individual;
            }),
        ),
        Case::fails(
            11,
            "ballot-signature-unsigned",
            "The ballot is signed, then its individual proof is made anew: the signature is over the ballot before.",
            &[(11, "ballot 1: signature")],
            &proved_after_signing(),
        ),
        Case::fails(
            11,
            "ballot-blank-and-yes",
            "The ballot says blank and yes: each ciphertext holds 0 or 1, but not both proofs about the two can hold.",
            &[(11, "ballot 1: answers[0].blank_proof")],
            &blank_and_yes(),
        ),
    ]
}

fn replayed() -> Made {
    let plan = Plan::small(Until::Ballots).voting(&[(0, &[1]), (0, &[1])]);
    let mut draft = plan.draft(&honest);
    draft.links[2] = draft.links[1].clone();
    let tracker = draft.companion.order_slips[0].ballot.clone();
    draft.companion.order_slips[1] = draft.world.slip(1, 2, &tracker);
    draft.finish(&honest)
}

fn copied() -> Made {
    let plan = Plan::small(Until::Ballots).voting(&[(0, &[1]), (1, &[1])]);
    let first = super::text_of(&plan, Object::Ballot(0));
    bent(&plan, Object::Ballot(1), |ballot, world| {
        *ballot.field("answers") = Tree::parse(&first).field("answers").clone();
        sign_again(ballot, &world.plan, 1);
    })
}

/// A ciphertext of `m` with proofs of D(S₀; 0 … m) and D(S; 0 … m), cut to two parts.
fn two() -> Made {
    bent(&Plan::small(Until::Ballots), Object::Ballot(0), |ballot, world| {
        let (y, r) = (world.election.public_key, secret("nonce of two"));
        let (alpha, beta) = (Element::mul_base(&r), y * &r + Element::mul_base(&Scalar::from(2_u64)));
        let context = format!("{}|{}", world.phi, ballot.field("credential").text());
        let prove = |context: &str| {
            let less = |m: u64| Branch { alpha, beta: beta - Element::mul_base(&Scalar::from(m)) };
            let prefix = format!("prove|{context}|{alpha},{beta}|");
            let mut proofs = disjunction::prove(&prefix, &y, &[less(0), less(1), less(2)], 2, &r, &mut rng(&prefix));
            proofs.pop();
            Tree::parse(&json::write(&proofs))
        };
        let choice = Tree::parse(&format!("{{\"alpha\":\"{alpha}\",\"beta\":\"{beta}\"}}"));
        answer(ballot).field("choices").items()[0] = choice;
        answer(ballot).field("individual_proofs").items()[0] = prove(&context);
        *answer(ballot).field("overall_proof") = prove(&format!("{context}|{alpha},{beta}"));
        sign_again(ballot, &world.plan, 0);
    })
}

fn encrypted_elsewhere() -> Made {
    rewritten_with_world(&Plan::small(Until::Ballots), |world| {
        let mut election = world.election.clone();
        election.public_key = crate::values::stranger();
        let made = Ballot::create(&election, &world.phi, &world.plan.voter(0), &[vec![1]], &mut rng("elsewhere"));
        made.expect("an allowed choice").to_json()
    })
}

fn proved_after_signing() -> Made {
    bent(&Plan::small(Until::Ballots), Object::Ballot(0), |ballot, world| {
        // The same ciphertext and another true proof of it.
        let r = protocol::group::random_scalar(&mut rng("ballot 0"));
        let mut branch = |field: &str| {
            let path = [Step::Key("choices".to_owned()), Step::Index(0), Step::Key(field.to_owned())];
            Element::parse(&answer(ballot).at(&path).text()).expect("an element")
        };
        let (alpha, beta) = (branch("alpha"), branch("beta"));
        assert_eq!(alpha, Element::mul_base(&r), "the first draw of a ballot is its nonce");
        let less = |m: u64| Branch { alpha, beta: beta - Element::mul_base(&Scalar::from(m)) };
        let prefix = format!("prove|{}|{}|{alpha},{beta}|", world.phi, ballot.field("credential").text());
        let y = world.election.public_key;
        let proofs = disjunction::prove(&prefix, &y, &[less(0), less(1)], 1, &r, &mut rng("again"));
        answer(ballot).field("individual_proofs").items()[0] = Tree::parse(&json::write(&proofs));
    })
}

/// Both ciphertexts hold 1. The overall proof can be made (the ballot is blank), the blank proof cannot.
fn blank_and_yes() -> Made {
    bent(&Plan::blank(Until::Ballots), Object::Ballot(0), |ballot, world| {
        let y = world.election.public_key;
        let context = format!("{}|{}", world.phi, ballot.field("credential").text());
        let nonces = ["nonce of blank", "nonce of yes"].map(secret);
        let pairs = nonces.map(|r| (Element::mul_base(&r), y * &r + Element::base()));
        let less = |(alpha, beta): (Element, Element), m: u64| Branch {
            alpha,
            beta: beta - Element::mul_base(&Scalar::from(m)),
        };
        let mut rng = rng("blank and yes");
        let mut prove = |prefix: &str, branches: [Branch; 2], truth: u64, r: &Scalar| {
            Tree::parse(&json::write(&disjunction::prove(prefix, &y, &branches, truth, r, &mut rng)))
        };
        let spelled = pairs.map(|(alpha, beta)| format!("{alpha},{beta}"));
        let full = format!("{context}|{}", spelled.join(","));
        let individual = [0, 1].map(|i| {
            let branches = [less(pairs[i], 0), less(pairs[i], 1)];
            prove(&format!("prove|{context}|{}|", spelled[i]), branches, 1, &nonces[i])
        });
        let overall = prove(&format!("bproof1|{full}|"), [less(pairs[0], 1), less(pairs[1], 1)], 0, &nonces[0]);
        let blank = prove(&format!("bproof0|{full}|"), [less(pairs[0], 0), less(pairs[1], 0)], 0, &nonces[0]);
        let choice = |(alpha, beta)| Tree::parse(&format!("{{\"alpha\":\"{alpha}\",\"beta\":\"{beta}\"}}"));
        *answer(ballot).field("choices") = Tree::List(pairs.map(choice).to_vec());
        *answer(ballot).field("individual_proofs") = Tree::List(individual.to_vec());
        *answer(ballot).field("overall_proof") = overall;
        *answer(ballot).field("blank_proof") = blank;
        sign_again(ballot, &world.plan, 0);
    })
}

fn rewritten_with_world(plan: &Plan, text: impl Fn(&crate::making::World) -> String) -> Made {
    plan.make(&|at, kept, world| if at == Object::Ballot(0) { text(world) } else { kept })
}

/// The ballot of one yes with r = 0.
pub(crate) fn unhidden(text: &str, world: &crate::making::World) -> String {
    let mut ballot = Tree::parse(text);
    let (alpha, beta) = (Element::identity(), Element::base());
    let context = format!("{}|{}", world.phi, ballot.field("credential").text());
    let prove = |context: &str| {
        let less = |m: u64| Branch { alpha, beta: beta - Element::mul_base(&Scalar::from(m)) };
        let prefix = format!("prove|{context}|{alpha},{beta}|");
        let y = world.election.public_key;
        let proofs = disjunction::prove(&prefix, &y, &[less(0), less(1)], 1, &Scalar::ZERO, &mut rng(&prefix));
        Tree::parse(&json::write(&proofs))
    };
    let choice = Tree::parse(&format!("{{\"alpha\":\"{alpha}\",\"beta\":\"{beta}\"}}"));
    answer(&mut ballot).field("choices").items()[0] = choice;
    answer(&mut ballot).field("individual_proofs").items()[0] = prove(&context);
    *answer(&mut ballot).field("overall_proof") = prove(&format!("{context}|{alpha},{beta}"));
    sign_again(&mut ballot, &world.plan, 0);
    ballot.write()
}
