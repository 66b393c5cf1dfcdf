//! What a connection keeps from one transaction to the next: nothing.

use std::future::pending;
use std::pin::Pin;
use std::sync::Arc;

use store::testing::{Fault, Place, Probe, Step, postgres_address};
use store::{Db, sessions};
use tokio::sync::Notify;

/// Stalls at the beginning of a transaction, after so many looks for the answer.
struct AtBegin {
    looks: u8,
    stalled: Notify,
}

impl Probe for AtBegin {
    fn at(&self, step: Step) -> Fault {
        if step == Step::Begin { Fault::StallsDuring(self.looks) } else { Fault::None }
    }

    fn stalled(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.stalled.notify_one();
        Box::pin(pending())
    }
}

/// Whoever hangs up while the database begins a transaction leaves none open behind: the next on that connection would be
/// inside of it, and one that may write inside of one that may not.
async fn nothing_stays_begun(place: &Place) {
    let db = Db::open(&place.url().unwrap()).await.unwrap();
    for looks in 1..=6 {
        let probe = Arc::new(AtBegin { looks, stalled: Notify::new() });
        let watched = db.watched(probe.clone());
        for write in [false, true] {
            let begin = async { if write { watched.write().await } else { watched.read().await } };
            tokio::select! {
                begun = begin => drop(begun.unwrap()),
                () = probe.stalled.notified() => {}
            }
            // Waits until every connection is at rest.
            place.contents().await.unwrap_or_else(|error| panic!("after {looks} looks, write {write}: {error}"));
            let mut tx = db.write().await.unwrap();
            sessions::delete_expired(&mut tx, 0).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
    db.close().await;
}

#[tokio::test]
async fn nothing_stays_begun_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    nothing_stays_begun(&Place::sqlite(folder.path())).await;
}

#[tokio::test]
async fn nothing_stays_begun_on_postgres() {
    let Some(server) = postgres_address() else { return };
    let place = Place::postgres(&server).await.unwrap();
    nothing_stays_begun(&place).await;
    place.remove().await.unwrap();
}
