//! Receipts of ballots (PROTOCOL.md §8), looked for in the copy: a ballot that the server signed for and that its box does not have
//! convicts it.

use std::collections::BTreeSet;
use std::path::Path;

use protocol::checkpoint;
use protocol::hash::{hex, unhex};
use protocol::listing::{Part, is_id};
use protocol::receipt::Receipt;
use verifier::tracker::{Fate, look_up};

use crate::events::Event;
use crate::kept::{Folder, listed};

/// Reads a receipt, as the page of a vote gives it.
///
/// # Errors
/// A sentence, when it is none, or of an open vote: those stand in the record, and `voix-verify record` counts them.
pub fn read(text: &str) -> Result<Receipt, String> {
    let receipt: Receipt = serde_json::from_str(text).map_err(|error| format!("this is no receipt: {error}"))?;
    match receipt.box_uuid.as_deref().map(archive_name) {
        Some(name) if Part::of(&name) == Some(Part::Archive) => Ok(receipt),
        Some(_) => Err("this is no receipt: its box has no name of a box".to_owned()),
        None => Err("this receipt is of an open vote: its ballot is in the record, with its voice".to_owned()),
    }
}

fn archive_name(uuid: &str) -> String {
    format!("{uuid}.bel")
}

/// Looks for every receipt in the boxes that are kept, of all assemblies; of one whose box is in none of them it says so.
///
/// # Errors
/// A sentence, when what is kept cannot be read.
pub fn look(folder: &Path, key: Option<&[u8; 32]>, receipts: &[Receipt]) -> Result<Vec<Event>, String> {
    let (mut events, mut found) = (Vec::new(), BTreeSet::new());
    for assembly in listed(folder)?.into_iter().filter(|name| is_id(name)) {
        let kept = Folder::new(folder.join(assembly));
        for receipt in receipts {
            let name = archive_name(receipt.box_uuid.as_deref().unwrap_or_default());
            let Some(archive) = kept.read(&name)? else { continue };
            let tracker = receipt.tracker.clone();
            found.insert(tracker.clone());
            if !signed(&kept, key, receipt)? {
                events.push(Event::ReceiptUnsigned { tracker });
            } else if !holds(receipt, &archive) {
                events.push(Event::ReceiptBroken { tracker, archive: name });
            }
        }
    }
    let nowhere = receipts.iter().map(|receipt| &receipt.tracker).filter(|tracker| !found.contains(*tracker));
    events.extend(nowhere.map(|tracker| Event::ReceiptNowhere { tracker: tracker.clone() }));
    Ok(events)
}

/// Whether the key signed it, as far as key and cooperative are known.
fn signed(kept: &Folder, key: Option<&[u8; 32]>, receipt: &Receipt) -> Result<bool, String> {
    let Some(key) = key else { return Ok(true) };
    let note = kept.read("checkpoint")?.unwrap_or_default();
    let head = checkpoint::parse(&String::from_utf8_lossy(&note)).ok();
    let origin = head.as_ref().and_then(|head| head.origin.strip_prefix("voix/1/"));
    let cooperative = origin.and_then(|rest| rest.split('/').next()).and_then(unhex::<16>);
    Ok(cooperative.is_none_or(|cooperative| receipt.verify(&cooperative, key).is_ok()))
}

/// Whether an archive has the ballot where the receipt says.
fn holds(receipt: &Receipt, mut archive: &[u8]) -> bool {
    match look_up(&mut archive, &receipt.tracker) {
        Ok(Fate::Counted(standing) | Fate::Replaced(standing)) => {
            standing.event == hex(&receipt.event) && standing.height == receipt.height
        }
        Ok(Fate::Unknown) | Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;
    use protocol::archive::{Event as Entry, EventType};
    use protocol::ballot;
    use protocol::receipt::Accepted;
    use verifier::simulate::{Plan, Simulated};
    use verifier::threads::Threads;

    use super::*;

    const ID: &str = "018f0000-0000-7000-8000-00000000dead";
    const BOX: &str = "abcdefghijkmno";

    /// A box with ballots, and the receipt of the first of them.
    fn made(key: &SigningKey) -> (Vec<u8>, Receipt) {
        let plan = Plan { voters: 2, revotes: 0, ..Plan::default() };
        let made = Simulated::of(&plan, &Threads::new(None)).expect("a sound plan");
        let cast = made.items.windows(2).find_map(|pair| {
            let event = Entry::parse(&pair[1].body).ok().filter(|event| event.kind == EventType::Ballot)?;
            Some((ballot::tracker(&pair[0].body), unhex::<32>(&pair[1].hash)?, event.height))
        });
        let (tracker, event, height) = cast.expect("a ballot");
        let accepted = Accepted {
            vote: [3; 16],
            box_uuid: Some(BOX),
            tracker: &tracker,
            event,
            height,
            time: 1_795_000_000_000_000,
        };
        (made.archive(), Receipt::sign(key, &[1; 16], &accepted))
    }

    #[test]
    fn a_ballot_that_was_signed_for_is_where_its_receipt_says() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let (archive, receipt) = made(&key);
        let place = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(place.path().join(ID));
        let look = |receipt: &Receipt, key: &SigningKey| {
            look(place.path(), Some(&key.verifying_key().to_bytes()), std::slice::from_ref(receipt)).expect("readable")
        };
        let note = checkpoint::sign(&key, &checkpoint::origin(&[1; 16], &[2; 16]), 1, [0; 32]).expect("signed");
        folder.write("checkpoint", note.to_string().as_bytes()).expect("written");
        let nowhere = Event::ReceiptNowhere { tracker: receipt.tracker.clone() };
        assert_eq!(look(&receipt, &key), [nowhere], "its box is not there yet");
        folder.write(&archive_name(BOX), &archive).expect("written");
        assert!(look(&receipt, &key).is_empty());
        let other = SigningKey::from_bytes(&[8; 32]);
        assert_eq!(look(&receipt, &other), [Event::ReceiptUnsigned { tracker: receipt.tracker.clone() }]);
        let elsewhere = Accepted {
            vote: [3; 16],
            box_uuid: Some(BOX),
            tracker: &receipt.tracker,
            event: receipt.event,
            height: receipt.height + 1,
            time: 1,
        };
        let elsewhere = Receipt::sign(&key, &[1; 16], &elsewhere);
        assert!(look(&elsewhere, &key).iter().any(Event::shouts), "at another height");
        let never = Accepted {
            vote: [3; 16],
            box_uuid: Some(BOX),
            tracker: "never",
            event: receipt.event,
            height: receipt.height,
            time: 1,
        };
        let never = Receipt::sign(&key, &[1; 16], &never);
        assert!(look(&never, &key).iter().any(Event::shouts), "a ballot that the box does not have");
    }

    #[test]
    fn a_receipt_names_a_box_and_nothing_else() {
        let (_, receipt) = made(&SigningKey::from_bytes(&[7; 32]));
        let text = serde_json::to_string(&receipt).expect("JSON");
        assert_eq!(read(&text), Ok(receipt));
        assert!(read(&text.replace(BOX, "../../etc/passwd")).is_err());
        assert!(read(&text.replace(&format!("\"box\":\"{BOX}\","), "")).is_err(), "of an open vote");
        assert!(read("{}").is_err());
    }
}
