//! A copy of a server made of a map: what it serves is set by hand, and asked for as a server is.

use std::cell::RefCell;
use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;
use protocol::listing::page_name;
use protocol::record::Entry;
use protocol::{checkpoint, merkle};
use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::heads::Fault;

const ID: &str = "018f0000-0000-7000-8000-00000000dead";

/// What is served, by path, and what was asked for.
#[derive(Default)]
struct Served {
    files: BTreeMap<String, Vec<u8>>,
    asked: RefCell<Vec<String>>,
}

impl Site for Served {
    fn get(&self, path: &str, most: u64) -> Result<Got, String> {
        self.asked.borrow_mut().push(path.to_owned());
        Ok(match self.files.get(path) {
            None => Got::Missing,
            Some(bytes) if bytes.len() as u64 > most => Got::TooLarge,
            Some(bytes) => Got::Bytes(bytes.clone()),
        })
    }
}

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

/// A record of so many entries; `word` tells two apart.
fn lines(count: u64, word: &str) -> Vec<String> {
    let mut entry = Entry::first(&[1; 16], &[2; 16], 1, "statutes", json!({ "word": word }));
    let mut lines = Vec::new();
    for _ in 0..count {
        lines.push(entry.canonical().unwrap());
        entry = entry.next(1, "incident", json!({ "kind": "suspended" })).unwrap();
    }
    lines
}

/// A server with one record, its pages, its head and some more files.
fn served(lines: &[String], more: &[(&str, &[u8])]) -> Served {
    let leaves: Vec<_> = lines.iter().map(|line| merkle::leaf_hash(line.as_bytes())).collect();
    let origin = checkpoint::origin(&[1; 16], &[2; 16]);
    let note = checkpoint::sign(&key(), &origin, leaves.len() as u64, merkle::root(&leaves)).unwrap().to_string();
    let mut files = vec![("checkpoint".to_owned(), note.into_bytes())];
    for (number, page) in (0..).zip(lines.chunks(256)) {
        let text: String = page.iter().map(|line| format!("{line}\n")).collect();
        files.push((page_name(number), text.into_bytes()));
    }
    files.extend(more.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())));
    let listed = files.iter().map(|(name, bytes)| Listed::new(name, bytes)).collect();
    let listing = Listing { version: 1, entries: lines.len() as u64, files: listed };
    let mut served = Served::default();
    let records = json!({ "version": 1, "key": "00".repeat(32), "assemblies": [ID] });
    served.files.insert("/api/v1/record/index.json".to_owned(), records.to_string().into_bytes());
    let text = serde_json::to_vec(&listing).unwrap();
    served.files.insert(format!("/api/v1/record/{ID}/index.json"), text);
    for (name, bytes) in files {
        served.files.insert(format!("/api/v1/record/{ID}/{name}"), bytes);
    }
    served
}

fn copy(site: &Served, folder: &TempDir) -> Result<Vec<Event>, String> {
    let key = key().verifying_key().to_bytes();
    Mirror { site, folder: folder.path(), only: None, key: Some(key) }.all()
}

fn kept(folder: &TempDir, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(ID).join(name)).unwrap_or_default()
}

fn place() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn a_copy_is_whole_and_goes_on_with_what_is_new_alone() {
    let folder = place();
    let first = served(&lines(300, "a"), &[("minutes.json", b"{}")]);
    let events = copy(&first, &folder).unwrap();
    assert_eq!(events.len(), 4, "{events:?}");
    assert!(!events.iter().any(Event::shouts));
    assert_eq!(kept(&folder, "record.jsonl"), lines(300, "a").join("\n") + "\n");
    assert!(copy(&first, &folder).unwrap().is_empty(), "nothing is new");
    let second = served(&lines(301, "a"), &[("minutes.json", b"{}")]);
    let events = copy(&second, &folder).unwrap();
    assert!(events.len() == 2 && !events.iter().any(Event::shouts), "{events:?}");
    assert_eq!(kept(&folder, "record.jsonl").lines().count(), 301);
    assert!(!kept(&folder, "checkpoints/300").is_empty() && !kept(&folder, "checkpoints/301").is_empty());
    let finished = format!("/api/v1/record/{ID}/{}", page_name(0));
    assert!(!second.asked.borrow().contains(&finished), "a page that is kept is not asked for again");
}

