//! The code compared before a vote is opened says everything that is opened, and cannot be searched for.

use std::collections::HashSet;

use proptest::prelude::*;
use protocol::opening::{ClosedBox, Digits, Opening};

use crate::common::rng;

fn closed(name: &str) -> ClosedBox {
    ClosedBox { uuid: format!("{name}HZEetHLUru3H"), phi: "kU/nInhsif7csrJE".to_owned(), event: "6e".repeat(32) }
}

fn opening() -> Opening {
    Opening {
        cooperative: [1; 16],
        assembly: [2; 16],
        vote: [3; 16],
        entries: 12,
        root: [4; 32],
        boxes: vec![closed("a"), closed("b")],
    }
}

fn six(text: &str) -> Digits {
    Digits::parse(text).unwrap()
}

#[test]
fn the_code_changes_with_everything_it_covers_and_not_with_the_order_of_boxes() {
    let same = opening();
    let code = same.code(six("123 456"));
    assert_eq!(code.len(), 9);
    assert_eq!(Opening { boxes: vec![closed("b"), closed("a")], ..opening() }.code(six("123456")), code);
    let other_event = ClosedBox { event: "6f".repeat(32), ..closed("b") };
    let other_phi = ClosedBox { phi: "lU/nInhsif7csrJE".to_owned(), ..closed("b") };
    for (what, other) in [
        ("cooperative", Opening { cooperative: [9; 16], ..opening() }),
        ("assembly", Opening { assembly: [9; 16], ..opening() }),
        ("vote", Opening { vote: [9; 16], ..opening() }),
        ("entries", Opening { entries: 13, ..opening() }),
        ("root", Opening { root: [9; 32], ..opening() }),
        ("a box less", Opening { boxes: vec![closed("a")], ..opening() }),
        ("a box twice", Opening { boxes: vec![closed("a"), closed("a")], ..opening() }),
        ("uuid", Opening { boxes: vec![closed("a"), closed("c")], ..opening() }),
        ("φ", Opening { boxes: vec![closed("a"), other_phi], ..opening() }),
        ("event", Opening { boxes: vec![closed("a"), other_event], ..opening() }),
    ] {
        assert_ne!(other.code(six("123456")), code, "{what}");
    }
    assert_ne!(same.code(six("123457")), code, "digits");
}

/// A code found to be that of two archives under some digits is that of neither under others.
#[test]
fn what_agrees_under_some_digits_does_not_agree_under_others() {
    let other = |entries| Opening { entries, ..opening() };
    let mut seen = HashSet::new();
    let twins = (0..).find(|entries| !seen.insert(other(*entries).code(six("000000")))).unwrap();
    let first = (0..twins).find(|entries| other(*entries).code(six("000000")) == other(twins).code(six("000000")));
    let first = first.unwrap();
    let agree = |drawn: u32| {
        let drawn = six(&format!("{drawn:06}"));
        other(first).code(drawn) == other(twins).code(drawn)
    };
    assert!(agree(0));
    assert_eq!((1..20_000).filter(|drawn| agree(*drawn)).count(), 0);
}

#[test]
fn digits_are_six_and_every_one_of_them_comes() {
    for typed in ["12345", "1234567", "12345a", "", "+12345", "١٢٣٤٥٦"] {
        assert_eq!(Digits::parse(typed), None, "{typed}");
    }
    assert_eq!(six(" 01 23\u{a0}45 ").to_string(), "012 345");
    let mut rng = rng(0x0d);
    let drawn: Vec<String> = (0..2000).map(|_| Digits::draw(&mut rng).to_string()).collect();
    for place in [0, 1, 2, 4, 5, 6] {
        let digits: HashSet<char> = drawn.iter().map(|text| text.chars().nth(place).unwrap()).collect();
        assert_eq!(digits.len(), 10, "place {place}");
    }
}

proptest! {
    #[test]
    fn what_is_said_is_what_is_typed(seed in any::<u8>()) {
        let drawn = Digits::draw(&mut rng(seed));
        prop_assert_eq!(Digits::parse(&drawn.to_string()), Some(drawn));
    }
}
