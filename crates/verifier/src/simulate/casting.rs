//! The ballots: who votes in which turn, and what.

use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;
use protocol::archive::{Builder, EventType, Item};
use protocol::ballot::{self, Ballot};
use protocol::checks::Workers;
use protocol::companion::{Emargements, FiledSlip};
use protocol::emargement::{self, Mark};
use protocol::hash;
use protocol::slip::OrderSlip;
use protocol::tally::EncryptedTally;
use rand_chacha::rand_core::Rng as _;

use super::secrets::below;
use super::{COOPERATIVE, OpenBox, Plan, Stream};

/// Turns that are made before they are written.
const BATCH: usize = 256;

/// What the ballots leave.
pub(super) struct Cast {
    pub slips: Vec<FiledSlip>,
    pub emargements: Emargements,
    /// Sum of the last ballots.
    pub tally: EncryptedTally,
    pub plain: Vec<u64>,
}

/// One ballot to be cast.
struct Turn {
    number: u64,
    voter: usize,
    /// Whether no later ballot replaces it.
    last: bool,
}

/// One ballot that was made.
struct Paper {
    choice: Vec<u64>,
    ballot: Ballot,
    json: String,
    slip: FiledSlip,
}

pub(super) fn cast<W: Workers>(
    plan: &Plan,
    opened: &OpenBox,
    workers: &W,
    builder: &mut Builder,
    sink: &mut dyn FnMut(Item) -> Result<(), String>,
) -> Result<Cast, String> {
    let turns = turns(plan);
    let width = plan.answers + usize::from(plan.blank);
    let (mut slips, mut tally) = (Vec::with_capacity(turns.len()), EncryptedTally::empty(&opened.election));
    let mut plain = vec![0; width];
    for batch in turns.chunks(BATCH * workers.jobs()) {
        let papers = workers.map(batch, |turn| paper(plan, opened, turn));
        for (turn, paper) in batch.iter().zip(papers) {
            let Paper { choice, ballot, json, slip } = paper?;
            if turn.last {
                tally.count(&ballot, 1);
                plain.iter_mut().zip(&choice).for_each(|(total, one)| *total += one);
            }
            slips.push(slip);
            let item = builder.data(json);
            let event = builder.event(EventType::Ballot, Some(&item.hash));
            sink(item)?;
            sink(event)?;
        }
    }
    Ok(Cast { slips, emargements: emargements(plan, opened), tally, plain })
}

/// Each voter once, and some again, in an order drawn from the seed.
fn turns(plan: &Plan) -> Vec<Turn> {
    let mut rng = plan.rng(Stream::Turns, 0);
    let mut voters: Vec<usize> = (0..plan.voters).collect();
    for _ in 0..plan.revotes {
        voters.push(usize::try_from(below(plan.voters as u64, &mut rng)).unwrap_or(0));
    }
    for i in (1..voters.len()).rev() {
        voters.swap(i, usize::try_from(below(i as u64 + 1, &mut rng)).unwrap_or(0));
    }
    let last: BTreeMap<usize, usize> = voters.iter().enumerate().map(|(turn, voter)| (*voter, turn)).collect();
    let turn =
        |(turn, voter): (usize, usize)| Turn { number: turn as u64, voter, last: last.get(&voter) == Some(&turn) };
    voters.into_iter().enumerate().map(turn).collect()
}

fn paper(plan: &Plan, opened: &OpenBox, turn: &Turn) -> Result<Paper, String> {
    let mut rng = plan.rng(Stream::Ballots, turn.number);
    let voter = opened.voters.get(turn.voter).ok_or("no such voter")?;
    let choice = choice(plan, &mut rng);
    let answers = std::slice::from_ref(&choice);
    let ballot = Ballot::create(&opened.election, &opened.phi, &voter.secret, answers, &mut rng)
        .map_err(|error| error.to_string())?;
    let json = ballot.to_json();
    let tracker = ballot::tracker(&json);
    let uuid = &opened.election.uuid;
    let n = turn.number + 1;
    let slip = OrderSlip::make(&COOPERATIVE, uuid, &opened.phi, &voter.secret, n, &tracker, &mut rng);
    Ok(Paper { choice, ballot, json, slip: FiledSlip::new(&tracker, &slip) })
}

/// Blank now and then, where it is allowed; else some of the answers.
fn choice(plan: &Plan, rng: &mut rand_chacha::ChaCha20Rng) -> Vec<u64> {
    let first = usize::from(plan.blank);
    let mut choice = vec![0; plan.answers + first];
    if plan.blank && below(8, rng) == 0 {
        choice[0] = 1;
        return choice;
    }
    let mut left = plan.min as u64 + below((plan.max - plan.min) as u64 + 1, rng);
    for (i, answer) in choice[first..].iter_mut().enumerate() {
        // Each set of `left` answers is as likely as any other.
        let remaining = (plan.answers - i) as u64;
        let chosen = below(remaining, rng) < left;
        *answer = u64::from(chosen);
        left -= u64::from(chosen);
    }
    choice
}

/// One mark for each voter, under identity keys that nobody registered.
fn emargements(plan: &Plan, opened: &OpenBox) -> Emargements {
    let mut rng = plan.rng(Stream::Marks, 0);
    let mut mark = |_| {
        let (mut voice, mut salt, mut seed) = ([0; 16], [0; 32], [0; 32]);
        for bytes in [&mut voice[..], &mut salt, &mut seed] {
            rng.fill_bytes(bytes);
        }
        let key = SigningKey::from_bytes(&seed);
        let vote = COOPERATIVE;
        let signature = emargement::sign(&key, &COOPERATIVE, &vote, &opened.election.uuid, &opened.phi, &voice);
        Mark { voice, signature, salt }
    };
    let marks: Vec<Mark> = (0..plan.voters).map(&mut mark).collect();
    Emargements { count: marks.len() as u64, root: hash::hex(&emargement::root(&marks)) }
}
