//! Checks 3, 4 and 5: the events, their order, what they bring.

use protocol::archive::EventType;
use protocol::hash;

use super::bent;
use crate::case::{Case, Faults};
use crate::making::{Draft, Link, Object, Plan, Until, honest};
use crate::tree::Tree;

/// All of them.
#[must_use]
pub fn cases() -> Vec<Case> {
    [links(), orders(), brought(), setups()].concat()
}

/// Check 3.
fn links() -> Vec<Case> {
    let two = Plan::small(Until::Ballots).voting(&[(0, &[1]), (1, &[0])]);
    let mut without = two.make(&honest);
    without.items.drain(5..7);
    without.companion = {
        let mut draft = two.draft(&honest);
        draft.companion.order_slips.remove(0);
        draft.finish(&honest).companion
    };
    let mut moved = two.make(&honest);
    let ballot: Vec<_> = moved.items.drain(5..7).collect();
    moved.items.extend(ballot);
    moved.companion = {
        let mut draft = two.draft(&honest);
        draft.companion.order_slips.swap(0, 1);
        draft.finish(&honest).companion
    };
    let first = bent(&Plan::small(Until::Setup), Object::Event(0), |event, _| {
        event.fields().insert(0, ("parent".to_owned(), Tree::Text(hash::sha256_hex(b""))));
    });
    let counted =
        bent(&Plan::small(Until::Setup), Object::Event(0), |event, _| *event.field("height") = Tree::Number(1));
    let same =
        bent(&Plan::small(Until::Ballots), Object::Event(1), |event, _| *event.field("height") = Tree::Number(0));
    vec![
        Case::fails(
            3,
            "event-removed",
            "The first of two ballots is taken out with its event.",
            &[(3, "member 8")],
            &without,
        ),
        Case::fails(
            3,
            "event-moved",
            "Two ballots are exchanged with their events, which stay as they were.",
            &[(3, "member 8"), (3, "member 10")],
            &moved,
        ),
        Case::fails(3, "event-first-parent", "The first event names a parent.", &[(3, "member 6")], &first)
            .of("event", "parent"),
        Case::fails(3, "event-first-height", "The heights begin at 1.", &[(3, "member 6")], &counted)
            .of("event", "height"),
        Case::fails(3, "event-same-height", "The second event has the height of the first.", &[(3, "member 8")], &same)
            .of("event", "height"),
    ]
}

fn whole(until: Until, change: impl Fn(&mut Draft)) -> crate::making::Made {
    let mut draft = Plan::small(until).draft(&honest);
    change(&mut draft);
    draft.finish(&honest)
}

fn again(draft: &Draft, kind: EventType) -> Link {
    draft.links.iter().find(|link| link.kind == kind).cloned().expect("there is one")
}

