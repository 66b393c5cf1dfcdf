//! Reads archives as a stream: one member is in memory at a time, and a size that a header claims costs nothing until its
//! bytes have come.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

use super::tar::{BLOCK, HEADER, header, octal, opening, parse};
use super::{Item, ItemKind};
use crate::hash;

/// Largest member that is read: a list of 1.9 million credentials. Larger ones are skipped and named.
pub const MOST_BODY: u64 = 128 << 20;
/// The first member says a version and a time, no more.
const MOST_OPENING: u64 = 4096;

/// Why a source is not an archive at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnArchive {
    /// The first header is not that of `BELENIOS`.
    #[error("this is not a Belenios archive")]
    NoHeader,
    /// The source itself failed.
    #[error("cannot be read: {0}")]
    Unreadable(String),
}

impl From<io::Error> for NotAnArchive {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}

/// What stands at one place of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// 1 is `BELENIOS`.
    pub number: u64,
    /// Absent when its name is none of this format, or it is too large, or it is cut short.
    pub item: Option<Item>,
    /// Whether the content has the hash of its name.
    pub content_holds: bool,
    /// Larger than [`MOST_BODY`].
    pub too_large: bool,
    /// Faults of the container (check 1).
    pub faults: Vec<&'static str>,
}

/// Reads an archive member by member, as far as headers can be followed.
#[derive(Debug)]
pub struct Reader<R> {
    source: R,
    timestamp: u64,
    version: u64,
    number: u64,
    bytes: u64,
    over: bool,
    opening: Vec<&'static str>,
}

impl<R: Read> Reader<R> {
    /// Reads the first member.
    ///
    /// # Errors
    /// When the first header is not the one that `BELENIOS` must have.
    pub fn open(mut source: R) -> Result<Self, NotAnArchive> {
        let mut block = [0; BLOCK];
        if fill(&mut source, &mut block)? < BLOCK {
            return Err(NotAnArchive::NoHeader);
        }
        let (name, size) = parse(&block).map_err(|_| NotAnArchive::NoHeader)?;
        let timestamp = octal(&block[136..147]).ok_or(NotAnArchive::NoHeader)?;
        if name != HEADER || size > MOST_OPENING || header(HEADER, size, timestamp) != block {
            return Err(NotAnArchive::NoHeader);
        }
        let mut reader = Self { source, timestamp, version: 1, number: 1, bytes: 0, over: false, opening: Vec::new() };
        reader.bytes = BLOCK as u64;
        let mut faults = Vec::new();
        let body = reader.body(size, &mut faults)?.unwrap_or_default();
        reader.begin(&body, faults);
        Ok(reader)
    }

    fn begin(&mut self, body: &[u8], faults: Vec<&'static str>) {
        self.opening = faults;
        let value: Option<serde_json::Value> = serde_json::from_slice(body).ok();
        let version = value.and_then(|value| value.get("version").and_then(serde_json::Value::as_u64));
        self.version = version.unwrap_or(1);
        // Of another version only the container is known; its first member may well be spelled otherwise.
        if self.version == 1 && body != opening(self.timestamp).as_bytes() {
            self.opening.push("the content of the first member is not as it must be written");
        }
    }

    /// Seconds since 1970, the same in every header.
    #[must_use]
    pub fn timestamp(&self) -> u64 {
        self.timestamp
    }

    /// Version of the archive: this crate knows the objects of version 1.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Faults of the first member.
    #[must_use]
    pub fn opening_faults(&self) -> &[&'static str] {
        &self.opening
    }

