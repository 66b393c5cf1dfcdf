use super::*;
use crate::proposals::Words;

fn content(kind: Kind) -> Content {
    Content {
        kind,
        lang: Lang::Fr,
        title: "Réserve".to_owned(),
        text: "L’assemblée décide :\n\n\t- un.".to_owned(),
        reasons: "Parce que.".to_owned(),
        other: None,
    }
}

fn taken(amendments: &[(u32, &str)]) -> Taken {
    let amendments = amendments.iter().map(|(n, text)| {
        let id = AmendmentId(uuid::Uuid::from_u128(u128::from(*n)));
        (Numbered { id, n: *n }, (*text).to_owned())
    });
    Taken {
        id: ProposalId(uuid::Uuid::from_u128(9)),
        version: 3,
        content: content(Kind::Resolution),
        amendments: amendments.collect(),
    }
}

#[test]
fn amendments_are_put_to_the_vote_before_the_text() {
    let items = taken(&[(1, "Un."), (4, "Quatre.")]).items();
    let titles: Vec<&str> = items.iter().map(|item| item.title.fr.as_str()).collect();
    assert_eq!(titles, ["Amendement n°\u{A0}1\u{A0}: Réserve", "Amendement n°\u{A0}4\u{A0}: Réserve", "Réserve"]);
    assert!(
        items[1].text.fr.ends_with("\n\nQuatre.") && items[1].text.en.starts_with("The assembly decides to change")
    );
    assert!(items[2].text.fr.ends_with("n°\u{A0}1, n°\u{A0}4."), "{}", items[2].text.fr);
    assert!(items.iter().all(|item| item.amended && !item.approved && item.is_voted() && item.check() == Ok(())));
    let alone = taken(&[]).items();
    assert_eq!((alone.len(), alone[0].amended), (1, false));
    assert_eq!(alone[0].text.fr, content(Kind::Resolution).text, "to the letter");
    assert_eq!(alone[0].text.en, alone[0].text.fr, "what nobody put into English is read as it was written");
    let one = taken(&[(1, "Un.")]).items();
    assert_eq!((one[0].amended, one[1].amended), (false, true), "an amendment alone is frozen as it is");
}

#[test]
fn something_to_debate_is_one_item_that_decides_nothing() {
    let items = Taken { content: content(Kind::Item), ..taken(&[(1, "Un.")]) }.items();
    assert_eq!(items.iter().map(|item| item.kind).collect::<Vec<_>>(), [ItemKind::Debate]);
    assert!(!items[0].amended);
}

#[test]
fn the_longest_words_there_are_fit() {
    let mut longest = taken(&[]);
    longest.content.title = "é".repeat(crate::proposals::MOST_TITLE);
    longest.content.text = "é".repeat(crate::proposals::MOST_TEXT);
    longest.amendments = (1..60)
        .map(|n| {
            let id = AmendmentId(uuid::Uuid::from_u128(n));
            (Numbered { id, n: u32::MAX }, "à".repeat(crate::proposals::MOST_TEXT))
        })
        .collect();
    assert!(longest.items().iter().all(|item| item.check() == Ok(())));
}

#[test]
fn the_board_says_how_and_not_what() {
    let kept = taken(&[]).items().remove(0);
    let form = |item: &Item| {
        let text = Text { fr: typed(&item.text.fr), en: typed(&item.text.en) };
        Item { from: None, text, ..item.clone() }
    };
    let said = Item { approved: true, minutes: 20, ..form(&kept) };
    let changed = kept.changed(said).unwrap();
    assert_eq!((changed.approved, changed.minutes, &changed.from, &changed.text), (true, 20, &kept.from, &kept.text));
    let translated = Item { title: Text { en: "Reserve".to_owned(), ..kept.title.clone() }, ..form(&kept) };
    assert_eq!(kept.changed(translated).unwrap().title.en, "Reserve", "nobody wrote English");
    let others: [fn(&mut Item); 4] = [
        |item| item.title.fr.push('!'),
        |item| item.text.fr.push('!'),
        |item| item.text.fr.clear(),
        |item| item.kind = ItemKind::Debate,
    ];
    for change in others {
        let mut other = form(&kept);
        change(&mut other);
        assert_eq!(kept.changed(other), Err(Refusal::WordsOfMembers));
    }
    let mut both = taken(&[]);
    both.content.other = Some(Words { title: "Reserve".to_owned(), text: "Decided.".to_owned() });
    let kept = both.items().remove(0);
    let mut other = form(&kept);
    other.title.en.push('!');
    assert_eq!(kept.changed(other), Err(Refusal::WordsOfMembers), "they wrote both");
    let own = Item::new(ItemKind::Debate, Text { fr: "Débat".to_owned(), en: String::new() });
    let forged = Item { from: kept.from.clone(), ..own.clone() };
    assert_eq!(own.changed(forged).unwrap().from, None, "nothing becomes a proposal by saying so");
}

#[test]
fn words_that_changed_are_seen_and_taken_up() {
    let before = taken(&[(1, "Un."), (2, "Deux.")]);
    let mut kept = before.items();
    assert!(before.stands(&kept));
    kept[2].minutes = 15;
    kept[2].title.en = "Reserve".to_owned();
    kept[0].text.en = "One.".to_owned();
    kept[2].text.en = "Decided.".to_owned();
    assert!(before.stands(&kept), "the board said how long, and put the title into English");
    let swapped = [kept[2].clone(), kept[0].clone(), kept[1].clone()];
    assert!(!before.stands(&swapped), "the text comes last");
    let now = taken(&[(2, "Deux."), (3, "Trois.")]);
    assert!(!now.stands(&kept));
    let renewed = now.renewed(&kept);
    assert_eq!(renewed.iter().map(|(from, _)| *from).collect::<Vec<_>>(), [Some(1), None, Some(2)]);
    let items: Vec<Item> = renewed.into_iter().map(|(_, item)| item).collect();
    assert_eq!((items[2].minutes, items[2].title.en.as_str()), (15, "Reserve"));
    assert!(items[2].text.fr.ends_with("n°\u{A0}2, n°\u{A0}3."));
    assert!(items[2].text.en.ends_with("no.\u{A0}2, no.\u{A0}3."), "a translation that names other amendments goes");
    assert!(now.stands(&items));
    let mut rewritten = now.clone();
    rewritten.content.text = "Autre.".to_owned();
    let (_, text) = rewritten.renewed(&items).pop().unwrap();
    assert_eq!((text.minutes, text.title.en.as_str()), (15, "Réserve"), "a translation of other words goes");
}
