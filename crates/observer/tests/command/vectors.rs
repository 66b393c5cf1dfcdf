//! The archives and records for other verifiers (`vectors/`), as they are committed, before this one: what the index says is what
//! the command says, with the companion that it finds beside the archive, or the checkpoint it is given with the record.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{json, plain, text, verify};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors")
}

fn index() -> Value {
    read(&folder().join("index.json"))
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).expect("an index")).expect("JSON")
}

/// Check and place of every failure.
fn faults(said: &Value) -> BTreeSet<(u64, String)> {
    let checks = said["checks"].as_array().expect("checks");
    let failed = checks.iter().filter(|check| check["state"] == "failed");
    let places = failed.flat_map(|check| {
        let faults = check["faults"].as_array().expect("faults");
        faults.iter().map(|fault| place(&check["check"], &fault["place"])).collect::<Vec<_>>()
    });
    places.collect()
}

fn place(check: &Value, place: &Value) -> (u64, String) {
    (check.as_u64().expect("a number"), place.as_str().expect("a place").to_owned())
}

#[test]
fn of_every_bad_archive_the_command_says_what_the_index_says() {
    let index = index();
    let bad = index["bad"].as_array().expect("bad archives");
    assert!(bad.len() > 500);
    for entry in bad {
        let archive = folder().join(entry["archive"].as_str().expect("a path"));
        let output = verify(&["election", plain(&archive), "--json"]);
        assert_eq!(output.status.code().map(i64::from), entry["exit"].as_i64(), "{}", entry["name"]);
        let said = json(&output);
        if let Some(why) = entry["why"].as_str() {
            assert!(said["why"].as_str().expect("a reason").ends_with(why), "{}: {said}", entry["name"]);
            continue;
        }
        let expected = entry["faults"].as_array().expect("faults");
        let expected: BTreeSet<_> = expected.iter().map(|fault| place(&fault["check"], &fault["place"])).collect();
        assert_eq!(faults(&said), expected, "{}", entry["name"]);
        let numbers: BTreeSet<u64> = expected.iter().map(|(check, _)| *check).collect();
        assert_eq!(entry["checks"], serde_json::json!(numbers), "{}", entry["name"]);
    }
}

/// Several archives at once, each with its companion beside it.
#[test]
fn of_every_group_of_boxes_the_command_says_what_the_index_says() {
    let index = index();
    let groups = index["boxes"].as_array().expect("groups");
    assert!(groups.len() > 50);
    for entry in groups {
        let archives = entry["archives"].as_array().expect("paths").iter();
        let archives: Vec<_> = archives.map(|path| folder().join(path.as_str().expect("a path"))).collect();
        let mut arguments = vec!["election", "--json"];
        arguments.extend(archives.iter().map(|path| plain(path)));
        let output = verify(&arguments);
        assert_eq!(output.status.code().map(i64::from), entry["exit"].as_i64(), "{}", entry["name"]);
        if archives.len() < 2 {
            continue;
        }
        let said = json(&output);
        let all = ["boxes", "votes"].map(|part| said[part].as_array().expect("a list").clone()).concat();
        let failed: BTreeSet<u64> = all.iter().flat_map(faults).map(|(check, _)| check).collect();
        assert_eq!(serde_json::json!(failed), entry["checks"], "{}: {said}", entry["name"]);
        if let Some(result) = entry.get("result") {
            let answers = said["votes"][0]["result"][0]["answers"].as_array().expect("answers");
            let counts: Vec<&Value> = answers.iter().map(|answer| &answer["count"]).collect();
            assert_eq!(serde_json::json!([counts]), *result, "{}", entry["name"]);
        }
    }
}

#[test]
fn of_every_good_archive_the_command_counts_what_the_index_says() {
    let index = index();
    for entry in index["good"].as_array().expect("good archives") {
        let archive = folder().join(entry["archive"].as_str().expect("a path"));
        let output = verify(&["election", plain(&archive), "--json"]);
        assert_eq!(output.status.code(), Some(0), "{}", entry["name"]);
        let said = json(&output);
        for number in ["ours", "uuid", "fingerprint", "head", "events", "credentials", "ballots", "voices", "weight"] {
            assert_eq!(said[number], entry[number], "{}: {number}", entry["name"]);
        }
        let questions = said["result"].as_array().expect("a list");
        let counts = |question: &Value| -> Vec<Value> {
            let answers = question["answers"].as_array().expect("answers");
            answers.iter().map(|answer| answer["count"].clone()).collect()
        };
        let counted: Vec<Vec<Value>> = questions.iter().map(counts).collect();
        let expected = entry.get("result").cloned().unwrap_or_else(|| serde_json::json!([]));
        assert_eq!(serde_json::json!(counted), expected, "{}", entry["name"]);
    }
}

/// What the command says of a record, with the checkpoint beside it if there is one.
#[test]
fn of_every_record_the_command_says_what_the_index_says() {
    let folder = folder().join("records");
    let index = read(&folder.join("index.json"));
    let key = index["key"].as_str().expect("a key");
    let mut checks = BTreeSet::new();
    for entry in ["good", "bad"].iter().flat_map(|part| index[*part].as_array().expect("records")) {
        let path = |field: &str| entry[field].as_str().map(|name| folder.join(name));
        let (record, note) = (path("record").expect("a record"), path("checkpoint"));
        let mut arguments = vec!["record", plain(&record)];
        if let Some(note) = &note {
            arguments.extend(["--checkpoint", plain(note), "--key", key]);
        }
        let output = verify(&arguments);
        let said = text(&output);
        assert_eq!(output.status.code().map(i64::from), entry["exit"].as_i64(), "{}: {said}", entry["name"]);
        let Some(says) = entry["says"].as_str() else { continue };
        assert!(said.lines().any(|line| line.starts_with("NO ") && line.contains(says)), "{}: {said}", entry["name"]);
        checks.extend(entry["checks"].as_array().expect("checks").iter().filter_map(Value::as_u64));
    }
    assert_eq!(checks, BTreeSet::from([18, 21, 25, 26]));
}
