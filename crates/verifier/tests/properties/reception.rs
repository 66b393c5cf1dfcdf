//! Whatever a box takes, every verifier accepts; whatever it refuses would have made the archive wrong.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::Index;
use protocol::archive::{Builder, Event, EventType, Item, ItemKind};
use protocol::ballot::{self, Ballot};
use protocol::checks::{Report, verify_election};
use protocol::companion::FiledSlip;
use protocol::group::{Element, Scalar};
use protocol::reception::OpenBox;
use protocol::slip::{GREATEST_NUMBER, OrderSlip};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use verifier::simulate::{COOPERATIVE, Plan, Simulated, TIMESTAMP};

use crate::{make, plans};

/// What is wrong with what a voter sends, if anything.
#[derive(Clone, Debug)]
enum Twist {
    None,
    /// Another letter at some place of the ballot.
    Letter(Index, u8),
    /// A number of the ballot one greater.
    Number(Index),
    /// A space somewhere: another spelling.
    Space(Index),
    /// The ballot of a voter under the credential of another.
    Credential,
    /// A slip made by another voter, for another number, or bent.
    SlipOfAnother,
    SlipNumber,
    SlipResponse,
    /// Numbered as the ballot before, or too high.
    Stale,
    TooHigh,
    /// The ballot before, again, with a new slip.
    Again,
}

fn twists() -> impl Strategy<Value = Twist> {
    prop_oneof![
        6 => Just(Twist::None),
        2 => (any::<Index>(), any::<u8>()).prop_map(|(at, letter)| Twist::Letter(at, letter)),
        2 => any::<Index>().prop_map(Twist::Number),
        1 => any::<Index>().prop_map(Twist::Space),
        1 => Just(Twist::Credential),
        1 => Just(Twist::SlipOfAnother),
        1 => Just(Twist::SlipNumber),
        1 => Just(Twist::SlipResponse),
        1 => Just(Twist::Stale),
        1 => Just(Twist::TooHigh),
        1 => Just(Twist::Again),
    ]
}

/// The server's side: what it keeps to decide, and the archive so far.
struct Desk {
    made: Simulated,
    builder: Builder,
    numbers: BTreeMap<usize, u64>,
    trackers: Vec<String>,
    last: Option<(usize, String)>,
    rng: ChaCha20Rng,
}

impl Desk {
    fn open(plan: &Plan, seed: u64) -> Self {
        let mut made = make(&Plan { voters: 3, revotes: 0, ..plan.clone() });
        made.items.truncate(5);
        made.made.companion.order_slips.clear();
        made.made.companion.decryption_proofs.clear();
        let mut builder = Builder::new();
        for item in &made.items {
            match item.kind {
                ItemKind::Data => drop(builder.data(item.body.clone())),
                ItemKind::Event => {
                    let event = Event::parse(&item.body).expect("an event");
                    builder.event(event.kind, event.payload.as_deref());
                }
            }
        }
        let rng = ChaCha20Rng::seed_from_u64(seed);
        Self { made, builder, numbers: BTreeMap::new(), trackers: Vec::new(), last: None, rng }
    }

    fn ballot(&mut self, plan: &Plan, voter: usize) -> String {
        let opened = &self.made.made.opened;
        let first = usize::from(plan.blank);
        let mut choice = vec![0; plan.answers + first];
        choice[first..first + plan.max].fill(1);
        let secret = &opened.voters[voter].secret;
        Ballot::create(&opened.election, &opened.phi, secret, &[choice], &mut self.rng).expect("allowed").to_json()
    }

    fn slip(&mut self, voter: usize, n: u64, ballot: &str) -> OrderSlip {
        let opened = &self.made.made.opened;
        let (uuid, secret) = (&opened.election.uuid, &opened.voters[voter].secret);
        OrderSlip::make(&COOPERATIVE, uuid, &opened.phi, secret, n, &ballot::tracker(ballot), &mut self.rng)
    }

