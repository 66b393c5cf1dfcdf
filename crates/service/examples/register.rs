//! Fills an empty database with a large register and searches it: what `cargo xtask bench register` measures. Nothing but
//! the bench calls it. Prints one line of JSON: times in milliseconds.
//!
//! `register <database address> <members> <searches>`

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use domain::identity::{Identity, Postal};
use domain::ids::{CooperativeId, MemberId};
use domain::member::MemberState;
use domain::register::{RegisterFilter, RegisterSort};
use domain::roles::{Actor, Role};
use service::{Clock, Founder, Founding, Randomness, Service, views};
use store::{Db, members};
use uuid::Uuid;

/// An hour that stands still.
struct Still;

impl Clock for Still {
    fn now(&self) -> i64 {
        1_795_431_600_000_000
    }
}

/// Numbers that only have to differ.
#[derive(Default)]
struct Counting(AtomicU64);

impl Randomness for Counting {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            let next = self.0.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15).to_le_bytes();
            chunk.copy_from_slice(&next[..chunk.len()]);
        }
    }
}

const FIRST: [&str; 8] = ["Élodie", "Yann", "Maëlle", "Karim", "Solène", "Thibault", "Aïcha", "Mei"];
const LAST: [&str; 9] = ["Le Goff", "Durand", "Nguyen", "Müller", "Traoré", "Bernard", "O’Brien", "Østergård", "Petit"];
const TOWNS: [&str; 5] = ["Dijon", "Besançon", "Dole", "Nantes", "Saint-Étienne"];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut given = std::env::args().skip(1);
    let url = given.next().ok_or("the address of an empty database")?;
    let count: u32 = given.next().ok_or("how many members")?.parse()?;
    let searches: u32 = given.next().ok_or("how many searches")?.parse()?;
    let service = Service::open(&url, Arc::new(Still), Arc::new(Counting::default())).await?;
    let (cooperative, founders) = service::found_cooperative(&service, &founding()).await?;
    let started = Instant::now();
    fill(&url, cooperative, count).await?;
    let seeding = started.elapsed();
    let chair = Actor::Member { id: founders[0], roles: vec![Role::Chair] };
    let mut kinds = Vec::new();
    for (kind, filter, sort) in questions() {
        let mut times = Vec::new();
        let mut after = None;
        for n in 0..searches {
            let filter =
                RegisterFilter { text: filter.text.replace('#', &(n * 97 % count).to_string()), ..filter.clone() };
            let before = Instant::now();
            let page = views::register(&service, &chair, &filter, sort, after).await?;
            times.push(before.elapsed());
            // Pages are turned; a search starts anew.
            after = if filter.text.is_empty() { page.next } else { None };
        }
        times.sort_unstable();
        kinds.push(format!("{{\"kind\":\"{kind}\",\"p50\":{},\"p95\":{}}}", at(&times, 50), at(&times, 95)));
    }
    println!("{{\"members\":{count},\"seeding\":{},\"searches\":[{}]}}", millis(seeding), kinds.join(","));
    service.close().await;
    Ok(())
}

/// What people ask of a register.
fn questions() -> Vec<(&'static str, RegisterFilter, RegisterSort)> {
    let filter = |text: &str, state| RegisterFilter { text: text.to_owned(), state, class: None };
    vec![
        ("turning pages by number", filter("", None), RegisterSort::Number),
        ("turning pages by name", filter("", None), RegisterSort::Name),
        ("turning pages by application", filter("", None), RegisterSort::Application),
        ("a name in two words", filter("goff elodie", None), RegisterSort::Name),
        ("one person by e-mail", filter("membre-#@example.org", None), RegisterSort::Name),
        ("nobody at all", filter("personne de ce nom", None), RegisterSort::Number),
        ("the few in a state", filter("", Some(MemberState::Suspended)), RegisterSort::Name),
    ]
}

fn at(sorted: &[Duration], percent: usize) -> String {
    millis(sorted.get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or_default())
}

fn millis(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1000.0)
}

fn founding() -> Founding {
    Founding {
        name: "Les Essais".to_owned(),
        legal_line: "Société coopérative, Besançon".to_owned(),
        preset: "sa-cooperative-fr-ago".to_owned(),
        share_cents: 1600,
        minimum_shares: 1,
        time_zone: "Europe/Paris".to_owned(),
        help: domain::help::HelpContact::default(),
        founders: vec![Founder {
            name: "Présidente".to_owned(),
            email: None,
            shares: 1,
            roles: vec![Role::Chair, Role::Board],
        }],
    }
}

/// Members straight into their table, in one transaction.
async fn fill(url: &str, cooperative: CooperativeId, count: u32) -> Result<(), Box<dyn Error>> {
    let db = Db::open(url).await?;
    let mut tx = db.write().await?;
    for n in 0..count {
        let pick = |list: &[&'static str], by: u32| list[(n / by) as usize % list.len()];
        let identity = Identity {
            name: format!("{} {} {}", pick(&FIRST, 1), pick(&LAST, 8), n / 72),
            postal: Postal {
                street: format!("{n} rue des Essais"),
                postcode: format!("{:05}", n % 95_000),
                city: pick(&TOWNS, 3).to_owned(),
                country: "France".to_owned(),
            },
            ..Identity::default()
        };
        let email = format!("membre-{n}@example.org");
        // Ids in no order, as if people had come over years.
        let id = MemberId(Uuid::from_u128(u128::from(n.wrapping_mul(2_654_435_761)) << 64 | u128::from(n)));
        let state = match n {
            n if n % 5_000 == 7 => MemberState::Suspended,
            n if n % 50 == 3 => MemberState::Left,
            _ => MemberState::Active,
        };
        let member = members::Member {
            number: Some(n + 2),
            email_key: Some(email.clone()),
            email: Some(email),
            state,
            shares_wished: 1,
            ..members::Member::applying(id, cooperative, identity, i64::from(n) * 1_000_000)
        };
        members::insert(&mut tx, &member).await?;
    }
    tx.commit().await?;
    db.close().await;
    Ok(())
}
