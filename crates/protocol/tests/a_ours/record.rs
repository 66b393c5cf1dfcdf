//! Merkle trees, canonical JSON, the record and its checkpoints.

use crate::common::{COOPERATIVE, ELSEWHERE};
use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use protocol::canonical::{self, NotCanonical};
use protocol::checkpoint::{self, Checkpoint, CheckpointFault};
use protocol::hash::{hex, sha256, unhex};
use protocol::merkle::{self, Hash};
use protocol::record::{self, ChainFault, Entry};
use serde_json::{Value, json};

const ASSEMBLY: [u8; 16] = [0xa5; 16];

fn h(text: &str) -> Hash {
    unhex(text).unwrap()
}

/// The leaves of the Certificate Transparency reference tests.
fn reference_leaves() -> Vec<Hash> {
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
        .iter()
        .map(|text| {
            let bytes: Vec<u8> = text
                .as_bytes()
                .chunks(2)
                .map(|two| unhex::<1>(std::str::from_utf8(two).unwrap()).unwrap()[0])
                .collect();
            merkle::leaf_hash(&bytes)
        })
        .collect()
}

#[test]
fn roots_of_the_reference_tree() {
    let leaves = reference_leaves();
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    for (size, root) in roots.iter().enumerate() {
        assert_eq!(hex(&merkle::root(&leaves[..size])), *root, "size {size}");
    }
}

#[test]
fn proofs_of_the_reference_tree() {
    let leaves = reference_leaves();
    let path = [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    assert_eq!(merkle::inclusion(&leaves, 5).unwrap(), path.map(h));
    let proof = [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    assert_eq!(merkle::consistency(&leaves, 6).unwrap(), proof.map(h));
}

/// Level by level, an odd node moving up: not the recursion of the code.
fn naive_root(leaves: &[Hash]) -> Hash {
    if leaves.is_empty() {
        return sha256(b"");
    }
    let mut level = leaves.to_vec();
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => sha256(&[&[1][..], left, right].concat()),
                rest => rest[0],
            })
            .collect();
    }
    level[0]
}

fn leaves(size: usize) -> Vec<Hash> {
    (0..size).map(|i| merkle::leaf_hash(&i.to_be_bytes())).collect()
}

proptest! {
    #[test]
    fn inclusion_holds_for_every_leaf_and_no_other(size in 1_usize..70, place in any::<prop::sample::Index>(), flip in any::<prop::sample::Index>()) {
        let all = leaves(size);
        let root = merkle::root(&all);
        prop_assert_eq!(root, naive_root(&all));
        let index = place.index(size);
        let path = merkle::inclusion(&all, index).unwrap();
        let (at, of) = (index as u64, size as u64);
        prop_assert!(merkle::verify_inclusion(&all[index], at, of, &path, &root));
        for wrong in (0..of + 2).filter(|wrong| *wrong != at) {
            prop_assert!(!merkle::verify_inclusion(&all[index], wrong, of, &path, &root));
        }
        prop_assert!(!merkle::verify_inclusion(&merkle::leaf_hash(b"other"), at, of, &path, &root));
        let mut longer = path.clone();
        longer.push(root);
        prop_assert!(!merkle::verify_inclusion(&all[index], at, of, &longer, &root));
        if !path.is_empty() {
            prop_assert!(!merkle::verify_inclusion(&all[index], at, of, &path[1..], &root));
            let mut bent = path.clone();
            bent[flip.index(path.len())][0] ^= 1;
            prop_assert!(!merkle::verify_inclusion(&all[index], at, of, &bent, &root));
        }
        prop_assert!(merkle::inclusion(&all, size).is_none());
    }

    #[test]
    fn consistency_holds_for_prefixes_only(size in 1_usize..70, place in any::<prop::sample::Index>(), flip in any::<prop::sample::Index>()) {
        let all = leaves(size);
        let old = place.index(size + 1);
        let (root, old_root) = (merkle::root(&all), merkle::root(&all[..old]));
        let proof = merkle::consistency(&all, old).unwrap();
        let (from, to) = (old as u64, size as u64);
        prop_assert!(merkle::verify_consistency(from, &old_root, to, &root, &proof));
        let mut rewritten = all[..old].to_vec();
        if let Some(leaf) = rewritten.first_mut() {
            *leaf = merkle::leaf_hash(b"rewritten");
            prop_assert!(!merkle::verify_consistency(from, &merkle::root(&rewritten), to, &root, &proof));
            prop_assert!(!merkle::verify_consistency(from, &old_root, to, &merkle::leaf_hash(b"other"), &proof));
        }
        let mut longer = proof.clone();
        longer.push(root);
        prop_assert!(!merkle::verify_consistency(from, &old_root, to, &root, &longer));
        if !proof.is_empty() {
            prop_assert!(!merkle::verify_consistency(from, &old_root, to, &root, &proof[1..]));
            let mut bent = proof.clone();
            bent[flip.index(proof.len())][0] ^= 1;
            prop_assert!(!merkle::verify_consistency(from, &old_root, to, &root, &bent));
        }
        if from < to {
            prop_assert!(!merkle::verify_consistency(to, &root, from, &old_root, &proof));
            if from > 0 {
                // The same proof and roots under a claim of a higher tree.
                let higher = to.next_power_of_two() * 2;
                prop_assert!(!merkle::verify_consistency(from, &old_root, higher, &root, &proof));
            }
        }
        prop_assert!(merkle::consistency(&all, size + 1).is_none());
    }

    /// Hostile sizes and proofs end in an answer, never in a panic or an endless loop.
    #[test]
    fn any_numbers_are_survived(a: u64, b: u64, depth in 0_usize..70) {
        let path = vec![[3; 32]; depth];
        prop_assert!(!merkle::verify_inclusion(&[1; 32], a, b, &path, &[2; 32]));
        prop_assert!(!merkle::verify_consistency(a, &[1; 32], b, &[2; 32], &path));
    }

    #[test]
    fn canonical_text_is_json_of_the_same_value(value in values()) {
        let text = canonical::to_string(&value).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Value>(&text).unwrap(), &value);
        prop_assert_eq!(&canonical::parse(&text).unwrap(), &value);
    }
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

