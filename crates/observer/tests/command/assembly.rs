//! A whole assembly: what is true of it passes, and each way in which record and archives are not of one another is refused by the
//! check that is there for it.

use std::io::Write as _;
use std::num::NonZeroUsize;
use std::sync::OnceLock;

use domain::decision::decide;
use domain::majority::Counts;
use domain::statutes::Preset;
use protocol::hash::hex;
use protocol::{canonical, hash};
use serde_json::{Value, json};
use verifier::simulate::assembly::SimulatedAssembly;
use verifier::threads::Threads;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{json as said, plain, small, text, verify};

/// One that is made once: the curve takes long in tests.
fn made() -> SimulatedAssembly {
    static MADE: OnceLock<SimulatedAssembly> = OnceLock::new();
    let make = || SimulatedAssembly::of(7, &Threads::new(NonZeroUsize::new(2))).expect("an assembly");
    MADE.get_or_init(make).clone()
}

/// The body of the nth fact of a type.
fn body<'a>(made: &'a mut SimulatedAssembly, kind: &str, nth: usize) -> &'a mut Value {
    let found = made.facts.iter_mut().filter(|(of, _)| *of == kind).nth(nth);
    found.map(|(_, body)| body).expect("such a fact")
}

/// The place of the nth fact of a type.
fn at(made: &SimulatedAssembly, kind: &str, nth: usize) -> usize {
    let places = made.facts.iter().enumerate().filter(|(_, (of, _))| *of == kind);
    places.map(|(place, _)| place).nth(nth).expect("such a fact")
}

/// The exit status, and the numbers of the checks that are in a state.
fn checks(made: &SimulatedAssembly, state: &str) -> (Option<i32>, Vec<u64>) {
    let folder = tempfile::tempdir().expect("a folder");
    made.write(folder.path()).expect("written");
    let output = verify(&["assembly", plain(folder.path()), "--json", "--key", &made.key()]);
    let found = said(&output);
    let checks = found["checks"].as_array().expect("checks").iter().filter(|check| check["state"] == state);
    (output.status.code(), checks.filter_map(|check| check["check"].as_u64()).collect())
}

/// Bends a good assembly, which is chained and signed again: what is then refused.
fn refused(bend: impl FnOnce(&mut SimulatedAssembly)) -> Vec<u64> {
    let mut bent = made();
    bend(&mut bent);
    let (code, failed) = checks(&bent, "failed");
    assert_eq!(code, Some(i32::from(!failed.is_empty())), "{failed:?}");
    failed
}

#[test]
fn an_assembly_passes_from_a_folder_and_from_a_zip() {
    let made = made();
    let folder = tempfile::tempdir().expect("a folder");
    let names = made.write(folder.path()).expect("written");
    assert_eq!(names.len(), 4 + 2 * 3);
    let zip = folder.path().join("assembly.zip");
    let mut packed = ZipWriter::new(std::fs::File::create(&zip).expect("a file"));
    for (name, bytes) in made.files().expect("files") {
        packed.start_file(name, SimpleFileOptions::default()).expect("a member");
        packed.write_all(&bytes).expect("its bytes");
    }
    packed.finish().expect("a zip");
    for place in [folder.path(), zip.as_path()] {
        let output = verify(&["assembly", plain(place), "--key", &made.key()]);
        let words = text(&output);
        assert_eq!(output.status.code(), Some(0), "{words}");
        for part in [
            "Approval of the accounts\n  VERIFIED: ",
            "sealed ballots counted again, boxes: 1.",
            "6 sealed ballots counted again, boxes: 2.",
            "Appointment of an auditor\n  VERIFIED: adopted.\n  For 2, against 1, abstentions 0.\n  3 ballots of the record.",
            "An item that was withdrawn\n  VERIFIED: void, it decides nothing.",
            "ok  18  ",
            "ok  23  ",
            "(!) 19  ",
            "The minutes are signed for these seats of the bureau: chair, secretary.",
            "3 ballots of the record.\n  By the record, to compare with your statutes: needed 2 of 3 (C. com. L.225-98 al. 3); quorum 2, \
             taking part 6 of 6 (C. com. L.225-98 al. 2).",
            "\nVERIFIED, with the limits marked (!): record and boxes are those of one assembly",
        ] {
            assert!(words.contains(part), "{part} is not in {words}");
        }
        assert!(!words.contains("NO "), "{words}");
        let begins = "Assembly 766f69782f3120617373656d626c7920, convened for 2026-12-12\nhead ";
        assert!(words.starts_with(begins) && words.contains("\nroot "), "{words}");
    }
    let output = verify(&["assembly", plain(folder.path()), "--lang", "fr"]);
    let words = text(&output);
    assert_eq!(output.status.code(), Some(0), "{words}");
    for part in [
        "Assemblée 766f69782f3120617373656d626c7920, convoquée pour le 2026-12-12\ntête ",
        "Approbation des comptes\n  VÉRIFIÉ : ",
        "  Selon le registre, à comparer à vos statuts : il fallait 2 sur 3 (C. com. L.225-98 al. 3) ; quorum 2, y prennent part 6 sur 6",
        "\nVÉRIFIÉ, avec les limites marquées (!) : registre et urnes",
        "(!) 18  ",
        "donnez celle de votre convocation avec --key",
        "sièges du bureau : présidence, secrétaire.",
    ] {
        assert!(words.contains(part), "{part} is not in {words}");
    }
}

