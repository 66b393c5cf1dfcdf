//! Somebody elected declines, from the result until the minutes: the seat is vacant, and nobody moves up.

use domain::Refusal;
use domain::contest::Said;
use domain::elected::{Elected, NoteDeclined};
use domain::ids::VoteId;
use domain::offices::{GiveOffice, Stands};
use domain::roles::{Actor, Role};
use serde_json::json;
use service::{Service, views};

use crate::proposals::letters;
use crate::world::{World, empty, open, refusal};

/// Who stands for two seats: the first two win them.
const STAND: [(usize, &str, i32); 4] = [(3, "A", 1970), (4, "B", 1970), (5, "C", 1986), (6, "D", 1965)];
/// Their numbers.
const FIRST: u32 = 4;

impl World {
    async fn declines(&self, who: usize) -> Result<(), service::Error> {
        service::decline_seat(&self.service, &self.people[who].actor, self.secret).await
    }

    async fn notes_declined(&self, by: usize, place: u32) -> Result<(), service::Error> {
        service::note_declined(&self.service, &self.people[by].actor, self.secret, &NoteDeclined { place }).await
    }

    async fn may_decline(&self, who: usize) -> Vec<VoteId> {
        views::my_votes(&self.service, &self.people[who].actor).await.unwrap().elected
    }

    async fn result(&self) -> Elected {
        self.decided().await.election.unwrap()
    }

    async fn gives(&self, role: Role) {
        self.gives_to(FIRST, role).await;
    }

    async fn gives_to(&self, number: u32, role: Role) {
        let office = GiveOffice { number, role, first_day: None, last_day: None };
        service::give_office(&self.service, self.chair(), &office).await.unwrap();
    }

    /// Whether the board is to elect its president after an election.
    async fn awaits_president(&self) -> bool {
        views::offices(&self.service, self.chair()).await.unwrap().president.after.is_some()
    }

    /// What the first of them holds now.
    async fn first_holds(&self) -> Vec<Role> {
        let terms = views::offices(&self.service, self.chair()).await.unwrap().terms;
        let held = terms.iter().filter(|line| line.number == Some(FIRST) && line.stands == Stands::Held);
        held.map(|line| line.role).collect()
    }
}

/// An election of two, open.
async fn electing(world: World) -> World {
    let world = world.electing(2, &STAND, &[]).await;
    world.opens_election().await;
    world
}

/// The same once everybody who voted named the first two.
async fn won(world: World) -> World {
    for who in [0, 1, 3, 4, 5] {
        world.names(who, &Said::Names(vec![0, 1])).await;
    }
    world.counts_election().await;
    assert_eq!(world.result().await.elected(), [0, 1]);
    world
}

#[tokio::test]
async fn a_seat_that_is_declined_is_vacant() {
    let (service, clock, folder) = empty(7).await;
    declined(World::build(service, clock, folder, &[1; 7]).await).await;
}

#[tokio::test]
async fn a_seat_that_is_declined_is_vacant_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let url = store::postgres_schema(&base, &format!("voix_declining_{}", std::process::id())).await.unwrap();
    let (service, clock): (Service, _) = open(&url, 7).await;
    declined(World::build(service, clock, None, &[1; 7]).await).await;
}

async fn declined(world: World) {
    let world = electing(world).await;
    assert_eq!(refusal(world.declines(3).await), Refusal::NotElected, "there is no result");
    let world = won(world).await;
    // Whoever won a seat, and nobody else.
    assert_eq!((world.may_decline(3).await, world.may_decline(5).await), (vec![world.secret], vec![]));
    for who in [0, 5] {
        assert_eq!(refusal(world.declines(who).await), Refusal::NotElected, "{who}");
    }
    assert_eq!(refusal(world.notes_declined(5, 0).await), Refusal::NotYours);
    // Nor does a director, or who counts: a seat that the vote gave is not theirs to empty.
    let officer = Actor::Member { id: world.people[5].id, roles: vec![Role::Board, Role::Scrutineer] };
    let noted = service::note_declined(&world.service, &officer, world.secret, &NoteDeclined { place: 0 }).await;
    assert_eq!(refusal(noted), Refusal::NotYours);
    for place in [2, 9] {
        assert_eq!(refusal(world.notes_declined(1, place).await), Refusal::NotElected, "{place}");
    }

    let (one, other) = tokio::join!(world.declines(3), world.declines(3));
    assert_eq!([&one, &other].iter().filter(|done| done.is_ok()).count(), 1, "once");
    assert_eq!(refusal(if one.is_ok() { other } else { one }), Refusal::SeatDeclined);
    assert_eq!(refusal(world.notes_declined(1, 0).await), Refusal::SeatDeclined);
    assert!(world.may_decline(3).await.is_empty());
    assert!(letters(&world.service, "seat-declined").await.is_empty(), "they did it themselves");
    let result = world.result().await;
    assert_eq!((result.elected(), result.declined.clone(), result.awaits()), (vec![1], vec![0], None));
    assert_eq!(result.votes, [5, 5, 0, 0], "nobody moves up");

    // On somebody's word. Then nobody is elected after whom the board would elect its president.
    assert!(world.awaits_president().await);
    world.notes_declined(1, 1).await.unwrap();
    assert_eq!(letters(&world.service, "seat-declined").await, ["personne-5@example.org"], "who is said to decline");
    assert!(!world.awaits_president().await);
    assert_eq!(refusal(world.declines(4).await), Refusal::SeatDeclined);
    let vote = protocol::hash::hex(world.secret.bytes());
    let entry = |by: &str, place: u32| json!({ "by": by, "declined": place, "vote": vote });
    assert_eq!(world.recorded("declined").await, [entry("own", 0), entry("aloud", 1)], "and no name");

    world.gives_up_the_other().await;
    service::publish_minutes(&world.service, world.secretary(), world.assembly).await.unwrap();
    let minutes = views::minutes(&world.service, world.chair(), world.assembly).await.unwrap().unwrap();
    let said = minutes.items[0].decision.as_ref().unwrap().election.clone().unwrap();
    assert_eq!((said.elected(), said.declined), (vec![], vec![0, 1]));
}

#[tokio::test]
async fn nobody_declines_once_the_minutes_are_published() {
    let world = won(electing(World::with_shares(&[1; 7]).await).await).await;
    world.gives_up_the_other().await;
    service::publish_minutes(&world.service, world.secretary(), world.assembly).await.unwrap();
    assert_eq!(refusal(world.declines(3).await), Refusal::AssemblyOver);
    assert_eq!(refusal(world.notes_declined(1, 0).await), Refusal::AssemblyOver);
    assert!(world.may_decline(3).await.is_empty());
    assert_eq!(world.result().await.elected(), [0, 1]);
}

#[tokio::test]
async fn what_the_seat_gave_ends_with_it_and_nobody_is_left_without_a_president() {
    let world = electing(World::with_shares(&[1; 7]).await).await;
    world.gives(Role::Scrutineer).await;
    let world = won(world).await;
    world.gives(Role::Board).await;
    world.gives(Role::Chair).await;
    assert_eq!(refusal(world.declines(3).await), Refusal::OfficeNeedsSuccessor);
    assert_eq!(world.result().await.elected(), [0, 1], "nothing is done by half");
    world.gives_to(1, Role::Chair).await;
    world.declines(3).await.unwrap();
    assert_eq!(world.first_holds().await, [Role::Scrutineer], "what no seat of this election gave");
}
