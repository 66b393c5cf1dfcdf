//! Several boxes of one vote: no voice speaks in two of them (check 19), and what is opened is their sum (15 to 17).

use std::collections::{BTreeMap, HashSet};

use super::examine::Examined;
use super::findings::Findings;
use super::{Check, Counted, Limit, Outcome, closing};
use crate::carry::{CarryList, Origin};
use crate::combined::{self, Binding, Combined, SummedBox, SummedPart};
use crate::decryption::ElectionResult;
use crate::election::{self, Election};
use crate::tally::EncryptedTally;

/// What the boxes of one vote show together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// Title of the vote.
    pub name: String,
    /// Uuids of its boxes, in their order.
    pub boxes: Vec<String>,
    /// The checks made on all of them.
    pub outcomes: Vec<(Check, Outcome)>,
    /// Voices that voted, in all boxes.
    pub voices: u64,
    /// Voices that no earlier box had.
    pub new_voices: u64,
    /// The result of the sum, where they are opened in sum.
    pub result: Option<Vec<Counted>>,
    /// Whether that result is there and every box was given, or every box was opened alone.
    pub complete: bool,
}

impl Together {
    /// Whether no check failed.
    #[must_use]
    pub fn passed(&self) -> bool {
        !self.outcomes.iter().any(|(_, outcome)| matches!(outcome, Outcome::Failed(_)))
    }
}

/// Sorts archives by vote and looks at those votes of which there is more than one box.
#[must_use]
pub fn verify_together(archives: &[Examined]) -> Vec<Together> {
    let mut votes: BTreeMap<(String, String), Vec<&Examined>> = BTreeMap::new();
    for archive in archives.iter().filter(|archive| archive.findings.ours()) {
        if let Some(vote) = vote_of(archive) {
            votes.entry(vote).or_default().push(archive);
        }
    }
    votes.into_values().filter(|boxes| boxes.len() > 1).map(Vote::check).collect()
}

/// Boxes are of one vote if their elections differ in the uuid alone and their trustees in nothing.
fn vote_of(archive: &Examined) -> Option<(String, String)> {
    let (election, _) = archive.findings.election.as_ref()?;
    let (_, trustees) = archive.findings.trustees.as_ref()?;
    let blank = Election { uuid: String::new(), ..election.clone() };
    Some((blank.to_json(), trustees.clone()))
}

/// The boxes of one vote, those with shorter lists of earlier boxes first.
struct Vote<'a> {
    boxes: Vec<&'a Examined>,
    findings: Findings,
    /// Boxes are named that are not there.
    missing: bool,
}

impl<'a> Vote<'a> {
    fn check(mut boxes: Vec<&'a Examined>) -> Together {
        boxes.sort_by_key(|one| one.carry.as_ref().map_or(0, |carry| carry.after.len()));
        let mut vote = Self { boxes, findings: Findings::default(), missing: false };
        vote.missing = vote.names_others();
        let distinct = vote.distinct();
        let new_voices = if distinct { vote.one_voice() } else { 0 };
        let result = if distinct { vote.opened() } else { None };
        let all_alone = vote.boxes.iter().all(|one| one.complete);
        let checks = [Check::Decryptions, Check::Threshold, Check::Result, Check::OneVoice, Check::Companion];
        Together {
            name: vote.boxes.first().map(|one| one.findings.summary.name.clone()).unwrap_or_default(),
            boxes: vote.uuids(),
            outcomes: checks.map(|check| (check, vote.findings.outcome(check))).to_vec(),
            voices: vote.boxes.iter().map(|one| one.findings.summary.voices).sum(),
            new_voices,
            complete: distinct && !vote.missing && (result.is_some() || all_alone),
            result,
        }
    }

    fn uuids(&self) -> Vec<String> {
        self.boxes.iter().map(|one| one.findings.summary.uuid.clone()).collect()
    }