#[test]
fn without_its_checkpoint_an_assembly_does_not_pass_under_a_key() {
    let made = made();
    let folder = tempfile::tempdir().expect("a folder");
    made.write(folder.path()).expect("written");
    let json = || said(&verify(&["assembly", plain(folder.path()), "--json", "--key", &made.key()]));
    let with = json();
    let root = with["root"].as_str().expect("a root").to_owned();
    assert_eq!((with["assembly"].as_str(), root.len()), (Some("766f69782f3120617373656d626c7920"), 64));
    let note = std::fs::read_to_string(folder.path().join("checkpoint")).expect("a checkpoint");
    let named = protocol::checkpoint::parse(&note).expect("a checkpoint").root;
    assert_eq!((root, &with["limited"], &with["day"]), (hex(&named), &json!(true), &json!("2026-12-12")));
    std::fs::remove_file(folder.path().join("checkpoint")).expect("removed");
    let without = json();
    assert_eq!((&without["passed"], &without["assembly"]), (&json!(false), &Value::Null));
    assert_eq!((&without["root"], &without["signed"]), (&with["root"], &json!([])));
    let run = |more: &[&str]| {
        let output = verify(&[&["assembly", plain(folder.path())], more].concat());
        (output.status.code(), text(&output))
    };
    let (code, words) = run(&["--key", &made.key()]);
    assert!(code == Some(1) && words.contains("NO  18"), "{words}");
    assert!(words.contains("without it the key of the convocation verifies nothing"), "{words}");
    let (code, words) = run(&[]);
    assert!(code == Some(0) && words.contains("\nVERIFIED, with the limits marked (!): "), "{words}");
    assert!(words.starts_with("Assembly not named without a checkpoint"), "{words}");
    assert!(!words.contains("signed for these seats"), "nobody verified that: {words}");
}

#[test]
fn a_vote_is_void_before_it_is_counted_or_never() {
    let void = |made: &mut SimulatedAssembly| {
        let vote = body(made, "decision", 0)["vote"].clone();
        let end = at(made, "minutes", 0);
        made.facts.insert(end, ("box-voided", json!({ "reason": "a test", "vote": vote })));
        made.end();
    };
    // These minutes say both that it is void and what it decided.
    assert_eq!(refused(void), [21, 22]);
    let hidden = |made: &mut SimulatedAssembly| {
        void(made);
        made.boxes.remove(0);
    };
    assert_eq!(refused(hidden), [21, 22]);
}

#[test]
fn a_vote_is_one_of_the_notice_or_put_to_the_vote_once_with_its_text() {
    let put = |made: &mut SimulatedAssembly, vote: Value, resolution: Value| {
        let place = at(made, "bureau", 0);
        let body = json!({ "cause": "procedure", "kind": "put-to-vote", "resolution": resolution, "vote": vote });
        made.facts.insert(place, ("incident", body));
    };
    let new = || json!(hex(&[77; 16]));
    assert_eq!(refused(|made| put(made, new(), json!(hex(&[9; 32])))), [0_u64; 0]);
    assert_eq!(refused(|made| put(made, new(), Value::Null)), [23], "without a text");
    let again = |made: &mut SimulatedAssembly| {
        let vote = body(made, "decision", 0)["vote"].clone();
        put(made, vote, json!(hex(&[9; 32])));
    };
    assert_eq!(refused(again), [23], "other words than were convened");
    for nth in [0, 2] {
        let unnamed = |made: &mut SimulatedAssembly| {
            body(made, "convocation", 0)["documents"].as_array_mut().unwrap().remove(nth);
        };
        // Its item is of no vote either.
        assert_eq!(refused(unnamed), [22, 23], "{nth}");
    }
}

