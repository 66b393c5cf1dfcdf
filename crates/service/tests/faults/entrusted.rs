//! Voices entrusted to the server: the board says how many there may be, and a member who had no key asks for theirs.

use domain::assembly::AssemblyKind;
use domain::entrusted::{ConfirmEntrusted, ReleaseEntrusted};
use domain::ids::AssemblyId;
use protocol::hash;
use protocol::keys::sign_in;
use service::{Convocation, Error, Service};

use crate::acts::{Act, Request};
use crate::world::{DAY, START, World, agenda, register};

/// When the session begins.
pub const SESSION: i64 = START + 30 * DAY;
/// The site of a service whose letters nobody reads.
const SITE: &str = "http://127.0.0.1";
/// Who has no key when the vote opens, and how many members there are.
const KEYLESS: usize = 3;
pub const MEMBERS: usize = 4;

/// An assembly to come; for who asks, its vote has opened, they have made a key, and bytes wait to be signed.
pub async fn prepared(act: Act, world: &World) -> Request {
    let convocation = Convocation {
        kind: AssemblyKind::Ordinary,
        call: 1,
        starts_at: SESSION,
        place: "Besançon".to_owned(),
        agenda: vec![agenda().remove(0)],
        key_holders: Vec::new(),
        advance: None,
        entrusted: true,
    };
    let service = &world.service;
    let assembly = service::convene(service, world.chair(), &convocation).await.unwrap();
    if act == Act::ConfirmEntrusted {
        return Request::Assembly(assembly);
    }
    confirm(service, world, assembly).await.unwrap();
    world.clock.set(SESSION);
    world.begin(assembly).await;
    let vote = service::views::assembly(service, assembly).await.unwrap().items[0].vote;
    service::open_vote(service, world.chair(), vote).await.unwrap();
    let who = &world.people[KEYLESS];
    register(service, world.cooperative, who).await.unwrap();
    let challenge = service::challenge(service).await.unwrap();
    let signature = sign_in::sign(who.keys.identity(), world.cooperative.bytes(), SITE, &challenge);
    let asked = ReleaseEntrusted { origin: SITE.to_owned(), challenge: hash::hex(&challenge), signature };
    Request::Entrusted(assembly, asked)
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
