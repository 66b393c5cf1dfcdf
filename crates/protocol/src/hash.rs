//! SHA-256 in the two spellings of the wire: lower-case hex, and base64 without `=` (PROTOCOL.md, encodings).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;

/// SHA-256.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// SHA-256 as 64 lower-case hex digits.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&sha256(bytes))
}

/// SHA-256 in standard base64 without padding: fingerprints and trackers.
#[must_use]
pub fn sha256_b64(bytes: &[u8]) -> String {
    STANDARD_NO_PAD.encode(sha256(bytes))
}

/// Whether two secrets are the same, in a time that says only whether they are as long.
#[must_use]
pub fn same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

/// Lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)] as char, DIGITS[usize::from(byte & 15)] as char])
        .collect()
}

/// Bytes of a lower-case hex text of exactly `N` bytes; anything else is `None`.
#[must_use]
pub fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = pair_of(pair)?;
    }
    Some(bytes)
}

/// Bytes of a lower-case hex text of any length; anything else is `None`.
#[must_use]
pub fn unhex_all(text: &str) -> Option<Vec<u8>> {
    if text.len().is_multiple_of(2) { text.as_bytes().chunks_exact(2).map(pair_of).collect() } else { None }
}

fn pair_of(digits: &[u8]) -> Option<u8> {
    match digits {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    }
}

fn digit(c: u8) -> Option<u8> {
    match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    }
}
