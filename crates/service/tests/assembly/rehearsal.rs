//! A rehearsal: begun with one press, with the screens of an assembly, binding nobody, in the way of none.

use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::ids::AssemblyId;
use domain::rehearsal::LASTS;
use domain::resolution::{Choice, Text};
use domain::vote::VoteState;
use service::{Again, views};

use crate::advance::{FROM, UNTIL};
use crate::world::{DAY, START, World, empty, open, refusal};

impl World {
    /// Some days before the assembly, with a rehearsal under way in its place. Answers the one that binds.
    async fn rehearsing(&mut self) -> AssemblyId {
        self.clock.set(START - 3 * DAY);
        let real = self.assembly;
        self.assembly = service::begin_rehearsal(&self.service, self.secretary()).await.unwrap();
        let view = views::assembly(&self.service, self.assembly).await.unwrap();
        (self.open, self.secret) = (view.items[0].vote, view.items[1].vote);
        real
    }

    async fn current(&self) -> AssemblyId {
        views::current_assembly(&self.service).await.unwrap().unwrap()
    }
}

#[tokio::test]
async fn a_rehearsal_has_the_screens_of_an_assembly_and_binds_nobody() {
    let (service, clock, folder) = empty(7).await;
    rehearsed(World::build(service, clock, folder, &[1; 7]).await).await;
}

#[tokio::test]
async fn a_rehearsal_has_the_screens_of_an_assembly_and_binds_nobody_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let url = store::postgres_schema(&base, &format!("voix_rehearsal_{}", std::process::id())).await.unwrap();
    let (service, clock) = open(&url, 7).await;
    rehearsed(World::build(service, clock, None, &[1; 7]).await).await;
}

async fn rehearsed(mut world: World) {
    let real = world.rehearsing().await;
    let (service, chair) = (&world.service, world.chair());
    assert_ne!(world.assembly, real);
    assert_eq!(service::begin_rehearsal(service, chair).await.unwrap(), world.assembly, "two press at once");
    assert_eq!(
        (world.current().await, views::rehearsal(service).await.unwrap()),
        (world.assembly, Some(world.assembly))
    );
    let view = views::assembly(service, world.assembly).await.unwrap();
    assert!(view.rehearsal && view.items.iter().all(|item| item.resolution.title.fr.starts_with("Répétition")));
    assert!(!views::assembly(service, real).await.unwrap().rehearsal);
    service::outbox::take(service, 500).await.unwrap();

    world.key_holder_prepares().await;
    world.begin(world.assembly).await;
    for vote in [world.open, world.secret] {
        service::open_vote(service, chair, vote).await.unwrap();
    }
    for who in 0..5 {
        world.cast_open(who, &world.open_ballot(who, Choice::For, 1).await).await.unwrap();
        world.cast_secret(who, &world.secret_ballot(who, Choice::For, 1).await).await.unwrap();
    }
    for vote in [world.open, world.secret] {
        service::close_vote(service, chair, vote).await.unwrap();
    }
    let part = world.decryption().await;
    let decided = service::submit_decryption(service, world.holder(), world.secret, &part).await.unwrap();
    assert_eq!(decided, VoteState::Decided);

    let minutes = service::publish_minutes(service, world.secretary(), world.assembly).await;
    assert_eq!(refusal(minutes), Refusal::RehearsalOnly);
    assert_eq!(service::outbox::take(service, 500).await.unwrap().len(), 0, "nobody is written to");
    assert_eq!(world.recorded("convocation").await[0]["rehearsal"], serde_json::json!(true));

    assert_eq!(refusal(service::end_rehearsal(service, chair, real).await), Refusal::NoRehearsal);
    for _ in 0..2 {
        service::end_rehearsal(service, chair, world.assembly).await.unwrap();
    }
    assert_eq!((world.current().await, views::rehearsal(service).await.unwrap()), (real, None));
    let over = views::assembly(service, world.assembly).await.unwrap();
    assert_eq!((over.state, over.rehearsal), (AssemblyState::Cancelled, true));
    assert_eq!(world.recorded("incident").await.last().unwrap()["kind"], "rehearsal-over");
    let calendar = views::calendar(service).await.unwrap();
    assert!(calendar.iter().all(|line| line.id != world.assembly), "no calendar has it");
}

#[tokio::test]
async fn a_rehearsal_is_over_by_itself() {
    let mut world = World::new().await;
    let real = world.rehearsing().await;
    // The clock ticks at every look.
    world.clock.set(START - 3 * DAY + LASTS + 1_000);
    assert_eq!((world.current().await, views::rehearsal(&world.service).await.unwrap()), (real, None));
    // Another may begin.
    assert_ne!(service::begin_rehearsal(&world.service, world.chair()).await.unwrap(), world.assembly);
}

#[tokio::test]
async fn nothing_of_a_rehearsal_is_said_to_members_or_becomes_a_decision() {
    let mut world = World::new().await;
    let real = world.rehearsing().await;
    let (service, chair) = (&world.service, world.chair());
    let text = Text { fr: "Mot".to_owned(), en: String::new() };
    assert_eq!(refusal(service::correct_notice(service, chair, world.assembly, &text).await), Refusal::RehearsalOnly);
    assert_eq!(refusal(service::cancel_assembly(service, chair, world.assembly, &text).await), Refusal::RehearsalOnly);
    let again = Again { starts_at: START + 30 * DAY, place: "Besançon".to_owned(), video: String::new() };
    assert_eq!(refusal(service::reconvene(service, chair, world.assembly, &again).await), Refusal::RehearsalOnly);
    assert_eq!(views::binding_assembly(service).await.unwrap(), Some(real), "what members prepare for");
    assert!(service::outbox::take(service, 500).await.unwrap().iter().all(|letter| !letter.subject.contains("annul")));
}

#[tokio::test]
async fn what_is_open_when_a_rehearsal_ends_is_void() {
    let mut world = World::new().await;
    world.rehearsing().await;
    let (service, chair) = (&world.service, world.chair());
    world.begin(world.assembly).await;
    service::open_vote(service, chair, world.open).await.unwrap();
    let ballot = world.open_ballot(3, Choice::For, 1).await;
    world.clock.set(START - 3 * DAY + LASTS + 1_000);
    assert_eq!(service::rehearsals_due(service).await.unwrap(), 1);
    assert_eq!(service::rehearsals_due(service).await.unwrap(), 0);
    assert_eq!(refusal(world.cast_open(3, &ballot).await), Refusal::VoteVoided);
    assert_eq!(views::assembly(service, world.assembly).await.unwrap().state, AssemblyState::Cancelled);
}

#[tokio::test]
async fn what_binds_goes_before_a_rehearsal() {
    let world = World::new().await.ahead().await;
    world.key_holder_prepares().await;
    world.clock.set(FROM - 1);
    let rehearsal = service::begin_rehearsal(&world.service, world.chair()).await.unwrap();
    assert_eq!(world.current().await, rehearsal);
    world.clock.set(FROM);
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (2, 0));
    assert_eq!((world.current().await, views::rehearsal(&world.service).await.unwrap()), (world.assembly, None));
    let again = service::begin_rehearsal(&world.service, world.chair()).await;
    assert_eq!(refusal(again), Refusal::RehearsalInTheWay, "ballots are received");
    world.clock.set(UNTIL);
    world.in_session().await;
    let again = service::begin_rehearsal(&world.service, world.chair()).await;
    assert_eq!(refusal(again), Refusal::RehearsalInTheWay);
}
