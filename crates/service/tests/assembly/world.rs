//! A small cooperative with an assembly convened, a clock that is set by hand, randomness from a seed.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use domain::assembly::AssemblyKind;
use domain::contest::Said;
use domain::identity::{Identity, Postal};
use domain::ids::{AssemblyId, CooperativeId, MemberId, VoteId};
use domain::resolution::{Choice, Text};
use domain::roles::{Actor, Role};
use domain::roll_checks::SignRoll;
use domain::vote::VoteMode;
use domain::wire::{ApproveTrustees, BallotPaper, CastOpen, CastSecret, MakeHolderKey, PaperVote, SubmitDecryption};
use protocol::ballot::{self, Ballot};
use protocol::checks;
use protocol::decryption::{self, Binding};
use protocol::election::{self, Election};
use protocol::group::{self, Scalar};
use protocol::keys::{Language, MemberKeys, Phrase};
use protocol::open_ballot::OpenBallot;
use protocol::roll_check::{self, Checked};
use protocol::slip::OrderSlip;
use protocol::trustees::{TrusteePublicKey, Trustees};
use protocol::{emargement, trustees_approval, voice};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};
use service::{AgendaItem, Application, Clock, Convocation, Error, Founder, Founding, Randomness, Service};

pub const DAY: i64 = 24 * 3600 * 1_000_000;
/// Noon in Paris on a Monday in November.
pub const START: i64 = 1_795_431_600_000_000;

pub struct Hands(AtomicI64);

impl Hands {
    pub fn set(&self, now: i64) {
        self.0.store(now, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> i64 {
        // Time passes, a little, at every look.
        self.0.fetch_add(1, Ordering::SeqCst)
    }
}

pub struct Seeded(Mutex<ChaCha20Rng>);

impl Randomness for Seeded {
    fn fill(&self, buffer: &mut [u8]) {
        self.0.lock().unwrap().fill_bytes(buffer);
    }
}

pub fn seeded(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

pub struct Person {
    pub id: MemberId,
    pub keys: MemberKeys,
    pub actor: Actor,
}

pub struct World {
    pub service: Service,
    pub clock: Arc<Hands>,
    pub cooperative: CooperativeId,
    pub people: Vec<Person>,
    pub assembly: AssemblyId,
    pub open: VoteId,
    pub secret: VoteId,
    pub holder_secret: Scalar,
    pub folder: Option<tempfile::TempDir>,
}

/// An empty database on SQLite, or on PostgreSQL if `VOIX_TEST_POSTGRES_URL` is set and asked for.
pub async fn empty(seed: u64) -> (Service, Arc<Hands>, Option<tempfile::TempDir>) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("voix.db").display());
    let (service, clock) = open(&url, seed).await;
    (service, clock, Some(folder))
}

pub async fn open(url: &str, seed: u64) -> (Service, Arc<Hands>) {
    let (clock, random) = machine(seed);
    (Service::open(url, clock.clone(), random).await.unwrap(), clock)
}

/// A clock that stands at the start of the assembly, and randomness from a seed.
pub fn machine(seed: u64) -> (Arc<Hands>, Arc<Seeded>) {
    (Arc::new(Hands(AtomicI64::new(START))), Arc::new(Seeded(Mutex::new(seeded(seed)))))
}

pub fn founding(shares: &[u32]) -> Founding {
    let founder = |(index, shares): (usize, &u32)| Founder {
        name: format!("Personne {}", index + 1),
        // The last two share an address.
        email: Some(format!("personne-{}@example.org", (index + 1).min(6))),
        shares: *shares,
        roles: match index {
            0 => vec![Role::Chair, Role::Board],
            1 => vec![Role::Secretary],
            _ => Vec::new(),
        },
    };
    Founding {
        name: "Les Essais".to_owned(),
        legal_line: "Société coopérative, Besançon".to_owned(),
        preset: "sa-cooperative-fr-ago".to_owned(),
        share_cents: 1600,
        minimum_shares: 1,
        time_zone: "Europe/Paris".to_owned(),
        help: domain::help::HelpContact::default(),
        founders: shares.iter().enumerate().map(founder).collect(),
    }
}

/// Somebody who applies for one share, with everything an application needs.
pub fn applying(name: &str, email: Option<&str>) -> Application {
    let postal = Postal { street: "1 rue des Essais".to_owned(), city: "Dijon".to_owned(), ..Postal::default() };
    Application {
        identity: Identity { name: name.to_owned(), postal, ..Identity::default() },
        email: email.map(str::to_owned),
        shares_wished: 1,
        ..Application::default()
    }
}

pub fn agenda() -> Vec<AgendaItem> {
    let item = |title: &str, mode| AgendaItem {
        title: Text { fr: title.to_owned(), en: format!("({title})") },
        text: Text { fr: format!("{title} : l’assemblée approuve."), en: "Approved.".to_owned() },
        mode,
    };
    vec![item("Offre", VoteMode::Open), item("Indemnité", VoteMode::Secret)]
}

impl World {
    /// Members with these shares, all with keys, and an assembly convened that starts now. Chair, secretary and key
    /// holder are the first three.
    pub async fn with_shares(shares: &[u32]) -> Self {
        let (service, clock, folder) = empty(7).await;
        Self::build(service, clock, folder, shares).await
    }

