//! Elections of an assembly in session that ended in a tie, as their decisions are kept: there is no ballot in them, for what
//! is tried is who may tell those equal apart.

use domain::Refusal;
use domain::bureau::ConstituteBureau;
use domain::contest::Contest;
use domain::decision::Beside;
use domain::elected::{Named, elect_by};
use domain::ids::{AssemblyId, ResolutionId, VoteId};
use domain::quorum::QuorumCheck;
use domain::resolution::{Resolution, Text};
use domain::roles::Actor;
use domain::seats::TieBreak;
use domain::statutes::Preset;
use domain::vote::{VoteMode, VoteState};
use domain::wire::RecordDraw;
use protocol::canonical;
use serde_json::json;
use service::Service;
use service::policy::Operation;
use store::assemblies::{self, Frozen};
use store::votes::{self, Move, NewVote};
use store::{Db, Tx};
use uuid::Uuid;

use super::examples::{Example, Ids};
use super::raised::COUNTS;
use super::world::{Member, START, World};

/// The second scrutineer: nobody signs in as them.
const SECOND: u32 = 22;

/// Two that wait for a draw, two for another round, then two more for a draw.
pub async fn elections(url: &str, assembly: AssemblyId) -> [VoteId; 6] {
    let db = Db::open(url).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let mut made = [VoteId(Uuid::nil()); 6];
    let (draw, runoff) = (TieBreak::Draw, TieBreak::Runoff);
    for (nth, tie_break) in [draw, draw, runoff, runoff, draw, draw].into_iter().enumerate() {
        made[nth] = election(&mut tx, assembly, u32::try_from(nth).unwrap(), tie_break).await;
    }
    tx.commit().await.unwrap();
    db.close().await;
    made
}

/// Two scrutineers sit in the bureau, and of the last two elections the chair entered who was drawn.
pub async fn entered(service: &Service, chair: &Actor, assembly: AssemblyId, tied: &[VoteId; 6]) {
    let asked = ConstituteBureau {
        chair: "1".to_owned(),
        first_scrutineer: COUNTS.to_string(),
        second_scrutineer: SECOND.to_string(),
        secretary: "2".to_owned(),
        aloud: true,
        ..ConstituteBureau::default()
    };
    service::constitute_bureau(service, chair, assembly, &asked).await.unwrap();
    for vote in &tied[4..] {
        service::record_draw(service, chair, *vote, &RecordDraw { drawn: vec![0] }).await.unwrap();
    }
}

/// The draw as the chair enters it, and as the first scrutineer confirms it.
pub fn example(world: &World, operation: Operation, who: &Member, second: bool, done: bool) -> Example {
    let at = usize::from(second);
    let (over, to_come) = ("a vote of an assembly that is over", "a vote of an assembly to come");
    let (past, other) = (Ids::vote(world.past_vote), Ids::vote(world.other_vote));
    let example = match operation {
        Operation::RecordDraw => Example::of(Ids::vote(world.tied[at]))
            .body(json!({ "drawn": [0] }))
            .again(done, Refusal::DrawWaits)
            .elsewhere("a vote that waits for another round", Ids::vote(world.tied[2]), Err(Refusal::NoDraw)),
        _ => {
            let counts = who.number == COUNTS;
            let none = Err(if counts { Refusal::DrawNotAwaited } else { Refusal::NotFound });
            Example::of(Ids::vote(world.tied[4 + at]))
                .body(json!({ "n": 1, "said": "same" }))
                .again(done, Refusal::DrawNotAwaited)
                .only_if(counts, Refusal::NotFound)
                .elsewhere("a vote that waits for another round", Ids::vote(world.tied[2]), none)
        }
    };
    example.elsewhere(over, past, Err(Refusal::AssemblyOver)).elsewhere(to_come, other, Err(Refusal::NotInSession))
}

async fn election(tx: &mut Tx, assembly: AssemblyId, nth: u32, tie_break: TieBreak) -> VoteId {
    let contest = Contest { seats: 1, most: 1, candidates: vec!["Anne Émery".to_owned(), "Zoé Zahn".to_owned()] };
    let text = Text { fr: format!("Le conseil, siège {nth}"), en: String::new() };
    let id = ResolutionId(Uuid::from_u128(0x7000 + u128::from(nth)));
    let resolution = Resolution { id, title: text.clone(), text, election: Some(contest.clone()) };
    let body = canonical::to_string(&resolution).unwrap();
    assemblies::insert_resolution(tx, &Frozen { id, assembly, body, hash: resolution.hash() }).await.unwrap();
    let vote = VoteId(Uuid::from_u128(0x7100 + u128::from(nth)));
    let (mode, preset) = (VoteMode::Secret, None);
    let new = NewVote { id: vote, assembly, position: 20 + nth, resolution: id, mode, preset };
    votes::insert(tx, &new, VoteState::Prepared).await.unwrap();
    let step = |from, to| Move { vote, from, to, at: START - 50 * super::world::DAY };
    votes::open(tx, step(VoteState::Prepared, VoteState::Open)).await.unwrap();
    votes::close(tx, step(VoteState::Open, VoteState::Closed), 150, 150).await.unwrap();
    let mut rules = Preset::load("sa-cooperative-fr-ago").unwrap();
    rules.elections.tie_break = tie_break;
    let said = Named { blank: 0, named: 4, votes: vec![2, 2] };
    let quorum: QuorumCheck = rules.quorum_of(1).check(150, 150);
    rules.elections.needs = None;
    let decision = elect_by(&rules.elections, quorum, &contest, (&said, &[]), Beside::default());
    let text = serde_json::to_string(&decision).unwrap();
    assert!(votes::decide(tx, step(VoteState::Closed, VoteState::Decided), &text).await.unwrap());
    vote
}