#[test]
fn a_copy_that_was_interrupted_goes_on() {
    let folder = place();
    let whole = served(&lines(300, "a"), &[("minutes.json", b"{}")]);
    let mut broken = served(&lines(300, "a"), &[("minutes.json", b"{}")]);
    let lost = format!("/api/v1/record/{ID}/{}", page_name(1));
    broken.files.remove(&lost);
    assert!(copy(&broken, &folder).is_err());
    assert!(!kept(&folder, &page_name(0)).is_empty(), "what came is kept");
    assert!(copy(&whole, &folder).unwrap().iter().all(|event| !event.shouts()));
    assert!(!whole.asked.borrow().contains(&format!("/api/v1/record/{ID}/{}", page_name(0))));
    assert_eq!(kept(&folder, "record.jsonl").lines().count(), 300);
}

#[test]
fn a_fork_is_shown_with_both_heads_and_overwrites_nothing() {
    let folder = place();
    copy(&served(&lines(3, "a"), &[]), &folder).unwrap();
    let (before, head) = (kept(&folder, "record.jsonl"), kept(&folder, "checkpoint"));
    let other = served(&lines(4, "b"), &[]);
    for _ in 0..2 {
        let events = copy(&other, &folder).unwrap();
        let fork = events.iter().find_map(|event| match event {
            Event::Head { fault: Fault::Fork, seen, served, .. } => Some((seen.clone(), served.clone())),
            _ => None,
        });
        let (seen, served) = fork.unwrap_or_else(|| panic!("{events:?}"));
        assert_eq!(seen, head);
        assert_eq!(kept(&folder, "checkpoint.changed-1"), served);
        assert!(
            events.iter().any(|event| matches!(event, Event::Changed { beside, .. } if beside.ends_with(".changed-1")))
        );
    }
    assert_eq!((kept(&folder, "record.jsonl"), kept(&folder, "checkpoint")), (before, head));
    assert!(kept(&folder, "checkpoint.changed-2").is_empty(), "the same is kept once");
}

#[test]
fn what_vanishes_is_shouted_and_kept() {
    let folder = place();
    copy(&served(&lines(300, "a"), &[("minutes.json", b"{}")]), &folder).unwrap();
    let events = copy(&served(&lines(256, "a"), &[]), &folder).unwrap();
    let gone = |name: &str| events.contains(&Event::Gone { file: format!("{ID}/{name}") });
    assert!(gone("minutes.json") && gone(&page_name(1)), "{events:?}");
    assert!(events.iter().any(|event| matches!(event, Event::Head { fault: Fault::Shorter, .. })), "{events:?}");
    assert_eq!(kept(&folder, "minutes.json"), "{}");
    let mut nothing = Served::default();
    let records = json!({ "version": 1, "key": "00".repeat(32), "assemblies": [] }).to_string();
    nothing.files.insert("/api/v1/record/index.json".to_owned(), records.into_bytes());
    assert_eq!(copy(&nothing, &folder).unwrap(), [Event::AssemblyGone { assembly: ID.to_owned() }]);
}

#[test]
fn minutes_that_change_stand_beside_what_was_seen() {
    let folder = place();
    copy(&served(&lines(3, "a"), &[("minutes.json", b"{}")]), &folder).unwrap();
    let events = copy(&served(&lines(3, "a"), &[("minutes.json", b"[]")]), &folder).unwrap();
    assert!(events.iter().any(Event::shouts), "{events:?}");
    assert_eq!(
        (kept(&folder, "minutes.json"), kept(&folder, "minutes.json.changed-1")),
        ("{}".to_owned(), "[]".to_owned())
    );
}

#[test]
fn a_file_that_is_not_what_its_list_says_is_not_kept() {
    let folder = place();
    for other in [b"{\"more\":1}".as_slice(), b"x", b""] {
        let mut lying = served(&lines(3, "a"), &[("minutes.json", b"{}")]);
        lying.files.insert(format!("/api/v1/record/{ID}/minutes.json"), other.to_vec());
        assert!(copy(&lying, &folder).is_err());
        assert!(kept(&folder, "minutes.json").is_empty());
    }
}

#[test]
fn a_name_that_leaves_the_folder_ends_the_copy() {
    let folder = place();
    let mut lying = served(&lines(3, "a"), &[]);
    let path = format!("/api/v1/record/{ID}/index.json");
    let text = String::from_utf8(lying.files[&path].clone()).unwrap().replace("checkpoint", "../checkpoint");
    lying.files.insert(path, text.into_bytes());
    assert!(copy(&lying, &folder).is_err());
    let mut lying = served(&lines(3, "a"), &[]);
    let records = json!({ "version": 1, "key": "00".repeat(32), "assemblies": ["../../etc"] }).to_string();
    lying.files.insert("/api/v1/record/index.json".to_owned(), records.into_bytes());
    assert!(copy(&lying, &folder).is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was written");
}
