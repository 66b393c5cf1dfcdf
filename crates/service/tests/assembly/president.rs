//! The board elects its president, in rounds.

use domain::Refusal;
use domain::contest::Said;
use domain::decision::Outcome;
use domain::ids::{MemberId, RoundId};
use domain::offices::{EndOffice, GiveOffice, Stands};
use domain::president::{NamePresident, President};
use domain::roles::{Actor, Role};
use domain::statutes::{Field, PresidentElectedBy};
use serde_json::json;
use service::views;

use crate::sign_in::world;
use crate::statutes::{NEXT_DAY, adopt, asked};
use crate::world::{DAY, START, World, refusal};

impl World {
    fn director(&self, number: u32) -> Actor {
        Actor::Member { id: self.id_of(number), roles: vec![Role::Board] }
    }

    fn id_of(&self, number: u32) -> MemberId {
        self.people[usize::try_from(number).unwrap() - 1].id
    }

    /// The chair, number 1, and these sit on the board.
    async fn seats(&self, numbers: &[u32]) {
        for number in numbers {
            let seat = GiveOffice { number: *number, role: Role::Board, first_day: None, last_day: None };
            service::give_office(&self.service, self.chair(), &seat).await.unwrap();
        }
    }

    async fn opens_round(&self) -> RoundId {
        service::open_president_round(&self.service, self.chair()).await.unwrap()
    }

    async fn gives_voice(&self, round: RoundId, from: u32, number: u32) -> Result<(), service::Error> {
        service::name_president(&self.service, &self.director(from), round, &NamePresident { number }).await
    }

    async fn closed(&self, round: RoundId) -> Result<Option<MemberId>, service::Error> {
        service::close_president_round(&self.service, self.secretary(), round).await
    }

    async fn seen(&self, who: &Actor) -> President {
        views::offices(&self.service, who).await.unwrap().president
    }

    /// Numbers of those who hold an office now.
    async fn holding(&self, role: Role) -> Vec<u32> {
        let terms = views::offices(&self.service, self.secretary()).await.unwrap().terms;
        let held = terms.iter().filter(|line| line.role == role && line.stands == Stands::Held);
        held.filter_map(|line| line.number).collect()
    }
}

#[tokio::test]
async fn who_is_elected_presides_at_once_and_the_one_before_keeps_the_seat() {
    let (world, _, _) = world().await;
    world.seats(&[4, 5]).await;
    let round = world.opens_round().await;
    assert_eq!(
        refusal(service::open_president_round(&world.service, world.chair()).await),
        Refusal::PresidentRoundOpen
    );
    world.gives_voice(round, 1, 1).await.unwrap();
    // Another name takes the place of the first.
    world.gives_voice(round, 1, 4).await.unwrap();
    world.gives_voice(round, 1, 4).await.unwrap();
    world.gives_voice(round, 4, 4).await.unwrap();
    assert_eq!(refusal(world.gives_voice(round, 5, 6).await), Refusal::PresidentNotDirector);
    assert_eq!(refusal(world.gives_voice(round, 5, 99).await), Refusal::NoSuchNumber);
    assert_eq!(refusal(world.gives_voice(round, 6, 4).await), Refusal::NotYours);

    // Before the close each reads the own name, and no other.
    let seen = world.seen(&world.director(1)).await;
    let open = seen.open.unwrap();
    assert!(seen.sits && seen.last.is_none());
    let numbers = |people: &[domain::president::Person]| people.iter().filter_map(|one| one.number).collect::<Vec<_>>();
    assert_eq!((numbers(&open.given), numbers(&open.awaited)), (vec![1, 4], vec![5]));
    assert_eq!(open.own.and_then(|own| own.number), Some(4));
    assert_eq!(world.seen(world.secretary()).await.open.unwrap().own, None);

    assert_eq!(world.closed(round).await.unwrap(), Some(world.id_of(4)));
    assert_eq!((world.holding(Role::Chair).await, world.holding(Role::Board).await), (vec![4], vec![1, 4, 5]));
    let last = world.seen(&world.director(5)).await.last.unwrap();
    assert_eq!((last.directors, last.voices, last.elected.and_then(|one| one.number)), (3, 2, Some(4)));
    let named: Vec<_> = last.named.iter().map(|(from, one)| (from.number, one.number)).collect();
    assert_eq!(named, [(Some(1), Some(4)), (Some(4), Some(4))]);
    // The secretary, who does not sit there, reads how many and not who.
    let last = world.seen(world.secretary()).await.last.unwrap();
    assert_eq!((last.candidates.len(), last.candidates[0].1, last.named.len()), (1, 2, 0));
}

#[tokio::test]
async fn after_a_tie_another_round_decides_and_what_is_closed_stays() {
    let (world, _, _) = world().await;
    world.seats(&[4]).await;
    let round = world.opens_round().await;
    world.gives_voice(round, 1, 1).await.unwrap();
    world.gives_voice(round, 4, 4).await.unwrap();
    assert_eq!(world.closed(round).await.unwrap(), None);
    assert_eq!(world.holding(Role::Chair).await, [1]);
    assert_eq!(refusal(world.gives_voice(round, 4, 1).await), Refusal::PresidentRoundClosed);
    assert_eq!(refusal(world.closed(round).await), Refusal::PresidentRoundClosed);
    let other = RoundId(world.id_of(1).0);
    assert_eq!(refusal(world.closed(other).await), Refusal::NotFound);
    let second = world.opens_round().await;
    for from in [1, 4] {
        world.gives_voice(second, from, 1).await.unwrap();
    }
    assert_eq!(world.closed(second).await.unwrap(), Some(world.id_of(1)));
    assert_eq!(world.holding(Role::Chair).await, [1]);
    assert_eq!(world.seen(world.chair()).await.last.unwrap().id, second);
}

