//! A cooperative in which every way of being someone, and of not being it any more, is somebody.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use domain::assembly::AssemblyKind;
use domain::ids::{AssemblyId, CooperativeId, MemberId, VoteId};
use domain::member::MemberState;
use domain::resolution::Text;
use domain::roles::{Actor, Role};
use domain::vote::VoteMode;
use protocol::keys::{Language, MemberKeys, Phrase};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};
use service::{AgendaItem, Application, Clock, Convocation, Office, Randomness, Service};
use store::testing::Place;
use store::{Db, members};

const HOUR: i64 = 3600 * 1_000_000;
const DAY: i64 = 24 * HOUR;
/// Noon in Paris on a Monday in November: the assembly starts.
const START: i64 = 1_795_431_600_000_000;

/// Members by number, as the demo numbers them. What each is stands in [`World::standings`].
pub const HOLDERS: [u32; 2] = [4, 9];
const WAS: [u32; 3] = [10, 11, 12];
const WILL_BE: [u32; 3] = [13, 14, 15];
const HOLDER_OF_THE_PAST: u32 = 17;
const LEFT: u32 = 20;
const EXCLUDED: u32 = 21;

/// A clock that is set by hand and goes on a little at every look.
pub struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> i64 {
        self.0.fetch_add(1, Ordering::SeqCst)
    }
}

struct Seeded(Mutex<ChaCha20Rng>);

impl Randomness for Seeded {
    fn fill(&self, buffer: &mut [u8]) {
        self.0.lock().unwrap().fill_bytes(buffer);
    }
}

/// Somebody on the register, with a voting key and, for key holders, the secret of it.
pub struct Member {
    pub number: u32,
    pub id: MemberId,
    pub keys: MemberKeys,
}

/// Somebody who asks: a session, and what whoever holds it may be taken for. The roles are written down here, not read
/// from the service.
pub struct Standing {
    pub name: &'static str,
    /// The token sent along, if any.
    pub token: Option<String>,
    /// Whose session it is, or was.
    pub number: Option<u32>,
    /// Whether the session is good now.
    pub signed_in: bool,
    /// Offices held at this hour, and key holder of whichever assembly.
    pub roles: &'static [Role],
}

/// The database and everything in it that requests name.
pub struct World {
    pub service: Service,
    pub place: Place,
    pub cooperative: CooperativeId,
    /// The assembly of the day, in its votes one open and one secret.
    pub today: AssemblyId,
    pub open: VoteId,
    pub secret: VoteId,
    /// An assembly that is over, and its one open vote.
    pub past: AssemblyId,
    pub past_vote: VoteId,
    /// An assembly convened whose session has not begun, and its secret vote.
    pub other: AssemblyId,
    pub other_vote: VoteId,
    /// An applicant to admit, and one who goes on waiting.
    pub applicant: MemberId,
    pub waiting: MemberId,
    pub standings: Vec<Standing>,
    /// Parts of the decryption, kept: once the box is open no page makes another.
    pub parts: Mutex<HashMap<u32, serde_json::Value>>,
    people: HashMap<u32, Member>,
}

