//! Whether the public archive has the ballot that a receipt speaks of (PROTOCOL.md §8): what whoever kept the receipt looks up.
//!
//! Only the last ballot of each credential counts, so a ballot that is there may have been replaced. An archive that does not have the
//! event that the receipt names, with that ballot, is not the one that the server accepted it into: receipt and archive together
//! convict the server.

use std::io::Read;

use serde::Deserialize;

use crate::archive::{Event, EventType, Item, ItemKind, NotAnArchive, Reader};
use crate::ballot;
use crate::receipt::Receipt;

/// What an archive says of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The ballot is there, and the last of its voice.
    Last,
    /// It is there, and a later one of the same voice takes its place.
    Replaced,
    /// It is not there.
    Missing,
}

/// The part of an election that names its box.
#[derive(Deserialize)]
struct Named {
    uuid: String,
}

/// The part of a ballot that names its voice.
#[derive(Deserialize)]
struct Under {
    credential: String,
}

/// Looks for the ballot of a receipt; `None` where the archive is of another box, or the receipt of an open vote.
///
/// # Errors
/// [`NotAnArchive`], also of one with a broken member: nothing is said of what is behind it.
pub fn find(receipt: &Receipt, archive: impl Read) -> Result<Option<Found>, NotAnArchive> {
    let mut reader = Reader::open(archive)?;
    let mut election = None::<String>;
    let mut before = None::<Item>;
    // The credential of the ballot, once it was met, and whether a later one is under it.
    let mut found = None::<(String, bool)>;
    while let Some(member) = reader.next_member()? {
        let whole = member.item.filter(|_| member.faults.is_empty() && member.content_holds);
        let item = whole.ok_or_else(|| NotAnArchive::Unreadable(format!("member {} is broken", member.number)))?;
        if item.kind == ItemKind::Data {
            if election.is_none() {
                election = Some(serde_json::from_str::<Named>(&item.body).map(|named| named.uuid).unwrap_or_default());
            }
            before = Some(item);
            continue;
        }
        let event = Event::parse(&item.body).map_err(|error| NotAnArchive::Unreadable(error.to_string()))?;
        let Some(paper) = before.take().filter(|_| event.kind == EventType::Ballot) else { continue };
        let Ok(under) = serde_json::from_str::<Under>(&paper.body) else { continue };
        if let Some((credential, later)) = &mut found {
            *later |= *credential == under.credential;
        } else if is_it(receipt, (&item, &event), &paper) {
            found = Some((under.credential, false));
        }
    }
    if receipt.box_uuid.is_none() || receipt.box_uuid != election {
        return Ok(None);
    }
    Ok(Some(match found {
        Some((_, false)) => Found::Last,
        Some((_, true)) => Found::Replaced,
        None => Found::Missing,
    }))
}

/// Whether an event is the one that the receipt names, about the ballot that it names.
fn is_it(receipt: &Receipt, (item, event): (&Item, &Event), paper: &Item) -> bool {
    item.hash == crate::hash::hex(&receipt.event)
        && event.height == receipt.height
        && event.payload.as_ref() == Some(&paper.hash)
        && ballot::tracker(&paper.body) == receipt.tracker
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;

    use super::*;
    use crate::archive::{Builder, render};
    use crate::hash;
    use crate::receipt::Accepted;

    /// An archive of a box with a ballot for each of these credentials, and the receipt of the first.
    fn made(credentials: &[&str]) -> (Receipt, Vec<u8>) {
        let mut chain = Builder::new();
        let mut items = vec![chain.data(r#"{"uuid":"tHZEetHLUru3Hq"}"#.to_owned())];
        let setup = chain.data("{}".to_owned());
        let event = chain.event(EventType::Setup, Some(&setup.hash));
        items.extend([setup, event]);
        let mut receipt = None;
        for (n, credential) in credentials.iter().enumerate() {
            let paper = chain.data(format!(r#"{{"credential":"{credential}","n":{n}}}"#));
            let event = chain.event(EventType::Ballot, Some(&paper.hash));
            receipt.get_or_insert_with(|| received(&paper, &event, 1));
            items.extend([paper, event]);
        }
        (receipt.unwrap(), render(1_700_000_000, &items))
    }

    fn received(paper: &Item, event: &Item, height: u64) -> Receipt {
        let accepted = Accepted {
            vote: [5; 16],
            box_uuid: Some("tHZEetHLUru3Hq"),
            tracker: &ballot::tracker(&paper.body),
            event: hash::unhex(&event.hash).unwrap(),
            height,
            time: 7,
        };
        Receipt::sign(&SigningKey::from_bytes(&[9; 32]), &[1; 16], &accepted)
    }

    #[test]
    fn a_ballot_is_the_last_of_its_voice_or_replaced_or_missing() {
        for (credentials, expected) in [
            (vec!["a"], Found::Last),
            (vec!["a", "b"], Found::Last),
            (vec!["a", "b", "a"], Found::Replaced),
            (vec!["a", "a", "b"], Found::Replaced),
        ] {
            let (receipt, archive) = made(&credentials);
            assert_eq!(find(&receipt, archive.as_slice()), Ok(Some(expected)), "{credentials:?}");
        }
        let (receipt, _) = made(&["a"]);
        let (_, without) = made(&["b", "a"]);
        assert_eq!(
            find(&receipt, without.as_slice()),
            Ok(Some(Found::Missing)),
            "left out, though the voice has another"
        );
    }

    #[test]
    fn what_the_receipt_does_not_name_is_not_its_ballot() {
        let (receipt, archive) = made(&["a", "b"]);
        for (what, other) in [
            ("another height", Receipt { height: 2, ..receipt.clone() }),
            ("another event", Receipt { event: [0; 32], ..receipt.clone() }),
            ("another tracker", Receipt { tracker: "A".repeat(43), ..receipt.clone() }),
        ] {
            assert_eq!(find(&other, archive.as_slice()), Ok(Some(Found::Missing)), "{what}");
        }
        for elsewhere in [None, Some("aHZEetHLUru3Hq".to_owned())] {
            let other = Receipt { box_uuid: elsewhere, ..receipt.clone() };
            assert_eq!(find(&other, archive.as_slice()), Ok(None), "of no box, or another");
        }
        let mut broken = archive.clone();
        let last = broken.iter().rposition(|byte| *byte == b'}').unwrap();
        broken[last] = b']';
        assert!(find(&receipt, broken.as_slice()).is_err());
        assert_eq!(find(&receipt, b"PK".as_slice()), Err(NotAnArchive::NoHeader));
    }
}
