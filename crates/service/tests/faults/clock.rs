//! A clock that jumps an hour, back or ahead, in the middle of an assembly: what comes after what is decided by numbers and states,
//! never by times.

use domain::resolution::Choice;
use domain::vote::VoteState;
use service::{Service, views};
use store::Db;
use store::testing::Place;

use crate::intact;
use crate::world::{World, machine};

const HOUR: i64 = 3600 * 1_000_000;

#[tokio::test]
async fn an_assembly_goes_on_when_the_clock_jumps_back_an_hour() {
    let folder = tempfile::tempdir().unwrap();
    let (clock, random) = machine(7);
    let db = Db::open(&Place::sqlite(folder.path()).url().unwrap()).await.unwrap();
    let world = World::build(Service::over(db, clock.clone(), random), clock, None, &[1; 3]).await;
    let service = &world.service;
    world.open_votes().await;
    for who in [1, 2] {
        world.cast_open(who, &world.open_ballot(who, Choice::For, 1).await).await.unwrap();
        world.cast_secret(who, &world.secret_ballot(who, Choice::For, 1).await).await.unwrap();
    }
    let first = views::record_entries(service, world.assembly).await.unwrap().len();
    world.clock.set(service.now() - HOUR);
    // Replacing a ballot, a first ballot, closing, opening the box, the minutes: all at times before the ones above.
    world.cast_open(1, &world.open_ballot(1, Choice::Against, 2).await).await.unwrap();
    world.cast_open(0, &world.open_ballot(0, Choice::Against, 1).await).await.unwrap();
    let receipt = world.cast_secret(1, &world.secret_ballot(1, Choice::Against, 2).await).await.unwrap();
    assert_eq!(
        views::ballot_known(service, world.secret, &receipt.tracker).await.unwrap(),
        views::TrackerState::Counted
    );
    assert_eq!(service::close_vote(service, world.chair(), world.open).await.unwrap(), VoteState::Decided);
    assert_eq!(service::close_vote(service, world.chair(), world.secret).await.unwrap(), VoteState::Closed);
    service::submit_decryption(service, world.holder(), world.secret, &world.decryption().await).await.unwrap();
    service::publish_minutes(service, world.secretary(), world.assembly).await.unwrap();
    let summary = intact::check(service, &world).await.unwrap();
    assert_eq!((summary.ballots, summary.voices), (3, 2));
    let view = views::assembly(service, world.assembly).await.unwrap();
    let counts = |nth: usize| view.items[nth].decision.as_ref().unwrap().counts;
    assert_eq!((counts(0).for_, counts(0).against), (1, 2));
    assert_eq!((counts(1).for_, counts(1).against), (1, 1));
    // The record says what the clock said: the jump can be read in it.
    let times: Vec<i64> =
        views::record_entries(service, world.assembly).await.unwrap().iter().map(|entry| entry.time).collect();
    assert!(times[first] < times[first - 1] && times[first..].is_sorted() && times[..first].is_sorted());
}

/// And ahead: nothing of an open vote is over because an hour is.
#[tokio::test]
async fn an_assembly_goes_on_when_the_clock_jumps_ahead_an_hour() {
    let folder = tempfile::tempdir().unwrap();
    let (clock, random) = machine(8);
    let db = Db::open(&Place::sqlite(folder.path()).url().unwrap()).await.unwrap();
    let world = World::build(Service::over(db, clock.clone(), random), clock, None, &[1; 3]).await;
    let service = &world.service;
    world.open_votes().await;
    world.cast_open(1, &world.open_ballot(1, Choice::For, 1).await).await.unwrap();
    let sent = world.secret_ballot(1, Choice::For, 1).await;
    let receipt = world.cast_secret(1, &sent).await.unwrap();
    world.clock.set(service.now() + HOUR);
    assert_eq!(world.cast_secret(1, &sent).await.unwrap(), receipt, "sent again, as its answer was lost");
    world.cast_open(1, &world.open_ballot(1, Choice::Against, 2).await).await.unwrap();
    world.cast_secret(2, &world.secret_ballot(2, Choice::Against, 1).await).await.unwrap();
    assert_eq!(service::close_vote(service, world.chair(), world.open).await.unwrap(), VoteState::Decided);
    assert_eq!(service::close_vote(service, world.chair(), world.secret).await.unwrap(), VoteState::Closed);
    let summary = intact::check(service, &world).await.unwrap();
    assert_eq!((summary.ballots, summary.voices), (2, 2));
    let counts = views::assembly(service, world.assembly).await.unwrap().items[0].decision.as_ref().unwrap().counts;
    assert_eq!((counts.for_, counts.against), (0, 1));
}

/// A session lasts as long as it was given: seen from before its beginning it is not over.
#[tokio::test]
async fn whoever_is_signed_in_stays_so_when_the_clock_jumps_back() {
    let folder = tempfile::tempdir().unwrap();
    let (clock, random) = machine(7);
    let service = Service::open(&Place::sqlite(folder.path()).url().unwrap(), clock.clone(), random).await.unwrap();
    service::demo::load(&service).await.unwrap();
    let person = views::demo_people(&service).await.unwrap()[0].member;
    let token = service::sign_in_demo(&service, person, "").await.unwrap();
    clock.set(service.now() - HOUR);
    assert!(service.actor_of(&token).await.unwrap().is_some());
    clock.set(service.now() + 14 * HOUR);
    assert!(service.actor_of(&token).await.unwrap().is_none());
}
