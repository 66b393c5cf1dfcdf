//! Another key in the place of one: by two means, with the help of two officers; and letters to who has none.

use std::sync::Arc;

use domain::Refusal;
use domain::ids::MemberId;
use domain::keys_view::{Keyless, RecoverKey, RecoveryStage};
use domain::member::{KeyOrigin, MemberState};
use domain::resolution::Choice;
use domain::roles::{Actor, Role};
use protocol::keys::{Language, MemberKeys, Phrase, PublicKeys, Registration};
use service::{Error, Letter, Office, Service, views};

use crate::sign_in::{Letters, MINUTE, SITE, by_key, who, world};
use crate::world::{DAY, Person, START, World, applying, open, refusal, seeded};

/// Another key of a member; each seed another.
fn another(world: &World, id: MemberId, seed: u8) -> (MemberKeys, Registration) {
    let keys = MemberKeys::derive(&Phrase::from_entropy([seed; 16], Language::French), world.cooperative.bytes());
    let registration = keys.register(world.cooperative.bytes(), id.bytes(), &mut seeded(u64::from(seed)));
    (keys, registration)
}

/// Signs in with the key and shows the second means.
async fn two_means(world: &World, service: &Service, letters: &Letters, person: usize) -> String {
    let token = by_key(world, service, person, SITE).await.unwrap();
    let actor = who(service, &token).await;
    service::ask_second(service, &actor, &token).await.unwrap();
    let code = second(letters);
    service::confirm_second(service, &actor, &token, &code).await.unwrap();
    token
}

/// The code of the newest letter.
fn second(letters: &Letters) -> String {
    let Some(Letter::SecondCode { code, .. }) = letters.take().pop() else { panic!("no code") };
    code
}

async fn replace(service: &Service, person: &Person, token: &str, key: &Registration) -> Result<PublicKeys, Error> {
    service::replace_key(service, &person.actor, token, key).await
}

#[tokio::test]
async fn a_key_is_replaced_by_who_shows_two_means_and_everybody_concerned_is_told() {
    let (world, service, letters) = world().await;
    let person = &world.people[4];
    let (_, key) = another(&world, person.id, 50);
    let token = by_key(&world, &service, 4, SITE).await.unwrap();
    assert_eq!(refusal(replace(&service, person, &token, &key).await), Refusal::SecondNeeded);
    assert_eq!(refusal(replace(&service, person, "forged", &key).await), Refusal::SignInFirst);
    let token = two_means(&world, &service, &letters, 4).await;
    let mine = views::my_key(&service, &person.actor, &token).await.unwrap();
    assert!(mine.second_until.is_some() && !mine.code_sent && !mine.recovery);
    let public = replace(&service, person, &token, &key).await.unwrap();
    let told = letters.take();
    let origin = KeyOrigin::Replaced;
    assert!(told.contains(&Letter::KeyReplaced { name: "Personne 5".to_owned(), origin }), "{told:?}");
    let board: Vec<_> =
        told.iter().filter(|letter| matches!(letter, Letter::KeyReplacedBoard { seq: 2, .. })).collect();
    assert_eq!((board.len(), told.len()), (2, 3), "chair and secretary: {told:?}");
    // Again: told the truth, done once.
    assert_eq!(replace(&service, person, &token, &key).await.unwrap(), public);
    assert!(letters.take().is_empty());
    let mine = views::my_key(&service, &person.actor, &token).await.unwrap();
    let line = mine.key.unwrap();
    assert_eq!((line.seq, line.origin, mine.second_until), (2, KeyOrigin::Replaced, None));
    // One confirmation, one replacement.
    let (_, third) = another(&world, person.id, 51);
    assert_eq!(refusal(replace(&service, person, &token, &third).await), Refusal::SecondNeeded);
    // The new key signs in, the old one no longer.
    assert_eq!(refusal(by_key(&world, &service, 4, SITE).await), Refusal::SignInOver);
}

