//! `vectors/`: archives that another verifier must accept, archives that it must refuse, and single objects with what is
//! to be computed from them. Made from [`making::SEED`], every secret included; committed, so that whoever writes another
//! verifier needs nothing of ours. `cargo xtask vectors` writes them anew, `cargo xtask vectors --check` compares.
//!
//! To add a bad archive: a [`case::Case`] in a list of [`bad`]. A new field of an object needs no more than a row in
//! [`bad::fields`], which says what fails when it has another value; how it can be misspelt follows from what it holds.
#![expect(clippy::expect_used, reason = "never shipped; what cannot be made here is a fault of this program")]

pub mod bad;
pub mod boxes;
pub mod case;
pub mod good;
pub mod holders;
pub mod making;
pub mod objects;
pub mod plans;
pub mod tree;
pub mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use protocol::hash::hex;
use serde_json::{Value, json};

/// Folders and files of `vectors/` that are written here.
const FOLDERS: [&str; 3] = ["good", "bad", "boxes"];

/// Every file, by its path in `vectors/`.
#[must_use]
pub fn files() -> BTreeMap<String, Vec<u8>> {
    let (good, bad) = (good::cases(), bad::cases());
    let mut files = BTreeMap::new();
    for case in &good {
        files.insert(format!("good/{}.bel", case.name), case.made.bytes());
        if let Some(text) = &case.made.companion {
            files.insert(format!("good/{}.companion.json", case.name), text.clone().into_bytes());
        }
    }
    for case in &bad {
        let known = files.insert(format!("bad/{}.bel", case.name), case.archive.clone());
        assert!(known.is_none(), "two cases are called {}", case.name);
        if let Some(text) = &case.companion {
            files.insert(format!("bad/{}.companion.json", case.name), text.clone().into_bytes());
        }
    }
    let groups = boxes::cases();
    for case in &groups {
        for (name, bytes) in case.files() {
            let known = files.insert(format!("boxes/{}/{name}", case.name), bytes.clone());
            assert!(known.is_none_or(|known| known == bytes), "two groups are called {}", case.name);
        }
    }
    let index = index(&good, &bad, &groups);
    files.insert("index.json".to_owned(), pretty(&index));
    files.insert("objects.json".to_owned(), pretty(&objects::index()));
    files
}

fn index(good: &[good::Good], bad: &[case::Case], groups: &[boxes::Case]) -> Value {
    let free = |(object, field, why): &(&str, &str, &str)| json!({ "object": object, "field": field, "why": why });
    json!({
        "about": "Archives to try a verifier on: see README.md.",
        "seed": making::SEED,
        "cooperative": hex(&making::COOPERATIVE),
        "good": good.iter().map(good::Good::entry).collect::<Vec<_>>(),
        "bad": bad.iter().map(case::Case::entry).collect::<Vec<_>>(),
        "boxes": groups.iter().map(boxes::Case::entry).collect::<Vec<_>>(),
        "free": bad::fields::FREE.iter().map(free).collect::<Vec<_>>(),
    })
}

fn pretty(value: &Value) -> Vec<u8> {
    let text = serde_json::to_string_pretty(value).expect("a value of ours");
    format!("{text}\n").into_bytes()
}

/// Writes the files, and takes away those that are no longer made.
///
/// # Errors
/// Those of the file system.
pub fn write(folder: &Path) -> io::Result<()> {
    let files = files();
    for name in stray(folder, &files)? {
        std::fs::remove_file(folder.join(name))?;
    }
    for (name, bytes) in files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, bytes)?;
    }
    Ok(())
}

/// What differs from what is made: nothing, if all is well.
///
/// # Errors
/// Those of the file system.
pub fn differences(folder: &Path) -> io::Result<Vec<String>> {
    let files = files();
    let mut wrong: Vec<String> =
        stray(folder, &files)?.into_iter().map(|name| format!("{name} is no longer made")).collect();
    for (name, bytes) in files {
        match std::fs::read(folder.join(&name)) {
            Ok(found) if found == bytes => {}
            Ok(_) => wrong.push(format!("{name} is not what is made")),
            Err(error) => wrong.push(format!("{name}: {error}")),
        }
    }
    Ok(wrong)
}

/// Files of our folders that are not among those made.
fn stray(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> io::Result<BTreeSet<String>> {
    let mut stray = BTreeSet::new();
    let mut inside: Vec<String> = FOLDERS.map(ToOwned::to_owned).to_vec();
    while let Some(inner) = inside.pop() {
        let Ok(entries) = std::fs::read_dir(folder.join(&inner)) else { continue };
        for entry in entries {
            let entry = entry?;
            let name = format!("{inner}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                inside.push(name);
            } else if !files.contains_key(&name) {
                stray.insert(name);
            }
        }
    }
    Ok(stray)
}