    fn names_others(&self) -> bool {
        let given: HashSet<&str> = self.boxes.iter().map(|one| one.findings.summary.uuid.as_str()).collect();
        let before = self.boxes.iter().filter_map(|one| one.carry.as_ref()).flat_map(|carry| &carry.after);
        let summed = self.boxes.iter().filter_map(|one| one.combined.as_ref()).flat_map(|sum| &sum.boxes);
        before.chain(summed.map(|one| &one.uuid)).any(|uuid| !given.contains(uuid.as_str()))
    }

    /// Whether each box is given once: of two archives with one uuid nothing can be said together.
    fn distinct(&mut self) -> bool {
        self.findings.made(Check::OneVoice);
        let uuids = self.uuids();
        let distinct = uuids.iter().collect::<HashSet<_>>().len() == uuids.len();
        if !distinct {
            self.findings.fault(Check::OneVoice, "boxes", "one of them is given twice");
        }
        distinct
    }

    /// Check 19. Answers how many voices are new in later boxes.
    fn one_voice(&mut self) -> u64 {
        let uuids = self.uuids();
        if self.missing {
            self.findings.limited(Check::OneVoice, Limit::BoxesMissing);
            return 0;
        }
        let (mut silent, mut leaves, mut new) = (HashSet::<[u8; 32]>::new(), HashSet::new(), 0);
        for (i, uuid) in uuids.iter().enumerate() {
            match (&self.boxes[i].carry, i) {
                (None, 0) => {}
                (Some(carry), 1..) if carry.after == uuids[..i] => {
                    new += origins(uuid, carry, &mut silent, &mut leaves, &mut self.findings);
                }
                _ => self.findings.fault(
                    Check::OneVoice,
                    format!("box {uuid}: carry"),
                    "does not name the boxes before it, in their order",
                ),
            }
            // From here on its unused credentials may be carried.
            let findings = &self.boxes[i].findings;
            let listed = findings.credentials.iter().flatten().filter_map(|(text, _)| element(text));
            silent.extend(listed.filter(|credential| !findings.used.contains(credential)));
        }
        if new > 0 {
            self.findings.limited(Check::OneVoice, Limit::NewVoices);
        }
        new
    }

    /// Checks 15 to 17 on the sum; its counts, if they are what the parts open.
    fn opened(&mut self) -> Option<Vec<Counted>> {
        let voices: Vec<u64> = self.boxes.iter().map(|one| one.findings.summary.voices).collect();
        if combined::required(&voices) {
            for one in self.boxes.iter().filter(|one| one.findings.opened) {
                let place = format!("box {}: partial decryptions", one.findings.summary.uuid);
                let what = "alone, though a box of this vote holds fewer than five ballots";
                self.findings.fault(Check::Decryptions, place, what);
            }
        }
        let combined = self.boxes.iter().find_map(|one| one.combined.as_ref())?;
        self.findings.made(Check::Companion);
        for one in self.boxes.iter().filter(|one| one.combined.as_ref() != Some(combined)) {
            let place = format!("box {}: companion file: combined", one.findings.summary.uuid);
            self.findings.fault(Check::Companion, place, "is not that of the other boxes");
        }
        if self.missing {
            for check in [Check::Decryptions, Check::Threshold, Check::Result] {
                self.findings.limited(check, Limit::BoxesMissing);
            }
            return None;
        }
        self.sum(combined)
    }

