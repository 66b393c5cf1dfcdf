//! Elections that take candidates, and what must have been written before somebody signs or withdraws.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::candidacies::{AcceptCandidacy, Profile};
use domain::convocation::agenda::{AgendaMove, Item, ItemKind};
use domain::ids::ItemId;
use domain::lang::Lang;
use domain::resolution::Text;
use domain::roles::Actor;
use serde_json::json;
use service::policy::Operation;
use service::{Service, views};

use super::examples::{Example, Ids};
use super::world::{Member, Prepared, World};

/// An election on an agenda being prepared.
async fn election(service: &Service, chair: &Actor) -> ItemId {
    let draft = service::prepare_assembly(service, chair, AssemblyKind::Ordinary).await.unwrap();
    let title = Text { fr: "Conseil".to_owned(), en: "Board".to_owned() };
    let item = Item { seats: 1, ..Item::new(ItemKind::Election, title) };
    service::edit_agenda(service, chair, draft, &AgendaMove::Add(item)).await.unwrap().unwrap()
}

/// The same, with the call for candidates.
pub async fn called(service: &Service, chair: &Actor) -> ItemId {
    let item = election(service, chair).await;
    service::call_candidates(service, chair, item, true).await.unwrap();
    item
}

/// Statement and data of a member, which are nobody else's.
pub fn profile(number: u32) -> Profile {
    Profile {
        lang: Lang::Fr,
        surname: format!("Numéro {number}"),
        first_name: "Camille".to_owned(),
        born: 1970,
        career: "Menuisière depuis 2019.".to_owned(),
        elsewhere: String::new(),
        here: String::new(),
        shares: 0,
        statement: "Je me présente.".to_owned(),
    }
}

/// Makes the election an operation's example names, with a candidacy of everybody signed in where one is needed.
pub async fn prepare(world: &World, operation: Operation, made: &mut Prepared) {
    let (service, chair) = (&world.service, world.acting(1).await);
    if operation == Operation::CallCandidates {
        made.election = Some(election(service, &chair).await);
        return;
    }
    let item = called(service, &chair).await;
    made.election = Some(item);
    if !matches!(operation, Operation::AcceptCandidacy | Operation::WithdrawCandidacy) {
        return;
    }
    let fit = world.standings.iter().filter(|who| who.signed_in && !who.withheld);
    for number in fit.filter_map(|who| who.number) {
        let actor = world.acting(number).await;
        service::declare_candidacy(service, &actor, item, &profile(number)).await.unwrap();
        let mine = views::election_view(service, &actor, item).await.unwrap().mine;
        made.profiles.insert(number, mine.and_then(|mine| mine.profile).unwrap());
    }
}

/// What the candidate's page signs.
fn signed(world: &World, who: &Member, election: ItemId, profile: &Profile) -> AcceptCandidacy {
    let hash = profile.hash();
    let signed =
        protocol::candidacy::Candidacy { election: election.bytes(), content_hash: &hash, member: who.id.bytes() };
    AcceptCandidacy { hash, signature: signed.sign(world.cooperative.bytes(), who.keys.identity()) }
}

/// The example of an operation as one member would send it.
pub fn example(world: &World, operation: Operation, who: &Member, done: bool) -> Example {
    use Operation::*;
    let prepared = world.prepared.lock().unwrap();
    let here = || prepared.election.expect("an election");
    let of = |item: ItemId| Example::of(Ids::item(item));
    match operation {
        ReadElections => of(world.election),
        CallCandidates => of(here()).body(json!({ "opens": "yes" })).again(done, Refusal::CandidatesClosed),
        DeclareCandidacy => {
            let Profile { surname, first_name, career, statement, .. } = profile(who.number);
            let body = json!({
                "language": "fr", "surname": surname, "first_name": first_name, "born": "1970", "career": career,
                "elsewhere": "", "here": "", "statement": statement,
            });
            of(here()).body(body).again(done, Refusal::NothingChanged)
        }
        ProposeCandidate => of(here())
            .body(json!({ "number": 32, "reason": "Elle sait compter." }))
            .again(done, Refusal::CandidateAlready),
        AcceptCandidacy => {
            let body = serde_json::to_value(signed(world, who, here(), &prepared.profiles[&who.number])).unwrap();
            Example { of_another: Some(Refusal::TextOutdated), ..of(here()).body(body) }
        }
        _ => of(here()).again(done, Refusal::CandidacyState),
    }
}
