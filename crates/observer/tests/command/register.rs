//! The commitments of a record against the list that an auditor is given.

use std::path::PathBuf;

use ed25519_dalek::SigningKey;
use protocol::commitment::{Leaf, RegisterLeaf};
use protocol::group::{Element, Scalar};
use protocol::hash::hex;
use protocol::keys::PublicKeys;
use protocol::record::Entry;
use protocol::register_leaves::{Committed, Line, Person, RegisterLeaves};
use protocol::{checkpoint, merkle};
use serde_json::json;
use tempfile::TempDir;

use crate::{plain, text, verify};

fn line(number: u8) -> Line {
    let keys = PublicKeys {
        identity: [number; 32],
        ballot_root: Element::mul_base(&Scalar::from(u64::from(number))),
        chain_code: [number; 32],
    };
    // The server made the key of the sixth.
    let leaf = match number {
        6 => RegisterLeaf::of_entrusted(&keys, 6),
        _ => RegisterLeaf::of(&keys, 1, u32::from(number)),
    };
    let salt = [number + 50; 32];
    let hash = Leaf::Register(leaf.clone()).hash(&salt);
    Line { hash, person: Some(Person { leaf, name: format!("Personne {number}"), salt }) }
}

/// Three keys when members were convened, of which one is gone and two are new when a vote opens.
fn list() -> RegisterLeaves {
    let of = |entry, numbers: &[u8]| Committed { entry, leaves: numbers.iter().map(|number| line(*number)).collect() };
    RegisterLeaves { assembly: [2; 16], commitments: vec![of(1, &[1, 2, 3]), of(2, &[1, 3, 5, 6])] }
}

fn server() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}

struct Files {
    folder: TempDir,
}

impl Files {
    /// The record is that of the good list.
    fn new() -> Self {
        let mut entries = vec![Entry::first(&[1; 16], &[2; 16], 1, "statutes", json!({}))];
        for one in list().commitments {
            let body = json!({ "keys": one.leaves.len(), "members": 7, "root": hex(&one.root()) });
            let next = entries.last().unwrap().next(2, "register-commitment", body).unwrap();
            entries.push(next);
        }
        let files = Self { folder: tempfile::tempdir().unwrap() };
        let lines: String = entries.iter().map(|entry| entry.canonical().unwrap() + "\n").collect();
        std::fs::write(files.path("record.jsonl"), lines).unwrap();
        let leaves: Vec<_> = entries.iter().map(|entry| entry.leaf().unwrap()).collect();
        let origin = checkpoint::origin(&[1; 16], &[2; 16]);
        let note = checkpoint::sign(&server(), &origin, leaves.len() as u64, merkle::root(&leaves)).unwrap();
        std::fs::write(files.path("checkpoint"), note.to_string()).unwrap();
        files
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Exit code and words of the command on a list.
    fn said(&self, list: &str, more: &[&str]) -> (Option<i32>, String) {
        let (file, record) = (self.path("register-leaves.json"), self.path("record.jsonl"));
        std::fs::write(&file, list).unwrap();
        let output = verify(&[&["register", plain(&file), "--record", plain(&record)], more].concat());
        (output.status.code(), text(&output) + &String::from_utf8_lossy(&output.stderr))
    }
}

#[test]
fn the_leaves_of_a_register_lead_to_its_roots() {
    let files = Files::new();
    let good = serde_json::to_string(&list()).unwrap();
    let (code, words) = files.said(&good, &["--names"]);
    assert_eq!(code, Some(0), "{words}");
    for part in [
        "ok   entry 1: 3 keys, of 7 members with a voice, hash into its root",
        "ok   entry 2: 4 keys, of 7 members with a voice, hash into its root",
        "1 of them the server made, for members who had none",
        "new since the commitment before: no. 5, no. 6",
        "gone since the commitment before: no. 2",
        "     6  Personne 6",
    ] {
        assert!(words.contains(part), "{part} is not in {words}");
    }
    assert!(!words.contains("     2  Personne 2"), "of the last commitment alone: {words}");
    let mut forgotten = list();
    forgotten.commitments[0].leaves[1].person = None;
    let forgotten = serde_json::to_string(&forgotten).unwrap();
    let (code, words) = files.said(&forgotten, &["--forgotten", "1"]);
    assert!(code == Some(0) && words.contains("1 of them are of nobody whom the list names"), "{words}");
    let (code, words) = files.said(&forgotten, &["--names"]);
    assert!(code == Some(1) && words.contains("NO   entry 1: 1 leaves are of nobody whom the list names"), "{words}");
    assert!(!words.contains("Personne 1"), "nobody is printed of a list that does not hold: {words}");
}

#[test]
fn the_list_is_of_the_assembly_that_the_checkpoint_names() {
    let files = Files::new();
    let (note, key) = (files.path("checkpoint"), hex(server().verifying_key().as_bytes()));
    let with = |list: &RegisterLeaves| {
        files.said(&serde_json::to_string(list).unwrap(), &["--checkpoint", plain(&note), "--key", &key])
    };
    let (code, words) = with(&list());
    assert_eq!(code, Some(0), "{words}");
    let (code, words) = with(&RegisterLeaves { assembly: [3; 16], ..list() });
    assert!(code == Some(1) && words.contains("NO   the list is of another assembly"), "{words}");
}

#[test]
fn a_list_of_other_persons_or_keys_is_refused() {
    let files = Files::new();
    type Bend = fn(&mut RegisterLeaves);
    let bends: [(&str, Bend); 9] = [
        ("line 2: no. 9, Personne 2: does not hash", |list| person(list, 1).leaf.number = 9),
        ("line 1: no. 1, Personne 1: does not hash", |list| person(list, 0).salt = [0; 32]),
        ("does not hash to the leaf", |list| person(list, 2).leaf.key_seq = 2),
        ("do not lead to its root", |list| list.commitments[0].leaves.swap(0, 1)),
        ("another number of keys", |list| drop(list.commitments[0].leaves.pop())),
        ("has the number of line 1", |list| list.commitments[0].leaves[1] = line(1)),
        ("has the key of line 1", |list| person(list, 1).leaf.identity = [1; 32]),
        ("the list has nothing of this commitment", |list| drop(list.commitments.pop())),
        ("which commits to no register", |list| list.commitments[1].entry = 7),
    ];
    for (what, bend) in bends {
        let mut bent = list();
        bend(&mut bent);
        let (code, words) = files.said(&serde_json::to_string(&bent).unwrap(), &[]);
        assert!(code == Some(1) && words.contains(what), "{what}: {words}");
    }
    let (code, words) = files.said("{}", &[]);
    assert!(code == Some(1) && words.contains("this is no list of the leaves of a register"), "{words}");
    let missing = files.path("missing.json");
    let output = verify(&["register", plain(&missing), "--record", plain(&files.path("record.jsonl"))]);
    assert_eq!(output.status.code(), Some(2));
}

/// A person of the first commitment.
fn person(list: &mut RegisterLeaves, at: usize) -> &mut Person {
    list.commitments[0].leaves[at].person.as_mut().expect("somebody")
}
