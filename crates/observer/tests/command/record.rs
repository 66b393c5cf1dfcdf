//! A record, its checkpoint, and the proof of a voice against it.

use std::path::PathBuf;

use ed25519_dalek::SigningKey;
use protocol::commitment::{
    Inclusion, Kind, Leaf, MandateProof, MemberBytes, ProxyLeaf, RegisterLeaf, RollLeaf, VoiceProof,
};
use protocol::group::{Element, Scalar};
use protocol::hash::hex;
use protocol::keys::PublicKeys;
use protocol::participation::{Participation, Stated, Used};
use protocol::record::Entry;
use protocol::{checkpoint, merkle};
use serde_json::json;
use tempfile::TempDir;

use crate::{plain, text, verify};

const COOPERATIVE: [u8; 16] = [1; 16];
const ASSEMBLY: [u8; 16] = [2; 16];

/// A folder with a record of a register and a roll of three, its checkpoint, and the proof of the second voice.
struct Assembly {
    folder: TempDir,
    key: String,
    entries: Vec<Entry>,
}

fn server() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}

fn leaves() -> (Vec<Leaf>, Vec<Leaf>) {
    let keys = |n: u8| PublicKeys {
        identity: [n; 32],
        ballot_root: Element::mul_base(&Scalar::from(u64::from(n))),
        chain_code: [n; 32],
    };
    let register = (1..4).map(|n| Leaf::Register(RegisterLeaf::of(&keys(n), 1, u32::from(n)))).collect();
    let roll = |n: u8| RollLeaf {
        credential: Some(Element::mul_base(&Scalar::from(u64::from(n) + 50))),
        kind: Kind::OwnKey,
        register: u32::from(n) - 1,
        voice: [n; 16],
    };
    (register, (1..4).map(|n| Leaf::Roll(roll(n))).collect())
}

fn tree(leaves: &[Leaf], salt: u8) -> Vec<merkle::Hash> {
    (salt..).zip(leaves).map(|(salt, leaf)| leaf.hash(&[salt; 32])).collect()
}

impl Assembly {
    fn new() -> Self {
        let (register, roll) = leaves();
        let (keys, voices) = (tree(&register, 10), tree(&roll, 20));
        let first = Entry::first(&COOPERATIVE, &ASSEMBLY, 1, "statutes", json!({}));
        let body = json!({ "keys": 3, "members": 3, "root": hex(&merkle::root(&keys)) });
        let second = first.next(2, "register-commitment", body).unwrap();
        let kinds = json!({ "own-key": 3 });
        let body = json!({ "kinds": kinds, "root": hex(&merkle::root(&voices)), "vote": hex(&[5; 16]), "voices": 3 });
        let third = second.next(3, "roll", body).unwrap();
        let made = Self {
            folder: tempfile::tempdir().unwrap(),
            key: hex(server().verifying_key().as_bytes()),
            entries: vec![first, second, third],
        };
        made.write("record.jsonl", &made.lines());
        made.write("checkpoint", &made.signed(3));
        let proof = VoiceProof {
            register: Inclusion::of(register[1].clone(), [11; 32], &keys).unwrap(),
            roll: Inclusion::of(roll[1].clone(), [21; 32], &voices).unwrap(),
        };
        made.write("voice-proof.json", &proof.to_json());
        made
    }

    fn lines(&self) -> String {
        self.entries.iter().map(|entry| entry.canonical().unwrap() + "\n").collect()
    }

    fn signed(&self, size: usize) -> String {
        let leaves: Vec<_> = self.entries[..size].iter().map(|entry| entry.leaf().unwrap()).collect();
        let origin = checkpoint::origin(&COOPERATIVE, &ASSEMBLY);
        checkpoint::sign(&server(), &origin, size as u64, merkle::root(&leaves)).unwrap().to_string()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: &str) {
        std::fs::write(self.path(name), content).unwrap();
    }

