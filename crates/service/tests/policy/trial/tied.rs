//! Elections of an assembly in session that ended in a tie, as their decisions are kept: there is no ballot in them, for what
//! is tried is who may tell those equal apart.

use domain::contest::Contest;
use domain::decision::Beside;
use domain::elected::{Named, elect_by};
use domain::ids::{AssemblyId, ResolutionId, VoteId};
use domain::quorum::QuorumCheck;
use domain::resolution::{Resolution, Text};
use domain::seats::TieBreak;
use domain::statutes::Preset;
use domain::vote::{VoteMode, VoteState};
use protocol::canonical;
use store::assemblies::{self, Frozen};
use store::votes::{self, Move, NewVote};
use store::{Db, Tx};
use uuid::Uuid;

use super::world::START;

/// Two that wait for a draw, then two for another round.
pub async fn elections(url: &str, assembly: AssemblyId) -> [VoteId; 4] {
    let db = Db::open(url).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let mut made = [VoteId(Uuid::nil()); 4];
    for (nth, tie_break) in [TieBreak::Draw, TieBreak::Draw, TieBreak::Runoff, TieBreak::Runoff].into_iter().enumerate()
    {
        made[nth] = election(&mut tx, assembly, u32::try_from(nth).unwrap(), tie_break).await;
    }
    tx.commit().await.unwrap();
    db.close().await;
    made
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
