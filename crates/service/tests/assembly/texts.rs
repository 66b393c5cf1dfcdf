//! The hostile strings on both databases: what is kept comes back as it went in, what is refused never reaches the
//! database. PostgreSQL keeps no NUL, so a text that slips through the rule would fail there and not on SQLite.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::ids::MemberId;
use domain::resolution::Text;
use domain::roles::Actor;
use domain::text;
use domain::vote::VoteMode;
use service::views::{self, TrackerState};
use service::{AgendaItem, Convocation, Error, Founder};

use crate::strings::{Hostile, all};
use crate::world::{DAY, START, World, applying, empty, founding, open, refusal};

#[tokio::test]
async fn hostile_texts_on_sqlite() {
    let (service, clock, folder) = empty(7).await;
    walk(&World::build(service, clock, folder, &[1, 2, 3]).await).await;
}

#[tokio::test]
async fn hostile_texts_on_postgres() {
    let Ok(base) = std::env::var("VOIX_TEST_POSTGRES_URL") else {
        eprintln!("SKIPPED on PostgreSQL: VOIX_TEST_POSTGRES_URL is not set");
        return;
    };
    let url = store::postgres_schema(&base, &format!("voix_texts_{}", std::process::id())).await.unwrap();
    let (service, clock) = open(&url, 7).await;
    walk(&World::build(service, clock, None, &[1, 2, 3]).await).await;
}

async fn walk(world: &World) {
    world.clock.set(START - 19 * DAY);
    for hostile in all() {
        apply(world, &hostile).await;
        convene(world, &hostile).await;
        look_up(world, &hostile).await;
    }
}

/// A name comes back to its bearer.
async fn apply(world: &World, Hostile { name, text }: &Hostile) {
    let (service, chair) = (&world.service, world.chair());
    let apply = async |of: &str, email: Option<&str>| {
        let application = applying(of, email);
        service::apply(service, &Actor::Anyone, &application).await
    };
    match address(text) {
        Ok(()) => drop(apply("Mot", Some(text)).await.unwrap_or_else(|error| panic!("{name}: {error}"))),
        Err(why) => assert_eq!(refusal(apply("Mot", Some(text)).await), why, "{name}"),
    }
    let id: MemberId = match (apply(text, None).await, text::check(text, 200)) {
        (Ok(id), Ok(())) => id,
        (Err(Error::Refused(refused)), Err(why)) => return assert_eq!(refused, why, "{name}"),
        (outcome, _) => panic!("{name}: {outcome:?}"),
    };
    service::admit_member(service, chair, id).await.unwrap();
    service::subscribe_shares(service, chair, id, 1).await.unwrap();
    let me = views::me(service, &Actor::Member { id, roles: Vec::new() }).await.unwrap();
    assert_eq!(me.name, *text, "{name}");
}

/// What an address of messages is held to: its own shape, then the rule of texts.
fn address(text: &str) -> Result<(), Refusal> {
    domain::mail::address(text)?;
    text::check(text.trim(), 254)
}

async fn convene(world: &World, Hostile { name, text }: &Hostile) {
    let both = |text: &str| Text { fr: text.to_owned(), en: text.to_owned() };
    let convocation = |place: &str, body: &str| Convocation {
        kind: AssemblyKind::Ordinary,
        call: 1,
        starts_at: START,
        place: place.to_owned(),
        agenda: vec![AgendaItem { title: both(place), text: both(body), mode: VoteMode::Open }],
        key_holders: Vec::new(),
        advance: None,
        entrusted: false,
    };
    for (convocation, most) in [(convocation(text, "Mot"), 200), (convocation("Mot", text), 20_000)] {
        let outcome = service::convene(&world.service, world.chair(), &convocation).await;
        if let Err(why) = text::check(text, most) {
            assert_eq!(refusal(outcome), why, "{name}");
            continue;
        }
        let view = views::assembly(&world.service, outcome.unwrap()).await.unwrap();
        let (item, told) = (&view.items[0].resolution, &convocation.agenda[0]);
        assert_eq!((&view.place, &item.title, &item.text), (&convocation.place, &told.title, &told.text), "{name}");
    }
}

/// A tracker may be asked for in any words.
async fn look_up(world: &World, Hostile { name, text }: &Hostile) {
    for vote in [world.open, world.secret] {
        let known =
            views::ballot_known(&world.service, vote, text).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(known, TrackerState::Unknown, "{name}");
    }
    assert_eq!(world.service.actor_of(text).await.unwrap(), None, "{name}");
}

#[tokio::test]
async fn a_founder_is_held_to_the_rule_of_texts_too() {
    let (service, _clock, _folder) = empty(2).await;
    for Hostile { name, text } in all() {
        let Err(why) = address(&text) else { continue };
        let mut addressed = founding(&[1]);
        addressed.founders = vec![Founder { email: Some(text), ..addressed.founders.remove(0) }];
        assert_eq!(refusal(service::found_cooperative(&service, &addressed).await), why, "{name}");
    }
}
