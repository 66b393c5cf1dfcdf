//! A draw among those equal in an election is entered, and confirmed by a scrutineer. The tie is put into the database as it is kept:
//! what is spoilt is how it is told apart.

use domain::bureau::ConstituteBureau;
use domain::contest::Contest;
use domain::decision::Beside;
use domain::draw::{ConfirmDraw, DrawSaid};
use domain::elected::{Named, elect_by};
use domain::ids::{AssemblyId, ResolutionId, VoteId};
use domain::resolution::{Resolution, Text};
use domain::seats::TieBreak;
use domain::statutes::Preset;
use domain::vote::{VoteMode, VoteState};
use domain::wire::RecordDraw;
use protocol::canonical;
use service::{Error, Service};
use store::assemblies::{self, Frozen};
use store::votes::{self, Move, NewVote};
use store::{Db, Tx};
use uuid::Uuid;

use crate::acts::{Act, Request, bureau};
use crate::world::{START, World};

/// Who confirms: the first scrutineer.
const READS: usize = 1;

/// A session with two scrutineers and two who are equal; for the confirmation, what the chair entered.
pub async fn prepared(act: Act, world: &World, db: &Db) -> Request {
    let service = &world.service;
    Act::OpenSession.perform(service, world, &Request::Nothing).await.unwrap();
    let (first_scrutineer, second_scrutineer) = ("2".to_owned(), "3".to_owned());
    let seats = ConstituteBureau { first_scrutineer, second_scrutineer, aloud: true, ..bureau() };
    service::constitute_bureau(service, world.chair(), world.assembly, &seats).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let vote = tied(&mut tx, world.assembly).await;
    tx.commit().await.unwrap();
    if act == Act::ConfirmDraw {
        Act::RecordDraw.perform(service, world, &Request::Vote(vote)).await.unwrap();
    }
    Request::Vote(vote)
}

async fn tied(tx: &mut Tx, assembly: AssemblyId) -> VoteId {
    let contest = Contest { seats: 1, most: 1, candidates: vec!["Anne Émery".to_owned(), "Zoé Zahn".to_owned()] };
    let text = Text { fr: "Le conseil".to_owned(), en: String::new() };
    let id = ResolutionId(Uuid::from_u128(0x7000));
    let resolution = Resolution { id, title: text.clone(), text, election: Some(contest.clone()) };
    let body = canonical::to_string(&resolution).unwrap();
    assemblies::insert_resolution(tx, &Frozen { id, assembly, body, hash: resolution.hash() }).await.unwrap();
    let vote = VoteId(Uuid::from_u128(0x7100));
    let (mode, preset) = (VoteMode::Secret, None);
    let new = NewVote { id: vote, assembly, position: 20, resolution: id, mode, preset };
    votes::insert(tx, &new, VoteState::Prepared).await.unwrap();
    let step = |from, to| Move { vote, from, to, at: START };
    votes::open(tx, step(VoteState::Prepared, VoteState::Open)).await.unwrap();
    votes::close(tx, step(VoteState::Open, VoteState::Closed), 3, 3).await.unwrap();
    let mut rules = Preset::load("sa-cooperative-fr-ago").unwrap();
    (rules.elections.tie_break, rules.elections.needs) = (TieBreak::Draw, None);
    let said = Named { blank: 0, named: 2, votes: vec![1, 1] };
    let quorum = rules.quorum_of(1).check(3, 3);
    let decision = elect_by(&rules.elections, quorum, &contest, (&said, &[]), Beside::default());
    let text = serde_json::to_string(&decision).unwrap();
    assert!(votes::decide(tx, step(VoteState::Closed, VoteState::Decided), &text).await.unwrap());
    vote
}

pub async fn perform(act: Act, service: &Service, world: &World, vote: VoteId) -> Result<String, Error> {
    if act == Act::RecordDraw {
        let asked = RecordDraw { drawn: vec![1] };
        return service::record_draw(service, world.chair(), vote, &asked).await.map(|()| String::new());
    }
    let asked = ConfirmDraw { n: 1, said: DrawSaid::Same };
    service::confirm_draw(service, &world.people[READS].actor, vote, &asked).await.map(|()| String::new())
}
