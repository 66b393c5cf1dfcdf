//! Belenios archives `.bel`: an append-only chain of events in an old-style tar file (PROTOCOL.md, archive).
//!
//! Members: `BELENIOS` with the version and the time, then `<sha256>.data.json` and `<sha256>.event.json`. Each event
//! names its parent's hash and its height. The bytes are fully determined by the timestamp and the sequence of items,
//! so a server may keep the items as rows and render the file whenever it is asked for.

pub mod event;
pub mod reader;
pub mod tar;

pub use event::{Event, EventType};
pub use reader::{Archive, Member, NotAnArchive, Reader, read};
pub use tar::render;

use crate::hash;

/// Whether a member is an event or data that an event speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// `.data.json`
    Data,
    /// `.event.json`
    Event,
}

impl ItemKind {
    /// The word in the member's name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Event => "event",
        }
    }
}

/// One member of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Data or event.
    pub kind: ItemKind,
    /// SHA-256 of the body, hex: its name.
    pub hash: String,
    /// JSON text.
    pub body: String,
}

impl Item {
    /// Names a body by its hash.
    #[must_use]
    pub fn new(kind: ItemKind, body: String) -> Self {
        Self { kind, hash: hash::sha256_hex(body.as_bytes()), body }
    }
}

/// Appends to an archive whose last event is known.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    last: Option<(String, u64)>,
}

impl Builder {
    /// An archive with no event yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Continues after an event, named by its hash and height.
    #[must_use]
    pub fn after(hash: String, height: u64) -> Self {
        Self { last: Some((hash, height)) }
    }

    /// A data member.
    #[must_use]
    pub fn data(&self, body: String) -> Item {
        Item::new(ItemKind::Data, body)
    }

    /// The next event, about a payload named by its hash.
    pub fn event(&mut self, kind: EventType, payload: Option<&str>) -> Item {
        let event = Event {
            parent: self.last.as_ref().map(|(hash, _)| hash.clone()),
            height: self.last.as_ref().map_or(0, |(_, height)| height + 1),
            kind,
            payload: payload.map(ToOwned::to_owned),
        };
        let item = Item::new(ItemKind::Event, event.to_json());
        self.last = Some((item.hash.clone(), event.height));
        item
    }
}
