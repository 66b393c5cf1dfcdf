//! What a connection keeps from one transaction to the next: nothing.

use std::future::pending;
use std::pin::Pin;
use std::sync::Arc;

use domain::assembly::AssemblyState;
use store::testing::{Fault, Place, Probe, Step, ask, postgres_address};
use store::{Db, assemblies, entrusted, sessions};
use tokio::sync::Notify;

/// Bytes that stand nowhere else.
const SECRET: [u8; 96] = [0xA7; 96];

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

/// A ballot acknowledged survives a power cut, and what is forgotten is overwritten: what SQLite must be told for that.
#[tokio::test]
async fn a_commit_on_sqlite_is_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&Place::sqlite(folder.path()).url().unwrap()).await.unwrap();
    let mut tx = db.write().await.unwrap();
    for (pragma, value) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("query_only", "0"),
        ("secure_delete", "1"),
    ] {
        let question = format!("SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}");
        assert_eq!(ask(&mut tx, &question).await.unwrap(), value, "{pragma}");
    }
    tx.rollback().await.unwrap();
    let mut tx = db.read().await.unwrap();
    assert_eq!(ask(&mut tx, "SELECT CAST(query_only AS TEXT) FROM pragma_query_only").await.unwrap(), "1");
}

/// What is deleted is not left in the file, where whoever has the disk would read it.
#[tokio::test]
async fn what_is_forgotten_is_not_in_the_file_of_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let url = Place::sqlite(folder.path()).url().unwrap();
    let found = || {
        let files = std::fs::read_dir(folder.path()).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
        files.filter(|bytes| bytes.windows(SECRET.len()).any(|part| part == SECRET)).count()
    };
    let db = Db::open(&url).await.unwrap();
    let mut tx = db.write().await.unwrap();
    crate::fixture::assembly(&mut tx).await;
    entrusted::insert(&mut tx, &crate::entrusted::key(3), &SECRET).await.unwrap();
    tx.commit().await.unwrap();
    assert!(found() > 0);
    let mut tx = db.write().await.unwrap();
    let (from, to) = (AssemblyState::InSession, AssemblyState::Ended);
    assert!(assemblies::end(&mut tx, crate::fixture::ASSEMBLY, from, to, 9).await.unwrap());
    assert_eq!(entrusted::forget(&mut tx, 100, -1).await.unwrap(), 1);
    tx.commit().await.unwrap();
    // The write-ahead log is folded into the file.
    db.close().await;
    assert_eq!(found(), 0);
}

/// The same on PostgreSQL, whatever the operator chose for the database; a stronger choice stays.
#[tokio::test]
async fn a_commit_on_postgres_is_on_the_disk() {
    let Some(server) = postgres_address() else { return };
    for (chosen, kept) in [("off", "on"), ("local", "local"), ("on", "on"), ("remote_apply", "remote_apply")] {
        let place = Place::postgres(&server).await.unwrap();
        place.prefer("synchronous_commit", chosen).await.unwrap();
        let db = Db::open(&place.url().unwrap()).await.unwrap();
        let mut tx = db.write().await.unwrap();
        assert_eq!(ask(&mut tx, "SELECT current_setting('synchronous_commit')").await.unwrap(), kept);
        assert_eq!(ask(&mut tx, "SELECT current_setting('transaction_isolation')").await.unwrap(), "serializable");
        assert_eq!(ask(&mut tx, "SELECT current_setting('lock_timeout')").await.unwrap(), "20s");
        tx.commit().await.unwrap();
        let mut tx = db.read().await.unwrap();
        assert_eq!(ask(&mut tx, "SELECT current_setting('transaction_read_only')").await.unwrap(), "on");
        drop(tx);
        db.close().await;
        place.remove().await.unwrap();
    }
}

/// PostgreSQL begins anew in the middle of a vote: what was under way is not there, and says so; the next connection is a new one,
/// and nobody begins the server anew.
#[tokio::test]
async fn connections_that_the_database_ended_are_made_anew_on_postgres() {
    let Some(server) = postgres_address() else { return };
    let place = Place::postgres(&server).await.unwrap();
    let (db, other) = (Db::open(&place.url().unwrap()).await.unwrap(), Db::open(&place.url().unwrap()).await.unwrap());
    let before = place.contents().await.unwrap();
    let ends = async |pid: String| {
        let mut tx = other.read().await.unwrap();
        let ended = ask(&mut tx, &format!("SELECT pg_terminate_backend({pid}, 5000)::text")).await.unwrap();
        assert_eq!(ended, "true");
    };
    let mut idle = db.read().await.unwrap();
    let reads = ask(&mut idle, "SELECT pg_backend_pid()::text").await.unwrap();
    drop(idle);
    let mut begun = db.write().await.unwrap();
    crate::fixture::assembly(&mut begun).await;
    let writes = ask(&mut begun, "SELECT pg_backend_pid()::text").await.unwrap();
    ends(reads).await;
    ends(writes).await;
    begun.commit().await.unwrap_err();
    assert_eq!(before.difference(&place.contents().await.unwrap()), "");
    drop(db.read().await.unwrap());
    let mut again = db.write().await.unwrap();
    crate::fixture::assembly(&mut again).await;
    again.commit().await.unwrap();
    assert_ne!(before.difference(&place.contents().await.unwrap()), "");
    db.close().await;
    other.close().await;
    place.remove().await.unwrap();
}

/// A failed statement spoils its transaction: PostgreSQL would answer the commit with an undoing and no error, and SQLite
/// may have undone already and would make what follows durable one by one.
async fn what_failed_in_part_is_not_committed(place: &Place) {
    let db = Db::open(&place.url().unwrap()).await.unwrap();
    let before = place.contents().await.unwrap();
    let mut tx = db.write().await.unwrap();
    crate::fixture::assembly(&mut tx).await;
    crate::fixture::add_member(&mut tx, 1).await.unwrap_err();
    crate::fixture::add_member(&mut tx, 9).await.unwrap_err();
    tx.commit().await.unwrap_err();
    assert_eq!(before.difference(&place.contents().await.unwrap()), "");
    db.close().await;
}

#[tokio::test]
async fn what_failed_in_part_is_not_committed_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    what_failed_in_part_is_not_committed(&Place::sqlite(folder.path())).await;
}

#[tokio::test]
async fn what_failed_in_part_is_not_committed_on_postgres() {
    let Some(server) = postgres_address() else { return };
    let place = Place::postgres(&server).await.unwrap();
    what_failed_in_part_is_not_committed(&place).await;
    place.remove().await.unwrap();
}
