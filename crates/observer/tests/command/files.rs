//! Which files are read, and what is said of a sound election.

use std::io::Write as _;

use protocol::archive::{EventType, ItemKind};
use verifier::simulate::{TIMESTAMP, tamper::Tamper};

use crate::{Folder, SMALL, json, plain, small, text, verify};

#[test]
fn the_count_is_the_plain_count_whatever_the_number_of_threads() {
    for shape in [["--answers", "2", "--min", "0", "--max", "2"], ["--answers", "4", "--min", "2", "--max", "3"]] {
        let folder = Folder::simulated(&[&shape[..], &["--blank", "--voters", "9", "--revotes", "4"]].concat());
        let plain_count = std::fs::read_to_string(folder.path("plain-count.json")).expect("written");
        let plain_count: serde_json::Value = serde_json::from_str(&plain_count).expect("JSON");
        let said = ["1", "2", "5"].map(|jobs| {
            let output = verify(&["election", plain(&folder.archive()), "--json", "--jobs", jobs]);
            assert_eq!(output.status.code(), Some(0), "{output:?}");
            json(&output)
        });
        assert!(said.iter().all(|one| *one == said[0]));
        let counts: Vec<_> = said[0]["result"][0]["answers"]
            .as_array()
            .expect("answers")
            .iter()
            .map(|answer| &answer["count"])
            .collect();
        assert_eq!(counts, plain_count["result"][0].as_array().expect("counts").iter().collect::<Vec<_>>());
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_whatever_the_number_of_threads() {
    let (one, three) = (Folder::simulated(&[&SMALL[..], &["--jobs", "1"]].concat()), Folder::simulated(&SMALL));
    for name in ["private_creds.json", "trustee-2.privkey", "plain-count.json"] {
        assert_eq!(std::fs::read(one.path(name)).expect("there"), std::fs::read(three.path(name)).expect("there"));
    }
    assert_eq!(std::fs::read(one.archive()).expect("there"), std::fs::read(three.archive()).expect("there"));
    assert_eq!(std::fs::read(one.archive()).expect("there"), small().archive());
    assert_eq!(std::fs::read_to_string(one.companion()).expect("there"), small().companion());
    assert_ne!(one.uuid, Folder::simulated(&["--voters", "4", "--seed", "26"]).uuid);
}

#[test]
fn the_companion_is_found_by_uuid_beside_an_archive_of_any_name() {
    let folder = Folder::simulated(&SMALL);
    let renamed = folder.path("vote of may.bel");
    std::fs::rename(folder.archive(), &renamed).expect("renamed");
    assert_eq!(verify(&["election", plain(&renamed)]).status.code(), Some(0));
    let elsewhere = folder.path("elsewhere.json");
    std::fs::rename(folder.companion(), &elsewhere).expect("renamed");
    let output = verify(&["election", plain(&renamed)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("NO  24"), "{}", text(&output));
    let output = verify(&["election", plain(&renamed), "--companion", plain(&elsewhere)]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_zip_of_both_is_verified_and_a_zip_of_two_boxes_is_not() {
    let made = small();
    let uuid = &made.made.opened.election.uuid;
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, boxes: &[&str]| {
        let path = folder.path().join(name);
        let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).expect("a file"));
        for uuid in boxes {
            let files =
                [(format!("{uuid}.bel"), made.archive()), (format!("{uuid}.companion.json"), made.companion().into())];
            for (name, bytes) in files {
                zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("begun");
                zip.write_all(&bytes).expect("written");
            }
        }
        zip.finish().expect("ended");
        path
    };
    let one = write("one.zip", &[uuid]);
    assert_eq!(verify(&["election", plain(&one)]).status.code(), Some(0));
    let tracker = &made.made.companion.order_slips[0].ballot;
    assert_eq!(verify(&["tracker", plain(&one), tracker]).status.code(), Some(0));
    assert_eq!(verify(&["diff", plain(&one), plain(&one)]).status.code(), Some(0));
    assert_eq!(verify(&["election", plain(&write("two.zip", &[uuid, "other"]))]).status.code(), Some(2));
    assert_eq!(verify(&["election", plain(&write("none.zip", &[]))]).status.code(), Some(2));
}

#[test]
fn an_election_of_others_passes_without_a_companion_and_the_limit_is_said() {
    let folder = Folder::simulated(&SMALL);
    let foreign = crate::spoilt::foreign();
    std::fs::write(folder.archive(), foreign).expect("written");
    std::fs::remove_file(folder.companion()).expect("removed");
    let output = folder.verify();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert!(text(&output).contains("(!) 24"), "{}", text(&output));
    let french = text(&verify(&["election", plain(&folder.archive()), "--lang", "fr"]));
    assert!(french.contains("pas un scrutin de Voix"), "{french}");
}

/// After every event the archive is a sound one that is not over, and each is a growth of the one before.
#[test]
fn an_archive_in_progress_says_so_and_only_grows() {
    let made = small();
    let folder = tempfile::tempdir().expect("a folder");
    let mut states = Vec::new();
    for (i, item) in made.items.iter().enumerate().filter(|(_, item)| item.kind == ItemKind::Event) {
        let mut part = made.clone();
        part.items.truncate(i + 1);
        let happened = |kind: EventType| {
            part.items.iter().filter(|item| item.body.contains(&format!("\"type\":\"{kind:?}\""))).count()
        };
        let (ballots, parts) = (happened(EventType::Ballot), happened(EventType::PartialDecryption));
        part.made.companion.order_slips.truncate(ballots);
        part.made.companion.decryption_proofs.truncate(parts);
        let path = folder.path().join(format!("{i}.bel"));
        std::fs::write(&path, part.archive()).expect("written");
        std::fs::write(folder.path().join(format!("{i}.companion.json")), part.companion()).expect("written");
        let output = verify(&["election", plain(&path), "--expect-head", &item.hash]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output));
        let over = i + 1 == made.items.len();
        assert_eq!(text(&output).contains("IN PROGRESS"), !over, "{}", text(&output));
        assert_eq!(text(&output).contains("VERIFIED"), over, "{}", text(&output));
        states.push(path);
    }
    let (first, last) = (plain(&states[0]), plain(&states[states.len() - 1]));
    for pair in states.windows(2) {
        assert_eq!(verify(&["diff", plain(&pair[0]), plain(&pair[1])]).status.code(), Some(0));
    }
    let growth = json(&verify(&["diff", first, last, "--json"]));
    assert_eq!((&growth["growth"]["kept"], &growth["growth"]["ballots"]), (&5.into(), &5.into()));
    let back = verify(&["diff", last, first]);
    assert_eq!(back.status.code(), Some(1));
    assert!(text(&back).contains("was removed"), "{}", text(&back));
}

#[test]
fn what_is_added_to_an_archive_must_be_valid() {
    let (older, newer) = (Folder::simulated(&SMALL), Folder::simulated(&SMALL));
    let mut spoilt = small();
    let bytes = Tamper::Result.apply(&mut spoilt).expect("a result");
    std::fs::write(newer.archive(), bytes).expect("written");
    let mut before = small();
    before.items.truncate(before.items.len() - 2);
    std::fs::write(older.archive(), before.archive()).expect("written");
    let output = verify(&["diff", plain(&older.archive()), plain(&newer.archive())]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("ok  25 members kept, 2 added") && text(&output).contains("NO  17"), "{output:?}");
    // Another time in every header is another archive, though its members are the same.
    std::fs::write(newer.archive(), protocol::archive::render(TIMESTAMP + 1, &small().items)).expect("written");
    let output = verify(&["diff", plain(&older.archive()), plain(&newer.archive())]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("is of another time"), "{}", text(&output));
}

#[test]
fn a_tracker_is_looked_up_only_where_an_event_speaks_of_the_ballot() {
    let mut made = small();
    let tracker = made.made.companion.order_slips[4].ballot.clone();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("box.bel");
    let mut look = |keep: usize| {
        made.items.truncate(keep);
        std::fs::write(&path, made.archive()).expect("written");
        verify(&["tracker", plain(&path), &tracker, "--json"])
    };
    // Five members of the setup, then two for each ballot: the last event is missing.
    assert_eq!(json(&look(5 + 10))["state"], "counted");
    assert_eq!(json(&look(5 + 10))["open"], true);
    assert_eq!(look(5 + 9).status.code(), Some(1));
    let mut bytes = small().archive();
    bytes[2000] ^= 1;
    std::fs::write(&path, bytes).expect("written");
    assert_eq!(verify(&["tracker", plain(&path), &tracker]).status.code(), Some(2), "a broken archive answers nothing");
}

#[test]
fn a_reader_that_goes_away_changes_no_verdict() {
    let folder = Folder::simulated(&SMALL);
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_voix-verify"))
        .args(["election", plain(&folder.archive())])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the command starts");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn every_check_is_explained_in_both_languages() {
    for lang in ["en", "fr"] {
        let said = text(&verify(&["explain", "--lang", lang]));
        let numbers: Vec<&str> = said.lines().filter_map(|line| line.split_whitespace().next()).collect();
        // Those that only a record, or a whole assembly, can be held to.
        let of_record = ["18", "21", "22", "23", "25", "26"];
        assert_eq!(numbers.len(), protocol::checks::Check::ALL.len() + of_record.len());
        assert!(of_record.iter().all(|number| numbers.contains(number)), "{said}");
    }
}
