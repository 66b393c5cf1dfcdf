//! Seats that were declined: each once, and for good.

use store::StoreError;
use store::declined_seats::{self, Declined};

use crate::fixture::{Place, VOTE, assembly, member};

pub fn declined(place: u32) -> Declined {
    Declined { place, member: member(1), noted_by: None, at: i64::from(place) }
}

pub async fn a_seat_is_declined_once(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let noted = Declined { noted_by: Some(member(2)), ..declined(3) };
    for one in [declined(1), noted] {
        declined_seats::insert(&mut tx, VOTE, &one).await.unwrap();
    }
    assert_eq!(declined_seats::of_vote(&mut tx, VOTE).await.unwrap(), [declined(1), noted]);
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    let twice = declined_seats::insert(&mut tx, VOTE, &declined(1)).await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
    tx.rollback().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    let own = Declined { noted_by: Some(member(1)), ..declined(4) };
    assert!(declined_seats::insert(&mut tx, VOTE, &own).await.is_err(), "nobody notes the own word");
    tx.rollback().await.unwrap();
}