#[test]
fn leaves_and_nodes_cannot_be_exchanged() {
    let two = leaves(2);
    let node = [&two[0][..], &two[1]].concat();
    assert_ne!(merkle::leaf_hash(&node), merkle::root(&two));
    assert_eq!(merkle::leaf(&[7; 32], "{}"), merkle::leaf_hash(&[&[7; 32][..], b"{}"].concat()));
}

#[test]
fn keys_are_sorted_as_rfc_8785_sorts_them() {
    // RFC 8785 §3.2.3: by UTF-16 code units, so the emoji (surrogates D83D…) before U+FB33.
    let value = json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7});
    assert_eq!(
        canonical::to_string(&value).unwrap(),
        "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}"
    );
}

#[test]
fn escapes_are_the_shortest() {
    let text = "\u{0}\u{8}\t\n\u{b}\u{c}\r\u{1f}\"\\/\u{7f}\u{2028}e\u{301}é";
    assert_eq!(
        canonical::to_string(text).unwrap(),
        "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\\"\\\\/\u{7f}\u{2028}e\u{301}é\""
    );
    assert_eq!(canonical::to_string(&json!({"b": [], "a": {}})).unwrap(), "{\"a\":{},\"b\":[]}");
}

#[test]
fn numbers_readers_disagree_on_are_refused() {
    for good in ["0", "-1", "9007199254740991", "-9007199254740991"] {
        assert!(canonical::parse(good).is_ok(), "{good}");
    }
    for bad in ["1.0", "1e3", "0.5", "-0", "9007199254740992", "-9007199254740992", "18446744073709551615", "1e400"] {
        assert!(canonical::parse(bad).is_err(), "{bad}");
    }
    assert!(matches!(canonical::to_string(&1.5_f64), Err(NotCanonical::Number(_))));
    assert!(matches!(canonical::to_string(&u64::MAX), Err(NotCanonical::Number(_))));
}

#[test]
fn other_spellings_are_refused() {
    for bad in [
        "{\"b\":1,\"a\":2}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"a\":2}",
        "{ \"a\":1}",
        "[1, 2]",
        "\"\\u0041\"",
        "\"\\/\"",
        "\"\\u000A\"",
        "\"\\u001F\"",
        "1 ",
        "01",
        "",
        "nul",
        "\"\\ud800\"",
    ] {
        assert!(canonical::parse(bad).is_err(), "{bad}");
    }
}

fn entries() -> Vec<Entry> {
    let mut all = vec![Entry::first(&COOPERATIVE, &ASSEMBLY, 1_700_000_000_000_000, "statutes", json!({"hash": "ab"}))];
    for (i, kind) in ["convocation", "roll", "box-opened", "attendance", "box-closed", "decision"].iter().enumerate() {
        let next = all[i].next(1_700_000_000_000_001 + i as i64, kind, json!({"n": i, "é": [null, true]})).unwrap();
        all.push(next);
    }
    all
}