    /// Exit code and words of a command on the files of this folder.
    fn said(&self, command: &str, proof: Option<&str>, signed: bool) -> (Option<i32>, String) {
        let (record, note, proof) =
            (self.path("record.jsonl"), self.path("checkpoint"), proof.map(|name| self.path(name)));
        let mut args = vec![command];
        match &proof {
            Some(proof) => args.extend([plain(proof), "--record", plain(&record)]),
            None => args.push(plain(&record)),
        }
        if signed {
            args.extend(["--checkpoint", plain(&note), "--key", &self.key]);
        }
        let output = verify(&args);
        let words = text(&output) + &String::from_utf8_lossy(&output.stderr);
        (output.status.code(), words)
    }
}

#[test]
fn a_record_and_its_checkpoint_pass_and_each_lie_is_named() {
    let mut assembly = Assembly::new();
    let (code, words) = assembly.said("record", None, false);
    assert!(code == Some(0) && words.contains("no checkpoint given"), "{words}");
    let output = verify(&["record", plain(&assembly.path("record.jsonl")), "--key", &assembly.key]);
    let words = text(&output);
    assert!(output.status.code() == Some(1) && words.contains("NO   no checkpoint given"), "{words}");
    let (code, words) = assembly.said("record", None, true);
    assert!(code == Some(0) && words.contains("the checkpoint of 3 entries is signed"), "{words}");
    assembly.write("checkpoint", &assembly.signed(2));
    assert_eq!(assembly.said("record", None, true).0, Some(0), "an older checkpoint still holds");

    let key = std::mem::replace(&mut assembly.key, hex(&[7; 32]));
    assert_eq!(assembly.said("record", None, true).0, Some(1), "another key");
    assembly.key = "zz".to_owned();
    let (code, words) = assembly.said("record", None, true);
    assert!(code == Some(2) && words.contains("64 lower-case hex digits"), "{words}");
    assembly.key = key;

    let lines = assembly.lines();
    assembly.write("record.jsonl", lines.lines().next().unwrap());
    let (code, words) = assembly.said("record", None, true);
    assert!(code == Some(1) && words.contains("more entries than this record has"), "{words}");
    let more = lines.replace("\"voices\":3", "\"voices\":4").replace("\"own-key\":3", "\"own-key\":4");
    assembly.write("record.jsonl", &more);
    assert_eq!(assembly.said("record", None, false).0, Some(0), "the chain alone does not see the last entry changed");
    assembly.write("checkpoint", &Assembly::new().signed(3));
    let (code, words) = assembly.said("record", None, true);
    assert!(code == Some(1) && words.contains("another record"), "{words}");
    assembly.write("record.jsonl", &lines.replace("\"keys\":3", "\"keys\":4"));
    assert_eq!(assembly.said("record", None, false).0, Some(1));
    assembly.write("record.jsonl", &lines.replace("\"keys\":3", "\"keys\": 3"));
    let (code, words) = assembly.said("record", None, false);
    assert!(code == Some(1) && words.contains("line 2"), "{words}");
}

#[test]
fn a_voice_is_found_on_its_roll_and_a_false_one_is_not() {
    let assembly = Assembly::new();
    for signed in [false, true] {
        let (code, words) = assembly.said("voice", Some("voice-proof.json"), signed);
        assert_eq!(code, Some(0), "{words}");
        for part in [
            "ok   this voice is on the roll in entry 2 of the record, of vote 0505",
            "place 2 of 3, voice 0202",
            "key 1 of member 2, as the register in entry 1 says",
            "identity key 0202",
        ] {
            assert!(words.contains(part), "{part} is not in {words}");
        }
    }
    let proof = std::fs::read_to_string(assembly.path("voice-proof.json")).unwrap();
    for (what, changed, code) in [
        ("another identity", proof.replacen("\"identity\":\"02", "\"identity\":\"03", 1), 1),
        ("another place", proof.replacen("\"index\":1", "\"index\":2", 1), 1),
        ("another spelling", proof.replacen(':', ": ", 1), 1),
        ("a line feed at the end", format!("{proof}\r\n"), 0),
        ("a picture", "\u{1b}PNG".to_owned(), 1),
    ] {
        assert!(changed != proof, "{what}");
        assembly.write("changed.json", &changed);
        let (said, words) = assembly.said("voice", Some("changed.json"), true);
        assert_eq!(said, Some(code), "{what}: {words}");
    }
    let (code, words) = assembly.said("voice", Some("missing.json"), true);
    assert!(code == Some(2) && words.contains("missing.json"), "{words}");
    // Against a record that is wrong nothing is said of the voice.
    assembly.write("record.jsonl", &assembly.lines().replace("\"keys\":3", "\"keys\":4"));
    let (code, words) = assembly.said("voice", Some("voice-proof.json"), false);
    assert!(code == Some(1) && !words.contains("this voice is"), "{words}");
}

