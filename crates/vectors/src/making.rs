//! An election made step by step. At every object a hand may change the text that is about to be archived; what comes
//! after is made from the changed text, with the secrets, as if it were honest. So each wrong archive is wrong in one
//! place and right everywhere else.

use std::collections::{BTreeMap, BTreeSet};

use protocol::archive::event::{Owned, SetupData};
use protocol::archive::{Event, EventType, Item, ItemKind, render};
use protocol::ballot::{self, Ballot, Ciphertext};
use protocol::companion::{Companion, Emargements, FiledSlip, OwnerProofs};
use protocol::decryption::{self, Binding};
use protocol::election::{self, Election};
use protocol::group::{Element, Scalar, random_scalar};
use protocol::slip::OrderSlip;
use protocol::tally::{EncryptedTally, SizedTally};
use protocol::{hash, json};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

use crate::holders::Holders;

/// Everything follows from it.
pub const SEED: &str = "voix vectors 1";
/// Id of the invented cooperative.
pub const COOPERATIVE: [u8; 16] = *b"voix/1 vectors !";
/// Time in the headers.
pub const TIMESTAMP: u64 = 1_700_000_000;

/// Randomness of one thing, of which nothing else takes: what is changed before it leaves it as it was.
#[must_use]
pub fn rng(of: &str) -> ChaCha20Rng {
    ChaCha20Rng::from_seed(hash::sha256(format!("{SEED}: {of}").as_bytes()))
}

/// A secret of somebody.
#[must_use]
pub fn secret(of: &str) -> Scalar {
    random_scalar(&mut rng(of))
}

/// Where an archive ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Until {
    /// After the setup.
    Setup,
    /// After the last ballot.
    Ballots,
    /// After the end of the ballots.
    End,
    /// After the tally.
    Tally,
    /// After the parts of the decryption.
    Parts,
    /// Complete.
    Result,
}

/// A ballot to be cast.
#[derive(Clone, Debug)]
pub struct Vote {
    /// Who.
    pub voter: usize,
    /// What: zeros and ones for each question.
    pub answers: Vec<Vec<u64>>,
    /// Whether the tally knows it.
    pub counts: bool,
}

/// What is to be made.
#[derive(Clone, Debug)]
pub struct Plan {
    /// As it will be archived, but for its key.
    pub election: Election,
    /// Trustees.
    pub holders: Holders,
    /// Voices.
    pub voters: usize,
    /// Written weights, voter by voter; none in elections of ours.
    pub weights: Vec<u64>,
    /// A certificate of the credentials, as some servers add it.
    pub certificate: Option<String>,
    /// Ballots in order.
    pub votes: Vec<Vote>,
    /// Where it ends.
    pub until: Until,
    /// Ballots are made for the election as it was before it was changed.
    pub kept: bool,
    /// What the secrets of the voters are drawn from, where it is not their number.
    pub persons: Vec<String>,
}

/// What a hand may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the objects of PROTOCOL.md by their names")]
pub enum Object {
    Election,
    Trustees,
    Credentials,
    SetupData,
    Ballot(usize),
    Tally,
    Size,
    Part(usize),
    Owned(usize),
    Result,
    Event(usize),
    Companion,
}

/// Changes a text before it is archived.
pub type Hand<'a> = &'a dyn Fn(Object, String, &World) -> String;

/// Changes nothing.
pub fn honest(_: Object, text: String, _: &World) -> String {
    text
}

/// What is known while an election is made.
#[derive(Clone, Debug)]
pub struct World {
    /// The plan.
    pub plan: Plan,
    /// For which ballots are made.
    pub election: Election,
    /// φ of that election.
    pub phi: String,
    /// Secrets of the voters.
    pub voters: Vec<Scalar>,
}

/// An event and the data before it.
#[derive(Clone, Debug)]
pub struct Link {
    /// Texts, each with the hash it is named by: that of the text, unless it is to be wrong.
    pub data: Vec<(String, String)>,
    /// What happened.
    pub kind: EventType,
    /// Whether the event names the last of the data.
    pub payload: bool,
}

impl Link {
    fn new(kind: EventType, data: Vec<String>) -> Self {
        let payload = !data.is_empty();
        let named = data.into_iter().map(|text| (hash::sha256_hex(text.as_bytes()), text));
        Self { data: named.collect(), kind, payload }
    }
}

/// An election before its events are written.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What is known.
    pub world: World,
    /// What happens, in order.
    pub links: Vec<Link>,
    /// The companion.
    pub companion: Companion,
    /// Votes by voter, counted plainly.
    pub plain: Vec<Vec<u64>>,
}

/// The files.
#[derive(Clone, Debug)]
pub struct Made {
    /// Members after the first.
    pub items: Vec<Item>,
    /// The companion's text.
    pub companion: Option<String>,
    /// Votes by voter, counted plainly.
    pub plain: Vec<Vec<u64>>,
}

impl Made {
    /// The archive.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        render(TIMESTAMP, &self.items)
    }
}

