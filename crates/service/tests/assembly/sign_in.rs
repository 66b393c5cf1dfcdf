//! Signing in without the demo: by a message, by the key of a device; and what each opens.

use std::sync::{Arc, Mutex};

use domain::Refusal;
use domain::lang::Lang;
use domain::roles::{Actor, Means, Role};
use protocol::keys::sign_in;
use service::{Composed, Composer, Letter, OwnLetter, Service, views};

use crate::world::{DAY, World, refusal};

pub const MINUTE: i64 = 60 * 1_000_000;
pub const SITE: &str = "https://vote.example.org";

/// Keeps the letters for the test to read.
#[derive(Default)]
pub struct Letters(Mutex<Vec<Letter>>);

impl Composer for Letters {
    fn compose(&self, letter: &Letter, _: Lang, _: &service::Letterhead) -> Composed {
        self.0.lock().unwrap().push(letter.clone());
        Composed {
            subject: "Objet".to_owned(),
            text: format!("{letter:?}"),
            html: String::new(),
            calendar: String::new(),
        }
    }
}

impl Letters {
    /// Link token and code of the newest letter; none was written since the last look if there is none.
    pub fn newest(&self) -> Option<(String, String)> {
        let Some(Letter::SignIn { link, code, .. }) = self.0.lock().unwrap().pop() else { return None };
        Some((link.strip_prefix(&format!("{SITE}/sign-in/")).unwrap().to_owned(), code))
    }

    /// How many letters tell of a new passkey.
    pub fn passkeys(&self) -> usize {
        self.0.lock().unwrap().iter().filter(|letter| matches!(letter, Letter::PasskeyAdded { .. })).count()
    }

    /// The newest letter, left where it is.
    pub fn last(&self) -> Option<Letter> {
        self.0.lock().unwrap().last().cloned()
    }

    /// Every letter since the last look.
    pub fn take(&self) -> Vec<Letter> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    pub fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

pub async fn world() -> (World, Service, Arc<Letters>) {
    let world = World::new().await;
    let letters = Arc::new(Letters::default());
    let service = world.service.clone().with_letters(letters.clone(), SITE);
    (world, service, letters)
}

pub async fn who(service: &Service, token: &str) -> Actor {
    service.actor_of(token).await.unwrap().unwrap().actor
}

#[tokio::test]
async fn a_link_signs_in_once_and_only_after_a_press() {
    let (world, service, letters) = world().await;
    service::ask_sign_in(&service, " Personne-5@Example.org").await.unwrap();
    let (link, _) = letters.newest().unwrap();
    // A program that opens links changes nothing, however often.
    for _ in 0..3 {
        assert_eq!(views::sign_in_link(&service, &link).await.unwrap(), "Personne 5");
    }
    let token = service::sign_in_by_link(&service, &link, "Firefox").await.unwrap();
    assert_eq!(who(&service, &token).await.member(), Some(world.people[4].id));
    assert_eq!(refusal(service::sign_in_by_link(&service, &link, "Firefox").await), Refusal::SignInOver);
    assert_eq!(refusal(views::sign_in_link(&service, &link).await), Refusal::SignInOver);
    assert_eq!(refusal(service::sign_in_by_link(&service, "", "Firefox").await), Refusal::SignInOver);
}

#[tokio::test]
async fn a_code_signs_in_the_browser_that_asked_and_no_other() {
    let (world, service, letters) = world().await;
    let other = service::ask_sign_in(&service, "personne-4@example.org").await.unwrap();
    letters.newest().unwrap();
    let browser = service::ask_sign_in(&service, "personne-5@example.org").await.unwrap();
    let (link, code) = letters.newest().unwrap();
    assert!(code.len() == 6 && code.bytes().all(|c| c.is_ascii_digit()), "{code}");
    assert_eq!(refusal(service::sign_in_by_code(&service, &other, &code, "").await), Refusal::SignInOver);
    assert_eq!(refusal(service::sign_in_by_code(&service, "", &code, "").await), Refusal::SignInOver);
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    let token = service::sign_in_by_code(&service, &browser, &spaced, "").await.unwrap();
    assert_eq!(who(&service, &token).await.member(), Some(world.people[4].id));
    assert_eq!(refusal(service::sign_in_by_code(&service, &browser, &code, "").await), Refusal::SignInOver);
    assert_eq!(refusal(service::sign_in_by_link(&service, &link, "").await), Refusal::SignInOver, "one use for both");
}

#[tokio::test]
async fn five_wrong_codes_end_the_request_of_that_browser_and_lock_nobody_out() {
    let (_, service, letters) = world().await;
    let attacker = service::ask_sign_in(&service, "personne-5@example.org").await.unwrap();
    let (_, code) = letters.newest().unwrap();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        assert_eq!(refusal(service::sign_in_by_code(&service, &attacker, wrong, "").await), Refusal::SignInOver);
    }
    assert_eq!(refusal(service::sign_in_by_code(&service, &attacker, &code, "").await), Refusal::SignInOver);
    let own = service::ask_sign_in(&service, "personne-5@example.org").await.unwrap();
    let (_, code) = letters.newest().unwrap();
    service::sign_in_by_code(&service, &own, &code, "").await.unwrap();
}