    pub async fn build(service: Service, clock: Arc<Hands>, folder: Option<tempfile::TempDir>, shares: &[u32]) -> Self {
        Self::found(service, clock, folder, &founding(shares)).await
    }

    /// The same of a cooperative that is not quite like the others.
    pub async fn found(
        service: Service,
        clock: Arc<Hands>,
        folder: Option<tempfile::TempDir>,
        founding: &Founding,
    ) -> Self {
        Self::found_on(service, clock, (folder, agenda()), founding).await
    }

    /// The same with another agenda, of which two votes are used.
    pub async fn found_on(
        service: Service,
        clock: Arc<Hands>,
        of: (Option<tempfile::TempDir>, Vec<AgendaItem>),
        founding: &Founding,
    ) -> Self {
        Self::found_keyed(service, clock, of, founding, usize::MAX).await
    }

    /// The same in which only the first so many have made their key.
    pub async fn found_keyed(
        service: Service,
        clock: Arc<Hands>,
        (folder, agenda): (Option<tempfile::TempDir>, Vec<AgendaItem>),
        founding: &Founding,
        keyed: usize,
    ) -> Self {
        clock.set(START - 60 * DAY);
        let (cooperative, ids) = service::found_cooperative(&service, founding).await.unwrap();
        let people: Vec<Person> = ids.iter().enumerate().map(|(index, id)| person(cooperative, index, *id)).collect();
        for person in people.iter().take(keyed) {
            register(&service, cooperative, person).await.unwrap();
        }
        clock.set(START - 20 * DAY);
        let convocation = Convocation {
            kind: AssemblyKind::Ordinary,
            call: 1,
            starts_at: START,
            place: "Besançon".to_owned(),
            agenda,
            key_holders: vec![people[2].id],
            advance: None,
            entrusted: false,
        };
        let assembly = service::convene(&service, &people[0].actor, &convocation).await.unwrap();
        clock.set(START);
        let view = service::views::assembly(&service, assembly).await.unwrap();
        let (open, secret) = (view.items[0].vote, view.items[1].vote);
        let holder_secret = group::random_scalar(&mut seeded(99));
        Self { service, clock, cooperative, people, assembly, open, secret, holder_secret, folder }
    }

    /// Seven members.
    pub async fn new() -> Self {
        Self::with_shares(&[1, 2, 3, 4, 5, 6, 100]).await
    }

    /// Session open, both votes open.
    pub async fn voting() -> Self {
        let world = Self::new().await;
        world.open_votes().await;
        world
    }

    pub async fn open_votes(&self) {
        self.begin(self.assembly).await;
        service::open_vote(&self.service, self.chair(), self.open).await.unwrap();
        self.key_holder_prepares().await;
        service::open_vote(&self.service, self.chair(), self.secret).await.unwrap();
    }

    /// Opens a session and constitutes its bureau as the offices suggest it.
    pub async fn begin(&self, assembly: AssemblyId) {
        service::open_session(&self.service, self.chair(), assembly).await.unwrap();
        constitute(&self.service, self.chair(), assembly).await;
    }

