//! The bureau of an assembly: accepted once, constituted once, never rewritten; one name alone is erased.

use domain::bureau::{Accepted, ChairBy, ScrutineersBy, Seat};
use store::StoreError;
use store::bureaus::{self, Bureau, NewSeat};

use crate::fixture::{ASSEMBLY, Place, assembly, bytes, id, member, raw};

pub fn bureau(version: u32) -> Bureau {
    Bureau {
        assembly: ASSEMBLY,
        version,
        chair_by: ChairBy::President,
        scrutineers_by: ScrutineersBy::MostVoices,
        words: String::new(),
        designated_by: member(1),
        at: 0,
        constituted_at: None,
    }
}

pub fn seat(n: u128, seat: Seat) -> NewSeat<'static> {
    NewSeat { id: id(n), seat, member: Some(member(1)), name: None }
}

pub async fn a_seat_is_accepted_once_and_a_bureau_constituted_once(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    bureaus::insert(&mut tx, &bureau(1)).await.unwrap();
    bureaus::insert_seat(&mut tx, ASSEMBLY, 1, &seat(70, Seat::Secretary)).await.unwrap();
    bureaus::insert_seat(&mut tx, ASSEMBLY, 1, &seat(71, Seat::Chair)).await.unwrap();
    assert!(bureaus::accept(&mut tx, id(71), Accepted::Aloud, 5, Some(member(1))).await.unwrap());
    assert!(!bureaus::accept(&mut tx, id(71), Accepted::Own, 6, None).await.unwrap());
    let seats = bureaus::seats(&mut tx, ASSEMBLY, 1).await.unwrap();
    let said: Vec<_> = seats.iter().map(|held| (held.seat, held.accepted)).collect();
    assert_eq!(said, [(Seat::Chair, Some(Accepted::Aloud)), (Seat::Secretary, None)]);
    assert!(bureaus::constitute(&mut tx, ASSEMBLY, 1, 7).await.unwrap());
    assert!(!bureaus::constitute(&mut tx, ASSEMBLY, 1, 8).await.unwrap());
    let all = bureaus::of_assembly(&mut tx, ASSEMBLY).await.unwrap();
    assert_eq!((all.len(), all[0].constituted_at), (1, Some(7)));
    tx.commit().await.unwrap();
    for statement in [
        "UPDATE bureaus SET constituted_at = 9".to_owned(),
        "UPDATE bureau_seats SET accepted_at = 9 WHERE accepted IS NOT NULL".to_owned(),
    ] {
        let error = raw(&place.url, statement.clone()).await.expect_err(&statement);
        assert!(error.to_string().contains("append-only"), "{statement}: {error}");
    }
    let mut tx = place.db.write().await.unwrap();
    let again = bureaus::insert(&mut tx, &bureau(1)).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
    tx.rollback().await.unwrap();
}

pub async fn the_name_of_a_secretary_who_is_no_member_is_erased_in_time(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let starts_at = store::assemblies::by_id(&mut tx, ASSEMBLY).await.unwrap().unwrap().starts_at;
    bureaus::insert(&mut tx, &bureau(1)).await.unwrap();
    let clerk = NewSeat { id: id(70), seat: Seat::Secretary, member: None, name: Some("Me Lenoir") };
    bureaus::insert_seat(&mut tx, ASSEMBLY, 1, &clerk).await.unwrap();
    for (before, name) in [(starts_at - 1, "Me Lenoir"), (starts_at, "")] {
        store::forgetting::lists(&mut tx, before).await.unwrap();
        let seats = bureaus::seats(&mut tx, ASSEMBLY, 1).await.unwrap();
        assert_eq!((seats[0].name.as_str(), seats[0].member, seats[0].number), (name, None, None));
    }
    tx.rollback().await.unwrap();
}

/// The minutes of the assembly are published.
pub async fn published(tx: &mut store::Tx) {
    let new = store::minutes::Published { body: "{}".to_owned(), hash: bytes(8), published_at: 0 };
    assert_eq!(store::minutes::number(tx, ASSEMBLY).await.unwrap(), 0);
    assert_eq!(store::minutes::insert(tx, ASSEMBLY, &new).await.unwrap(), 1);
}

/// The chair's signature of them, or of a correction.
pub fn signed(correction: u32) -> store::minutes::Signed {
    store::minutes::Signed {
        correction,
        seat: Seat::Chair,
        member: member(1),
        identity: bytes(7),
        signature: [9; 64],
        at: 3,
    }
}

/// A correction of them.
pub fn corrected(n: u32) -> store::minutes::Corrected {
    store::minutes::Corrected { n, body: format!("{{\"n\":{n}}}"), hash: bytes(9), corrected_by: member(1), at: 4 }
}

/// Corrections are numbered, each is signed apart from the minutes and from the others.
pub async fn a_correction_has_its_number_alone(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    published(&mut tx).await;
    for n in [2, 1] {
        store::minutes::correct(&mut tx, ASSEMBLY, &corrected(n)).await.unwrap();
    }
    let found = store::minutes::corrections(&mut tx, ASSEMBLY).await.unwrap();
    let said: Vec<_> = found.iter().map(|one| (one.n, one.body.as_str(), one.corrected_by, one.at)).collect();
    assert_eq!(said, [(1, "{\"n\":1}", member(1), 4), (2, "{\"n\":2}", member(1), 4)]);
    assert_eq!(found[0].hash, bytes(9));
    for correction in [0, 1, 2] {
        store::minutes::sign(&mut tx, ASSEMBLY, &signed(correction)).await.unwrap();
    }
    let signed: Vec<u32> =
        store::minutes::signatures(&mut tx, ASSEMBLY).await.unwrap().iter().map(|one| one.correction).collect();
    assert_eq!(signed, [0, 1, 2]);
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    let again = store::minutes::correct(&mut tx, ASSEMBLY, &corrected(1)).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
    tx.rollback().await.unwrap();
}

