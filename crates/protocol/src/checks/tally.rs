//! Check 13: the tally is the one the last ballots give, byte for byte.

use super::Check;
use super::automaton::Closing;
use super::ballots::Counting;
use super::findings::Findings;
use crate::companion::Companion;
use crate::tally::{EncryptedTally, SizedTally};

pub(super) fn check(closing: &Closing, counting: Counting, companion: Option<&Companion>, findings: &mut Findings) {
    let Some((archived, size)) = &closing.tally else { return };
    findings.made(Check::Tally);
    let text = counting.tally.to_json();
    if archived.body != text {
        findings.fault(Check::Tally, "encrypted tally", "is not the one recomputed from the ballots");
    }
    let expected = crate::json::write(&SizedTally::of(&archived.body, counting.voices, counting.weight));
    if size.body != expected {
        findings.fault(Check::Tally, "size of the tally", format!("should be {expected}"));
    }
    if let Err(error) = crate::json::read::<SizedTally>(&size.body) {
        findings.fault(Check::Canonical, "size of the tally", error);
    }
    if let Some(companion) = companion.filter(|companion| companion.emargements.count != counting.voices) {
        let what = format!("{} voices signed, {} ballots count", companion.emargements.count, counting.voices);
        findings.fault(Check::Companion, "emargements.count", what);
    }
    // What was decrypted is what was archived: a wrong tally is one failure, not a failure of every part as well.
    let shape = |tally: &EncryptedTally| tally.0.iter().map(Vec::len).collect::<Vec<_>>();
    let opened = match EncryptedTally::parse(&archived.body) {
        Ok(other) if shape(&other) == shape(&counting.tally) => (other, archived.body.clone()),
        Ok(_) => (counting.tally, text),
        Err(error) => {
            findings.fault(Check::Canonical, "encrypted tally", error);
            (counting.tally, text)
        }
    };
    findings.tally = Some((opened.0, opened.1, counting.weight));
    findings.used = counting.used;
}