/// Name, what is wrong, where it ends, what is changed, what fails.
type Row = (&'static str, &'static str, Until, fn(&mut Draft), &'static Faults);

/// What follows what. Links: 0 setup, 1 ballot, 2 end, 3 tally, 4 part, 5 result.
const ORDERS: [Row; 17] = [
    ("nothing", "There is nothing but the first member.", Until::Setup, |d| d.links.clear(), &[(4, "the beginning")]),
    (
        "no-setup",
        "There is no setup.",
        Until::End,
        |d| {
            d.links.remove(0);
            d.companion.order_slips.clear();
        },
        &[(4, "member 3"), (4, "the beginning")],
    ),
    (
        "setup-twice",
        "The setup comes twice.",
        Until::Setup,
        |d| d.links.push(again(d, EventType::Setup)),
        &[(4, "member 11")],
    ),
    (
        "setup-late",
        "A second setup comes after the ballot.",
        Until::Ballots,
        |d| d.links.push(again(d, EventType::Setup)),
        &[(4, "member 13")],
    ),
    (
        "end-twice",
        "The ballots end twice.",
        Until::End,
        |d| d.links.push(again(d, EventType::EndBallots)),
        &[(4, "member 10")],
    ),
    (
        "no-end",
        "The tally comes before the end of the ballots.",
        Until::Tally,
        |d| drop(d.links.remove(2)),
        &[(4, "member 11")],
    ),
    (
        "ballot-after-end",
        "The ballot comes after the end of the ballots.",
        Until::End,
        |d| d.links.swap(1, 2),
        &[(4, "member 9")],
    ),
    (
        "ballot-after-tally",
        "The end comes first, then the tally with the ballot, then the ballot.",
        Until::Tally,
        |d| {
            let ballot = d.links.remove(1);
            d.links.push(ballot);
        },
        &[(4, "member 12")],
    ),
    (
        "end-after-tally",
        "The ballots end after the tally.",
        Until::Tally,
        |d| d.links.swap(2, 3),
        &[(4, "member 11"), (4, "member 12")],
    ),
    (
        "tally-twice",
        "The tally comes twice.",
        Until::Tally,
        |d| d.links.push(again(d, EventType::EncryptedTally)),
        &[(4, "member 15")],
    ),
    (
        "no-tally",
        "A part of the decryption comes without a tally.",
        Until::Parts,
        |d| drop(d.links.remove(3)),
        &[(4, "member 12")],
    ),
    (
        "part-before-tally",
        "The part of the decryption comes before the tally.",
        Until::Parts,
        |d| d.links.swap(3, 4),
        &[(4, "member 12"), (4, "member 15")],
    ),
    (
        "result-before-part",
        "The result comes before the part of the decryption.",
        Until::Result,
        |d| d.links.swap(4, 5),
        &[(4, "member 14"), (4, "member 17")],
    ),
    (
        "no-part",
        "The result comes without any part of the decryption.",
        Until::Result,
        |d| {
            d.links.remove(4);
            d.companion.decryption_proofs.clear();
        },
        &[(4, "member 14"), (16, "partial decryptions")],
    ),
    (
        "result-twice",
        "The result comes twice.",
        Until::Result,
        |d| d.links.push(again(d, EventType::Result)),
        &[(4, "member 19")],
    ),
    (
        "ballot-after-result",
        "The ballot comes after the result.",
        Until::Result,
        |d| {
            let ballot = d.links.remove(1);
            d.links.push(ballot);
        },
        &[(4, "member 17")],
    ),
    (
        "end-after-result",
        "The ballots end once more after the result.",
        Until::Result,
        |d| d.links.push(again(d, EventType::EndBallots)),
        &[(4, "member 18")],
    ),
];

/// Check 4, by what follows what.
fn orders() -> Vec<Case> {
    ORDERS
        .into_iter()
        .map(|(name, about, until, change, faults)| {
            Case::fails(4, &format!("order-{name}"), about, faults, &whole(until, change))
        })
        .collect()
}

fn data() -> (String, String) {
    (hash::sha256_hex(b"{}"), "{}".to_owned())
}

/// What comes with an event.
const BROUGHT: [Row; 9] = [
    (
        "ballot-two",
        "Two data members come before the event of a ballot.",
        Until::Ballots,
        |d| {
            d.links[1].data.insert(0, data());
            d.companion.order_slips.clear();
        },
        &[(4, "member 9")],
    ),
    (
        "ballot-none",
        "The event of a ballot brings none and has no payload.",
        Until::Ballots,
        |d| {
            d.links[1].data.clear();
            d.companion.order_slips.clear();
        },
        &[(4, "member 7")],
    ),
    (
        "end-payload",
        "The end of the ballots brings data and names it.",
        Until::End,
        |d| {
            d.links[2].data.push(data());
            d.links[2].payload = true;
        },
        &[(4, "member 10")],
    ),
    (
        "end-data",
        "The end of the ballots brings data that it does not name.",
        Until::End,
        |d| d.links[2].data.push(data()),
        &[(4, "member 10")],
    ),
    (
        "tally-alone",
        "The tally comes without its size.",
        Until::Tally,
        |d| drop(d.links[3].data.pop()),
        &[(4, "member 11")],
    ),
    (
        "tally-exchanged",
        "The size comes before the tally, which is the payload.",
        Until::Tally,
        |d| d.links[3].data.swap(0, 1),
        &[(6, "encrypted tally"), (6, "size of the tally"), (13, "encrypted tally"), (13, "size of the tally")],
    ),
    (
        "part-alone",
        "The part comes without the name of its owner.",
        Until::Parts,
        |d| drop(d.links[4].data.pop()),
        &[(4, "member 14")],
    ),
    (
        "result-two",
        "Two data members come before the result.",
        Until::Result,
        |d| d.links[5].data.insert(0, data()),
        &[(4, "member 18")],
    ),
    (
        "setup-many",
        "Seven data members come before the setup.",
        Until::Setup,
        |d| {
            (0..3).for_each(|_| d.links[0].data.insert(0, data()));
        },
        &[(4, "member 9")],
    ),
];

/// Check 4, by what comes with an event.
fn brought() -> Vec<Case> {
    let mut cases: Vec<Case> = BROUGHT
        .into_iter()
        .map(|(name, about, until, change, faults)| {
            Case::fails(4, &format!("brings-{name}"), about, faults, &whole(until, change))
        })
        .collect();
    let mut left = Plan::small(Until::Ballots).make(&honest);
    left.items.push(protocol::archive::Item::new(protocol::archive::ItemKind::Data, "{}".to_owned()));
    let about = "Data stands at the end that no event speaks of.";
    cases.push(Case::fails(4, "brings-data-left", about, &[(4, "the end")], &left));
    cases
}

/// Check 5.
fn setups() -> Vec<Case> {
    let exchanged = bent(&Plan::small(Until::Setup), Object::SetupData, |setup, _| {
        let [trustees, credentials] = ["trustees", "credentials"].map(|key| setup.field(key).clone());
        *setup.field("trustees") = credentials;
        *setup.field("credentials") = trustees;
    });
    let mut draft = Plan::small(Until::Setup).draft(&honest);
    draft.links[0].data.swap(0, 1);
    let moved = draft.finish(&honest);
    vec![
        Case::fails(
            5,
            "setup-exchanged",
            "The setup names the trustees where the credentials are named, and the other way round.",
            &[(5, "setup")],
            &exchanged,
        ),
        Case::fails(
            5,
            "setup-moved",
            "The trustees come before the election; the setup names each as what it is.",
            &[(5, "setup"), (6, "election"), (6, "trustees")],
            &moved,
        ),
    ]
}
