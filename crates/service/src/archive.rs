//! The archive of a box, kept as rows and written out on demand.

use domain::ids::BoxId;
use protocol::archive::event::Event;
use protocol::archive::{Builder, EventType, Item, ItemKind, render};
use protocol::ballot::Ballot;
use store::boxes::{self, ArchiveItem, BallotBox};
use store::{Tx, ballots};

use crate::Error;
use crate::error::Stored as _;

/// Appends to the archive of a box.
pub(crate) struct Appender {
    ballot_box: BoxId,
    builder: Builder,
    /// Place of the next item.
    position: u64,
    /// Height of the next event.
    height: u64,
}

/// An event, by which an archive up to it is known.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// Its hash, hex.
    pub hash: String,
    /// Its height.
    pub height: u64,
}

impl Appender {
    /// Begins an archive.
    pub(crate) fn new(ballot_box: BoxId) -> Self {
        Self { ballot_box, builder: Builder::new(), position: 0, height: 0 }
    }

    /// Continues the archive of a box. Data is only ever written right before its event, so the last event is the end.
    pub(crate) async fn after(tx: &mut Tx, ballot_box: BoxId) -> Result<Self, Error> {
        let head = boxes::head(tx, ballot_box).await?.stored("the archive's head")?;
        let builder = Builder::after(head.hash, head.height);
        Ok(Self { ballot_box, builder, position: head.position + 1, height: head.height + 1 })
    }

    /// Writes data; the answer is its hash.
    pub(crate) async fn data(&mut self, tx: &mut Tx, body: String) -> Result<String, Error> {
        let item = self.builder.data(body);
        let hash = item.hash.clone();
        self.write(tx, item, None).await?;
        Ok(hash)
    }

    /// Writes an event about a payload.
    pub(crate) async fn event(&mut self, tx: &mut Tx, kind: EventType, payload: Option<&str>) -> Result<Head, Error> {
        let item = self.builder.event(kind, payload);
        let head = Head { hash: item.hash.clone(), height: self.height };
        self.write(tx, item, Some(self.height)).await?;
        self.height += 1;
        Ok(head)
    }

    async fn write(&mut self, tx: &mut Tx, item: Item, height: Option<u64>) -> Result<(), Error> {
        let row = ArchiveItem {
            position: self.position,
            kind: item.kind.word().to_owned(),
            height,
            hash: item.hash,
            body: item.body,
        };
        boxes::append(tx, self.ballot_box, &row).await?;
        self.position += 1;
        Ok(())
    }
}

/// The whole archive of a box.
pub(crate) async fn file(tx: &mut Tx, ballot_box: &BallotBox) -> Result<Vec<u8>, Error> {
    let items: Vec<Item> = boxes::items(tx, ballot_box.id).await?.into_iter().map(item).collect();
    Ok(render(u64::try_from(ballot_box.archive_time).stored("the archive's time")?, &items))
}

fn item(row: ArchiveItem) -> Item {
    let kind = if row.height.is_some() { ItemKind::Event } else { ItemKind::Data };
    Item { kind, hash: row.hash, body: row.body }
}

/// The ballots that count: the last of each credential, and the texts of all, in archive order.
pub(crate) async fn counted(tx: &mut Tx, ballot_box: BoxId) -> Result<Vec<Ballot>, Error> {
    let mut newest = std::collections::HashMap::new();
    for received in ballots::of_box(tx, ballot_box).await? {
        newest.insert(received.credential, received.height);
    }
    // Only what counts is parsed: replaced ballots cost a close nothing.
    let newest: std::collections::HashSet<u64> = newest.into_values().collect();
    let items = boxes::items(tx, ballot_box).await?;
    let mut counted = Vec::with_capacity(newest.len());
    // A ballot stands right before its event.
    for pair in items.windows(2) {
        let [data, event] = pair else { continue };
        if event.height.is_some_and(|height| newest.contains(&height)) {
            counted.push(Ballot::parse(&data.body).stored("a ballot")?);
        }
    }
    Ok(counted)
}

/// The encrypted tally as archived, and what it weighs.
pub(crate) async fn tally(tx: &mut Tx, ballot_box: BoxId) -> Result<(String, u64), Error> {
    let items = boxes::items(tx, ballot_box).await?;
    for triple in items.windows(3) {
        let [tally, sized, event] = triple else { continue };
        if event.height.is_some() && Event::parse(&event.body).stored("an event")?.kind == EventType::EncryptedTally {
            let sized: protocol::tally::SizedTally = serde_json::from_str(&sized.body).stored("a sized tally")?;
            return Ok((tally.body.clone(), sized.total_weight));
        }
    }
    Err(Error::broken("the archive", "has no encrypted tally"))
}
