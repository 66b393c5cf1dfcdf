//! An assembly for which proxies are given and taken back: its rules set no hour and call nothing final.

use domain::Refusal;
use domain::assembly::{AssemblyKind, AssemblyState};
use domain::ids::{AssemblyId, ProxyId};
use domain::proxies::{GiveProxy as Given, PaperProxy, RevokeProxy as Revoked};
use serde_json::json;
use service::policy::Operation;
use store::Db;
use store::assemblies::{self, Assembly};

use super::examples::{Example, Ids};
use super::world::{DAY, Member, Prepared, START, World};

/// What a proxy on paper is, as a browser sends it.
const PAPER: &str = "%PDF-1.7\n";
/// Members with numbers from here on give proxies, and do nothing else.
const GRANTORS: u32 = 40;

/// A rehearsal that is under way, though an assembly is in session: the day has no hour for one.
pub async fn rehearsal(world: &World) -> AssemblyId {
    let under_way = service::views::rehearsal(&world.service).await.unwrap();
    match under_way {
        Some(id) => id,
        None => insert(world, Some(i64::MAX)).await,
    }
}

/// An assembly to come, by rules of which the demo's statutes know nothing.
async fn assembly(world: &World) -> AssemblyId {
    insert(world, None).await
}

async fn insert(world: &World, rehearsal_until: Option<i64>) -> AssemblyId {
    let db = Db::open(&world.place.url().unwrap()).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let id = AssemblyId(uuid::Uuid::from_u128(0x7000 + u128::from(world.rounds())));
    let new = Assembly {
        id,
        cooperative: world.cooperative,
        kind: AssemblyKind::Ordinary,
        call: 1,
        state: AssemblyState::Convened,
        preset: "uk-coops-model".to_owned(),
        statutes: None,
        place: "Besançon".to_owned(),
        time_zone: "Europe/Paris".to_owned(),
        convened_at: START,
        starts_at: START + 30 * DAY,
        opened_at: None,
        ended_at: None,
        suspended_at: None,
        rehearsal_until,
    };
    assemblies::insert(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    id
}

async fn enters(world: &World, assembly: AssemblyId, grantor: u32, holder: Option<u32>) -> ProxyId {
    let entered = PaperProxy { grantor, holder, accepted: false };
    // Nobody enters one for themselves to carry.
    let by = world.acting(if holder == Some(1) { 2 } else { 1 }).await;
    let file = ("a.pdf", PAPER.as_bytes());
    service::enter_paper_proxy(&world.service, &by, assembly, entered, file).await.unwrap()
}

/// Makes the assembly an operation's example names, with a proxy of or for everybody signed in where one is needed.
pub async fn prepare(world: &World, operation: Operation, made: &mut Prepared) {
    let here = assembly(world).await;
    made.proxied = Some(here);
    if operation == Operation::EndPaperProxy {
        made.proxy = Some(enters(world, here, GRANTORS, None).await);
    }
    if !matches!(operation, Operation::AnswerProxy | Operation::RevokeProxy) {
        return;
    }
    let mut numbers: Vec<u32> =
        world.standings.iter().filter(|who| who.signed_in).filter_map(|who| who.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    for number in numbers {
        let proxy = match operation {
            Operation::AnswerProxy => enters(world, here, GRANTORS + number, Some(number)).await,
            _ => enters(world, here, number, None).await,
        };
        made.proxies.insert(number, proxy);
    }
}

/// What a member's page signs to give a blank one.
fn given(world: &World, who: &Member, assembly: AssemblyId) -> Given {
    let proxy = ProxyId(uuid::Uuid::from_u128(u128::from(who.number) << 64 | u128::from(world_of(assembly))));
    let signed =
        protocol::proxy::Proxy { assembly: assembly.bytes(), id: proxy.bytes(), grantor: who.id.bytes(), holder: None };
    let signature = signed.sign(world.cooperative.bytes(), who.keys.identity());
    Given { proxy, holder: None, replaces: None, signature }
}

/// The last bytes of an id: another for each assembly made here.
fn world_of(assembly: AssemblyId) -> u32 {
    let bytes = assembly.bytes();
    u32::from_be_bytes([bytes[12], bytes[13], bytes[14], bytes[15]])
}

/// The example of an operation as one member would send it.
pub fn example(world: &World, operation: Operation, who: &Member, done: bool) -> Example {
    use Operation::*;
    let prepared = world.prepared.lock().unwrap();
    let here = || prepared.proxied.expect("an assembly");
    let another = || *prepared.proxies.iter().find(|(number, _)| **number != who.number).expect("somebody else").1;
    match operation {
        ReadMyProxies | ReadProxies => Example::of(Ids::assembly(world.today))
            .elsewhere("an assembly that is over", Ids::assembly(world.past), Ok(()))
            .elsewhere("an assembly to come", Ids::assembly(world.other), Ok(())),
        GiveProxy => {
            let body = serde_json::to_value(given(world, who, here())).unwrap();
            Example { of_another: Some(Refusal::ProxyInvalid), ..Example::of(Ids::assembly(here())).body(body) }
                .elsewhere("an assembly that is over", Ids::assembly(world.past), Err(Refusal::ProxyInvalid))
        }
        EnterPaperProxy => Example::of(Ids::assembly(here()))
            .body(json!({ "grantor": "40", "holder": "41", "accepted": "yes", "name": "a.pdf", "file": PAPER }))
            .again(done, Refusal::ProxyExists)
            .elsewhere("an assembly that is over", Ids::assembly(world.past), Err(Refusal::AssemblyOver)),
        EndPaperProxy => Example::of(Ids::proxy(prepared.proxy.expect("a proxy"))).again(done, Refusal::ProxyState),
        AnswerProxy => Example::of(Ids::proxy(prepared.proxies[&who.number]))
            .body(json!({ "answer": "accept" }))
            .again(done, Refusal::ProxyState)
            .elsewhere("a proxy that names another", Ids::proxy(another()), Err(Refusal::NotFound)),
        _ => {
            let proxy = prepared.proxies[&who.number];
            let signed = protocol::proxy::Revocation { id: proxy.bytes(), grantor: who.id.bytes() };
            let sent = Revoked { signature: signed.sign(world.cooperative.bytes(), who.keys.identity()) };
            Example {
                of_another: Some(Refusal::ProxyInvalid),
                ..Example::of(Ids::proxy(proxy)).body(serde_json::to_value(sent).unwrap())
            }
            .again(done, Refusal::ProxyState)
            .elsewhere("another member's proxy", Ids::proxy(another()), Err(Refusal::NotFound))
        }
    }
}
