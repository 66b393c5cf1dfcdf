//! All or nothing, and one at a time.

use domain::vote::VoteState;
use store::{StoreError, members, votes};

use crate::fixture::{Place, VOTE, add_member, assembly, member};

pub async fn what_is_not_committed_is_not_there(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    add_member(&mut tx, 9).await.unwrap();
    drop(tx);
    let mut tx = place.db.write().await.unwrap();
    add_member(&mut tx, 10).await.unwrap();
    tx.rollback().await.unwrap();
    let mut tx = place.db.read().await.unwrap();
    assert!(members::by_id(&mut tx, member(9)).await.unwrap().is_none());
    assert!(members::by_id(&mut tx, member(10)).await.unwrap().is_none());
}

/// Reads, then closes: what a service function does. True if this caller closed the vote.
async fn close(db: store::Db) -> Result<bool, StoreError> {
    let mut tx = db.write().await?;
    let vote = votes::by_id(&mut tx, VOTE).await?.ok_or_else(|| StoreError::missing("the vote"))?;
    if vote.state != VoteState::Open {
        return Ok(false);
    }
    let step = votes::Move { vote: VOTE, from: VoteState::Open, to: VoteState::Closed, at: 5 };
    let closed = votes::close(&mut tx, step, 0, 3).await?;
    tx.commit().await?;
    Ok(closed)
}

pub async fn of_two_writers_at_once_one_wins(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    tx.commit().await.unwrap();
    let callers: Vec<_> = (0..8).map(|_| tokio::spawn(close(place.db.clone()))).collect();
    let mut won = 0;
    for caller in callers {
        match caller.await.unwrap() {
            Ok(true) => won += 1,
            Ok(false) => {}
            // PostgreSQL tells the losers of a race to start over.
            Err(error) => assert!(error.may_retry(), "{error}"),
        }
    }
    assert_eq!(won, 1);
}

pub async fn reading_cannot_write(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    tx.commit().await.unwrap();
    let mut tx = place.db.read().await.unwrap();
    assert!(add_member(&mut tx, 9).await.is_err());
}
