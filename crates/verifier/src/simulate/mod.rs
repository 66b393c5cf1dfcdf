//! Makes a complete election from a seed, secrets included: for rehearsals, benchmarks and tests. Everything follows from
//! the plan, so the same plan gives the same bytes wherever and with however many threads it is made.
//!
//! Never for a vote: whoever knows the seed knows every secret.

pub mod assembly;
pub mod boxes;
pub mod casting;
pub mod closing;
pub mod command;
pub mod opening;
pub mod secrets;
pub mod served;
pub mod tamper;
pub mod trustees;

use std::collections::BTreeMap;

use protocol::archive::tar::{render, render_item, render_opening};
use protocol::archive::{Builder, Event, Item, ItemKind};
use protocol::checks::Workers;
use protocol::companion::Companion;
use protocol::hash;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

pub use opening::{About, OpenBox};
pub use tamper::Tamper;
pub use trustees::Quorum;

/// Time in the archive's headers; a simulation has no clock.
pub const TIMESTAMP: u64 = 1_700_000_000;
/// Id of the invented cooperative.
pub const COOPERATIVE: [u8; 16] = *b"voix/1 rehearsal";

/// What is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Voices, each of which votes once.
    pub voters: usize,
    /// Answers of the one question.
    pub answers: usize,
    /// Fewest answers one may choose.
    pub min: usize,
    /// Most answers one may choose.
    pub max: usize,
    /// Whether a blank ballot is allowed.
    pub blank: bool,
    /// How many trustees, and how many of them are needed.
    pub quorum: Quorum,
    /// Ballots that replace earlier ones.
    pub revotes: usize,
    /// Everything follows from it.
    pub seed: u64,
}

impl Default for Plan {
    /// A resolution: for, against, abstain.
    fn default() -> Self {
        let quorum = Quorum { needed: 2, all: 2 };
        Self { voters: 10, answers: 3, min: 1, max: 1, blank: false, quorum, revotes: 2, seed: 1 }
    }
}

/// Where generators of independent randomness begin. The seed's own stream makes the setup.
#[derive(Clone, Copy)]
enum Stream {
    Setup = 0,
    Turns = 1,
    Closing = 2,
    Marks = 3,
    Ballots = 1 << 8,
}

impl Plan {
    /// Whether such an election can be.
    ///
    /// # Errors
    /// A sentence for a person.
    pub fn check(&self) -> Result<(), String> {
        if self.answers == 0 || self.min > self.max || self.max > self.answers {
            return Err("0 ≤ min ≤ max ≤ answers, and at least one answer".to_owned());
        }
        if self.revotes > 0 && self.voters == 0 {
            return Err("without voters nobody votes again".to_owned());
        }
        self.quorum.check()
    }

    fn rng(&self, stream: Stream, number: u64) -> ChaCha20Rng {
        let mut rng = ChaCha20Rng::from_seed(hash::sha256(format!("voix-verify simulate {}", self.seed).as_bytes()));
        rng.set_stream(stream as u64 + number);
        rng
    }
}

/// What was made beside the archive.
#[derive(Clone, Debug)]
pub struct Made {
    /// Slips, émargements, proofs.
    pub companion: Companion,
    /// Election, credentials, secrets.
    pub opened: OpenBox,
    /// The plain count of what was voted.
    pub plain: Vec<u64>,
}

/// Makes an election; every member of the archive goes to `sink`, in order, and is not kept.
///
/// # Errors
/// A plan that cannot be, or what the sink says.
pub fn make<W: Workers>(
    plan: &Plan,
    workers: &W,
    sink: &mut dyn FnMut(Item) -> Result<(), String>,
) -> Result<Made, String> {
    make_about(plan, None, workers, sink)
}

fn make_about<W: Workers>(
    plan: &Plan,
    about: Option<&About>,
    workers: &W,
    sink: &mut dyn FnMut(Item) -> Result<(), String>,
) -> Result<Made, String> {
    plan.check()?;
    let mut builder = Builder::new();
    let opened = opening::open(plan, about, &mut builder, sink)?;
    let cast = casting::cast(plan, &opened, workers, &mut builder, sink)?;
    let decryption_proofs = closing::close(plan, &opened, &cast, &mut builder, sink)?;
    let companion = Companion {
        version: 1,
        cooperative: hash::hex(&COOPERATIVE),
        uuid: opened.election.uuid.clone(),
        order_slips: cast.slips,
        emargements: cast.emargements,
        decryption_proofs,
        carry: None,
        combined: None,
    };
    Ok(Made { companion, opened, plain: cast.plain })
}

/// A small election, whole in memory: what tests look into and tamper with.
#[derive(Clone, Debug)]
pub struct Simulated {
    /// Members of the archive after the first.
    pub items: Vec<Item>,
    /// What was made beside them.
    pub made: Made,
}

impl Simulated {
    /// Makes it.
    ///
    /// # Errors
    /// A plan that cannot be.
    pub fn of<W: Workers>(plan: &Plan, workers: &W) -> Result<Self, String> {
        Self::about(plan, None, workers)
    }

    fn about<W: Workers>(plan: &Plan, about: Option<&About>, workers: &W) -> Result<Self, String> {
        let mut items = Vec::new();
        let made = make_about(plan, about, workers, &mut |item| {
            items.push(item);
            Ok(())
        })?;
        Ok(Self { items, made })
    }

    /// Puts other texts in the place of some data members, and names and links everything again: what is wrong with them
    /// is then seen by no check but the one that is there for it.
    ///
    /// # Errors
    /// When a member that should be an event is none.
    pub fn change(&mut self, texts: Vec<(usize, String)>) -> Result<(), String> {
        self.items = linked(std::mem::take(&mut self.items), texts)?;
        Ok(())
    }

    /// The archive.
    #[must_use]
    pub fn archive(&self) -> Vec<u8> {
        render(TIMESTAMP, &self.items)
    }

    /// The companion file.
    #[must_use]
    pub fn companion(&self) -> String {
        self.made.companion.to_json()
    }
}

/// Members of an archive with other texts in the place of some, named and linked again.
fn linked(items: Vec<Item>, texts: Vec<(usize, String)>) -> Result<Vec<Item>, String> {
    let mut texts: BTreeMap<usize, String> = texts.into_iter().collect();
    let (mut builder, mut renamed) = (Builder::new(), BTreeMap::<String, String>::new());
    let mut linked = Vec::with_capacity(items.len());
    for (i, item) in items.into_iter().enumerate() {
        if item.kind == ItemKind::Event {
            let event = Event::parse(&item.body).map_err(|error| error.to_string())?;
            let payload = event.payload.map(|hash| renamed.get(&hash).cloned().unwrap_or(hash));
            linked.push(builder.event(event.kind, payload.as_deref()));
            continue;
        }
        let mut body = texts.remove(&i).unwrap_or(item.body);
        for (from, to) in &renamed {
            if body.contains(from) {
                body = body.replace(from, to);
            }
        }
        let fresh = builder.data(body);
        if fresh.hash != item.hash {
            renamed.insert(item.hash, fresh.hash.clone());
        }
        linked.push(fresh);
    }
    Ok(linked)
}

/// The bytes with which an archive begins, and those of one more member.
pub(crate) fn opening_bytes() -> Vec<u8> {
    render_opening(TIMESTAMP)
}

pub(crate) fn item_bytes(item: &Item) -> Vec<u8> {
    let mut bytes = Vec::new();
    render_item(&mut bytes, TIMESTAMP, item);
    bytes
}
