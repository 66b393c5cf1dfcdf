//! What a key holder may decrypt.

use super::Alone;
use super::examine::{Options, examine};
use crate::companion::Companion;
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
}

/// Verifies a closed archive of ours before its decryption: everything present must verify, the tally must be there and
/// be the recomputed one, the server's part must be there, the result must not.
///
/// # Errors
/// When anything is wrong or missing; the sentence is for the log, not for a person.
pub fn sealed_tally(archive: &[u8], companion: &str) -> Result<SealedTally, Malformed> {
    let wrong = |what: &str| Malformed::because(what);
    let options = Options { companion: Some(companion), ..Options::default() };
    let examined = examine(archive, &options, &Alone, &mut |_, _| {});
    let (findings, complete) = examined.map_err(|error| Malformed(error.to_string()))?;
    if !findings.report(complete).passed() || complete {
        return Err(wrong("the archive does not verify, or is over"));
    }
    if !findings.parts.contains(&1) {
        return Err(wrong("the server's part comes first"));
    }
    let cooperative = Companion::parse(companion)?.cooperative_id().ok_or_else(|| wrong("no cooperative"))?;
    let (election, text) = findings.election.ok_or_else(|| wrong("no election"))?;
    let (_, trustees) = findings.trustees.ok_or_else(|| wrong("no trustees"))?;
    let (_, tally, _) = findings.tally.ok_or_else(|| wrong("no tally"))?;
    if !election.is_ours() {
        return Err(wrong("not an election of ours"));
    }
    Ok(SealedTally { uuid: election.uuid.clone(), phi: election::fingerprint(&text), cooperative, trustees, tally })
}