    /// What a voter sends.
    fn sent(&mut self, plan: &Plan, voter: usize, twist: &Twist) -> (String, OrderSlip) {
        let other = (voter + 1) % 3;
        let mut ballot = match (twist, &self.last) {
            (Twist::Again, Some((last, ballot))) if *last == voter => ballot.clone(),
            _ => self.ballot(plan, voter),
        };
        match twist {
            Twist::Letter(at, letter) => {
                let at = at.index(ballot.len());
                ballot.replace_range(at..=at, &char::from(letter % 95 + 32).to_string());
            }
            Twist::Number(which) => ballot = next_number(&ballot, *which),
            Twist::Space(at) => ballot.insert(at.index(ballot.len()), ' '),
            Twist::Credential => {
                let credential =
                    |voter: usize| Element::mul_base(&self.made.made.opened.voters[voter].secret).to_string();
                ballot = ballot.replace(&credential(voter), &credential(other));
            }
            _ => {}
        }
        let before = self.numbers.get(&voter).copied().unwrap_or(0);
        let n = match twist {
            Twist::Stale => before,
            Twist::TooHigh => GREATEST_NUMBER + 1,
            _ => before + 1,
        };
        let signer = if matches!(twist, Twist::SlipOfAnother) { other } else { voter };
        let mut slip = self.slip(signer, n, &ballot);
        match twist {
            Twist::SlipNumber => slip.n += 1,
            Twist::SlipResponse => slip.response += Scalar::ONE,
            _ => {}
        }
        (ballot, slip)
    }

    /// What the server decides.
    fn takes(&self, voter: usize, ballot: &str, slip: &OrderSlip) -> bool {
        let opened = &self.made.made.opened;
        let open = OpenBox { cooperative: &COOPERATIVE, election: &opened.election, phi: &opened.phi };
        let listed = Element::mul_base(&opened.voters[voter].secret).to_string();
        let Ok(tracker) = open.take(&listed, ballot, slip) else { return false };
        let later = self.numbers.get(&voter).is_none_or(|before| *before < slip.n);
        later && !self.trackers.contains(&tracker)
    }

    fn append(&mut self, ballot: &str, slip: &OrderSlip) {
        let item = self.builder.data(ballot.to_owned());
        let event = self.builder.event(EventType::Ballot, Some(&item.hash));
        self.made.items.extend([item, event]);
        self.made.made.companion.order_slips.push(FiledSlip::new(&ballot::tracker(ballot), slip));
    }

    fn verified(&self, items: &[Item]) -> Report {
        let archive = protocol::archive::render(TIMESTAMP, items);
        verify_election(&archive, Some(&self.made.companion()), &mut |_, _| {}).expect("readable")
    }
}

/// One of the numbers of a ballot, one greater: a proof that does not hold, or a scalar out of range.
fn next_number(ballot: &str, which: Index) -> String {
    let places: Vec<usize> = ballot.match_indices("\":\"").map(|(at, _)| at + 3).collect();
    let numbers: Vec<usize> =
        places.into_iter().filter(|at| ballot[*at..].split('"').next().is_some_and(|text| text.len() > 64)).collect();
    let Some(at) = numbers.get(which.index(numbers.len().max(1))) else { return format!("{ballot} ") };
    let end = ballot[*at..].find('"').expect("an end") + at;
    let digit = ballot.as_bytes()[end - 1];
    let next = if digit == b'9' { '0' } else { char::from(digit + 1) };
    format!("{}{next}{}", &ballot[..end - 1], &ballot[end..])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn whatever_a_box_takes_every_verifier_accepts_and_nothing_else(
        plan in plans(), seed in any::<u64>(), sent in prop::collection::vec((0_usize..3, twists()), 1..7)
    ) {
        let mut desk = Desk::open(&plan, seed);
        for (voter, twist) in sent {
            let (ballot, slip) = desk.sent(&plan, voter, &twist);
            let taken = desk.takes(voter, &ballot, &slip);
            prop_assert!(taken || !matches!(twist, Twist::None), "an honest ballot is refused");
            let before = (desk.made.clone(), desk.builder.clone());
            desk.append(&ballot, &slip);
            let report = desk.verified(&desk.made.items);
            prop_assert_eq!(report.passed(), taken, "{:?}: {:?}", twist, report.outcomes);
            if taken {
                desk.trackers.push(ballot::tracker(&ballot));
                desk.numbers.insert(voter, slip.n);
                desk.last = Some((voter, ballot));
            } else {
                (desk.made, desk.builder) = before;
            }
        }
    }
}
