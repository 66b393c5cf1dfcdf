//! Who is in a register or on a roll can show it, and nobody else can.

use std::sync::LazyLock;

use proptest::prelude::*;
use protocol::commitment::{
    Inclusion, Kind, Leaf, MandateProof, MemberBytes, NotCommitted, PaperLeaf, ProxyLeaf, RegisterLeaf, RollLeaf,
    VoiceProof,
};
use protocol::hash::hex;
use protocol::keys::{Language, MemberKeys, Phrase, PublicKeys};
use protocol::merkle::{self, Hash};
use protocol::record::Entry;
use protocol::voice;
use serde_json::{Value, json};

const UUID: &str = "tHZEetHLUru3Hq";

/// Deriving takes a while on purpose: once for each.
fn keys(seed: u8) -> PublicKeys {
    static MADE: LazyLock<[PublicKeys; 2]> = LazyLock::new(|| {
        [3, 4].map(|seed| MemberKeys::derive(&Phrase::from_entropy([seed; 16], Language::English), &[1; 16]).public())
    });
    MADE[usize::from(seed) - 3].clone()
}

fn salts(size: usize) -> Vec<[u8; 32]> {
    (0..size).map(|i| [u8::try_from(i).unwrap(); 32]).collect()
}

/// Leaves of a register whose members have the same keys: they differ by number.
fn register(size: usize) -> Vec<Leaf> {
    let keys = keys(3);
    (1..=u32::try_from(size).unwrap()).map(|number| Leaf::Register(RegisterLeaf::of(&keys, 1, number))).collect()
}

fn tree(leaves: &[Leaf]) -> Vec<Hash> {
    leaves.iter().zip(salts(leaves.len())).map(|(leaf, salt)| leaf.hash(&salt)).collect()
}

fn record(entries: &[(&str, Value)]) -> Vec<Entry> {
    let mut record = vec![Entry::first(&[1; 16], &[2; 16], 1, "statutes", json!({}))];
    for (kind, body) in entries {
        record.push(record.last().unwrap().next(2, kind, body.clone()).unwrap());
    }
    record
}

proptest! {
    #[test]
    fn a_leaf_is_under_its_root_and_under_no_other(size in 1_usize..40, place in any::<prop::sample::Index>(), bit in any::<prop::sample::Index>()) {
        let leaves = register(size);
        let (all, index) = (tree(&leaves), place.index(size));
        let root = merkle::root(&all);
        let proof = Inclusion::of(leaves[index].clone(), salts(size)[index], &all).unwrap();
        prop_assert_eq!((proof.index(), proof.size()), (index as u64, size as u64));
        prop_assert!(proof.is_under(&root));
        let mut other = root;
        other[bit.index(32)] ^= 1;
        prop_assert!(!proof.is_under(&other));
        let without = tree(&register(size + 1)[1..]);
        prop_assert!(!proof.is_under(&merkle::root(&without)));
    }

    /// Whatever is changed in the file: it is refused, or proves nothing. The root alone would not do: near the end of a
    /// tree a path leads to the same root for two sizes.
    #[test]
    fn a_proof_with_one_character_changed_proves_nothing(place in any::<prop::sample::Index>(), with in "[0-9a-f\" ]") {
        let leaves = register(5);
        let all = tree(&leaves);
        let text = Inclusion::of(leaves[3].clone(), salts(5)[3], &all).unwrap().to_json();
        let body = json!({ "keys": 5, "root": hex(&merkle::root(&all)) });
        let entry = &record(&[("register-commitment", body)])[1];
        prop_assert!(Inclusion::parse(&text).unwrap().commits(entry));
        let at = place.index(text.len());
        let mut changed = text.clone();
        changed.replace_range(at..=at, &with);
        prop_assume!(changed != text);
        if let Ok(proof) = Inclusion::parse(&changed) {
            prop_assert!(!proof.commits(entry), "{changed}");
        }
    }
}

#[test]
fn a_leaf_that_is_not_there_has_no_proof() {
    let leaves = register(4);
    let all = tree(&leaves);
    assert!(Inclusion::of(leaves[2].clone(), [9; 32], &all).is_none(), "another salt");
    assert!(Inclusion::of(register(5)[4].clone(), salts(5)[4], &all).is_none(), "another member");
}

#[test]
fn a_leaf_names_the_keys_it_was_made_of() {
    let (mine, other) = (keys(3), keys(4));
    let leaf = RegisterLeaf::of(&mine, 2, 7);
    assert!(leaf.names(&mine) && !leaf.names(&other));
    let mixed = PublicKeys { chain_code: other.chain_code, ..mine.clone() };
    assert!(!leaf.names(&mixed), "κ is bound by its hash");
    let voice = [5; 16];
    let secret = |credential| RollLeaf { credential, kind: Kind::OwnKey, register: 0, voice };
    let roll = secret(Some(voice::credential(&mine, UUID, &voice)));
    assert!(roll.names(&voice, &mine, Some(UUID)));
    assert!(!roll.names(&[6; 16], &mine, Some(UUID)) && !roll.names(&voice, &other, Some(UUID)));
    assert!(!roll.names(&voice, &mine, Some("tHZEetHLUru3Hr")) && !roll.names(&voice, &mine, None));
    assert!(secret(None).names(&voice, &mine, None) && !secret(None).names(&voice, &mine, Some(UUID)));
}

