//! What is committed is what is made, and it covers every check and every field.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use protocol::archive::{Event, EventType, ItemKind};
use protocol::checks::Check;
use serde_json::Value;
use vectors::bad::fields;
use vectors::tree::{Step, Tree, erased};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors")
}

fn index() -> Value {
    serde_json::from_str(&std::fs::read_to_string(folder().join("index.json")).expect("an index")).expect("JSON")
}

fn list(index: &Value, name: &str) -> Vec<Value> {
    index[name].as_array().expect("a list").clone()
}

#[test]
fn what_is_committed_is_what_is_made_byte_for_byte() {
    let wrong = vectors::differences(&folder()).expect("readable");
    assert!(wrong.is_empty(), "run `cargo xtask vectors`:\n{}", wrong.join("\n"));
}

#[test]
fn every_check_has_a_bad_archive_of_its_own() {
    let bad = list(&index(), "bad");
    let named = |check: u8| {
        bad.iter().filter(move |entry| {
            let name = entry["name"].as_str().expect("a name");
            name.starts_with(&format!("{check:02}-"))
        })
    };
    for check in Check::ALL.iter().map(|check| check.number()) {
        assert!(named(check).count() > 0, "no bad archive is for check {check}");
        let alone = named(check).any(|entry| entry["checks"] == serde_json::json!([check]));
        // Whether the last ballot counts is seen in the tally.
        assert!(alone || check == 12, "no bad archive fails check {check} alone");
    }
    let why: BTreeSet<String> = bad.iter().filter_map(|entry| entry["why"].as_str().map(ToOwned::to_owned)).collect();
    assert!(why.len() >= 9, "the ways to no verdict: {why:?}");
}

/// The objects of an archive by kind: what the documents calls them, and their text.
fn objects(bytes: &[u8]) -> Vec<(&'static str, String)> {
    let archive = protocol::archive::read(bytes).expect("an archive");
    let mut objects = vec![("opening", format!("{{\"version\":1,\"timestamp\":\"{}\"}}", archive.timestamp))];
    let mut pending = Vec::new();
    for item in archive.items {
        if item.kind == ItemKind::Data {
            pending.push(item.body);
            continue;
        }
        let kinds: &[&str] = match Event::parse(&item.body).expect("an event").kind {
            // The certificate of the credentials is not read.
            EventType::Setup if pending.len() == 5 => &["election", "trustees", "credentials", "", "setup"],
            EventType::Setup => &["election", "trustees", "credentials", "setup"],
            EventType::Ballot => &["ballot"],
            EventType::EncryptedTally => &["tally", "size"],
            EventType::PartialDecryption => &["part", "owner"],
            EventType::Result => &["result"],
            EventType::EndBallots | EventType::Shuffle | EventType::EndShuffles => &[],
        };
        assert_eq!(kinds.len(), pending.len(), "{}", item.body);
        objects.extend(kinds.iter().copied().zip(std::mem::take(&mut pending)).filter(|(kind, _)| !kind.is_empty()));
        objects.push(("event", item.body));
    }
    objects
}

/// Every field of every kind of object in the good archives; whether it holds a value, not fields of its own.
fn every_field() -> BTreeMap<(&'static str, String), bool> {
    let mut fields = BTreeMap::new();
    let mut walk = |kind: &'static str, text: &str| {
        for (path, value) in Tree::parse(text).walk() {
            let leaf = matches!(value, Tree::Bool(_) | Tree::Number(_) | Tree::Text(_));
            if leaf || matches!(path.last(), Some(Step::Key(_))) {
                *fields.entry((kind, erased(&path))).or_default() |= leaf;
            }
        }
    };
    for entry in list(&index(), "good") {
        let read = |name: &Value| std::fs::read(folder().join(name.as_str().expect("a path"))).expect("a file");
        objects(&read(&entry["archive"])).iter().for_each(|(kind, text)| walk(kind, text));
        if entry.get("companion").is_some() {
            walk("companion", &String::from_utf8(read(&entry["companion"])).expect("text"));
        }
    }
    fields
}

/// The one that fails when a field is added to an object: it then needs a bad archive, so a row of what fails.
#[test]
fn every_field_of_every_object_has_a_bad_archive_and_one_with_another_value() {
    let (mut bent, mut other) = (BTreeSet::new(), BTreeSet::new());
    for entry in list(&index(), "bad") {
        let (Some(object), Some(field)) = (entry["object"].as_str(), entry["field"].as_str()) else { continue };
        let field = (object.to_owned(), field.to_owned());
        let name = entry["name"].as_str().expect("a name");
        if name.ends_with("-other") || name.starts_with("no-verdict-") {
            other.insert(field.clone());
        }
        bent.insert(field);
    }
    let fields = every_field();
    assert!(fields.len() > 90, "the walk found {} fields", fields.len());
    let free = |kind: &str, field: &str| fields::FREE.iter().any(|free| (free.0, free.1) == (kind, field));
    for ((kind, field), leaf) in fields {
        let found = (kind.to_owned(), field.clone());
        assert!(bent.contains(&found), "no bad archive has {kind}: {field} changed");
        assert!(!leaf || other.contains(&found) || free(kind, &field), "none has another value in {kind}: {field}");
    }
    assert_eq!(fields::without_row(), [], "fields for which no row of fields.rs says what fails");
}

/// What is said to be free is: with another value everything passes.
#[test]
fn what_is_said_to_be_free_is_noticed_by_no_check() {
    for (kind, field, _) in fields::FREE {
        let made = fields::freed(kind, field);
        let report = protocol::checks::verify_election(&made.bytes(), made.companion.as_deref(), &mut |_, _| {});
        assert!(report.expect("an archive").passed(), "{kind}: {field}");
    }
}

#[test]
fn the_index_names_every_file_once_and_no_other() {
    let (index, mut named) = (index(), BTreeSet::from(["index.json".to_owned()]));
    for entry in ["good", "bad"].iter().flat_map(|part| list(&index, part)) {
        for file in ["archive", "companion"].iter().filter_map(|key| entry[*key].as_str()) {
            assert!(named.insert(file.to_owned()), "{file} is named twice");
        }
        let about = entry["about"].as_str().expect("a sentence");
        assert!(about.ends_with('.') && about.len() > 15, "{about}");
    }
    for entry in list(&index, "boxes") {
        let archives = list(&entry, "archives");
        let archives: BTreeSet<&str> = archives.iter().map(|path| path.as_str().expect("a path")).collect();
        for archive in archives {
            let companion = archive.replace(".bel", ".companion.json");
            assert!(named.insert(archive.to_owned()) && named.insert(companion), "{archive} is named twice");
        }
    }
    let made: BTreeSet<String> = vectors::files().into_keys().filter(|file| !file.starts_with("objects")).collect();
    assert_eq!(named, made);
}
