//! Voices on paper: in one vote a voice is on paper or has a ballot, papers are handed out while the vote is open, and nothing
//! typed is rewritten.

use domain::bureau::Seat;
use domain::paper::{PaperHolder, Way};
use domain::vote::VoteState;
use store::paper::{self, Count, Mark, Paper, PaperVoice};
use store::votes::{self, Move};
use store::{StoreError, Tx, ballots, rolls};

use crate::fixture::{ASSEMBLY, BOX, Place, VOTE, assembly, bytes, id, member};

fn mark(who: u32, n: u32, way: Way) -> Mark {
    Mark { member: member(who), n, way, at: 0 }
}

fn voice(who: u32) -> PaperVoice {
    PaperVoice { voice: member(who), speaker: member(who), proxy: None }
}

fn count(n: u32, round: u32, seat: Seat) -> Count {
    Count { n, round, seat, member: member(1), noted_by: None, counts: "{}".to_owned(), at: 0 }
}

/// A row of each table.
pub async fn fill(tx: &mut Tx) {
    paper::mark(tx, ASSEMBLY, &mark(2, 1, Way::Paper), Some(member(1))).await.unwrap();
    paper::hand_out(tx, VOTE, &voice(2), 0).await.unwrap();
    paper::close(tx, VOTE, 1, 0).await.unwrap();
    paper::enter(tx, VOTE, &count(1, 1, Seat::FirstScrutineer)).await.unwrap();
}

pub async fn how_somebody_votes_is_what_was_noted_last(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let held = |who: u32, on| PaperHolder { id: member(who), number: who, name: format!("Member {who}"), on };
    assert_eq!(paper::holders(&mut tx, ASSEMBLY).await.unwrap(), []);
    let mut seen = Vec::new();
    for (who, n, way, by) in
        [(2, 1, Way::Paper, Some(1)), (1, 1, Way::Paper, Some(1)), (2, 2, Way::Key, None), (2, 3, Way::Paper, Some(3))]
    {
        paper::mark(&mut tx, ASSEMBLY, &mark(who, n, way), by.map(member)).await.unwrap();
        seen.push(paper::holders(&mut tx, ASSEMBLY).await.unwrap());
    }
    let (one, two) = (held(1, true), held(2, true));
    assert_eq!(seen, [vec![two.clone()], vec![one.clone(), two.clone()], vec![one.clone()], vec![one, two]]);
    assert_eq!(paper::last(&mut tx, ASSEMBLY, member(2)).await.unwrap(), Some(mark(2, 3, Way::Paper)));
    assert_eq!(paper::last(&mut tx, ASSEMBLY, member(3)).await.unwrap(), None);
    // Who has papers of a vote that is open is listed, however they vote from now on.
    paper::mark(&mut tx, ASSEMBLY, &mark(2, 4, Way::Key), Some(member(1))).await.unwrap();
    paper::hand_out(&mut tx, VOTE, &voice(2), 0).await.unwrap();
    assert_eq!(paper::holders(&mut tx, ASSEMBLY).await.unwrap(), [held(1, true), held(2, false)]);
    let twice = paper::mark(&mut tx, ASSEMBLY, &mark(2, 4, Way::Paper), Some(member(1))).await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
    tx.rollback().await.unwrap();
}

