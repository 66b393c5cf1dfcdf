//! Messages and requests to sign in.

use domain::ids::MailId;
use domain::lang::Lang;
use domain::mail::MailState;
use store::mails::{self, Mail, Settled};
use store::sign_ins::{self, Ask};
use uuid::Uuid;

use crate::fixture::{Place, assembly, bytes, id, member};

pub fn mail(n: u128) -> Mail {
    Mail {
        id: MailId(id(n)),
        once: format!("about {n}"),
        member: None,
        kind: "sign-in".to_owned(),
        address: "camille@example.org".to_owned(),
        lang: Lang::Fr,
        subject: "Objet".to_owned(),
        body: "Texte".to_owned(),
        html: "<p>Texte</p>".to_owned(),
        calendar: String::new(),
        confidential: n % 2 == 1,
        state: MailState::Queued,
        attempts: 0,
        created_at: 0,
        due_at: 10,
        until_at: (n == 3).then_some(50),
        changed_at: 0,
        answer: String::new(),
    }
}

async fn three(place: &Place) -> store::Tx {
    let mut tx = place.db.write().await.unwrap();
    for n in 1..=3 {
        assert!(mails::insert(&mut tx, &mail(n)).await.unwrap());
    }
    tx
}

pub async fn a_message_is_written_once_and_taken_once(place: &Place) {
    let mut tx = three(place).await;
    let again = Mail { once: "about 1".to_owned(), ..mail(9) };
    assert!(!mails::insert(&mut tx, &again).await.unwrap());
    assert!(mails::by_id(&mut tx, again.id).await.unwrap().is_none());
    assert!(mails::take(&mut tx, 9, 8).await.unwrap().is_empty(), "before its turn");
    let first = mails::take(&mut tx, 10, 2).await.unwrap();
    assert_eq!(first.iter().map(|mail| mail.attempts).collect::<Vec<_>>(), [1, 1]);
    let second = mails::take(&mut tx, 10, 8).await.unwrap();
    assert_eq!(second.iter().map(|mail| mail.id).collect::<Vec<_>>(), [MailId(id(3))]);
    assert!(mails::take(&mut tx, 10, 8).await.unwrap().is_empty());
}

pub async fn an_answer_settles_and_what_opens_a_door_is_forgotten(place: &Place) {
    let mut tx = three(place).await;
    mails::take(&mut tx, 10, 8).await.unwrap();
    let sent = Settled { state: MailState::Sent, due_at: None, at: 11, answer: "250 ok".to_owned() };
    for (n, body) in [(1, ""), (2, "Texte")] {
        let id = MailId(id(n));
        assert!(mails::settle(&mut tx, id, &sent, n == 1).await.unwrap());
        assert!(!mails::settle(&mut tx, id, &sent, n == 1).await.unwrap(), "settled once");
        let now = mails::by_id(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((now.state, now.body.as_str(), now.answer.as_str()), (MailState::Sent, body, "250 ok"));
    }
    let later = Settled { state: MailState::Queued, due_at: Some(70), at: 11, answer: "451 later".to_owned() };
    assert!(mails::settle(&mut tx, MailId(id(3)), &later, false).await.unwrap());
    assert!(mails::take(&mut tx, 69, 8).await.unwrap().is_empty());
    assert_eq!(mails::take(&mut tx, 70, 8).await.unwrap()[0].attempts, 2);
}

pub async fn what_was_never_answered_is_in_doubt_and_what_is_late_is_given_up(place: &Place) {
    let mut tx = three(place).await;
    mails::take(&mut tx, 10, 1).await.unwrap();
    assert_eq!(mails::tidy(&mut tx, 10, 11).await.unwrap(), 0, "it may still be on its way");
    assert_eq!(mails::tidy(&mut tx, 11, 60).await.unwrap(), 2);
    let counts = mails::counts(&mut tx).await.unwrap();
    for state in [MailState::Doubtful, MailState::Failed, MailState::Queued] {
        assert!(counts.contains(&(state, 1)), "{counts:?}");
    }
    let doubtful = MailId(id(1));
    assert!(!mails::again(&mut tx, doubtful, MailState::Failed, 80).await.unwrap());
    assert!(mails::again(&mut tx, doubtful, MailState::Doubtful, 80).await.unwrap());
    assert_eq!(mails::by_id(&mut tx, doubtful).await.unwrap().unwrap().state, MailState::Queued);
}

pub async fn messages_are_listed_newest_first(place: &Place) {
    let mut tx = three(place).await;
    let ids = |mails: Vec<Mail>| mails.into_iter().map(|mail| mail.id.0.as_u128()).collect::<Vec<_>>();
    let last = MailId(Uuid::max());
    assert_eq!(ids(mails::newest(&mut tx, None, last, 2).await.unwrap()), [3, 2]);
    assert_eq!(ids(mails::newest(&mut tx, None, MailId(id(2)), 2).await.unwrap()), [1]);
    assert!(mails::newest(&mut tx, Some(MailState::Sent), last, 2).await.unwrap().is_empty());
    assert_eq!(ids(mails::newest(&mut tx, Some(MailState::Queued), last, 9).await.unwrap()), [3, 2, 1]);
}

pub async fn a_request_to_sign_in_is_used_once(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let ask = |n: u32, of| Ask {
        id: id(u128::from(n)),
        browser_hash: bytes(7),
        member: of,
        link_hash: bytes(n),
        code_hash: bytes(n),
        tries: 0,
        asked_at: 5,
        expires_at: 20,
        used_at: None,
    };
    sign_ins::insert(&mut tx, &ask(1, Some(member(1)))).await.unwrap();
    sign_ins::insert(&mut tx, &ask(2, None)).await.unwrap();
    assert_eq!(sign_ins::since(&mut tx, member(1), 4).await.unwrap(), 1);
    assert_eq!(sign_ins::since(&mut tx, member(1), 5).await.unwrap(), 0);
    sign_ins::tried(&mut tx, &bytes(7)).await.unwrap();
    let of_browser = sign_ins::by_browser(&mut tx, &bytes(7), 19).await.unwrap();
    assert_eq!(of_browser.iter().map(|ask| ask.tries).collect::<Vec<_>>(), [1, 1]);
    assert!(sign_ins::by_link(&mut tx, &bytes(1), 20).await.unwrap().is_none(), "over");
    let found = sign_ins::by_link(&mut tx, &bytes(1), 19).await.unwrap().unwrap();
    assert!(sign_ins::use_up(&mut tx, found.id, 6).await.unwrap());
    assert!(!sign_ins::use_up(&mut tx, found.id, 6).await.unwrap());
    assert!(sign_ins::by_link(&mut tx, &bytes(1), 19).await.unwrap().is_none(), "used");
    sign_ins::forget(&mut tx, 20).await.unwrap();
    assert!(sign_ins::by_browser(&mut tx, &bytes(7), 0).await.unwrap().is_empty());
}

pub async fn a_challenge_is_answered_once(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    sign_ins::challenge(&mut tx, &bytes(1), 10).await.unwrap();
    assert!(!sign_ins::answer(&mut tx, &bytes(2), 9).await.unwrap());
    assert!(!sign_ins::answer(&mut tx, &bytes(1), 10).await.unwrap(), "over");
    assert!(sign_ins::answer(&mut tx, &bytes(1), 9).await.unwrap());
    assert!(!sign_ins::answer(&mut tx, &bytes(1), 9).await.unwrap());
}
