use super::*;

fn item(title: &str) -> Item {
    Item::new(ItemKind::Resolution, Text { fr: title.to_owned(), en: String::new() })
}

#[test]
fn words_are_found_again() {
    assert!(ItemKind::ALL.iter().all(|kind| ItemKind::from_word(kind.word()) == Some(*kind)));
    assert!(RuledBy::ALL.iter().all(|rules| RuledBy::from_word(rules.word()) == Some(*rules)));
    assert!(GuestRole::ALL.iter().all(|role| GuestRole::from_word(role.word()) == Some(*role)));
    assert_eq!(DraftState::from_word("gone"), None);
}

#[test]
fn an_item_needs_a_title_and_nothing_else() {
    assert_eq!(item("Comptes").check(), Ok(()));
    assert_eq!(item("").check(), Err(Refusal::TextInvalid));
    let long = Item { text: Text { fr: "a".repeat(BODY + 1), en: String::new() }, ..item("Comptes") };
    assert_eq!(long.check(), Err(Refusal::TextInvalid));
    let two = Item { text: Text { fr: "Un.\n\nDeux.".to_owned(), en: "a\u{0}".to_owned() }, ..item("Comptes") };
    assert_eq!(two.check(), Err(Refusal::TextCharacters));
    assert_eq!(Item { minutes: LONGEST, ..item("Comptes") }.check(), Ok(()));
    assert_eq!(Item { minutes: LONGEST + 1, ..item("Comptes") }.check(), Err(Refusal::Malformed));
    let election = Item { kind: ItemKind::Election, ..item("Conseil") };
    assert_eq!(election.check(), Err(Refusal::Malformed), "no seats");
    assert_eq!(Item { seats: 3, ..election }.check(), Err(Refusal::ElectionSecret));
    let election = Item { seats: 3, ..Item::new(ItemKind::Election, item("Conseil").title) };
    assert_eq!((election.check(), election.is_voted()), (Ok(()), false), "before anybody stands");
    assert!(Item { standing: vec!["Camille Roche".to_owned()], ..election }.is_voted());
}

#[test]
fn a_mixed_assembly_decides_each_item_by_its_own_rules() {
    let of_statutes = Item { ruled_by: RuledBy::Extraordinary, ..item("Statuts") };
    assert_eq!(of_statutes.rules(AssemblyKind::Mixed), RuledBy::Extraordinary);
    assert_eq!(item("Comptes").rules(AssemblyKind::Mixed), RuledBy::Ordinary);
    assert_eq!(of_statutes.rules(AssemblyKind::Ordinary), RuledBy::Ordinary);
    assert_eq!(item("Comptes").rules(AssemblyKind::Constitutive), RuledBy::Extraordinary);
}

#[test]
fn times_are_in_their_order_or_refused() {
    let head = Head { starts_at: Some(10), ..Head::new(AssemblyKind::Ordinary) };
    assert_eq!(head.check(), Ok(()));
    assert_eq!(Head { second_at: Some(10), ..head.clone() }.check(), Err(Refusal::WhenInvalid));
    assert_eq!(Head { second_at: Some(11), ..head.clone() }.check(), Ok(()));
    let advance = |from, until| Head { advance_from: Some(from), advance_until: Some(until), ..head.clone() };
    assert_eq!(advance(1, 1).check(), Err(Refusal::WhenInvalid));
    assert_eq!(advance(10, 12).check(), Err(Refusal::WhenInvalid), "it would begin with the session");
    assert_eq!(advance(1, 10).check(), Ok(()), "until the very hour");
    assert_eq!(advance(1, 11).check(), Err(Refusal::WhenInvalid), "it would go on in the session");
    // Later than the law says is a warning, not a wall.
    assert_eq!(advance(1, 9).check(), Ok(()));
    assert!(advance(1, 9).in_advance() && !head.in_advance());
}

#[test]
fn a_link_leads_to_a_site_and_is_written_plainly() {
    let head = |video: &str| Head { video: video.to_owned(), ..Head::new(AssemblyKind::Ordinary) };
    assert_eq!(head("https://visio.example.org/ag?x=1").check(), Ok(()));
    for bad in ["http://visio.example.org", "https://", "javascript:alert(1)", "https://a\"b", "https://é"] {
        assert!(head(bad).check().is_err(), "{bad}");
    }
}

#[test]
fn an_item_moves_by_one_and_never_beyond_an_end() {
    let ids: Vec<ItemId> = (0..3).map(|n| ItemId(uuid::Uuid::from_u128(n))).collect();
    let order = |item: usize, up| -> Vec<u128> { moved(&ids, ids[item], up).iter().map(|id| id.0.as_u128()).collect() };
    assert_eq!((order(0, true), order(0, false)), (vec![0, 1, 2], vec![1, 0, 2]));
    assert_eq!((order(2, true), order(2, false)), (vec![0, 2, 1], vec![0, 1, 2]));
    assert_eq!(moved(&ids, ItemId(uuid::Uuid::from_u128(9)), true), ids);
}

#[test]
fn whoever_is_invited_can_be_reached() {
    let guest = |email: &str, address: &str| NewGuest {
        role: GuestRole::Guest,
        name: "Camille".to_owned(),
        email: email.to_owned(),
        address: address.to_owned(),
        lang: Lang::Fr,
    };
    assert_eq!(guest("Camille@Example.org", "").check(), Ok("camille@example.org".to_owned()));
    assert_eq!(guest("", "1 rue des Essais\n25000 Besançon").check(), Ok(String::new()));
    assert_eq!(guest("", "").check(), Err(Refusal::AddressMissing));
    assert_eq!(guest("camille", "").check(), Err(Refusal::EmailInvalid));
}

#[test]
fn line_ends_of_browsers_are_ours() {
    assert_eq!(typed("Un.\r\n\r\nDeux.\r\n"), "Un.\n\nDeux.");
    assert_eq!(paragraphs("Un.\n\nDeux.", 20), Ok(()));
    assert_eq!(paragraphs("\n", 20), Err(Refusal::TextInvalid));
    assert_eq!(paragraphs("Un.\rDeux.", 20), Err(Refusal::TextCharacters));
}
