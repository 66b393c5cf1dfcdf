//! What a single archive shows of the vote it is a box of: the sum it is opened in, the boxes its voices come from.

use super::findings::Findings;
use super::{Check, Limit};
use crate::carry::CarryList;
use crate::combined::{Combined, SummedBox};
use crate::companion::Companion;
use crate::election;
use crate::group::Element;

pub(super) fn check(companion: Option<&Companion>, findings: &mut Findings) {
    let Some(companion) = companion else { return };
    if let Some(combined) = &companion.combined {
        summed(combined, findings);
    }
    if let Some(carry) = &companion.carry {
        carried(carry, findings);
    }
}

/// Check 24: the sum names this box as it was closed; check 15: it is not opened alone as well.
fn summed(combined: &Combined, findings: &mut Findings) {
    let place = "companion file: combined.boxes";
    if !combined.is_listed_well() {
        findings.fault(Check::Companion, place, "are not at least two boxes, each once, sorted");
    }
    if findings.opened {
        findings.fault(Check::Decryptions, "partial decryptions", "of a box that is opened in sum with others");
    }
    if combined.result.is_some() {
        ground(combined, findings);
    }
    findings.limited(Check::Result, Limit::InSum);
    let Some((election, text)) = &findings.election else { return };
    let Some((_, tally, _)) = &findings.tally else {
        return findings.fault(Check::Companion, "companion file: combined", "comes before the box is closed");
    };
    let this = SummedBox::of(&election.uuid, &election::fingerprint(text), tally);
    match combined.boxes.iter().position(|one| one.uuid == this.uuid) {
        None => findings.fault(Check::Companion, place, "do not name this box"),
        Some(i) if combined.boxes[i] != this => {
            findings.fault(Check::Companion, format!("{place}[{i}]"), "is not this box as it was closed");
        }
        Some(_) => {}
    }
}

/// Check 16: a result has parts of all who are needed; whether they hold is seen with all boxes only.
fn ground(combined: &Combined, findings: &mut Findings) {
    let owners = combined.parts.iter().map(|part| part.owner).collect();
    let missing = match &findings.trustees {
        Some((trustees, _)) => trustees.weights(&owners).err().map(|missing| missing.to_string()),
        None => owners.is_empty().then(|| "a result without parts".to_owned()),
    };
    if let Some(missing) = missing {
        findings.fault(Check::Threshold, "companion file: combined", missing);
    }
}

/// Check 19: one entry for each credential of this box.
fn carried(carry: &CarryList, findings: &mut Findings) {
    findings.limited(Check::OneVoice, Limit::FromOthers);
    let uuid = findings.summary.uuid.clone();
    if carry.after.is_empty() || carry.after.contains(&uuid) {
        findings.fault(Check::OneVoice, "companion file: carry.after", "does not name boxes before this one");
    }
    let Some(listed) = &findings.credentials else { return };
    let credentials: Vec<&Element> = carry.voices.iter().map(|voice| voice.credential()).collect();
    let sorted = credentials.is_sorted_by(|one, next| one < next);
    let same = credentials.len() == listed.len() && credentials.iter().all(|c| listed.contains_key(&c.to_string()));
    if !sorted || !same {
        let what = "does not have one entry for each credential of this box, in the order of its list";
        findings.fault(Check::OneVoice, "companion file: carry.voices", what);
    }
}
