//! Keys that the server made: one of a member in an assembly, which is nobody else's; the voices they speak; and their secrets, which
//! go with the assembly.

use domain::ids::{AssemblyId, EntrustedKeyId};
use store::convocations::{self, Convocation};
use store::entrusted::{self, EntrustedKey, Limit};
use store::{StoreError, assemblies, boxes, codes, keys, rolls};

use crate::fixture::{ASSEMBLY, BOX, Place, assembly, bytes, id, member, raw};

/// The key of a member of the fixture.
pub fn key(who: u32) -> EntrustedKey {
    EntrustedKey {
        id: EntrustedKeyId(id(8_000 + u128::from(who))),
        assembly: ASSEMBLY,
        member: member(who),
        identity: bytes(8_000 + who),
        ballot_root: bytes(8_000 + who),
        chain_code: bytes(who),
        made_at: 5,
        released_at: None,
    }
}

pub fn limit(n: u32, most: u32) -> Limit {
    Limit { n, most, confirmed_by: member(1), at: i64::from(n) }
}

pub async fn a_member_has_one_key_of_the_servers_and_it_is_nobody_elses(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    codes::insert(&mut tx, &crate::codes::code(1, 2, 1)).await.unwrap();
    entrusted::insert(&mut tx, &key(3), &[3; 96]).await.unwrap();
    tx.commit().await.unwrap();
    // A second one of the member, a key that is another's of the server, a member's, or a code's.
    let second = EntrustedKey { member: member(3), ..key(1) };
    let of_member = EntrustedKey { identity: bytes(2), ..key(1) };
    let of_member_too = EntrustedKey { ballot_root: bytes(2), ..key(1) };
    let of_code = EntrustedKey { ballot_root: bytes(7_001), ..key(1) };
    let of_another = EntrustedKey { identity: bytes(8_003), ..key(1) };
    for other in [second, of_member, of_member_too, of_code, of_another] {
        let mut tx = place.db.write().await.unwrap();
        assert!(entrusted::insert(&mut tx, &other, &[1; 96]).await.is_err(), "{other:?}");
        tx.rollback().await.unwrap();
    }
    let mut tx = place.db.write().await.unwrap();
    let twice = entrusted::insert(&mut tx, &EntrustedKey { id: key(1).id, ..key(3) }, &[1; 96]).await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
    tx.rollback().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    let next = keys::MemberKey { seq: 2, ..keys::current(&mut tx, member(2)).await.unwrap().unwrap() };
    let taken = keys::MemberKey { identity: bytes(8_003), ballot_root: bytes(99), ..next };
    assert!(keys::insert(&mut tx, &taken).await.is_err(), "a key of the server's as a member's");
    tx.rollback().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    let taken = codes::PaperCode { identity: bytes(8_003), ..crate::codes::code(1, 1, 2) };
    assert!(codes::insert(&mut tx, &taken).await.is_err(), "a key of the server's as a code's");
    tx.rollback().await.unwrap();

    let mut tx = place.db.write().await.unwrap();
    assert!(entrusted::is_entrusted(&mut tx, &bytes(8_003), &bytes(99)).await.unwrap());
    assert!(entrusted::is_entrusted(&mut tx, &bytes(99), &bytes(8_003)).await.unwrap());
    assert!(!entrusted::is_entrusted(&mut tx, &bytes(2), &bytes(7_001)).await.unwrap());
    assert_eq!(entrusted::of_member(&mut tx, ASSEMBLY, member(3)).await.unwrap(), Some(key(3)));
    assert_eq!(entrusted::of_member(&mut tx, ASSEMBLY, member(1)).await.unwrap(), None);
    assert!(entrusted::release(&mut tx, key(3).id, 9).await.unwrap());
    assert!(!entrusted::release(&mut tx, key(3).id, 10).await.unwrap(), "noted once");
    let released = EntrustedKey { released_at: Some(9), ..key(3) };
    assert_eq!(entrusted::by_id(&mut tx, key(3).id).await.unwrap(), Some(released));
}

pub async fn a_voice_on_a_roll_is_entrusted_for_its_member_alone(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    entrusted::insert(&mut tx, &key(3), &[3; 96]).await.unwrap();
    tx.commit().await.unwrap();
    let entrusted = rolls::RollEntry {
        kind: "entrusted".to_owned(),
        key_seq: None,
        entrusted: Some(key(3).id),
        ..crate::uniqueness::voice(3)
    };
    let kind = |kind: &str| rolls::RollEntry { kind: kind.to_owned(), ..entrusted.clone() };
    let both = rolls::RollEntry { key_seq: Some(1), ..entrusted.clone() };
    let none = rolls::RollEntry { entrusted: None, ..entrusted.clone() };
    let unknown = rolls::RollEntry { entrusted: Some(EntrustedKeyId(id(1))), ..entrusted.clone() };
    let carried = rolls::RollEntry { voice: member(2), ..entrusted.clone() };
    for wrong in [kind("own-key"), kind("mandate"), kind("paper-code"), both, none, unknown, carried] {
        let mut tx = place.db.write().await.unwrap();
        assert!(rolls::insert(&mut tx, BOX, &wrong).await.is_err(), "{wrong:?}");
        tx.rollback().await.unwrap();
    }
    let mut tx = place.db.write().await.unwrap();
    rolls::insert(&mut tx, BOX, &crate::uniqueness::voice(1)).await.unwrap();
    rolls::insert(&mut tx, BOX, &entrusted).await.unwrap();
    assert_eq!(rolls::entrusted(&mut tx, BOX).await.unwrap(), 1);
    assert_eq!((rolls::codes(&mut tx, BOX).await.unwrap(), rolls::mandates(&mut tx, BOX).await.unwrap()), (0, 0));
    assert_eq!(rolls::entrusted_used(&mut tx, BOX).await.unwrap(), 0);
    for who in [1, 3] {
        store::ballots::insert(&mut tx, &crate::uniqueness::ballot(who, 1)).await.unwrap();
    }
    assert_eq!(rolls::entrusted_used(&mut tx, BOX).await.unwrap(), 1, "the entrusted voice that voted");
    let others = (rolls::codes_used(&mut tx, BOX).await, rolls::mandates_used(&mut tx, BOX).await);
    assert_eq!((others.0.unwrap(), others.1.unwrap()), (0, 0));
    let kept = rolls::entry(&mut tx, BOX, member(3)).await.unwrap().unwrap();
    assert_eq!((kept.entrusted, kept.code, kept.key_seq), (Some(key(3).id), None, None));
}

