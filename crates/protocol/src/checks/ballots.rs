//! Checks 6, 7, 11, 12 and the order slips of 24: every ballot. Ballots come in batches and are verified by as many hands
//! as there are; what depends on their order is decided afterwards, in order.
//!
//! Of a ballot that was looked at, what remains is its hash and, for each credential, the last ballot's ciphertexts.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::findings::Findings;
use super::slips::{Slip, Slips};
use super::{Check, Workers};
use crate::archive::Item;
use crate::ballot::{self, Ballot, Ciphertext};
use crate::companion::Companion;
use crate::election::{self, Election};
use crate::group::Element;
use crate::hash;
use crate::tally::EncryptedTally;

/// Ballots in a batch for each hand, and where a batch of great ballots ends earlier.
const BATCH: usize = 64;
const BATCH_BYTES: usize = 4 << 20;

/// What one ballot is checked against.
struct Ground {
    election: Election,
    phi: String,
    credentials: Option<BTreeMap<String, u64>>,
    /// Cooperative that the slips are bound to.
    cooperative: Option<[u8; 16]>,
}

/// A ballot that waits for its batch.
struct Waiting<'a> {
    /// “ballot 3”.
    place: String,
    item: Item,
    tracker: String,
    slip: Slip<'a>,
}

/// What was found about one ballot, whatever comes before or after it.
#[derive(Default)]
struct Verdict {
    faults: Vec<(Check, String, String)>,
    credential: Option<[u8; 32]>,
    /// Place and number of a slip that verifies.
    n: Option<(usize, u64)>,
    /// Of a ballot without fault.
    counts: Option<Counts>,
}

/// What a ballot adds to the tally: its ciphertexts to the power of its weight, and the same in little room.
struct Counts {
    ciphertexts: Vec<Ciphertext>,
    packed: Box<[[u8; 32]]>,
    weight: u64,
}

/// What is remembered of a credential.
#[derive(Default)]
struct Last {
    n: Option<u64>,
    packed: Option<Box<[[u8; 32]]>>,
}

/// Takes the ballots of an archive.
pub(super) struct Ballots<'a, W> {
    ground: Ground,
    workers: &'a W,
    slips: Slips<'a>,
    waiting: Vec<Waiting<'a>>,
    waiting_bytes: usize,
    seen: HashSet<[u8; 32]>,
    last: HashMap<[u8; 32], Last>,
    counting: Counting,
}

/// What the ballots give.
pub(super) struct Counting {
    pub tally: EncryptedTally,
    pub voices: u64,
    pub weight: u64,
    /// Credentials under which a ballot counts.
    pub used: HashSet<[u8; 32]>,
}

impl<'a, W: Workers> Ballots<'a, W> {
    /// Of the election that was found, if one was.
    pub fn new(companion: Option<&'a Companion>, workers: &'a W, findings: &mut Findings) -> Option<Self> {
        let (election, text) = findings.election.clone()?;
        for made in [Check::Shape, Check::Ballots, Check::LastBallot] {
            findings.made(made);
        }
        let tally = EncryptedTally::empty(&election);
        let ground = Ground {
            phi: election::fingerprint(&text),
            credentials: findings.credentials.take(),
            cooperative: companion.and_then(Companion::cooperative_id),
            election,
        };
        Some(Self {
            ground,
            workers,
            slips: Slips::new(companion),
            waiting: Vec::new(),
            waiting_bytes: 0,
            seen: HashSet::new(),
            last: HashMap::new(),
            counting: Counting { tally, voices: 0, weight: 0, used: HashSet::new() },
        })
    }

    /// The next ballot of the archive.
    pub fn take(&mut self, item: Item, findings: &mut Findings) {
        let tracker = ballot::tracker(&item.body);
        self.waiting_bytes += item.body.len();
        findings.summary.ballots += 1;
        let place = format!("ballot {}", findings.summary.ballots);
        let slip = self.slips.of(&place, &tracker, findings);
        self.waiting.push(Waiting { place, item, tracker, slip });
        let jobs = self.workers.jobs();
        if self.waiting.len() >= BATCH * jobs || self.waiting_bytes >= BATCH_BYTES * jobs {
            self.batch(findings);
        }
    }

    fn batch(&mut self, findings: &mut Findings) {
        let waiting = std::mem::take(&mut self.waiting);
        self.waiting_bytes = 0;
        let verdicts = self.workers.map(&waiting, |waiting| self.ground.judge(waiting));
        for (waiting, verdict) in waiting.iter().zip(verdicts) {
            if !self.seen.insert(hash::unhex(&waiting.item.hash).unwrap_or_default()) {
                findings.fault(Check::Ballots, waiting.place.as_str(), "is in the archive twice");
            }
            self.settle(verdict, findings);
        }
    }