    fn sum(&mut self, combined: &Combined) -> Option<Vec<Counted>> {
        let tallies: Vec<_> = self.boxes.iter().map(|one| one.findings.tally.as_ref()).collect::<Option<Vec<_>>>()?;
        let total_weight = tallies.iter().map(|(_, _, weight)| weight).sum();
        let sum = combined::sum(tallies.iter().map(|(tally, ..)| tally))?;
        let boxes = Combined::of(self.boxes.iter().filter_map(|one| closed(one)).collect()).boxes;
        if combined.boxes != boxes {
            self.findings.fault(
                Check::Companion,
                "combined.boxes",
                "are not the boxes of this vote as they were closed",
            );
        }
        let parts = self.parts(combined, &sum);
        let result = combined.result.as_ref()?;
        let first = self.boxes.first()?;
        let (election, _) = first.findings.election.clone()?;
        let (trustees, _) = first.findings.trustees.clone()?;
        self.findings.made(Check::Threshold);
        if let Err(missing) = trustees.weights(&parts.iter().map(|part| part.owner).collect()) {
            self.findings.fault(Check::Threshold, "combined.parts", missing);
            return None;
        }
        self.findings.made(Check::Result);
        match combined::open(&sum, &trustees, &parts, total_weight) {
            Err(error) => self.findings.fault(Check::Result, "combined.result", error),
            Ok(opened) if opened.result != *result => {
                let expected = ElectionResult::to_json(&opened);
                self.findings.fault(Check::Result, "combined.result", format!("should be that of {expected}"));
            }
            Ok(opened) => closing::adds_up(&election, &opened, total_weight, &mut self.findings),
        }
        self.findings.summary.result.take()
    }

    /// Check 15: every part of the sum.
    fn parts<'c>(&mut self, combined: &'c Combined, sum: &EncryptedTally) -> Vec<&'c SummedPart> {
        let mut good: Vec<&SummedPart> = Vec::new();
        let Some(first) = self.boxes.first() else { return good };
        let Some((trustees, _)) = &first.findings.trustees else { return good };
        let cooperative = first.cooperative.unwrap_or_default();
        if self.boxes.iter().any(|one| one.cooperative != first.cooperative) {
            self.findings.fault(Check::Companion, "companion files: cooperative", "is not one for all boxes");
        }
        self.findings.made(Check::Decryptions);
        for (i, part) in combined.parts.iter().enumerate() {
            let place = format!("combined.parts[{i}]");
            let Some(public) = trustees.public_key_of(part.owner) else {
                self.findings.fault(Check::Decryptions, place, format!("owner {} is not a trustee", part.owner));
                continue;
            };
            if combined.parts[..i].iter().any(|before| before.owner == part.owner) {
                self.findings.fault(Check::Decryptions, place, format!("owner {} comes twice", part.owner));
                continue;
            }
            let binding = Binding { cooperative: &cooperative, boxes: &combined.boxes, owner: part.owner, public };
            match combined::verify(&binding, sum, part) {
                Ok(()) => good.push(part),
                Err(error) => self.findings.fault(Check::Decryptions, place, error),
            }
        }
        good
    }
}

fn closed(one: &Examined) -> Option<SummedBox> {
    let (election, text) = one.findings.election.as_ref()?;
    let (_, tally, _) = one.findings.tally.as_ref()?;
    Some(SummedBox::of(&election.uuid, &election::fingerprint(text), tally))
}

fn element(text: &str) -> Option<[u8; 32]> {
    let mut bytes: [u8; 32] = crate::hash::unhex(text)?;
    bytes.reverse();
    Some(bytes)
}

/// Where each voice of a box comes from; answers how many are new. What is carried is not silent any more: it is found
/// again under its new credential.
fn origins(
    uuid: &str,
    carry: &CarryList,
    silent: &mut HashSet<[u8; 32]>,
    leaves: &mut HashSet<[u8; 32]>,
    findings: &mut Findings,
) -> u64 {
    let mut new = 0;
    for (i, voice) in carry.voices.iter().enumerate() {
        let place = || format!("box {uuid}: carry.voices[{i}]");
        match voice {
            Origin::Carried(voice) => {
                if !silent.remove(&voice.carried.to_rfc8032()) {
                    let what = "is carried from no credential of an earlier box that is unused and not carried yet";
                    findings.fault(Check::OneVoice, place(), what);
                }
            }
            Origin::New(voice) => {
                new += 1;
                if !leaves.insert(voice.new) {
                    findings.fault(Check::OneVoice, place(), "is new by a leaf that makes another voice new already");
                }
            }
        }
    }
    new
}
