//! Rounds in which the board elects its president: one at a time, and closed for good.

use domain::ids::RoundId;
use domain::president::Voice;
use store::StoreError;
use store::president::{self, Named};

use crate::fixture::{Place, assembly, member, raw};

const FIRST: RoundId = RoundId(uuid::Uuid::from_u128(70));
const SECOND: RoundId = RoundId(uuid::Uuid::from_u128(71));

fn voice(from: u32, one: u32) -> Voice {
    Voice { member: member(from), candidate: member(one) }
}

pub async fn a_round_is_closed_once_and_one_goes_on_at_a_time(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    assert_eq!(president::going_on(&mut tx).await.unwrap(), None);
    president::open(&mut tx, FIRST, member(1), 5).await.unwrap();
    // Another name takes the place of the first.
    for (nth, one) in [voice(1, 2), voice(2, 2), voice(1, 3)].into_iter().enumerate() {
        president::name(&mut tx, FIRST, one, 10 + i64::try_from(nth).unwrap()).await.unwrap();
    }
    president::counts(&mut tx, FIRST, member(2)).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = place.db.write().await.unwrap();
    let twice = president::open(&mut tx, SECOND, member(1), 6).await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
    tx.rollback().await.unwrap();

    let mut tx = place.db.write().await.unwrap();
    assert_eq!(president::going_on(&mut tx).await.unwrap().unwrap().id, FIRST);
    assert!(president::close(&mut tx, FIRST, member(2), 20, 3, Some(member(2))).await.unwrap());
    assert!(!president::close(&mut tx, FIRST, member(2), 21, 3, None).await.unwrap());
    president::open(&mut tx, SECOND, member(1), 30).await.unwrap();
    let last = president::last(&mut tx).await.unwrap().unwrap();
    assert_eq!(Some(last), president::by_id(&mut tx, FIRST).await.unwrap());
    assert_eq!((last.closed_at, last.directors, last.elected), (Some(20), Some(3), Some(member(2))));
    let named =
        |from: u32, one: u32, at: i64, counted| Named { member: member(from), candidate: member(one), at, counted };
    let voices = president::voices(&mut tx, FIRST).await.unwrap();
    assert_eq!(voices, [named(2, 2, 11, true), named(1, 3, 12, false)]);
    tx.commit().await.unwrap();

    let mut tx = place.db.write().await.unwrap();
    for late in [voice(1, 2), voice(3, 2)] {
        assert!(president::name(&mut tx, FIRST, late, 40).await.is_err(), "{late:?}");
        tx.rollback().await.unwrap();
        tx = place.db.write().await.unwrap();
    }
    tx.rollback().await.unwrap();
    for (statement, said) in [
        ("UPDATE president_rounds SET elected = NULL WHERE elected IS NOT NULL", "append-only"),
        ("UPDATE president_rounds SET opened_at = 0", "append-only"),
        ("DELETE FROM president_rounds", "append-only"),
        ("DELETE FROM president_voices", "append-only"),
        ("UPDATE president_voices SET counted = 0", "the round is closed"),
    ] {
        let error = raw(&place.url, statement.to_owned()).await.expect_err(statement);
        assert!(error.to_string().contains(said), "{statement}: {error}");
    }
}
