//! The group: the prime-order subgroup of edwards25519, written as Belenios writes it (PROTOCOL.md, group).
//!
//! An [`Element`] is torsion-free by construction: every door that makes one from bytes checks that the encoding is
//! canonical and that the point is in the subgroup of order q. Text form: the 32 bytes of RFC 8032 reversed, in
//! lower-case hex, so 64 digits.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Mul, Neg, Sub};
use std::str::FromStr;

use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::traits::{Identity as _, IsIdentity as _};
use rand_core::CryptoRng;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use crate::Malformed;
use crate::hash;

pub use curve25519_dalek::Scalar;

/// Name of the group in elections and proof prefixes.
pub const NAME: &str = "Ed25519";

/// An element of the subgroup of order q.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Element(EdwardsPoint);

impl Element {
    /// The generator g: RFC 8032's base point.
    #[must_use]
    pub fn base() -> Self {
        Self(curve25519_dalek::constants::ED25519_BASEPOINT_POINT)
    }

    /// The neutral element.
    #[must_use]
    pub fn identity() -> Self {
        Self(EdwardsPoint::identity())
    }

    /// Whether this is the neutral element, legitimate in few places (check 6).
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.0.is_identity()
    }

    /// g^x in constant time.
    #[must_use]
    pub fn mul_base(x: &Scalar) -> Self {
        Self(EdwardsPoint::mul_base(x))
    }

    /// g^a · self^b in variable time: for public values only.
    #[must_use]
    pub fn vartime_base_plus(&self, a: &Scalar, b: &Scalar) -> Self {
        Self(EdwardsPoint::vartime_double_scalar_mul_basepoint(b, &self.0, a))
    }

    /// self^a · other^b in variable time: for public values only.
    #[must_use]
    pub fn vartime_pair(&self, a: &Scalar, other: &Self, b: &Scalar) -> Self {
        use curve25519_dalek::traits::VartimeMultiscalarMul as _;
        Self(EdwardsPoint::vartime_multiscalar_mul([a, b], [self.0, other.0]))
    }

    /// From the 32 bytes of RFC 8032.
    ///
    /// # Errors
    /// When the bytes are not the canonical encoding of a point of the subgroup.
    pub fn from_rfc8032(bytes: [u8; 32]) -> Result<Self, Malformed> {
        let compressed = CompressedEdwardsY(bytes);
        let point = compressed.decompress().ok_or_else(|| Malformed::because("not a point of the curve"))?;
        if point.compress() != compressed {
            return Err(Malformed::because("not the canonical encoding of a point"));
        }
        if !point.is_torsion_free() {
            return Err(Malformed::because("not in the subgroup of prime order"));
        }
        Ok(Self(point))
    }

    /// The 32 bytes of RFC 8032.
    #[must_use]
    pub fn to_rfc8032(&self) -> [u8; 32] {
        self.0.compress().to_bytes()
    }

    /// From 64 lower-case hex digits, big-endian.
    ///
    /// # Errors
    /// As [`Element::from_rfc8032`], and for any other spelling.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let mut bytes: [u8; 32] =
            hash::unhex(text).ok_or_else(|| Malformed::because("an element is 64 lower-case hex digits"))?;
        bytes.reverse();
        Self::from_rfc8032(bytes)
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = self.to_rfc8032();
        bytes.reverse();
        f.write_str(&hash::hex(&bytes))
    }
}

impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Element({self})")
    }
}

impl FromStr for Element {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        Self::parse(text)
    }
}

