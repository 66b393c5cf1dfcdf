//! Elections that are wrong: exit status 1, the check by number, every failure with its place.

use clap::ValueEnum as _;
use protocol::archive::{Builder, Event, Item, ItemKind};
use verifier::simulate::tamper::Tamper;
use verifier::simulate::{Simulated, TIMESTAMP};

use crate::{Folder, SMALL, json, plain, small, text, verify};

#[test]
fn whatever_is_spoilt_is_found_by_the_check_that_is_there_for_it() {
    for tamper in Tamper::value_variants() {
        let name = tamper.to_possible_value().expect("named").get_name().to_owned();
        let folder = Folder::simulated(&[&SMALL[..], &["--tamper", &name]].concat());
        let output = verify(&["election", plain(&folder.archive()), "--json"]);
        assert_eq!(output.status.code(), Some(1), "{name}: {}", text(&output));
        let said = json(&output);
        let checks = said["checks"].as_array().expect("checks").clone();
        let failed = |check: &&serde_json::Value| check["state"] == "failed";
        let numbers: Vec<u64> = checks.iter().filter(failed).filter_map(|check| check["check"].as_u64()).collect();
        assert!(numbers.contains(&u64::from(tamper.check())), "{name}: {numbers:?}");
        let faults = checks.iter().filter(failed).flat_map(|check| check["faults"].as_array().expect("a list").clone());
        assert!(faults.clone().count() > 0 && faults.into_iter().all(|fault| fault["place"] != ""), "{name}");
        assert_eq!(folder.verify().status.code(), Some(1), "{name}: for a person");
    }
}

/// Ten faults in ten places: all are listed, none hides another.
#[test]
fn all_failures_are_listed_each_with_its_place() {
    let mut made = small();
    let at: Vec<usize> =
        (0..made.items.len()).filter(|i| made.items[*i].body.starts_with("{\"election_uuid\"")).collect();
    for (i, member) in at.iter().enumerate() {
        if i % 2 == 0 {
            let body = made.items[*member].body.replacen("\"response\":\"", "\"response\":\"1", 1);
            made.items[*member].body = body;
        }
    }
    made.made.companion.emargements.count = 77;
    made.made.companion.order_slips[1].n += 1;
    let mut bytes = made.archive();
    bytes.extend_from_slice(&[0; 512]);
    let folder = Folder::simulated(&SMALL);
    std::fs::write(folder.archive(), bytes).expect("written");
    std::fs::write(folder.companion(), made.companion()).expect("written");
    let output = folder.verify();
    let said = text(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let lines = [
        "member 7: the content does not have the hash",
        "member 11: the content does not have the hash",
        "member 15: the content does not have the hash",
        "ballot 1: ",
        "ballot 3: ",
        "ballot 5: ",
        "order_slips[1]: does not verify",
        "emargements.count: 77 voices signed",
        "member 29: the size is not an octal number",
    ];
    let missing: Vec<_> = lines.iter().filter(|line| !said.contains(**line)).collect();
    assert!(missing.is_empty(), "{missing:?} in\n{said}");
}

/// Order: a ballot after the close does not keep what follows from being read.
#[test]
fn a_ballot_after_the_close_is_named_and_the_rest_is_still_judged() {
    let mut made = small();
    let end = made.items.iter().position(|item| item.body.contains("\"type\":\"EndBallots\"")).expect("a close");
    made.items.swap(end, end - 2);
    made.items.swap(end - 1, end);
    relink(&mut made);
    let bytes = Tamper::Emargement.apply(&mut made).expect("always");
    let folder = Folder::simulated(&SMALL);
    std::fs::write(folder.archive(), bytes).expect("written");
    std::fs::write(folder.companion(), made.companion()).expect("written");
    let said = text(&folder.verify());
    for line in ["Ballot cannot come after EndBallots", "EncryptedTally cannot come after Ballot", "emargements.count"]
    {
        assert!(said.contains(line), "no “{line}” in:\n{said}");
    }
    assert!(said.contains("ok  17"), "{said}");
}

/// Links the events again.
fn relink(made: &mut Simulated) {
    let mut builder = Builder::new();
    for item in &mut made.items {
        if item.kind == ItemKind::Event {
            let event = Event::parse(&item.body).expect("an event");
            *item = builder.event(event.kind, event.payload.as_deref());
        }
    }
}

/// What is not supported is named only when the rest is sound.
#[test]
fn an_unsupported_question_is_status_2_unless_something_else_is_wrong() {
    let with = |kind: &str, spoil: bool| {
        let mut made = small();
        made.items.truncate(5);
        let election =
            made.items[0].body.replacen("[{\"answers\"", &format!("[{{\"type\":\"{kind}\",\"value\":{{\"answers\""), 1);
        let election = election.replacen("}],\"uuid\"", "}}],\"uuid\"", 1);
        let mut trustees = made.items[1].body.clone();
        if spoil {
            trustees = trustees.replacen("\"challenge\":\"", "\"challenge\":\"1", 1);
        }
        rebuild(&mut made, election, trustees);
        let folder = Folder::simulated(&SMALL);
        std::fs::write(folder.archive(), made.archive()).expect("written");
        folder.verify()
    };
    for kind in ["NonHomomorphic", "Lists"] {
        let output = with(kind, false);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output));
        assert!(String::from_utf8_lossy(&output.stderr).contains(&format!("not supported: question type {kind}")));
        assert_eq!(with(kind, true).status.code(), Some(1));
    }
}