pub async fn a_voice_is_on_paper_or_has_a_ballot_and_never_both(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    for who in 1..=3 {
        rolls::insert(&mut tx, BOX, &crate::uniqueness::voice(who)).await.unwrap();
    }
    ballots::insert(&mut tx, &crate::uniqueness::ballot(1, 1)).await.unwrap();
    paper::hand_out(&mut tx, VOTE, &voice(2), 0).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = place.db.write().await.unwrap();
    assert!(paper::hand_out(&mut tx, VOTE, &voice(1), 0).await.is_err(), "it has a ballot");
    drop(tx);
    let mut tx = place.db.write().await.unwrap();
    let twice = paper::hand_out(&mut tx, VOTE, &voice(2), 0).await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
    drop(tx);
    let mut tx = place.db.write().await.unwrap();
    assert!(ballots::insert(&mut tx, &crate::uniqueness::ballot(2, 1)).await.is_err(), "it is on paper");
    drop(tx);
    let mut tx = place.db.write().await.unwrap();
    let marked = ballots::Emargement { voice: member(2), signature: bytes(2) };
    assert!(ballots::insert_emargement(&mut tx, (VOTE, BOX), &marked, 0).await.is_err());
    drop(tx);
    let mut tx = place.db.write().await.unwrap();
    let said = store::open_ballots::Said {
        ballot_box: BOX,
        voice: member(2),
        n: 1,
        choice: domain::resolution::Choice::For,
        signature: bytes(1),
        tracker: "t".to_owned(),
        receipt: "{}".to_owned(),
        at: 0,
    };
    assert!(store::open_ballots::insert(&mut tx, &said).await.is_err());
    drop(tx);
    // Of others the same is taken.
    let mut tx = place.db.write().await.unwrap();
    ballots::insert(&mut tx, &crate::uniqueness::ballot(3, 1)).await.unwrap();
    let marked = ballots::Emargement { voice: member(3), signature: bytes(3) };
    ballots::insert_emargement(&mut tx, (VOTE, BOX), &marked, 0).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = place.db.read().await.unwrap();
    assert_eq!(paper::of_vote(&mut tx, VOTE).await.unwrap(), [voice(2)]);
    assert_eq!(paper::of_member(&mut tx, VOTE, member(2)).await.unwrap(), [voice(2)]);
    assert!(paper::of_member(&mut tx, VOTE, member(3)).await.unwrap().is_empty());
    assert_eq!(paper::voice(&mut tx, VOTE, member(2)).await.unwrap(), Some(voice(2)));
    assert_eq!(paper::voice(&mut tx, VOTE, member(1)).await.unwrap(), None);
    assert_eq!(paper::carried(&mut tx, VOTE).await.unwrap(), 0);
    assert_eq!(paper::struck(&mut tx, VOTE, BOX).await.unwrap(), 1);
    assert_eq!(paper::count(&mut tx, VOTE).await.unwrap(), 1);
    let out = Paper { vote: VOTE, position: 1, speaker: member(2) };
    assert_eq!(paper::out(&mut tx, ASSEMBLY).await.unwrap(), [out]);
}

pub async fn papers_are_handed_out_while_the_vote_is_open_and_counted_by_two(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    paper::hand_out(&mut tx, VOTE, &voice(2), 0).await.unwrap();
    let step = Move { vote: VOTE, from: VoteState::Open, to: VoteState::Closed, at: 5 };
    assert!(votes::close(&mut tx, step, 3, 3).await.unwrap());
    assert_eq!(paper::handed(&mut tx, VOTE).await.unwrap(), None);
    paper::close(&mut tx, VOTE, 1, 5).await.unwrap();
    let noted = Count { noted_by: Some(member(2)), ..count(2, 1, Seat::SecondScrutineer) };
    let all = [count(1, 1, Seat::FirstScrutineer), noted, count(3, 2, Seat::FirstScrutineer)];
    for one in &all {
        paper::enter(&mut tx, VOTE, one).await.unwrap();
    }
    tx.commit().await.unwrap();

    let mut tx = place.db.read().await.unwrap();
    assert_eq!(paper::counts(&mut tx, VOTE).await.unwrap(), all);
    assert_eq!(paper::handed(&mut tx, VOTE).await.unwrap(), Some(1));
    assert_eq!(paper::out(&mut tx, ASSEMBLY).await.unwrap(), [], "none of a vote that is closed");
    drop(tx);
    let mut tx = place.db.write().await.unwrap();
    assert!(paper::hand_out(&mut tx, VOTE, &voice(3), 0).await.is_err(), "the vote is closed");
    drop(tx);
    for again in [count(4, 2, Seat::FirstScrutineer), count(3, 3, Seat::FirstScrutineer)] {
        let mut tx = place.db.write().await.unwrap();
        let twice = paper::enter(&mut tx, VOTE, &again).await;
        assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
        tx.rollback().await.unwrap();
    }
    let mut tx = place.db.write().await.unwrap();
    let twice = paper::close(&mut tx, VOTE, 2, 6).await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
    tx.rollback().await.unwrap();
    // A blank proxy of a voice on paper would count it twice.
    let mut tx = place.db.write().await.unwrap();
    let blank = rolls::insert_blank(&mut tx, VOTE, member(2), domain::ids::ProxyId(id(90))).await;
    assert!(blank.is_err(), "{blank:?}");
}
