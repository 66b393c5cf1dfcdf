//! Phrases, keys, registration, sign-in.

use crate::common::{Broken, COOPERATIVE, ELSEWHERE, keys, rng};
use proptest::prelude::*;
use protocol::group::{Element, Scalar};
use protocol::keys::{KeyFault, Language, Link, LinkFault, MemberKeys, Phrase, PhraseFault, Registration, sign_in};

const MEMBER: [u8; 16] = [0x11; 16];

#[test]
fn phrase_of_the_bip39_vectors() {
    // trezor/python-mnemonic vectors.json, entropy of 16 bytes.
    for (byte, words) in [
        (0x00, "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"),
        (0x7f, "legal winner thank year wave sausage worth useful legal winner thank yellow"),
        (0x80, "letter advice cage absurd amount doctor acoustic avoid letter advice cage above"),
        (0xff, "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong"),
    ] {
        let phrase = Phrase::from_entropy([byte; 16], Language::English);
        assert_eq!(phrase.words().join(" "), words);
        assert_eq!(*Phrase::parse(words, Language::English).unwrap().entropy(), [byte; 16]);
    }
}

proptest! {
    #[test]
    fn a_phrase_survives_the_way_people_type(entropy: [u8; 16], french: bool, upper: bool, strip: bool) {
        let language = if french { Language::French } else { Language::English };
        let phrase = Phrase::from_entropy(entropy, language);
        let mut typed = String::new();
        for (i, word) in phrase.words().into_iter().enumerate() {
            let word: String = word.chars().filter(|c| !strip || c.is_ascii()).collect();
            typed.push_str(&format!("  {}. {},\n", i + 1, if upper { word.to_uppercase() } else { word }));
        }
        let again = Phrase::parse(&typed, language).unwrap();
        prop_assert_eq!(again.entropy(), &entropy);
        prop_assert_eq!(again.language(), language);
    }
}

#[test]
fn composed_and_decomposed_accents_are_one_word() {
    let phrase = Phrase::from_entropy([0x05; 16], Language::French);
    let words = phrase.words().join(" ");
    assert!(words.contains('\u{301}') || words.contains('\u{300}'), "the sample must have an accent: {words}");
    let composed = words.replace("e\u{301}", "é").replace("e\u{300}", "è");
    assert_ne!(words, composed);
    assert_eq!(Phrase::parse(&composed, Language::French).unwrap().entropy(), &[0x05; 16]);
}

#[test]
fn a_wrong_phrase_says_where() {
    let good = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    let parse = |text: &str| Phrase::parse(text, Language::English).map(|_| ());
    assert_eq!(parse(good), Ok(()));
    assert_eq!(parse(""), Err(PhraseFault::WordCount(0)));
    assert_eq!(parse(&format!("{good} zoo")), Err(PhraseFault::WordCount(13)));
    assert_eq!(parse(&good.replace("wave", "wafe")), Err(PhraseFault::UnknownWord(5)));
    assert_eq!(parse(&good.replace("winner thank year", "thank winner year")), Err(PhraseFault::Checksum));
    assert_eq!(parse(&good.replace("yellow", "zoo")), Err(PhraseFault::Checksum));
    // "légal" is in the French list, and the accent may be missing; "winner" is not.
    assert_eq!(Phrase::parse(good, Language::French).map(|_| ()), Err(PhraseFault::UnknownWord(2)));
}

#[test]
fn keys_differ_by_cooperative_language_and_phrase() {
    let phrase = Phrase::from_entropy([1; 16], Language::French);
    let here = MemberKeys::derive(&phrase, &COOPERATIVE).public();
    assert_eq!(here, MemberKeys::derive(&phrase, &COOPERATIVE).public());
    let there = MemberKeys::derive(&phrase, &ELSEWHERE).public();
    let english = MemberKeys::derive(&Phrase::from_entropy([1; 16], Language::English), &COOPERATIVE).public();
    for other in [there, english, keys(9).public()] {
        assert_ne!(here.identity, other.identity);
        assert_ne!(here.ballot_root, other.ballot_root);
        assert_ne!(here.chain_code, other.chain_code);
    }
}

#[test]
fn stored_keys_are_read_back_and_nothing_else_is() {
    let keys = keys(1);
    let stored = keys.to_stored();
    let again = MemberKeys::from_stored(stored.as_slice()).unwrap();
    assert_eq!(again.public(), keys.public());
    assert_eq!(*again.to_stored(), *stored);
    assert!(MemberKeys::from_stored(&stored[..95]).is_none());
    let mut not_reduced = *stored;
    not_reduced[32..64].fill(0xff);
    assert!(MemberKeys::from_stored(&not_reduced).is_none());
}