#[test]
fn what_is_limited_is_said_and_nothing_is_refused() {
    assert_eq!(checks(&made(), "failed"), (Some(0), vec![]));
    // A voice is new in the second box.
    assert_eq!(checks(&made(), "limited"), (Some(0), vec![19]));
    // The text of a resolution is another than the record names: it is none of its own.
    let mut other = made();
    other.resolutions[0].text.fr.push('!');
    assert_eq!(checks(&other, "limited"), (Some(0), vec![19, 23]));
}

#[test]
fn a_box_that_is_not_the_one_the_record_opened_is_refused() {
    for (field, failed) in [("fingerprint", vec![23]), ("election", vec![23]), ("trustees", vec![23, 26])] {
        assert_eq!(refused(|made| body(made, "box-opened", 0)[field] = json!("ab")), failed, "{field}");
    }
    assert_eq!(refused(|made| body(made, "roll", 0)["credentials"] = json!("ab")), [23]);
    assert_eq!(
        refused(|made| {
            let roll = body(made, "roll", 0);
            roll["voices"] = json!(7);
            roll["kinds"]["own-key"] = json!(7);
        }),
        [23]
    );
    let other = |made: &mut SimulatedAssembly| {
        let resolution = hex(&[9; 32]);
        body(made, "convocation", 0)["documents"][0]["resolution"] = json!(resolution);
    };
    // The minutes do not have that text either.
    assert_eq!(refused(other), [22, 23]);
    assert_eq!(refused(|made| made.boxes.push(small())), [23], "of no vote of the record");
    let twice = |made: &mut SimulatedAssembly| {
        let place = at(made, "box-opened", 0);
        let again = made.facts[place].clone();
        made.facts.insert(place + 1, again);
    };
    assert_eq!(refused(twice), [23]);
}

#[test]
fn a_box_that_is_not_given_is_said_and_a_void_one_need_not_be() {
    assert_eq!(refused(|made| drop(made.boxes.remove(0))), [18]);
    let void = |made: &mut SimulatedAssembly| {
        let (uuid, vote) = (body(made, "box-opened", 0)["box"].clone(), body(made, "box-opened", 0)["vote"].clone());
        made.facts.retain(|(kind, body)| !(["tally", "decision"].contains(kind) && body["vote"] == vote));
        let end = at(made, "minutes", 0);
        made.facts.insert(end, ("box-voided", json!({ "box": uuid, "reason": "a test", "vote": vote })));
        made.boxes.remove(0);
        made.end();
    };
    assert_eq!(refused(void), [0_u64; 0]);
}

#[test]
fn an_archive_in_another_state_than_the_record_has_is_refused() {
    assert_eq!(refused(|made| body(made, "archive-head", 1)["event"] = json!(hex(&[8; 32]))), [3]);
    assert_eq!(refused(|made| body(made, "archive-head", 1)["height"] = json!(1)), [3]);
    let last = |made: &mut SimulatedAssembly| {
        let place = at(made, "archive-head", 4);
        made.facts.remove(place);
    };
    assert_eq!(refused(last), [3], "the archive is opened, and the record has it closed");
    let backwards = |made: &mut SimulatedAssembly| {
        let (one, next) = (at(made, "archive-head", 2), at(made, "archive-head", 3));
        made.facts.swap(one, next);
    };
    assert_eq!(refused(backwards), [3]);
}

#[test]
fn other_ballots_than_were_counted_when_the_box_closed_are_refused() {
    for field in ["counted", "received"] {
        assert_eq!(refused(|made| body(made, "box-closed", 0)[field] = json!(5)), [24], "{field}");
    }
    assert_eq!(refused(|made| body(made, "box-closed", 0)["emargements"]["root"] = json!(hex(&[0; 32]))), [24]);
    assert_eq!(refused(|made| body(made, "box-closed", 0)["emargements"]["count"] = json!(5)), [24]);
}

