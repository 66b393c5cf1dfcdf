//! Keys that follow others, second means, recoveries, and who has none.

use domain::ids::{MailId, SessionId};
use domain::keys::Stage;
use domain::member::KeyOrigin;
use domain::roles::Means;
use store::recoveries::{self, Stored};
use store::seconds;
use store::sessions::{self, Session};
use store::{StoreError, keyless, keys, mails};

use crate::fixture::{Place, RULES, add_member, assembly, bytes, id, member};
use crate::outbox::mail;

pub async fn keys_are_counted_since_an_instant(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let first = keys::current(&mut tx, member(2)).await.unwrap().unwrap();
    for (n, origin) in [(2, KeyOrigin::Replaced), (3, KeyOrigin::Recovered)] {
        let (identity, ballot_root) = (bytes(20 + n), bytes(20 + n));
        let next = keys::MemberKey {
            seq: n,
            origin,
            identity,
            ballot_root,
            registered_at: i64::from(n) * 10,
            ..first.clone()
        };
        keys::insert(&mut tx, &next).await.unwrap();
    }
    for (instant, counted) in [(-1, (3, 2)), (0, (0, 2)), (19, (0, 2)), (20, (0, 1)), (30, (0, 0))] {
        assert_eq!(keys::since(&mut tx, instant).await.unwrap(), counted, "{instant}");
    }
}

pub async fn a_second_means_is_of_one_session(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    for n in [1, 2] {
        let session = Session {
            id: SessionId(id(u128::from(n))),
            token_hash: bytes(n),
            member: member(1),
            created_at: 0,
            expires_at: 100,
            means: Means::Key,
            browser: String::new(),
        };
        sessions::insert(&mut tx, &session).await.unwrap();
    }
    let here = SessionId(id(1));
    seconds::show(&mut tx, here, 7).await.unwrap();
    let second = seconds::of_token(&mut tx, &bytes(1), 99).await.unwrap().unwrap();
    assert_eq!((second.member, second.means, second.second_at), (member(1), Means::Key, Some(7)));
    assert!(seconds::of_token(&mut tx, &bytes(1), 100).await.unwrap().is_none(), "expired");
    assert_eq!(seconds::of_token(&mut tx, &bytes(2), 99).await.unwrap().unwrap().second_at, None);
    assert!(seconds::forget(&mut tx, here).await.unwrap());
    assert!(!seconds::forget(&mut tx, here).await.unwrap(), "used up");
}

fn begun(n: u128, at: i64) -> Stored {
    Stored {
        id: id(n),
        member: member(1),
        begun_by: member(2),
        begun_at: at,
        confirmed_by: None,
        confirmed_at: None,
        code_hash: None,
        tries: 0,
        expires_at: at + 100,
        used_at: None,
    }
}

pub async fn a_recovery_is_confirmed_by_another_and_used_once(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    recoveries::insert(&mut tx, &begun(1, 0)).await.unwrap();
    tx.commit().await.unwrap();
    // One at a time, whatever the program thinks, also when the first is over: it is taken away before another begins.
    let mut tx = place.db.write().await.unwrap();
    let second = recoveries::insert(&mut tx, &begun(2, 10)).await;
    assert!(matches!(second, Err(StoreError::Duplicate(_))), "{second:?}");
    drop(tx);
    let mut tx = place.db.write().await.unwrap();
    recoveries::insert(&mut tx, &Stored { member: member(3), ..begun(3, 10) }).await.unwrap();
    recoveries::end(&mut tx, member(1)).await.unwrap();
    recoveries::insert(&mut tx, &begun(2, 10)).await.unwrap();
    tx.commit().await.unwrap();
    // Whatever the program thinks, the database wants two.
    let mut tx = place.db.write().await.unwrap();
    let alone = recoveries::confirm(&mut tx, id(2), member(2), &bytes(1), 20, 200).await;
    assert!(matches!(alone, Err(StoreError::Driver(_))), "{alone:?}");
    drop(tx);
    let mut tx = place.db.write().await.unwrap();
    assert!(recoveries::confirm(&mut tx, id(2), member(3), &bytes(1), 20, 200).await.unwrap());
    assert!(!recoveries::confirm(&mut tx, id(2), member(3), &bytes(2), 21, 200).await.unwrap(), "confirmed");
    let last = recoveries::last(&mut tx, member(1)).await.unwrap().unwrap();
    assert_eq!((last.id, last.code_hash, last.expires_at), (id(2), Some(bytes(1)), 200));
    recoveries::tried(&mut tx, id(2)).await.unwrap();
    assert_eq!(recoveries::last(&mut tx, member(1)).await.unwrap().unwrap().recovery().tries, 1);
    assert_eq!(recoveries::going_on(&mut tx, 109).await.unwrap().len(), 2);
    assert_eq!(recoveries::going_on(&mut tx, 110).await.unwrap().len(), 1);
    assert!(recoveries::use_up(&mut tx, id(2), 30).await.unwrap());
    assert!(!recoveries::use_up(&mut tx, id(2), 31).await.unwrap(), "used");
    recoveries::end(&mut tx, member(1)).await.unwrap();
    assert_eq!(recoveries::going_on(&mut tx, 41).await.unwrap().len(), 1, "another member's");
    let last = recoveries::last(&mut tx, member(1)).await.unwrap().unwrap();
    assert_eq!((last.used_at, last.recovery().stage(41)), (Some(30), Stage::Used), "what was used stays used");
    recoveries::insert(&mut tx, &begun(4, 50)).await.unwrap();
}

pub async fn who_has_a_voice_and_no_key_is_listed_with_the_last_letter(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    for n in [4, 5] {
        add_member(&mut tx, n).await.unwrap();
    }
    assert_eq!(keyless::newest(&mut tx).await.unwrap(), None);
    for (n, kind, at) in [(1, "keyless", 10), (2, "keyless", 30), (3, "sign-in", 50)] {
        let (kind, member) = (kind.to_owned(), Some(member(4)));
        let letter = mails::Mail { id: MailId(id(n)), member, kind, created_at: at, ..mail(n) };
        assert!(mails::insert(&mut tx, &letter).await.unwrap());
    }
    let found = keyless::of_voices(&mut tx, RULES).await.unwrap();
    let found: Vec<_> = found.iter().map(|row| (row.id, row.number, row.written_at)).collect();
    assert_eq!(found, [(member(4), 4, Some(30)), (member(5), 5, None)]);
    assert_eq!(keyless::newest(&mut tx).await.unwrap(), Some(30));
}
