use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn id(n: u128) -> MemberId {
    MemberId(Uuid::from_u128(n))
}

/// Everybody up to 9 has a voice; 10 to 19 belong without one; others left, or only applied.
fn sitter(of: MemberId) -> Sitter {
    let n = of.0.as_u128();
    Sitter { active: n < 20, voice: n < 10 }
}

/// Something else about it.
type Change = fn(&mut Designation);

fn usual() -> Designation {
    Designation {
        chair: id(1),
        chair_by: ChairBy::President,
        scrutineers: vec![id(2), id(3)],
        scrutineers_by: ScrutineersBy::MostVoices,
        words: String::new(),
        secretary: Clerk::Member(id(4)),
    }
}

#[test]
fn chair_and_scrutineers_are_three_people_with_a_voice() {
    assert_eq!(usual().check(sitter), Ok(()));
    let cases: [(Change, Refusal); 9] = [
        (|d| d.chair = id(2), Refusal::BureauTwice),
        (|d| d.scrutineers = vec![id(2), id(2)], Refusal::BureauTwice),
        (|d| d.chair = id(10), Refusal::BureauNeedsVoice),
        (|d| d.chair = id(20), Refusal::BureauNeedsVoice),
        (|d| d.scrutineers[1] = id(19), Refusal::BureauNeedsVoice),
        (|d| d.scrutineers[0] = id(21), Refusal::BureauNeedsVoice),
        (|d| d.secretary = Clerk::Member(id(20)), Refusal::BureauNeedsVoice),
        (|d| d.secretary = Clerk::Named(" ".to_owned()), Refusal::TextInvalid),
        (|d| d.scrutineers.push(id(5)), Refusal::Malformed),
    ];
    for (n, (change, refusal)) in cases.into_iter().enumerate() {
        let mut other = usual();
        change(&mut other);
        assert_eq!(other.check(sitter), Err(refusal), "{n}");
    }
}

#[test]
fn the_secretary_may_be_anybody() {
    for secretary in
        [Clerk::Member(id(1)), Clerk::Member(id(2)), Clerk::Member(id(12)), Clerk::Named("Me Lenoir".to_owned())]
    {
        assert_eq!(Designation { secretary, ..usual() }.check(sitter), Ok(()));
    }
}

#[test]
fn fewer_scrutineers_and_another_way_ask_for_words() {
    for (scrutineers, by) in [
        (vec![id(2)], ScrutineersBy::MostVoices),
        (vec![], ScrutineersBy::MostVoices),
        (vec![id(2), id(3)], ScrutineersBy::Otherwise),
    ] {
        let silent = Designation { scrutineers, scrutineers_by: by, ..usual() };
        assert_eq!(silent.check(sitter), Err(Refusal::BureauWords));
        let said = Designation { words: "Nobody else accepted".to_owned(), ..silent.clone() };
        assert_eq!(said.check(sitter), Ok(()));
        let long = Designation { words: "x".repeat(WORDS + 1), ..silent.clone() };
        assert_eq!(long.check(sitter), Err(Refusal::TextInvalid));
        let odd = Designation { words: "a\u{202E}b".to_owned(), ..silent };
        assert_eq!(odd.check(sitter), Err(Refusal::TextCharacters));
    }
}

#[test]
fn a_bureau_is_constituted_when_the_last_has_accepted_and_each_accepts_once() {
    let mut standing = Acceptances::of(usual().seats().into_iter().map(|(seat, _)| (seat, None)));
    for seat in Seat::ALL {
        assert!(!standing.complete());
        standing = standing.accept(seat, Accepted::Aloud).expect("a seat that waits");
        assert_eq!(standing.clone().accept(seat, Accepted::Own), Err(Refusal::SeatAccepted));
    }
    assert!(standing.complete());
    let alone = Acceptances::of([(Seat::Chair, None)]);
    assert_eq!(alone.accept(Seat::Secretary, Accepted::Own), Err(Refusal::NotFound));
    assert!(!Acceptances::of([]).complete(), "nobody is no bureau");
}