/// The record says what kind of commitment it is, and of how many: a root alone is not enough.
#[test]
fn an_entry_commits_to_leaves_of_its_kind_and_size() {
    let leaves = register(3);
    let all = tree(&leaves);
    let proof = Inclusion::of(leaves[1].clone(), salts(3)[1], &all).unwrap();
    let root = hex(&merkle::root(&all));
    let commits = |kind: &str, body| proof.commits(&record(&[(kind, body)])[1]);
    assert!(commits("register-commitment", json!({ "keys": 3, "members": 4, "root": root })));
    assert!(!commits("register-commitment", json!({ "keys": 4, "members": 4, "root": root })));
    assert!(!commits("register-commitment", json!({ "keys": 3, "root": hex(&[0; 32]) })));
    assert!(!commits("register-commitment", json!({ "keys": 3 })));
    assert!(!commits("roll", json!({ "voices": 3, "root": root })));

    for (leaf, kind, voices) in [(roll(0, true), "roll", json!(1)), (roll(0, false), "open-roll", json!([{}]))] {
        let all = [leaf.hash(&[1; 32])];
        let proof = Inclusion::of(leaf, [1; 32], &all).unwrap();
        let body = json!({ "voices": voices, "root": hex(&all[0]) });
        assert!(proof.commits(&record(&[(kind, body.clone())])[1]), "{kind}");
        let other = if kind == "roll" { "open-roll" } else { "roll" };
        assert!(!proof.commits(&record(&[(other, body)])[1]), "{other}");
    }
}

fn roll(register: u32, secret: bool) -> Leaf {
    let credential = secret.then(|| keys(3).ballot_root);
    Leaf::Roll(RollLeaf { credential, kind: Kind::OwnKey, register, voice: [5; 16] })
}

/// A voice at a place of a register of three, alone on a roll.
fn voice_at(index: usize, says: u32) -> (VoiceProof, Value, Value) {
    let leaves = register(3);
    let all = tree(&leaves);
    let leaf = roll(says, true);
    let hash = leaf.hash(&[1; 32]);
    let proof = VoiceProof {
        register: Inclusion::of(leaves[index].clone(), salts(3)[index], &all).unwrap(),
        roll: Inclusion::of(leaf, [1; 32], &[hash]).unwrap(),
    };
    let register = json!({ "keys": 3, "members": 3, "root": hex(&merkle::root(&all)) });
    (proof, register, json!({ "vote": "ab", "voices": 1, "root": hex(&hash) }))
}

#[test]
fn a_voice_is_shown_by_its_roll_and_the_register_just_before_it() {
    let (proof, of_register, of_roll) = voice_at(2, 2);
    let later = json!({ "keys": 3, "members": 3, "root": hex(&[7; 32]) });
    let (register, other) = (("register-commitment", of_register), ("register-commitment", later));
    let on_roll = ("roll", of_roll.clone());
    let (a, b, c) = (&register, &other, &on_roll);
    let said = |entries: &[&(&str, Value)]| {
        let entries: Vec<(&str, Value)> = entries.iter().map(|entry| (*entry).clone()).collect();
        proof.verify(&record(&entries)).map(|found| (found.register, found.roll, found.vote.to_owned()))
    };
    assert_eq!(said(&[a, c]), Ok((1, 2, "ab".to_owned())));
    assert_eq!(said(&[b, a, c, b]), Ok((2, 3, "ab".to_owned())));
    assert_eq!(said(&[a]), Err(NotCommitted::Roll));
    assert_eq!(said(&[c]), Err(NotCommitted::Register));
    assert_eq!(said(&[a, b, c]), Err(NotCommitted::Register), "the key was replaced before the roll");
    assert_eq!(said(&[c, a]), Err(NotCommitted::Register));
    assert_eq!(VoiceProof::parse(&proof.to_json()).as_ref(), Ok(&proof));

    let (elsewhere, ..) = voice_at(2, 1);
    let body = json!({ "vote": "ab", "voices": 1, "root": hex(&roll(1, true).hash(&[1; 32])) });
    let entries = record(&[register.clone(), ("roll", body)]);
    assert_eq!(elsewhere.verify(&entries), Err(NotCommitted::Register), "the roll names another member's key");
    let turned = VoiceProof { register: proof.roll.clone(), roll: proof.register.clone() };
    assert_eq!(turned.verify(&record(&[register, on_roll])), Err(NotCommitted::Kinds));
}

