//! Groups that are wrong: every field with another value, every field misspelt, and each rule broken.

use std::collections::{BTreeMap, BTreeSet};

use protocol::carry::{CarryList, New, Origin};
use protocol::companion::Companion;
use protocol::group::Element;
use protocol::hash;

use super::{Boxed, Case, TWO, UUIDS, bent, companion, credential, in_all, plan, two};
use crate::bad::spelling::{file_name, ways, worth};
use crate::holders::Holders;
use crate::making::{Plan, Until, honest};
use crate::tree::{Path, Tree, erased};
use crate::values::other;

/// All of them.
#[must_use]
pub fn cases() -> Vec<Case> {
    [values(), misspelt(), lists(), voices(), alone()].concat()
}

fn bad(checks: &[u8], name: &str, about: &str, boxes: Vec<Boxed>) -> Case {
    let first = checks.first().expect("a check");
    let (name, about) = (format!("bad-{first:02}-{name}"), about.to_owned());
    Case { name, about, field: None, checks: checks.to_vec(), result: None, boxes }
}

/// Every field of what ties the boxes, by the first of its kind.
fn fields(of: &str) -> BTreeMap<String, (Path, Tree)> {
    let mut found = BTreeMap::new();
    let tree = Tree::parse(&two()[1].companion);
    for (path, value) in tree.walk() {
        let field = erased(&path);
        if field == of || field.starts_with(&format!("{of}.")) {
            found.entry(field).or_insert_with(|| (path, value.clone()));
        }
    }
    found
}

/// What fails when a field has another value, well written.
const VALUES: &[(&str, &[u8])] = &[
    ("combined.boxes[].uuid", &[24]),
    ("combined.boxes[].fingerprint", &[15, 16, 24]),
    ("combined.boxes[].tally", &[15, 16, 24]),
    ("combined.parts[].owner", &[15, 16]),
    ("combined.parts[].decryption_factors[][]", &[15, 16]),
    ("combined.parts[].decryption_proofs[][].challenge", &[15, 16]),
    ("combined.parts[].decryption_proofs[][].response", &[15, 16]),
    ("combined.result[][]", &[17]),
    ("carry.voices[].credential", &[19]),
    ("carry.voices[].carried", &[19]),
];

fn values() -> Vec<Case> {
    let all: BTreeMap<String, (Path, Tree)> = fields("combined").into_iter().chain(fields("carry")).collect();
    let of = |(field, checks): &(&str, &[u8])| {
        let (path, value) = &all[*field];
        let mut boxes = two();
        if field.starts_with("combined") {
            in_all(&mut boxes, |tree| *tree.at(path) = other(value));
        } else {
            bent(&mut boxes[1], |tree| *tree.at(path) = other(value));
        }
        let about = format!("In the companions, `{field}` has another value.");
        Case { field: Some((*field).to_owned()), ..bad(checks, &format!("{}-other", file_name(field)), &about, boxes) }
    };
    VALUES.iter().map(of).collect()
}

/// Fields misspelt in the companion of the second box. It cannot be read then: nothing says where its voices come from, and
/// it has not the sum of the other.
fn misspelt() -> Vec<Case> {
    let mut cases = Vec::new();
    for (field, (path, value)) in fields("combined").into_iter().chain(fields("carry")) {
        for (how, what, change) in ways(&path, &value) {
            let optional = how == "missing" && ["combined", "combined.result", "carry"].contains(&field.as_str());
            if optional || !worth(&path, &value, how) {
                continue;
            }
            let mut boxes = two();
            bent(&mut boxes[1], &*change);
            let about = format!("In the companion of the second box, `{field}` {what}.");
            let case = bad(&[24, 19], &format!("{}-{how}", file_name(&field)), &about, boxes);
            cases.push(Case { field: Some(field.clone()), checks: vec![19, 24], ..case });
        }
    }
    cases
}