#[tokio::test]
async fn whose_office_ended_meanwhile_has_no_voice_and_is_not_elected() {
    let (world, _, _) = world().await;
    world.seats(&[4, 5, 6]).await;
    let round = world.opens_round().await;
    for (from, one) in [(1, 5), (4, 5), (5, 5), (6, 4)] {
        world.gives_voice(round, from, one).await.unwrap();
    }
    let terms = views::offices(&world.service, world.chair()).await.unwrap().terms;
    let fifth = terms.iter().find(|line| line.role == Role::Board && line.number == Some(5)).unwrap().id;
    service::end_office(&world.service, world.chair(), fifth, &EndOffice { last_day: None }).await.unwrap();
    assert_eq!(refusal(world.gives_voice(round, 5, 5).await), Refusal::NotYours);
    assert_eq!(world.closed(round).await.unwrap(), None);
    let last = world.seen(world.chair()).await.last.unwrap();
    assert_eq!((last.directors, last.voices, last.named.len()), (3, 3, 3));
}

#[tokio::test]
async fn of_two_who_press_at_once_one_opens_and_one_closes() {
    let (world, _, _) = world().await;
    world.seats(&[4]).await;
    let open = || service::open_president_round(&world.service, world.chair());
    let (one, two) = tokio::join!(open(), open());
    let refused = |outcome: Result<(), service::Error>| outcome.err().map(|error| error.refusal());
    let said = [refused(one.map(drop)), refused(two.map(drop))];
    assert!(said.contains(&None) && said.contains(&Some(Refusal::PresidentRoundOpen)), "{said:?}");
    let round = world.seen(world.chair()).await.open.unwrap().id;
    for from in [1, 4] {
        world.gives_voice(round, from, 4).await.unwrap();
    }
    let (one, two) = tokio::join!(world.closed(round), world.closed(round));
    let said = [refused(one.map(drop)), refused(two.map(drop))];
    assert!(said.contains(&None) && said.contains(&Some(Refusal::PresidentRoundClosed)), "{said:?}");
    assert_eq!(world.holding(Role::Chair).await, [4]);
}

#[tokio::test]
async fn a_board_of_one_and_one_whose_assembly_elects_open_no_round() {
    let (world, _, _) = world().await;
    let open = || service::open_president_round(&world.service, world.chair());
    assert_eq!(refusal(open().await), Refusal::PresidentTooFew);
    assert_eq!(refusal(service::open_president_round(&world.service, &world.people[5].actor).await), Refusal::NotYours);
    assert_eq!(world.seen(world.chair()).await.elected_by, PresidentElectedBy::Board);
    world.seats(&[4]).await;
    adopt(&world, &asked(1, NEXT_DAY, &[(Field::PresidentElectedBy, "assembly")])).await.unwrap();
    world.clock.set(START + 2 * DAY);
    assert_eq!(refusal(open().await), Refusal::PresidentByAssembly);
    assert_eq!(world.seen(world.chair()).await.elected_by, PresidentElectedBy::Assembly);
}

/// What a round came to is added to a record that has its minutes already; the page says that the board elects until it did.
#[tokio::test]
async fn after_an_election_the_record_of_its_assembly_has_the_numbers_and_no_name() {
    let world = World::with_shares(&[1; 7]).await.electing(2, &[(3, "A", 1970), (4, "B", 1971)], &[]).await;
    world.seats(&[4]).await;
    assert_eq!(world.seen(world.chair()).await.after, None);
    let early = world.opens_round().await;
    assert_eq!(world.closed(early).await.unwrap(), None);
    world.opens_election().await;
    for who in 3..6 {
        world.names(who, &Said::Names(vec![0, 1])).await;
    }
    assert_eq!(world.counts_election().await.outcome, Outcome::Elected);
    world.gives_up_the_other().await;
    service::publish_minutes(&world.service, world.secretary(), world.assembly).await.unwrap();
    assert!(world.seen(world.chair()).await.after.is_some());

    let mut round = world.opens_round().await;
    for (mine, elected) in [(1, false), (4, true)] {
        world.gives_voice(round, 1, mine).await.unwrap();
        world.gives_voice(round, 4, 4).await.unwrap();
        assert_eq!(world.closed(round).await.unwrap().is_some(), elected);
        assert_eq!(world.seen(&world.director(4)).await.after.is_none(), elected);
        if !elected {
            round = world.opens_round().await;
        }
    }
    let said = |elected: bool, votes: &[u32]| json!({ "directors": 2, "elected": elected, "needed": 2, "voices": 2, "votes": votes });
    assert_eq!(world.recorded("president").await, [said(false, &[1, 1]), said(true, &[2])]);
    // A year and a day later it is no election after that assembly any more.
    world.clock.set(START + 30 * DAY + 367 * DAY);
    let late = service::open_president_round(&world.service, world.secretary()).await.unwrap();
    world.closed(late).await.unwrap();
    assert_eq!(world.recorded("president").await.len(), 2);
}