impl World {
    pub async fn build(place: Place) -> Self {
        let clock = Arc::new(Hands(AtomicI64::new(START)));
        let set = |at: i64| clock.0.store(at, Ordering::SeqCst);
        let random = Arc::new(Seeded(Mutex::new(ChaCha20Rng::seed_from_u64(7))));
        let url = place.url().unwrap();
        let service = Service::open(&url, clock.clone(), random).await.unwrap();
        let demo = service::demo::load(&service).await.unwrap();
        let people = people(&service, &demo).await;
        let id = |number: u32| people[&number].id;
        let acting = async |number: u32| acting(&service, id(number)).await;

        set(START - 70 * DAY);
        let holders = [HOLDER_OF_THE_PAST, LEFT, EXCLUDED].map(id);
        let called = convocation(START - 50 * DAY, &[VoteMode::Open], &holders);
        let past = service::convene(&service, &acting(1).await, &called).await.unwrap();
        set(START - 50 * DAY);
        let past_vote = votes(&service, past).await[0];
        service::open_session(&service, &acting(1).await, past).await.unwrap();
        service::open_vote(&service, &acting(1).await, past_vote).await.unwrap();
        service::close_vote(&service, &acting(1).await, past_vote).await.unwrap();
        service::publish_minutes(&service, &acting(2).await, past).await.unwrap();

        set(START - 19 * DAY);
        let called = convocation(START, &[VoteMode::Open, VoteMode::Secret], &HOLDERS.map(id));
        let today = service::convene(&service, &acting(1).await, &called).await.unwrap();
        let candidate = Application { name: "Candidate".to_owned(), email: None };
        let applicant = service::apply(&service, &Actor::Anyone, &candidate).await.unwrap();
        let waiting = service::apply(&service, &Actor::Anyone, &candidate).await.unwrap();

        // Three hold the offices until yesterday, others have them since, three have them from tomorrow on.
        let offices = [Role::Chair, Role::Secretary, Role::Board];
        let give = |numbers: &[u32], role, from, until| -> Vec<Office> {
            numbers.iter().map(|number| Office { member: id(*number), role, from, until }).collect()
        };
        set(START - 3 * DAY);
        let were: Vec<_> = (0..3).flat_map(|n| give(&[WAS[n]], offices[n], None, Some(START - DAY))).collect();
        service::name_roles(&service, &acting(1).await, &were).await.unwrap();
        set(START - 2 * DAY);
        let now = [[1, LEFT, EXCLUDED], [2, LEFT, EXCLUDED], [6, LEFT, EXCLUDED]];
        let are: Vec<_> = (0..3).flat_map(|n| give(&now[n], offices[n], Some(START - DAY), None)).collect();
        service::name_roles(&service, &acting(WAS[0]).await, &are).await.unwrap();
        set(START - DAY);
        let will: Vec<_> = (0..3).flat_map(|n| give(&[WILL_BE[n]], offices[n], Some(START + DAY), None)).collect();
        service::name_roles(&service, &acting(1).await, &will).await.unwrap();

        set(START - HOUR);
        let mut standings = standings(&service, &people).await;
        let db = Db::open(&url).await.unwrap();
        for (number, state) in [(LEFT, MemberState::Left), (EXCLUDED, MemberState::Excluded)] {
            let mut tx = db.write().await.unwrap();
            assert!(members::move_to(&mut tx, id(number), MemberState::Active, state).await.unwrap());
            tx.commit().await.unwrap();
        }
        db.close().await;
        // Last, for signing in sweeps away what has expired, and an expired session must be refused before that.
        set(START - 13 * HOUR);
        for (name, number, roles) in BROKEN {
            let token = service::sign_in_demo(&service, id(number)).await.unwrap();
            let name = name[1];
            standings.push(Standing { name, token: Some(token), number: Some(number), signed_in: false, roles });
        }
        set(START);
        let (of_today, of_other) = (votes(&service, today).await, votes(&service, demo.assembly).await);
        Self {
            cooperative: demo.cooperative,
            today,
            open: of_today[0],
            secret: of_today[1],
            past,
            past_vote,
            other: demo.assembly,
            other_vote: of_other[1],
            applicant,
            waiting,
            standings,
            parts: Mutex::default(),
            people,
            service,
            place,
        }
    }

    pub fn member(&self, number: u32) -> &Member {
        &self.people[&number]
    }

    /// Whether a member holds a share of the key of an assembly.
    pub fn holds(&self, number: u32, assembly: AssemblyId) -> bool {
        match assembly {
            of if of == self.today => HOLDERS.contains(&number),
            of if of == self.past => number == HOLDER_OF_THE_PAST,
            of => of == self.other && number == 3,
        }
    }

    /// Somebody signed in, as the session makes them. Nothing is written.
    pub async fn acting(&self, number: u32) -> Actor {
        let standing = self.standings.iter().find(|who| who.signed_in && who.number == Some(number));
        let token = standing.and_then(|who| who.token.as_deref()).expect("somebody signed in");
        self.service.actor_of(token).await.unwrap().unwrap().0
    }

    /// Whether somebody is a member still.
    pub fn is_member(&self, number: u32) -> bool {
        ![LEFT, EXCLUDED].contains(&number)
    }

    /// Somebody who left, for whom nothing may be done any more.
    pub fn left(&self) -> MemberId {
        self.member(LEFT).id
    }
}

/// Whose sessions were broken: names of the one signed out and the one expired.
const BROKEN: [([&str; 2], u32, &[Role]); 4] = [
    (["the chair, signed out", "the chair, session expired"], 1, &[Role::Chair]),
    (["the secretary, signed out", "the secretary, session expired"], 2, &[Role::Secretary]),
    (["a key holder, signed out", "a key holder, session expired"], HOLDERS[0], &[Role::KeyHolder]),
    (["a member, signed out", "a member, session expired"], 5, &[]),
];