/// Minutes have the next number of the register, and who signs which of them is found until they have.
pub async fn minutes_have_the_next_number_of_the_register(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let second = domain::ids::AssemblyId(id(90));
    let first = store::assemblies::by_id(&mut tx, ASSEMBLY).await.unwrap().unwrap();
    store::assemblies::insert(&mut tx, &store::assemblies::Assembly { id: second, ..first }).await.unwrap();
    assert!(store::minutes::register(&mut tx).await.unwrap().is_empty());
    published(&mut tx).await;
    let new = store::minutes::Published { body: "[]".to_owned(), hash: bytes(9), published_at: 1 };
    assert_eq!(store::minutes::insert(&mut tx, second, &new).await.unwrap(), 2);
    assert_eq!(store::minutes::number(&mut tx, second).await.unwrap(), 2);
    let all = store::minutes::register(&mut tx).await.unwrap();
    let said: Vec<_> = all.iter().map(|one| (one.number, one.assembly, one.body.as_str())).collect();
    assert_eq!(said, [(2, second, "[]"), (1, ASSEMBLY, "{}")]);
    bureaus::insert(&mut tx, &bureau(1)).await.unwrap();
    bureaus::insert_seat(&mut tx, ASSEMBLY, 1, &seat(71, Seat::Chair)).await.unwrap();
    bureaus::insert_key(&mut tx, id(71), &bytes(7)).await.unwrap();
    assert!(unsigned(&mut tx, 7).await.is_empty(), "it is not constituted");
    assert!(bureaus::constitute(&mut tx, ASSEMBLY, 1, 5).await.unwrap());
    assert_eq!((unsigned(&mut tx, 7).await, unsigned(&mut tx, 8).await), (vec![ASSEMBLY], vec![]));
    store::minutes::sign(&mut tx, ASSEMBLY, &signed(0)).await.unwrap();
    assert!(unsigned(&mut tx, 7).await.is_empty());
    store::minutes::correct(&mut tx, ASSEMBLY, &corrected(1)).await.unwrap();
    assert_eq!(unsigned(&mut tx, 7).await, [ASSEMBLY]);
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    let again = store::minutes::insert(&mut tx, second, &new).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
    tx.rollback().await.unwrap();
}

/// What waits for the chair, by a key.
async fn unsigned(tx: &mut store::Tx, key: u32) -> Vec<domain::ids::AssemblyId> {
    store::minutes::unsigned(tx, member(1), &bytes(key)).await.unwrap()
}

/// Who sits in a seat has the key of that moment beside it, once; and each seat signs once.
pub async fn a_seat_signs_the_minutes_once_with_the_key_it_had(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    bureaus::insert(&mut tx, &bureau(1)).await.unwrap();
    bureaus::insert_seat(&mut tx, ASSEMBLY, 1, &seat(70, Seat::Secretary)).await.unwrap();
    bureaus::insert_seat(&mut tx, ASSEMBLY, 1, &seat(71, Seat::Chair)).await.unwrap();
    bureaus::insert_key(&mut tx, id(71), &bytes(7)).await.unwrap();
    let seats = bureaus::seats(&mut tx, ASSEMBLY, 1).await.unwrap();
    let keys: Vec<_> = seats.iter().map(|held| (held.seat, held.identity)).collect();
    assert_eq!(keys, [(Seat::Chair, Some(bytes::<32>(7))), (Seat::Secretary, None)]);
    assert!(store::minutes::signatures(&mut tx, ASSEMBLY).await.unwrap().is_empty());
    published(&mut tx).await;
    store::minutes::sign(&mut tx, ASSEMBLY, &signed(0)).await.unwrap();
    let found = store::minutes::signatures(&mut tx, ASSEMBLY).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].correction, found[0].seat, found[0].member), (0, Seat::Chair, member(1)));
    assert_eq!((found[0].identity, found[0].signature, found[0].at), (bytes::<32>(7), [9; 64], 3));
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    let again = store::minutes::sign(&mut tx, ASSEMBLY, &signed(0)).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
    tx.rollback().await.unwrap();
}

/// A version of the attendance sheet.
pub fn sheet(version: u32) -> store::sheets::Sheet {
    store::sheets::Sheet {
        version,
        body: "{}".to_owned(),
        hash: bytes(6),
        bureau: 1,
        fixed_at: 0,
        fixed_by: member(1),
        certified_at: None,
    }
}

/// Of a sheet nothing changes but that everybody has certified it, once, and that its words are erased.
pub async fn a_sheet_is_certified_once_and_erased(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    bureaus::insert(&mut tx, &bureau(1)).await.unwrap();
    for version in [1, 2] {
        store::sheets::insert(&mut tx, ASSEMBLY, &sheet(version)).await.unwrap();
    }
    assert!(store::sheets::complete(&mut tx, ASSEMBLY, 2, 7).await.unwrap());
    assert!(!store::sheets::complete(&mut tx, ASSEMBLY, 2, 8).await.unwrap());
    let newest = store::sheets::newest(&mut tx, ASSEMBLY).await.unwrap().unwrap();
    assert_eq!((newest.version, newest.certified_at, newest.body.as_str()), (2, Some(7), "{}"));
    assert!(store::forgetting::proxy_papers(&mut tx, i64::MAX).await.unwrap() >= 2);
    let newest = store::sheets::newest(&mut tx, ASSEMBLY).await.unwrap().unwrap();
    assert_eq!((newest.body.as_str(), newest.hash), ("", bytes(6)));
    tx.commit().await.unwrap();
}
