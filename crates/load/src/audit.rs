//! What the server published, compared with every receipt it gave: each ballot is there exactly once, as it was sent.

use std::collections::HashMap;

use anyhow::{Context as _, Result, ensure};
use domain::ids::VoteId;
use domain::resolution::Choice;
use domain::wire::ItemView;
use protocol::archive::{Event, EventType, ItemKind};
use protocol::receipt::Receipt;
use protocol::record::Entry;
use protocol::{ballot, checks, hash};

use crate::ballots::Ready;
use crate::http::{Answer, Connection};
use crate::session::Desk;

/// What was sent to a vote, and the receipts that came back, in the same order.
pub struct Cast {
    /// The ballots.
    pub ready: Vec<Ready>,
    /// Their receipts.
    pub receipts: Vec<Receipt>,
}

impl Cast {
    /// Reads the receipts, each of which must name its ballot and be signed by the record's key.
    ///
    /// # Errors
    /// Which one is not.
    pub fn new(desk: &Desk, ready: Vec<Ready>, answers: &[Answer]) -> Result<Self> {
        ensure!(ready.len() == answers.len(), "{} ballots, {} answers", ready.len(), answers.len());
        let key = hash::unhex(&desk.cooperative.record_key).context("the record's key")?;
        let mut receipts = Vec::with_capacity(answers.len());
        for (sent, answer) in ready.iter().zip(answers) {
            let receipt: Receipt = answer.json()?;
            ensure!(receipt.tracker == sent.tracker, "the receipt of {} names {}", sent.tracker, receipt.tracker);
            receipt.verify(desk.cooperative.id.bytes(), &key).ok().context("a receipt's signature")?;
            receipts.push(receipt);
        }
        Ok(Self { ready, receipts })
    }

    fn said(&self, choice: Choice) -> u64 {
        self.ready.iter().filter(|ready| ready.choice == choice).count() as u64
    }

    /// How often each choice was made, in the order of the ballot.
    fn counts(&self) -> Vec<u64> {
        Choice::ALL.iter().map(|choice| self.said(*choice)).collect()
    }
}

/// The secret vote: the archive verifies, is complete, holds every ballot exactly once at the place its receipt names,
/// and counts what was sent.
///
/// # Errors
/// The first thing that is otherwise.
pub fn secret(archive: &[u8], companion: &str, cast: &Cast) -> Result<()> {
    let report = checks::verify_election(archive, Some(companion), &mut |_, _| {})?;
    ensure!(report.passed() && report.complete && report.ours, "the archive fails the checks {:?}", report.failed());
    each_once(places(archive)?, &cast.receipts)?;
    let result = report.summary.result.context("no result")?;
    let counts: Vec<u64> =
        result.iter().flat_map(|question| question.answers.iter().map(|(_, count)| *count)).collect();
    ensure!(counts == cast.counts(), "the result is {counts:?}, and {:?} was voted", cast.counts());
    Ok(())
}

/// Every receipt names the one place of its ballot, and no ballot is without a receipt.
fn each_once(mut places: HashMap<String, Vec<Place>>, receipts: &[Receipt]) -> Result<()> {
    for receipt in receipts {
        let found = places.remove(&receipt.tracker).unwrap_or_default();
        ensure!(
            found == [(receipt.height, receipt.event)],
            "the ballot {} was received once at height {}, and the archive holds it at {:?}",
            receipt.tracker,
            receipt.height,
            found.iter().map(|(height, _)| *height).collect::<Vec<_>>()
        );
    }
    ensure!(places.is_empty(), "the archive holds {} ballots that nobody sent", places.len());
    Ok(())
}

/// Height and hash of the event that a ballot came with.
type Place = (u64, [u8; 32]);

/// Where each ballot of an archive is, by tracker.
fn places(archive: &[u8]) -> Result<HashMap<String, Vec<Place>>> {
    let items = protocol::archive::read(archive)?.items;
    let bodies: HashMap<&str, &str> = items.iter().map(|item| (item.hash.as_str(), item.body.as_str())).collect();
    let mut places: HashMap<String, Vec<Place>> = HashMap::new();
    for item in items.iter().filter(|item| item.kind == ItemKind::Event) {
        let event = Event::parse(&item.body).ok().context("an event")?;
        if event.kind != EventType::Ballot {
            continue;
        }
        let body = event.payload.as_deref().and_then(|hash| bodies.get(hash)).context("an event without its ballot")?;
        let hash = hash::unhex(&item.hash).context("an event's hash")?;
        places.entry(ballot::tracker(body)).or_default().push((event.height, hash));
    }
    Ok(places)
}