#[tokio::test]
async fn nobody_learns_whether_an_address_is_a_members() {
    let (_, service, letters) = world().await;
    let known = service::ask_sign_in(&service, "personne-5@example.org").await.unwrap();
    let unknown = service::ask_sign_in(&service, "nobody@example.org").await.unwrap();
    assert_eq!(letters.count(), 1);
    assert_eq!(known.len(), unknown.len());
    for browser in [known, unknown] {
        for _ in 0..6 {
            assert_eq!(refusal(service::sign_in_by_code(&service, &browser, "12", "").await), Refusal::SignInOver);
        }
    }
    assert_eq!(refusal(service::ask_sign_in(&service, "no address").await), Refusal::EmailInvalid);
}

#[tokio::test]
async fn after_a_quarter_of_an_hour_it_is_over() {
    let (world, service, letters) = world().await;
    let browser = service::ask_sign_in(&service, "personne-5@example.org").await.unwrap();
    let (link, code) = letters.newest().unwrap();
    world.clock.set(service.now() + 15 * MINUTE);
    assert_eq!(refusal(service::sign_in_by_link(&service, &link, "").await), Refusal::SignInOver);
    assert_eq!(refusal(service::sign_in_by_code(&service, &browser, &code, "").await), Refusal::SignInOver);
}

#[tokio::test]
async fn a_mailbox_is_not_flooded() {
    let (world, service, letters) = world().await;
    for _ in 0..9 {
        service::ask_sign_in(&service, "personne-5@example.org").await.unwrap();
    }
    assert_eq!(letters.count(), 5);
    world.clock.set(service.now() + 16 * MINUTE);
    service::ask_sign_in(&service, "personne-5@example.org").await.unwrap();
    assert_eq!(letters.count(), 6);
}

/// Somebody who asks every ten seconds for an hour: at each moment the owner's mailbox holds a link that works.
#[tokio::test]
async fn whoever_asks_without_end_keeps_the_owner_from_no_link() {
    let (world, service, letters) = world().await;
    let (start, mut links) = (service.now(), Vec::new());
    for turn in 0..360 {
        let now = start + turn * MINUTE / 6;
        world.clock.set(now);
        service::ask_sign_in(&service, "personne-5@example.org").await.unwrap();
        links.extend(letters.newest().map(|(link, _)| (now, link)));
        let newest = &links.last().unwrap().1;
        assert!(views::sign_in_link(&service, newest).await.is_ok(), "{turn}");
        let in_a_quarter = links.iter().filter(|(at, _)| *at > now - 15 * MINUTE).count();
        assert!(in_a_quarter <= 5, "{turn}: {in_a_quarter} messages");
    }
    let newest = &links.last().unwrap().1;
    service::sign_in_by_link(&service, newest, "").await.unwrap();
}

