//! A disk that is full: what cannot be written is not written, what is there can be read, and when there is room again
//! the server goes on without being started anew.

use domain::Refusal;
use domain::resolution::Choice;
use service::{Service, views};
use store::Db;
use store::testing::{Place, ask};

use crate::intact;
use crate::world::{World, machine};

/// Limits the file, as a full disk does; `None`: as before.
async fn limit(db: &Db, pages: Option<u32>) {
    let mut tx = db.write().await.unwrap();
    let pages = pages.map_or("1073741823".to_owned(), |pages| pages.to_string());
    let set = ask(&mut tx, &format!("PRAGMA max_page_count = {pages}")).await;
    assert_eq!(set.unwrap(), pages);
    tx.rollback().await.unwrap();
}

async fn pages(db: &Db) -> u32 {
    let mut tx = db.read().await.unwrap();
    ask(&mut tx, "SELECT CAST(page_count AS TEXT) FROM pragma_page_count").await.unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_ballot_that_finds_no_room_is_not_received_and_finds_it_later() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::sqlite(folder.path());
    let db = Db::open(&place.url().unwrap()).await.unwrap();
    let (clock, random) = machine(7);
    let world = World::build(Service::over(db.clone(), clock.clone(), random), clock, None, &[1; 3]).await;
    world.open_votes().await;
    let most = pages(&db).await + 4;
    limit(&db, Some(most)).await;
    let (mut n, mut failures) = (0, 0);
    while failures < 5 {
        let cast = world.secret_ballot(1, Choice::For, n + 1).await;
        let before = place.contents().await.unwrap();
        match world.cast_secret(1, &cast).await {
            Ok(_) => n += 1,
            Err(error) => {
                assert_eq!(error.refusal(), Refusal::Unavailable, "{error}");
                assert!(error.to_string().contains("full"), "{error}");
                assert_eq!(before.difference(&place.contents().await.unwrap()), "", "{error}");
                failures += 1;
                // The limit is the connection's, and the connection is a new one.
                limit(&db, Some(most)).await;
            }
        }
        assert!(n < 50, "there is room without end");
    }
    // What was received is there to be read and counted.
    assert_eq!(world.paper_vote(1, world.secret).await.last_n, n);
    let summary = intact::check(&world.service, &world).await.unwrap();
    assert_eq!(summary.ballots, n);
    assert_eq!(views::assembly(&world.service, world.assembly).await.unwrap().items[1].voted, u32::from(n > 0));
    limit(&db, None).await;
    let cast = world.secret_ballot(1, Choice::For, n + 1).await;
    let receipt = world.cast_secret(1, &cast).await.unwrap();
    assert_eq!(world.cast_secret(1, &cast).await.unwrap(), receipt);
    let summary = intact::check(&world.service, &world).await.unwrap();
    assert_eq!(summary.ballots, n + 1);
    service::close_vote(&world.service, world.chair(), world.secret).await.unwrap();
    intact::check(&world.service, &world).await;
    db.close().await;
}
