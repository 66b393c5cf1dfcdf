//! Joining, shares, offices, sessions.

use domain::Refusal;
use domain::roles::{Actor, Role};
use service::{Office, views};

use crate::world::{World, applying, empty, founding, refusal};

#[tokio::test]
async fn from_application_to_a_voice() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    let application = applying("Huitième", Some("h@example.org"));
    let id = service::apply(service, &Actor::Anyone, &application).await.unwrap();
    assert_eq!(views::cooperative(service).await.unwrap().applicants, 1);
    let early = service::subscribe_shares(service, chair, id, 1).await;
    assert_eq!(refusal(early), Refusal::MemberState);
    service::admit_member(service, chair, id).await.unwrap();
    assert_eq!(refusal(service::admit_member(service, chair, id).await), Refusal::AlreadyDecided);
    let actor = Actor::Member { id, roles: Vec::new() };
    assert_eq!(refusal(views::me(service, &actor).await), Refusal::MemberState, "no voice before the first share");
    assert_eq!(refusal(service::subscribe_shares(service, chair, id, 0).await), Refusal::TooFewShares);
    assert_eq!(service::subscribe_shares(service, chair, id, 2).await.unwrap(), 2);
    assert_eq!(service::subscribe_shares(service, chair, id, 3).await.unwrap(), 5);
    let me = views::me(service, &actor).await.unwrap();
    assert_eq!((me.name.as_str(), me.number), ("Huitième", 8));
    let view = views::cooperative(service).await.unwrap();
    assert_eq!((view.members, view.applicants, view.shares, view.capital_cents), (8, 0, 126, 126 * 1600));
    let nameless = applying("\t", None);
    assert_eq!(refusal(service::apply(service, &Actor::Anyone, &nameless).await), Refusal::TextInvalid);
    let trailing = applying("Neuvième ", None);
    assert_eq!(refusal(service::apply(service, &Actor::Anyone, &trailing).await), Refusal::TextCharacters);
}

#[tokio::test]
async fn a_founder_below_the_minimum_stops_the_founding() {
    let (service, _clock, _folder) = empty(1).await;
    let mut too_few = founding(&[3, 3, 2]);
    too_few.minimum_shares = 3;
    assert_eq!(refusal(service::found_cooperative(&service, &too_few).await), Refusal::TooFewShares);
    assert_eq!(refusal(views::cooperative(&service).await), Refusal::NotFound, "nothing was recorded");
    let mut unknown = founding(&[1]);
    unknown.preset = "nowhere".to_owned();
    assert_eq!(refusal(service::found_cooperative(&service, &unknown).await), Refusal::Malformed);
    service::found_cooperative(&service, &founding(&[1])).await.unwrap();
    assert!(service::found_cooperative(&service, &founding(&[1])).await.is_err(), "one cooperative per database");
}

#[tokio::test]
async fn an_office_passes_from_one_to_another() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    let office = |who: usize, role| Office::now(world.people[who].id, role);
    service::name_roles(service, chair, &[office(5, Role::Chair)]).await.unwrap();
    let roles = async |who: usize| views::me(service, &world.people[who].actor).await.unwrap().roles;
    assert_eq!(roles(5).await, [Role::Chair]);
    assert_eq!(roles(0).await, [Role::Board]);
    assert_eq!(roles(1).await, [Role::Secretary], "offices not named stay");
    let holder = service::name_roles(service, chair, &[office(5, Role::KeyHolder)]).await;
    assert_eq!(refusal(holder), Refusal::Malformed);
}

#[tokio::test]
async fn demo_sign_in_exists_only_in_a_demo() {
    let world = World::new().await;
    let outcome = service::sign_in_demo(&world.service, world.people[0].id, "").await;
    assert_eq!(refusal(outcome), Refusal::NoDemo);
    assert_eq!(refusal(views::demo_people(&world.service).await), Refusal::NoDemo);
    assert!(!views::cooperative(&world.service).await.unwrap().demo);
}
