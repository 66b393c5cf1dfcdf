//! Reads an archive from its first byte to its last, hands each thing to the check that it belongs to.

use std::io::Read;

use super::automaton::{Automaton, Closing, Happened};
use super::ballots::Ballots;
use super::findings::Findings;
use super::outline::OutlinedBallots;
use super::{Alone, Check, Limit, Report, Unreadable, Workers, closing, part_of_vote, setup, tally};
use crate::Malformed;
use crate::archive::event::SetupData;
use crate::archive::{Item, Member, NotAnArchive, Reader};
use crate::carry::CarryList;
use crate::combined::Combined;
use crate::companion::Companion;
use crate::hash;

/// Told how far the reading is: ballots met, bytes of the archive read.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// What else is known of the archive.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Text of the companion file.
    pub companion: Option<&'a str>,
    /// Hash of the event that must be the last one: from a checkpoint, or from whoever else was told.
    pub expected_head: Option<&'a str>,
}

/// Verifies an archive in memory with its companion file, in the calling thread.
///
/// # Errors
/// When no verdict can be given.
pub fn verify_election(bytes: &[u8], companion: Option<&str>, progress: Progress<'_>) -> Result<Report, Unreadable> {
    verify_archive(bytes, &Options { companion, expected_head: None }, &Alone, progress)
}

/// Verifies an archive of any size, read once; the ballots are spread over the workers.
///
/// # Errors
/// When no verdict can be given.
pub fn verify_archive<R: Read, W: Workers>(
    source: R,
    options: &Options<'_>,
    workers: &W,
    progress: Progress<'_>,
) -> Result<Report, Unreadable> {
    let (findings, complete) = examine(source, options, workers, progress)?;
    Ok(findings.report(complete))
}

/// An archive that was read, to look at with the other boxes of its vote.
pub struct Examined {
    pub(super) findings: Findings,
    pub(super) complete: bool,
    pub(super) cooperative: Option<[u8; 16]>,
    pub(super) carry: Option<CarryList>,
    pub(super) combined: Option<Combined>,
}

impl Examined {
    /// What was found in it alone.
    #[must_use]
    pub fn report(&self) -> Report {
        self.findings.report(self.complete)
    }
}

/// Reads an archive as [`verify_archive`] does, and keeps what other boxes of the vote are compared with.
///
/// # Errors
/// When no verdict can be given.
pub fn read_archive<R: Read, W: Workers>(
    source: R,
    options: &Options<'_>,
    workers: &W,
    progress: Progress<'_>,
) -> Result<Examined, Unreadable> {
    let (findings, complete) = examine(source, options, workers, progress)?;
    let companion = options.companion.and_then(|text| Companion::parse(text).ok());
    Ok(Examined {
        findings,
        complete,
        cooperative: companion.as_ref().and_then(Companion::cooperative_id),
        carry: companion.as_ref().and_then(|companion| companion.carry.clone()),
        combined: companion.and_then(|companion| companion.combined),
    })
}

impl From<NotAnArchive> for Unreadable {
    fn from(error: NotAnArchive) -> Self {
        match error {
            NotAnArchive::NoHeader => Self::NotAnArchive,
            NotAnArchive::Unreadable(why) => Self::Source(why),
        }
    }
}

/// What is found, and whether the archive is complete.
pub(super) fn examine<R: Read, W: Workers>(
    source: R,
    options: &Options<'_>,
    workers: &W,
    progress: Progress<'_>,
) -> Result<(Findings, bool), Unreadable> {
    let mut reader = Reader::open(source)?;
    let mut findings = Findings::default();
    for check in [Check::Container, Check::Hashes] {
        findings.made(check);
    }
    for what in reader.opening_faults() {
        findings.fault(Check::Container, "member 1", what);
    }
    if reader.version() != 1 {
        findings.unsupported(format!("archive version {}", reader.version()));
    }
    let companion = options.companion.map(Companion::parse);
    let mut examination = Examination::new(companion.as_ref(), reader.version() == 1, workers);
    while let Some(member) = reader.next_member()? {
        examination.member(member, &mut findings);
        progress(findings.summary.ballots, reader.bytes());
    }
    let complete = examination.end(options, &mut findings);
    match findings.only_unsupported() {
        Some(what) => Err(Unreadable::Unsupported(what.to_owned())),
        None => Ok((findings, complete)),
    }
}