/// Keys of no phrase register, and are kept, as any.
#[test]
fn keys_at_random_differ_and_can_be_registered() {
    let mut rng = rng(5);
    let (one, other) = (MemberKeys::random(&mut rng), MemberKeys::random(&mut rng));
    let (a, b) = (one.public(), other.public());
    assert!(a.identity != b.identity && a.ballot_root != b.ballot_root && a.chain_code != b.chain_code);
    let again = MemberKeys::from_stored(one.to_stored().as_slice()).unwrap();
    assert_eq!(again.public(), a);
    let registration = one.register(&COOPERATIVE, &MEMBER, &mut rng);
    assert_eq!(registration.verify(&COOPERATIVE, &MEMBER), Ok(a));
}

#[test]
fn the_chain_code_is_not_printed() {
    let public = keys(1).public();
    let secret = protocol::hash::hex(&public.chain_code);
    let registration = keys(1).register(&COOPERATIVE, &MEMBER, &mut rng(2));
    assert!(!format!("{public:?}{registration:?}").contains(&secret[..16]));
    assert!(serde_json::to_string(&public).unwrap().contains(&secret), "but it is sent");
}

#[test]
fn a_registration_round_trips_and_verifies() {
    let registration = keys(1).register(&COOPERATIVE, &MEMBER, &mut rng(2));
    let json = serde_json::to_string(&registration).unwrap();
    let again: Registration = serde_json::from_str(&json).unwrap();
    assert_eq!(again, registration);
    assert_eq!(again.verify(&COOPERATIVE, &MEMBER), Ok(keys(1).public()));
    assert!(serde_json::from_str::<Registration>(&json.replacen('{', "{\"x\":1,", 1)).is_err());
}

#[test]
fn every_field_of_a_registration_is_bound() {
    let good = keys(1).register(&COOPERATIVE, &MEMBER, &mut rng(2));
    let other = keys(3).register(&COOPERATIVE, &MEMBER, &mut rng(4));
    assert_eq!(good.verify(&ELSEWHERE, &MEMBER), Err(KeyFault::Proof));
    assert_eq!(good.verify(&COOPERATIVE, &[0x12; 16]), Err(KeyFault::Proof));
    let cases: Vec<(Registration, KeyFault)> = vec![
        (Registration { identity: other.identity, ..good.clone() }, KeyFault::Proof),
        (Registration { ballot_root: other.ballot_root, ..good.clone() }, KeyFault::Proof),
        (Registration { ballot_root: good.ballot_root + Element::base(), ..good.clone() }, KeyFault::Proof),
        (Registration { chain_code: other.chain_code, ..good.clone() }, KeyFault::Proof),
        (Registration { challenge: good.challenge + Scalar::ONE, ..good.clone() }, KeyFault::Proof),
        (Registration { response: good.response + Scalar::ONE, ..good.clone() }, KeyFault::Proof),
        (Registration { signature: other.signature, ..good.clone() }, KeyFault::Signature),
    ];
    for (i, (bad, fault)) in cases.into_iter().enumerate() {
        assert_eq!(bad.verify(&COOPERATIVE, &MEMBER), Err(fault), "case {i}");
    }
}

/// Someone who holds no b cannot register the neutral element with a proof for 0, nor a key of small order.
#[test]
fn degenerate_keys_are_refused() {
    let good = keys(1).register(&COOPERATIVE, &MEMBER, &mut rng(2));
    let neutral = Registration { ballot_root: Element::identity(), ..good.clone() };
    assert_eq!(neutral.verify(&COOPERATIVE, &MEMBER), Err(KeyFault::BallotRoot));
    let mut one = [0; 32];
    one[0] = 1;
    let mut minus_one = [0xff; 32];
    (minus_one[0], minus_one[31]) = (0xec, 0x7f);
    // p + 1: the neutral element spelled a second way.
    let mut second = [0xff; 32];
    (second[0], second[31]) = (0xee, 0x7f);
    // Order four, order eight, no point at all.
    let order_eight = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a";
    let eight = protocol::encoding::hex32(order_eight).unwrap();
    let mut no_point = [0; 32];
    no_point[0] = 2;
    for identity in [one, minus_one, second, [0; 32], eight, no_point] {
        let bad = Registration { identity, ..good.clone() };
        assert_eq!(bad.verify(&COOPERATIVE, &MEMBER), Err(KeyFault::Identity));
    }
}

