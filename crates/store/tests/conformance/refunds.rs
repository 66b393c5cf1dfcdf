//! Refunds: one of a year, one on an item, and each member given back once.

use domain::convocation::agenda::DraftState;
use domain::ids::{DraftId, ItemId};
use domain::refund::RefundState;
use store::drafts::{self, Draft};
use store::refunds::{self, Frozen};
use store::{StoreError, Tx};

use crate::fixture::{COOPERATIVE, Place, assembly, bytes, id, member};

fn frozen() -> Frozen {
    let body = "{}".to_owned();
    Frozen { draft: DraftId(id(90)), item: ItemId(id(91)), document: bytes(1), body, hash: bytes(2) }
}

/// A refund that an item names, with a row.
pub async fn attached(tx: &mut Tx) {
    let draft = Draft {
        id: DraftId(id(90)),
        cooperative: COOPERATIVE,
        state: DraftState::Draft,
        body: "{}".to_owned(),
        assembly: None,
        made_by: member(1),
        made_at: 0,
        changed_at: 0,
    };
    drafts::insert(tx, &draft).await.unwrap();
    refunds::insert(tx, (2026, "2026-12-31"), "{}", "1;2", (member(1), 0)).await.unwrap();
    assert!(refunds::attach(tx, 2026, &frozen(), 1).await.unwrap());
    refunds::insert_part(tx, 2026, (member(1), 1), (12_000, 2880)).await.unwrap();
}

pub async fn a_year_is_refunded_once_and_an_item_names_one_refund(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    attached(&mut tx).await;
    refunds::insert(&mut tx, (2025, "2025-12-31"), "{}", "", (member(2), 0)).await.unwrap();
    refunds::insert(&mut tx, (2024, "2024-12-31"), "{}", "", (member(2), 0)).await.unwrap();
    assert!(refunds::delete(&mut tx, 2024).await.unwrap());
    assert!(!refunds::delete(&mut tx, 2024).await.unwrap(), "it is gone");
    assert!(!refunds::delete(&mut tx, 2026).await.unwrap(), "it is frozen");
    assert!(!refunds::change(&mut tx, (2026, "2026-12-31"), "{}", "", 2).await.unwrap(), "it is frozen");
    assert!(!refunds::attach(&mut tx, 2026, &frozen(), 2).await.unwrap());
    assert!(!refunds::execute(&mut tx, 2025, member(1), 2).await.unwrap(), "nothing names it");
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    let twice = refunds::attach(&mut tx, 2025, &frozen(), 2).await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
    tx.rollback().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    let again = refunds::insert(&mut tx, (2026, "2026-06-30"), "{}", "", (member(1), 0)).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
    tx.rollback().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    assert!(refunds::release(&mut tx, 2026, 3).await.unwrap());
    assert_eq!(refunds::parts(&mut tx, 2026).await.unwrap(), []);
    assert!(refunds::attach(&mut tx, 2026, &frozen(), 4).await.unwrap());
    refunds::insert_part(&mut tx, 2026, (member(1), 1), (12_000, 2880)).await.unwrap();
    assert!(refunds::execute(&mut tx, 2026, member(2), 5).await.unwrap());
    refunds::enter(&mut tx, 2026, member(1), 2880, 5).await.unwrap();
    assert!(!refunds::execute(&mut tx, 2026, member(2), 6).await.unwrap(), "once");
    assert!(!refunds::release(&mut tx, 2026, 6).await.unwrap());
    let kept = refunds::by_year(&mut tx, 2026).await.unwrap().unwrap();
    assert_eq!((kept.state, kept.billed.as_str(), kept.executed_at), (RefundState::Executed, "", Some(5)));
    let own = refunds::of_member(&mut tx, member(1)).await.unwrap();
    assert_eq!((own.len(), own[0].part, own[0].executed_at), (1, 2880, Some(5)));
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    let entered = refunds::enter(&mut tx, 2026, member(1), 1, 6).await;
    assert!(matches!(entered, Err(StoreError::Duplicate(_))), "{entered:?}");
    tx.rollback().await.unwrap();
}
