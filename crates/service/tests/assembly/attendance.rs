//! Who is there: at the desk, from a distance, by voting; and who counts in the quorum of which vote.

use domain::Refusal;
use domain::attendance::{DOORS, Means, Presence, RecordAttendance};
use domain::resolution::Choice;
use service::{Error, views};

use crate::world::{START, World, refusal};

async fn enter(world: &World, number: u32, comes: bool) -> Result<Presence, Error> {
    let asked = RecordAttendance { number, comes };
    service::record_attendance(&world.service, world.secretary(), world.assembly, &asked).await
}

async fn present(world: &World) -> u32 {
    views::assembly(&world.service, world.assembly).await.unwrap().quorum.present
}

/// The numbers of an entry about the quorum.
async fn counted(world: &World, at: &str) -> Vec<u64> {
    let all = views::record_entries(&world.service, world.assembly).await.unwrap();
    let counts = all.into_iter().filter(|entry| entry.kind == "quorum-count" && entry.body["at"] == at);
    counts.map(|entry| entry.body["present"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn the_desk_enters_who_comes_and_goes_once_each() {
    let world = World::new().await;
    world.clock.set(START - DOORS - 60_000_000);
    assert_eq!(refusal(enter(&world, 5, true).await), Refusal::NotInSession, "the doors are closed");
    world.clock.set(START - DOORS);
    assert_eq!(refusal(enter(&world, 5, false).await), Refusal::NotThere);
    assert_eq!(enter(&world, 5, true).await.unwrap(), Presence::There);
    assert_eq!(refusal(enter(&world, 5, true).await), Refusal::AlreadyThere);
    assert_eq!(enter(&world, 6, true).await.unwrap(), Presence::There);
    assert_eq!(present(&world).await, 2);
    assert_eq!(enter(&world, 6, false).await.unwrap(), Presence::Gone);
    assert_eq!(refusal(enter(&world, 6, false).await), Refusal::NotThere);
    assert_eq!(present(&world).await, 1);
    assert_eq!(refusal(enter(&world, 99, true).await), Refusal::NoSuchNumber);
    for actor in [&world.people[4].actor, world.holder()] {
        let asked = RecordAttendance { number: 4, comes: true };
        let outcome = service::record_attendance(&world.service, actor, world.assembly, &asked).await;
        assert_eq!(refusal(outcome), Refusal::NotYours);
        assert_eq!(refusal(views::desk(&world.service, actor, world.assembly, "").await), Refusal::NotYours);
    }
    world.clock.set(START);
    world.begin(world.assembly).await;
    assert_eq!(counted(&world, "opening").await, [1], "who is there when the session opens");
    assert_eq!(enter(&world, 6, true).await.unwrap(), Presence::There, "again");
    let desk = views::desk(&world.service, world.secretary(), world.assembly, "personne 6").await.unwrap();
    assert!(desk.open && !desk.more);
    let said: Vec<_> = desk.lines.iter().map(|line| (line.number, line.presence, line.means)).collect();
    assert_eq!(said, [(6, Presence::There, Some(Means::Desk))]);
    let all = views::desk(&world.service, world.secretary(), world.assembly, "").await.unwrap().lines;
    assert_eq!(all.iter().filter(|line| line.presence.counts()).count(), 2);
    assert!(views::desk(&world.service, world.secretary(), world.assembly, "\0").await.unwrap().lines.is_empty());
}

#[tokio::test]
async fn the_quorum_of_a_vote_is_who_is_there_at_its_close_and_who_voted_in_it() {
    let world = World::voting().await;
    let (service, chair) = (&world.service, world.chair());
    for number in [5, 6, 7] {
        enter(&world, number, true).await.unwrap();
    }
    // Number 5 is there and votes: once. Number 4 votes from a distance: there by that.
    world.cast_open(4, &world.open_ballot(4, Choice::For, 1).await).await.unwrap();
    world.cast_open(3, &world.open_ballot(3, Choice::For, 1).await).await.unwrap();
    assert_eq!(present(&world).await, 4);
    // Number 5 leaves: counted in the vote it voted in. Number 6 leaves without having voted.
    enter(&world, 5, false).await.unwrap();
    enter(&world, 6, false).await.unwrap();
    assert_eq!(present(&world).await, 2);
    service::close_vote(service, chair, world.open).await.unwrap();
    service::close_vote(service, chair, world.secret).await.unwrap();
    assert_eq!(counted(&world, "close").await, [3, 2], "in the second nobody voted");
    let decision = views::vote(service, world.open).await.unwrap().1.decision.unwrap();
    assert_eq!(decision.quorum.present, 3);
    service::submit_decryption(service, world.holder(), world.secret, &world.decryption().await).await.unwrap();
    service::publish_minutes(service, world.secretary(), world.assembly).await.unwrap();
    let minutes = views::minutes(service, chair, world.assembly).await.unwrap().unwrap();
    assert_eq!(minutes.taking_part, 4, "everybody who was there");
    assert_eq!(refusal(enter(&world, 6, true).await), Refusal::AssemblyOver);
}

#[tokio::test]
async fn a_member_takes_part_from_a_distance_and_whoever_votes_again_is_back() {
    let world = World::new().await;
    let (service, who) = (&world.service, &world.people[5].actor);
    let join = async |comes: bool| service::take_part(service, who, world.assembly, comes).await;
    assert_eq!(refusal(join(true).await), Refusal::NotInSession);
    assert_eq!(views::my_votes(service, who).await.unwrap().presence, None, "nothing to take part in");
    world.open_votes().await;
    assert_eq!(views::my_votes(service, who).await.unwrap().presence, Some(Presence::Never));
    assert_eq!(refusal(join(false).await), Refusal::NotThere);
    assert_eq!(join(true).await.unwrap(), Presence::There);
    assert_eq!(refusal(join(true).await), Refusal::AlreadyThere);
    let before = present(&world).await;
    assert_eq!(enter(&world, 6, true).await.unwrap(), Presence::There, "from a distance, and now in the hall");
    assert_eq!(present(&world).await, before, "counted once, however they came");
    let line = views::desk(&world.service, world.secretary(), world.assembly, "6").await.unwrap().lines[0].means;
    assert_eq!(line, Some(Means::Desk));
    assert_eq!(refusal(enter(&world, 6, true).await), Refusal::AlreadyThere);
    assert_eq!(join(false).await.unwrap(), Presence::Gone);
    world.cast_open(5, &world.open_ballot(5, Choice::For, 1).await).await.unwrap();
    assert_eq!(views::my_votes(service, who).await.unwrap().presence, Some(Presence::There));
    world.cast_open(5, &world.open_ballot(5, Choice::Against, 2).await).await.unwrap();
    let all = views::record_entries(service, world.assembly).await.unwrap();
    let moves: Vec<_> = all.iter().filter(|entry| entry.kind == "attendance").collect();
    assert_eq!(moves.len(), 4, "arrived, came into the hall, left, returned by voting");
    let mut leaves: Vec<_> = moves.iter().map(|entry| entry.body["leaf"].to_string()).collect();
    leaves.dedup();
    assert_eq!(leaves.len(), 4, "each with a salt of its own");
}
