//! The demo as it is loaded.

use std::time::Instant;

use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::roles::{Actor, Role};
use domain::vote::VoteMode;
use protocol::keys::{MemberKeys, Phrase};
use service::{demo, views};

use crate::world::{START, empty, refusal};

#[tokio::test]
async fn the_demo_is_the_cooperative_of_the_article() {
    let (service, clock, _folder) = empty(3).await;
    clock.set(START + 12_345_678);
    let began = Instant::now();
    let keys = demo::load(&service).await.unwrap();
    eprintln!("demo loaded in {:?}", began.elapsed());
    let view = views::cooperative(&service).await.unwrap();
    assert_eq!((view.members, view.applicants, view.shares, view.capital_cents), (150, 250, 675, 1_080_000));
    assert!(view.demo);

    let people = views::demo_people(&service).await.unwrap();
    assert_eq!(people.len(), 150);
    let proposed: Vec<_> = people.iter().filter(|person| person.proposed).collect();
    assert_eq!(proposed.len(), 5);
    assert!(people[..5].iter().all(|person| person.proposed && !person.has_key));
    assert!(people[5..].iter().all(|person| !person.proposed && person.has_key));
    assert_eq!(people[0].roles, [Role::Chair, Role::Board]);
    assert_eq!(people[1].roles, [Role::Secretary, Role::Board]);
    assert_eq!(people[2].roles, [Role::KeyHolder]);
    assert!(people[3].roles.is_empty() && people[4].roles.is_empty());

    // The phrases given back are those of the keys registered.
    assert_eq!(keys.keys.len(), 145);
    let one = &keys.keys[17];
    let phrase = Phrase::parse(&one.phrase, one.language.into()).unwrap();
    let public = MemberKeys::derive(&phrase, keys.cooperative.bytes()).public();
    let actor = Actor::Member { id: one.member, roles: Vec::new() };
    assert_eq!(views::me(&service, &actor).await.unwrap().keys, Some(public));

    let assembly = views::assembly(&service, views::current_assembly(&service).await.unwrap().unwrap()).await.unwrap();
    assert_eq!((assembly.id, assembly.state, assembly.starts_at), (keys.assembly, AssemblyState::Convened, START));
    let modes: Vec<_> = assembly.items.iter().map(|item| item.mode).collect();
    assert_eq!(modes, [VoteMode::Open, VoteMode::Secret]);
    // The proposal is one of the page's people's, two supporters short, and somebody asks for other words.
    let author = Actor::Member { id: people[3].member, roles: Vec::new() };
    let line = views::proposals(&service, &author).await.unwrap().lines.remove(0);
    let proposal = views::proposal(&service, &author, line.id).await.unwrap();
    assert!(line.mine.author && proposal.may.submit);
    assert_eq!((proposal.progress.supporters, proposal.progress.lack(), proposal.amendments.len()), (6, 2, 1));
    assert!(demo::load(&service).await.is_err(), "a second demo does not fit");
}

#[tokio::test]
async fn one_signs_in_as_a_person_of_the_demo_and_out_again() {
    let (service, clock, _folder) = empty(4).await;
    demo::load(&service).await.unwrap();
    let chair = views::demo_people(&service).await.unwrap()[0].clone();
    let token = service::sign_in_demo(&service, chair.member, "Firefox").await.unwrap();
    let service::Signed { actor, name, .. } = service.actor_of(&token).await.unwrap().unwrap();
    assert_eq!((actor.member(), name), (Some(chair.member), chair.name));
    assert!(actor.has(Role::Chair));
    assert_eq!(service.actor_of("not a token").await.unwrap(), None);
    let assembly = views::current_assembly(&service).await.unwrap().unwrap();
    service::open_session(&service, &actor, assembly).await.unwrap();
    let console = views::console(&service, &actor, assembly).await.unwrap();
    assert_eq!((console.with_key, console.quorum.needed), (145, Some(30)));
    service::sign_out(&service, &token).await.unwrap();
    assert_eq!(service.actor_of(&token).await.unwrap(), None);
    service::sign_out(&service, &token).await.unwrap();

    let token = service::sign_in_demo(&service, chair.member, "Firefox").await.unwrap();
    clock.set(START + 13 * 3600 * 1_000_000);
    assert_eq!(service.actor_of(&token).await.unwrap(), None, "a session ends by itself");
    let nobody = domain::ids::MemberId(uuid::Uuid::from_u128(5));
    assert_eq!(refusal(service::sign_in_demo(&service, nobody, "Firefox").await), Refusal::NotFound);
}