    pub fn chair(&self) -> &Actor {
        &self.people[0].actor
    }

    pub fn secretary(&self) -> &Actor {
        &self.people[1].actor
    }

    pub fn holder(&self) -> &Actor {
        &self.people[2].actor
    }

    pub fn holder_key(&self) -> MakeHolderKey {
        let key = TrusteePublicKey::prove(&self.holder_secret, None, &mut seeded(5));
        MakeHolderKey { public_key: key.to_json() }
    }

    pub fn approval(&self, vote: VoteId, trustees: &str) -> ApproveTrustees {
        let key = self.people[2].keys.identity();
        let signature = trustees_approval::sign(key, self.cooperative.bytes(), vote.bytes(), trustees);
        ApproveTrustees { signature }
    }

    /// What a key holder's page does before the vote.
    pub async fn key_holder_prepares(&self) {
        let made = self.holder_key();
        let task = service::make_holder_key(&self.service, self.holder(), self.assembly, &made).await.unwrap();
        let trustees = task.votes[0].trustees.clone().unwrap();
        let key = Trustees::parse(&trustees).unwrap().public_key_of(task.votes[0].owner.unwrap()).unwrap();
        assert_eq!(key, group::Element::mul_base(&self.holder_secret));
        let approval = self.approval(self.secret, &trustees);
        service::approve_trustees(&self.service, self.holder(), self.secret, &approval).await.unwrap();
    }

    /// What the page of somebody signs of the roll of a vote's last box, from what the record says of it.
    pub async fn roll_check(&self, who: usize, vote: VoteId) -> SignRoll {
        let entries = service::views::record_entries(&self.service, self.assembly).await.unwrap();
        let id = protocol::hash::hex(vote.bytes());
        let opened = entries.iter().rfind(|entry| entry.kind == "box-opened" && entry.body["vote"] == id.as_str());
        let uuid = opened.unwrap().body["box"].as_str().unwrap().to_owned();
        let said = roll_check::Said::of(&entries, vote.bytes(), &uuid).unwrap();
        let checked = Checked { vote: vote.bytes(), uuid: &uuid, phi: said.phi, roll: said.hash().unwrap() };
        let signature = checked.sign(self.cooperative.bytes(), self.people[who].keys.identity());
        SignRoll { uuid, signature }
    }

    /// What a key holder's page does after it: only from the archive it verified.
    pub async fn decryption(&self) -> SubmitDecryption {
        let archive = service::views::archive(&self.service, self.secret, None).await.unwrap();
        let companion = service::views::companion(&self.service, self.secret, None).await.unwrap();
        let sealed = checks::sealed_tally(&archive, &companion).unwrap();
        let binding = Binding {
            cooperative: self.cooperative.bytes(),
            phi: &sealed.phi,
            owner: 2,
            public: group::Element::mul_base(&self.holder_secret),
            tally: &sealed.tally,
        };
        let (part, proofs) = decryption::decrypt(&self.holder_secret, &binding, &mut seeded(11)).unwrap();
        SubmitDecryption::of_one(part.to_json(), proofs.to_json())
    }

    pub async fn paper(&self, who: usize) -> BallotPaper {
        service::views::ballot_paper(&self.service, &self.people[who].actor, self.assembly).await.unwrap()
    }

    pub async fn paper_vote(&self, who: usize, vote: VoteId) -> PaperVote {
        self.paper(who).await.votes.into_iter().find(|paper| paper.vote == vote).unwrap()
    }

    /// A choice as the member's page makes it.
    pub async fn open_ballot(&self, who: usize, choice: Choice, n: u64) -> CastOpen {
        let paper = self.paper_vote(who, self.open).await;
        self.sign_open(who, &paper, choice.code(), n)
    }

    pub fn sign_open(&self, who: usize, paper: &PaperVote, choice: &str, n: u64) -> CastOpen {
        let person = &self.people[who];
        let ballot = OpenBallot {
            vote: *paper.vote.bytes(),
            resolution_hash: paper.resolution.hash(),
            voice: *person.id.bytes(),
            choice: choice.to_owned(),
            n,
        };
        let signature = ballot.sign(self.cooperative.bytes(), person.keys.identity());
        CastOpen { ballot, signature }
    }