#[tokio::test]
async fn no_key_is_registered_twice_whoever_had_it() {
    let (world, service, letters) = world().await;
    let person = &world.people[4];
    let again = person.keys.register(world.cooperative.bytes(), person.id.bytes(), &mut seeded(1));
    let of_another = world.people[5].keys.register(world.cooperative.bytes(), person.id.bytes(), &mut seeded(1));
    let (_, next) = another(&world, person.id, 50);
    let token = two_means(&world, &service, &letters, 4).await;
    assert_eq!(refusal(replace(&service, person, &token, &of_another).await), Refusal::KeyUsed);
    // What another member signed says another member.
    let (_, theirs) = another(&world, world.people[5].id, 50);
    assert_eq!(refusal(replace(&service, person, &token, &theirs).await), Refusal::KeyInvalid);
    replace(&service, person, &token, &next).await.unwrap();
    letters.take();
    let (keys, _) = another(&world, person.id, 50);
    let token = signed_in(&world, &service, person.id, &keys).await;
    let actor = who(&service, &token).await;
    service::ask_second(&service, &actor, &token).await.unwrap();
    service::confirm_second(&service, &actor, &token, &second(&letters)).await.unwrap();
    assert_eq!(refusal(replace(&service, person, &token, &again).await), Refusal::KeyUsed, "the first one again");
}

async fn signed_in(world: &World, service: &Service, id: MemberId, keys: &MemberKeys) -> String {
    let challenge = service::challenge(service).await.unwrap();
    let signature = protocol::keys::sign_in::sign(keys.identity(), world.cooperative.bytes(), SITE, &challenge);
    service::sign_in_by_key(service, id, SITE, &challenge, &signature, "").await.unwrap()
}

#[tokio::test]
async fn a_second_means_is_another_means_in_the_same_session_in_time() {
    let (world, service, letters) = world().await;
    let person = &world.people[4];
    // Somebody who reads the mailbox has one means, however often.
    service::ask_sign_in(&service, "personne-5@example.org").await.unwrap();
    let by_mail = service::sign_in_by_link(&service, &letters.newest().unwrap().0, "").await.unwrap();
    let refused = service::ask_second(&service, &person.actor, &by_mail).await;
    assert_eq!(refusal(refused), Refusal::SecondSameMeans);
    let here = by_key(&world, &service, 4, SITE).await.unwrap();
    let there = by_key(&world, &service, 4, SITE).await.unwrap();
    service::ask_second(&service, &person.actor, &here).await.unwrap();
    let code = second(&letters);
    let confirm = async |token: &str, code: &str| service::confirm_second(&service, &person.actor, token, code).await;
    assert_eq!(refusal(confirm(&there, &code).await), Refusal::SignInOver, "another session");
    assert_eq!(refusal(confirm(&by_mail, &code).await), Refusal::SignInOver);
    let stranger = &world.people[5].actor;
    assert_eq!(refusal(service::confirm_second(&service, stranger, &here, &code).await), Refusal::SignInFirst);
    // The code signs nobody in.
    assert_eq!(refusal(service::sign_in_by_code(&service, &here, &code, "").await), Refusal::SignInOver);
    confirm(&here, &format!(" {} {}", &code[..3], &code[3..])).await.unwrap();
    assert_eq!(refusal(confirm(&here, &code).await), Refusal::SignInOver, "used");
    let (_, key) = another(&world, person.id, 50);
    world.clock.set(service.now() + 15 * MINUTE);
    assert_eq!(refusal(replace(&service, person, &here, &key).await), Refusal::SecondNeeded, "too late");
}

