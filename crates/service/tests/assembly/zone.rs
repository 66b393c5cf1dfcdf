//! Instants are shown in the time zone of the cooperative, wherever the program was written.

use service::views;

use crate::sign_in::{Letters, SITE, by_key};
use crate::world::{World, empty, founding};

#[tokio::test]
async fn every_page_that_shows_an_instant_knows_the_zone() {
    const ZONE: &str = "Indian/Reunion";
    let (service, clock, folder) = empty(7).await;
    let of = service::Founding { time_zone: ZONE.to_owned(), ..founding(&[1, 1, 1, 1]) };
    let world = World::found(service, clock, folder, &of).await;
    let service = world.service.clone().with_letters(std::sync::Arc::new(Letters::default()), SITE);
    let token = by_key(&world, &service, 3, SITE).await.unwrap();
    let (member, officer) = (&world.people[3], world.secretary());
    assert_eq!(views::my_key(&service, &member.actor, &token).await.unwrap().time_zone, ZONE);
    assert_eq!(views::sessions(&service, &member.actor, &token).await.unwrap().time_zone, ZONE);
    assert_eq!(views::passkeys(&service, &member.actor).await.unwrap().time_zone, ZONE);
    assert_eq!(views::keyless(&service, officer).await.unwrap().time_zone, ZONE);
    assert_eq!(views::recovery(&service, officer, member.id).await.unwrap().time_zone, ZONE);
    assert_eq!(views::mails(&service, officer, None, None).await.unwrap().time_zone, ZONE);
}