    /// An encrypted ballot as the member's page makes it.
    pub async fn secret_ballot(&self, who: usize, choice: Choice, n: u64) -> CastSecret {
        let paper = self.paper_vote(who, self.secret).await;
        self.seal(who, &paper, choice, n)
    }

    pub fn seal(&self, who: usize, paper: &PaperVote, choice: Choice, n: u64) -> CastSecret {
        self.seal_from(1000 * n + who as u64, who, paper, choice, n)
    }

    /// The same with randomness of the caller's choosing: other seeds make other ballots.
    pub fn seal_from(&self, seed: u64, who: usize, paper: &PaperVote, choice: Choice, n: u64) -> CastSecret {
        self.seal_said(seed, who, paper, &Said::Choice(choice), n)
    }

    /// The same in an election, too.
    pub fn seal_said(&self, seed: u64, who: usize, paper: &PaperVote, said: &Said, n: u64) -> CastSecret {
        let person = &self.people[who];
        let secret = paper.secret.as_ref().unwrap();
        let election = Election::parse(&secret.election).unwrap();
        let phi = election::fingerprint(&secret.election);
        let x = voice::credential_secret(&person.keys, &election.uuid, person.id.bytes());
        assert_eq!(group::Element::mul_base(&x).to_string(), secret.credential);
        let mut rng = seeded(seed);
        let vector = paper.resolution.vector(said).unwrap();
        let ballot = Ballot::create(&election, &phi, &x, &[vector], &mut rng).unwrap().to_json();
        let (cooperative, uuid) = (self.cooperative.bytes(), election.uuid.as_str());
        let slip = OrderSlip::make(cooperative, uuid, &phi, &x, n, &ballot::tracker(&ballot), &mut rng);
        let (vote, id) = (paper.vote.bytes(), person.id.bytes());
        let emargement = emargement::sign(person.keys.identity(), cooperative, vote, uuid, &phi, id);
        CastSecret { ballot, slip, voice: person.id, emargement }
    }

    pub async fn cast_open(&self, who: usize, cast: &CastOpen) -> Result<protocol::receipt::Receipt, Error> {
        service::cast_open(&self.service, &self.people[who].actor, self.open, cast).await
    }

    pub async fn cast_secret(&self, who: usize, cast: &CastSecret) -> Result<protocol::receipt::Receipt, Error> {
        service::cast_secret(&self.service, &self.people[who].actor, self.secret, cast).await
    }
}

/// One press of whoever leads the session: everybody suggested has accepted aloud.
pub async fn constitute(service: &Service, by: &Actor, assembly: AssemblyId) {
    let mut form = service::views::console(service, by, assembly).await.unwrap().bureau.form;
    if form.second_scrutineer.is_empty() {
        form.words = "Peu de sociétaires sont venus".to_owned();
    }
    service::constitute_bureau(service, by, assembly, &form).await.unwrap();
}

pub fn person(cooperative: CooperativeId, index: usize, id: MemberId) -> Person {
    let entropy = [u8::try_from(index).unwrap() + 1; 16];
    let keys = MemberKeys::derive(&Phrase::from_entropy(entropy, Language::French), cooperative.bytes());
    let roles = match index {
        0 => vec![Role::Chair, Role::Board],
        1 => vec![Role::Secretary],
        2 => vec![Role::KeyHolder],
        _ => Vec::new(),
    };
    Person { id, keys, actor: Actor::Member { id, roles } }
}

pub async fn register(service: &Service, cooperative: CooperativeId, person: &Person) -> Result<(), Error> {
    let registration = person.keys.register(cooperative.bytes(), person.id.bytes(), &mut seeded(3));
    service::register_key(service, &person.actor, &registration).await.map(drop)
}

/// The refusal of an outcome that must be one.
pub fn refusal<T>(outcome: Result<T, Error>) -> domain::Refusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        Err(Error::Internal(error)) => panic!("failed instead of refusing: {error}"),
        Ok(_) => panic!("not refused"),
    }
}
