//! Passkeys, with an authenticator made of software: made, used, refused.

use domain::Refusal;
use domain::ids::{DialogueId, MemberId};
use domain::member::MemberState;
use domain::passkeys::{AnswerPasskey, FinishPasskey, MOST, PasskeyLine};
use domain::roles::{Actor, Means, Role};
use serde_json::Value;
use service::{Error, Service, views};
use store::{Db, members, sessions};

use crate::sign_in::{MINUTE, SITE, by_key, world};
use crate::soft::{Soft, encode};
use crate::world::{World, refusal};

/// Somebody signed in.
struct Signed {
    token: String,
    actor: Actor,
}

async fn signed(service: &Service, token: String) -> Signed {
    let actor = service.actor_of(&token).await.unwrap().unwrap().actor;
    Signed { token, actor }
}

async fn with_key(world: &World, service: &Service, person: usize) -> Signed {
    signed(service, by_key(world, service, person, SITE).await.unwrap()).await
}

async fn add(service: &Service, who: &Signed, device: &mut Soft, origin: &str) -> Result<PasskeyLine, Error> {
    let begun = service::begin_passkey(service, &who.actor, &who.token).await?;
    let credential = device.create(&begun.options, origin);
    let made = FinishPasskey { dialogue: begun.dialogue, name: "Mon téléphone".to_owned(), credential };
    service::finish_passkey(service, &who.actor, &who.token, &made).await
}

async fn send(service: &Service, dialogue: DialogueId, credential: Value) -> Result<String, Error> {
    service::finish_passkey_sign_in(service, &AnswerPasskey { dialogue, credential }, "Firefox").await
}

async fn sign_in(service: &Service, device: &mut Soft, origin: &str) -> Result<String, Error> {
    let begun = service::begin_passkey_sign_in(service).await?;
    let credential = device.get(&begun.options, origin);
    send(service, begun.dialogue, credential).await
}

/// A member with a passkey.
async fn furnished(person: usize) -> (World, Service, Soft, PasskeyLine) {
    let (world, service, _) = world().await;
    let who = with_key(&world, &service, person).await;
    let mut device = Soft::new("telephone");
    let line = add(&service, &who, &mut device, SITE).await.unwrap();
    (world, service, device, line)
}

#[tokio::test]
async fn a_passkey_signs_in_whose_it_is_and_opens_the_office() {
    let (world, service, mut device, line) = furnished(0).await;
    let token = sign_in(&service, &mut device, SITE).await.unwrap();
    let signed = service.actor_of(&token).await.unwrap().unwrap();
    assert_eq!((signed.means, signed.withheld, signed.actor.has(Role::Chair)), (Means::Passkey, false, true));
    assert_eq!(signed.actor.member(), Some(world.people[0].id));
    service::open_session(&service, &signed.actor, world.assembly).await.unwrap();
    let list = views::passkeys(&service, &signed.actor).await.unwrap().passkeys;
    assert_eq!((list.len(), list[0].id, list[0].name.as_str()), (1, line.id, "Mon téléphone"));
    assert!(list[0].used_at.is_some());
}

