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
/// When an entry is none, or comes twice.
pub fn parse(list: &str) -> Result<BTreeMap<String, u64>, Malformed> {
    let entries: Vec<String> = json::read(list)?;
    let mut credentials = BTreeMap::new();
    for entry in entries {
        let listed = parse_entry(&entry)?;
        if credentials.insert(listed.text.clone(), listed.weight).is_some() {
            return Err(Malformed(format!("credential {} is listed twice", listed.text)));
        }
    }
    Ok(credentials)
}

/// One credential of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// As it is written, without its weight.
    pub text: String,
    /// The element.
    pub element: Element,
    /// 1 where none is written.
    pub weight: u64,
}

/// Reads one entry of a list.
///
/// # Errors
/// When it is no element of the group, is the neutral element, or has a weight that is not a positive number.
pub fn parse_entry(entry: &str) -> Result<Listed, Malformed> {
    let (text, weight) = match entry.split_once(',') {
        None => (entry, 1),
        Some((text, weight)) => (text, parse_weight(weight)?),
    };
    let element = Element::parse(text)?;
    if element.is_identity() {
        return Err(Malformed::because("credential: the neutral element"));
    }
    Ok(Listed { text: text.to_owned(), element, weight })
}

fn parse_weight(text: &str) -> Result<u64, Malformed> {
    let plain = text.bytes().all(|c| c.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| plain).ok_or_else(|| Malformed::because("credential: weight is a positive number"))
}