/// The open vote: the record publishes every signature exactly once, and the decision counts what was sent.
///
/// # Errors
/// The first thing that is otherwise.
pub fn open(connection: &mut Connection, desk: &Desk, vote: VoteId, cast: &Cast) -> Result<()> {
    let record = String::from_utf8(connection.fetch(&format!("/assemblies/{}/record.jsonl", desk.assembly.id))?)?;
    let entries: Vec<Entry> = record.lines().map(Entry::parse).collect::<Result<_, _>>()?;
    let (cooperative, assembly) = (desk.cooperative.id.bytes(), desk.assembly.id.bytes());
    ensure!(protocol::record::verify_record(cooperative, assembly, &entries).is_ok(), "the record does not verify");
    let sent = cast.ready.iter().filter_map(|ready| ready.signature.as_deref());
    published_once(signatures(&entries, vote)?, sent)?;
    let item: ItemView = connection.get(&format!("/votes/{vote}"))?;
    let counts = item.decision.context("the open vote is not decided")?.counts;
    let counts = [counts.for_, counts.against, counts.abstain].map(u64::from);
    ensure!(counts == *cast.counts(), "the decision counts {counts:?}, and {:?} was voted", cast.counts());
    Ok(())
}

fn published_once<'a>(mut published: HashMap<String, usize>, sent: impl Iterator<Item = &'a str>) -> Result<()> {
    for signature in sent {
        let times = published.remove(signature).unwrap_or_default();
        ensure!(times == 1, "an open ballot was received once, and the record publishes it {times} times");
    }
    ensure!(published.is_empty(), "the record publishes {} ballots that nobody sent", published.len());
    Ok(())
}

/// How often the record publishes each signature of a vote.
fn signatures(entries: &[Entry], vote: VoteId) -> Result<HashMap<String, usize>> {
    let vote = hash::hex(vote.bytes());
    let entry = entries.iter().find(|entry| entry.kind == "open-ballots" && entry.body["vote"] == vote.as_str());
    let ballots = entry.and_then(|entry| entry.body["ballots"].as_array()).context("no open ballots in the record")?;
    let mut signatures = HashMap::new();
    for ballot in ballots {
        let signature = ballot["signature"].as_str().context("an open ballot without a signature")?;
        *signatures.entry(signature.to_owned()).or_default() += 1;
    }
    Ok(signatures)
}

#[cfg(test)]
mod tests {
    use protocol::keys::Signature;

    use super::*;

    fn receipt(tracker: &str, height: u64) -> Receipt {
        let (event, signature) = ([1; 32], Signature([0; 64]));
        Receipt { vote: [0; 16], box_uuid: None, tracker: tracker.to_owned(), event, height, time: 0, signature }
    }

    fn archive(places: &[(&str, &[u64])]) -> HashMap<String, Vec<Place>> {
        let places = places.iter();
        places
            .map(|(tracker, heights)| ((*tracker).to_owned(), heights.iter().map(|h| (*h, [1; 32])).collect()))
            .collect()
    }

    #[test]
    fn a_ballot_lost_doubled_moved_or_slipped_in_is_noticed() {
        let receipts = [receipt("a", 1), receipt("b", 2)];
        let outcome = |places: &[(&str, &[u64])]| each_once(archive(places), &receipts);
        assert!(outcome(&[("a", &[1]), ("b", &[2])]).is_ok());
        assert!(outcome(&[("a", &[1])]).unwrap_err().to_string().contains("holds it at []"));
        assert!(outcome(&[("a", &[1]), ("b", &[2, 3])]).unwrap_err().to_string().contains("holds it at [2, 3]"));
        assert!(outcome(&[("a", &[1]), ("b", &[3])]).unwrap_err().to_string().contains("holds it at [3]"));
        assert!(outcome(&[("a", &[1]), ("b", &[2]), ("c", &[3])]).unwrap_err().to_string().contains("nobody sent"));
    }

    #[test]
    fn an_open_ballot_lost_doubled_or_slipped_in_is_noticed() {
        let published = |list: &[(&str, usize)]| list.iter().map(|(s, times)| ((*s).to_owned(), *times)).collect();
        let outcome = |list: &[(&str, usize)]| published_once(published(list), ["a", "b"].into_iter());
        assert!(outcome(&[("a", 1), ("b", 1)]).is_ok());
        assert!(outcome(&[("a", 1)]).is_err());
        assert!(outcome(&[("a", 1), ("b", 2)]).is_err());
        assert!(outcome(&[("a", 1), ("b", 1), ("c", 1)]).is_err());
    }
}