    /// Bytes read so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next member; nothing at the end, or after a fault that hides where the next one begins.
    ///
    /// # Errors
    /// When the source fails.
    pub fn next_member(&mut self) -> Result<Option<Member>, NotAnArchive> {
        if self.over {
            return Ok(None);
        }
        let mut block = [0; BLOCK];
        let got = fill(&mut self.source, &mut block)?;
        self.bytes += got as u64;
        if got == 0 {
            return Ok(None);
        }
        self.number += 1;
        let mut member =
            Member { number: self.number, item: None, content_holds: true, too_large: false, faults: Vec::new() };
        if got < BLOCK {
            self.stop(&mut member.faults, "the file ends within a header");
            return Ok(Some(member));
        }
        match parse(&block) {
            Err(what) => self.stop(&mut member.faults, what),
            Ok((name, size)) => {
                if header(&name, size, self.timestamp) != block {
                    member.faults.push("the header is not as it must be written");
                }
                self.content(&name, size, &mut member)?;
            }
        }
        Ok(Some(member))
    }

    fn stop(&mut self, faults: &mut Vec<&'static str>, what: &'static str) {
        faults.push(what);
        self.over = true;
    }

    fn content(&mut self, name: &str, size: u64, member: &mut Member) -> Result<(), NotAnArchive> {
        let known = known(name);
        if known.is_none() {
            member.faults.push("its name is none of this format");
        }
        let Some((digest, kind)) = known.filter(|_| size <= MOST_BODY) else {
            let found = self.skip(size, &mut member.faults)?;
            member.too_large = size > MOST_BODY;
            member.content_holds = known.is_none_or(|(digest, _)| found == digest);
            return Ok(());
        };
        let Some(body) = self.body(size, &mut member.faults)? else { return Ok(()) };
        member.content_holds = hash::sha256_hex(&body) == digest;
        match String::from_utf8(body) {
            Ok(body) => member.item = Some(Item { kind, hash: digest.to_owned(), body }),
            Err(_) => member.faults.push("the content is not UTF-8"),
        }
        Ok(())
    }

    /// Bytes of a body, and its padding behind it; nothing when the file ends first.
    fn body(&mut self, size: u64, faults: &mut Vec<&'static str>) -> Result<Option<Vec<u8>>, NotAnArchive> {
        let mut body = Vec::new();
        self.source.by_ref().take(size).read_to_end(&mut body)?;
        self.bytes += body.len() as u64;
        if (body.len() as u64) < size {
            self.stop(faults, "the file ends within a member");
            return Ok(None);
        }
        self.padding(size, faults)?;
        Ok(Some(body))
    }

    /// Reads past a body in small pieces; its hash.
    fn skip(&mut self, size: u64, faults: &mut Vec<&'static str>) -> Result<String, NotAnArchive> {
        let (mut left, mut hasher, mut piece) = (size, Sha256::new(), [0; 16 * BLOCK]);
        while left > 0 {
            let wanted = usize::try_from(left).map_or(piece.len(), |left| left.min(piece.len()));
            let got = fill(&mut self.source, &mut piece[..wanted])?;
            hasher.update(&piece[..got]);
            self.bytes += got as u64;
            left -= got as u64;
            if got < wanted {
                self.stop(faults, "the file ends within a member");
                return Ok(hash::hex(&hasher.finalize()));
            }
        }
        self.padding(size, faults)?;
        Ok(hash::hex(&hasher.finalize()))
    }

    fn padding(&mut self, size: u64, faults: &mut Vec<&'static str>) -> Result<(), NotAnArchive> {
        let after = usize::try_from(size % BLOCK as u64).unwrap_or(0);
        let mut padding = [0; BLOCK];
        let padding = &mut padding[..(BLOCK - after) % BLOCK];
        let got = fill(&mut self.source, padding)?;
        self.bytes += got as u64;
        if got < padding.len() {
            self.stop(faults, "the file ends within the padding");
        } else if padding.iter().any(|byte| *byte != 0) {
            faults.push("the padding is not zero");
        }
        Ok(())
    }
}

