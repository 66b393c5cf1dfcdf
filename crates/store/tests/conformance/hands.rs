//! A vote by show of hands: closed once, each seat once in a round, and nothing typed is rewritten.

use domain::attendance::{Means, Moved};
use domain::bureau::Seat;
use store::StoreError;
use store::attendances::{self, Move};
use store::hands::{self, Count};

use crate::fixture::{ASSEMBLY, Place, VOTE, assembly, member, raw};

pub fn count(n: u32, round: u32, seat: Seat) -> Count {
    Count { n, round, seat, member: member(1), noted_by: None, for_: 3, against: 2, abstain: 1, at: 0 }
}

pub async fn a_seat_counts_once_in_a_round_and_the_box_closes_once(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    assert_eq!(hands::of_vote(&mut tx, VOTE).await.unwrap(), None);
    hands::insert(&mut tx, VOTE, 0).await.unwrap();
    assert_eq!(hands::of_vote(&mut tx, VOTE).await.unwrap().unwrap().hall, None);
    assert!(hands::close(&mut tx, VOTE, 7).await.unwrap());
    assert!(!hands::close(&mut tx, VOTE, 8).await.unwrap());
    assert_eq!(hands::of_vote(&mut tx, VOTE).await.unwrap().unwrap().hall, Some(7));
    let noted = Count { noted_by: Some(member(2)), ..count(2, 1, Seat::SecondScrutineer) };
    let all = [count(1, 1, Seat::FirstScrutineer), noted, count(3, 2, Seat::FirstScrutineer)];
    for one in &all {
        hands::enter(&mut tx, VOTE, one).await.unwrap();
    }
    assert_eq!(hands::counts(&mut tx, VOTE).await.unwrap(), all);
    tx.commit().await.unwrap();
    for again in [count(4, 2, Seat::FirstScrutineer), count(3, 3, Seat::FirstScrutineer)] {
        let mut tx = place.db.write().await.unwrap();
        let twice = hands::enter(&mut tx, VOTE, &again).await;
        assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
        tx.rollback().await.unwrap();
    }
    let reopened = raw(&place.url, "UPDATE hand_votes SET hall = 9".to_owned()).await.expect_err("closed once");
    assert!(reopened.to_string().contains("append-only"), "{reopened}");
}

pub async fn whoever_came_so_last_is_in_the_hall(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let moves = [
        (1, 1, Moved::Arrived, Means::Desk),
        (2, 1, Moved::Arrived, Means::Phone),
        (2, 2, Moved::Left, Means::Phone),
        (1, 2, Moved::Left, Means::Remote),
        (1, 3, Moved::Returned, Means::Remote),
        (2, 3, Moved::Returned, Means::Desk),
    ];
    let mut seen = Vec::new();
    for (who, n, moved, means) in moves {
        let new = Move { member: member(who), n, moved, means, at: i64::from(n) };
        let by = (means == Means::Desk).then(|| member(1));
        attendances::insert(&mut tx, ASSEMBLY, &new, by, ASSEMBLY.0).await.unwrap();
        seen.push(attendances::in_hall(&mut tx, ASSEMBLY).await.unwrap());
    }
    let (one, two) = (member(1), member(2));
    assert_eq!(seen, [vec![one], vec![one, two], vec![one], vec![], vec![], vec![two]]);
    tx.rollback().await.unwrap();
}