#[tokio::test]
async fn two_people_with_one_address_each_get_their_own_letter() {
    let (world, service, letters) = world().await;
    let browser = service::ask_sign_in(&service, "personne-6@example.org").await.unwrap();
    let (_, last) = letters.newest().unwrap();
    let (link, _) = letters.newest().unwrap();
    let token = service::sign_in_by_code(&service, &browser, &last, "").await.unwrap();
    assert_eq!(who(&service, &token).await.member(), Some(world.people[6].id));
    let token = service::sign_in_by_link(&service, &link, "").await.unwrap();
    assert_eq!(who(&service, &token).await.member(), Some(world.people[5].id));
}

#[tokio::test]
async fn an_email_opens_no_office_and_a_key_does() {
    let (world, service, letters) = world().await;
    service::ask_sign_in(&service, "personne-1@example.org").await.unwrap();
    let token = service::sign_in_by_link(&service, &letters.newest().unwrap().0, "").await.unwrap();
    let signed = service.actor_of(&token).await.unwrap().unwrap();
    assert_eq!((signed.means, signed.withheld, signed.actor.has(Role::Chair)), (Means::Mail, true, false));
    assert_eq!(refusal(service::open_session(&service, &signed.actor, world.assembly).await), Refusal::NotYours);
    let token = by_key(&world, &service, 0, SITE).await.unwrap();
    let signed = service.actor_of(&token).await.unwrap().unwrap();
    assert_eq!((signed.means, signed.withheld, signed.actor.has(Role::Chair)), (Means::Key, false, true));
    service::open_session(&service, &signed.actor, world.assembly).await.unwrap();
}

pub async fn by_key(world: &World, service: &Service, person: usize, origin: &str) -> Result<String, service::Error> {
    let person = &world.people[person];
    let challenge = service::challenge(service).await.unwrap();
    let signature = sign_in::sign(person.keys.identity(), world.cooperative.bytes(), origin, &challenge);
    service::sign_in_by_key(service, person.id, origin, &challenge, &signature, "Firefox").await
}

#[tokio::test]
async fn a_signature_is_good_once_at_this_site_for_its_member_and_in_time() {
    let (world, service, _) = world().await;
    // What a look-alike site obtains names the look-alike.
    assert_eq!(refusal(by_key(&world, &service, 4, "https://vote.examp1e.org").await), Refusal::SignInOver);
    assert_eq!(refusal(by_key(&world, &service, 4, "http://vote.example.org").await), Refusal::SignInOver);
    let person = &world.people[4];
    let challenge = service::challenge(&service).await.unwrap();
    let signature = sign_in::sign(person.keys.identity(), world.cooperative.bytes(), SITE, &challenge);
    let send = async |member, challenge: [u8; 32]| {
        service::sign_in_by_key(&service, member, SITE, &challenge, &signature, "").await
    };
    assert_eq!(refusal(send(world.people[5].id, challenge).await), Refusal::SignInOver);
    assert_eq!(refusal(send(person.id, [7; 32]).await), Refusal::SignInOver);
    send(person.id, challenge).await.unwrap();
    assert_eq!(refusal(send(person.id, challenge).await), Refusal::SignInOver, "again");
    // A challenge nobody gave out, well signed.
    let own = sign_in::sign(person.keys.identity(), world.cooperative.bytes(), SITE, &[7; 32]);
    let made_up = service::sign_in_by_key(&service, person.id, SITE, &[7; 32], &own, "").await;
    assert_eq!(refusal(made_up), Refusal::SignInOver);
    let late = service::challenge(&service).await.unwrap();
    let signature = sign_in::sign(person.keys.identity(), world.cooperative.bytes(), SITE, &late);
    world.clock.set(service.now() + 2 * MINUTE);
    let outcome = service::sign_in_by_key(&service, person.id, SITE, &late, &signature, "").await;
    assert_eq!(refusal(outcome), Refusal::SignInOver);
}

