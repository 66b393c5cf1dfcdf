//! Files that are no archive, small and huge: exit status 2, and no memory.

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::process::Command;

use protocol::archive::{Builder, EventType, Item, ItemKind, tar};

use crate::{Folder, SMALL, plain, small, text, verify};

#[test]
fn what_is_no_archive_is_status_2() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in [("empty.bel", &b""[..]), ("text.bel", b"hello"), ("broken.zip", b"PK\x03\x04zzzz")] {
        let file = folder.path().join(name);
        std::fs::write(&file, content).expect("written");
        assert_eq!(verify(&["election", plain(&file)]).status.code(), Some(2), "{name}");
        assert_eq!(verify(&["tracker", plain(&file), "AAAA"]).status.code(), Some(2), "{name}");
        assert_eq!(verify(&["diff", plain(&file), plain(&file)]).status.code(), Some(2), "{name}");
    }
    assert_eq!(verify(&["election", plain(folder.path())]).status.code(), Some(2), "a folder");
}

const GIGABYTE: u64 = 1 << 30;
/// Address space that the command may take, in KiB: its own program and stacks, far from a gigabyte.
const ROOM: u64 = 160 << 10;

/// A file of a gigabyte that takes no room on the disk.
fn sparse(path: &Path, start: &[u8]) {
    let mut file = File::create(path).expect("a file");
    file.write_all(start).expect("written");
    file.set_len(GIGABYTE).expect("a sparse file");
}

/// Runs the command where it cannot take more memory than [`ROOM`].
fn confined(args: &[&str]) -> (Option<i32>, String) {
    let limited = format!("ulimit -v {ROOM} && exec \"$0\" \"$@\"");
    let mut shell = Command::new("sh");
    shell.args(["-c", &limited, env!("CARGO_BIN_EXE_voix-verify")]).args(args);
    let output = shell.output().expect("a shell");
    (output.status.code(), text(&output))
}

#[test]
fn a_gigabyte_of_junk_is_refused_without_being_read_into_memory() {
    let folder = Folder::simulated(&SMALL);
    let sound = folder.archive();
    assert_eq!(confined(&["election", plain(&sound), "--jobs", "2"]).0, Some(0), "there is room for a sound election");
    let tracker = &small().made.companion.order_slips[0].ballot;
    // Zeros; something that begins like a zip; an archive with a gigabyte of zeros behind its first member.
    for (name, start, status) in [
        ("zeros.bel", Vec::new(), 2),
        ("zeros.zip", b"PK\x03\x04".to_vec(), 2),
        ("tail.bel", tar::render_opening(7), 1),
    ] {
        let junk = folder.path(name);
        sparse(&junk, &start);
        assert_eq!(confined(&["election", plain(&junk), "--jobs", "2"]).0, Some(status), "{name}");
        assert_eq!(confined(&["tracker", plain(&junk), tracker]).0, Some(2), "{name}");
        assert_ne!(confined(&["diff", plain(&sound), plain(&junk), "--jobs", "2"]).0, Some(0), "{name}");
    }
    sparse(&folder.companion(), b"{");
    assert_eq!(confined(&["election", plain(&sound), "--jobs", "2"]).0, Some(2), "a companion of a gigabyte");
    let great = folder.companion();
    assert_eq!(confined(&["record", plain(&great)]).0, Some(2), "a record of a gigabyte");
    assert_eq!(confined(&["voice", plain(&great), "--record", plain(&great)]).0, Some(2), "a proof of a gigabyte");
}

/// A member of more than [`ROOM`]: skipped, its hash taken on the way.
const GREAT: u64 = 200 << 20;

#[test]
fn a_member_too_large_for_the_memory_is_skipped_and_its_hash_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("great.bel");
    let mut header = tar::render_opening(7);
    // The header of an empty member, with another size and the sum that goes with it.
    let mut member = Vec::new();
    tar::render_item(&mut member, 7, &Item::new(ItemKind::Data, String::new()));
    let size = GREAT;
    member[124..135].copy_from_slice(format!("{size:011o}").as_bytes());
    member[148..156].copy_from_slice(b"        ");
    let sum: u32 = member.iter().map(|byte| u32::from(*byte)).sum();
    member[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header.extend_from_slice(&member);
    let end = header.len() as u64 + size;
    sparse(&path, &header);
    let mut file = File::options().write(true).open(&path).expect("there");
    file.set_len(end).expect("cut");
    file.seek(SeekFrom::End(0)).expect("the end");
    file.write_all(&member).expect("written");
    let (status, said) = confined(&["election", plain(&path)]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("member 2: the content does not have the hash of its name"), "{said}");
    assert!(said.contains("member 3: the file ends within a member"), "{said}");
}

/// More ballots than there is memory for: each is looked at and forgotten.
#[test]
fn memory_does_not_grow_with_the_number_of_ballots() {
    let made = small();
    let folder = Folder::simulated(&SMALL);
    let mut file = File::create(folder.archive()).expect("a file");
    let mut builder = Builder::new();
    let setup = made.items.iter().take(4).cloned();
    let setup: Vec<Item> = setup.chain([builder.event(EventType::Setup, Some(&made.items[3].hash))]).collect();
    file.write_all(&tar::render(7, &setup)).expect("written");
    let ballots = GREAT >> 21;
    for i in 10..10 + ballots {
        let body = Item::new(ItemKind::Data, i.to_string().repeat(1 << 20));
        let event = builder.event(EventType::Ballot, Some(&body.hash));
        let mut bytes = Vec::new();
        [body, event].iter().for_each(|item| tar::render_item(&mut bytes, 7, item));
        file.write_all(&bytes).expect("written");
    }
    let (status, said) = confined(&["election", plain(&folder.archive()), "--jobs", "2"]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains(&format!("{ballots} ballots received")), "{said}");
}
