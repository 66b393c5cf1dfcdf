//! Exit code 2: what cannot be read, and what is right as far as can be seen but of a kind this version does not know.

use protocol::archive::EventType;

use super::container::opened_with;
use super::ranked::QUESTION;
use super::{bent, rewritten};
use crate::case::{Case, Faults};
use crate::making::{Link, Made, Object, Plan, Until, honest};
use crate::tree::Tree;

/// Fields whose other values are other formats.
pub const FIELDS: [(&str, &str); 2] = [("election", "version"), ("election", "group")];

/// All of them.
#[must_use]
pub fn cases() -> Vec<Case> {
    [unreadable(), formats(), kinds(), both()].concat()
}

fn unreadable() -> Vec<Case> {
    let made = Plan::small(Until::Setup).make(&honest);
    let whole = made.bytes();
    let no = |name: &str, about: &str, bytes: Vec<u8>| {
        let case = Case::no_verdict(name, about, "this file is not a Belenios archive", &made);
        Case { companion: None, ..case.bytes(bytes) }
    };
    let changed = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes
    };
    vec![
        no("empty", "The file is empty.", Vec::new()),
        no("short", "The file has 511 bytes.", whole[..511].to_vec()),
        no("json", "The file is JSON.", b"{\"version\":1,\"timestamp\":\"1700000000\"}".to_vec()),
        no("zeros", "The file is two blocks of zeros.", vec![0; 1024]),
        no("header-name", "The first member is not called BELENIOS.", changed(0)),
        no("header-mode", "The first header has another mode.", changed(104)),
        no("header-time", "The first header has another time than its sum is of.", changed(146)),
        no("header-sum", "The first header has another sum.", changed(153)),
        no("header-rest", "The last byte of the first header is not zero.", changed(511)),
        no("without-opening", "The first member is missing.", whole[1024..].to_vec()),
    ]
}

fn formats() -> Vec<Case> {
    let made = Plan::small(Until::Result).make(&honest);
    let version = r#"{"version":2,"timestamp":1700000000}"#;
    let group = Plan::small(Until::Setup);
    let other = |field: &'static str, value: Tree, plan: Plan| {
        bent(&plan, Object::Election, move |election, _| *election.field(field) = value.clone())
    };
    let mut foreign = other("group", Tree::Text("RFC-3526-2048".to_owned()), group.clone());
    foreign.companion = None;
    let mut later = other("version", Tree::Number(2), group);
    later.companion = None;
    vec![
        Case::no_verdict("archive-version", "The archive is of version 2.", "not supported: archive version 2", &made)
            .bytes(opened_with(&made.bytes(), version))
            .of("opening", "version"),
        Case::no_verdict(
            "election-version",
            "The election is of version 2.",
            "not supported: protocol version 2",
            &later,
        )
        .of("election", "version"),
        Case::no_verdict("group", "The election is in another group.", "not supported: group RFC-3526-2048", &foreign)
            .of("election", "group"),
    ]
}

fn kinds() -> Vec<Case> {
    let mut heavy = Plan::small(Until::Tally).foreign();
    heavy.weights = vec![1 << 40, 1];
    let heavy = heavy.voting(&[(0, &[1]), (1, &[1])]).make(&honest);
    let old = bent(&Plan::small(Until::Setup).group(&[1, 2]), Object::Trustees, |tree, _| {
        for key in tree.items()[1].items()[1].field("verification_keys").items() {
            key.fields().retain(|(name, _)| name != "signature");
        }
    });
    vec![
        Case::no_verdict(
            "ranked",
            "The question is ranked.",
            "not supported: question type NonHomomorphic",
            &asking(QUESTION),
        ),
        Case::no_verdict(
            "lists",
            "The question is about lists.",
            "not supported: question type Lists",
            &asking(r#"{"type":"Lists","value":{"answers":[["L","A"],["M","B"]],"question":"?"}}"#),
        ),
        Case::no_verdict(
            "old-group",
            "The group of trustees is as Belenios 2 made it.",
            "not supported: Pedersen trustees of Belenios 2.x",
            &old,
        ),
        Case::no_verdict("shuffles", "A shuffle comes after the tally.", "not supported: shuffles", &shuffled()),
        Case::no_verdict(
            "weight",
            "The ballots weigh 2^40 + 1 together.",
            "not supported: a total weight above 2^40",
            &heavy,
        ),
    ]
}

fn asking(question: &str) -> Made {
    let mut made = rewritten(&Plan::small(Until::Setup), Object::Election, |text| {
        let mut tree = Tree::parse(text);
        tree.field("questions").items()[0] = Tree::Raw(question.to_owned());
        tree.write()
    });
    made.companion = None;
    made
}

fn shuffled() -> Made {
    let mut draft = Plan::small(Until::Tally).draft(&honest);
    let data = |text: &str| (protocol::hash::sha256_hex(text.as_bytes()), text.to_owned());
    let owned = format!("{{\"owner\":1,\"payload\":\"{}\"}}", data("[]").0);
    let shuffle = Link { data: vec![data("[]"), data(&owned)], kind: EventType::Shuffle, payload: true };
    draft.links.push(shuffle);
    draft.links.push(Link { data: Vec::new(), kind: EventType::EndShuffles, payload: false });
    draft.finish(&honest)
}

/// Of a kind that is not known, and wrong besides: that is a failure, not a lack of knowledge.
fn both() -> Vec<Case> {
    let made = bent(&Plan::small(Until::Setup), Object::Election, |election, _| {
        election.field("questions").items()[0] = Tree::Raw(QUESTION.to_owned());
        *election.field("public_key") = Tree::Text(crate::values::stranger().to_string());
    });
    let named = |check: u8, name: &str, about: &str, faults: &Faults, made: &Made| Case {
        companion: None,
        ..Case::fails(check, name, about, faults, made)
    };
    let version = r#"{"version":2,"timestamp":1700000000}"#;
    let newer = Plan::small(Until::Setup).make(&honest);
    let bytes = [opened_with(&newer.bytes(), version), vec![0]].concat();
    vec![
        named(
            9,
            "ranked-and-key",
            "The question is ranked, and the election key is nobody's.",
            &[(9, "election.public_key")],
            &made,
        ),
        named(
            1,
            "container-version-and-byte",
            "The archive is of version 2, and a zero byte follows the last member.",
            &[(1, "member 7")],
            &newer,
        )
        .bytes(bytes),
    ]
}
