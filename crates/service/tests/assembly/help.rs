//! Whom people ask who are stuck: said by those who keep the register, shown to everybody.

use domain::Refusal;
use domain::help::HelpContact;
use domain::roles::Actor;
use service::{outbox, views};

use crate::world::{World, refusal};

fn contact(phone: &str, email: &str) -> HelpContact {
    HelpContact { phone: phone.to_owned(), email: email.to_owned() }
}

#[tokio::test]
async fn whom_to_ask_is_said_by_those_who_keep_the_register_and_read_by_everybody() {
    let world = World::with_shares(&[1; 4]).await;
    assert!(views::help(&world.service).await.unwrap().is_empty(), "nobody said");
    for (who, asked) in
        [(world.chair(), contact(" 03 53 01 00 12 ", "")), (world.secretary(), contact("15", "Aide@Example.org"))]
    {
        service::set_help(&world.service, who, &asked).await.unwrap();
    }
    let kept = contact("15", "aide@example.org");
    assert_eq!(views::help(&world.service).await.unwrap(), kept);
    assert_eq!(views::cooperative(&world.service).await.unwrap().help, kept);
    let said = [
        (&world.people[3].actor, contact("17", ""), Refusal::NotYours),
        (&Actor::Anyone, contact("17", ""), Refusal::SignInFirst),
        (world.secretary(), contact("ask me", ""), Refusal::PhoneInvalid),
        (world.secretary(), contact("17", "nowhere"), Refusal::EmailInvalid),
    ];
    for (who, asked, why) in said {
        assert_eq!(refusal(service::set_help(&world.service, who, &asked).await), why);
        assert_eq!(views::help(&world.service).await.unwrap(), kept, "{why}");
    }
    // Nobody need be named.
    service::set_help(&world.service, world.chair(), &contact("", "")).await.unwrap();
    assert!(views::help(&world.service).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_letter_says_whom_to_ask_when_it_was_written() {
    struct Foot;
    impl service::Composer for Foot {
        fn compose(&self, _: &service::Letter, _: domain::lang::Lang, head: &service::Letterhead) -> service::Composed {
            let text = format!("{} {}", head.cooperative, head.help.phone);
            service::Composed { subject: String::new(), html: String::new(), text, calendar: String::new() }
        }
    }
    let world = World::with_shares(&[1; 4]).await;
    let service = world.service.clone().with_letters(std::sync::Arc::new(Foot), "https://vote.example.org");
    outbox::take(&service, 100).await.unwrap();
    for phone in ["15", "17"] {
        service::set_help(&service, world.chair(), &contact(phone, "")).await.unwrap();
        service::ask_sign_in(&service, "personne-4@example.org").await.unwrap();
        let sent = outbox::take(&service, 10).await.unwrap();
        assert_eq!(sent.iter().map(|mail| mail.text.clone()).collect::<Vec<_>>(), [format!("Les Essais {phone}")]);
    }
}
