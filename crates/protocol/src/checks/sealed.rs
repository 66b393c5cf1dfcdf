//! What a key holder may decrypt.

use super::examine::{Examined, Options};
use super::{Alone, read_archive, verify_together};
use crate::archive::{Event, EventType, ItemKind, Reader};
use crate::combined::{self, Combined, SummedBox};
use crate::credentials;
use crate::group::Element;
use crate::tally::EncryptedTally;
use crate::{Malformed, election};

/// A closed box whose every check passes, with the tally recomputed: what a key holder may decrypt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedTally {
    /// Uuid of the box.
    pub uuid: String,
    /// φ.
    pub phi: String,
    /// Cooperative of the companion.
    pub cooperative: [u8; 16],
    /// Trustees, JSON text.
    pub trustees: String,
    /// The encrypted tally, recomputed from the ballots, JSON text.
    pub tally: String,
    /// Hash of the event that holds it, hex.
    pub event: String,
    /// Fingerprint of the list of its credentials, sorted: each of one voice.
    pub credentials: String,
}

/// The boxes of a vote, closed and verified, each for itself and all together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedVote {
    /// Each box, in the order of the vote.
    pub boxes: Vec<SealedTally>,
    /// What is decrypted in their place where one holds very few ballots (PROTOCOL.md §13.2).
    pub sum: Option<SealedSum>,
}

/// The sum of the boxes of a vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedSum {
    /// The boxes as they were closed, by uuid.
    pub boxes: Vec<SummedBox>,
    /// Their tallies, component by component.
    pub tally: EncryptedTally,
}

/// Verifies a closed archive of ours before its decryption: everything present must verify, the tally must be there and
/// be the recomputed one, the server's part must be there, the result must not.
///
/// # Errors
/// When anything is wrong or missing; the sentence is for the log, not for a person.
pub fn sealed_tally(archive: &[u8], companion: &str) -> Result<SealedTally, Malformed> {
    let mut sealed = sealed_vote(&[(archive, companion)])?;
    match (sealed.boxes.pop(), sealed.sum) {
        (Some(one), None) => Ok(one),
        _ => Err(Malformed::because("opened in sum with others")),
    }
}

/// Verifies the boxes of a vote before their decryption: archive and companion of each, in their order. The server's part must
/// be there, of each or of their sum, and no voice may speak in two of them.
///
/// # Errors
/// When anything is wrong or missing; the sentence is for the log, not for a person.
pub fn sealed_vote(files: &[(&[u8], &str)]) -> Result<SealedVote, Malformed> {
    let wrong = |what: &str| Malformed::because(what);
    let mut examined = Vec::with_capacity(files.len());
    for (archive, companion) in files {
        let options = Options { companion: Some(companion), ..Options::default() };
        let one = read_archive(*archive, &options, &Alone, &mut |_, _| {});
        examined.push(one.map_err(|error| Malformed(error.to_string()))?);
    }
    if examined.iter().any(|one| !one.report().passed() || one.complete) {
        return Err(wrong("an archive does not verify, or is over"));
    }
    let boxes = examined.iter().zip(files).map(|(one, (archive, _))| sealed(one, archive));
    let boxes = boxes.collect::<Result<Vec<_>, _>>()?;
    let voices: Vec<u64> = examined.iter().map(|one| one.findings.summary.voices).collect();
    let in_sum = combined::required(&voices);
    let first = |one: &Examined| match &one.combined {
        Some(combined) => combined.parts.iter().any(|part| part.owner == 1),
        None => !in_sum && one.findings.parts.contains(&1),
    };
    if !examined.iter().all(|one| one.combined.is_some() == in_sum && first(one)) {
        return Err(wrong("the server's part comes first, of the sum where one box holds very few ballots"));
    }
    if let [_] = examined.as_slice() {
        let alone = examined.iter().all(|one| one.carry.is_none());
        return if alone { Ok(SealedVote { boxes, sum: None }) } else { Err(wrong("a box of the vote is missing")) };
    }
    match verify_together(&examined).as_slice() {
        [together] if together.passed() && together.boxes.len() == examined.len() => {}
        _ => return Err(wrong("the boxes are not those of one vote")),
    }
    let sum = if in_sum { Some(sum(&boxes)?) } else { None };
    Ok(SealedVote { boxes, sum })
}

fn sealed(one: &Examined, archive: &[u8]) -> Result<SealedTally, Malformed> {
    let wrong = |what: &str| Malformed::because(what);
    let cooperative = one.cooperative.ok_or_else(|| wrong("no cooperative"))?;
    let (election, text) = one.findings.election.as_ref().ok_or_else(|| wrong("no election"))?;
    let (_, trustees) = one.findings.trustees.as_ref().ok_or_else(|| wrong("no trustees"))?;
    let (_, tally, _) = one.findings.tally.as_ref().ok_or_else(|| wrong("no tally"))?;
    if !election.is_ours() {
        return Err(wrong("not an election of ours"));
    }
    let (uuid, phi) = (election.uuid.clone(), election::fingerprint(text));
    let event = tally_event(archive).ok_or_else(|| wrong("no tally"))?;
    let credentials = listed(one).ok_or_else(|| wrong("no list of credentials that are of one voice each"))?;
    Ok(SealedTally { uuid, phi, cooperative, trustees: trustees.clone(), tally: tally.clone(), event, credentials })
}

/// The fingerprint of the credentials of a box as our own lists are written, if none has a weight.
fn listed(one: &Examined) -> Option<String> {
    let entries = one.findings.credentials.as_ref().filter(|all| all.values().all(|weight| *weight == 1))?;
    let elements: Result<Vec<Element>, _> = entries.keys().map(|text| Element::parse(text)).collect();
    Some(credentials::fingerprint(&credentials::publish(&mut elements.ok()?)))
}

/// The hash of the event that holds the tally, in an archive whose every check passed.
fn tally_event(archive: &[u8]) -> Option<String> {
    let mut reader = Reader::open(archive).ok()?;
    while let Some(member) = reader.next_member().ok()? {
        let event = member.item.filter(|item| item.kind == ItemKind::Event);
        let Some(item) = event else { continue };
        if Event::parse(&item.body).is_ok_and(|event| event.kind == EventType::EncryptedTally) {
            return Some(item.hash);
        }
    }
    None
}

fn sum(boxes: &[SealedTally]) -> Result<SealedSum, Malformed> {
    let tallies = boxes.iter().map(|one| EncryptedTally::parse(&one.tally)).collect::<Result<Vec<_>, _>>()?;
    let tally = combined::sum(&tallies).ok_or_else(|| Malformed::because("tallies of different shapes"))?;
    let of = |one: &SealedTally| SummedBox::of(&one.uuid, &one.phi, &one.tally);
    Ok(SealedSum { boxes: Combined::of(boxes.iter().map(of).collect()).boxes, tally })
}
