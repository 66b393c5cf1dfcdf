//! Elections of an assembly in session that one member won, to be declined: by themselves, and on their word. There is no ballot in
//! them: what is tried is who may decline.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::bureau::ConstituteBureau;
use domain::candidacies::AcceptCandidacy;
use domain::convocation::agenda::{AgendaMove, Head, InvitedMove, Item, ItemKind};
use domain::decision::Beside;
use domain::elected::{Named, elect_by};
use domain::ids::{AssemblyId, CooperativeId, ItemId, VoteId};
use domain::resolution::Text;
use domain::roles::Actor;
use domain::statutes::Preset;
use domain::vote::VoteState;
use serde_json::json;
use service::policy::Operation;
use service::{Service, views};
use store::Db;
use store::votes::{self, Move};

use super::candidates::profile;
use super::examples::{Example, Ids};
use super::world::{DAY, Member, START, World};

/// Who wins each of them.
pub const WINS: u32 = 7;
/// When their session begins.
const SESSION: i64 = START - 50 * DAY;
/// Number of the key holder: the votes are secret.
const HOLDER: u32 = 4;

/// Members are convened to four elections, in each of which one stands.
pub async fn convened(
    service: &Service,
    chair: &Actor,
    cooperative: CooperativeId,
    (wins, actor): (&Member, &Actor),
) -> AssemblyId {
    let draft = service::prepare_assembly(service, chair, AssemblyKind::Ordinary).await.unwrap();
    let head = Head {
        starts_at: Some(SESSION),
        place: "Besançon".to_owned(),
        keyless_known: true,
        ..Head::new(AssemblyKind::Ordinary)
    };
    service::edit_draft(service, chair, draft, &head).await.unwrap();
    service::edit_invited(service, chair, draft, &InvitedMove::AddHolder(HOLDER)).await.unwrap();
    for seat in 1..=4 {
        let text = |text: String| Text { en: text.clone(), fr: text };
        let item = Item {
            text: text("Élire.".to_owned()),
            seats: 1,
            ..Item::new(ItemKind::Election, text(format!("Conseil, siège {seat}")))
        };
        let item = service::edit_agenda(service, chair, draft, &AgendaMove::Add(item)).await.unwrap().unwrap();
        service::call_candidates(service, chair, item, true).await.unwrap();
        stand(service, cooperative, item, (wins, actor)).await;
    }
    service::convene_draft(service, chair, draft).await.unwrap()
}

/// Writes and signs.
async fn stand(service: &Service, cooperative: CooperativeId, item: ItemId, (who, actor): (&Member, &Actor)) {
    service::declare_candidacy(service, actor, item, &profile(who.number)).await.unwrap();
    let written = views::election_view(service, actor, item).await.unwrap().mine.unwrap().profile.unwrap();
    let hash = written.hash();
    let signed = protocol::candidacy::Candidacy { election: item.bytes(), content_hash: &hash, member: who.id.bytes() };
    let signature = signed.sign(cooperative.bytes(), who.keys.identity());
    service::accept_candidacy(service, actor, item, &AcceptCandidacy { hash, signature }).await.unwrap();
}

/// Its session has begun, and each election is decided.
pub async fn decided(service: &Service, chair: &Actor, url: &str, assembly: AssemblyId) -> [VoteId; 4] {
    service::open_session(service, chair, assembly).await.unwrap();
    let asked = ConstituteBureau {
        chair: "1".to_owned(),
        first_scrutineer: super::raised::COUNTS.to_string(),
        second_scrutineer: "22".to_owned(),
        secretary: "2".to_owned(),
        aloud: true,
        ..ConstituteBureau::default()
    };
    service::constitute_bureau(service, chair, assembly, &asked).await.unwrap();
    let items = views::assembly(service, assembly).await.unwrap().items;
    let db = Db::open(url).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let rules = Preset::load("sa-cooperative-fr-ago").unwrap();
    for item in &items {
        let contest = item.resolution.election.as_ref().expect("an election");
        let said = Named { blank: 0, named: 4, votes: vec![4] };
        let quorum = rules.quorum_of(1).check(150, 150);
        let decision = elect_by(&rules.elections, quorum, contest, (&said, &[]), Beside::default());
        let step = |from, to| Move { vote: item.vote, from, to, at: SESSION + 1 };
        votes::open(&mut tx, step(VoteState::Prepared, VoteState::Open)).await.unwrap();
        votes::close(&mut tx, step(VoteState::Open, VoteState::Closed), 150, 150).await.unwrap();
        let text = serde_json::to_string(&decision).unwrap();
        assert!(votes::decide(&mut tx, step(VoteState::Closed, VoteState::Decided), &text).await.unwrap());
    }
    tx.commit().await.unwrap();
    db.close().await;
    std::array::from_fn(|at| items[at].vote)
}

/// The own seat, and one declined on its winner's word.
pub fn example(world: &World, operation: Operation, who: &Member, second: bool, done: bool) -> Example {
    let at = usize::from(second);
    let (over, to_come) = ("a vote of an assembly that is over", "a vote of an assembly to come");
    let (past, other) = (Ids::vote(world.past_vote), Ids::vote(world.other_vote));
    let example = match operation {
        Operation::DeclineSeat => Example::of(Ids::vote(world.seated[at]))
            .again(done, Refusal::SeatDeclined)
            .only_if(who.number == WINS, Refusal::NotElected),
        _ => Example::of(Ids::vote(world.seated[2 + at]))
            .body(json!({ "place": 0 }))
            .again(done, Refusal::SeatDeclined)
            .elsewhere("an election that nobody won", Ids::vote(world.tied[2]), Err(Refusal::NotElected)),
    };
    example.elsewhere(over, past, Err(Refusal::AssemblyOver)).elsewhere(to_come, other, Err(Refusal::NotInSession))
}
