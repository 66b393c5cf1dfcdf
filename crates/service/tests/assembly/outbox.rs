//! Messages from the act that writes them to the mail server's answer.

use domain::Refusal;
use domain::mail::{Delivery, MailState};
use service::{outbox, views};

use crate::sign_in::world;
use crate::world::refusal;

const MINUTE: i64 = 60 * 1_000_000;

#[tokio::test]
async fn a_crash_between_sending_and_noting_leaves_a_doubt_and_sends_nothing_twice() {
    let (world, service, _) = world().await;
    service::ask_sign_in(&service, "personne-5@example.org").await.unwrap();
    assert_eq!(outbox::take(&service, 10).await.unwrap().len(), 1);
    // The program dies here; another one starts.
    assert!(outbox::take(&service, 10).await.unwrap().is_empty());
    assert_eq!(outbox::tidy(&service).await.unwrap(), 0, "somebody may still be sending it");
    world.clock.set(service.now() + 11 * MINUTE);
    assert_eq!(outbox::tidy(&service).await.unwrap(), 1);
    assert!(outbox::take(&service, 10).await.unwrap().is_empty());
    let list = views::mails(&service, world.secretary(), Some(MailState::Doubtful), None).await.unwrap();
    assert_eq!((list.lines.len(), list.lines[0].can_resend), (1, true));
    service::resend_mail(&service, world.secretary(), list.lines[0].id).await.unwrap();
    assert_eq!(outbox::take(&service, 10).await.unwrap().len(), 1, "a person decided it");
}

#[tokio::test]
async fn what_was_sent_is_not_sent_again_and_its_secret_is_forgotten() {
    let (world, service, _) = world().await;
    service::ask_sign_in(&service, "personne-5@example.org").await.unwrap();
    let parcel = outbox::take(&service, 10).await.unwrap().remove(0);
    assert!(parcel.text.contains("/sign-in/"), "{}", parcel.text);
    outbox::settle(&service, parcel.id, Delivery::Accepted, "250 2.0.0\r\nOk").await.unwrap();
    outbox::settle(&service, parcel.id, Delivery::Later, "late answer").await.unwrap();
    let list = views::mails(&service, world.secretary(), None, None).await.unwrap();
    let line = &list.lines[0];
    assert_eq!((line.state, line.answer.as_str(), line.can_resend), (MailState::Sent, "250 2.0.0  Ok", false));
    assert_eq!(refusal(service::resend_mail(&service, world.secretary(), line.id).await), Refusal::MailState);
    assert!(outbox::take(&service, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_busy_mail_server_is_asked_again_until_the_link_is_too_old() {
    let (world, service, _) = world().await;
    service::ask_sign_in(&service, "personne-5@example.org").await.unwrap();
    let mut attempts = 0;
    for _ in 0..30 {
        for parcel in outbox::take(&service, 10).await.unwrap() {
            attempts += 1;
            outbox::settle(&service, parcel.id, Delivery::Later, "451 4.7.1 later").await.unwrap();
        }
        world.clock.set(service.now() + MINUTE);
    }
    // At once, after one minute, after five more: the next would come after the quarter of an hour.
    assert_eq!(attempts, 3);
    let line = views::mails(&service, world.secretary(), None, None).await.unwrap().lines.remove(0);
    assert_eq!((line.state, line.can_resend), (MailState::Failed, false));
    assert_eq!(refusal(service::resend_mail(&service, world.secretary(), line.id).await), Refusal::MailState);
}

#[tokio::test]
async fn only_the_secretary_reads_what_was_written() {
    let (world, service, _) = world().await;
    for person in [0, 2, 5] {
        let outcome = views::mails(&service, &world.people[person].actor, None, None).await;
        assert_eq!(refusal(outcome), Refusal::NotYours);
    }
    service::ask_sign_in(&service, "personne-5@example.org").await.unwrap();
    let list = views::mails(&service, world.secretary(), None, None).await.unwrap();
    assert_eq!(list.counts, [(MailState::Queued, 1)]);
    let words = serde_json::to_string(&list).unwrap();
    assert!(!words.contains("/sign-in/"), "{words}");
}

#[tokio::test]
async fn pages_follow_one_another_without_gap_or_repetition() {
    let (world, service, _) = world().await;
    for n in 0..120 {
        service::ask_sign_in(&service, &format!("personne-{}@example.org", n % 5 + 1)).await.unwrap();
        world.clock.set(service.now() + 4 * MINUTE);
    }
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let page = views::mails(&service, world.secretary(), None, before).await.unwrap();
        seen.extend(page.lines.iter().map(|line| line.id));
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 120);
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]));
}
