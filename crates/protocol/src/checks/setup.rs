//! Checks 5, 6, 8, 9 and 10: the election, its trustees and its credentials.

use std::collections::BTreeMap;

use super::findings::Findings;
use super::outline::Outline;
use super::{Check, Workers};
use crate::archive::Item;
use crate::archive::event::SetupData;
use crate::credentials::{self, Listed};
use crate::election::{self, Election, NotAnElection};
use crate::group::Element;
use crate::json;
use crate::trustees::Trustees;

/// Credentials that one worker reads before the next lot.
const LOT: usize = 256;

/// Reads what the setup names. Of an election with questions of an unknown kind, what the ballots can be checked against
/// is returned.
pub(super) fn check<W: Workers>(
    setup: &SetupData,
    items: &[Item],
    workers: &W,
    findings: &mut Findings,
) -> Option<Outline> {
    let mut named = vec![setup.election.as_str(), &setup.trustees, &setup.credentials];
    named.extend(setup.credentials_certificate.as_deref());
    let brought: Vec<&str> = items.iter().map(|item| item.hash.as_str()).collect();
    findings.made(Check::Setup);
    if named != brought {
        findings.fault(Check::Setup, "setup", "does not name the election, trustees and credentials before it");
    }
    let [election, trustees, credentials, ..] = items else { return None };
    let outline = match Election::parse(&election.body) {
        Ok(found) => {
            keep(found, &election.body, findings);
            None
        }
        Err(NotAnElection::Malformed(error)) => {
            findings.fault(Check::Canonical, "election", error);
            None
        }
        Err(NotAnElection::Unsupported(what)) => {
            findings.unsupported(what);
            // In another group, or another version, nothing below could be read.
            Some(Outline::parse(&election.body)?)
        }
    };
    let key = findings.election.as_ref().map(|(election, _)| election.public_key);
    read_trustees(&trustees.body, key.or(outline.as_ref().map(|outline| outline.public_key)), findings);
    read_credentials(&credentials.body, workers, findings);
    outline
}

fn keep(election: Election, text: &str, findings: &mut Findings) {
    findings.summary.name.clone_from(&election.name);
    findings.summary.uuid.clone_from(&election.uuid);
    findings.summary.fingerprint = election::fingerprint(text);
    findings.election = Some((election, text.to_owned()));
}

fn note(findings: &mut Findings, place: &str, error: NotAnElection) {
    match error {
        NotAnElection::Unsupported(what) => findings.unsupported(what),
        NotAnElection::Malformed(error) => findings.fault(Check::Canonical, place, error),
    }
}

fn read_trustees(text: &str, election_key: Option<Element>, findings: &mut Findings) {
    let trustees = match Trustees::parse(text) {
        Ok(trustees) => trustees,
        Err(error) => return note(findings, "trustees", error),
    };
    findings.made(Check::Trustees);
    match trustees.election_key() {
        Err(error) => findings.fault(Check::Trustees, "trustees", error),
        Ok(key) => {
            findings.made(Check::ElectionKey);
            if election_key.is_some_and(|election_key| election_key != key) {
                findings.fault(Check::ElectionKey, "election.public_key", "is not the product of the trustees' keys");
            }
        }
    }
    findings.trustees = Some((trustees, text.to_owned()));
}

fn read_credentials<W: Workers>(text: &str, workers: &W, findings: &mut Findings) {
    findings.made(Check::Credentials);
    let entries: Vec<String> = match json::read(text) {
        Ok(entries) => entries,
        Err(error) => return findings.fault(Check::Canonical, "credentials", error),
    };
    let lots: Vec<&[String]> = entries.chunks(LOT).collect();
    let read = workers.map(&lots, |lot| lot.iter().map(|entry| credentials::parse_entry(entry)).collect::<Vec<_>>());
    let (mut listed, mut before, ours) = (BTreeMap::new(), None::<Element>, findings.ours());
    for (i, (entry, written)) in (1..).zip(read.into_iter().flatten().zip(&entries)) {
        let place = format!("credential {i}");
        match entry {
            Err(error) => findings.fault(Check::Credentials, place, error),
            Ok(Listed { text, element, weight }) => {
                if ours && text != *written {
                    findings.fault(Check::Credentials, place.as_str(), "one voice per credential, never more");
                }
                // A sorted list tells nothing by its order.
                if ours && before.is_some_and(|before| before > element) {
                    findings.fault(Check::Credentials, place.as_str(), "is not in its place: the list is not sorted");
                }
                before = Some(element);
                if listed.insert(text, weight).is_some() {
                    findings.fault(Check::Credentials, place, "is listed twice");
                }
            }
        }
    }
    findings.summary.credentials = entries.len() as u64;
    findings.credentials = Some(listed);
}