pub async fn a_secret_is_there_until_its_assembly_is_over(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    entrusted::insert(&mut tx, &key(3), &[3; 96]).await.unwrap();
    assert_eq!(entrusted::forget(&mut tx, 100, -1).await.unwrap(), 0, "the assembly goes on");
    assert_eq!(entrusted::secret(&mut tx, key(3).id).await.unwrap(), Some([3; 96]));
    tx.commit().await.unwrap();
    let rehearsed = "UPDATE assemblies SET rehearsal_until = 50".to_owned();
    let ended = "UPDATE assemblies SET rehearsal_until = NULL, state = 'ended'".to_owned();
    for (change, before) in [(rehearsed, Some(49)), (ended, None)] {
        raw(&place.url, change).await.unwrap();
        let mut tx = place.db.write().await.unwrap();
        if let Some(before) = before {
            assert_eq!(entrusted::forget(&mut tx, before, -1).await.unwrap(), 0, "rehearsed still");
        }
        assert_eq!(entrusted::forget(&mut tx, 50, -1).await.unwrap(), 1);
        assert_eq!(entrusted::secret(&mut tx, key(3).id).await.unwrap(), None);
        assert_eq!(entrusted::by_id(&mut tx, key(3).id).await.unwrap(), Some(key(3)), "the public part stays");
        tx.rollback().await.unwrap();
    }
}

pub async fn a_secret_goes_where_a_second_call_follows_or_the_assembly_was_never_held(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    entrusted::insert(&mut tx, &key(3), &[3; 96]).await.unwrap();
    tx.commit().await.unwrap();
    // The assembly of the fixture was to begin at 0, and its box is open.
    let mut tx = place.db.write().await.unwrap();
    assert_eq!(entrusted::forget(&mut tx, 100, 0).await.unwrap(), 0, "a box is open still");
    assert!(boxes::close(&mut tx, BOX, 5).await.unwrap());
    assert_eq!(entrusted::forget(&mut tx, 100, -1).await.unwrap(), 0, "its date is not so long past");
    assert_eq!(entrusted::forget(&mut tx, 100, 0).await.unwrap(), 1);
    tx.rollback().await.unwrap();

    let mut tx = place.db.write().await.unwrap();
    let first = assemblies::by_id(&mut tx, ASSEMBLY).await.unwrap().unwrap();
    let second = assemblies::Assembly { id: AssemblyId(id(9_000)), call: 2, starts_at: 90, ..first };
    assemblies::insert(&mut tx, &second).await.unwrap();
    let own = EntrustedKey { id: EntrustedKeyId(id(9_001)), assembly: second.id, member: member(1), ..key(1) };
    entrusted::insert(&mut tx, &own, &[1; 96]).await.unwrap();
    let follows = Some(ASSEMBLY);
    let notice = Convocation { assembly: second.id, follows, body: "{}".to_owned(), hash: bytes(1) };
    convocations::insert(&mut tx, &notice).await.unwrap();
    assert_eq!(entrusted::forget(&mut tx, 100, -1).await.unwrap(), 1, "that of the first call");
    assert_eq!(entrusted::secret(&mut tx, key(3).id).await.unwrap(), None);
    assert_eq!(entrusted::secret(&mut tx, own.id).await.unwrap(), Some([1; 96]), "the second has its own");
}

pub async fn a_voice_is_kept_while_its_secret_is_there(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    assert_eq!(entrusted::kept(&mut tx, member(3)).await.unwrap(), None);
    entrusted::insert(&mut tx, &key(3), &[3; 96]).await.unwrap();
    assert_eq!(entrusted::kept(&mut tx, member(3)).await.unwrap(), Some(ASSEMBLY));
    assert_eq!(entrusted::kept(&mut tx, member(1)).await.unwrap(), None, "of another");
    tx.commit().await.unwrap();
    for change in [
        "UPDATE assemblies SET rehearsal_until = 50",
        "UPDATE assemblies SET rehearsal_until = NULL, state = 'ended'",
        "UPDATE assemblies SET state = 'cancelled'",
    ] {
        raw(&place.url, change.to_owned()).await.unwrap();
        let mut tx = place.db.read().await.unwrap();
        assert_eq!(entrusted::kept(&mut tx, member(3)).await.unwrap(), None, "{change}");
    }
}

pub async fn the_last_number_the_board_said_counts(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    assert_eq!(entrusted::limit(&mut tx, ASSEMBLY).await.unwrap(), None);
    entrusted::insert_limit(&mut tx, ASSEMBLY, &limit(1, 7)).await.unwrap();
    entrusted::insert_limit(&mut tx, ASSEMBLY, &limit(2, 0)).await.unwrap();
    assert_eq!(entrusted::limit(&mut tx, ASSEMBLY).await.unwrap(), Some(limit(2, 0)));
    let twice = entrusted::insert_limit(&mut tx, ASSEMBLY, &limit(2, 9)).await;
    assert!(matches!(twice, Err(StoreError::Busy)), "{twice:?}");
}
