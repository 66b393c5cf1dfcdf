//! A small election from a seed: any number of voters, choices and revotes given; the server and either one key holder or
//! a group of whom some open.

use std::collections::BTreeMap;

use protocol::archive::{Builder, EventType, Item, render};
use protocol::ballot::{self, Ballot};
use protocol::ceremony::{Ceremony, Deal, Holder, Member, Seed, Share, relay};
use protocol::companion::{Companion, Emargements, FiledSlip, OwnerProofs};
use protocol::decryption::{self, Binding};
use protocol::election::{self, Election, Question};
use protocol::group::{Element, Scalar, random_scalar};
use protocol::keys::{Language, MemberKeys, Phrase};
use protocol::slip::OrderSlip;
use protocol::tally::{EncryptedTally, SizedTally};
use protocol::trustees::{Entry, Pedersen, Signed, TrusteePublicKey, Trustees};
use protocol::{credentials, hash, json};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

pub const COOPERATIVE: [u8; 16] = *b"a cooperative  !";

/// What is to be made.
#[derive(Clone, Debug)]
pub struct Plan {
    pub seed: u64,
    pub ours: bool,
    pub questions: Vec<Question>,
    pub voters: usize,
    /// Who votes what, in order: voter, one 0/1 vector per question.
    pub votes: Vec<(usize, Vec<Vec<u64>>)>,
}

impl Plan {
    /// For, against, abstain.
    pub fn resolution(seed: u64, voters: usize, votes: &[(usize, usize)]) -> Self {
        let answers = ["Pour", "Contre", "Abstention"].map(str::to_owned).to_vec();
        let question =
            Question { answers, blank: None, min: 1, max: 1, question: "Résolution « une » ?".to_owned() };
        let votes = votes.iter().map(|(voter, choice)| {
            let mut vector = vec![0; 3];
            vector[*choice] = 1;
            (*voter, vec![vector])
        });
        Self { seed, ours: true, questions: vec![question], voters, votes: votes.collect() }
    }
}

/// What was made, in parts, so that tests can change one and write the file again.
#[derive(Clone)]
pub struct Made {
    pub items: Vec<Item>,
    pub companion: Companion,
    pub election: Election,
    pub trustees: Trustees,
    pub voters: Vec<Scalar>,
}

/// Trustees with all their secrets, and who of them opens.
#[derive(Clone)]
pub struct Keyring {
    pub trustees: Trustees,
    /// By owner, from 1.
    pub secrets: BTreeMap<u32, Scalar>,
    /// Owners in the order in which their parts come.
    pub opening: Vec<u32>,
}

impl Keyring {
    /// The server and key holders, `n` in all, none of whom can be missing.
    pub fn singles(n: u32, rng: &mut ChaCha20Rng) -> Self {
        let secrets: Vec<Scalar> = (0..n).map(|_| random_scalar(rng)).collect();
        let trustees = Trustees::singles(secrets.iter().map(|x| TrusteePublicKey::prove(x, None, rng)).collect());
        Self { trustees, secrets: (1..).zip(secrets).collect(), opening: (1..=n).collect() }
    }

    /// The server, and a group of whom the members of these places open.
    pub fn threshold(t: u32, n: u32, opening: &[u32], rng: &mut ChaCha20Rng) -> Self {
        let server = random_scalar(rng);
        let (group, shares) = group(t, n, rng);
        let single = Entry::Single(Box::new(TrusteePublicKey::prove(&server, None, rng)));
        let trustees = Trustees::new(vec![single, Entry::Pedersen(group)]);
        let secrets = (2..).zip(shares).chain([(1, server)]).collect();
        let opening = std::iter::once(1).chain(opening.iter().map(|index| index + 1)).collect();
        Self { trustees, secrets, opening }
    }
}