#[test]
fn a_broken_generator_does_not_repeat_a_nonce() {
    let keys = keys(1);
    let nonce = |member: [u8; 16]| {
        let made = keys.register(&COOPERATIVE, &member, &mut Broken);
        // A = rB + cR is wB: two proofs share w exactly when they share A.
        (Element::mul_base(&made.response) + made.ballot_root * &made.challenge).to_string()
    };
    assert_eq!(nonce([1; 16]), nonce([1; 16]), "the generator is broken indeed");
    assert_ne!(nonce([1; 16]), nonce([2; 16]));
}

#[test]
fn a_sign_in_is_for_one_origin_and_challenge() {
    let keys = keys(1);
    let identity = keys.public().identity;
    let origin = "https://vote.example.org";
    let signature = sign_in::sign(keys.identity(), &COOPERATIVE, origin, &[5; 32]);
    assert!(sign_in::verify(&COOPERATIVE, origin, &[5; 32], &identity, &signature).is_ok());
    assert!(sign_in::verify(&ELSEWHERE, origin, &[5; 32], &identity, &signature).is_err());
    assert!(sign_in::verify(&COOPERATIVE, "https://vote.example.com", &[5; 32], &identity, &signature).is_err());
    assert!(sign_in::verify(&COOPERATIVE, origin, &[6; 32], &identity, &signature).is_err());
    assert!(
        sign_in::verify(&COOPERATIVE, origin, &[5; 32], &crate::common::keys(2).public().identity, &signature).is_err()
    );
    for byte in 0..64 {
        let mut bad = signature;
        bad.0[byte] ^= 1;
        assert!(sign_in::verify(&COOPERATIVE, origin, &[5; 32], &identity, &bad).is_err(), "byte {byte}");
    }
}

/// With a key of small order the plain equation holds for any message; strict verification refuses.
#[test]
fn a_signature_of_small_order_speaks_for_nobody() {
    let mut one = [0; 32];
    one[0] = 1;
    let mut forged = protocol::keys::Signature([0; 64]);
    forged.0[0] = 1;
    assert!(sign_in::verify(&COOPERATIVE, "o", &[5; 32], &one, &forged).is_err());
}

/// s + q is the same number and another signature.
#[test]
fn a_signature_has_one_spelling() {
    let keys = keys(1);
    let mut signature = sign_in::sign(keys.identity(), &COOPERATIVE, "o", &[5; 32]);
    let q = [
        0xed_u8, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut carry = 0_u16;
    for (byte, add) in signature.0[32..].iter_mut().zip(q) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    assert!(sign_in::verify(&COOPERATIVE, "o", &[5; 32], &keys.public().identity, &signature).is_err());
}

fn link(english: bool, noted: bool) -> Link {
    let language = if english { Language::English } else { Language::French };
    Link { cooperative: COOPERATIVE, member: MEMBER, phrase: Phrase::from_entropy([7; 16], language), noted }
}

#[test]
fn a_link_says_whose_key_it_is_and_in_which_words() {
    for (english, noted) in [(false, false), (false, true), (true, false), (true, true)] {
        let text = link(english, noted).to_fragment();
        assert!(text.starts_with("v1.") && text.len() == 3 + 71, "{}", text.len());
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)));
        let read = Link::parse(&text).unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!((read.cooperative, read.member, read.noted), (COOPERATIVE, MEMBER, noted));
        assert_eq!(read.phrase.words(), link(english, noted).phrase.words());
    }
}

#[test]
fn a_link_that_is_not_whole_is_none() {
    let text = link(true, true).to_fragment();
    for (n, letter) in text.char_indices().skip(3) {
        let mut changed = text.to_string();
        changed.replace_range(n..=n, if letter == 'A' { "B" } else { "A" });
        assert_eq!(Link::parse(&changed).err(), Some(LinkFault::Damaged), "character {n}");
        assert_eq!(Link::parse(&text[..n]).err(), Some(LinkFault::Damaged), "cut at {n}");
    }
    for other in ["", "v2.AAAA", "V1.AAAA", "abandon"] {
        assert_eq!(Link::parse(other).err(), Some(LinkFault::Version), "{other}");
    }
    let long = format!("v1.{}", "A".repeat(100_000));
    for damaged in ["v1.", &long, &format!("{}A", text.as_str()), &format!("{}=", text.as_str()), "v1.é"] {
        assert_eq!(Link::parse(damaged).err(), Some(LinkFault::Damaged));
    }
}

proptest! {
    #[test]
    fn whatever_stands_behind_the_sign_is_read_or_refused(text in "v1\\.[A-Za-z0-9_-]{0,80}") {
        if let Ok(read) = Link::parse(&text) {
            let written = read.to_fragment();
            prop_assert_eq!(written.as_str(), text.as_str());
        }
    }
}
