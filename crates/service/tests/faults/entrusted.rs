//! Voices entrusted to the server: the board says how many there may be, and a member who had no key asks for theirs, perhaps at the
//! moment at which the chair closes the vote.

use std::time::Duration;

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::entrusted::{ConfirmEntrusted, ReleaseEntrusted};
use domain::ids::{AssemblyId, VoteId};
use domain::resolution::Choice;
use domain::wire::CastOpen;
use protocol::hash;
use protocol::keys::{MemberKeys, sign_in};
use protocol::open_ballot::OpenBallot;
use service::{Convocation, Error, Service, views};
use store::{Db, audit};

use crate::acts::{Act, Request};
use crate::hall::Hall;
use crate::intact;
use crate::world::{DAY, START, World, agenda, refusal, register};

/// When the session begins.
pub const SESSION: i64 = START + 30 * DAY;
/// The site of a service whose letters nobody reads.
const SITE: &str = "http://127.0.0.1";
/// Who has no key when the vote opens, and how many members there are.
const KEYLESS: usize = 3;
pub const MEMBERS: usize = 4;

/// An assembly to come; for who asks, its vote has opened, they have made a key, and bytes wait to be signed.
pub async fn prepared(act: Act, world: &World) -> Request {
    let service = &world.service;
    let assembly = convened(world, 1).await;
    if act == Act::ConfirmEntrusted {
        return Request::Assembly(assembly);
    }
    confirm(service, world, assembly).await.unwrap();
    world.clock.set(SESSION);
    world.begin(assembly).await;
    let vote = views::assembly(service, assembly).await.unwrap().items[0].vote;
    service::open_vote(service, world.chair(), vote).await.unwrap();
    let who = &world.people[KEYLESS];
    register(service, world.cooperative, who).await.unwrap();
    let challenge = service::challenge(service).await.unwrap();
    let signature = sign_in::sign(who.keys.identity(), world.cooperative.bytes(), SITE, &challenge);
    let asked = ReleaseEntrusted { origin: SITE.to_owned(), challenge: hash::hex(&challenge), signature };
    Request::Entrusted(assembly, asked)
}

/// An assembly with so many open votes, whose notice entrusts voices to the server.
async fn convened(world: &World, votes: usize) -> AssemblyId {
    let convocation = Convocation {
        kind: AssemblyKind::Ordinary,
        call: 1,
        starts_at: SESSION,
        place: "Besançon".to_owned(),
        agenda: vec![agenda().remove(0); votes],
        key_holders: Vec::new(),
        advance: None,
        entrusted: true,
    };
    service::convene(&world.service, world.chair(), &convocation).await.unwrap()
}

/// The chair says for the board that everybody may be without a key.
pub async fn confirm(service: &Service, world: &World, assembly: AssemblyId) -> Result<String, Error> {
    let asked = ConfirmEntrusted { most: u32::try_from(MEMBERS).unwrap() };
    service::confirm_entrusted(service, world.chair(), assembly, &asked).await.map(|()| String::new())
}

/// The member asks for the voice; what is handed over.
pub async fn release(
    service: &Service,
    world: &World,
    assembly: AssemblyId,
    asked: &ReleaseEntrusted,
) -> Result<String, Error> {
    let challenge = protocol::encoding::hex32(&asked.challenge).unwrap();
    let shown = (asked.origin.as_str(), &challenge, &asked.signature);
    let actor = &world.people[KEYLESS].actor;
    service::release_entrusted(service, actor, assembly, shown).await.map(|released| released.secret)
}

/// So many votes, and for each somebody who has no key when it opens; as many have one.
const VOTES: usize = 6;

/// Somebody asks for the own voice, as the page does, and is given it.
async fn given(service: &Service, world: &World, who: usize) -> MemberKeys {
    let person = &world.people[who];
    let challenge = service::challenge(service).await.unwrap();
    let signature = sign_in::sign(person.keys.identity(), world.cooperative.bytes(), SITE, &challenge);
    let shown = (SITE, &challenge, &signature);
    let released = service::release_entrusted(service, &person.actor, world.assembly, shown).await.unwrap();
    let secret: [u8; 96] = hash::unhex(&released.secret).unwrap();
    MemberKeys::from_stored(&secret).unwrap()
}

/// Two devices ask for a voice, and one votes with it, while the chair closes the vote. It is handed over to both; whoever has a receipt is
/// counted, whoever was told "closed" is not, and nobody is told that the server keeps it.
async fn handed_over_while_a_vote_closes(mut hall: Hall) {
    hall.world.assembly = convened(&hall.world, VOTES).await;
    let (world, [first, second]) = (&hall.world, &hall.servers);
    let all = ConfirmEntrusted { most: u32::try_from(2 * VOTES).unwrap() };
    service::confirm_entrusted(first, world.chair(), world.assembly, &all).await.unwrap();
    world.clock.set(SESSION);
    world.begin(world.assembly).await;
    let items = views::assembly(first, world.assembly).await.unwrap().items;
    let votes: Vec<VoteId> = items.iter().map(|item| item.vote).collect();
    for vote in &votes {
        assert_eq!(service::open_vote(first, world.chair(), *vote).await.unwrap(), all.most);
    }
    for (nth, vote) in votes.into_iter().enumerate() {
        let who = VOTES + nth;
        let person = &world.people[who];
        register(first, world.cooperative, person).await.unwrap();
        let paper = world.paper_vote(who, vote).await;
        let casts = async {
            let made = given(first, world, who).await;
            assert!(paper.entrusted && paper.keys == made.public());
            let ballot = OpenBallot {
                vote: *vote.bytes(),
                resolution_hash: paper.resolution.hash(),
                voice: *person.id.bytes(),
                choice: Choice::For.code().to_owned(),
                n: 1,
            };
            let signature = ballot.sign(world.cooperative.bytes(), made.identity());
            service::cast_open(first, &person.actor, vote, &CastOpen { ballot, signature }).await
        };
        let closes = async {
            tokio::time::sleep(Duration::from_millis(4 * nth as u64)).await;
            service::close_vote(second, world.chair(), vote).await
        };
        let (voted, other, closed) = tokio::join!(casts, given(second, world, who), closes);
        closed.unwrap();
        assert_eq!(other.public(), paper.keys);
        let counted = match voted {
            Ok(receipt) => {
                let known = views::ballot_known(first, vote, &receipt.tracker).await.unwrap();
                assert_eq!(known, views::TrackerState::Counted);
                1
            }
            refused => {
                assert_eq!(refusal(refused), Refusal::VoteClosed);
                0
            }
        };
        let item = views::vote(first, vote).await.unwrap().1;
        assert_eq!((item.voted, item.decision.unwrap().counts.for_), (counted, counted));
    }
    intact::check(first, world).await;
    let db = Db::open(&hall.place.url().unwrap()).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let noted = audit::count(&mut tx, "release-entrusted").await.unwrap();
    assert_eq!(noted, u32::try_from(VOTES).unwrap(), "of two devices that ask, one act is noted");
    drop(tx);
    db.close().await;
    hall.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn handed_over_while_a_vote_closes_on_sqlite() {
    handed_over_while_a_vote_closes(Hall::keyed_on_sqlite(2 * VOTES, VOTES).await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn handed_over_while_a_vote_closes_on_postgres() {
    let Some(hall) = Hall::keyed_on_postgres(2 * VOTES, VOTES).await else { return };
    handed_over_while_a_vote_closes(hall).await;
}
