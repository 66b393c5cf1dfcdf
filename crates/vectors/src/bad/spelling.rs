//! Every field of every kind of object misspelt, in every way its kind of value can be; every object with a field more,
//! a field less, fields in another order. Found by walking through the objects: a new field is here as soon as it is in an
//! object.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::fields::{OPTIONAL, mend};
use super::rewritten;
use super::stations::{Station, stations};
use crate::case::{Case, Faults};
use crate::making::{Object, Plan, Until};
use crate::tree::{Path, Step, Tree, erased};
use crate::values::{Kind, kind_at, misspelt};

/// All of them.
#[must_use]
pub fn cases() -> Vec<Case> {
    let (mut cases, mut seen) = (Vec::new(), BTreeSet::new());
    for station in stations() {
        let tree = Tree::parse(&super::text_of(&station.plan, station.object));
        for (path, value) in tree.walk() {
            for (how, what, change) in ways(&path, value) {
                if !worth(&path, value, how)
                    || how == "missing" && OPTIONAL.contains(&(station.kind, &erased(&path), &[]))
                {
                    continue;
                }
                if seen.insert((station.kind, erased(&path), how)) {
                    cases.push(case(&station, &path, value, how, &what, &*change));
                }
            }
        }
    }
    cases
}

/// The same as texts alone: of each kind of object, and each way of misspelling it, the first.
#[must_use]
pub fn texts() -> Vec<Value> {
    let (mut texts, mut seen) = (Vec::new(), BTreeSet::new());
    for station in stations() {
        let tree = Tree::parse(&super::text_of(&station.plan, station.object));
        for (path, value) in tree.walk() {
            for (how, what, change) in ways(&path, value) {
                let field = erased(&path);
                let optional = how == "missing" && OPTIONAL.iter().any(|row| (row.0, row.1) == (station.kind, &field));
                if optional || !seen.insert((station.kind, how)) {
                    continue;
                }
                let mut bent = tree.clone();
                change(&mut bent);
                texts.push(json!({
                    "kind": station.kind, "field": field, "text": bent.write(), "why": format!("It {what}."),
                }));
            }
        }
    }
    texts
}

/// What teaches something new: proofs are the same everywhere, and groups of trustees are large.
pub(crate) fn worth(path: &[Step], value: &Tree, how: &str) -> bool {
    let proof = path.last().is_some_and(|step| ["challenge", "response"].map(key).contains(step));
    let group = ["threshold", "certs", "coefexps", "signatures", "verification_keys"].map(key);
    let group = path.iter().any(|step| group.contains(step));
    let whole = path.is_empty() || path.last() == Some(&Step::Inside) || !matches!(value, Tree::Map(_));
    match how {
        "order" | "twice" => whole && !group || path.last() == Some(&Step::Inside),
        "missing" => !proof,
        "leading-zero" | "order-two" | "no-point" | "second-spelling" | "quoted" => !group,
        "extra" => whole || !group,
        _ => true,
    }
}

fn key(name: &str) -> Step {
    Step::Key(name.to_owned())
}

