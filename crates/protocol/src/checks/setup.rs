//! Checks 5, 6, 8, 9 and 10: the election, its trustees and its credentials.

use super::automaton::Story;
use super::{Check, Findings};
use crate::election::{self, Election, NotAnElection};
use crate::trustees::Trustees;
use crate::{Malformed, credentials};

pub(super) fn check(story: &Story<'_>, findings: &mut Findings) {
    let Some(setup) = &story.setup else { return };
    let mut named = vec![setup.election.as_str(), &setup.trustees, &setup.credentials];
    named.extend(setup.credentials_certificate.as_deref());
    let brought: Vec<&str> = story.setup_items.iter().map(|item| item.hash.as_str()).collect();
    findings.made(Check::Setup);
    if named != brought {
        findings.fault(Check::Setup, "setup", "does not name the election, trustees and credentials before it");
        return;
    }
    read_election(&story.setup_items[0].body, findings);
    if !election::is_of_our_group(&story.setup_items[0].body) {
        // Its trustees and credentials are of that other group or protocol too: no fault can be told from what is not
        // known.
        return;
    }
    read_trustees(&story.setup_items[1].body, findings);
    read_credentials(&story.setup_items[2].body, findings);
}

fn note(findings: &mut Findings, place: &str, error: NotAnElection) {
    match error {
        NotAnElection::Unsupported(what) => {
            findings.unsupported.get_or_insert(what);
        }
        NotAnElection::Malformed(error) => findings.fault(Check::Canonical, place, error),
    }
}

fn read_election(text: &str, findings: &mut Findings) {
    match Election::parse(text) {
        Ok(election) => {
            findings.summary.name.clone_from(&election.name);
            findings.summary.uuid.clone_from(&election.uuid);
            findings.summary.fingerprint = election::fingerprint(text);
            findings.election = Some((election, text.to_owned()));
        }
        Err(error) => note(findings, "election", error),
    }
}

fn read_trustees(text: &str, findings: &mut Findings) {
    let trustees = match Trustees::parse(text) {
        Ok(trustees) => trustees,
        Err(error) => return note(findings, "trustees", error),
    };
    findings.made(Check::Trustees);
    match trustees.election_key() {
        Err(error) => findings.fault(Check::Trustees, "trustees", error),
        Ok(key) => {
            findings.made(Check::ElectionKey);
            if findings.election.as_ref().is_some_and(|(election, _)| election.public_key != key) {
                findings.fault(Check::ElectionKey, "election.public_key", "is not the product of the trustees' keys");
            }
        }
    }
    findings.trustees = Some((trustees, text.to_owned()));
}

fn read_credentials(text: &str, findings: &mut Findings) {
    findings.made(Check::Credentials);
    let listed = match credentials::parse(text) {
        Ok(listed) => listed,
        Err(error) => return findings.fault(Check::Credentials, "credentials", error),
    };
    let ours = findings.election.as_ref().is_some_and(|(election, _)| election.is_ours());
    if let Err(error) = one_voice_each(text, &listed, ours) {
        findings.fault(Check::Credentials, "credentials", error);
    }
    findings.summary.credentials = listed.len();
    findings.credentials = Some(listed);
}

/// In ours, every weight is one and the list is sorted, so that its order tells nothing.
fn one_voice_each(text: &str, listed: &std::collections::BTreeMap<String, u64>, ours: bool) -> Result<(), Malformed> {
    if !ours {
        return Ok(());
    }
    if listed.values().any(|weight| *weight != 1) {
        return Err(Malformed::because("one voice per credential, never more"));
    }
    let mut elements = listed.keys().map(|text| crate::group::Element::parse(text)).collect::<Result<Vec<_>, _>>()?;
    if credentials::publish(&mut elements) != text {
        return Err(Malformed::because("the list is not sorted"));
    }
    Ok(())
}
