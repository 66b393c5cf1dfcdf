//! `vectors/objects.json`: what it says is computed here again by the code under test, and what it says to refuse is
//! refused.

use std::path::Path;

use protocol::archive::Event;
use protocol::archive::event::{Owned, SetupData};
use protocol::ballot::{self, Ballot};
use protocol::companion::Companion;
use protocol::decryption::{ElectionResult, PartialDecryption};
use protocol::election::{self, Election};
use protocol::encoding::wide;
use protocol::group::{Element, Scalar, hash_to_scalar, parse_scalar, scalar_to_decimal};
use protocol::hash::{sha256_b64, sha256_hex, unhex_all};
use protocol::tally::{EncryptedTally, SizedTally};
use protocol::trustees::Trustees;
use protocol::{credentials, json};
use serde_json::Value;

fn vectors() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/objects.json");
    serde_json::from_str(&std::fs::read_to_string(path).expect("the file")).expect("JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("no {key} in {value}"))
}

/// Whether a text is an object of this kind, of itself.
fn reads(kind: &str, text: &str) -> bool {
    match kind {
        "election" => Election::parse(text).is_ok(),
        "trustees" => Trustees::parse(text).is_ok_and(|trustees| trustees.verify().is_ok()),
        "credentials" => credentials::parse(text).is_ok(),
        "setup" => json::read::<SetupData>(text).is_ok(),
        "event" => Event::parse(text).is_ok(),
        "ballot" => Ballot::parse(text).is_ok(),
        "tally" => EncryptedTally::parse(text).is_ok(),
        "size" => json::read::<SizedTally>(text).is_ok(),
        "part" => PartialDecryption::parse(text).is_ok(),
        "owner" => json::read::<Owned>(text).is_ok(),
        "result" => ElectionResult::parse(text).is_ok(),
        "companion" => Companion::parse(text).is_ok(),
        other => panic!("what is {other}?"),
    }
}

#[test]
fn every_value_is_the_one_that_the_code_computes() {
    let vectors = vectors();
    let (mut hashed, mut kinds) = (0, std::collections::BTreeSet::new());
    for object in list(&vectors["objects"]) {
        let (kind, written) = (text(object, "kind"), text(object, "text"));
        assert!(reads(kind, written), "{kind}: {written}");
        kinds.insert(kind);
        if let Some(hash) = object["sha256"].as_str() {
            assert_eq!(hash, sha256_hex(written.as_bytes()));
        }
        match kind {
            "election" => assert_eq!(text(object, "fingerprint"), election::fingerprint(written)),
            "credentials" => assert_eq!(text(object, "fingerprint"), credentials::fingerprint(written)),
            "ballot" => {
                assert_eq!(text(object, "tracker"), ballot::tracker(written));
                let read = Ballot::parse(written).expect("a ballot");
                assert_eq!(Some(text(object, "h")), read.signature.as_ref().map(|signature| &*signature.hash));
                let unsigned = Ballot { signature: None, ..read };
                assert_eq!(text(object, "h"), sha256_b64(unsigned.to_json().as_bytes()));
            }
            "trustees" => {
                let key = Trustees::parse(written).expect("trustees").election_key().expect("good ones");
                assert_eq!(text(object, "election_key"), key.to_string());
            }
            _ => {}
        }
        for proof in list(&object["hashed"]).iter().chain(list(&object["wide"])) {
            let challenge = match proof["preimage"].as_str() {
                Some(preimage) => hash_to_scalar(preimage, &[]),
                None => wide(&unhex_all(text(proof, "message")).expect("hex")),
            };
            assert_eq!(scalar_to_decimal(&challenge), text(proof, "challenge"), "{kind}: {}", proof["what"]);
            let own = |one: &Value| parse_scalar(text(one, "challenge")).expect("a scalar");
            let sum: Scalar = list(&proof["proofs"]).iter().map(own).sum();
            assert_eq!(sum, challenge, "{kind}: {}", proof["what"]);
            for one in list(&proof["proofs"]) {
                assert!(written.contains(text(one, "challenge")) && written.contains(text(one, "response")));
            }
            hashed += 1;
        }
    }
    assert_eq!(kinds.len(), 11, "{kinds:?}");
    assert_eq!(hashed, 1 + 3 + 1 + 2 + 1 + 5 + 2 + 3 + 1 + 5 * 3, "every proof of every object");
}

#[test]
fn what_is_to_be_refused_is_refused_and_what_is_not_is_read() {
    let vectors = vectors();
    let (elements, scalars, counts, texts) =
        (&vectors["elements"], &vectors["scalars"], &vectors["counts"], &vectors["texts"]);
    assert!(list(&elements["good"]).iter().all(|good| Element::parse(text(good, "text")).is_ok()));
    for bad in list(&elements["bad"]) {
        assert!(Element::parse(text(bad, "text")).is_err(), "{bad}");
    }
    let read = |text: &Value| Element::parse(text.as_str().expect("a text")).expect("an element");
    assert!(list(&elements["ascending"]).iter().map(read).is_sorted());
    for (good, wanted) in [("good", true), ("bad", false)] {
        for scalar in list(&scalars[good]) {
            assert_eq!(parse_scalar(scalar.as_str().expect("a text")).is_ok(), wanted, "{scalar}");
        }
        for count in list(&counts[good]) {
            let result = format!("{{\"result\":[[{}]]}}", count.as_str().expect("a text"));
            assert_eq!(ElectionResult::parse(&result).is_ok(), wanted, "{count}");
        }
    }
    assert!(list(&texts["good"]).iter().all(|good| json::read::<String>(good.as_str().expect("a text")).is_ok()));
    for bad in list(&texts["bad"]) {
        assert!(json::read::<String>(text(bad, "text")).is_err(), "{bad}");
    }
    let bad = list(&vectors["bad"]);
    assert!(bad.len() > 100);
    for bad in bad {
        assert!(!reads(text(bad, "kind"), text(bad, "text")), "{bad}");
    }
}

/// The other reading of the document, where there is a Python.
#[test]
fn the_second_reading_agrees() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/check_objects.py");
    let mut python = std::process::Command::new("python3");
    let Ok(output) = python.arg("-B").arg(script).output() else {
        assert!(std::env::var("CI").is_err(), "there is no python3");
        eprintln!("SKIP the second reading: there is no python3");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("values agree"), "{said}");
}
