//! The container: V7 tar with every header byte determined, no end-of-archive blocks.

use super::Item;

pub(super) const BLOCK: usize = 512;
/// Name of the first member.
pub const HEADER: &str = "BELENIOS";

/// Name and size of a header, without which nothing after it can be found.
pub(super) fn parse(block: &[u8; BLOCK]) -> Result<(String, u64), &'static str> {
    let name_end = block[..100].iter().position(|byte| *byte == 0).ok_or("the name is too long")?;
    let name = std::str::from_utf8(&block[..name_end]).map_err(|_| "the name is not text")?;
    let size = octal(&block[124..135]).ok_or("the size is not an octal number")?;
    Ok((name.to_owned(), size))
}

pub(super) fn octal(digits: &[u8]) -> Option<u64> {
    let octal = digits.iter().all(|digit| (b'0'..=b'7').contains(digit));
    octal.then(|| digits.iter().fold(0, |number, digit| number * 8 + u64::from(digit - b'0')))
}

/// One header block: every byte follows from the name, the size and the time. Of what is too long for its field, the
/// first characters stand: such a header is compared, never written.
pub(super) fn header(name: &str, size: u64, timestamp: u64) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    let mut put = |at: usize, room: usize, text: &str| {
        block[at..].iter_mut().zip(text.bytes().take(room)).for_each(|(byte, new)| *byte = new);
    };
    put(0, 99, name);
    put(100, 8, "0000644");
    put(108, 8, "0000000");
    put(116, 8, "0000000");
    put(124, 11, &format!("{size:011o}"));
    put(136, 11, &format!("{timestamp:011o}"));
    put(148, 8, "        ");
    put(156, 1, "0");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    let check = format!("{sum:06o}\0 ");
    block[148..156].copy_from_slice(check.as_bytes());
    block
}

pub(super) fn opening(timestamp: u64) -> String {
    format!("{{\"version\":1,\"timestamp\":\"{timestamp}\"}}")
}

/// Bytes of an archive.
#[must_use]
pub fn render(timestamp: u64, items: &[Item]) -> Vec<u8> {
    let mut bytes = render_opening(timestamp);
    items.iter().for_each(|item| render_item(&mut bytes, timestamp, item));
    bytes
}

/// Bytes of the first member, with which every archive begins.
#[must_use]
pub fn render_opening(timestamp: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    member(&mut bytes, HEADER, timestamp, &opening(timestamp));
    bytes
}

/// Appends one member's bytes.
pub fn render_item(bytes: &mut Vec<u8>, timestamp: u64, item: &Item) {
    member(bytes, &format!("{}.{}.json", item.hash, item.kind.word()), timestamp, &item.body);
}

fn member(bytes: &mut Vec<u8>, name: &str, timestamp: u64, body: &str) {
    bytes.extend_from_slice(&header(name, body.len() as u64, timestamp));
    bytes.extend_from_slice(body.as_bytes());
    bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash;

    #[test]
    fn the_header_block_is_the_published_one() {
        // The vector of PROTOCOL.md: name, size 38, time.
        let block = header(HEADER, 38, 1_795_420_164);
        assert_eq!(hash::sha256_hex(&block), "1c37c1235c04e608de49f7beb76d4289d8fa28b3bf2bfce950c4d17c8e0dfc38");
    }
}