#[test]
fn of_two_who_constitute_it_at_once_one_is_told() {
    assert_eq!(next_version(0, 0), Ok(1));
    assert_eq!(next_version(1, 0), Err(Refusal::BureauChanged));
    assert_eq!(next_version(0, 1), Err(Refusal::BureauChanged));
    assert_eq!(next_version(MOST_VERSIONS, MOST_VERSIONS), Err(Refusal::TooManyTexts));
}

#[test]
fn offices_suggest_a_bureau_and_seniority_fills_it() {
    let senior = [1, 2, 3, 4].map(id);
    let suggested = suggest(Some(id(1)), Some(id(2)), &[], &senior);
    assert_eq!(suggested.scrutineers, [Some(id(3)), Some(id(4))], "not the chair, nor the secretary");
    let suggested = suggest(Some(id(1)), Some(id(2)), &[id(9)], &senior);
    assert_eq!(suggested.scrutineers, [Some(id(9)), Some(id(3))], "who holds the office first");
    let suggested = suggest(Some(id(1)), Some(id(2)), &[], &senior[..2]);
    assert_eq!(suggested.scrutineers, [Some(id(2)), None], "the secretary, when nobody else is there");
    assert_eq!(suggest(None, None, &[], &[]), Suggested::default());
}

#[test]
fn words_are_those_of_json() {
    for seat in Seat::ALL {
        assert_eq!(serde_json::to_value(seat).expect("JSON"), seat.word());
        assert_eq!(Seat::from_word(seat.word()), Some(seat));
    }
    assert_eq!(Seat::from_word("guest"), None);
    for by in ChairBy::ALL {
        assert_eq!(serde_json::to_value(by).expect("JSON"), by.word());
    }
    for by in ScrutineersBy::ALL {
        assert_eq!(serde_json::to_value(by).expect("JSON"), by.word());
    }
    for accepted in [Accepted::Own, Accepted::Aloud] {
        assert_eq!(serde_json::to_value(accepted).expect("JSON"), accepted.word());
    }
}

proptest! {
    /// Whatever is suggested names nobody twice, and is taken if whoever it names has a voice.
    #[test]
    fn what_is_suggested_can_be_constituted(
        chair in 0u128..9, secretary in proptest::option::of(0u128..19),
        office in proptest::collection::vec(0u128..9, 0..4), senior in proptest::collection::vec(0u128..9, 0..8),
    ) {
        let of = |all: &[u128]| all.iter().copied().map(id).collect::<Vec<_>>();
        let found = suggest(Some(id(chair)), secretary.map(id), &of(&office), &of(&senior));
        let designation = Designation {
            scrutineers: found.scrutineers.into_iter().flatten().collect(),
            words: "Few came".to_owned(),
            chair: found.chair.expect("the chair"),
            secretary: found.secretary.map_or(Clerk::Named("Camille".to_owned()), Clerk::Member),
            ..usual()
        };
        prop_assert_eq!(designation.check(sitter), Ok(()));
    }

    /// In whatever order people accept, nobody is counted twice and the bureau is complete exactly when all have.
    #[test]
    fn every_order_of_acceptances_leads_to_one_bureau(order in Just(Seat::ALL.to_vec()).prop_shuffle(), again in 0usize..4) {
        let mut standing = Acceptances::of(Seat::ALL.map(|seat| (seat, None)));
        for (n, seat) in order.iter().enumerate() {
            prop_assert!(!standing.complete());
            standing = standing.accept(*seat, Accepted::Own).expect("waits");
            prop_assert_eq!(standing.complete(), n + 1 == Seat::ALL.len());
        }
        prop_assert_eq!(standing.accept(order[again], Accepted::Aloud), Err(Refusal::SeatAccepted));
    }
}
