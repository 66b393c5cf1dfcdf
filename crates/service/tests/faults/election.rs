//! An election of one among two whom as many name. By the statutes there is another round.

use domain::assembly::AssemblyKind;
use domain::candidacies::{AcceptCandidacy, Profile};
use domain::contest::Said;
use domain::convocation::agenda::{AgendaMove, Head, InvitedMove, Item, ItemKind};
use domain::ids::{AssemblyId, ItemId};
use domain::lang::Lang;
use domain::resolution::Text;
use domain::statutes::{AdoptStatutes, Field};
use protocol::candidacy::Candidacy;
use service::{Error, Service, views};

use crate::intact;
use crate::world::{DAY, START, World};

/// How many members there are.
pub const MEMBERS: usize = 5;
/// When the session is that elects.
pub const SESSION: i64 = START + 30 * DAY;
/// The two who stand, in the order of the ballot; each names themselves.
const STANDING: [(usize, &str); 2] = [(3, "A"), (4, "B")];

/// The world, gone over to an assembly whose election is counted and waits to be told apart.
pub async fn tied(mut world: World) -> World {
    adopts(&world).await;
    world.assembly = convened(&world).await;
    world.secret = views::assembly(&world.service, world.assembly).await.unwrap().items[0].vote;
    world.clock.set(SESSION);
    world.begin(world.assembly).await;
    world.key_holder_prepares().await;
    service::open_vote(&world.service, world.chair(), world.secret).await.unwrap();
    for (place, (who, _)) in STANDING.into_iter().enumerate() {
        let paper = world.paper_vote(who, world.secret).await;
        let cast = world.seal_said(50 + who as u64, who, &paper, &Said::Names(vec![place]), 1);
        world.cast_secret(who, &cast).await.unwrap();
    }
    service::close_vote(&world.service, world.chair(), world.secret).await.unwrap();
    let part = world.decryption().await;
    service::submit_decryption(&world.service, world.holder(), world.secret, &part).await.unwrap();
    world
}

/// From the day after the first assembly whoever has the most voices is elected, and equals are told apart as said.
async fn adopts(world: &World) {
    let values = [(Field::ElectionMajority, ""), (Field::ElectionTie, "runoff")];
    let asked = AdoptStatutes {
        follows: 1,
        preset: "sa-cooperative-fr-ago".to_owned(),
        from: "2026-11-24".to_owned(),
        decision: "AGE du 3 mai 2026, résolution 4".to_owned(),
        vote: None,
        values: values.into_iter().map(|(field, value)| (field.word().to_owned(), value.to_owned())).collect(),
    };
    service::adopt_statutes(&world.service, world.chair(), &asked).await.unwrap();
}

/// An assembly with nothing but the election of one, to which everybody is convened.
async fn convened(world: &World) -> AssemblyId {
    let (service, by) = (&world.service, world.secretary());
    let draft = service::prepare_assembly(service, by, AssemblyKind::Ordinary).await.unwrap();
    let head = Head { starts_at: Some(SESSION), place: "Besançon".to_owned(), ..Head::new(AssemblyKind::Ordinary) };
    service::edit_draft(service, by, draft, &head).await.unwrap();
    let both = |text: &str| Text { fr: text.to_owned(), en: format!("({text})") };
    let election =
        Item {
            text: both("L’assemblée élit au conseil."), seats: 1, ..Item::new(ItemKind::Election, both("Conseil"))
        };
    let item = service::edit_agenda(service, by, draft, &AgendaMove::Add(election)).await.unwrap().unwrap();
    service::edit_invited(service, world.chair(), draft, &InvitedMove::AddHolder(3)).await.unwrap();
    service::call_candidates(service, by, item, true).await.unwrap();
    for (who, first_name) in STANDING {
        stands(world, who, item, first_name).await;
    }
    service::convene_draft(service, world.chair(), draft).await.unwrap()
}

/// Writes and signs.
async fn stands(world: &World, who: usize, item: ItemId, first_name: &str) {
    let (service, person) = (&world.service, &world.people[who]);
    let said = Profile {
        lang: Lang::Fr,
        surname: "Émery".to_owned(),
        first_name: first_name.to_owned(),
        born: 1970,
        career: "Menuisière depuis 2019.".to_owned(),
        elsewhere: String::new(),
        here: "Administratrice.".to_owned(),
        shares: 1,
        statement: "Je me présente.".to_owned(),
    };
    service::declare_candidacy(service, &person.actor, item, &said).await.unwrap();
    let written = views::election_view(service, &person.actor, item).await.unwrap().mine.unwrap().profile.unwrap();
    let hash = written.hash();
    let signed = Candidacy { election: item.bytes(), content_hash: &hash, member: person.id.bytes() };
    let signature = signed.sign(world.cooperative.bytes(), person.keys.identity());
    service::accept_candidacy(service, &person.actor, item, &AcceptCandidacy { hash, signature }).await.unwrap();
}

/// Does the act; its answer as text.
pub async fn perform(service: &Service, world: &World) -> Result<String, Error> {
    service::open_runoff(service, world.chair(), world.secret).await.map(|vote| vote.to_string())
}

/// What an observer can check at any moment: two voices, one for each, and nobody seated.
pub async fn check(world: &World) {
    let summary = intact::check(&world.service, world).await.unwrap();
    assert_eq!((summary.ballots, summary.voices), (2, 2));
    let view = views::assembly(&world.service, world.assembly).await.unwrap();
    let election = view.items[0].decision.as_ref().unwrap().election.as_ref().unwrap();
    assert_eq!((election.votes.clone(), election.tied.clone(), election.open), (vec![1, 1], vec![0, 1], 1));
    assert!(election.elected().is_empty());
}