#[tokio::test]
async fn wrong_codes_and_many_letters_come_to_an_end() {
    let (world, service, letters) = world().await;
    let (person, token) = (&world.people[4], by_key(&world, &service, 4, SITE).await.unwrap());
    service::ask_second(&service, &person.actor, &token).await.unwrap();
    let code = second(&letters);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        let refused = service::confirm_second(&service, &person.actor, &token, wrong).await;
        assert_eq!(refusal(refused), Refusal::SignInOver);
    }
    let refused = service::confirm_second(&service, &person.actor, &token, &code).await;
    assert_eq!(refusal(refused), Refusal::SignInOver);
    for _ in 0..4 {
        service::ask_second(&service, &person.actor, &token).await.unwrap();
    }
    assert_eq!(refusal(service::ask_second(&service, &person.actor, &token).await), Refusal::TooMany);
    world.clock.set(service.now() + 16 * MINUTE);
    let token = two_means(&world, &service, &letters, 4).await;
    replace(&service, person, &token, &another(&world, person.id, 50).1).await.unwrap();
}

/// Where a roll is fixed the former key goes on speaking, and the new one waits for the next roll.
#[tokio::test]
async fn the_former_key_speaks_until_the_roll_of_the_next_vote() {
    let (world, service, letters) = world().await;
    world.begin(world.assembly).await;
    service::open_vote(&service, world.chair(), world.open).await.unwrap();
    let person = &world.people[4];
    let (keys, key) = another(&world, person.id, 50);
    let token = two_means(&world, &service, &letters, 4).await;
    replace(&service, person, &token, &key).await.unwrap();
    let paper = world.paper_vote(4, world.open).await;
    assert!(paper.keys == person.keys.public());
    let cast = world.open_ballot(4, Choice::For, 1).await;
    world.cast_open(4, &cast).await.unwrap();
    world.key_holder_prepares().await;
    service::open_vote(&service, world.chair(), world.secret).await.unwrap();
    assert!(world.paper_vote(4, world.secret).await.keys == keys.public());
    // The record counts: the second roll says one replaced, the first none.
    let entries = views::record_entries(&service, world.assembly).await.unwrap();
    let counts: Vec<_> = entries
        .iter()
        .filter(|entry| entry.kind == "register-commitment")
        .map(|entry| entry.body["since_convocation"].to_string())
        .collect();
    let (none, one) = (r#"{"registered":0,"replaced":0}"#, r#"{"registered":0,"replaced":1}"#);
    assert_eq!(counts, ["null", none, one]);
}

fn recover(code: &str, registration: &Registration) -> RecoverKey {
    RecoverKey { code: code.to_owned(), registration: registration.clone() }
}

#[tokio::test]
async fn two_officers_help_who_lost_everything() {
    let (world, service, letters) = world().await;
    let (person, chair, secretary) = (&world.people[4], world.chair(), world.secretary());
    let (_, key) = another(&world, person.id, 50);
    let refused = service::recover_key(&service, &person.actor, &recover("ACDEFGHJKLMN", &key)).await;
    assert_eq!(refusal(refused), Refusal::RecoveryOver, "nobody began");
    assert_eq!(refusal(service::confirm_recovery(&service, chair, person.id).await), Refusal::RecoveryOver);
    service::begin_recovery(&service, secretary, person.id).await.unwrap();
    service::begin_recovery(&service, secretary, person.id).await.unwrap();
    assert_eq!(letters.take(), [Letter::RecoveryBegun { name: "Personne 5".to_owned() }], "twice, and once");
    let refused = service::recover_key(&service, &person.actor, &recover("ACDEFGHJKLMN", &key)).await;
    assert_eq!(refusal(refused), Refusal::RecoveryOver, "nobody confirmed");
    let seen = views::recovery(&service, chair, person.id).await.unwrap();
    assert!(seen.may_confirm && !seen.may_begin);
    assert_eq!(views::keyless(&service, chair).await.unwrap().recoveries[0].stage, RecoveryStage::Begun);
    let code = service::confirm_recovery(&service, chair, person.id).await.unwrap();
    assert_eq!(refusal(service::confirm_recovery(&service, chair, person.id).await), Refusal::RecoveryConfirmed);
    let other = &world.people[5];
    let theirs = recover(&code, &another(&world, other.id, 51).1);
    assert_eq!(refusal(service::recover_key(&service, &other.actor, &theirs).await), Refusal::RecoveryOver);
    let typed = format!("{}-{} {}", &code[..4], &code[4..8].to_lowercase(), &code[8..]);
    let public = service::recover_key(&service, &person.actor, &recover(&typed, &key)).await.unwrap();
    assert_eq!(service::recover_key(&service, &person.actor, &recover("", &key)).await.unwrap(), public, "again");
    let third = recover(&code, &another(&world, person.id, 52).1);
    assert_eq!(refusal(service::recover_key(&service, &person.actor, &third).await), Refusal::RecoveryOver, "used");
    let told = letters.take();
    let origin = KeyOrigin::Recovered;
    assert!(told.contains(&Letter::KeyReplaced { name: "Personne 5".to_owned(), origin }), "{told:?}");
    assert_eq!(told.len(), 3, "{told:?}");
    let token = by_key(&world, &service, 1, SITE).await.unwrap();
    assert!(views::my_key(&service, secretary, &token).await.is_ok());
}

#[tokio::test]
async fn nobody_helps_alone_nor_themselves() {
    let (world, service, _) = world().await;
    let person = &world.people[4];
    // Somebody who is secretary and sits on the board.
    let both = Office::now(world.people[1].id, Role::Board);
    service::name_roles(&service, world.chair(), &[both]).await.unwrap();
    let both = Actor::Member { id: world.people[1].id, roles: vec![Role::Secretary, Role::Board] };
    service::begin_recovery(&service, &both, person.id).await.unwrap();
    assert_eq!(refusal(service::confirm_recovery(&service, &both, person.id).await), Refusal::SameOfficer);
    assert_eq!(refusal(service::begin_recovery(&service, &both, world.people[1].id).await), Refusal::SameOfficer);
    service::begin_recovery(&service, &both, world.people[0].id).await.unwrap();
    let chair = world.chair();
    assert_eq!(refusal(service::confirm_recovery(&service, chair, world.people[0].id).await), Refusal::SameOfficer);
    service::confirm_recovery(&service, chair, person.id).await.unwrap();
}

#[tokio::test]
async fn a_recovery_ends_with_its_day_its_tries_and_the_office_of_who_began_it() {
    let (world, service, letters) = world().await;
    let (person, chair, secretary) = (&world.people[4], world.chair(), world.secretary());
    let (_, key) = another(&world, person.id, 50);
    service::begin_recovery(&service, secretary, person.id).await.unwrap();
    world.clock.set(service.now() + DAY);
    assert_eq!(refusal(service::confirm_recovery(&service, chair, person.id).await), Refusal::RecoveryOver);
    // Begun again; a code too late.
    service::begin_recovery(&service, secretary, person.id).await.unwrap();
    let code = service::confirm_recovery(&service, chair, person.id).await.unwrap();
    world.clock.set(service.now() + DAY);
    let refused = service::recover_key(&service, &person.actor, &recover(&code, &key)).await;
    assert_eq!(refusal(refused), Refusal::RecoveryOver);
    // Five wrong codes, and the right one is none any more.
    service::begin_recovery(&service, secretary, person.id).await.unwrap();
    let lost = service::confirm_recovery(&service, chair, person.id).await.unwrap();
    // A code that was lost: the next one ends it.
    service::begin_recovery(&service, secretary, person.id).await.unwrap();
    let code = service::confirm_recovery(&service, chair, person.id).await.unwrap();
    for wrong in [lost.as_str(), "", "A", "ACDEFGHJKLMN", "<script>"] {
        let refused = service::recover_key(&service, &person.actor, &recover(wrong, &key)).await;
        assert_eq!(refusal(refused), Refusal::RecoveryCode, "{wrong}");
    }
    let refused = service::recover_key(&service, &person.actor, &recover(&code, &key)).await;
    assert_eq!(refusal(refused), Refusal::RecoveryOver);
    // Whoever began is secretary no longer when the other confirms.
    service::begin_recovery(&service, secretary, person.id).await.unwrap();
    service::name_roles(&service, chair, &[Office::now(world.people[5].id, Role::Secretary)]).await.unwrap();
    assert_eq!(refusal(service::confirm_recovery(&service, chair, person.id).await), Refusal::RecoveryOver);
    // Who is chair no longer, and sits on the board still, may confirm.
    service::name_roles(&service, chair, &[Office::now(world.people[6].id, Role::Chair)]).await.unwrap();
    let next = Actor::Member { id: world.people[5].id, roles: vec![Role::Secretary] };
    letters.take();
    service::begin_recovery(&service, &next, person.id).await.unwrap();
    assert_eq!(letters.take().len(), 1, "what the former secretary began does not stand in the way");
    let sits = Actor::Member { id: world.people[0].id, roles: vec![Role::Chair] };
    service::confirm_recovery(&service, &sits, person.id).await.unwrap();
}

#[tokio::test]
async fn who_is_no_member_or_has_no_key_needs_no_recovery() {
    let (world, service, _) = world().await;
    let nobody = MemberId(uuid::Uuid::nil());
    assert_eq!(refusal(service::begin_recovery(&service, world.secretary(), nobody).await), Refusal::NotFound);
    let file = world.folder.as_ref().unwrap().path().join("voix.db");
    let db = store::Db::open(&format!("sqlite:{}", file.display())).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let left = world.people[5].id;
    assert!(store::members::move_to(&mut tx, left, MemberState::Active, MemberState::Left).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(refusal(service::begin_recovery(&service, world.secretary(), left).await), Refusal::MemberState);
    assert_eq!(refusal(views::recovery(&service, world.chair(), left).await), Refusal::MemberState);
    // Leaving ends what was going on.
    let person = &world.people[4];
    service::begin_recovery(&service, world.secretary(), person.id).await.unwrap();
    let code = service::confirm_recovery(&service, world.chair(), person.id).await.unwrap();
    let mut tx = db.write().await.unwrap();
    assert!(store::members::move_to(&mut tx, person.id, MemberState::Active, MemberState::Left).await.unwrap());
    tx.commit().await.unwrap();
    let sent = recover(&code, &another(&world, person.id, 50).1);
    assert_eq!(refusal(service::recover_key(&service, &person.actor, &sent).await), Refusal::MemberState);
}

/// Two presses at once, on each database: one code, one key.
macro_rules! on_each {
    ($name:ident, $postgres:ident, $body:path) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
        async fn $name() {
            let (world, service, letters) = world().await;
            $body(&world, &service, &letters).await;
        }

        #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
        async fn $postgres() {
            let Some(base) = store::testing::postgres_address() else { return };
            let schema = format!("{}_{}", stringify!($name), std::process::id());
            let (service, clock) = open(&store::postgres_schema(&base, &schema).await.unwrap(), 7).await;
            let world = World::build(service, clock, None, &[1; 7]).await;
            let letters = Arc::new(Letters::default());
            let service = world.service.clone().with_letters(letters.clone(), SITE);
            $body(&world, &service, &letters).await;
        }
    };
}

on_each!(at_once_one_recovers_once, at_once_one_recovers_once_on_postgres, recovers_once);

async fn recovers_once(world: &World, service: &Service, letters: &Letters) {
    let person = &world.people[4];
    let begin = || service::begin_recovery(service, world.secretary(), person.id);
    let (first, second) = tokio::join!(begin(), begin());
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(letters.take().iter().filter(|letter| matches!(letter, Letter::RecoveryBegun { .. })).count(), 1);
    let confirm = || service::confirm_recovery(service, world.chair(), person.id);
    let (first, second) = tokio::join!(confirm(), confirm());
    let (code, refused) = match (first, second) {
        (Ok(code), refused) | (refused, Ok(code)) => (code, refusal(refused)),
        _ => panic!("nobody confirmed"),
    };
    assert_eq!(refused, Refusal::RecoveryConfirmed);
    let sent = [50, 51].map(|seed| recover(&code, &another(world, person.id, seed).1));
    let (first, second) = tokio::join!(
        service::recover_key(service, &person.actor, &sent[0]),
        service::recover_key(service, &person.actor, &sent[1])
    );
    assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1);
    let refused = if first.is_ok() { refusal(second) } else { refusal(first) };
    assert_eq!(refused, Refusal::RecoveryOver);
}