#[test]
fn a_record_is_read_as_it_was_written() {
    let all = entries();
    let lines: Vec<String> = all.iter().map(|entry| entry.canonical().unwrap()).collect();
    assert!(lines[0].starts_with("{\"body\":{\"hash\":\"ab\"},\"previous\":\""), "{}", lines[0]);
    let again: Vec<Entry> = lines.iter().map(|line| Entry::parse(line).unwrap()).collect();
    assert_eq!(again, all);
    let head = record::verify_record(&COOPERATIVE, &ASSEMBLY, &again).unwrap();
    assert_eq!(head.size, 7);
    assert_eq!(head.last, sha256(lines[6].as_bytes()));
    let tree: Vec<Hash> = lines.iter().map(|line| merkle::leaf_hash(line.as_bytes())).collect();
    assert_eq!(head.root, merkle::root(&tree));
    assert!(Entry::parse(&lines[0].replace("\"seq\":0", "\"seq\": 0")).is_err());
    assert!(Entry::parse(&lines[0].replace("\"seq\":0", "\"seq\":0,\"sex\":1")).is_err());
    assert!(Entry::parse(&lines[0].replace("\"time\":17", "\"time\":1.7")).is_err());
}

#[test]
fn every_field_of_an_entry_is_bound() {
    let change = |place: usize, with: &dyn Fn(&mut Entry)| {
        let mut all = entries();
        with(&mut all[place]);
        record::verify_record(&COOPERATIVE, &ASSEMBLY, &all).unwrap_err()
    };
    assert_eq!(change(2, &|entry| entry.time += 1), [ChainFault::Previous(3)]);
    assert_eq!(change(2, &|entry| entry.kind = "roll ".to_owned()), [ChainFault::Kind(2), ChainFault::Previous(3)]);
    assert_eq!(change(2, &|entry| entry.kind = "minutes".to_owned()), [ChainFault::Previous(3)]);
    assert_eq!(change(2, &|entry| entry.body["n"] = json!(9)), [ChainFault::Previous(3)]);
    assert_eq!(change(2, &|entry| entry.previous[0] ^= 1), [ChainFault::Previous(2), ChainFault::Previous(3)]);
    assert_eq!(change(2, &|entry| entry.seq = 3), [ChainFault::Seq { place: 2, seq: 3 }, ChainFault::Previous(3)]);
    assert!(matches!(change(2, &|entry| entry.body = json!(0.5))[..], [ChainFault::Body(2, _)]));
    assert_eq!(change(0, &|entry| entry.previous = [0; 32]), [ChainFault::Start, ChainFault::Previous(1)]);
    let mut all = entries();
    all.remove(3);
    assert!(record::verify_chain(&all).unwrap_err().contains(&ChainFault::Previous(3)));
    let mut all = entries();
    all.swap(3, 4);
    assert!(record::verify_chain(&all).is_err());
    assert_eq!(record::verify_chain(&[]), Err(vec![ChainFault::Empty]));
    assert_eq!(record::verify_record(&ELSEWHERE, &ASSEMBLY, &entries()), Err(vec![ChainFault::Start]));
    assert_eq!(record::verify_record(&COOPERATIVE, &COOPERATIVE, &entries()), Err(vec![ChainFault::Start]));
}

#[test]
fn key_ids_and_keys_are_those_of_signed_notes() {
    // Published keys of Go's sumdb/note documentation and of sum.golang.org.
    for (name, id, key) in [
        ("PeterNeumann", "c74f20a3", "1a5cd907143c384c41e830c5bce12aa8817ec5649aaabf2c31388b35b2d744d6"),
        ("sum.golang.org", "033de0ae", "ce3372d75ad1ee5ecdaf8727293d4b111d87eb37531d7c86d4d3003f0eb809fc"),
    ] {
        assert_eq!(hex(&checkpoint::key_id(name, &h(key))), id);
    }
    assert_eq!(
        checkpoint::verifier_key(
            "PeterNeumann",
            &h("1a5cd907143c384c41e830c5bce12aa8817ec5649aaabf2c31388b35b2d744d6")
        ),
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    );
}

#[test]
fn the_example_of_the_specification_is_read_and_written_back() {
    let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
                — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
    let read = checkpoint::parse(text).unwrap();
    assert_eq!((read.origin.as_str(), read.size), ("example.com/behind-the-sofa", 20_852_163));
    assert_eq!(read.to_string(), text);
}