impl Plan {
    /// Those who vote.
    #[must_use]
    pub fn voted(&self) -> BTreeSet<usize> {
        self.votes.iter().map(|vote| vote.voter).collect()
    }

    /// Secret of a voter's credential.
    #[must_use]
    pub fn voter(&self, voter: usize) -> Scalar {
        let person = self.persons.get(voter);
        person.map_or_else(|| secret(&format!("voter {voter}")), |person| secret(person))
    }

    /// The whole of it, changed by a hand.
    #[must_use]
    pub fn make(&self, hand: Hand<'_>) -> Made {
        self.draft(hand).finish(hand)
    }

    /// Up to the writing of the events.
    #[must_use]
    pub fn draft(&self, hand: Hand<'_>) -> Draft {
        let election = Election { public_key: self.holders.key(), ..self.election.clone() };
        let phi = election::fingerprint(&election.to_json());
        let voters: Vec<Scalar> = (0..self.voters).map(|voter| self.voter(voter)).collect();
        let world = World { plan: self.clone(), election, phi, voters };
        let companion = Companion {
            version: 1,
            cooperative: hash::hex(&COOPERATIVE),
            uuid: world.election.uuid.clone(),
            order_slips: Vec::new(),
            emargements: Emargements { count: 0, root: hash::sha256_hex(b"") },
            decryption_proofs: Vec::new(),
            carry: None,
            combined: None,
        };
        let mut draft = Draft { world, links: Vec::new(), companion, plain: Vec::new() };
        draft.setup(hand);
        draft.cast(hand);
        draft.close(hand);
        draft
    }
}

impl Draft {
    fn reached(&self, until: Until) -> bool {
        self.world.plan.until >= until
    }

    fn setup(&mut self, hand: Hand<'_>) {
        let text = hand(Object::Election, self.world.election.to_json(), &self.world);
        let readable = Election::parse(&text).ok().filter(|_| !self.world.plan.kept);
        if let Some(election) = readable {
            self.world.phi = election::fingerprint(&text);
            self.companion.uuid.clone_from(&election.uuid);
            self.world.election = election;
        }
        let trustees = hand(Object::Trustees, self.world.plan.holders.trustees.to_json(), &self.world);
        let credentials = hand(Object::Credentials, self.credentials(), &self.world);
        let mut data = vec![text, trustees, credentials];
        data.extend(self.world.plan.certificate.clone());
        let named: Vec<String> = data.iter().map(|text| hash::sha256_hex(text.as_bytes())).collect();
        let setup = SetupData {
            election: named[0].clone(),
            trustees: named[1].clone(),
            credentials: named[2].clone(),
            credentials_certificate: named.get(3).cloned(),
        };
        data.push(hand(Object::SetupData, json::write(&setup), &self.world));
        self.links.push(Link::new(EventType::Setup, data));
    }

    /// Sorted, with the weights if there are any.
    fn credentials(&self) -> String {
        let mut list: Vec<(Element, Option<u64>)> = (0..)
            .zip(&self.world.voters)
            .map(|(voter, secret)| (Element::mul_base(secret), self.world.plan.weights.get::<usize>(voter).copied()))
            .collect();
        list.sort_unstable();
        let entry = |(credential, weight): &(Element, Option<u64>)| match weight {
            Some(weight) => format!("{credential},{weight}"),
            None => credential.to_string(),
        };
        json::write(&list.iter().map(entry).collect::<Vec<_>>())
    }

    fn weight(&self, voter: usize) -> u64 {
        self.world.plan.weights.get(voter).copied().unwrap_or(1)
    }

    fn cast(&mut self, hand: Hand<'_>) {
        if !self.reached(Until::Ballots) {
            return;
        }
        let world = self.world.clone();
        let mut last: BTreeMap<usize, &[Vec<u64>]> = BTreeMap::new();
        for (i, vote) in world.plan.votes.iter().enumerate() {
            let secret = world.plan.voter(vote.voter);
            let mut rng = rng(&format!("ballot {i}"));
            let made = Ballot::create(&world.election, &world.phi, &secret, &vote.answers, &mut rng);
            let text = hand(Object::Ballot(i), made.expect("an allowed choice").to_json(), &world);
            let tracker = ballot::tracker(&text);
            self.companion.order_slips.push(world.slip(i, i as u64 + 1, &tracker));
            self.links.push(Link::new(EventType::Ballot, vec![text]));
            last.insert(vote.voter, &vote.answers);
        }
        self.companion.emargements.count = last.len() as u64;
        self.plain = world.election.questions.iter().map(|question| vec![0; question.width()]).collect();
        for (voter, answers) in last {
            let weight = self.weight(voter);
            let one = answers.iter().flatten();
            self.plain.iter_mut().flatten().zip(one).for_each(|(total, one)| *total += one * weight);
        }
    }

