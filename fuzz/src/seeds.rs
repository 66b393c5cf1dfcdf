//! Sound examples of everything that is fuzzed, for the fuzzer to begin with. The same bytes each time.

use std::path::Path;
use std::sync::OnceLock;

use crate::dealt::{self, Dealt};
use ed25519_dalek::SigningKey;
use protocol::checks::Alone;
use protocol::commitment::{Inclusion, Kind, Leaf, RegisterLeaf, RollLeaf, VoiceProof};
use protocol::hash::hex;
use protocol::keys::{Language, MemberKeys, Phrase, Registration};
use protocol::receipt::{Accepted, Receipt};
use protocol::record::Entry;
use protocol::{checkpoint, merkle, record};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use serde_json::json;
use verifier::simulate::{COOPERATIVE, Plan, Quorum, Simulated};

/// Small, with a blank answer and a ballot that replaces another.
#[must_use]
pub fn plan() -> Plan {
    let quorum = Quorum { needed: 1, all: 1 };
    Plan { voters: 1, answers: 1, min: 0, max: 1, blank: true, quorum, revotes: 1, seed: 1 }
}

/// Two voters, for two boxes.
#[must_use]
pub fn two() -> Plan {
    let quorum = Quorum { needed: 1, all: 1 };
    Plan { voters: 2, answers: 1, min: 0, max: 1, blank: false, quorum, revotes: 0, seed: 1 }
}

/// The same with two of three trustees.
#[must_use]
pub fn threshold() -> Plan {
    Plan { quorum: Quorum { needed: 2, all: 3 }, ..plan() }
}

/// A record key.
#[must_use]
pub fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

/// Target, name and content of each seed.
#[must_use]
pub fn all() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let made = Simulated::of(&plan(), &Alone).expect("a sound plan");
    let group = Simulated::of(&threshold(), &Alone).expect("a sound plan");
    let body = |at: usize| made.items[at].body.clone().into_bytes();
    let beginning = |marks: &str| {
        let item = made.items.iter().find(|item| item.body.starts_with(marks));
        item.expect("there").body.clone().into_bytes()
    };
    let slip = serde_json::to_vec(&made.made.companion.order_slips[0].slip()).expect("JSON");
    let mut part = made.clone();
    part.items.truncate(7);
    vec![
        ("archive", "election", made.archive()),
        ("archive", "setup", part.archive()),
        ("verify", "election", made.archive()),
        ("verify", "in-progress", part.archive()),
        ("tampered", "one-ballot", vec![0, 5, 0, 200, 1]),
        ("tampered", "the-setup", vec![0, 0, 0, 20, 1, 1, 0, 50, 2]),
        ("tampered", "a-group", vec![1, 1, 0, 99, 1]),
        ("event", "setup", body(4)),
        ("event", "ballot", body(6)),
        ("election", "election", body(0)),
        ("trustees", "single", body(1)),
        ("trustees", "group", group.items[1].body.clone().into_bytes()),
        ("credentials", "one", body(2)),
        ("credentials", "weights", format!("[\"{},7\"]", "6".repeat(63) + "8").into_bytes()),
        ("ballot", "ballot", body(5)),
        ("tally", "tally", beginning("[[{\"alpha\"")),
        ("decryption", "part", beginning("{\"decryption_factors\"")),
        ("result", "result", beginning("{\"result\"")),
        ("companion", "companion", made.companion().into_bytes()),
        ("slip", "slip", slip),
        ("record", "record", record().into_bytes()),
        ("checkpoint", "checkpoint", note().into_bytes()),
        ("receipt", "secret", receipt(Some("box"))),
        ("receipt", "open", receipt(None)),
        ("registration", "registration", registration()),
        ("together", "second", crate::boxes().0[1].companion().into_bytes()),
        ("voice", "proof", voice().0.to_json().into_bytes()),
        ("ceremony", "deal", Dealt::the_one().deal().to_json().into_bytes()),
        ("ceremony", "dealings", Dealt::the_one().inbox.to_json().into_bytes()),
        ("ceremony", "share", share()),
        ("markdown", "text", markdown().into()),
        (
            "words",
            "three",
            "Le loyer est de cent euros par mois.\0Le loyer est de dix euros par mois.\0Le loyer par an.".into(),
        ),
    ]
}

