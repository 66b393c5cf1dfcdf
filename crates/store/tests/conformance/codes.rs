//! Paper codes: one in force of a member in an assembly, whose key is nobody else's, and the voices that they speak on a roll.

use domain::ids::{PaperCodeId, SessionId};
use store::codes::{self, CodeSession, Line, PaperCode};
use store::{StoreError, keys, rolls};

use crate::fixture::{ASSEMBLY, BOX, Place, RULES, assembly, bytes, id, member};

/// The `n`th code of a member of the fixture, whose keys are made of `of`.
pub fn code(n: u32, who: u32, of: u32) -> PaperCode {
    PaperCode {
        id: PaperCodeId(id(7_000 + u128::from(of))),
        assembly: ASSEMBLY,
        member: member(who),
        n,
        identity: bytes(7_000 + of),
        ballot_root: bytes(7_000 + of),
        chain_code: bytes(of),
        registration: "{}".to_owned(),
        made_by: member(1),
        at: 5,
        ended_at: None,
    }
}

pub async fn a_member_has_one_code_in_force_and_its_key_is_nobody_elses(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    codes::insert(&mut tx, &code(1, 3, 1)).await.unwrap();
    codes::insert(&mut tx, &code(1, 2, 2)).await.unwrap();
    tx.commit().await.unwrap();
    // A second one in force, a number given twice, a key that is another code's, or a member's.
    let of_member = PaperCode { identity: bytes(2), ..code(1, 1, 3) };
    let of_member_too = PaperCode { ballot_root: bytes(2), ..code(1, 1, 3) };
    let of_code = PaperCode { ballot_root: bytes(7_001), ..code(1, 1, 3) };
    for other in [code(2, 3, 3), code(1, 3, 3), of_code, of_member, of_member_too] {
        let mut tx = place.db.write().await.unwrap();
        assert!(codes::insert(&mut tx, &other).await.is_err(), "{other:?}");
        tx.rollback().await.unwrap();
    }
    let mut tx = place.db.write().await.unwrap();
    let twice = codes::insert(&mut tx, &code(2, 3, 3)).await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
    tx.rollback().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    let next = keys::MemberKey { seq: 2, ..keys::current(&mut tx, member(2)).await.unwrap().unwrap() };
    let taken = keys::MemberKey { identity: bytes(7_001), ballot_root: bytes(99), ..next };
    assert!(keys::insert(&mut tx, &taken).await.is_err(), "the key of a code");
    tx.rollback().await.unwrap();

    let mut tx = place.db.write().await.unwrap();
    assert!(codes::is_code(&mut tx, &bytes(7_001), &bytes(99)).await.unwrap());
    assert!(codes::is_code(&mut tx, &bytes(99), &bytes(7_001)).await.unwrap());
    assert!(!codes::is_code(&mut tx, &bytes(2), &bytes(2)).await.unwrap());
    assert!(codes::is_members(&mut tx, &bytes(99), &bytes(2)).await.unwrap());
    assert!(!codes::is_members(&mut tx, &bytes(7_001), &bytes(7_001)).await.unwrap());
    let of_voices = codes::of_voices(&mut tx, ASSEMBLY, RULES).await.unwrap();
    assert_eq!(of_voices.iter().map(|code| code.member).collect::<Vec<_>>(), [member(2), member(3)]);
    assert!(codes::end(&mut tx, code(1, 3, 1).id, 9).await.unwrap());
    assert!(!codes::end(&mut tx, code(1, 3, 1).id, 10).await.unwrap(), "once");
    codes::insert(&mut tx, &code(2, 3, 4)).await.unwrap();
    assert_eq!(codes::last(&mut tx, ASSEMBLY, member(3)).await.unwrap(), Some(code(2, 3, 4)));
    let over = PaperCode { ended_at: Some(9), ..code(1, 3, 1) };
    assert_eq!(codes::by_identity(&mut tx, &bytes(7_001)).await.unwrap(), Some(over.clone()));
    assert_eq!(codes::by_id(&mut tx, over.id).await.unwrap(), Some(over));
    let line = |number: u32, n: u32| Line { number, name: format!("Member {number}"), n, at: 5 };
    assert_eq!(codes::lines(&mut tx, ASSEMBLY).await.unwrap(), [line(2, 1), line(3, 2)]);
    assert_eq!(codes::printed(&mut tx, ASSEMBLY).await.unwrap(), 3, "those that are over, too");
}

