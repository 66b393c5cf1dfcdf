//! What the checks find out and hand on to each other.

use std::collections::{BTreeMap, HashSet};

use super::{Check, Fault, Limit, Outcome, Report, Summary};
use crate::election::Election;
use crate::tally::EncryptedTally;
use crate::trustees::Trustees;

#[derive(Default)]
pub(super) struct Findings {
    faults: Vec<(Check, Fault)>,
    made: Vec<Check>,
    limited: Vec<(Check, Limit)>,
    /// Something this version does not know, by name. It counts only if everything else is right.
    unsupported: Option<String>,
    pub election: Option<(Election, String)>,
    pub trustees: Option<(Trustees, String)>,
    /// Weight of each credential.
    pub credentials: Option<BTreeMap<String, u64>>,
    pub tally: Option<(EncryptedTally, String, u64)>,
    /// Credentials under which a ballot counts.
    pub used: HashSet<[u8; 32]>,
    /// Whether the archive has a part of its own decryption, good or not.
    pub opened: bool,
    /// Owners whose part of the decryption verifies.
    pub parts: Vec<u32>,
    pub summary: Summary,
}

impl Findings {
    pub fn fault(&mut self, check: Check, place: impl Into<String>, what: impl ToString) {
        self.made(check);
        self.faults.push((check, Fault { place: place.into(), what: what.to_string() }));
    }

    pub fn made(&mut self, check: Check) {
        if !self.made.contains(&check) {
            self.made.push(check);
        }
    }

    pub fn limited(&mut self, check: Check, why: Limit) {
        self.limited.push((check, why));
    }

    /// The first such thing is the one that is named.
    pub fn unsupported(&mut self, what: impl Into<String>) {
        self.unsupported.get_or_insert_with(|| what.into());
    }

    /// What is not supported, if that is all there is to say.
    pub fn only_unsupported(&self) -> Option<&str> {
        self.unsupported.as_deref().filter(|_| self.faults.is_empty())
    }

    /// Whether the election is one of Voix.
    pub fn ours(&self) -> bool {
        self.election.as_ref().is_some_and(|(election, _)| election.is_ours())
    }

    pub fn outcome(&self, check: Check) -> Outcome {
        let faults: Vec<Fault> =
            self.faults.iter().filter(|(of, _)| *of == check).map(|(_, fault)| fault.clone()).collect();
        if !faults.is_empty() {
            return Outcome::Failed(faults);
        }
        if let Some((_, why)) = self.limited.iter().find(|(of, _)| *of == check) {
            return Outcome::Limited(*why);
        }
        if self.made.contains(&check) { Outcome::Passed } else { Outcome::NotReached }
    }

    pub fn report(&self, complete: bool) -> Report {
        let of = |check: &Check| (*check, self.outcome(*check));
        // Of one box alone there is nothing to say of others, unless its companion does.
        let said = |(check, outcome): &(Check, Outcome)| *check != Check::OneVoice || *outcome != Outcome::NotReached;
        let outcomes = Check::ALL.iter().map(of).filter(said).collect();
        Report { outcomes, summary: self.summary.clone(), complete, ours: self.ours() }
    }
}
