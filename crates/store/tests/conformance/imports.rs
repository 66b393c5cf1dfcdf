//! Files to import, and the members they are compared with.

use domain::ids::ImportId;
use store::{imports, members};

use crate::fixture::{Place, assembly, bytes, id, member};

pub async fn whoever_a_row_may_be_about_is_found_and_nobody_else(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let mut third = members::by_id(&mut tx, member(3)).await.unwrap().unwrap();
    (third.email, third.email_key) = (Some("A@example.org".to_owned()), Some("a@example.org".to_owned()));
    third.city = "Dole".to_owned();
    assert!(imports::correct(&mut tx, &third).await.unwrap());
    let mut found = async |number, email, name| {
        let all = imports::candidates(&mut tx, number, email, name).await.unwrap();
        let mut numbers: Vec<u32> = all.iter().filter_map(|known| known.number).collect();
        numbers.sort_unstable();
        numbers
    };
    assert_eq!(found(None, None, "MEMBER  2").await, [2]);
    assert_eq!(found(Some(1), Some("a@example.org"), "Member 2").await, [1, 2, 3]);
    assert_eq!(found(Some(9), Some("b@example.org"), "Nobody").await, [0_u32; 0]);
    assert_eq!(found(None, None, "").await, [0_u32; 0], "who has no address is not whoever gives none");
    let all = imports::register(&mut tx).await.unwrap();
    let of = |n| all.iter().find(|known| known.id == member(n)).unwrap();
    assert_eq!((of(3).postal.city.as_str(), of(3).email.as_deref()), ("Dole", Some("A@example.org")));
    assert_eq!(of(1).shares, Some(0));
}

pub async fn a_file_is_emptied_in_time_or_when_it_is_imported(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let (early, late) = (ImportId(id(71)), ImportId(id(72)));
    imports::insert(&mut tx, early, member(1), 10, bytes(1), b"one").await.unwrap();
    imports::insert(&mut tx, late, member(1), 20, bytes(2), b"two").await.unwrap();
    assert_eq!(imports::waiting(&mut tx, member(1), bytes(2)).await.unwrap(), Some(late));
    assert_eq!(imports::forget(&mut tx, 20).await.unwrap(), 1, "one below the instant, not one at it");
    assert_eq!(imports::by_id(&mut tx, early).await.unwrap().unwrap().body, b"");
    assert_eq!(imports::waiting(&mut tx, member(1), bytes(1)).await.unwrap(), None);
    assert!(imports::done(&mut tx, late, b"{}", 30).await.unwrap());
    assert!(!imports::done(&mut tx, late, b"{1}", 40).await.unwrap(), "said once");
    let file = imports::by_id(&mut tx, late).await.unwrap().unwrap();
    assert_eq!((file.body.as_slice(), file.imported_at), (&b"{}"[..], Some(30)));
    assert_eq!(imports::open_votes(&mut tx).await.unwrap(), 1);
}