#[test]
fn a_proxy_is_found_in_what_commits_to_it_and_a_false_one_is_not() {
    let mut assembly = Assembly::new();
    let holder = Some(MemberBytes([3; 16]));
    let leaf = Leaf::Proxy(ProxyLeaf { holder, proxy: [9; 16], voice: [2; 16] });
    let root = leaf.hash(&[31; 32]);
    let body = json!({ "blank": 0, "count": 1, "root": hex(&root), "vote": hex(&[5; 16]) });
    let last = assembly.entries.last().unwrap().next(4, "proxies", body).unwrap();
    assembly.entries.push(last);
    assembly.write("record.jsonl", &assembly.lines());
    assembly.write("checkpoint", &assembly.signed(4));
    let mandates = vec![Inclusion::of(leaf, [31; 32], &[root]).unwrap()];
    let proof = MandateProof { mandates, papers: vec![] }.to_json();
    assembly.write("mandate-proof.json", &proof);
    let (code, words) = assembly.said("voice", Some("mandate-proof.json"), true);
    assert_eq!(code, Some(0), "{words}");
    for part in ["ok   this proxy is among those in entry 3 of the record, of vote 0505", "carried by 0303"] {
        assert!(words.contains(part), "{part} is not in {words}");
    }
    assembly.write("changed.json", &proof.replacen("\"holder\":\"03", "\"holder\":\"04", 1));
    let (code, words) = assembly.said("voice", Some("changed.json"), true);
    assert!(code == Some(1) && words.contains("holds this proxy"), "{words}");
    assembly.write("changed.json", r#"{"mandates":[],"papers":[]}"#);
    let (code, words) = assembly.said("voice", Some("changed.json"), true);
    assert!(code == Some(1) && words.contains("no proxy and no voice on paper"), "{words}");
}

/// Keys registered or replaced since the convocation: a number that falls is a number that was changed.
#[test]
fn the_numbers_of_keys_never_fall() {
    for (bodies, verdict) in [
        (vec![json!({ "registered": 1, "replaced": 0 }), json!({ "registered": 1, "replaced": 2 })], 0),
        (vec![json!({ "registered": 1, "replaced": 2 }), json!({ "registered": 4, "replaced": 1 })], 1),
        (vec![json!({ "registered": 2, "replaced": 0 }), json!({ "registered": 1, "replaced": 0 })], 1),
        (vec![json!({ "registered": 1 })], 1),
        (
            vec![
                json!({ "registered": 1, "replaced": 0 }),
                json!({ "paper_codes": 2, "registered": 1, "replaced": 0 }),
            ],
            0,
        ),
        (
            vec![
                json!({ "paper_codes": 2, "registered": 1, "replaced": 0 }),
                json!({ "registered": 1, "replaced": 0 }),
            ],
            1,
        ),
        (vec![json!({ "paper_codes": 0, "registered": 1, "replaced": 0 })], 1),
        (vec![json!("many")], 1),
        (vec![json!({ "more": 0, "registered": 1, "replaced": 0 })], 1),
    ] {
        let mut assembly = Assembly::new();
        for since in &bodies {
            let body = json!({ "keys": 3, "members": 3, "root": "", "since_convocation": since });
            let next = assembly.entries.last().unwrap().next(9, "register-commitment", body).unwrap();
            assembly.entries.push(next);
        }
        assembly.write("record.jsonl", &assembly.lines());
        let (code, said) = assembly.said("record", None, false);
        assert_eq!(code, Some(verdict), "{bodies:?}: {said}");
    }
}

#[test]
fn what_the_server_states_of_a_voice_holds_and_a_false_statement_does_not() {
    let mut assembly = Assembly::new();
    let signed = |used, ballots, last, (vote, time)| {
        let stated = Stated { vote: [vote; 16], voice: [2; 16], used, ballots, last, time };
        Participation::sign(&server(), &COOPERATIVE, &stated).to_json().unwrap()
    };
    let said = |used, ballots, last, vote| signed(used, ballots, last, (vote, 9));
    let unused = said(Used::None, 0, 0, 5);
    assembly.write("participation.json", &unused);
    let (code, told) = assembly.said("voice", Some("participation.json"), true);
    assert!(code == Some(1) && told.contains("does not say that the vote is over"), "{told}");
    let body = json!({ "at": "close", "members": 3, "present": 3, "vote": hex(&[5; 16]) });
    let next = assembly.entries.last().unwrap().next(8, "quorum-count", body).unwrap();
    assembly.entries.push(next);
    assembly.write("record.jsonl", &assembly.lines());
    assembly.write("checkpoint", &assembly.signed(4));
    for (what, text, code, words) in [
        ("not used", unused.clone(), 0, "nobody voted in its name"),
        ("used", said(Used::Mandate, 2, 7, 5), 0, "ballots 2, the last at 7"),
        ("changed", unused.replace("\"none\"", "\"hands\""), 1, "not signed by this key"),
        ("contradictory", said(Used::None, 1, 7, 5), 1, "contradicts itself"),
        ("of another vote", said(Used::None, 0, 0, 6), 1, "a vote that this record has not"),
        ("at the close", signed(Used::Mandate, 2, 8, (5, 8)), 0, "ballots 2, the last at 8"),
        ("too early", signed(Used::None, 0, 0, (5, 7)), 1, "made before the vote was over"),
        ("too late", said(Used::Mandate, 2, 9, 5), 1, "came after the vote was over"),
    ] {
        assembly.write("participation.json", &text);
        let (found, told) = assembly.said("voice", Some("participation.json"), true);
        assert!(found == Some(code) && told.contains(words), "{what}: {told}");
    }
    assembly.write("participation.json", &unused);
    let (code, told) = assembly.said("voice", Some("participation.json"), false);
    assert!(code == Some(2) && told.contains("--checkpoint and --key"), "{told}");
}

/// The kinds of voice of a roll are known, and together as many as its voices.
#[test]
fn the_kinds_of_voice_add_up() {
    for (kinds, verdict) in [
        (json!({ "own-key": 3 }), 0),
        (json!({ "mandate": 1, "own-key": 1, "paper-code": 1 }), 0),
        (json!({ "own-key": 1, "paper-code": 1 }), 1),
        (json!({ "own-key": 3, "paper-code": 1 }), 1),
        (json!({ "own-key": 2, "trusted": 1 }), 1),
        (json!({ "own-key": 2, "paper-code": "1" }), 1),
        (json!(3), 1),
        (json!(null), 1),
    ] {
        for open in [false, true] {
            let voice = |n: u8| json!({ "identity": hex(&[n; 32]), "voice": hex(&[n; 16]) });
            let voices = if open { json!([voice(1), voice(2), voice(3)]) } else { json!(3) };
            let mut body = json!({ "kinds": kinds, "root": "", "vote": hex(&[6; 16]), "voices": voices });
            if open {
                body["resolution"] = hex(&[7; 32]).into();
            }
            let kind = if open { "open-roll" } else { "roll" };
            // The register says before it whether codes were printed: where it says none, none speaks.
            for printed in [true, false] {
                let mut since = json!({ "registered": 1, "replaced": 0 });
                if printed {
                    since["paper_codes"] = 1.into();
                }
                let register = json!({ "keys": 3, "members": 3, "root": "", "since_convocation": since });
                let mut assembly = Assembly::new();
                for (kind, body) in [("register-commitment", register), (kind, body.clone())] {
                    let next = assembly.entries.last().unwrap().next(9, kind, body).unwrap();
                    assembly.entries.push(next);
                }
                assembly.write("record.jsonl", &assembly.lines());
                let (code, said) = assembly.said("record", None, false);
                let unheard = !printed && kinds.get("paper-code").is_some();
                assert_eq!(code, Some(if unheard { 1 } else { verdict }), "{kinds} {open} {printed}: {said}");
                assert!(code == Some(0) || said.contains("the kinds of voice"), "{said}");
            }
        }
    }
}

/// Voices entrusted to the server are on a roll only where the convocation says so, and more than a tenth only where confirmed. Where the
/// board said that there shall be none, the roll says how many it leaves out, and has none.
#[test]
fn voices_are_entrusted_as_the_convocation_says() {
    for (entrusted, voices, more, said, verdict) in [
        (1, 10, json!({}), true, 0),
        (0, 10, json!({}), false, 0),
        (1, 10, json!({}), false, 1),
        (2, 19, json!({}), true, 1),
        (2, 19, json!({ "confirmed": 2 }), true, 0),
        (2, 19, json!({ "confirmed": 7 }), true, 0),
        (2, 19, json!({ "confirmed": 7 }), false, 1),
        (2, 19, json!({ "confirmed": 1 }), true, 1),
        (2, 19, json!({ "confirmed": "2" }), true, 1),
        (1, 19, json!({ "confirmed": 0 }), true, 1),
        (0, 19, json!({ "confirmed": 2 }), true, 1),
        (0, 19, json!({ "left_out": 2 }), true, 0),
        (0, 2, json!({ "left_out": 200 }), true, 0),
        (0, 19, json!({ "left_out": 2 }), false, 1),
        (0, 19, json!({ "left_out": 0 }), true, 1),
        (0, 19, json!({ "left_out": "2" }), true, 1),
        (0, 19, json!({ "left_out": null }), true, 1),
        (1, 19, json!({ "left_out": 2 }), true, 1),
        (0, 19, json!({ "confirmed": 2, "left_out": 2 }), true, 1),
        (2, 19, json!({ "confirmed": 2, "left_out": 2 }), true, 1),
    ] {
        for open in [false, true] {
            let voice = |n: u8| json!({ "identity": hex(&[n; 32]), "voice": hex(&[n; 16]) });
            let listed = if open { (1..=voices).map(voice).collect() } else { json!(voices) };
            let mut kinds = json!({ "own-key": voices - entrusted });
            if entrusted > 0 {
                kinds["entrusted"] = entrusted.into();
            }
            let mut body = json!({ "kinds": kinds, "root": "", "vote": hex(&[6; 16]), "voices": listed });
            if open {
                body["resolution"] = hex(&[7; 32]).into();
            }
            for (name, value) in more.as_object().unwrap() {
                body[name] = value.clone();
            }
            let convened = if said { json!({ "entrusted": true }) } else { json!({}) };
            let kind = if open { "open-roll" } else { "roll" };
            let mut assembly = Assembly::new();
            for (kind, body) in [("convocation", convened), (kind, body)] {
                let next = assembly.entries.last().unwrap().next(9, kind, body).unwrap();
                assembly.entries.push(next);
            }
            assembly.write("record.jsonl", &assembly.lines());
            let (code, told) = assembly.said("record", None, false);
            assert_eq!(code, Some(verdict), "{entrusted} {voices} {more} {said} {open}: {told}");
            assert!(code == Some(0) || told.contains("entrusted to the server"), "{told}");
        }
    }
}
