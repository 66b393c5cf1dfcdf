//! The container: V7 tar with every header byte determined, no end-of-archive blocks.

use super::{Item, ItemKind};
use crate::hash;

const BLOCK: usize = 512;
/// Name of the first member.
pub const HEADER: &str = "BELENIOS";

/// What was read, and up to where it was sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archive {
    /// Seconds since 1970, the same in every header.
    pub timestamp: u64,
    /// Members after the first, in order.
    pub items: Vec<Item>,
    /// The first byte-level fault (check 1): where, and what. Nothing after it was read.
    pub fault: Option<(String, String)>,
}

/// Why a file is not an archive at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnArchive {
    /// The first member is not `BELENIOS`.
    #[error("this is not a Belenios archive")]
    NoHeader,
    /// Of a version this program does not know.
    #[error("archive version {0} is not supported")]
    Version(u64),
}

/// Bytes of an archive.
#[must_use]
pub fn render(timestamp: u64, items: &[Item]) -> Vec<u8> {
    let mut bytes = Vec::new();
    member(&mut bytes, HEADER, timestamp, &header_body(timestamp));
    for item in items {
        let name = format!("{}.{}.json", item.hash, item.kind.word());
        member(&mut bytes, &name, timestamp, &item.body);
    }
    bytes
}

fn header_body(timestamp: u64) -> String {
    format!("{{\"version\":1,\"timestamp\":\"{timestamp}\"}}")
}

fn member(bytes: &mut Vec<u8>, name: &str, timestamp: u64, body: &str) {
    bytes.extend_from_slice(&header(name, body.len(), timestamp));
    bytes.extend_from_slice(body.as_bytes());
    bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
}

/// One header block: every byte follows from the name, the size and the time.
fn header(name: &str, size: usize, timestamp: u64) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    let mut put = |at: usize, text: &str| block[at..at + text.len()].copy_from_slice(text.as_bytes());
    put(0, name);
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, &format!("{size:011o}"));
    put(136, &format!("{timestamp:011o}"));
    put(148, "        ");
    put(156, "0");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    let check = format!("{sum:06o}\0 ");
    block[148..156].copy_from_slice(check.as_bytes());
    block
}

/// Reads an archive as far as it is sound.
///
/// # Errors
/// Only when it is not an archive at all, or of an unknown version.
pub fn read(bytes: &[u8]) -> Result<Archive, NotAnArchive> {
    let (name, body, mut rest) = next(bytes, None).map_err(|_| NotAnArchive::NoHeader)?;
    if name != HEADER {
        return Err(NotAnArchive::NoHeader);
    }
    let (timestamp, mut fault) = first(&name, &body, bytes)?;
    let mut items = Vec::new();
    while fault.is_none() && !rest.is_empty() {
        let place = format!("member {}", items.len() + 2);
        match next(rest, Some(timestamp)).and_then(|(name, body, after)| Ok((item(&name, body)?, after))) {
            Ok((read, after)) => {
                items.push(read);
                rest = after;
            }
            Err(what) => fault = Some((place, what)),
        }
    }
    Ok(Archive { timestamp, items, fault })
}

type Fault = Option<(String, String)>;

fn first(name: &str, body: &str, bytes: &[u8]) -> Result<(u64, Fault), NotAnArchive> {
    let value: serde_json::Value = serde_json::from_str(body).map_err(|_| NotAnArchive::NoHeader)?;
    match value.get("version").and_then(serde_json::Value::as_u64) {
        Some(1) => {}
        Some(other) => return Err(NotAnArchive::Version(other)),
        None => return Err(NotAnArchive::NoHeader),
    }
    let timestamp = value.get("timestamp").and_then(|t| t.as_str().and_then(|t| t.parse().ok()).or_else(|| t.as_u64()));
    let timestamp = timestamp.filter(|t| *t < 1 << 33).ok_or(NotAnArchive::NoHeader)?;
    // Readers accept the time as a number too; writers of this version give it as text.
    let exact = header(name, body.len(), timestamp)[..] == bytes[..BLOCK] && body == header_body(timestamp);
    let fault = (!exact).then(|| ("member 1".to_owned(), "the first member is not as it must be written".to_owned()));
    Ok((timestamp, fault))
}

/// Name, body and what follows of the next member; the header must be exactly the one its content determines.
fn next(bytes: &[u8], timestamp: Option<u64>) -> Result<(String, String, &[u8]), String> {
    let block = bytes.get(..BLOCK).ok_or("the file ends within a header")?;
    let name_end = block[..100].iter().position(|byte| *byte == 0).ok_or("the name is too long")?;
    let name = std::str::from_utf8(&block[..name_end]).map_err(|_| "the name is not text")?.to_owned();
    let size = std::str::from_utf8(&block[124..135]).ok().and_then(|text| usize::from_str_radix(text, 8).ok());
    let size = size.ok_or("the size is not an octal number")?;
    let expected = timestamp.map(|timestamp| header(&name, size, timestamp));
    if expected.is_some_and(|expected| expected[..] != *block) {
        return Err("the header is not as it must be written".to_owned());
    }
    let end = BLOCK.checked_add(size).ok_or("the size is absurd")?;
    let body = bytes.get(BLOCK..end).ok_or("the file ends within a member")?;
    let padded = bytes.get(end..end.next_multiple_of(BLOCK)).ok_or("the file ends within the padding")?;
    if padded.iter().any(|byte| *byte != 0) {
        return Err("the padding is not zero".to_owned());
    }
    let body = String::from_utf8(body.to_vec()).map_err(|_| "the body is not UTF-8")?;
    Ok((name, body, &bytes[end.next_multiple_of(BLOCK)..]))
}

fn item(name: &str, body: String) -> Result<Item, String> {
    let wrong = || format!("{name}: not a name of this format");
    let (digest, kind) = name.split_once('.').ok_or_else(wrong)?;
    let kind = match kind {
        "data.json" => ItemKind::Data,
        "event.json" => ItemKind::Event,
        _ => return Err(wrong()),
    };
    hash::unhex::<32>(digest).ok_or_else(wrong)?;
    Ok(Item { kind, hash: digest.to_owned(), body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_block_is_the_published_one() {
        // The vector of PROTOCOL.md: name, size 38, time.
        let block = header(HEADER, 38, 1_795_420_164);
        assert_eq!(hash::sha256_hex(&block), "1c37c1235c04e608de49f7beb76d4289d8fa28b3bf2bfce950c4d17c8e0dfc38");
    }

    #[test]
    fn what_is_rendered_is_read_and_nothing_may_follow() {
        let items = vec![Item::new(ItemKind::Data, "[]".to_owned()), Item::new(ItemKind::Event, "{}".to_owned())];
        let mut bytes = render(1_700_000_000, &items);
        let archive = read(&bytes).expect("an archive");
        assert_eq!((archive.timestamp, archive.items, archive.fault), (1_700_000_000, items, None));
        bytes.push(0);
        assert!(read(&bytes).expect("an archive").fault.is_some());
        bytes.resize(bytes.len() + 1023, 0);
        assert!(read(&bytes).expect("an archive").fault.is_some());
        assert_eq!(read(b"PK\x03\x04"), Err(NotAnArchive::NoHeader));
    }
}