fn signed() -> (String, [u8; 32], Checkpoint) {
    let key = SigningKey::from_bytes(&[0x55; 32]);
    let origin = checkpoint::origin(&COOPERATIVE, &ASSEMBLY);
    let made = checkpoint::sign(&key, &origin, 7, [0x0a; 32]).unwrap();
    (origin, key.verifying_key().to_bytes(), made)
}

#[test]
fn a_checkpoint_round_trips_and_every_field_is_bound() {
    let (origin, key, good) = signed();
    let again = checkpoint::parse(&good.to_string()).unwrap();
    assert_eq!(again, good);
    assert_eq!(checkpoint::verify(&again, &origin, &key), Ok(()));
    assert_eq!(checkpoint::verify(&good, "voix/1/x/y", &key), Err(CheckpointFault::Origin));
    let stranger = SigningKey::from_bytes(&[0x56; 32]).verifying_key().to_bytes();
    assert_eq!(checkpoint::verify(&good, &origin, &stranger), Err(CheckpointFault::Unsigned));
    let bend = |with: &dyn Fn(&mut Checkpoint)| {
        let mut bad = good.clone();
        with(&mut bad);
        checkpoint::verify(&bad, &origin, &key)
    };
    assert_eq!(bend(&|c| c.size = 8), Err(CheckpointFault::Signature));
    assert_eq!(bend(&|c| c.root[31] ^= 1), Err(CheckpointFault::Signature));
    assert_eq!(bend(&|c| c.signatures[0].signature[9] ^= 1), Err(CheckpointFault::Signature));
    assert_eq!(bend(&|c| c.signatures[0].signature.truncate(63)), Err(CheckpointFault::Signature));
    assert_eq!(bend(&|c| c.signatures[0].key_id[0] ^= 1), Err(CheckpointFault::Unsigned));
    assert_eq!(bend(&|c| c.signatures[0].name.push('x')), Err(CheckpointFault::Unsigned));
    assert_eq!(bend(&|c| c.signatures.clear()), Err(CheckpointFault::Unsigned));
}

#[test]
fn co_signers_are_kept_and_ignored_but_no_second_claim_to_be_the_key() {
    let (origin, key, mut made) = signed();
    let witness = SigningKey::from_bytes(&[0x57; 32]);
    made.signatures.push(checkpoint::sign(&witness, "witness.example", 7, [1; 32]).unwrap().signatures.remove(0));
    let again = checkpoint::parse(&made.to_string()).unwrap();
    assert_eq!(again.signatures.len(), 2);
    assert_eq!(checkpoint::verify(&again, &origin, &key), Ok(()));
    let mut claim = made.signatures[0].clone();
    claim.signature[0] ^= 1;
    made.signatures.push(claim);
    assert_eq!(checkpoint::verify(&made, &origin, &key), Err(CheckpointFault::Signature));
}

#[test]
fn a_checkpoint_has_one_spelling() {
    let (_, _, good) = signed();
    let text = good.to_string();
    assert!(checkpoint::parse(&text).is_ok());
    let root = "CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo=";
    assert!(text.contains(root));
    for (from, to) in [
        ("\n7\n", "\n07\n"),
        ("\n7\n", "\n+7\n"),
        ("\n7\n", "\n 7\n"),
        ("\n7\n", "\n-7\n"),
        ("\n7\n", "\n\n"),
        ("\n7\n", "\n99999999999999999999\n"),
        (root, "CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgp="),
        (root, "CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo"),
        (root, "CgoK"),
        (&format!("{root}\n"), &format!("{root}\nextension\n")),
        ("— ", "- "),
        ("— ", "—  "),
        ("\n\n", "\n"),
        ("\n\n", "\n\n\n"),
        ("\n\n", "\r\n\r\n"),
        ("voix/1/", "voix/1/\t"),
    ] {
        assert!(text.contains(from));
        let bad = text.replacen(from, to, 1);
        assert!(checkpoint::parse(&bad).is_err(), "{bad:?}");
    }
    for bad in [
        text.trim_end().to_owned(),
        format!("{text}\n"),
        format!("{text}— x"),
        format!("\n{text}"),
        text.split_inclusive("\n\n").next().unwrap().to_owned(),
        format!("{text}{}", "— name AAAAAAA=\n".repeat(65)),
        String::new(),
    ] {
        assert!(checkpoint::parse(&bad).is_err(), "{bad:?}");
    }
    let key = SigningKey::from_bytes(&[0x55; 32]);
    for origin in ["", "a b", "a+b", "a\nb", "a\u{a0}b"] {
        assert!(checkpoint::sign(&key, origin, 7, [0; 32]).is_err(), "{origin:?}");
    }
}