on_each!(at_once_one_second_means_replaces_once, at_once_one_second_means_replaces_once_on_postgres, replaces_once);

async fn replaces_once(world: &World, service: &Service, letters: &Letters) {
    let person = &world.people[4];
    let token = two_means(world, service, letters, 4).await;
    let keys = [50, 51].map(|seed| another(world, person.id, seed).1);
    let (first, second) =
        tokio::join!(replace(service, person, &token, &keys[0]), replace(service, person, &token, &keys[1]));
    assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1);
    let refused = if first.is_ok() { refusal(second) } else { refusal(first) };
    assert_eq!(refused, Refusal::SecondNeeded);
    assert_eq!(views::my_key(service, &person.actor, &token).await.unwrap().key.unwrap().seq, 2);
    // The same key twice at once: both are told so, one row.
    let token =
        signed_in_again(world, service, letters, person, if first_won(service, person, &keys).await { 50 } else { 51 })
            .await;
    let (_, key) = another(world, person.id, 52);
    let (first, second) = tokio::join!(replace(service, person, &token, &key), replace(service, person, &token, &key));
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(views::my_key(service, &person.actor, &token).await.unwrap().key.unwrap().seq, 3);
}

async fn first_won(service: &Service, person: &Person, keys: &[Registration; 2]) -> bool {
    let me = views::me(service, &person.actor).await.unwrap();
    me.keys.unwrap().identity == keys[0].identity
}