/// Counts that are not those of the boxes, with the decision and the minutes that follow from them.
fn counted_as(made: &mut SimulatedAssembly, nth: usize, counts: Counts) {
    let rules = Preset::load("sa-cooperative-fr-ago").expect("a preset");
    body(made, "tally", nth)["counts"] = json!(counts);
    body(made, "decision", nth)["decision"] = json!(decide(&rules, 1, 6, 6, counts));
    made.end();
}

#[test]
fn a_tally_that_is_not_what_the_boxes_open_to_is_refused() {
    for nth in [0, 1] {
        // Six vote: five ballots are never what the boxes hold.
        let fewer = Counts { for_: 5, ..Counts::default() };
        assert_eq!(refused(|made| counted_as(made, nth, fewer)), [21], "{nth}");
    }
    let open = Counts { for_: 3, ..Counts::default() };
    assert_eq!(refused(|made| counted_as(made, 2, open)), [25], "ballots of an open vote are in the record");
    // What does not follow from its tally is refused as `record` does.
    assert_eq!(refused(|made| body(made, "tally", 0)["counts"]["for"] = json!(60)), [21]);
    let hidden = |made: &mut SimulatedAssembly| {
        let vote = body(made, "tally", 0)["vote"].clone();
        made.facts.retain(|(kind, body)| !(["tally", "decision"].contains(kind) && body["vote"] == vote));
        made.end();
    };
    assert_eq!(refused(hidden), [21], "boxes that are opened and not counted");
}

#[test]
fn voices_that_come_from_elsewhere_than_the_roll_committed_to_are_refused() {
    assert_eq!(refused(|made| body(made, "roll", 0)["carry"] = json!(hex(&[0; 32]))), [19], "the only box of its vote");
    assert_eq!(refused(|made| body(made, "roll", 2)["carry"] = json!(hex(&[0; 32]))), [19]);
    assert_eq!(refused(|made| drop(body(made, "roll", 2).as_object_mut().unwrap().remove("carry"))), [19]);
}

#[test]
fn voices_of_a_roll_that_do_not_add_up_or_that_nobody_was_told_of_are_refused() {
    assert_eq!(refused(|made| body(made, "roll", 0)["kinds"]["own-key"] = json!(5)), [18]);
    assert_eq!(refused(|made| body(made, "register-commitment", 2)["since_convocation"]["replaced"] = json!(-1)), [18]);
    let entrusted = |made: &mut SimulatedAssembly| {
        let roll = body(made, "roll", 0);
        let voices = roll["voices"].as_u64().expect("voices");
        roll["kinds"] = json!({ "entrusted": 1, "own-key": voices - 1 });
        roll["confirmed"] = json!(1);
    };
    assert_eq!(refused(entrusted), [18], "the convocation says nothing of them");
    let told = |made: &mut SimulatedAssembly| {
        entrusted(made);
        body(made, "convocation", 0)["entrusted"] = json!(true);
    };
    assert_eq!(refused(told), [0_u64; 0]);
    assert_eq!(refused(|made| body(made, "roll", 0)["left_out"] = json!(1)), [18]);
}

#[test]
fn checks_of_a_roll_are_of_it_and_of_key_holders() {
    let stranger = hex(&[8; 32]);
    for (field, value) in [("roll", &stranger), ("identity", &stranger), ("signature", &hex(&[8; 64]))] {
        assert_eq!(refused(|made| body(made, "roll-checked", 1)[field] = json!(value)), [26], "{field}");
    }
    let twice = |made: &mut SimulatedAssembly| {
        let place = at(made, "roll-checked", 1);
        let again = made.facts[place].clone();
        made.facts.insert(place, again);
    };
    assert_eq!(refused(twice), [26]);
}

#[test]
fn open_ballots_and_approvals_are_those_of_the_record() {
    let other = |made: &mut SimulatedAssembly| body(made, "open-ballots", 0)["ballots"][2]["choice"] = json!("for");
    assert_eq!(refused(other), [25]);
    assert_eq!(refused(|made| body(made, "open-roll", 0)["resolution"] = json!(hex(&[8; 32]))), [23, 25]);
    assert_eq!(refused(|made| drop(body(made, "trustees", 0)["approvals"].as_array_mut().unwrap().pop())), [26]);
}

