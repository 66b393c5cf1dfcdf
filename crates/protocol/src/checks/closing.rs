//! Checks 15, 16 and 17: decryption and result.

use std::collections::BTreeMap;

use super::automaton::Closing;
use super::findings::Findings;
use super::{Check, Counted};
use crate::companion::Companion;
use crate::decryption::{self, Binding, ElectionResult, PartialDecryption};
use crate::election::{self, Election};
use crate::tally::EncryptedTally;
use crate::trustees::Trustees;

/// Counts are found by a search whose memory grows with the root of the total weight.
const MOST_WEIGHT: u64 = 1 << 40;

pub(super) fn check(closing: &Closing, companion: Option<&Companion>, findings: &mut Findings) {
    findings.opened = !closing.parts.is_empty();
    let Some((election, text)) = findings.election.clone() else { return };
    filed(closing, companion, findings);
    let Some((trustees, _)) = findings.trustees.clone() else { return };
    let Some((tally, tally_text, total_weight)) = findings.tally.clone() else { return };
    let phi = election::fingerprint(&text);
    if total_weight > MOST_WEIGHT {
        findings.unsupported("a total weight above 2^40");
        return;
    }
    let known = Known { trustees: &trustees, phi: &phi, tally: &tally, tally_text: &tally_text, companion };
    let parts = parts(closing, &known, findings);
    let Some(result) = &closing.result else { return };
    findings.made(Check::Threshold);
    if let Err(missing) = trustees.weights(&parts.keys().copied().collect()) {
        findings.fault(Check::Threshold, "partial decryptions", missing);
        return;
    }
    if let Err(error) = ElectionResult::parse(&result.body) {
        return findings.fault(Check::Canonical, "result", error);
    }
    findings.made(Check::Result);
    match decryption::combine(&tally, &trustees, &parts, total_weight) {
        Err(error) => findings.fault(Check::Result, "result", error),
        Ok(opened) if opened.to_json() != result.body => {
            findings.fault(Check::Result, "result", format!("should be {}", opened.to_json()));
        }
        Ok(opened) => adds_up(&election, &opened, total_weight, findings),
    }
}

struct Known<'a> {
    trustees: &'a Trustees,
    phi: &'a str,
    tally: &'a EncryptedTally,
    tally_text: &'a str,
    companion: Option<&'a Companion>,
}

/// Check 15: every part, in the archive and in the companion.
fn parts(closing: &Closing, known: &Known<'_>, findings: &mut Findings) -> BTreeMap<u32, PartialDecryption> {
    let mut good = BTreeMap::new();
    if !closing.parts.is_empty() {
        findings.made(Check::Decryptions);
    }
    for (i, part) in closing.parts.iter().enumerate() {
        let Some((owned, item)) = part else { continue };
        let place = format!("partial decryption {}", i + 1);
        let part = match PartialDecryption::parse(&item.body) {
            Ok(part) => part,
            Err(error) => {
                findings.fault(Check::Canonical, place, error);
                continue;
            }
        };
        match check_part(owned.owner, &part, i, known, findings) {
            Ok(()) => {
                findings.parts.push(owned.owner);
                good.insert(owned.owner, part);
            }
            Err(what) => findings.fault(Check::Decryptions, place, what),
        }
    }
    good
}

/// Check 15: the companion has proofs of each part and of no other, and of an archive that ends before its tally of none: one
/// that was cut is not one that was never opened.
fn filed(closing: &Closing, companion: Option<&Companion>, findings: &mut Findings) {
    if companion.is_some_and(|companion| companion.decryption_proofs.len() != closing.parts.len()) {
        findings.fault(Check::Decryptions, "companion: decryption_proofs", "one entry per partial decryption");
    }
}

fn check_part(
    owner: u32,
    part: &PartialDecryption,
    i: usize,
    known: &Known<'_>,
    findings: &Findings,
) -> Result<(), String> {
    let public = known.trustees.public_key_of(owner).ok_or_else(|| format!("owner {owner} is not a trustee"))?;
    if findings.parts.contains(&owner) {
        return Err(format!("owner {owner} comes twice"));
    }
    let cooperative = known.companion.and_then(Companion::cooperative_id).unwrap_or_default();
    let binding = Binding { cooperative: &cooperative, phi: known.phi, owner, public, tally: known.tally_text };
    decryption::verify(&binding, known.tally, part).map_err(|error| error.to_string())?;
    let Some(companion) = known.companion else { return Ok(()) };
    let filed = companion.decryption_proofs.get(i).filter(|filed| filed.owner == owner);
    let filed = filed.ok_or_else(|| format!("the companion has no proofs of owner {owner} here"))?;
    decryption::verify_companion(&binding, known.tally, part, &filed.proofs).map_err(|error| error.to_string())
}

/// Check 17: blanks and choices stay within what the ballots can hold.
pub(super) fn adds_up(election: &Election, opened: &ElectionResult, voices: u64, findings: &mut Findings) {
    let mut counted = Vec::new();
    for (q, (question, counts)) in election.questions.iter().zip(opened.counts()).enumerate() {
        let first = usize::from(question.allows_blank());
        let blanks = if first == 1 { counts[0] } else { 0 };
        let chosen: u64 = counts[first..].iter().sum();
        let voting = voices.saturating_sub(blanks);
        let within = blanks <= voices
            && chosen >= question.min.saturating_mul(voting)
            && chosen <= question.max.saturating_mul(voting)
            && counts.iter().all(|count| *count <= voices);
        if !within {
            findings.fault(Check::Result, format!("question {}", q + 1), "the counts do not add up");
        }
        let names = question.allows_blank().then(|| "(blank)".to_owned()).into_iter().chain(question.answers.clone());
        counted.push(Counted { question: question.question.clone(), answers: names.zip(counts).collect() });
    }
    findings.summary.result = Some(counted);
}
