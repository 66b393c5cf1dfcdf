//! The published list of public credentials: a JSON array of elements, sorted, each in it once. Its fingerprint is the
//! base64 SHA-256 of the text.

use std::collections::BTreeMap;

use crate::Malformed;
use crate::group::Element;
use crate::hash;
use crate::json;

/// Sorts and writes a list.
#[must_use]
pub fn publish(credentials: &mut [Element]) -> String {
    credentials.sort_unstable();
    let texts: Vec<String> = credentials.iter().map(ToString::to_string).collect();
    json::write(&texts)
}

/// Fingerprint of a published list.
#[must_use]
pub fn fingerprint(list: &str) -> String {
    hash::sha256_b64(list.as_bytes())
}

/// Credentials of a list with their weights (1 where none is written).
///
/// # Errors
/// When an entry is no element of the group, is the neutral element, comes twice, or has a weight that is not a
/// positive number.
pub fn parse(list: &str) -> Result<BTreeMap<String, u64>, Malformed> {
    let entries: Vec<String> = json::read(list)?;
    let mut credentials = BTreeMap::new();
    for entry in entries {
        let (text, weight) = match entry.split_once(',') {
            None => (entry.as_str(), 1),
            Some((text, weight)) => (text, parse_weight(weight)?),
        };
        if Element::parse(text)?.is_identity() {
            return Err(Malformed::because("credential: the neutral element"));
        }
        if credentials.insert(text.to_owned(), weight).is_some() {
            return Err(Malformed(format!("credential {text} is listed twice")));
        }
    }
    Ok(credentials)
}

fn parse_weight(text: &str) -> Result<u64, Malformed> {
    let plain = text.bytes().all(|c| c.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| plain).ok_or_else(|| Malformed::because("credential: weight is a positive number"))
}
