//! Checks 6, 7, 11, 12, 13 and the order slips of 24: every ballot, and what they add up to.

use std::collections::{BTreeMap, BTreeSet};

use super::automaton::Story;
use super::{Check, Findings, Progress};
use crate::ballot::{self, Ballot};
use crate::companion::Companion;
use crate::election::{self, Election};
use crate::tally::{EncryptedTally, SizedTally};

pub(super) fn check(story: &Story<'_>, companion: Option<&Companion>, findings: &mut Findings, progress: Progress<'_>) {
    let Some((election, text)) = findings.election.clone() else { return };
    let phi = election::fingerprint(&text);
    findings.summary.ballots = story.ballots.len();
    for made in [Check::Shape, Check::Ballots, Check::LastBallot] {
        findings.made(made);
    }
    let mut seen = BTreeSet::new();
    for (i, item) in story.ballots.iter().enumerate() {
        let place = format!("ballot {}", i + 1);
        if !seen.insert(item.hash.as_str()) {
            findings.fault(Check::Ballots, place.as_str(), "is in the archive twice");
        }
        if let Some(ballot) = one(&election, &phi, &item.body, &place, findings) {
            findings.ballots.push((ballot::tracker(&item.body), ballot));
        }
        progress(i + 1, story.ballots.len());
    }
    if let Some(companion) = companion {
        slips(companion, &election, &phi, story.ballots.len(), findings);
    }
    tally(story, companion, &election, findings);
}

/// One ballot: canonical, well shaped, bound, proved, signed, listed.
fn one(election: &Election, phi: &str, text: &str, place: &str, findings: &mut Findings) -> Option<Ballot> {
    let ballot = match Ballot::parse(text) {
        Ok(ballot) => ballot,
        Err(error) => {
            findings.fault(Check::Canonical, place, error);
            return None;
        }
    };
    let listed = findings.credentials.as_ref().map(|listed| listed.contains_key(&ballot.credential.to_string()));
    if listed == Some(false) {
        findings.fault(Check::Ballots, place, "its credential is not listed");
        return None;
    }
    match ballot::verify(election, phi, &ballot) {
        Ok(()) => Some(ballot),
        Err(fault) => {
            let check = match fault.check {
                6 => Check::Canonical,
                7 => Check::Shape,
                _ => Check::Ballots,
            };
            findings.fault(check, format!("{place}: {}", fault.place), fault.what);
            None
        }
    }
}

/// Check 24: a slip per ballot, in order, each greater than the last of its credential.
fn slips(companion: &Companion, election: &Election, phi: &str, in_archive: usize, findings: &mut Findings) {
    if companion.order_slips.len() != in_archive {
        return findings.fault(Check::Companion, "order_slips", "one per ballot of the archive");
    }
    let Some(cooperative) = companion.cooperative_id() else {
        return findings.fault(Check::Companion, "cooperative", "32 lower-case hex digits");
    };
    if findings.ballots.len() != in_archive {
        // A ballot failed already: slips cannot be matched to those that remain.
        return;
    }
    let mut last: BTreeMap<[u8; 32], u64> = BTreeMap::new();
    let mut faults = Vec::new();
    for (i, (filed, (tracker, ballot))) in companion.order_slips.iter().zip(&findings.ballots).enumerate() {
        let place = format!("order_slips[{i}]");
        if filed.ballot != *tracker {
            faults.push((place, "is of another ballot"));
            continue;
        }
        if filed.slip().verify(&cooperative, &election.uuid, phi, &ballot.credential, tracker).is_err() {
            faults.push((place, "does not verify"));
            continue;
        }
        let before = last.insert(ballot.credential.to_rfc8032(), filed.n);
        if before.is_some_and(|before| before >= filed.n) {
            faults.push((place, "is not later than the ballot before it of the same voice"));
        }
    }
    for (place, what) in faults {
        findings.fault(Check::Companion, place, what);
    }
}

/// Check 13: the tally is the one the last ballots give, byte for byte.
fn tally(story: &Story<'_>, companion: Option<&Companion>, election: &Election, findings: &mut Findings) {
    let mut last: BTreeMap<[u8; 32], &Ballot> = BTreeMap::new();
    for (_, ballot) in &findings.ballots {
        last.insert(ballot.credential.to_rfc8032(), ballot);
    }
    findings.summary.voices = last.len();
    let weights = findings.credentials.clone().unwrap_or_default();
    let mut total_weight = 0_u64;
    let mut recomputed = EncryptedTally::empty(election);
    for ballot in last.values() {
        let weight = weights.get(&ballot.credential.to_string()).copied().unwrap_or(1);
        total_weight = total_weight.saturating_add(weight);
        recomputed.count(ballot, weight);
    }
    let voices = last.len() as u64;
    let Some((tally, size)) = story.tally else { return };
    findings.made(Check::Tally);
    let text = recomputed.to_json();
    if tally.body != text {
        findings.fault(Check::Tally, "encrypted tally", "is not the one recomputed from the ballots");
    }
    let expected = crate::json::write(&SizedTally::of(&text, voices, total_weight));
    if size.body != expected {
        findings.fault(Check::Tally, "size of the tally", format!("should be {expected}"));
    }
    findings.tally = Some((recomputed, text, total_weight));
    if let Some(companion) = companion.filter(|companion| companion.emargements.count != voices) {
        let what = format!("{} voices signed, {voices} ballots count", companion.emargements.count);
        findings.fault(Check::Companion, "emargements.count", what);
    }
}
