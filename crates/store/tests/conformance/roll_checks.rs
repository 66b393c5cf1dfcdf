//! Checks of rolls: one of each key holder and box.

use domain::ids::VoteId;
use store::StoreError;
use store::roll_checks::{self, RollCheck};

use crate::fixture::{BOX, Place, VOTE, assembly, bytes, id, member};

/// The check of the fixture's box by a member.
pub fn check(who: u32) -> RollCheck {
    RollCheck { ballot_box: BOX, member: member(who), identity: bytes(who), signature: bytes(who) }
}

pub async fn a_key_holder_checks_a_roll_once(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    assert_eq!(roll_checks::of_vote(&mut tx, VOTE).await.unwrap(), []);
    for who in [1, 2] {
        roll_checks::insert(&mut tx, &check(who), 5).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    let twice = roll_checks::insert(&mut tx, &RollCheck { identity: bytes(9), ..check(1) }, 6).await;
    assert!(matches!(twice, Err(StoreError::Busy)), "{twice:?}");
    tx.rollback().await.unwrap();
    let mut tx = place.db.read().await.unwrap();
    let mut found = roll_checks::of_vote(&mut tx, VOTE).await.unwrap();
    found.sort_by_key(|one| one.member);
    let mut wanted = vec![check(1), check(2)];
    wanted.sort_by_key(|one| one.member);
    assert_eq!(found, wanted);
    assert_eq!(roll_checks::of_vote(&mut tx, VoteId(id(99))).await.unwrap(), []);
}
