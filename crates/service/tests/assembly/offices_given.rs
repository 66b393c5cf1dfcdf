//! The board gives and ends offices, one term at a time.

use chrono::NaiveDate;
use domain::Refusal;
use domain::ids::TermId;
use domain::offices::{EndOffice, GiveOffice, OfficeLine, Stands};
use domain::roles::{Actor, Role};
use service::{Service, views};

use crate::sign_in::{SITE, by_key, world};
use crate::world::{DAY, START, World, refusal};

fn given(number: u32, role: Role, first: Option<&str>, last: Option<&str>) -> GiveOffice {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    GiveOffice { number, role, first_day: first.map(day), last_day: last.map(day) }
}

async fn give(world: &World, asked: GiveOffice) -> Result<TermId, service::Error> {
    service::give_office(&world.service, world.chair(), &asked).await
}

async fn end(world: &World, id: TermId, last: Option<&str>) -> Result<(), service::Error> {
    let asked = EndOffice { last_day: last.map(|day| day.parse().unwrap()) };
    service::end_office(&world.service, world.chair(), id, &asked).await
}

async fn lines(world: &World, role: Role) -> Vec<OfficeLine> {
    let all = views::offices(&world.service, world.secretary()).await.unwrap().terms;
    all.into_iter().filter(|line| line.role == role).collect()
}

async fn actor(world: &World, service: &Service, person: usize) -> Actor {
    let token = by_key(world, service, person, SITE).await.unwrap();
    service.actor_of(&token).await.unwrap().unwrap().actor
}

/// START is noon in Paris of Monday 23 November 2026.
#[tokio::test]
async fn a_term_opens_from_its_first_midnight_to_the_last() {
    let (world, service, _) = world().await;
    give(&world, given(5, Role::Board, Some("2026-11-25"), Some("2026-11-26"))).await.unwrap();
    let midnight = START - 12 * DAY / 24;
    for (at, held) in [
        (midnight + 2 * DAY - 10_000, false),
        (midnight + 2 * DAY, true),
        (midnight + 4 * DAY - 10_000, true),
        (midnight + 4 * DAY, false),
    ] {
        world.clock.set(at);
        assert_eq!(actor(&world, &service, 4).await.has(Role::Board), held, "{at}");
    }
    let standing = lines(&world, Role::Board).await;
    let line = standing.iter().find(|line| line.number == Some(5)).unwrap();
    assert_eq!((line.name.as_str(), line.stands), ("Personne 5", Stands::Over));
}

#[tokio::test]
async fn a_new_chair_takes_over_at_the_first_instant_and_the_one_before_gives_nothing_more() {
    let (world, service, _) = world().await;
    give(&world, given(4, Role::Chair, None, None)).await.unwrap();
    assert!(actor(&world, &service, 3).await.has(Role::Chair));
    assert!(!actor(&world, &service, 0).await.has(Role::Chair));
    let chairs = lines(&world, Role::Chair).await;
    assert_eq!(chairs.iter().map(|line| line.stands).collect::<Vec<_>>(), [Stands::Over, Stands::Held]);
    assert_eq!(chairs[0].until, Some(chairs[1].from));
    // The first sits on the board still; of the chair's acts none is left.
    assert_eq!(refusal(service::open_vote(&service, world.chair(), world.open).await), Refusal::NotYours);
}

#[tokio::test]
async fn given_twice_it_is_given_once() {
    let (world, _, _) = world().await;
    let asked = given(5, Role::Auditor, None, Some("2027-06-30"));
    let id = give(&world, asked.clone()).await.unwrap();
    assert_eq!(give(&world, asked).await.unwrap(), id);
    assert_eq!(lines(&world, Role::Auditor).await.len(), 1);
    assert_eq!(refusal(give(&world, given(5, Role::Auditor, None, None)).await), Refusal::OfficeTaken);
    assert_eq!(refusal(give(&world, given(5, Role::Board, None, None)).await), Refusal::AuditorOnBoard);
    assert_eq!(refusal(give(&world, given(99, Role::Board, None, None)).await), Refusal::NoSuchNumber);
    assert_eq!(refusal(give(&world, given(4, Role::Board, Some("2026-11-22"), None)).await), Refusal::OfficeDays);
    assert_eq!(refusal(give(&world, given(4, Role::KeyHolder, None, None)).await), Refusal::Malformed);
}

#[tokio::test]
async fn an_office_ends_once_and_the_last_operator_and_chair_stay() {
    let (world, _, _) = world().await;
    let chair = lines(&world, Role::Chair).await[0].id;
    assert_eq!(refusal(end(&world, chair, None).await), Refusal::OfficeNeedsSuccessor);
    let first = give(&world, given(5, Role::Operator, None, None)).await.unwrap();
    assert_eq!(refusal(end(&world, first, Some("2026-12-31")).await), Refusal::OfficeNeedsSuccessor);
    give(&world, given(6, Role::Operator, None, None)).await.unwrap();
    end(&world, first, Some("2026-12-31")).await.unwrap();
    end(&world, first, Some("2026-12-31")).await.unwrap();
    end(&world, first, None).await.unwrap();
    assert_eq!(refusal(end(&world, first, None).await), Refusal::OfficeOver);
    assert_eq!(refusal(end(&world, TermId(world.people[0].id.0), None).await), Refusal::NotFound);
}

#[tokio::test]
async fn offices_are_the_boards_to_give_and_the_registers_readers_to_read() {
    let (world, service, _) = world().await;
    let asked = given(5, Role::Auditor, None, None);
    for who in [world.secretary(), &world.people[4].actor] {
        assert_eq!(refusal(service::give_office(&service, who, &asked).await), Refusal::NotYours);
    }
    assert_eq!(refusal(views::offices(&service, &world.people[4].actor).await), Refusal::NotYours);
    give(&world, asked).await.unwrap();
    let auditor = actor(&world, &service, 4).await;
    assert_eq!(views::offices(&service, &auditor).await.unwrap().time_zone, "Europe/Paris");
    assert_eq!(
        refusal(service::give_office(&service, &auditor, &given(6, Role::Board, None, None)).await),
        Refusal::NotYours
    );
}

/// Two of the board name two chairs at once: one is chair at any instant.
#[tokio::test]
async fn of_two_chairs_named_at_once_one_is_chair() {
    let (world, _, _) = world().await;
    let board = Actor::Member { id: world.people[0].id, roles: vec![Role::Board] };
    let (one, two) = (given(4, Role::Chair, None, None), given(5, Role::Chair, None, None));
    let (one, two) = tokio::join!(
        service::give_office(&world.service, &board, &one),
        service::give_office(&world.service, &board, &two)
    );
    one.unwrap();
    two.unwrap();
    let held: Vec<_> =
        lines(&world, Role::Chair).await.into_iter().filter(|line| line.stands == Stands::Held).collect();
    assert_eq!(held.len(), 1);
}