/// Fills a buffer as far as the source goes.
fn fill<R: Read>(source: &mut R, buffer: &mut [u8]) -> io::Result<usize> {
    let mut got = 0;
    while got < buffer.len() {
        match source.read(&mut buffer[got..]) {
            Ok(0) => break,
            Ok(more) => got += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(got)
}

/// Hash and kind in the name of a member after the first.
fn known(name: &str) -> Option<(&str, ItemKind)> {
    let (digest, kind) = name.split_once('.')?;
    hash::unhex::<32>(digest)?;
    let kinds = [(ItemKind::Data, "data.json"), (ItemKind::Event, "event.json")];
    kinds.into_iter().find(|(_, suffix)| *suffix == kind).map(|(kind, _)| (digest, kind))
}

/// A whole archive in memory, for what is small: tools and tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archive {
    /// Seconds since 1970, the same in every header.
    pub timestamp: u64,
    /// Members after the first, in order.
    pub items: Vec<Item>,
    /// Faults of the container (check 1), each with the number of its member.
    pub faults: Vec<(u64, &'static str)>,
}

/// Reads a whole archive as far as it can be followed.
///
/// # Errors
/// Only when it is not an archive at all.
pub fn read(bytes: &[u8]) -> Result<Archive, NotAnArchive> {
    let mut reader = Reader::open(bytes)?;
    let faults = reader.opening_faults().iter().map(|what| (1, *what)).collect();
    let mut archive = Archive { timestamp: reader.timestamp(), items: Vec::new(), faults };
    while let Some(member) = reader.next_member()? {
        archive.faults.extend(member.faults.iter().map(|what| (member.number, *what)));
        archive.items.extend(member.item);
    }
    Ok(archive)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::tar::{render, render_opening};

    fn two() -> Vec<Item> {
        vec![Item::new(ItemKind::Data, "[]".to_owned()), Item::new(ItemKind::Event, "{}".to_owned())]
    }

    #[test]
    fn what_is_rendered_is_read_and_nothing_may_follow() {
        let mut bytes = render(1_700_000_000, &two());
        let archive = read(&bytes).expect("an archive");
        assert_eq!((archive.timestamp, archive.items, archive.faults), (1_700_000_000, two(), Vec::new()));
        bytes.push(0);
        assert!(!read(&bytes).expect("an archive").faults.is_empty());
        bytes.resize(bytes.len() + 1023, 0);
        assert!(!read(&bytes).expect("an archive").faults.is_empty());
        assert_eq!(read(b"PK\x03\x04"), Err(NotAnArchive::NoHeader));
    }

    #[test]
    fn any_changed_byte_of_the_first_header_makes_it_no_archive() {
        let bytes = render(1_700_000_000, &two());
        for at in 0..BLOCK {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(read(&changed), Err(NotAnArchive::NoHeader), "byte {at}");
        }
    }

    #[test]
    fn reading_goes_on_after_a_fault_that_hides_nothing() {
        let mut bytes = render(1_700_000_000, &two());
        let second = 2 * BLOCK;
        bytes[second + 300] = 1;
        bytes[second + BLOCK + 100] = 1;
        let archive = read(&bytes).expect("an archive");
        assert_eq!(archive.items, two());
        let faults = [(2, "the header is not as it must be written"), (2, "the padding is not zero")];
        assert_eq!(archive.faults, faults);
    }

    /// A source of zeros that counts what is asked of it.
    struct Zeros(u64);

    impl Read for Zeros {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let got = buffer.len().min(usize::try_from(self.0).unwrap_or(usize::MAX));
            buffer[..got].fill(0);
            self.0 -= got as u64;
            Ok(got)
        }
    }

    #[test]
    fn a_member_too_large_is_skipped_with_its_hash_taken() {
        let size = MOST_BODY + 1;
        let name = format!("{}.data.json", "0".repeat(64));
        let opening = io::Cursor::new(render_opening(7));
        let head = header(&name, size, 7);
        let source = opening.chain(&head[..]).chain(Zeros(size.next_multiple_of(BLOCK as u64)));
        let mut reader = Reader::open(source).expect("an archive");
        let member = reader.next_member().expect("readable").expect("a member");
        assert!(member.too_large && member.item.is_none() && !member.content_holds && member.faults.is_empty());
        assert_eq!(reader.next_member(), Ok(None));
    }
}
