//! Two at once.

use domain::Refusal;
use domain::resolution::Choice;
use service::{Error, views};

use crate::world::{World, open, refusal};

/// On both databases where there are two: `body` must hold on each.
macro_rules! on_each {
    ($name:ident, $postgres:ident, $members:literal, |$world:ident| $body:block) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
        async fn $name() {
            let $world = World::with_shares(&[1; $members]).await;
            $world.open_votes().await;
            $body
        }

        #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
        async fn $postgres() {
            let Some(base) = store::testing::postgres_address() else { return };
            let schema = format!("{}_{}", stringify!($name), std::process::id());
            let (service, clock) = open(&store::postgres_schema(&base, &schema).await.unwrap(), 7).await;
            let $world = World::build(service, clock, None, &[1; $members]).await;
            $world.open_votes().await;
            $body
        }
    };
}

fn sort<T>(outcomes: Vec<Result<T, Error>>) -> (usize, Vec<Refusal>) {
    let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
    (won.len(), lost.into_iter().map(refusal).collect())
}

on_each!(
    of_two_ballots_with_one_number_one_counts,
    of_two_ballots_with_one_number_one_counts_on_postgres,
    7,
    |world| {
        // Two tabs of member 4, both read the same paper.
        let tabs = [Choice::For, Choice::Against];
        let mut open_tabs = Vec::new();
        let mut secret_tabs = Vec::new();
        for choice in tabs {
            open_tabs.push(world.open_ballot(4, choice, 1).await);
            secret_tabs.push(world.secret_ballot(4, choice, 1).await);
        }
        let (service, actor) = (&world.service, &world.people[4].actor);
        let (first, second) = tokio::join!(
            service::cast_open(service, actor, world.open, &open_tabs[0]),
            service::cast_open(service, actor, world.open, &open_tabs[1])
        );
        assert_eq!(sort(vec![first, second]), (1, vec![Refusal::BallotOutdated]));
        let (first, second) = tokio::join!(
            service::cast_secret(service, actor, world.secret, &secret_tabs[0]),
            service::cast_secret(service, actor, world.secret, &secret_tabs[1])
        );
        assert_eq!(sort(vec![first, second]), (1, vec![Refusal::BallotOutdated]));
        let view = views::assembly(service, world.assembly).await.unwrap();
        assert_eq!((view.taking_part, view.items[0].voted, view.items[1].voted), (1, 1, 1));
    }
);

on_each!(a_double_click_counts_once, a_double_click_counts_once_on_postgres, 7, |world| {
    let cast = world.secret_ballot(4, Choice::For, 1).await;
    let (service, actor) = (&world.service, &world.people[4].actor);
    let (first, second) = tokio::join!(
        service::cast_secret(service, actor, world.secret, &cast),
        service::cast_secret(service, actor, world.secret, &cast)
    );
    assert_eq!(first.unwrap(), second.unwrap(), "the same receipt");
    assert_eq!(views::assembly(service, world.assembly).await.unwrap().items[1].voted, 1);
});

on_each!(everybody_at_once_is_counted, everybody_at_once_is_counted_on_postgres, 40, |world| {
    let mut ballots = Vec::new();
    for who in 0..world.people.len() {
        ballots.push(world.secret_ballot(who, Choice::For, 1).await);
    }
    let casts: Vec<_> = ballots
        .into_iter()
        .enumerate()
        .map(|(who, cast)| {
            let (service, actor, vote) = (world.service.clone(), world.people[who].actor.clone(), world.secret);
            tokio::spawn(async move { service::cast_secret(&service, &actor, vote, &cast).await })
        })
        .collect();
    for cast in casts {
        cast.await.unwrap().unwrap();
    }
    let view = views::assembly(&world.service, world.assembly).await.unwrap();
    assert_eq!((view.taking_part, view.items[1].voted), (40, 40));
    let entries = views::record_entries(&world.service, world.assembly).await.unwrap();
    protocol::record::verify_record(world.cooperative.bytes(), world.assembly.bytes(), &entries).unwrap();
});

on_each!(closing_pressed_twice_closes_once, closing_pressed_twice_closes_once_on_postgres, 7, |world| {
    let (service, chair) = (&world.service, world.chair());
    let (first, second) =
        tokio::join!(service::close_vote(service, chair, world.open), service::close_vote(service, chair, world.open));
    assert_eq!(sort(vec![first, second]), (1, vec![Refusal::VoteAlreadyClosed]));
    let (first, second) = tokio::join!(
        service::close_vote(service, chair, world.secret),
        service::close_vote(service, chair, world.secret)
    );
    assert_eq!(sort(vec![first, second]), (1, vec![Refusal::VoteAlreadyClosed]));
    let entries = views::record_entries(service, world.assembly).await.unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.kind == "box-closed").count(), 1);
    assert_eq!(entries.iter().filter(|entry| entry.kind == "decision").count(), 1);
});

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn opening_pressed_twice_opens_once() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    let (first, second) = tokio::join!(
        service::open_session(service, chair, world.assembly),
        service::open_session(service, chair, world.assembly)
    );
    assert_eq!(first.unwrap(), second.unwrap());
    crate::world::constitute(service, chair, world.assembly).await;
    let (first, second) =
        tokio::join!(service::open_vote(service, chair, world.open), service::open_vote(service, chair, world.open));
    assert_eq!(sort(vec![first, second]), (1, vec![Refusal::VoteAlreadyOpen]));
}
