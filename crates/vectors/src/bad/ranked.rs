//! Elections whose questions are not known: everything about them but the answers is checked all the same.

use protocol::election;
use protocol::group::Element;

use super::fields::sign_again;
use crate::case::{Case, Faults};
use crate::making::{Made, Object, Plan, Until, World};
use crate::tree::{Tree, erased};
use crate::values::{other, stranger};

/// A ranked question.
pub(super) const QUESTION: &str = r#"{"type":"NonHomomorphic","value":{"answers":["A","B"],"question":"?"}}"#;

/// All of them.
#[must_use]
pub fn cases() -> Vec<Case> {
    type Change = fn(&mut Tree, &World);
    fn changed(ballot: &mut Tree, field: &str) {
        let path = ballot.walk().into_iter().find(|(path, _)| erased(path) == field).map(|found| found.0);
        let value = ballot.at(&path.expect("the field"));
        *value = other(value);
    }
    fn credential(ballot: &mut Tree, credential: Element) {
        *ballot.field("credential") = Tree::Text(credential.to_string());
    }
    let rows: [(u8, &str, &str, Change, &Faults); 7] = [
        (
            11,
            "uuid",
            "is of another election",
            |ballot, world| {
                changed(ballot, "election_uuid");
                sign_again(ballot, &world.plan, 0);
            },
            &[(11, "ballot 1: election_uuid")],
        ),
        (
            11,
            "fingerprint",
            "has the fingerprint of another election",
            |ballot, world| {
                changed(ballot, "election_hash");
                sign_again(ballot, &world.plan, 0);
            },
            &[(11, "ballot 1: election_hash")],
        ),
        (
            11,
            "stranger",
            "has a credential that is not listed, and is not signed under it",
            |ballot, _| credential(ballot, stranger()),
            &[(11, "ballot 1: credential"), (11, "ballot 1: signature")],
        ),
        (
            11,
            "neutral",
            "has the neutral element for a credential",
            |ballot, _| credential(ballot, Element::identity()),
            &[(11, "ballot 1: credential"), (11, "ballot 1: signature")],
        ),
        (
            11,
            "hash",
            "is signed over another hash",
            |ballot, _| changed(ballot, "signature.hash"),
            &[(11, "ballot 1: signature")],
        ),
        (
            11,
            "signature",
            "has a signature that does not hold",
            |ballot, _| changed(ballot, "signature.proof.response"),
            &[(11, "ballot 1: signature")],
        ),
        (
            6,
            "field",
            "has one more field",
            |ballot, _| ballot.fields().push(("more".to_owned(), Tree::Number(1))),
            &[(6, "ballot 1")],
        ),
    ];
    let mut cases: Vec<Case> = rows
        .into_iter()
        .map(|(check, name, what, change, faults)| {
            let about = format!("The question is ranked, and the ballot {what}.");
            Case::fails(check, &format!("ranked-{name}"), &about, faults, &voted(1, change))
        })
        .collect();
    let about = "The question is ranked, and the ballot comes twice.";
    cases.push(Case::fails(11, "ranked-twice", about, &[(11, "ballot 2")], &voted(2, |_, _| {})));
    let about = "The question is ranked; everything but the answer of the ballot can be checked, and is right.";
    let why = "not supported: question type NonHomomorphic";
    cases.push(Case::no_verdict("ranked-ballot", about, why, &voted(1, |_, _| {})));
    cases
}

/// So many times a ballot whose answer nobody here can read.
fn voted(times: usize, change: fn(&mut Tree, &World)) -> Made {
    let plan = Plan::small(Until::Ballots);
    let plan = plan.voting(&[(0, &[1][..]), (0, &[1])][..times]);
    let ranked = |text: &str| {
        let mut tree = Tree::parse(text);
        tree.field("questions").items()[0] = Tree::Raw(QUESTION.to_owned());
        tree.write()
    };
    let phi = election::fingerprint(&ranked(&super::text_of(&plan, Object::Election)));
    let made = plan.make(&|at, text, world| match at {
        Object::Election => ranked(&text),
        Object::Ballot(_) => {
            let mut ballot = Tree::parse(&text);
            *ballot.field("election_hash") = Tree::Text(phi.clone());
            // The same in every ballot: the choices of another one would be others.
            let choice = Tree::parse("{\"choices\":{},\"proof\":{}}");
            *ballot.field("answers") = Tree::List(vec![choice]);
            sign_again(&mut ballot, &world.plan, 0);
            change(&mut ballot, world);
            ballot.write()
        }
        _ => text,
    });
    Made { companion: None, ..made }
}