async fn standings(service: &Service, people: &HashMap<u32, Member>) -> Vec<Standing> {
    const EVERY: &[Role] = &[Role::Chair, Role::Secretary, Role::Board, Role::KeyHolder];
    let alive: [(&'static str, u32, &'static [Role]); 14] = [
        ("a member", 5, &[]),
        ("the chair", 1, &[Role::Chair]),
        ("the secretary", 2, &[Role::Secretary]),
        ("one of the board", 6, &[Role::Board]),
        ("a key holder", HOLDERS[0], &[Role::KeyHolder]),
        ("another key holder", HOLDERS[1], &[Role::KeyHolder]),
        ("the chair until yesterday", WAS[0], &[]),
        ("the secretary until yesterday", WAS[1], &[]),
        ("one of the board until yesterday", WAS[2], &[]),
        ("the chair from tomorrow on", WILL_BE[0], &[]),
        ("the secretary from tomorrow on", WILL_BE[1], &[]),
        ("one of the board from tomorrow on", WILL_BE[2], &[]),
        ("a key holder of an assembly that is over", HOLDER_OF_THE_PAST, &[Role::KeyHolder]),
        ("a key holder of another assembly", 3, &[Role::KeyHolder]),
    ];
    let sign_in = async |number: &u32| service::sign_in_demo(service, people[number].id).await.unwrap();
    let nobody = |name, token| Standing { name, token, number: None, signed_in: false, roles: &[] };
    let mut all = vec![
        nobody("nobody", None),
        nobody("somebody with a forged token", Some("0".repeat(64))),
        nobody("somebody with a token of nonsense", Some("'%00--".to_owned())),
    ];
    for (name, number, roles) in alive {
        let token = Some(sign_in(&number).await);
        all.push(Standing { name, token, number: Some(number), signed_in: true, roles });
    }
    for (name, number, roles) in BROKEN {
        let token = sign_in(&number).await;
        service::sign_out(service, &token).await.unwrap();
        all.push(Standing { name: name[0], token: Some(token), number: Some(number), signed_in: false, roles });
    }
    for (name, number) in [("who left, with every office", LEFT), ("who was excluded, with every office", EXCLUDED)] {
        let token = Some(sign_in(&number).await);
        all.push(Standing { name, token, number: Some(number), signed_in: false, roles: EVERY });
    }
    all
}

/// The members that the trial names, with keys: the demo's own, or made here for those the demo leaves without.
async fn people(service: &Service, demo: &service::demo::DemoKeys) -> HashMap<u32, Member> {
    let of_demo: HashMap<u32, _> = demo.keys.iter().map(|key| (key.number, key)).collect();
    let mut people = HashMap::new();
    for person in service::views::demo_people(service).await.unwrap() {
        let phrase = match of_demo.get(&person.number) {
            Some(_) if person.number > EXCLUDED => continue,
            Some(key) => Phrase::parse(&key.phrase, key.language.into()).unwrap(),
            None => Phrase::from_entropy([u8::try_from(person.number).unwrap(); 16], Language::French),
        };
        let keys = MemberKeys::derive(&phrase, demo.cooperative.bytes());
        people.insert(person.number, Member { number: person.number, id: person.member, keys });
    }
    people
}

/// A member as a fresh session has them.
async fn acting(service: &Service, id: MemberId) -> Actor {
    let token = service::sign_in_demo(service, id).await.unwrap();
    let actor = service.actor_of(&token).await.unwrap().unwrap().0;
    service::sign_out(service, &token).await.unwrap();
    actor
}

async fn votes(service: &Service, assembly: AssemblyId) -> Vec<VoteId> {
    service::views::assembly(service, assembly).await.unwrap().items.iter().map(|item| item.vote).collect()
}

/// A convocation of an assembly with these votes.
pub fn convocation(starts_at: i64, modes: &[VoteMode], key_holders: &[MemberId]) -> Convocation {
    let text = |text: &str| Text { fr: text.to_owned(), en: text.to_owned() };
    let item = |mode: &VoteMode| AgendaItem { title: text("Résolution"), text: text("Adoptée."), mode: *mode };
    Convocation {
        kind: AssemblyKind::Ordinary,
        call: 1,
        starts_at,
        place: "Besançon".to_owned(),
        agenda: modes.iter().map(item).collect(),
        key_holders: key_holders.to_vec(),
    }
}

/// When an assembly convened today may start.
pub const LATER: i64 = START + 30 * DAY;