    /// The ballots that the tally knows, the last of each voter: their ciphertexts, how many, and their weight.
    fn counted(&self) -> (EncryptedTally, u64, u64) {
        let mut last: BTreeMap<usize, Vec<Ciphertext>> = BTreeMap::new();
        let cast = self.links.iter().filter(|link| link.kind == EventType::Ballot);
        for (vote, link) in self.world.plan.votes.iter().zip(cast).filter(|(vote, _)| vote.counts) {
            let ballot = Ballot::parse(&link.data[0].1).expect("a ballot that counts");
            let weight = self.weight(vote.voter);
            let choices = ballot.answers.iter().flat_map(|answer| &answer.choices);
            last.insert(vote.voter, choices.map(|choice| choice.times(weight)).collect());
        }
        let mut tally = EncryptedTally::empty(&self.world.election);
        last.values().for_each(|ciphertexts| tally.add(ciphertexts));
        let weight = last.keys().map(|voter| self.weight(*voter)).sum();
        (tally, last.len() as u64, weight)
    }

    fn close(&mut self, hand: Hand<'_>) {
        if self.reached(Until::End) {
            self.links.push(Link::new(EventType::EndBallots, Vec::new()));
        }
        if !self.reached(Until::Tally) {
            return;
        }
        let (tally, voices, weight) = self.counted();
        let text = hand(Object::Tally, tally.to_json(), &self.world);
        let size = json::write(&SizedTally::of(&text, voices, weight));
        let size = hand(Object::Size, size, &self.world);
        self.links.push(Link::new(EventType::EncryptedTally, vec![text.clone(), size]));
        if self.reached(Until::Parts) {
            self.open(&tally, &text, weight, hand);
        }
    }

    fn open(&mut self, tally: &EncryptedTally, text: &str, weight: u64, hand: Hand<'_>) {
        let holders = self.world.plan.holders.clone();
        let mut parts = BTreeMap::new();
        let tally = &EncryptedTally::parse(text).unwrap_or_else(|_| tally.clone());
        for (i, owner) in holders.opening.iter().copied().enumerate() {
            let (part, proofs) = self.world.part(owner, text, &format!("part of {owner}"));
            let body = hand(Object::Part(i), part.to_json(), &self.world);
            let owned = json::write(&Owned { owner, payload: hash::sha256_hex(body.as_bytes()) });
            let owned = hand(Object::Owned(i), owned, &self.world);
            self.links.push(Link::new(EventType::PartialDecryption, vec![body, owned]));
            self.companion.decryption_proofs.push(OwnerProofs { owner, proofs });
            parts.insert(owner, part);
        }
        if self.reached(Until::Result) {
            let result = decryption::combine(tally, &holders.trustees, &parts, weight);
            let result = hand(Object::Result, result.expect("a result").to_json(), &self.world);
            self.links.push(Link::new(EventType::Result, vec![result]));
        }
    }

    /// Writes events and companion.
    #[must_use]
    pub fn finish(&self, hand: Hand<'_>) -> Made {
        let (mut items, mut last) = (Vec::new(), None::<(String, u64)>);
        for (n, link) in self.links.iter().enumerate() {
            for (name, text) in &link.data {
                items.push(Item { kind: ItemKind::Data, hash: name.clone(), body: text.clone() });
            }
            let event = Event {
                parent: last.as_ref().map(|(hash, _)| hash.clone()),
                height: last.as_ref().map_or(0, |(_, height)| height + 1),
                kind: link.kind,
                payload: link.data.last().filter(|_| link.payload).map(|(name, _)| name.clone()),
            };
            let text = hand(Object::Event(n), event.to_json(), &self.world);
            // What follows, follows the event as it stands.
            let height = Event::parse(&text).map_or(event.height, |event| event.height);
            let item = Item::new(ItemKind::Event, text);
            last = Some((item.hash.clone(), height));
            items.push(item);
        }
        let ours = self.world.election.is_ours();
        let companion = ours.then(|| hand(Object::Companion, self.companion.to_json(), &self.world));
        Made { items, companion, plain: self.plain.clone() }
    }

    /// How many members stand before a link's first.
    #[must_use]
    pub fn member(&self, link: usize) -> usize {
        2 + self.links[..link].iter().map(|link| link.data.len() + 1).sum::<usize>()
    }
}

impl World {
    /// The slip of the i-th vote.
    #[must_use]
    pub fn slip(&self, vote: usize, n: u64, tracker: &str) -> FiledSlip {
        let secret = self.plan.voter(self.plan.votes[vote].voter);
        let mut rng = rng(&format!("slip {vote} {n}"));
        let slip = OrderSlip::make(&COOPERATIVE, &self.election.uuid, &self.phi, &secret, n, tracker, &mut rng);
        FiledSlip::new(tracker, &slip)
    }

    /// An owner's part of a tally.
    #[must_use]
    pub fn part(
        &self,
        owner: u32,
        tally: &str,
        of: &str,
    ) -> (decryption::PartialDecryption, decryption::CompanionProofs) {
        let holders = &self.plan.holders;
        let public = holders.trustees.public_key_of(owner).expect("an owner");
        let binding = Binding { cooperative: &COOPERATIVE, phi: &self.phi, owner, public, tally };
        decryption::decrypt(&holders.secrets[&owner], &binding, &mut rng(of)).expect("a tally")
    }
}
