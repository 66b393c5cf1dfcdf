//! The register, page by page, the same on both databases whatever their alphabets.

use domain::identity::Identity;
use domain::ids::MemberId;
use domain::member::{MemberClass, MemberState};
use domain::register::{RegisterFilter, RegisterSort};
use store::email_confirmations::{self, Confirmation};
use store::{Tx, members, register};

use crate::fixture::{COOPERATIVE, Place, assembly, bytes, id, member};

/// Names in no order, some alike, in several alphabets; numbers for some.
const PEOPLE: [(&str, Option<u32>, i64); 8] = [
    ("Zoé", Some(12), 5),
    ("élodie", None, 5),
    ("Ana", Some(11), 1),
    ("Ana", None, 9),
    ("ana", Some(14), 5),
    ("Émile 100%", None, 2),
    ("王小明", Some(13), 7),
    ("Æsa_b", None, 3),
];

async fn people(tx: &mut Tx) -> Vec<MemberId> {
    assembly(tx).await;
    let mut ids = Vec::new();
    for (n, (name, number, at)) in (100..).zip(PEOPLE) {
        let identity = Identity { name: name.to_owned(), ..Identity::default() };
        let state = if number.is_some() { MemberState::Active } else { MemberState::Applicant };
        let new = members::Member {
            number,
            state,
            email_key: Some(format!("p{n}@example.org")),
            ..members::Member::applying(MemberId(id(n)), COOPERATIVE, identity, at)
        };
        members::insert(tx, &new).await.unwrap();
        ids.push(new.id);
    }
    ids
}

async fn found(tx: &mut Tx, filter: &RegisterFilter, sort: RegisterSort) -> Vec<MemberId> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = register::lines(tx, filter, sort, after.as_ref(), 2).await.unwrap();
        assert!(page.len() <= 2);
        let Some(last) = page.last() else { return all };
        after = members::by_id(tx, last.id).await.unwrap();
        all.extend(page.iter().map(|line| line.id));
    }
}

pub async fn pages_follow_each_other_in_every_order(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    let ids = people(&mut tx).await;
    let everybody = RegisterFilter::default();
    let of = |order: [usize; 8]| order.map(|n| ids[n]).to_vec();
    let ours = |all: Vec<MemberId>| -> Vec<MemberId> { all.into_iter().filter(|id| ids.contains(id)).collect() };
    // By name: aesa_b, ana (three, by id), elodie, emile, zoe, 王小明.
    assert_eq!(ours(found(&mut tx, &everybody, RegisterSort::Name).await), of([7, 2, 3, 4, 1, 5, 0, 6]));
    assert_eq!(ours(found(&mut tx, &everybody, RegisterSort::Application).await), of([2, 5, 7, 0, 1, 4, 6, 3]));
    assert_eq!(ours(found(&mut tx, &everybody, RegisterSort::Number).await), of([2, 0, 6, 4, 7, 3, 1, 5]));
    let mut exported = Vec::new();
    let mut last = None;
    while let Some(next) = members::after(&mut tx, last.as_ref(), 1).await.unwrap().pop() {
        exported.push(next.id);
        last = Some(next);
    }
    assert_eq!(ours(exported), of([7, 2, 3, 4, 1, 5, 0, 6]));
}

pub async fn words_are_found_to_the_letter(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    let ids = people(&mut tx).await;
    let search = |text: &str| RegisterFilter { text: text.to_owned(), ..RegisterFilter::default() };
    for (text, expected) in [
        ("ÉLODIE", vec![1]),
        ("100% emile", vec![5]),
        ("%", vec![5]),
        ("_", vec![7]),
        ("æsa", vec![7]),
        ("小", vec![6]),
        ("!", vec![]),
        ("p103@", vec![3]),
        ("ana 14", vec![4]),
        ("' OR '1'='1", vec![]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|n: usize| ids[n]).collect();
        assert_eq!(found(&mut tx, &search(text), RegisterSort::Name).await, expected, "{text}");
    }
    let of = |state, class| RegisterFilter { text: "ana".to_owned(), state, class };
    let waiting = of(Some(MemberState::Applicant), None);
    assert_eq!(found(&mut tx, &waiting, RegisterSort::Number).await, [ids[3]]);
    let friends = of(None, Some(MemberClass::Friend));
    assert!(found(&mut tx, &friends, RegisterSort::Name).await.is_empty());
    let counts = register::counts(&mut tx).await.unwrap();
    assert!(counts.contains(&(MemberState::Applicant, 4)), "{counts:?}");
}

pub async fn a_link_confirms_its_own_address(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    let who = people(&mut tx).await[1];
    let asked = Confirmation {
        id: id(900),
        member: who,
        email: "P101@example.org".to_owned(),
        email_key: "p101@example.org".to_owned(),
        token_hash: bytes(7),
        asked_at: 10,
        expires_at: 20,
        used_at: None,
    };
    email_confirmations::insert(&mut tx, &asked).await.unwrap();
    assert_eq!(email_confirmations::since(&mut tx, who, 9).await.unwrap(), 1);
    assert_eq!(email_confirmations::since(&mut tx, who, 10).await.unwrap(), 0);
    assert!(email_confirmations::by_token(&mut tx, &bytes(8)).await.unwrap().is_none());
    assert_eq!(email_confirmations::by_token(&mut tx, &bytes(7)).await.unwrap().unwrap().member, who);
    assert!(email_confirmations::use_up(&mut tx, asked.id, 15).await.unwrap());
    assert!(!email_confirmations::use_up(&mut tx, asked.id, 16).await.unwrap());
    assert!(!members::confirm_email(&mut tx, who, "other@example.org", 15).await.unwrap(), "another address by now");
    assert!(members::confirm_email(&mut tx, who, &asked.email_key, 15).await.unwrap());
    assert!(!members::confirm_email(&mut tx, member(1), &asked.email_key, 15).await.unwrap());
}