/// A voice that a paper code speaks, or a key of the server's, goes with the leaf of one, and no other does.
#[test]
fn roll_and_register_agree_what_speaks() {
    let keys = keys(3);
    let [own, code] = [RegisterLeaf::of(&keys, 1, 7), RegisterLeaf::of_code(&keys, 1, 7)];
    let entrusted = RegisterLeaf::of_entrusted(&keys, 7);
    let both = RegisterLeaf { paper_code: true, ..entrusted.clone() };
    assert!(own != code && own != entrusted && code != entrusted);
    for (key, kinds, flags) in [
        (own, vec![Kind::OwnKey, Kind::Mandate], (None, None)),
        (code, vec![Kind::PaperCode], (Some(&json!(true)), None)),
        (entrusted, vec![Kind::Entrusted], (None, Some(&json!(true)))),
        (both, vec![], (Some(&json!(true)), Some(&json!(true)))),
    ] {
        assert!(key.names(&keys));
        let said = serde_json::to_value(&key).unwrap();
        assert_eq!((said.get("paper_code"), said.get("entrusted")), flags);
        for kind in [Kind::OwnKey, Kind::Mandate, Kind::PaperCode, Kind::Entrusted] {
            let register = Leaf::Register(key.clone());
            let roll = Leaf::Roll(RollLeaf { credential: None, kind, register: 0, voice: [9; 16] });
            let hashes = [register.hash(&[1; 32]), roll.hash(&[2; 32])];
            let proof = VoiceProof {
                register: Inclusion::of(register, [1; 32], &hashes[..1]).unwrap(),
                roll: Inclusion::of(roll, [2; 32], &hashes[1..]).unwrap(),
            };
            let entries = record(&[
                ("register-commitment", json!({ "keys": 1, "root": hex(&hashes[0]) })),
                ("open-roll", json!({ "root": hex(&hashes[1]), "vote": "ab", "voices": [{}] })),
            ]);
            let outcome = proof.verify(&entries).map(|found| found.roll);
            let expected = if kinds.contains(&kind) { Ok(2) } else { Err(NotCommitted::Speaks) };
            assert_eq!(outcome, expected, "{flags:?} {kind:?}");
        }
    }
}

/// A proxy with its holder, a blank one, and a voice on paper, each where the record commits to it and nowhere else.
#[test]
fn proxies_and_papers_are_shown_by_what_commits_to_them() {
    let proxy = |holder: Option<u8>, n: u8| {
        Leaf::Proxy(ProxyLeaf { holder: holder.map(|id| MemberBytes([id; 16])), proxy: [n; 16], voice: [n + 50; 16] })
    };
    let (named, blank) = (proxy(Some(7), 1), proxy(None, 2));
    let paper = Leaf::Paper(PaperLeaf { speaker: [7; 16], voice: [51; 16] });
    let (proxies, papers) = ([named.hash(&[1; 32]), blank.hash(&[2; 32])], [paper.hash(&[3; 32])]);
    let of = |leaf: &Leaf, salt: u8, all: &[Hash]| Inclusion::of(leaf.clone(), [salt; 32], all).unwrap();
    let (first, second, third) = (of(&named, 1, &proxies), of(&blank, 2, &proxies), of(&paper, 3, &papers));
    let proof = MandateProof { mandates: vec![first.clone(), second], papers: vec![third.clone()] };
    assert_eq!(MandateProof::parse(&proof.to_json()).as_ref(), Ok(&proof));
    assert!(VoiceProof::parse(&proof.to_json()).is_err(), "no file is both");
    let (voice, ..) = voice_at(2, 2);
    for (what, said) in
        [("\"identity\":", "\"entrusted\":false,\"identity\":"), ("},\"path\"", ",\"paper_code\":false},\"path\"")]
    {
        let changed = voice.to_json().replacen(what, said, 1);
        assert!(changed != voice.to_json() && VoiceProof::parse(&changed).is_err(), "{said}");
    }
    let null = proof.to_json().replacen("\"proxy\":\"0202", "\"holder\":null,\"proxy\":\"0202", 1);
    assert!(null != proof.to_json() && MandateProof::parse(&null).is_err());

    let committed = json!({ "blank": 1, "count": 2, "root": hex(&merkle::root(&proxies)), "vote": "ab" });
    let closed = json!({ "paper": 1, "paper_root": hex(&papers[0]), "vote": "ab" });
    let said = |proof: &MandateProof, committed: &Value, closed: &Value| {
        let entries = record(&[("proxies", committed.clone()), ("quorum-count", closed.clone())]);
        proof.verify(&entries).map(|all| all.iter().map(|one| one.entry).collect::<Vec<_>>())
    };
    assert_eq!(said(&proof, &committed, &closed), Ok(vec![1, 1, 2]));
    let mut more = committed.clone();
    more["count"] = json!(3);
    assert_eq!(said(&proof, &more, &closed), Err(NotCommitted::Proxy));
    let mut other = closed.clone();
    other["paper_root"] = json!(hex(&[0; 32]));
    assert_eq!(said(&proof, &committed, &other), Err(NotCommitted::Paper));
    let mut other = closed.clone();
    other["vote"] = json!("cd");
    assert_eq!(said(&proof, &committed, &other), Err(NotCommitted::Votes));
    let crossed = MandateProof { mandates: vec![third], papers: vec![first] };
    assert_eq!(said(&crossed, &committed, &closed), Err(NotCommitted::Leaf));
    let empty = MandateProof { mandates: vec![], papers: vec![] };
    assert_eq!(said(&empty, &committed, &closed), Err(NotCommitted::Nothing));
}