/// The lists of the sum.
fn lists() -> Vec<Case> {
    let sum = |checks: &[u8], name: &str, about: &str, change: &dyn Fn(&mut Tree)| {
        let mut boxes = two();
        in_all(&mut boxes, |tree| change(tree.field("combined")));
        bad(checks, &format!("combined-{name}"), about, boxes)
    };
    let single = |checks: &[u8], name: &str, about: &str, change: &dyn Fn(&mut Tree)| {
        let mut boxes = two();
        bent(&mut boxes[1], change);
        bad(checks, &format!("combined-{name}"), about, boxes)
    };
    let boxes = |tree: &mut Tree| std::mem::take(tree.field("boxes").items());
    let refill = |tree: &mut Tree, items: Vec<Tree>| *tree.field("boxes").items() = items;
    vec![
        sum(&[24, 15, 16], "order", "The boxes of the sum are not sorted.", &|tree| {
            tree.field("boxes").items().reverse()
        }),
        sum(&[24, 15, 16], "one-box", "The sum is of one box alone.", &|tree| {
            let mut items = boxes(tree);
            items.truncate(1);
            refill(tree, items);
        }),
        sum(&[24, 15, 16], "twice", "The sum has one of its boxes twice.", &|tree| {
            let mut items = boxes(tree);
            items.push(items[1].clone());
            refill(tree, items);
        }),
        sum(&[15, 16], "owner-twice", "Both parts are of one owner.", &|tree| {
            let parts = tree.field("parts").items();
            parts[1] = parts[0].clone();
        }),
        sum(&[15, 16], "places", "The proofs of the second owner are those of the first.", &|tree| {
            let parts = tree.field("parts").items();
            let proofs = parts[0].field("decryption_proofs").clone();
            *parts[1].field("decryption_proofs") = proofs;
        }),
        sum(&[15, 16], "shape", "A part has one factor more than the tallies have ciphertexts.", &|tree| {
            let row = &mut tree.field("parts").items()[0].field("decryption_factors").items()[0];
            let more = row.items()[0].clone();
            row.items().push(more);
        }),
        sum(&[16], "part-missing", "One part is missing, and the result is there.", &|tree| {
            drop(tree.field("parts").items().pop())
        }),
        sum(&[16], "no-part", "There is a result, and no part.", &|tree| tree.field("parts").items().clear()),
        sum(&[17], "result-short", "The result has no count.", &|tree| tree.field("result").items()[0].items().clear()),
        single(&[24], "one-without", "One of the boxes has no sum.", &|tree| {
            tree.fields().retain(|(name, _)| name != "combined")
        }),
        single(&[24], "one-waiting", "One of the boxes has the sum without its result.", &|tree| {
            tree.field("combined").fields().retain(|(name, _)| name != "result");
        }),
    ]
}

/// No voice in two boxes.
fn voices() -> Vec<Case> {
    let plans: Vec<Plan> = (0..2).map(|place| plan(TWO, place, &Holders::singles(2))).collect();
    let of = |name: &str, about: &str, change: &dyn Fn(&mut CarryList)| {
        let mut boxes = two();
        let mut filed = companion(&boxes[1].companion);
        change(filed.carry.as_mut().expect("a later box"));
        boxes[1].companion = filed.to_json();
        bad(&[19], &format!("carry-{name}"), about, boxes)
    };
    let first = credential(&plans[0], TWO, 0, 0);
    let each = |list: &mut CarryList, change: &dyn Fn(&mut Element)| {
        for voice in &mut list.voices {
            if let Origin::Carried(voice) = voice {
                change(&mut voice.carried);
            }
        }
    };
    let silent = credential(&plans[0], TWO, 0, 1);
    let mut without = two();
    bent(&mut without[1], |tree| tree.fields().retain(|(name, _)| name != "carry"));
    vec![
        of("used", "A voice is carried that was used in the first box.", &|list| {
            if let Some(Origin::Carried(voice)) =
                list.voices.iter_mut().find(|voice| matches!(voice, Origin::Carried(_)))
            {
                voice.carried = first;
            }
        }),
        of("twice", "One voice of the first box is carried into two.", &|list| {
            each(list, &|carried| *carried = silent)
        }),
        of("nowhere", "Voices are carried from credentials of no box.", &|list| {
            each(list, &|carried| *carried = crate::values::stranger())
        }),
        of("new-twice", "One leaf makes two voices new.", &|list| {
            let leaf = hash::sha256(b"leaf of person 3");
            for voice in &mut list.voices {
                *voice = Origin::New(New { credential: *voice.credential(), new: leaf });
            }
        }),
        of("short", "A credential of the second box has no entry.", &|list| list.voices.truncate(2)),
        of("order", "The entries are not in the order of the list of credentials.", &|list| list.voices.reverse()),
        of("after-none", "The second box names no box before it.", &|list| list.after.clear()),
        of("after-itself", "The second box says that it comes after itself.", &|list| {
            list.after = vec![UUIDS[1].to_owned()]
        }),
        bad(&[19], "carry-none", "The second box does not say where its voices come from.", without),
        Case { boxes: [two(), two()].concat(), ..bad(&[19], "given-twice", "Every box is given twice.", Vec::new()) },
    ]
}

/// What must be opened in sum, opened alone.
fn alone() -> Vec<Case> {
    let opened = |boxed: &Boxed, combined: bool| {
        let plan = boxed.plan.clone().until(Until::Result);
        let made = plan.make(&honest);
        let before = companion(&boxed.companion);
        let filed = companion(made.companion.as_deref().expect("ours"));
        let combined = before.combined.filter(|_| combined);
        let filed = Companion { carry: before.carry, combined, ..filed };
        Boxed { plan, archive: made.bytes(), companion: filed.to_json() }
    };
    let mut both = two();
    both[1] = opened(&both[1], true);
    let few: Vec<Boxed> = two().iter().map(|boxed| opened(boxed, false)).collect();
    vec![
        bad(&[15], "alone-too", "The second box is opened in sum and alone.", both),
        bad(&[15], "few-alone", "Boxes with one and two ballots are opened alone.", few),
    ]
}

/// Every field of what ties boxes that holds a value.
#[must_use]
pub fn fields_with_values() -> BTreeSet<String> {
    let leaf = |value: &Tree| matches!(value, Tree::Bool(_) | Tree::Number(_) | Tree::Text(_));
    let all = fields("combined").into_iter().chain(fields("carry"));
    all.filter(|(_, (_, value))| leaf(value)).map(|(field, _)| field).collect()
}
