//! The command as an observer uses it, and the verifier we did not write on the same files.

#[path = "../../protocol/tests/election/simulate.rs"]
mod simulate;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use protocol::election::Question;
use simulate::{Made, Plan, make};

/// Writes an archive and its companion into a folder of their own.
fn written(made: &Made) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(format!("{}.bel", made.election.uuid));
    std::fs::write(&path, made.bytes()).expect("written");
    std::fs::write(path.with_extension("companion.json"), made.companion.to_json()).expect("written");
    (folder, path)
}

fn verify(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_voix-verify")).args(args).output().expect("the command starts")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

fn honest() -> Made {
    make(&Plan::resolution(21, 4, &[(0, 0), (1, 0), (2, 1), (0, 2)]))
}

#[test]
fn an_honest_election_is_status_0_and_a_checklist() {
    let (_folder, file) = written(&honest());
    let output = verify(&["election", path(&file)]);
    let said = text(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    for line in ["ok   1 ", "ok  11 ", "ok  17 ", "ok  24 ", "VERIFIED", "4 voices listed", "3 counted"] {
        assert!(said.contains(line), "no “{line}” in:\n{said}");
    }
    let french = text(&verify(&["election", path(&file), "--lang", "fr"]));
    assert!(french.contains("VÉRIFIÉ") && french.contains("Abstention"), "{french}");
    let json: serde_json::Value =
        serde_json::from_slice(&verify(&["election", path(&file), "--json"]).stdout).expect("JSON");
    assert_eq!(json["passed"], true);
    assert_eq!(json["result"][0]["answers"][0]["count"], 1);
}

#[test]
fn a_changed_byte_is_status_1_and_names_the_check() {
    let made = honest();
    let (_folder, file) = written(&made);
    let mut bytes = made.bytes();
    let at = bytes.len() - 600;
    bytes[at] ^= 1;
    std::fs::write(&file, bytes).expect("written");
    let output = verify(&["election", path(&file)]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains("NO   ") && text(&output).contains("REFUSED"), "{}", text(&output));
}

#[test]
fn a_missing_companion_is_status_1_and_check_24() {
    let (_folder, file) = written(&honest());
    std::fs::remove_file(file.with_extension("companion.json")).expect("removed");
    let output = verify(&["election", path(&file)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("NO  24"), "{}", text(&output));
}

#[test]
fn what_is_no_archive_is_status_2() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in [("empty.bel", &b""[..]), ("text.bel", b"hello"), ("broken.zip", b"PK\x03\x04zzzz")] {
        let file = folder.path().join(name);
        std::fs::write(&file, content).expect("written");
        assert_eq!(verify(&["election", path(&file)]).status.code(), Some(2), "{name}");
    }
    assert_eq!(verify(&["election", path(&folder.path().join("absent"))]).status.code(), Some(2));
}

#[test]
fn a_tracker_is_counted_replaced_or_unknown() {
    let made = honest();
    let (_folder, file) = written(&made);
    let said = |tracker: &str| text(&verify(&["tracker", path(&file), tracker]));
    assert!(said(&made.companion.order_slips[0].ballot).starts_with("replaced"));
    assert!(said(&made.companion.order_slips[3].ballot).starts_with("counted"));
    assert!(said("AAAA").starts_with("unknown"));
}

#[test]
fn every_check_is_explained_in_both_languages() {
    for lang in ["en", "fr"] {
        let said = text(&verify(&["explain", "--lang", lang]));
        assert_eq!(said.lines().count(), protocol::checks::Check::ALL.len());
    }
    assert_eq!(verify(&["explain", "99"]).status.code(), Some(2));
}

/// belenios-tool accepts the archives we write, whatever the questions; what it thinks of bad ones is not asked.
#[test]
fn the_verifier_we_did_not_write_accepts_our_archives() {
    let Some(tools) = std::env::var_os("VOIX_BELENIOS_TOOL") else {
        assert!(std::env::var("CI").is_err(), "VOIX_BELENIOS_TOOL is not set: run through cargo xtask test");
        eprintln!("SKIP interoperation: VOIX_BELENIOS_TOOL is not set");
        return;
    };
    let question = |answers: usize, blank, min, max| Question {
        answers: (0..answers).map(|i| format!("réponse « {i} » \u{7f}")).collect(),
        blank,
        min,
        max,
        question: "Laquelle ?".to_owned(),
    };
    let with_blank = Plan {
        seed: 5,
        ours: true,
        questions: vec![question(2, Some(true), 1, 2), question(3, None, 0, 2)],
        voters: 3,
        votes: vec![(0, vec![vec![1, 0, 0], vec![1, 1, 0]]), (1, vec![vec![0, 1, 1], vec![0, 0, 0]])],
    };
    let elections = [
        ("revotes", honest()),
        ("no ballot", make(&Plan::resolution(22, 2, &[]))),
        ("blank and several answers", make(&with_blank)),
    ];
    for (name, made) in &elections {
        let (folder, file) = written(made);
        assert_eq!(verify(&["election", path(&file)]).status.code(), Some(0), "{name}: ours");
        for tool in std::env::split_paths(&tools) {
            let mut belenios = Command::new(&tool);
            belenios.env("BELENIOS_USE_URANDOM", "1").current_dir(folder.path());
            let output = belenios.args(["election", "verify", "--dir", "."]).output().expect("the peer starts");
            let said = format!("{}{}", text(&output), String::from_utf8_lossy(&output.stderr));
            assert!(
                output.status.success() && said.contains("all checks passed"),
                "{name}: {}: {said}",
                tool.display()
            );
        }
    }
}
