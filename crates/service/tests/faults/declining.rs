//! Somebody elected declines: themselves, or on their word. They were put to the vote as candidates are; the result is put into the
//! database as it is kept.

use domain::assembly::AssemblyKind;
use domain::bureau::ConstituteBureau;
use domain::candidacies::{AcceptCandidacy, Profile};
use domain::convocation::agenda::{AgendaMove, Head, InvitedMove, Item, ItemKind};
use domain::decision::Beside;
use domain::elected::{Named, NoteDeclined, elect_by};
use domain::ids::{ItemId, VoteId};
use domain::lang::Lang;
use domain::resolution::Text;
use domain::statutes::Preset;
use domain::vote::VoteState;
use service::{Error, Service, views};
use store::Db;
use store::votes::{self, Move};

use crate::acts::{Act, Request, bureau};
use crate::world::{DAY, START, World};

/// When the session begins.
pub const SESSION: i64 = START + 30 * DAY;
/// Who is elected.
const WINS: usize = 1;

/// A session in which one is elected.
pub async fn prepared(world: &World, db: &Db) -> Request {
    let (service, by) = (&world.service, world.secretary());
    let both = |text: &str| Text { fr: text.to_owned(), en: text.to_owned() };
    let draft = service::prepare_assembly(service, by, AssemblyKind::Ordinary).await.unwrap();
    let head = Head { starts_at: Some(SESSION), place: "Besançon".to_owned(), ..Head::new(AssemblyKind::Ordinary) };
    service::edit_draft(service, by, draft, &head).await.unwrap();
    service::edit_invited(service, by, draft, &InvitedMove::AddHolder(3)).await.unwrap();
    let item = Item { text: both("Élire."), seats: 1, ..Item::new(ItemKind::Election, both("Conseil")) };
    let item = service::edit_agenda(service, by, draft, &AgendaMove::Add(item)).await.unwrap().unwrap();
    service::call_candidates(service, by, item, true).await.unwrap();
    stand(world, item).await;
    let assembly = service::convene_draft(service, world.chair(), draft).await.unwrap();
    world.clock.set(SESSION);
    service::open_session(service, world.chair(), assembly).await.unwrap();
    let seats = ConstituteBureau { aloud: true, ..bureau() };
    service::constitute_bureau(service, world.chair(), assembly, &seats).await.unwrap();
    let item = views::assembly(service, assembly).await.unwrap().items.remove(0);
    let contest = item.resolution.election.unwrap();
    let rules = Preset::load("sa-cooperative-fr-ago").unwrap();
    let said = Named { blank: 0, named: 2, votes: vec![2] };
    let quorum = rules.quorum_of(1).check(3, 3);
    let decision = elect_by(&rules.elections, quorum, &contest, (&said, &[]), Beside::default());
    let step = |from, to| Move { vote: item.vote, from, to, at: SESSION };
    let mut tx = db.write().await.unwrap();
    votes::open(&mut tx, step(VoteState::Prepared, VoteState::Open)).await.unwrap();
    votes::close(&mut tx, step(VoteState::Open, VoteState::Closed), 3, 3).await.unwrap();
    let text = serde_json::to_string(&decision).unwrap();
    assert!(votes::decide(&mut tx, step(VoteState::Closed, VoteState::Decided), &text).await.unwrap());
    tx.commit().await.unwrap();
    Request::Vote(item.vote)
}

/// Writes and signs.
async fn stand(world: &World, item: ItemId) {
    let (service, who) = (&world.service, &world.people[WINS]);
    let profile = Profile {
        lang: Lang::Fr,
        surname: "Émery".to_owned(),
        first_name: "Anne".to_owned(),
        born: 1970,
        career: "Menuisière depuis 2019.".to_owned(),
        elsewhere: String::new(),
        here: String::new(),
        shares: 0,
        statement: "Je me présente.".to_owned(),
    };
    service::declare_candidacy(service, &who.actor, item, &profile).await.unwrap();
    let written = views::election_view(service, &who.actor, item).await.unwrap().mine.unwrap().profile.unwrap();
    let hash = written.hash();
    let signed = protocol::candidacy::Candidacy { election: item.bytes(), content_hash: &hash, member: who.id.bytes() };
    let signature = signed.sign(world.cooperative.bytes(), who.keys.identity());
    service::accept_candidacy(service, &who.actor, item, &AcceptCandidacy { hash, signature }).await.unwrap();
}

pub async fn perform(act: Act, service: &Service, world: &World, vote: VoteId) -> Result<String, Error> {
    if act == Act::DeclineSeat {
        return service::decline_seat(service, &world.people[WINS].actor, vote).await.map(|()| String::new());
    }
    service::note_declined(service, world.chair(), vote, &NoteDeclined { place: 0 }).await.map(|()| String::new())
}
