//! Whoever voted is told so, once in a quarter of an hour, without what was answered; whose voice was carried, too.

use domain::Refusal;
use domain::mail::{Delivery, QUARTER};
use domain::resolution::Choice;
use service::{outbox, views};

use crate::world::{World, empty, refusal};

/// The letters that are due, by kind and address.
pub async fn sent(world: &World) -> Vec<(String, String)> {
    let mut letters = Vec::new();
    for parcel in outbox::take(&world.service, 500).await.unwrap() {
        outbox::settle(&world.service, parcel.id, Delivery::Accepted, "250 Ok").await.unwrap();
        let kind = parcel.subject.split(": ").nth(1).unwrap().to_owned();
        for choice in [Choice::For, Choice::Against, Choice::Abstain] {
            assert!(!parcel.text.contains(&format!("{choice:?}")), "{}", parcel.text);
        }
        letters.push((kind, parcel.address));
    }
    letters
}

pub fn letter(kind: &str, number: usize) -> (String, String) {
    (kind.to_owned(), format!("personne-{number}@example.org"))
}

#[tokio::test]
async fn a_first_ballot_is_told_at_once_and_the_next_ones_together() {
    let world = World::voting().await;
    sent(&world).await;
    // Noon is the first instant of a quarter.
    world.cast_open(4, &world.open_ballot(4, Choice::For, 1).await).await.unwrap();
    assert_eq!(sent(&world).await, [letter("vote-received", 5)]);
    // The same ballot again, another in its place, one that is refused: nothing is told.
    let again = world.open_ballot(4, Choice::For, 1).await;
    world.cast_open(4, &again).await.unwrap();
    world.cast_open(4, &world.open_ballot(4, Choice::Against, 2).await).await.unwrap();
    let stolen = world.secret_ballot(4, Choice::For, 1).await;
    assert_eq!(refusal(world.cast_secret(5, &stolen).await), Refusal::NotYourVoice);
    world.clock.set(world.service.now() + QUARTER);
    assert_eq!(sent(&world).await, []);
    world.clock.set(world.service.now() - QUARTER);
    // A second vote in the same quarter: told when the next begins, and not again for the one after it.
    world.cast_secret(4, &world.secret_ballot(4, Choice::For, 1).await).await.unwrap();
    assert_eq!(sent(&world).await, []);
    world.clock.set(world.service.now() + QUARTER);
    assert_eq!(sent(&world).await, [letter("vote-received", 5)]);
    world.clock.set(world.service.now() + QUARTER);
    assert_eq!(sent(&world).await, []);
}

#[tokio::test]
async fn whose_voice_is_carried_is_told_who_spoke_it() {
    let (service, clock, folder) = empty(7).await;
    let world = World::build(service, clock, folder, &[1; 7]).await.with_proxies().await;
    world.open_votes().await;
    sent(&world).await;
    let paper = world.paper_vote(4, world.open).await;
    world.cast_open(4, &world.open_for(4, 3, &paper, Choice::For, 1)).await.unwrap();
    assert_eq!(sent(&world).await, [letter("vote-received", 5), letter("vote-carried", 4)]);
    let paper = world.paper_vote(4, world.secret).await;
    world.cast_secret(4, &world.seal_for(4, 3, &paper, Choice::For, 1)).await.unwrap();
    assert_eq!(sent(&world).await, [], "together, a quarter of an hour later");
    world.clock.set(world.service.now() + QUARTER);
    assert_eq!(sent(&world).await, [letter("vote-received", 5), letter("vote-carried", 4)]);
}

#[tokio::test]
async fn the_secretary_does_not_read_in_the_list_who_votes_when() {
    let world = World::voting().await;
    let before = views::mails(&world.service, world.secretary(), None, None).await.unwrap();
    world.cast_open(4, &world.open_ballot(4, Choice::For, 1).await).await.unwrap();
    let after = views::mails(&world.service, world.secretary(), None, None).await.unwrap();
    assert_eq!((after.lines.len(), after.counts), (before.lines.len(), before.counts));
    assert!(!after.lines.iter().any(|line| line.kind.starts_with("vote-")));
}
