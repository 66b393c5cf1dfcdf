//! Draws: one waits at a time, each is answered once and by another than who entered it, and nothing is rewritten.

use domain::bureau::Seat;
use domain::draw::DrawSaid;
use store::StoreError;
use store::draws::{self, Answer, Entry};

use crate::fixture::{Place, VOTE, assembly, member, raw};

fn answer(said: DrawSaid, by: u32) -> Answer {
    Answer { said, seat: Seat::SecondScrutineer, by: member(by), at: 9 }
}

pub async fn one_waits_and_another_than_who_entered_it_answers_once(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    assert_eq!(draws::last(&mut tx, VOTE).await.unwrap(), None);
    assert!(!draws::answer(&mut tx, VOTE, 1, &answer(DrawSaid::Same, 2)).await.unwrap(), "nothing waits");
    draws::enter(&mut tx, VOTE, 1, "[2]", (member(1), 5)).await.unwrap();
    let waits = draws::last(&mut tx, VOTE).await.unwrap().unwrap();
    let (drawn, nobody) = ("[2]".to_owned(), None);
    let expected = Entry {
        n: 1,
        drawn,
        entered_by: member(1),
        entered_at: 5,
        said: None,
        seat: None,
        answered_by: nobody,
        answered_at: None,
    };
    assert_eq!(waits, expected);
    tx.commit().await.unwrap();

    let mut tx = place.db.write().await.unwrap();
    let second = draws::enter(&mut tx, VOTE, 2, "[3]", (member(1), 6)).await;
    assert!(matches!(second, Err(StoreError::Duplicate(_))), "one waits: {second:?}");
    tx.rollback().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    assert!(draws::answer(&mut tx, VOTE, 1, &answer(DrawSaid::Same, 1)).await.is_err(), "the same person");
    tx.rollback().await.unwrap();

    let mut tx = place.db.write().await.unwrap();
    assert!(draws::answer(&mut tx, VOTE, 1, &answer(DrawSaid::Differs, 2)).await.unwrap());
    assert!(!draws::answer(&mut tx, VOTE, 1, &answer(DrawSaid::Same, 2)).await.unwrap(), "once");
    draws::enter(&mut tx, VOTE, 2, "[3]", (member(1), 6)).await.unwrap();
    assert!(draws::answer(&mut tx, VOTE, 2, &answer(DrawSaid::Same, 2)).await.unwrap());
    let stands = draws::last(&mut tx, VOTE).await.unwrap().unwrap();
    assert_eq!((stands.n, stands.said, stands.seat), (2, Some(DrawSaid::Same), Some(Seat::SecondScrutineer)));
    assert_eq!((stands.answered_by, stands.answered_at), (Some(member(2)), Some(9)));
    tx.commit().await.unwrap();

    for (statement, why) in [
        ("UPDATE draws SET said = 'same' WHERE n = 1", "answered once"),
        ("UPDATE draws SET drawn = '[1]'", "what was entered stays"),
        ("DELETE FROM draws WHERE n = 1", "also what differed"),
    ] {
        let error = raw(&place.url, statement.to_owned()).await.expect_err(why);
        assert!(error.to_string().contains("append-only"), "{why}: {error}");
    }
}
