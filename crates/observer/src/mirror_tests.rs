//! A copy of a server made of a map: what it serves is set by hand, and asked for as a server is.

use std::cell::RefCell;
use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;
use protocol::hash::{hex, unhex};
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

fn id() -> [u8; 16] {
    unhex(&ID.replace('-', "")).unwrap()
}

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

/// A record of so many entries; `word` tells two apart.
fn lines(count: u64, word: &str) -> Vec<String> {
    let mut entry = Entry::first(&[1; 16], &id(), 1, "statutes", json!({ "word": word }));
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
    let origin = checkpoint::origin(&[1; 16], &id());
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

/// As [`copy`], without the key of a convocation.
fn copy_unproved(site: &Served, folder: &TempDir) -> Vec<Event> {
    Mirror { site, folder: folder.path(), only: None, key: None }.all().unwrap()
}

/// Whether somebody must be told that it could not be followed to its end.
fn cut_short(events: &[Event]) -> bool {
    events.iter().any(|event| matches!(event, Event::Unreachable { .. }))
}

/// Puts a file in the place of one that is served, and names it in the list.
fn exchange(site: &mut Served, name: &str, bytes: &[u8]) {
    let path = format!("/api/v1/record/{ID}/index.json");
    let mut listing: Listing = serde_json::from_slice(&site.files[&path]).unwrap();
    listing.files.retain(|file| file.name != name);
    if !bytes.is_empty() {
        listing.files.push(Listed::new(name, bytes));
    }
    site.files.insert(path, serde_json::to_vec(&listing).unwrap());
    site.files.insert(format!("/api/v1/record/{ID}/{name}"), bytes.to_vec());
}

fn faults(events: &[Event]) -> Vec<Fault> {
    let fault = |event: &Event| match event {
        Event::Head { fault, .. } => Some(*fault),
        _ => None,
    };
    events.iter().filter_map(fault).collect()
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
    assert!(cut_short(&copy(&broken, &folder).unwrap()));
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
        assert!(cut_short(&copy(&lying, &folder).unwrap()));
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
    assert!(cut_short(&copy(&lying, &folder).unwrap()));
    let mut lying = served(&lines(3, "a"), &[]);
    let records = json!({ "version": 1, "key": "00".repeat(32), "assemblies": ["../../etc"] }).to_string();
    lying.files.insert("/api/v1/record/index.json".to_owned(), records.into_bytes());
    assert!(copy(&lying, &folder).is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was written");
}

#[test]
fn an_alarm_is_told_although_what_comes_after_it_fails() {
    let folder = place();
    copy(&served(&lines(3, "a"), &[("minutes.json", b"{}")]), &folder).unwrap();
    let mut worse = served(&lines(3, "a"), &[("minutes.json", b"[]"), ("resolutions.jsonl", b"x")]);
    worse.files.remove(&format!("/api/v1/record/{ID}/resolutions.jsonl"));
    let next = "018f0000-0000-7000-8000-00000000beef";
    let records = json!({ "version": 1, "key": "00".repeat(32), "assemblies": [ID, next] }).to_string();
    worse.files.insert("/api/v1/record/index.json".to_owned(), records.into_bytes());
    let events = copy(&worse, &folder).unwrap();
    assert!(events.iter().any(|event| matches!(event, Event::Changed { .. })), "{events:?}");
    let silent = events.iter().filter(|event| matches!(event, Event::Unreachable { .. })).count();
    assert_eq!(silent, 2, "one has a file that is not there, the next no list: {events:?}");
}

#[test]
fn entries_that_nobody_signed_are_not_taken_for_the_record() {
    let folder = place();
    copy(&served(&lines(3, "a"), &[]), &folder).unwrap();
    let before = kept(&folder, "record.jsonl");
    let mut longer = served(&lines(4, "a"), &[]);
    let head = kept(&folder, "checkpoint");
    exchange(&mut longer, "checkpoint", head.as_bytes());
    assert_eq!(faults(&copy(&longer, &folder).unwrap()), [Fault::OtherRecord]);
    assert_eq!(kept(&folder, "record.jsonl"), before);
    let empty = place();
    let mut without = served(&lines(3, "a"), &[]);
    exchange(&mut without, "checkpoint", b"");
    assert_eq!(faults(&copy(&without, &empty).unwrap()), [Fault::Unreadable]);
    assert_eq!(kept(&empty, "record.jsonl"), "");
}

#[test]
fn signatures_that_were_seen_are_never_overwritten() {
    let folder = place();
    let mut site = served(&lines(3, "a"), &[]);
    copy_unproved(&site, &folder);
    let head = kept(&folder, "checkpoint");
    let other = head.replace("\n\n", "\n\n— x AAAAAAAA\n");
    exchange(&mut site, "checkpoint", other.as_bytes());
    let events = copy_unproved(&site, &folder);
    assert_eq!(faults(&events).len(), 1, "{events:?}");
    assert_eq!((kept(&folder, "checkpoint"), kept(&folder, "checkpoints/3")), (head.clone(), head));
}

#[test]
fn without_a_key_a_head_is_signed_by_the_one_that_the_record_names() {
    let convened = |key: [u8; 32]| {
        let body = json!({ "record_key": hex(&key) });
        vec![Entry::first(&[1; 16], &id(), 1, "convocation", body).canonical().unwrap()]
    };
    let own = copy_unproved(&served(&convened(key().verifying_key().to_bytes()), &[]), &place());
    assert!(!own.iter().any(Event::shouts), "{own:?}");
    let other = SigningKey::from_bytes(&[8; 32]).verifying_key().to_bytes();
    let other = copy_unproved(&served(&convened(other), &[]), &place());
    assert_eq!(faults(&other), [Fault::Signature]);
}