/// A whole ceremony among pages of ours: the group, and each member's share.
pub fn group(t: u32, n: u32, rng: &mut ChaCha20Rng) -> (Pedersen, Vec<Scalar>) {
    let ceremony = Ceremony::new(COOPERATIVE, [0xce; 16], t, n).expect("sane numbers");
    let (mut holders, mut members) = (Vec::new(), Vec::new());
    for index in 1..=n {
        let keys = MemberKeys::derive(&Phrase::generate(Language::French, rng), &COOPERATIVE);
        let holder = Holder::new(ceremony, index, keys.public().identity, &Seed::generate(rng)).expect("a place");
        members.push(Member::sign(&ceremony, index, holder.certificate(rng), keys.identity()));
        holders.push(holder);
    }
    let certs: Vec<Signed> = members.iter().map(|member| member.cert.clone()).collect();
    let joined: Vec<_> = holders.into_iter().map(|holder| holder.join(&members).expect("all certified")).collect();
    let deals: Vec<Deal> = joined.iter().map(|joined| joined.deal(rng)).collect();
    let commitments: Vec<_> = joined.iter().zip(&deals).map(|(joined, deal)| joined.commitment(deal)).collect();
    let dealings = relay::distribute(&ceremony, &certs, &commitments, &deals).expect("honest deals");
    let mut received = Vec::new();
    for ((joined, deal), dealings) in joined.into_iter().zip(&deals).zip(&dealings) {
        let revealed = joined.reveal(deal.clone(), commitments.clone()).expect("all committed");
        received.push(revealed.receive(dealings, rng).expect("honest shares"));
    }
    let shares: Vec<Share> = received.iter().map(|received| received.share().clone()).collect();
    let group = relay::assemble(&ceremony, &certs, &deals, &shares).expect("honest keys");
    let confirmed = received.into_iter().map(|received| *received.confirm(&group).expect("the same group").secret);
    let secrets = confirmed.collect();
    (group, secrets)
}

impl Made {
    pub fn bytes(&self) -> Vec<u8> {
        render(1_700_000_000, &self.items)
    }
}

pub fn make(plan: &Plan) -> Made {
    let mut rng = ChaCha20Rng::seed_from_u64(plan.seed);
    let keyring = Keyring::singles(2, &mut rng);
    make_under(plan, &keyring, &mut rng)
}

/// Any `t` of `n` key holders open, together with the server; here those of the given places do.
pub fn make_threshold(plan: &Plan, t: u32, n: u32, opening: &[u32]) -> Made {
    let mut rng = ChaCha20Rng::seed_from_u64(plan.seed);
    let keyring = Keyring::threshold(t, n, opening, &mut rng);
    make_under(plan, &keyring, &mut rng)
}

pub fn make_under(plan: &Plan, keyring: &Keyring, rng: &mut ChaCha20Rng) -> Made {
    let voters: Vec<Scalar> = (0..plan.voters).map(|_| random_scalar(rng)).collect();
    let trustees = keyring.trustees.clone();
    let election = Election {
        version: 1,
        description: "Une élection d’essai".to_owned(),
        name: "Essai".to_owned(),
        group: "Ed25519".to_owned(),
        public_key: trustees.election_key().expect("honest trustees"),
        questions: plan.questions.clone(),
        uuid: "V1tBDcoBQ5ndB4fB".to_owned(),
        administrator: Some(if plan.ours { "voix/1 essai" } else { "someone" }.to_owned()),
        credential_authority: Some("server".to_owned()),
        language: None,
    };
    let mut credentials: Vec<Element> = voters.iter().map(Element::mul_base).collect();
    let list = credentials::publish(&mut credentials);
    let mut made = Made { items: Vec::new(), companion: empty(&election), election, trustees, voters };
    let mut builder = Builder::new();
    let trustees = made.trustees.to_json();
    setup(&mut made, &mut builder, &trustees, list);
    cast(&mut made, &mut builder, plan, rng);
    close(&mut made, &mut builder, keyring, rng);
    made
}