fn markdown() -> &'static str {
    "# Titre\n\nUn *mot* **fort** [lien](https://a.fr \"t\") <a@b.fr> `code` ![mot](x)\n\n1. un\n   - deux\n\n> cité\n\n\
     | a | b |\n|---|---|\n| 1 | ~~2~~ |\n\n```js\nx\n```\n\n<b onclick=x>y</b>\n\n<div>\n\n[r]\n\n[r]: javascript:x\n"
}

fn share() -> Vec<u8> {
    let dealt = Dealt::the_one();
    let received = dealt.receiver().receive(&dealt.inbox, &mut dealt::rng()).expect("sound");
    received.share().to_json().into_bytes()
}

fn entries() -> Vec<Entry> {
    let first = Entry::first(&COOPERATIVE, &COOPERATIVE, 1_000_000, "statutes", json!({ "hash": "00" }));
    let second = first.next(2_000_000, "box-opened", json!({ "box": "é\n", "n": [1, -2, null, true] }));
    vec![first, second.expect("canonical")]
}

fn record() -> String {
    entries().iter().map(|entry| entry.canonical().expect("canonical") + "\n").collect()
}

fn note() -> String {
    let head = record::verify_chain(&entries()).expect("a chain");
    let origin = checkpoint::origin(&COOPERATIVE, &COOPERATIVE);
    checkpoint::sign(&key(), &origin, head.size, head.root).expect("a note").to_string()
}

fn receipt(box_uuid: Option<&str>) -> Vec<u8> {
    let accepted = Accepted { vote: COOPERATIVE, box_uuid, tracker: "tracker", event: [1; 32], height: 2, time: 3 };
    serde_json::to_vec(&Receipt::sign(&key(), &COOPERATIVE, &accepted)).expect("JSON")
}

fn registration() -> Vec<u8> {
    let keys = MemberKeys::derive(&Phrase::from_entropy([3; 16], Language::French), &COOPERATIVE);
    let registration: Registration = keys.register(&COOPERATIVE, &COOPERATIVE, &mut ChaCha20Rng::seed_from_u64(1));
    serde_json::to_vec(&registration).expect("JSON")
}

/// The proof of the third of five voices, and the record that commits to it.
pub fn voice() -> &'static (VoiceProof, Vec<Entry>) {
    static MADE: OnceLock<(VoiceProof, Vec<Entry>)> = OnceLock::new();
    MADE.get_or_init(make_voice)
}

fn make_voice() -> (VoiceProof, Vec<Entry>) {
    let keys = MemberKeys::derive(&Phrase::from_entropy([3; 16], Language::French), &COOPERATIVE).public();
    let tree = |leaves: &[Leaf]| (0_u8..).zip(leaves).map(|(salt, leaf)| leaf.hash(&[salt; 32])).collect::<Vec<_>>();
    let register: Vec<Leaf> = (1..6).map(|number| Leaf::Register(RegisterLeaf::of(&keys, 1, number))).collect();
    let leaf =
        |register| RollLeaf { credential: Some(keys.ballot_root), kind: Kind::OwnKey, register, voice: COOPERATIVE };
    let roll: Vec<Leaf> = (0..5).map(|place| Leaf::Roll(leaf(place))).collect();
    let (of_register, of_roll) = (tree(&register), tree(&roll));
    let proof = VoiceProof {
        register: Inclusion::of(register[2].clone(), [2; 32], &of_register).expect("there"),
        roll: Inclusion::of(roll[2].clone(), [2; 32], &of_roll).expect("there"),
    };
    let first = Entry::first(&COOPERATIVE, &COOPERATIVE, 1, "statutes", json!({}));
    let body = json!({ "keys": 5, "members": 5, "root": hex(&merkle::root(&of_register)) });
    let second = first.next(2, "register-commitment", body).expect("canonical");
    let body = json!({ "root": hex(&merkle::root(&of_roll)), "vote": "00", "voices": 5 });
    let third = second.next(3, "roll", body).expect("canonical");
    (proof, vec![first, second, third])
}

/// Writes them, a folder for each target.
///
/// # Errors
/// Those of the file system.
pub fn write(folder: &Path) -> std::io::Result<()> {
    for (target, name, bytes) in all() {
        std::fs::create_dir_all(folder.join(target))?;
        std::fs::write(folder.join(target).join(name), bytes)?;
    }
    Ok(())
}
