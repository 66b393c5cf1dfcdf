//! Other values and wrong spellings of values.

use protocol::group::{Element, Scalar, parse_scalar, scalar_to_decimal};
use protocol::hash;

use crate::tree::{Step, Tree};

/// The order of the group.
pub const Q: &str = "7237005577332262213973186563042994240857116359379907606001950938285454250989";
/// The neutral element, spelled as y = p + 1.
pub const SECOND_NEUTRAL: &str = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffee";
/// The point of order two, y = p − 1.
pub const ORDER_TWO: &str = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec";
/// No x has y = 2.
pub const NO_POINT: &str = "0000000000000000000000000000000000000000000000000000000000000002";

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number below q in decimal digits.
    Scalar,
    /// An element of the group.
    Element,
    /// Anything else.
    Other,
}

/// Fields whose hex digits are a hash, one in sixteen of which encodes an element by chance.
const HASHES: [&str; 8] =
    ["election", "trustees", "credentials", "credentials_certificate", "encrypted_tally", "parent", "payload", "root"];

/// What stands at a path.
#[must_use]
pub fn kind_at(path: &[Step], text: &str) -> Kind {
    let key = path.iter().rev().find_map(|step| match step {
        Step::Key(key) => Some(key.as_str()),
        _ => None,
    });
    if key.is_some_and(|key| HASHES.contains(&key)) { Kind::Other } else { kind(text) }
}

/// By its looks.
fn kind(text: &str) -> Kind {
    if Element::parse(text).is_ok() {
        Kind::Element
    } else if text.len() > 20 && parse_scalar(text).is_ok() {
        Kind::Scalar
    } else {
        Kind::Other
    }
}

/// An element that nothing here is made of.
#[must_use]
pub fn stranger() -> Element {
    Element::mul_base(&Scalar::from(7_u64))
}

/// Another value of the same kind.
#[must_use]
pub fn other(value: &Tree) -> Tree {
    match value {
        Tree::Bool(truth) => Tree::Bool(!truth),
        Tree::Number(n) => Tree::Number(n + 1),
        Tree::Text(text) => Tree::Text(match kind(text) {
            Kind::Scalar => scalar_to_decimal(&parse_scalar(text).map_or(Scalar::ZERO, |x| x + Scalar::ONE)),
            Kind::Element => stranger().to_string(),
            Kind::Other => other_text(text),
        }),
        kept => kept.clone(),
    }
}

/// Hashes stay hashes: another last digit, another first letter.
fn other_text(text: &str) -> String {
    let hex = |length| text.len() == length && text.bytes().all(|c| c.is_ascii_hexdigit());
    if hex(64) || hex(32) {
        let last = if text.ends_with('0') { "1" } else { "0" };
        return format!("{}{last}", &text[..text.len() - 1]);
    }
    if text.len() == 43 {
        let first = if text.starts_with('A') { "B" } else { "A" };
        return format!("{first}{}", &text[1..]);
    }
    format!("{text}2")
}

/// Wrong spellings of a text, each with its name and what is wrong.
#[must_use]
pub fn misspelt(path: &[Step], text: &str) -> Vec<(&'static str, String, &'static str)> {
    let quoted = |text: String| format!("\"{text}\"");
    match kind_at(path, text) {
        Kind::Scalar => vec![
            ("leading-zero", quoted(format!("0{text}")), "is written with a leading zero"),
            ("above-q", quoted(sum(text, Q)), "is written as itself plus q"),
        ],
        Kind::Element => vec![
            ("upper-case", quoted(text.to_uppercase()), "is written in upper case"),
            ("second-spelling", quoted(SECOND_NEUTRAL.to_owned()), "is the neutral element in a second encoding"),
            ("order-two", quoted(ORDER_TWO.to_owned()), "is the point of order two"),
            ("mixed-order", quoted(with_torsion(text)), "is itself plus the point of order two, outside of G"),
            ("no-point", quoted(NO_POINT.to_owned()), "is the encoding of no point"),
        ],
        Kind::Other => {
            let first = text.chars().next().map_or(0x20, |c| c as u32);
            let rest: String = text.chars().skip(1).collect();
            let rest = protocol::json::write(&rest);
            vec![("escape", format!("\"\\u{first:04x}{}", &rest[1..]), "begins with a needless escape")]
        }
    }
}

/// Sum of numbers in decimal digits.
#[must_use]
pub fn sum(a: &str, b: &str) -> String {
    let digits = |text: &str| text.bytes().rev().map(|c| c - b'0').collect::<Vec<u8>>();
    let (a, b) = (digits(a), digits(b));
    let (mut carry, mut out) = (0, Vec::new());
    for i in 0..a.len().max(b.len()) {
        let value = a.get(i).unwrap_or(&0) + b.get(i).unwrap_or(&0) + carry;
        out.push(char::from(b'0' + value % 10));
        carry = value / 10;
    }
    if carry > 0 {
        out.push('1');
    }
    out.into_iter().rev().collect()
}

/// P + (0, −1) = (−x, −y): p − y, the other sign.
///
/// # Panics
/// When the text is no element.
#[must_use]
pub fn with_torsion(text: &str) -> String {
    let mut p = [0xff_i32; 32];
    (p[0], p[31]) = (0x7f, 0xed);
    let mut y: [u8; 32] = hash::unhex(text).expect("an element");
    let sign = y[0] & 0x80;
    y[0] &= 0x7f;
    let (mut out, mut borrow) = ([0; 32], 0);
    for i in (0..32).rev() {
        let value = 256 + p[i] - i32::from(y[i]) - borrow;
        borrow = i32::from(value < 256);
        out[i] = u8::try_from(value % 256).unwrap_or_default();
    }
    // −x = p − x has the other parity, for x ≠ 0.
    out[0] |= sign ^ 0x80;
    hash::hex(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wrong_points_are_wrong_for_their_reasons() {
        let why = |text: &str| Element::parse(text).expect_err("not an element").0;
        assert_eq!(why(SECOND_NEUTRAL), "not the canonical encoding of a point");
        assert_eq!(why(ORDER_TWO), "not in the subgroup of prime order");
        assert_eq!(why(NO_POINT), "not a point of the curve");
        for text in [Element::base(), stranger(), -stranger()].map(|element| element.to_string()) {
            assert_eq!(why(&with_torsion(&text)), "not in the subgroup of prime order");
            assert_eq!(with_torsion(&with_torsion(&text)), text);
        }
    }

    #[test]
    fn q_is_added_in_decimal() {
        assert_eq!(sum("999", "1"), "1000");
        assert_eq!(sum("0", Q), Q);
        assert!(parse_scalar(&sum("5", Q)).is_err());
    }
}