    fn settle(&mut self, verdict: Verdict, findings: &mut Findings) {
        for (check, place, what) in verdict.faults {
            findings.fault(check, place, what);
        }
        let Some(credential) = verdict.credential else { return };
        let last = self.last.entry(credential).or_default();
        if let Some((slip, n)) = verdict.n {
            let before = last.n.replace(n);
            if before.is_some_and(|before| before >= n) {
                let what = "is not later than the ballot before it of the same voice";
                findings.fault(Check::Companion, format!("order_slips[{slip}]"), what);
            }
        }
        let Some(counts) = verdict.counts else { return };
        self.counting.tally.add(&counts.ciphertexts);
        match last.packed.replace(counts.packed) {
            Some(replaced) => self.counting.tally.add(&opposite(&replaced)),
            None => {
                self.counting.voices += 1;
                self.counting.weight = self.counting.weight.saturating_add(counts.weight);
            }
        }
    }

    /// No ballot any more: the tally of the last ones, how many they are, and their weight.
    pub fn end(mut self, findings: &mut Findings) -> Counting {
        self.batch(findings);
        self.slips.end(findings);
        findings.summary.voices = self.counting.voices;
        findings.summary.weight = self.counting.weight;
        findings.credentials = self.ground.credentials;
        let used = self.last.into_iter().filter(|(_, last)| last.packed.is_some());
        self.counting.used = used.map(|(credential, _)| credential).collect();
        self.counting
    }
}

impl Ground {
    /// One ballot: canonical, well shaped, bound, proved, signed, listed, numbered.
    fn judge(&self, waiting: &Waiting<'_>) -> Verdict {
        let (mut verdict, place) = (Verdict::default(), &waiting.place);
        let ballot = match Ballot::parse(&waiting.item.body) {
            Ok(ballot) => ballot,
            Err(error) => {
                verdict.faults.push((Check::Canonical, place.clone(), error.to_string()));
                return verdict;
            }
        };
        verdict.credential = Some(ballot.credential.to_rfc8032());
        let listed = self.credentials.as_ref().map(|listed| listed.get(&ballot.credential.to_string()).copied());
        let weight = listed.unwrap_or(Some(1));
        if weight.is_none() {
            verdict.faults.push((Check::Ballots, format!("{place}: credential"), "is not listed".to_owned()));
        }
        for fault in ballot::faults(&self.election, &self.phi, &ballot) {
            let check = match fault.check {
                6 => Check::Canonical,
                7 => Check::Shape,
                _ => Check::Ballots,
            };
            verdict.faults.push((check, format!("{place}: {}", fault.place), fault.what.to_owned()));
        }
        let sound = verdict.faults.is_empty();
        verdict.counts = weight.filter(|_| sound).map(|weight| counts(&ballot, weight));
        self.number(waiting, &ballot, &mut verdict);
        verdict
    }

    /// Check 24: the slip is by this credential for this ballot.
    fn number(&self, waiting: &Waiting<'_>, ballot: &Ballot, verdict: &mut Verdict) {
        let (Slip::Filed(i, filed), Some(cooperative)) = (&waiting.slip, &self.cooperative) else { return };
        let slip = filed.slip();
        match slip.verify(cooperative, &self.election.uuid, &self.phi, &ballot.credential, &waiting.tracker) {
            Ok(()) => verdict.n = Some((*i, filed.n)),
            Err(_) => {
                let what = "does not verify".to_owned();
                verdict.faults.push((Check::Companion, format!("order_slips[{i}]"), what));
            }
        }
    }
}

fn counts(ballot: &Ballot, weight: u64) -> Counts {
    let choices = ballot.answers.iter().flat_map(|answer| &answer.choices);
    let ciphertexts: Vec<Ciphertext> = choices.map(|choice| choice.times(weight)).collect();
    let packed = ciphertexts.iter().flat_map(|c| [c.alpha.to_rfc8032(), c.beta.to_rfc8032()]).collect();
    Counts { ciphertexts, packed, weight }
}

/// What takes a ballot's ciphertexts out of the tally again.
fn opposite(packed: &[[u8; 32]]) -> Vec<Ciphertext> {
    // These bytes were made from elements; others would be found out by the tally not being the archived one.
    let minus = |bytes: &[u8; 32]| -Element::from_rfc8032(*bytes).unwrap_or_else(|_| Element::identity());
    packed.chunks_exact(2).map(|pair| Ciphertext { alpha: minus(&pair[0]), beta: minus(&pair[1]) }).collect()
}