#[test]
fn another_version_or_group_is_status_2_unless_the_container_is_broken() {
    let folder = Folder::simulated(&SMALL);
    let group = |made: &mut Simulated| {
        let election = made.items[0].body.replacen("\"group\":\"Ed25519\"", "\"group\":\"BELENIOS-2048\"", 1);
        let trustees = made.items[1].body.clone();
        made.items.truncate(5);
        rebuild(made, election, trustees);
        made.archive()
    };
    let version = |made: &mut Simulated| {
        let mut bytes = made.archive();
        let at = bytes.windows(12).position(|text| text == b"{\"version\":1").expect("the first member") + 11;
        bytes[at] = b'2';
        bytes
    };
    for (name, bytes) in [("group", group(&mut small())), ("version", version(&mut small()))] {
        std::fs::write(folder.archive(), &bytes).expect("written");
        assert_eq!(folder.verify().status.code(), Some(2), "{name}");
        std::fs::write(folder.archive(), [&bytes[..], &[0; 512]].concat()).expect("written");
        assert_eq!(folder.verify().status.code(), Some(1), "{name}, and something after the end");
    }
}

/// Writes the setup again over another election or other trustees.
fn rebuild(made: &mut Simulated, election: String, trustees: String) {
    let mut builder = Builder::new();
    let parts = [election, trustees, made.items[2].body.clone()].map(|body| Item::new(ItemKind::Data, body));
    let hashes = parts.each_ref().map(|part| part.hash.clone());
    let setup =
        format!("{{\"election\":\"{}\",\"trustees\":\"{}\",\"credentials\":\"{}\"}}", hashes[0], hashes[1], hashes[2]);
    let setup = Item::new(ItemKind::Data, setup);
    let event = builder.event(protocol::archive::EventType::Setup, Some(&setup.hash));
    let rest = made.items.split_off(5);
    made.items = parts.into_iter().chain([setup, event]).chain(rest).collect();
}

/// An election without ballots that names another administrator.
pub fn foreign() -> Vec<u8> {
    let mut made = small();
    made.items.truncate(5);
    let election = made.items[0].body.replacen("\"voix/1 simulation 25\"", "\"someone\"", 1);
    let trustees = made.items[1].body.clone();
    rebuild(&mut made, election, trustees);
    protocol::archive::render(TIMESTAMP, &made.items)
}