async fn signed_in_again(world: &World, service: &Service, letters: &Letters, person: &Person, seed: u8) -> String {
    letters.take();
    let token = signed_in(world, service, person.id, &another(world, person.id, seed).0).await;
    service::ask_second(service, &person.actor, &token).await.unwrap();
    service::confirm_second(service, &person.actor, &token, &second(letters)).await.unwrap();
    token
}

on_each!(who_has_no_key_is_reminded, who_has_no_key_is_reminded_on_postgres, reminded);

/// Members who apply, are admitted and pay, and have no key: one letter each, not within three days again.
async fn reminded(world: &World, service: &Service, letters: &Letters) {
    world.clock.set(START + DAY);
    let chair = world.chair();
    for (n, email) in [(1, Some("nouvelle@example.org")), (2, None)] {
        let application = applying(&format!("Nouvelle {n}"), email);
        let id = service::apply(service, &Actor::Anyone, &application).await.unwrap();
        service::admit_member(service, chair, id).await.unwrap();
        service::subscribe_shares(service, chair, id, 1).await.unwrap();
    }
    letters.take();
    let counted = async || -> Keyless { views::keyless(service, world.secretary()).await.unwrap() };
    let seen = counted().await;
    assert_eq!((seen.voices, seen.with_key, seen.due, seen.written), (9, 7, 1, 0));
    assert_eq!((seen.unreachable_count, seen.unreachable.len(), seen.last_at), (1, 1, None));
    let remind = async || service::remind_keyless(service, world.secretary()).await.unwrap();
    let first = remind().await;
    assert_eq!((first.queued, first.unreachable), (1, 1));
    let letter = Letter::Keyless { name: "Nouvelle 1".to_owned(), link: format!("{SITE}/sign-in") };
    assert_eq!(letters.take(), [letter]);
    let seen = counted().await;
    let last = seen.last_at.unwrap();
    assert_eq!((seen.due, seen.written), (0, 1));
    for (at, queued) in [(last + 3 * DAY - 100, 0), (last + 3 * DAY, 1), (last + 3 * DAY + 1000, 0)] {
        world.clock.set(at);
        assert_eq!(remind().await.queued, queued, "{}", at - last);
    }
    assert_eq!(refusal(service::remind_keyless(service, chair).await), Refusal::NotYours);
}