#[test]
fn minutes_that_tell_otherwise_are_refused() {
    let bend = |made: &mut SimulatedAssembly| made.minutes["items"][0]["decision"]["outcome"] = json!("no-quorum");
    assert_eq!(refused(bend), [22], "and their hash is another");
    let hashed = |made: &mut SimulatedAssembly| {
        bend(made);
        let text = canonical::to_string(&made.minutes).expect("canonical");
        body(made, "minutes", 0)["minutes"] = json!(hash::sha256_hex(text.as_bytes()));
    };
    assert_eq!(refused(hashed), [22]);
    let left_out = |made: &mut SimulatedAssembly| {
        made.minutes["items"].as_array_mut().unwrap().remove(0);
        let text = canonical::to_string(&made.minutes).expect("canonical");
        body(made, "minutes", 0)["minutes"] = json!(hash::sha256_hex(text.as_bytes()));
    };
    assert_eq!(refused(left_out), [22]);
}

#[test]
fn minutes_are_signed_by_their_bureau_and_corrected_in_order() {
    let stranger = hex(&[8; 32]);
    for (field, value) in [
        ("seat", "first-scrutineer"),
        ("seat", "chair"),
        ("identity", stranger.as_str()),
        ("minutes", stranger.as_str()),
        ("signature", hex(&[8; 64]).as_str()),
    ] {
        let bend = |made: &mut SimulatedAssembly| body(made, "minutes-signature", 1)[field] = json!(value);
        assert_eq!(refused(bend), [22], "{field}");
    }
    assert_eq!(
        refused(|made| body(made, "bureau", 0)["keys"] = json!({})),
        [22],
        "a bureau whose keys nobody was told"
    );
    let corrected = |made: &mut SimulatedAssembly, n: u64| {
        let minutes = body(made, "minutes", 0)["minutes"].clone();
        let body = json!({ "correction": hex(&[7; 32]), "kind": "minutes", "minutes": minutes, "n": n });
        made.facts.push(("correction", body));
    };
    assert_eq!(refused(|made| corrected(made, 1)), [0_u64; 0], "it is not here");
    assert_eq!(refused(|made| corrected(made, 2)), [22]);
    let given = |made: &mut SimulatedAssembly, said: &str, named: &str| {
        let minutes = body(made, "minutes", 0)["minutes"].clone();
        let words = |words: &str| json!({ "minutes": minutes, "n": 1, "text": words });
        let hash = hash::sha256_hex(canonical::to_string(&words(named)).expect("canonical").as_bytes());
        made.facts.push(("correction", json!({ "correction": hash, "kind": "minutes", "minutes": minutes, "n": 1 })));
        made.corrections.push(words(said));
    };
    assert_eq!(refused(|made| given(made, "Dole", "Dole")), [0_u64; 0]);
    assert_eq!(refused(|made| given(made, "Dole", "Lyon")), [22], "other words than the record names");
}

#[test]
fn a_record_that_was_written_again_is_refused_and_what_is_none_has_no_verdict() {
    let made = made();
    let folder = tempfile::tempdir().expect("a folder");
    made.write(folder.path()).expect("written");
    let run = |key: &str| {
        let output = verify(&["assembly", plain(folder.path()), "--key", key]);
        (output.status.code(), text(&output) + &String::from_utf8_lossy(&output.stderr))
    };
    let record = folder.path().join("record.jsonl");
    let lines = std::fs::read_to_string(&record).expect("a record");
    let (code, words) = run(&hex(&[7; 32]));
    assert!(code == Some(1) && words.contains("NO  18"), "another key: {words}");
    for (changed, what) in [
        (lines.replacen("\"keys\":6", "\"keys\":7", 1), "does not follow the entry before it"),
        (lines.replacen("\"keys\":6", "\"keys\": 6", 1), "line 3"),
        (lines.replacen('\n', "\r\n", 1), "line 1"),
        (lines.lines().take(9).fold(String::new(), |all, line| all + line + "\n"), "more entries than this record has"),
    ] {
        std::fs::write(&record, changed).expect("written");
        let (code, words) = run(&made.key());
        assert!(code == Some(1) && words.contains("NO  18") && words.contains(what), "{what}: {words}");
        assert!(words.contains("REFUSED: do not rely on what is marked NO."), "{words}");
    }
    let (code, words) = run("zz");
    assert!(code == Some(2) && words.contains("64 lower-case hex digits"), "{words}");
    std::fs::remove_file(&record).expect("removed");
    let (code, words) = run(&made.key());
    assert!(code == Some(2) && words.contains("holds no record.jsonl"), "{words}");
    let output = verify(&["assembly", plain(&folder.path().join("checkpoint"))]);
    assert_eq!(output.status.code(), Some(2), "a file that is no zip");
}