fn empty(election: &Election) -> Companion {
    Companion {
        version: 1,
        cooperative: hash::hex(&COOPERATIVE),
        uuid: election.uuid.clone(),
        order_slips: Vec::new(),
        emargements: Emargements { count: 0, root: "00".repeat(32) },
        decryption_proofs: Vec::new(),
        carry: None,
        combined: None,
    }
}

fn setup(made: &mut Made, builder: &mut Builder, trustees: &str, list: String) {
    let parts = [made.election.to_json(), trustees.to_owned(), list].map(|body| builder.data(body));
    let setup = protocol::archive::event::SetupData {
        election: parts[0].hash.clone(),
        trustees: parts[1].hash.clone(),
        credentials: parts[2].hash.clone(),
        credentials_certificate: None,
    };
    let setup = builder.data(json::write(&setup));
    let event = builder.event(EventType::Setup, Some(&setup.hash));
    made.items.extend(parts);
    made.items.extend([setup, event]);
}

fn cast(made: &mut Made, builder: &mut Builder, plan: &Plan, rng: &mut ChaCha20Rng) {
    let phi = election::fingerprint(&made.election.to_json());
    let mut voted = std::collections::BTreeSet::new();
    for (n, (voter, choice)) in (1..).zip(&plan.votes) {
        let secret = made.voters[*voter];
        let ballot = Ballot::create(&made.election, &phi, &secret, choice, rng).expect("an allowed choice");
        let json = ballot.to_json();
        let tracker = ballot::tracker(&json);
        let slip = OrderSlip::make(&COOPERATIVE, &made.election.uuid, &phi, &secret, n, &tracker, rng);
        made.companion.order_slips.push(FiledSlip::new(&tracker, &slip));
        let item = builder.data(json);
        let event = builder.event(EventType::Ballot, Some(&item.hash));
        made.items.extend([item, event]);
        voted.insert(*voter);
    }
    made.companion.emargements.count = voted.len() as u64;
}

fn close(made: &mut Made, builder: &mut Builder, keyring: &Keyring, rng: &mut ChaCha20Rng) {
    let election_json = made.election.to_json();
    let phi = election::fingerprint(&election_json);
    let mut last = BTreeMap::new();
    for item in made.items.iter().filter(|item| item.body.starts_with("{\"election_uuid\"")) {
        let ballot = Ballot::parse(&item.body).expect("made above");
        last.insert(ballot.credential, ballot);
    }
    let tally = EncryptedTally::from_ballots(&made.election, last.values());
    let text = tally.to_json();
    let voices = last.len() as u64;
    let closing = builder.event(EventType::EndBallots, None);
    let item = builder.data(text.clone());
    let size = builder.data(json::write(&SizedTally::of(&text, voices, voices)));
    let event = builder.event(EventType::EncryptedTally, Some(&size.hash));
    made.items.extend([closing, item, size, event]);
    let mut parts = BTreeMap::new();
    for owner in keyring.opening.iter().copied() {
        let secret = keyring.secrets[&owner];
        let public = keyring.trustees.public_key_of(owner).expect("an owner");
        let binding = Binding { cooperative: &COOPERATIVE, phi: &phi, owner, public, tally: &text };
        let (part, proofs) = decryption::decrypt(&secret, &binding, rng).expect("a tally");
        made.companion.decryption_proofs.push(OwnerProofs { owner, proofs });
        let item = builder.data(part.to_json());
        let owned = json::write(&protocol::archive::event::Owned { owner, payload: item.hash.clone() });
        let owned = builder.data(owned);
        let event = builder.event(EventType::PartialDecryption, Some(&owned.hash));
        made.items.extend([item, owned, event]);
        parts.insert(owner, part);
    }
    let result = decryption::combine(&tally, &keyring.trustees, &parts, voices).expect("a result");
    let item = builder.data(result.to_json());
    let event = builder.event(EventType::Result, Some(&item.hash));
    made.items.extend([item, event]);
}