#[tokio::test]
async fn the_question_names_nobody_and_asks_for_one_that_is_found_without_a_name() {
    let (world, service, _) = world().await;
    let asked = service::begin_passkey_sign_in(&service).await.unwrap().options;
    assert_eq!(asked["publicKey"]["allowCredentials"], serde_json::json!([]));
    assert_eq!(asked["publicKey"]["rpId"], "vote.example.org");
    assert_eq!(asked["publicKey"]["userVerification"], "required");
    assert!(asked.get("mediation").is_none(), "{asked}");
    let who = with_key(&world, &service, 4).await;
    let asked = service::begin_passkey(&service, &who.actor, &who.token).await.unwrap().options;
    assert_eq!(asked["publicKey"]["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(asked["publicKey"]["rp"]["name"], "Les Essais");
}

#[tokio::test]
async fn an_answer_is_good_once() {
    let (_, service, mut device, _) = furnished(4).await;
    let begun = service::begin_passkey_sign_in(&service).await.unwrap();
    let credential = device.get(&begun.options, SITE);
    send(&service, begun.dialogue, credential.clone()).await.unwrap();
    assert_eq!(refusal(send(&service, begun.dialogue, credential.clone()).await), Refusal::PasskeyRefused);
    let next = service::begin_passkey_sign_in(&service).await.unwrap();
    assert_eq!(refusal(send(&service, next.dialogue, credential).await), Refusal::PasskeyRefused, "another challenge");
}

#[tokio::test]
async fn what_a_look_alike_site_obtains_is_worth_nothing() {
    let (world, service, mut device, _) = furnished(4).await;
    for origin in ["https://vote.examp1e.org", "http://vote.example.org", "https://vote.example.org:8443", "null"] {
        assert_eq!(refusal(sign_in(&service, &mut device, origin).await), Refusal::PasskeyRefused, "{origin}");
        let who = with_key(&world, &service, 4).await;
        let mut other = Soft::new("other");
        assert_eq!(refusal(add(&service, &who, &mut other, origin).await), Refusal::PasskeyInvalid, "{origin}");
    }
    sign_in(&service, &mut device, SITE).await.unwrap();
}

#[tokio::test]
async fn somebody_elses_passkey_speaks_for_nobody_else() {
    let (world, service, device, _) = furnished(4).await;
    let begun = service::begin_passkey_sign_in(&service).await.unwrap();
    let chair = world.people[0].id;
    let credential = claiming(&device, chair.bytes()).get(&begun.options, SITE);
    assert_eq!(refusal(send(&service, begun.dialogue, credential).await), Refusal::PasskeyRefused);
    let credential = claiming(&Soft::new("unknown"), chair.bytes()).get(&begun.options, SITE);
    assert_eq!(refusal(send(&service, begun.dialogue, credential).await), Refusal::PasskeyRefused);
    // The same device for another member: its key is the first one's.
    let other = with_key(&world, &service, 5).await;
    assert_eq!(refusal(add(&service, &other, &mut device.clone(), SITE).await), Refusal::PasskeyExists);
    // A dialogue another member began.
    let one = with_key(&world, &service, 3).await;
    let begun = service::begin_passkey(&service, &one.actor, &one.token).await.unwrap();
    let credential = Soft::new("third").create(&begun.options, SITE);
    let made = FinishPasskey { dialogue: begun.dialogue, name: "A".to_owned(), credential };
    let outcome = service::finish_passkey(&service, &other.actor, &other.token, &made).await;
    assert_eq!(refusal(outcome), Refusal::PasskeyInvalid);
    service::finish_passkey(&service, &one.actor, &one.token, &made).await.unwrap();
    let again = service::finish_passkey(&service, &one.actor, &one.token, &made).await;
    assert_eq!(refusal(again), Refusal::PasskeyInvalid, "twice");
}

#[tokio::test]
async fn after_five_minutes_a_dialogue_is_over() {
    let (world, service, mut device, _) = furnished(4).await;
    let begun = service::begin_passkey_sign_in(&service).await.unwrap();
    let credential = device.get(&begun.options, SITE);
    let who = with_key(&world, &service, 5).await;
    let adding = service::begin_passkey(&service, &who.actor, &who.token).await.unwrap();
    world.clock.set(service.now() + 5 * MINUTE);
    assert_eq!(refusal(send(&service, begun.dialogue, credential).await), Refusal::PasskeyRefused);
    let credential = Soft::new("late").create(&adding.options, SITE);
    let made = FinishPasskey { dialogue: adding.dialogue, name: "A".to_owned(), credential };
    let outcome = service::finish_passkey(&service, &who.actor, &who.token, &made).await;
    assert_eq!(refusal(outcome), Refusal::PasskeyInvalid);
}

#[tokio::test]
async fn a_copy_and_a_device_that_does_not_know_its_person_are_refused() {
    let (_, service, mut device, _) = furnished(4).await;
    let mut copy = device.clone();
    sign_in(&service, &mut device, SITE).await.unwrap();
    sign_in(&service, &mut device, SITE).await.unwrap();
    assert_eq!(refusal(sign_in(&service, &mut copy, SITE).await), Refusal::PasskeyRefused, "its counter is behind");
    device.recognises = false;
    assert_eq!(refusal(sign_in(&service, &mut device, SITE).await), Refusal::PasskeyRefused);
}

#[tokio::test]
async fn a_passkey_that_was_removed_opens_nothing() {
    let (world, service, mut device, line) = furnished(4).await;
    let (owner, other) = (with_key(&world, &service, 4).await, with_key(&world, &service, 5).await);
    let remove = async |who: &Signed| service::remove_passkey(&service, &who.actor, &who.token, line.id).await;
    assert_eq!(refusal(remove(&other).await), Refusal::NotFound);
    assert_eq!(refusal(service::rename_passkey(&service, &other.actor, line.id, "B").await), Refusal::NotFound);
    assert_eq!(refusal(service::rename_passkey(&service, &owner.actor, line.id, "").await), Refusal::TextInvalid);
    service::rename_passkey(&service, &owner.actor, line.id, &"é".repeat(60)).await.unwrap();
    let long = service::rename_passkey(&service, &owner.actor, line.id, &"é".repeat(61)).await;
    assert_eq!(refusal(long), Refusal::TextInvalid);
    remove(&owner).await.unwrap();
    assert_eq!(refusal(remove(&owner).await), Refusal::NotFound);
    assert_eq!(refusal(sign_in(&service, &mut device, SITE).await), Refusal::PasskeyRefused);
    assert!(views::passkeys(&service, &owner.actor).await.unwrap().passkeys.is_empty());
}

async fn moves(world: &World, member: MemberId, from: MemberState, to: MemberState) {
    let url = format!("sqlite:{}", world.folder.as_ref().unwrap().path().join("voix.db").display());
    let db = Db::open(&url).await.unwrap();
    let mut tx = db.write().await.unwrap();
    assert!(members::move_to(&mut tx, member, from, to).await.unwrap());
    tx.commit().await.unwrap();
    db.close().await;
}

#[tokio::test]
async fn who_left_does_not_come_back_by_passkey() {
    let (world, service, mut device, _) = furnished(4).await;
    moves(&world, world.people[4].id, MemberState::Active, MemberState::Left).await;
    assert_eq!(refusal(sign_in(&service, &mut device, SITE).await), Refusal::PasskeyRefused);
}

#[tokio::test]
async fn whoever_reads_an_officers_mail_makes_no_key_to_the_office() {
    let (world, service, letters) = world().await;
    for (person, mail_suffices) in [(0, false), (1, false), (2, false), (4, true)] {
        service::ask_sign_in(&service, &format!("personne-{}@example.org", person + 1)).await.unwrap();
        let (link, _) = letters.newest().unwrap();
        let by_mail = signed(&service, service::sign_in_by_link(&service, &link, "").await.unwrap()).await;
        let mut device = Soft::new(&format!("device {person}"));
        let outcome = add(&service, &by_mail, &mut device, SITE).await.map(drop);
        let expected = if mail_suffices { None } else { Some(Refusal::StrongSignIn) };
        assert_eq!(outcome.err().map(|error| error.refusal()), expected, "person {person}");
        let by_key = with_key(&world, &service, person).await;
        add(&service, &by_key, &mut Soft::new(&format!("other {person}")), SITE).await.unwrap();
    }
    assert_eq!(letters.passkeys(), 5, "each is told by a message");
}

#[tokio::test]
async fn a_member_has_twenty_and_no_more() {
    let (world, service, _) = world().await;
    let who = with_key(&world, &service, 4).await;
    for n in 0..MOST {
        add(&service, &who, &mut Soft::new(&format!("device {n}")), SITE).await.unwrap();
    }
    assert_eq!(refusal(add(&service, &who, &mut Soft::new("one more"), SITE).await), Refusal::TooManyPasskeys);
}

#[tokio::test]
async fn a_passkey_besides_a_message_is_noted_in_that_session_alone() {
    let (world, service, letters) = world().await;
    let by_key = with_key(&world, &service, 4).await;
    let second = service::begin_second_by_passkey(&service, &by_key.actor).await;
    assert_eq!(refusal(second), Refusal::PasskeyRefused, "none yet");
    let mut device = Soft::new("telephone");
    add(&service, &by_key, &mut device, SITE).await.unwrap();
    letters.newest();
    service::ask_sign_in(&service, "personne-5@example.org").await.unwrap();
    let (link, _) = letters.newest().unwrap();
    let by_mail = signed(&service, service::sign_in_by_link(&service, &link, "").await.unwrap()).await;
    let begun = service::begin_second_by_passkey(&service, &by_mail.actor).await.unwrap();
    let credential = device.get(&begun.options, SITE);
    let shown = AnswerPasskey { dialogue: begun.dialogue, credential };
    let other = with_key(&world, &service, 5).await;
    let outcome = service::finish_second_by_passkey(&service, &other.actor, &other.token, &shown).await;
    assert_eq!(refusal(outcome), Refusal::PasskeyRefused);
    service::finish_second_by_passkey(&service, &by_mail.actor, &by_mail.token, &shown).await.unwrap();
    let again = service::finish_second_by_passkey(&service, &by_mail.actor, &by_mail.token, &shown).await;
    assert_eq!(refusal(again), Refusal::PasskeyRefused);
    // It signs nobody in: that is another dialogue.
    assert_eq!(refusal(send(&service, shown.dialogue, shown.credential).await), Refusal::PasskeyRefused);
    let url = format!("sqlite:{}", world.folder.as_ref().unwrap().path().join("voix.db").display());
    let db = Db::open(&url).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let all = sessions::seconds_of(&mut tx, world.people[4].id).await.unwrap();
    assert_eq!(all, 1, "of two sessions one");
}

#[tokio::test]
async fn at_a_site_without_a_name_browsers_are_asked_nothing() {
    let (world, service, letters) = world().await;
    let service = service.with_letters(letters, "https://192.0.2.7");
    assert_eq!(refusal(service::begin_passkey_sign_in(&service).await), Refusal::PasskeysUnavailable);
    let token = by_key(&world, &service, 4, "https://192.0.2.7").await.unwrap();
    let who = signed(&service, token).await;
    let outcome = service::begin_passkey(&service, &who.actor, &who.token).await;
    assert_eq!(refusal(outcome), Refusal::PasskeysUnavailable);
}

/// A stranger who asks and mistypes in an owner's name, again and again, keeps the owner out by no way: not by the link
/// already sent, not by the key, not by the passkey.
#[tokio::test]
async fn a_stranger_at_the_door_keeps_nobody_out() {
    let (world, service, letters) = world().await;
    let owner = with_key(&world, &service, 4).await;
    let mut device = Soft::new("telephone");
    add(&service, &owner, &mut device, SITE).await.unwrap();
    letters.newest();
    let own_browser = service::ask_sign_in(&service, "personne-5@example.org").await.unwrap();
    let (link, code) = letters.newest().unwrap();
    for _ in 0..20 {
        let stranger = service::ask_sign_in(&service, "personne-5@example.org").await.unwrap();
        for _ in 0..6 {
            let guess = service::sign_in_by_code(&service, &stranger, "000000", "").await;
            assert_eq!(refusal(guess), Refusal::SignInOver);
        }
        assert!(by_key(&world, &service, 4, "https://elsewhere.example").await.is_err());
        assert!(
            sign_in(&service, &mut claiming(&Soft::new("stranger"), world.people[4].id.bytes()), SITE).await.is_err()
        );
    }
    sign_in(&service, &mut device, SITE).await.unwrap();
    by_key(&world, &service, 4, SITE).await.unwrap();
    assert_eq!(views::sign_in_link(&service, &link).await.unwrap(), "Personne 5");
    service::sign_in_by_code(&service, &own_browser, &code, "").await.unwrap();
}

#[tokio::test]
async fn every_other_browser_is_signed_out_at_once() {
    let (world, service, _) = world().await;
    let (here, there) = (with_key(&world, &service, 4).await, with_key(&world, &service, 4).await);
    let other = with_key(&world, &service, 5).await;
    service::revoke_other_sessions(&service, &here.actor, &here.token).await.unwrap();
    for (token, stays) in [(&here.token, true), (&there.token, false), (&other.token, true)] {
        assert_eq!(service.actor_of(token).await.unwrap().is_some(), stays);
    }
    service::revoke_other_sessions(&service, &here.actor, &here.token).await.unwrap();
}

/// The same device, which says it is another's.
fn claiming(device: &Soft, another: &[u8]) -> Soft {
    let mut device = device.clone();
    device.handle = encode(another);
    device
}