impl Serialize for Element {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

/// Lexicographic on the RFC 8032 bytes: the order of published credentials.
impl Ord for Element {
    fn cmp(&self, other: &Self) -> Ordering {
        self.to_rfc8032().cmp(&other.to_rfc8032())
    }
}

impl PartialOrd for Element {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Add for Element {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Element {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Element {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Zeroize for Element {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

/// Constant time.
impl Mul<&Scalar> for Element {
    type Output = Self;
    fn mul(self, x: &Scalar) -> Self {
        Self(self.0 * x)
    }
}

impl std::iter::Sum for Element {
    fn sum<I: Iterator<Item = Self>>(elements: I) -> Self {
        elements.fold(Self::identity(), Add::add)
    }
}

/// A uniform scalar.
pub fn random_scalar<R: CryptoRng + ?Sized>(rng: &mut R) -> Scalar {
    let mut wide = Zeroizing::new([0; 64]);
    rng.fill_bytes(wide.as_mut_slice());
    Scalar::from_bytes_mod_order_wide(&wide)
}

/// H(prefix, elements): SHA-256 of the prefix and the elements joined by commas, as a big-endian integer mod q.
#[must_use]
pub fn hash_to_scalar(prefix: &str, elements: &[Element]) -> Scalar {
    let mut hasher = Sha256::new();
    hasher.update(prefix.as_bytes());
    for (i, element) in elements.iter().enumerate() {
        if i > 0 {
            hasher.update(b",");
        }
        hasher.update(element.to_string().as_bytes());
    }
    let mut bytes: [u8; 32] = hasher.finalize().into();
    bytes.reverse();
    Scalar::from_bytes_mod_order(bytes)
}

/// A scalar in base 10, as proofs write it.
#[must_use]
pub fn scalar_to_decimal(x: &Scalar) -> String {
    let mut text = String::with_capacity(DECIMAL);
    push_decimal(x, &mut text);
    text
}

/// The most digits a scalar has.
pub(crate) const DECIMAL: usize = 76;

/// Appends a scalar in base 10. Nothing of it is left elsewhere on the heap, if the text has room.
pub(crate) fn push_decimal(x: &Scalar, text: &mut String) {
    use fmt::Write as _;
    const BILLION: u64 = 1_000_000_000;
    let mut limbs = Zeroizing::new([0_u32; 8]);
    for (limb, four) in limbs.iter_mut().rev().zip(x.as_bytes().chunks_exact(4)) {
        *limb = u32::from_le_bytes([four[0], four[1], four[2], four[3]]);
    }
    let mut groups = Zeroizing::new([0_u64; 9]);
    for group in groups.iter_mut().rev() {
        for limb in limbs.iter_mut() {
            let value = *group << 32 | u64::from(*limb);
            *limb = u32::try_from(value / BILLION).unwrap_or(u32::MAX);
            *group = value % BILLION;
        }
    }
    let mut rest = groups.iter().skip_while(|group| **group == 0);
    // Writing to a text cannot fail.
    let _ = write!(text, "{}", rest.next().unwrap_or(&0));
    for group in rest {
        let _ = write!(text, "{group:09}");
    }
}

/// A scalar from base 10: digits only, no leading zero, below q.
///
/// # Errors
/// For any other text.
pub fn parse_scalar(text: &str) -> Result<Scalar, Malformed> {
    let wrong = || Malformed::because("a scalar is a decimal number below q without leading zeros");
    let plain = !text.is_empty() && text.len() <= 77 && text.bytes().all(|c| c.is_ascii_digit());
    if !plain || (text.len() > 1 && text.starts_with('0')) {
        return Err(wrong());
    }
    let mut limbs = [0_u32; 8];
    for c in text.bytes() {
        let mut carry = u64::from(c - b'0');
        for limb in &mut limbs {
            let value = u64::from(*limb) * 10 + carry;
            *limb = u32::try_from(value & 0xffff_ffff).unwrap_or(u32::MAX);
            carry = value >> 32;
        }
        if carry != 0 {
            return Err(wrong());
        }
    }
    let mut bytes = [0; 32];
    for (four, limb) in bytes.chunks_exact_mut(4).zip(limbs) {
        four.copy_from_slice(&limb.to_le_bytes());
    }
    Option::from(Scalar::from_canonical_bytes(bytes)).ok_or_else(wrong)
}

/// For `#[serde(with = "decimal")]`.
pub mod decimal {
    use serde::{Deserialize, Deserializer, Serializer, de};

    use super::{Scalar, parse_scalar, scalar_to_decimal};

    /// Base 10 in a JSON string.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(x: &Scalar, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&scalar_to_decimal(x))
    }

    /// Base 10 in a JSON string, strictly.
    ///
    /// # Errors
    /// For any other spelling.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Scalar, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_scalar(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_and_identity_are_written_as_published() {
        assert_eq!(Element::base().to_string(), "6666666666666666666666666666666666666666666666666666666666666658");
        assert_eq!(Element::identity().to_string(), format!("{:064x}", 1));
    }

    #[test]
    fn second_spellings_are_refused() {
        let base = Element::base().to_string();
        assert!(Element::parse(&base).is_ok());
        assert!(Element::parse(&base.replace('6', "A")).is_err());
        // The non-canonical identities, with and without the sign bit, and a point of order two.
        let p_plus_one = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffee";
        assert!(Element::parse(p_plus_one).is_err());
        assert!(Element::parse(&format!("f{}", &p_plus_one[1..])).is_err());
        assert!(Element::parse(&format!("8{:063x}", 1)).is_err());
        assert!(Element::parse("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec").is_err());
    }

    #[test]
    fn scalars_survive_base_ten_and_q_is_out() {
        let q_minus_one = -Scalar::ONE;
        let text = scalar_to_decimal(&q_minus_one);
        assert_eq!(text, "7237005577332262213973186563042994240857116359379907606001950938285454250988");
        assert_eq!(parse_scalar(&text), Ok(q_minus_one));
        let q = "7237005577332262213973186563042994240857116359379907606001950938285454250989";
        for wrong in [q, "", "00", "01", "+1", "-1", " 1", "0x1", "1e3"] {
            assert!(parse_scalar(wrong).is_err(), "{wrong}");
        }
        assert_eq!(parse_scalar("0"), Ok(Scalar::ZERO));
        for n in [1_u64, 9, 10, 999_999_999, 1_000_000_000, u64::MAX] {
            assert_eq!(scalar_to_decimal(&Scalar::from(n)), n.to_string());
        }
    }
}
