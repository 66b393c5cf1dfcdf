//! Strict verification of an election's archive, check by check (PROTOCOL.md, checks).
//!
//! A *failure* means a check was made and what it found is wrong. An input that cannot be read at all, or is of a named
//! kind this version does not know, is [`Unreadable`] instead: no verdict is given about it. All failures are listed,
//! each with its place, not only the first.

mod automaton;
mod ballots;
mod closing;
mod list;
mod setup;

use crate::archive::tar::{self, NotAnArchive};
use crate::ballot::Ballot;
use crate::companion::Companion;
use crate::election::Election;
use crate::hash;
use crate::tally::EncryptedTally;
use crate::trustees::Trustees;

pub use list::Check;

/// A failure: where, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where in the file.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

/// What came of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Made, and everything is right.
    Passed,
    /// Made, and something is wrong.
    Failed(Vec<Fault>),
    /// Not made: what it looks at is not there yet, or an earlier failure hides it.
    NotReached,
    /// Right as far as it goes; a limitation is stated.
    Limited(&'static str),
}

/// Why no verdict is given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not an archive.
    #[error("this file is not a Belenios archive")]
    NotAnArchive,
    /// Sound so far, but of a kind this version does not verify.
    #[error("not supported: {0}")]
    Unsupported(String),
}

/// One question and its counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The question.
    pub question: String,
    /// Each answer with its count (blank first, where allowed).
    pub answers: Vec<(String, u64)>,
}

/// What the archive says, once verified.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Title.
    pub name: String,
    /// Uuid.
    pub uuid: String,
    /// φ.
    pub fingerprint: String,
    /// Hash of the last event.
    pub head: String,
    /// Credentials listed.
    pub credentials: usize,
    /// Ballots in the archive, replaced ones included.
    pub ballots: usize,
    /// Voices that voted: ballots that count.
    pub voices: usize,
    /// Result, if it is there.
    pub result: Option<Vec<Counted>>,
}

/// Everything found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Each check with its outcome, in order.
    pub outcomes: Vec<(Check, Outcome)>,
    /// What the archive says.
    pub summary: Summary,
    /// Whether the last event is `Result`.
    pub complete: bool,
    /// Whether Voix made the election.
    pub ours: bool,
}

impl Report {
    /// Whether no check failed.
    #[must_use]
    pub fn passed(&self) -> bool {
        !self.outcomes.iter().any(|(_, outcome)| matches!(outcome, Outcome::Failed(_)))
    }

    /// The numbers of the checks that failed.
    #[must_use]
    pub fn failed(&self) -> Vec<u8> {
        let failed =
            |(check, outcome): &(Check, Outcome)| matches!(outcome, Outcome::Failed(_)).then(|| check.number());
        self.outcomes.iter().filter_map(failed).collect()
    }
}

/// Told how far the long part is: ballots done, ballots in all.
pub type Progress<'a> = &'a mut dyn FnMut(usize, usize);

/// What the checks find out and hand on.
#[derive(Default)]
pub(crate) struct Findings {
    faults: Vec<(Check, Fault)>,
    made: Vec<Check>,
    limited: Vec<(Check, &'static str)>,
    unsupported: Option<String>,
    election: Option<(Election, String)>,
    trustees: Option<(Trustees, String)>,
    credentials: Option<std::collections::BTreeMap<String, u64>>,
    /// Ballots that verify, in order: tracker and content.
    ballots: Vec<(String, Ballot)>,
    tally: Option<(EncryptedTally, String, u64)>,
    parts: Vec<u32>,
    summary: Summary,
}

impl Findings {
    fn fault(&mut self, check: Check, place: impl Into<String>, what: impl ToString) {
        self.made(check);
        self.faults.push((check, Fault { place: place.into(), what: what.to_string() }));
    }

    fn made(&mut self, check: Check) {
        if !self.made.contains(&check) {
            self.made.push(check);
        }
    }

