//! A session that cannot decide ends in minutes that say so, and is convened again with the same agenda.

use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::attendance::RecordAttendance;
use domain::resolution::Choice;
use domain::vote::VoteState;
use serde_json::{Value, json};
use service::views;

use crate::world::{DAY, START, World, empty, open, refusal};

impl World {
    async fn comes(&self, number: u32) {
        let asked = RecordAttendance { number, comes: true };
        service::record_attendance(&self.service, self.chair(), self.assembly, &asked).await.unwrap();
    }

    async fn ends_without_quorum(&self) -> Result<String, service::Error> {
        service::end_without_quorum(&self.service, self.secretary(), self.assembly).await
    }
}

async fn entries(world: &World, kind: &str) -> Vec<Value> {
    let record = views::record(&world.service, world.assembly).await.unwrap();
    let entries = record.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    entries.filter(|entry| entry["type"] == kind).map(|entry| entry["body"].clone()).collect()
}

#[tokio::test]
async fn a_session_without_quorum_ends_in_minutes_and_meets_again() {
    let (service, clock, folder) = empty(7).await;
    ends_and_meets_again(World::build(service, clock, folder, &[1; 7]).await).await;
}

#[tokio::test]
async fn a_session_without_quorum_ends_in_minutes_and_meets_again_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let url = store::postgres_schema(&base, &format!("voix_no_quorum_{}", std::process::id())).await.unwrap();
    let (service, clock) = open(&url, 7).await;
    ends_and_meets_again(World::build(service, clock, None, &[1; 7]).await).await;
}

async fn ends_and_meets_again(world: World) {
    let service = &world.service;
    assert_eq!(refusal(world.ends_without_quorum().await), Refusal::NotInSession);
    service::open_session(service, world.chair(), world.assembly).await.unwrap();
    assert_eq!(refusal(world.ends_without_quorum().await), Refusal::BureauMissing);
    crate::world::constitute(service, world.chair(), world.assembly).await;
    // Of seven, two are needed.
    world.comes(4).await;
    let shown = views::console(service, world.chair(), world.assembly).await.unwrap().lack.unwrap();
    assert_eq!((shown.present, shown.members, shown.needed), (1, 7, Some(2)));
    let by_member = service::end_without_quorum(service, &world.people[3].actor, world.assembly).await;
    assert_eq!(refusal(by_member), Refusal::NotYours);
    let hash = world.ends_without_quorum().await.unwrap();

    let view = views::assembly(service, world.assembly).await.unwrap();
    assert_eq!((view.state, view.minutes_hash.as_deref()), (AssemblyState::Ended, Some(hash.as_str())));
    assert!(
        view.items.iter().all(|item| item.state == VoteState::Prepared),
        "nothing was given up: it is voted on again"
    );
    let minutes = views::minutes(service, world.chair(), world.assembly).await.unwrap().unwrap();
    assert_eq!((minutes.hash_hex(), minutes.no_quorum.clone()), (hash.clone(), Some(shown)));
    assert_eq!((minutes.items.len(), minutes.taking_part), (2, 1));
    assert!(minutes.items.iter().all(|item| item.decision.is_none() && item.void_reason.is_none()));
    let counts = entries(&world, "quorum-count").await;
    assert_eq!(counts.last(), Some(&json!({ "at": "end", "members": 7, "present": 1 })));
    assert_eq!(entries(&world, "minutes").await, [json!({ "minutes": hash })]);
    assert_eq!(refusal(world.ends_without_quorum().await), Refusal::AssemblyOver);
    let published = service::publish_minutes(service, world.secretary(), world.assembly).await;
    assert_eq!(refusal(published), Refusal::MinutesPublished);
    assert_eq!(refusal(service::open_vote(service, world.chair(), world.open).await), Refusal::AssemblyOver);

    // The page of the second call has the words of the first; whoever leaves meanwhile does not undo the lack.
    let second = views::notices(service, world.chair(), world.assembly).await.unwrap().second.unwrap();
    assert_eq!((second.at, second.place.as_str(), second.agenda.len()), (None, "Besançon", 2));
    for who in [5, 6] {
        service::leave(service, &world.people[who].actor, &domain::own_record::Departure { sure: "yes".to_owned() })
            .await
            .unwrap();
    }
    let again = service::Again { starts_at: START + 20 * DAY, place: second.place, video: second.video };
    let second = service::reconvene(service, world.chair(), world.assembly, &again).await.unwrap();
    world.clock.set(START + 20 * DAY);
    world.begin(second).await;
    let console = views::console(service, world.chair(), second).await.unwrap();
    assert_eq!(console.lack, None, "a second call asks for no quorum");
    assert_eq!(refusal(service::end_without_quorum(service, world.secretary(), second).await), Refusal::QuorumThere);
}

#[tokio::test]
async fn a_session_that_can_decide_does_not_end_so() {
    let world = World::with_shares(&[1; 7]).await;
    world.begin(world.assembly).await;
    for number in [4, 5] {
        world.comes(number).await;
    }
    assert_eq!(refusal(world.ends_without_quorum().await), Refusal::QuorumThere);
    service::open_vote(&world.service, world.chair(), world.open).await.unwrap();
    assert_eq!(refusal(world.ends_without_quorum().await), Refusal::VotesUndecided);
    world.cast_open(4, &world.open_ballot(4, Choice::For, 1).await).await.unwrap();
    service::close_vote(&world.service, world.chair(), world.open).await.unwrap();
    for number in [4, 5] {
        let asked = RecordAttendance { number, comes: false };
        service::record_attendance(&world.service, world.chair(), world.assembly, &asked).await.unwrap();
    }
    // One item was decided while there was a quorum: the other is given up, and the minutes are the ordinary ones.
    assert_eq!(refusal(world.ends_without_quorum().await), Refusal::QuorumThere);
    assert_eq!(views::console(&world.service, world.chair(), world.assembly).await.unwrap().lack, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_end_it_at_once_one_does() {
    let world = World::with_shares(&[1; 7]).await;
    world.begin(world.assembly).await;
    let (one, two) = tokio::join!(
        world.ends_without_quorum(),
        service::end_without_quorum(&world.service, world.chair(), world.assembly)
    );
    let won = [&one, &two].iter().filter(|outcome| outcome.is_ok()).count();
    let lost = if one.is_ok() { two } else { one };
    assert_eq!((won, refusal(lost)), (1, Refusal::AssemblyOver));
    assert_eq!(entries(&world, "minutes").await.len(), 1);
}