#[tokio::test]
async fn on_the_machine_itself_each_of_its_names_will_do() {
    let (world, service, letters) = world().await;
    let service = service.with_letters(letters, "http://127.0.0.1:3000/");
    by_key(&world, &service, 4, "http://localhost:3000").await.unwrap();
    by_key(&world, &service, 4, "http://127.0.0.1:3000").await.unwrap();
    for elsewhere in ["http://localhost:3001", "https://localhost:3000", "http://localhost.example:3000"] {
        assert_eq!(refusal(by_key(&world, &service, 4, elsewhere).await), Refusal::SignInOver, "{elsewhere}");
    }
}

#[tokio::test]
async fn a_sign_in_from_a_browser_not_seen_before_is_told_once() {
    const PHONE: &str = "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0";
    const NEWER: &str = "Mozilla/5.0 (Android 16; Mobile; rv:146.0) Gecko/146.0 Firefox/146.0";
    const DESK: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36";
    let (world, service, letters) = world().await;
    let signs_in = async |person: usize, browser: &str| {
        let who = &world.people[person];
        let challenge = service::challenge(&service).await.unwrap();
        let signature = sign_in::sign(who.keys.identity(), world.cooperative.bytes(), SITE, &challenge);
        service::sign_in_by_key(&service, who.id, SITE, &challenge, &signature, browser).await.unwrap();
        let told = letters.take().into_iter().map(|letter| match letter {
            Letter::Own(OwnLetter::NewBrowser { name, browser, .. }) => format!("{name}: {browser}"),
            other => panic!("{other:?}"),
        });
        told.collect::<Vec<_>>()
    };
    assert!(signs_in(4, PHONE).await.is_empty(), "the first of all");
    assert!(signs_in(4, NEWER).await.is_empty(), "the same, brought up to date");
    assert_eq!(signs_in(4, DESK).await, ["Personne 5: Chrome, Linux"]);
    assert!(signs_in(4, DESK).await.is_empty());
    assert_eq!(signs_in(4, "curl/8.5").await, ["Personne 5: "], "in none of the browser's own words");
    assert!(signs_in(4, "something else").await.is_empty());
    assert!(signs_in(5, DESK).await.is_empty(), "another member's first");
    // Not used for a year it is a stranger again; what is used goes on.
    world.clock.set(service.now() + 200 * DAY);
    assert!(signs_in(4, PHONE).await.is_empty());
    world.clock.set(service.now() + 200 * DAY);
    service::forget_due(&service).await.unwrap();
    assert!(signs_in(4, PHONE).await.is_empty());
    assert_eq!(signs_in(4, DESK).await, ["Personne 5: Chrome, Linux"]);
}

#[tokio::test]
async fn a_member_sees_and_ends_the_own_sessions_alone() {
    let (world, service, _) = world().await;
    let here = by_key(&world, &service, 4, SITE).await.unwrap();
    let there = by_key(&world, &service, 4, SITE).await.unwrap();
    let other = by_key(&world, &service, 5, SITE).await.unwrap();
    let actor = who(&service, &here).await;
    let lines = views::sessions(&service, &actor, &here).await.unwrap().sessions;
    assert_eq!(lines.iter().map(|line| line.here).collect::<Vec<_>>(), [false, true]);
    assert_eq!(lines[0].browser, "Firefox");
    let stranger = who(&service, &other).await;
    assert_eq!(refusal(service::revoke_session(&service, &stranger, lines[0].id).await), Refusal::NotFound);
    service::revoke_session(&service, &actor, lines[0].id).await.unwrap();
    assert!(service.actor_of(&there).await.unwrap().is_none());
    assert!(service.actor_of(&here).await.unwrap().is_some());
    assert_eq!(refusal(service::revoke_session(&service, &actor, lines[0].id).await), Refusal::NotFound);
}