    fn outcome(&self, check: Check) -> Outcome {
        let faults: Vec<Fault> =
            self.faults.iter().filter(|(of, _)| *of == check).map(|(_, fault)| fault.clone()).collect();
        if !faults.is_empty() {
            return Outcome::Failed(faults);
        }
        if let Some((_, why)) = self.limited.iter().find(|(of, _)| *of == check) {
            return Outcome::Limited(why);
        }
        if self.made.contains(&check) { Outcome::Passed } else { Outcome::NotReached }
    }
}

/// Verifies an archive with its companion file.
///
/// # Errors
/// When no verdict can be given.
pub fn verify_election(bytes: &[u8], companion: Option<&str>, progress: Progress<'_>) -> Result<Report, Unreadable> {
    let (findings, complete) = examine(bytes, companion, progress)?;
    Ok(report(&findings, complete))
}

fn examine(bytes: &[u8], companion: Option<&str>, progress: Progress<'_>) -> Result<(Findings, bool), Unreadable> {
    let archive = tar::read(bytes).map_err(|error| match error {
        NotAnArchive::NoHeader => Unreadable::NotAnArchive,
        NotAnArchive::Version(version) => Unreadable::Unsupported(format!("archive version {version}")),
    })?;
    let mut findings = Findings::default();
    findings.made(Check::Container);
    if let Some((place, what)) = archive.fault {
        findings.fault(Check::Container, place, what);
    }
    findings.made(Check::Hashes);
    for (i, item) in archive.items.iter().enumerate() {
        if hash::sha256_hex(item.body.as_bytes()) != item.hash {
            findings.fault(
                Check::Hashes,
                format!("member {}", i + 2),
                "the content does not have the hash of its name",
            );
        }
    }
    let story = automaton::follow(&archive.items, &mut findings);
    setup::check(&story, &mut findings);
    let companion = read_companion(companion, &mut findings);
    ballots::check(&story, companion.as_ref(), &mut findings, progress);
    closing::check(&story, companion.as_ref(), &mut findings);
    match &findings.unsupported {
        Some(what) if findings.faults.is_empty() => Err(Unreadable::Unsupported(what.clone())),
        _ => Ok((findings, story.result.is_some())),
    }
}

fn report(findings: &Findings, complete: bool) -> Report {
    let outcomes = Check::ALL.iter().map(|check| (*check, findings.outcome(*check))).collect();
    let ours = findings.election.as_ref().is_some_and(|(election, _)| election.is_ours());
    Report { outcomes, summary: findings.summary.clone(), complete, ours }
}

/// Ours need the companion; a foreign archive passes without, and it is said.
fn read_companion(text: Option<&str>, findings: &mut Findings) -> Option<Companion> {
    let Some((election, _)) = &findings.election else { return None };
    let (ours, uuid) = (election.is_ours(), election.uuid.clone());
    let Some(text) = text else {
        if ours {
            findings.fault(Check::Companion, "companion file", "is missing: an election of Voix needs it");
        } else {
            findings
                .limited
                .push((Check::Companion, "not an election of Voix: nothing shows that no ballot was inserted"));
        }
        return None;
    };
    findings.made(Check::Companion);
    match Companion::parse(text) {
        Ok(companion) if companion.uuid == uuid => Some(companion),
        Ok(_) => {
            findings.fault(Check::Companion, "companion file: uuid", "is of another election");
            None
        }
        Err(error) => {
            findings.fault(Check::Companion, "companion file", error);
            None
        }
    }
}

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
pub fn sealed_tally(archive: &[u8], companion: &str) -> Result<SealedTally, crate::Malformed> {
    let wrong = |what: &str| crate::Malformed::because(what);
    let (findings, complete) =
        examine(archive, Some(companion), &mut |_, _| {}).map_err(|error| crate::Malformed(error.to_string()))?;
    if !report(&findings, complete).passed() || complete {
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
    Ok(SealedTally {
        uuid: election.uuid.clone(),
        phi: crate::election::fingerprint(&text),
        cooperative,
        trustees,
        tally,
    })
}