struct Examination<'a, W> {
    /// Objects of this version are known; of another only the container is.
    known: bool,
    companion: Option<&'a Result<Companion, Malformed>>,
    workers: &'a W,
    automaton: Automaton,
    ballots: Option<Ballots<'a, W>>,
    outlined: Option<OutlinedBallots>,
    closing: Closing,
}

impl<'a, W: Workers> Examination<'a, W> {
    fn new(companion: Option<&'a Result<Companion, Malformed>>, known: bool, workers: &'a W) -> Self {
        let (automaton, closing) = (Automaton::default(), Closing::default());
        Self { known, companion, workers, automaton, ballots: None, outlined: None, closing }
    }

    fn companion(&self) -> Option<&'a Companion> {
        self.companion.and_then(|companion| companion.as_ref().ok())
    }

    fn member(&mut self, member: Member, findings: &mut Findings) {
        let place = format!("member {}", member.number);
        for what in member.faults {
            findings.fault(Check::Container, place.as_str(), what);
        }
        if !member.content_holds {
            findings.fault(Check::Hashes, place.as_str(), "the content does not have the hash of its name");
        }
        if member.too_large {
            findings.unsupported("a member larger than 128 MiB");
        }
        let Some(item) = member.item.filter(|_| self.known) else { return };
        match self.automaton.step(&place, item, findings) {
            Happened::Nothing => {}
            Happened::Setup(data, items) => self.setup(&data, &items, findings),
            Happened::Ballot(item) => match (&mut self.ballots, &mut self.outlined) {
                (Some(ballots), _) => ballots.take(item, findings),
                (None, Some(outlined)) => outlined.take(&item, findings),
                (None, None) => findings.summary.ballots += 1,
            },
            Happened::Tally(tally, size) => self.closing.tally = Some((tally, size)),
            Happened::Part(owned, part) => self.closing.parts.push(Some((owned, part))),
            Happened::NoPart => self.closing.parts.push(None),
            Happened::Result(result) => self.closing.result = Some(result),
        }
    }

    fn setup(&mut self, data: &SetupData, items: &[Item], findings: &mut Findings) {
        let outline = setup::check(data, items, self.workers, findings);
        self.check_companion(findings);
        self.ballots = Ballots::new(self.companion(), self.workers, findings);
        self.outlined = outline.map(|outline| OutlinedBallots::new(outline, findings));
    }

    /// Ours need the companion; a foreign archive passes without, and it is said.
    fn check_companion(&self, findings: &mut Findings) {
        let Some((election, _)) = &findings.election else { return };
        let (ours, uuid) = (election.is_ours(), election.uuid.clone());
        findings.made(Check::Companion);
        match self.companion {
            None if ours => {
                findings.fault(Check::Companion, "companion file", "is missing: an election of Voix needs it");
            }
            None => {
                findings.limited(Check::Companion, Limit::Foreign);
            }
            Some(Err(error)) => findings.fault(Check::Companion, "companion file", error),
            Some(Ok(companion)) => {
                if companion.uuid != uuid {
                    findings.fault(Check::Companion, "companion file: uuid", "is of another election");
                }
                if companion.cooperative_id().is_none() {
                    findings.fault(Check::Companion, "companion file: cooperative", "32 lower-case hex digits");
                }
                if hash::unhex::<32>(&companion.emargements.root).is_none() {
                    findings.fault(Check::Companion, "companion file: emargements.root", "64 lower-case hex digits");
                }
            }
        }
    }

    fn end(mut self, options: &Options<'_>, findings: &mut Findings) -> bool {
        if !self.known {
            return false;
        }
        for check in [Check::Chain, Check::Order, Check::Canonical] {
            findings.made(check);
        }
        let companion = self.companion();
        if let Some(ballots) = self.ballots.take() {
            let counting = ballots.end(findings);
            tally::check(&self.closing, counting, companion, findings);
        }
        closing::check(&self.closing, companion, findings);
        part_of_vote::check(companion, findings);
        let complete = self.automaton.end(findings);
        if let Some(expected) = options.expected_head.filter(|expected| *expected != findings.summary.head) {
            let what = format!("the last event is {}, not {expected}", findings.summary.head);
            findings.fault(Check::Chain, "the end", what);
        }
        complete
    }
}
