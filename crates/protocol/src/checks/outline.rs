//! What can still be checked of an election whose questions this version does not know: ranked votes, lists. Its trustees,
//! key, credentials, and of each ballot everything but the answers, so that it is named as unsupported only when it is
//! sound as far as can be seen.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::Check;
use super::findings::Findings;
use crate::archive::Item;
use crate::ballot::{self, BallotSignature};
use crate::election;
use crate::group::{Element, NAME};
use crate::hash;

/// The parts of an election that do not depend on its questions.
#[derive(Deserialize)]
pub(super) struct Outline {
    version: u32,
    group: String,
    pub public_key: Element,
    uuid: String,
    #[serde(skip)]
    phi: String,
}

impl Outline {
    /// Of a version and group that are known.
    pub fn parse(text: &str) -> Option<Self> {
        let outline: Self = serde_json::from_str(text).ok()?;
        let known = outline.version == 1 && outline.group == NAME;
        known.then(|| Self { phi: election::fingerprint(text), ..outline })
    }
}

/// A ballot without its answers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutlinedBallot {
    election_uuid: String,
    election_hash: String,
    credential: Element,
    #[serde(rename = "answers")]
    _answers: IgnoredAny,
    signature: BallotSignature,
}

pub(super) struct OutlinedBallots {
    outline: Outline,
    credentials: Option<BTreeMap<String, u64>>,
    seen: BTreeSet<String>,
}

impl OutlinedBallots {
    pub fn new(outline: Outline, findings: &mut Findings) -> Self {
        findings.made(Check::Ballots);
        Self { outline, credentials: findings.credentials.take(), seen: BTreeSet::new() }
    }

    pub fn take(&mut self, item: &Item, findings: &mut Findings) {
        findings.summary.ballots += 1;
        let place = format!("ballot {}", findings.summary.ballots);
        if !self.seen.insert(item.hash.clone()) {
            findings.fault(Check::Ballots, place.as_str(), "is in the archive twice");
        }
        match serde_json::from_str(&item.body) {
            Err(error) => findings.fault(Check::Canonical, place, error),
            Ok(outlined) => self.judge(&outlined, &item.body, &place, findings),
        }
    }

    fn judge(&self, outlined: &OutlinedBallot, body: &str, place: &str, findings: &mut Findings) {
        let listed = |listed: &BTreeMap<String, u64>| listed.contains_key(&outlined.credential.to_string());
        let signature = &outlined.signature;
        let signed = unsigned(body).is_some_and(|text| signature.hash == hash::sha256_b64(text.as_bytes()));
        let proved = ballot::verify_proof(&outlined.credential, signature);
        let musts = [
            (outlined.election_uuid == self.outline.uuid, "election_uuid", "is of another election"),
            (outlined.election_hash == self.outline.phi, "election_hash", "is not the fingerprint of this election"),
            (self.credentials.as_ref().is_none_or(listed), "credential", "is not listed"),
            (!outlined.credential.is_identity(), "credential", "is the neutral element"),
            (signed, "signature", "is over another ballot"),
            (proved, "signature", "does not verify"),
        ];
        for (_, part, what) in musts.iter().filter(|(good, ..)| !good) {
            findings.fault(Check::Ballots, format!("{place}: {part}"), what);
        }
    }
}

/// The text that was signed: the ballot without its last field.
fn unsigned(body: &str) -> Option<String> {
    let end = body.rfind(",\"signature\":{\"hash\":")?;
    Some(format!("{}}}", &body[..end]))
}