pub(crate) type Way = (&'static str, String, Box<dyn Fn(&mut Tree)>);

fn way(how: &'static str, what: &str, change: impl Fn(&mut Tree) + 'static) -> Way {
    (how, what.to_owned(), Box::new(change))
}

/// How what stands at a path can be misspelt: changes of the whole tree.
pub(crate) fn ways(path: &[Step], value: &Tree) -> Vec<Way> {
    let mut ways = Vec::new();
    let raw = |how, text: String, what: &str| {
        let path: Path = path.to_vec();
        way(how, what, move |tree| *tree.at(&path) = Tree::Raw(text.clone()))
    };
    match value {
        Tree::Text(text) => ways.extend(misspelt(path, text).into_iter().map(|(how, text, what)| raw(how, text, what))),
        Tree::Nested(inside) => {
            let text = protocol::json::write(&inside.write());
            ways.push(raw("escape", format!("\"\\u007b{}", &text[2..]), "begins with a needless escape"));
        }
        Tree::Number(n) => {
            ways.push(raw("fraction", format!("{n}.0"), "is written with a fraction"));
            ways.push(raw("quoted", format!("\"{n}\""), "is written as a text"));
        }
        Tree::Bool(truth) => ways.push(raw("quoted", format!("\"{truth}\""), "is written as a text")),
        Tree::Map(fields) => {
            ways.push(edit("extra", "has one more field", path, |fields| {
                fields.push(("more".to_owned(), Tree::Number(1)));
            }));
            if fields.len() > 1 {
                ways.push(edit("order", "has its first two fields exchanged", path, |fields| fields.swap(0, 1)));
            }
            let first = fields.first().cloned();
            ways.push(edit("twice", "has its first field twice", path, move |fields| fields.extend(first.clone())));
        }
        Tree::List(_) | Tree::Raw(_) => {}
    }
    if path.is_empty() {
        ways.push(way("space", "ends with a space", |tree| *tree = Tree::Raw(format!("{} ", tree.write()))));
    }
    if let Some((Step::Key(key), above)) = path.split_last() {
        let key = key.clone();
        ways.push(edit("missing", "is left out", above, move |fields| fields.retain(|(name, _)| *name != key)));
    }
    ways
}

fn edit(how: &'static str, what: &str, path: &[Step], change: impl Fn(&mut Vec<(String, Tree)>) + 'static) -> Way {
    let path: Path = path.to_vec();
    way(how, what, move |tree| change(tree.at(&path).fields()))
}

fn case(
    station: &Station,
    path: &[Step],
    value: &Tree,
    how: &'static str,
    what: &str,
    change: &dyn Fn(&mut Tree),
) -> Case {
    let field = erased(path);
    let (check, faults) = expected(station, path, value, how);
    let named = if field.is_empty() { String::new() } else { format!("-{}", file_name(&field)) };
    let about = match field.as_str() {
        "" => format!("The {} {what}.", words(station.kind)),
        field => format!("In the {}, `{field}` {what}.", words(station.kind)),
    };
    let (mut plan, object): (Plan, Object) = (station.plan.clone(), station.object);
    if station.misspelt == faults && object == Object::Election {
        // Nothing is said of what comes after an election that cannot be read.
        plan = plan.until(Until::Setup);
    }
    let plan = &plan;
    let made = rewritten(plan, object, |text| {
        let mut tree = Tree::parse(text);
        change(&mut tree);
        mend(station.kind, path, &mut tree, plan);
        tree.write()
    });
    Case::fails(check, &format!("{}{named}-{how}", station.kind), &about, &faults, &made).of(station.kind, &field)
}

/// The check that it belongs to, and all that fails.
fn expected(station: &Station, path: &[Step], value: &Tree, how: &str) -> (u8, Vec<(u8, &'static str)>) {
    let field = erased(path);
    let field = field.as_str();
    let optional = OPTIONAL.iter().find(|(kind, path, _)| (station.kind, field, how) == (*kind, *path, "missing"));
    let element = matches!(value, Tree::Text(text) if kind_at(path, text) == Kind::Element);
    let faults: &Faults = match optional {
        Some((.., faults)) => faults,
        // What stands inside a signed message belongs to the check of those who sign.
        None if field.contains(':') => &[(8, "trustees")],
        None if station.kind == "credentials" && element => &[(10, "credential 1")],
        None => station.misspelt,
    };
    (faults.first().map_or(6, |(check, _)| *check), faults.to_vec())
}

/// A path as part of a file's name.
pub(crate) fn file_name(field: &str) -> String {
    let plain = field.replace("[]", "").replace([':', '.', '_'], "-");
    plain.trim_start_matches('-').to_owned()
}

/// A kind of object in a sentence.
pub(super) fn words(kind: &str) -> &str {
    match kind {
        "setup" => "data of the setup",
        "tally" => "encrypted tally",
        "size" => "size of the tally",
        "part" => "partial decryption",
        "owner" => "name of the part's owner",
        "credentials" => "list of credentials",
        kind => kind,
    }
}