pub async fn a_voice_on_a_roll_is_spoken_by_a_key_or_by_a_code(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    codes::insert(&mut tx, &code(1, 3, 1)).await.unwrap();
    tx.commit().await.unwrap();
    let by_code = rolls::RollEntry {
        kind: "paper-code".to_owned(),
        key_seq: None,
        code: Some(code(1, 3, 1).id),
        ..crate::uniqueness::voice(3)
    };
    let kind = |kind: &str| rolls::RollEntry { kind: kind.to_owned(), ..by_code.clone() };
    let both = rolls::RollEntry { key_seq: Some(1), ..by_code.clone() };
    let none = rolls::RollEntry { code: None, ..by_code.clone() };
    let unknown = rolls::RollEntry { code: Some(PaperCodeId(id(1))), ..by_code.clone() };
    for wrong in [kind("own-key"), kind("mandate"), both, none, unknown] {
        let mut tx = place.db.write().await.unwrap();
        assert!(rolls::insert(&mut tx, BOX, &wrong).await.is_err(), "{wrong:?}");
        tx.rollback().await.unwrap();
    }
    let mut tx = place.db.write().await.unwrap();
    rolls::insert(&mut tx, BOX, &crate::uniqueness::voice(1)).await.unwrap();
    rolls::insert(&mut tx, BOX, &by_code).await.unwrap();
    assert_eq!(rolls::codes(&mut tx, BOX).await.unwrap(), 1);
    assert_eq!(rolls::mandates(&mut tx, BOX).await.unwrap(), 0);
    assert_eq!(rolls::codes_used(&mut tx, BOX).await.unwrap(), 0);
    for who in [1, 3] {
        store::ballots::insert(&mut tx, &crate::uniqueness::ballot(who, 1)).await.unwrap();
    }
    assert_eq!(rolls::codes_used(&mut tx, BOX).await.unwrap(), 1, "the voice that voted by a code");
    let others = (rolls::entrusted_used(&mut tx, BOX).await, rolls::mandates_used(&mut tx, BOX).await);
    assert_eq!((others.0.unwrap(), others.1.unwrap()), (0, 0));
    let kept = rolls::entry(&mut tx, BOX, member(3)).await.unwrap().unwrap();
    assert_eq!((kept.code, kept.key_seq), (by_code.code, None));
}

pub async fn whoever_signed_in_with_a_code_is_out_when_it_ends(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let of = code(1, 3, 1);
    codes::insert(&mut tx, &of).await.unwrap();
    let session = |n: u32, created_at: i64| CodeSession {
        id: SessionId(id(n.into())),
        token_hash: bytes(n),
        code: of.id,
        created_at,
        expires_at: created_at + 10,
    };
    for (n, at) in [(1, 0), (2, 5), (3, 9)] {
        codes::begin(&mut tx, &session(n, at)).await.unwrap();
    }
    let mut found = async |n: u32, now: i64| codes::by_token(&mut tx, &bytes(n), now).await.unwrap();
    assert_eq!(found(1, 9).await, Some(session(1, 0)));
    assert_eq!(found(1, 10).await, None, "expired");
    assert_eq!(found(4, 0).await, None);
    assert!(codes::sign_out(&mut tx, &bytes(1)).await.unwrap());
    assert!(!codes::sign_out(&mut tx, &bytes(1)).await.unwrap());
    // A new one sweeps away what is over.
    codes::begin(&mut tx, &session(5, 15)).await.unwrap();
    assert_eq!(codes::by_token(&mut tx, &bytes(2), 0).await.unwrap(), None);
    assert_eq!(codes::by_token(&mut tx, &bytes(3), 0).await.unwrap(), Some(session(3, 9)));
    codes::end(&mut tx, of.id, 20).await.unwrap();
    for n in [3, 5] {
        assert_eq!(codes::by_token(&mut tx, &bytes(n), 0).await.unwrap(), None);
    }
}
