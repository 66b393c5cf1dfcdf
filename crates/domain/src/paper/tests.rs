//! What papers can say, and which voices go on paper.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::bureau::Seat;
use crate::hands::{ByTwo, Typed};
use crate::ids::{ProxyId, VoteId};

fn member(n: u8) -> MemberId {
    MemberId(Uuid::from_u128(n.into()))
}

fn set(all: &[u8]) -> HashSet<MemberId> {
    all.iter().copied().map(member).collect()
}

/// Voices with who speaks each.
fn roll(all: &[(u8, u8)]) -> Vec<Spoken> {
    let spoken = |(voice, speaker): &(u8, u8)| Spoken {
        voice: member(*voice),
        speaker: member(*speaker),
        proxy: (voice != speaker).then(|| ProxyId(Uuid::from_u128(u128::from(*voice) + 100))),
    };
    all.iter().map(spoken).collect()
}

fn contest(most: u32) -> Contest {
    Contest { seats: most, most, candidates: ["A", "B", "C"].map(str::to_owned).to_vec() }
}

#[test]
fn there_are_never_more_papers_than_were_handed_out() {
    let papers = Papers::Text(TextPapers { for_: 3, against: 2, abstain: 1, null: 1 });
    assert_eq!([6, 7, 8].map(|handed| papers.within(handed, None)), [Err(Refusal::PaperTooMany), Ok(()), Ok(())]);
    let most = Papers::Text(TextPapers { for_: u32::MAX, against: u32::MAX, abstain: u32::MAX, null: u32::MAX });
    assert_eq!((most.total(), most.within(u32::MAX, None)), (4 * u64::from(u32::MAX), Err(Refusal::PaperTooMany)));
    assert_eq!(Papers::Text(TextPapers::default()).within(0, None), Ok(()), "none came back");
    assert_eq!(papers.within(9, Some(&contest(2))), Err(Refusal::PaperNumber), "answers where names stand");
    let ballots = Counts { for_: 1, abstain: 4, ..Counts::default() };
    let added = Counts { for_: 4, against: 2, abstain: 5, null: 1, ..Counts::default() };
    assert_eq!((papers.added(ballots), papers.null()), (added, 1));
}

#[test]
fn papers_and_names_fit_together() {
    let names = |named, votes: &[u32]| Papers::Names(NamePapers { named, blank: 1, null: 1, votes: votes.to_vec() });
    let two = contest(2);
    for (papers, handed, expected) in [
        (names(3, &[3, 2, 1]), 5, Ok(())),
        (names(3, &[3, 2, 1]), 4, Err(Refusal::PaperTooMany)),
        (names(3, &[1, 1, 1]), 5, Ok(())),
        (names(0, &[0, 0, 0]), 2, Ok(())),
        (names(3, &[1, 1, 0]), 5, Err(Refusal::PaperNames)),
        (names(3, &[3, 3, 1]), 5, Err(Refusal::PaperNames)),
        (names(3, &[4, 0, 0]), 5, Err(Refusal::PaperNames)),
        (names(3, &[3, 2]), 5, Err(Refusal::PaperNumber)),
    ] {
        assert_eq!(papers.within(handed, Some(&two)), expected, "{papers:?} of {handed}");
    }
    assert_eq!(names(1, &[1, 0, 0]).within(9, None), Err(Refusal::PaperNumber), "names where answers stand");
    let counts = Counts { for_: 1, ..Counts::default() };
    assert_eq!((names(3, &[3, 2, 1]).added(counts), names(0, &[0; 3]).null()), (counts, 1));
}

#[test]
fn whoever_votes_on_paper_is_in_the_hall_and_goes_back_to_the_key() {
    use Way::{Key, Paper};
    for (last, asked, in_hall, expected) in [
        (None, Paper, true, Ok(Paper)),
        (Some(Key), Paper, true, Ok(Paper)),
        (None, Paper, false, Err(Refusal::PaperNotInHall)),
        (Some(Paper), Paper, true, Err(Refusal::PaperMarked)),
        (Some(Paper), Key, true, Ok(Key)),
        (Some(Paper), Key, false, Ok(Key)),
        (Some(Key), Key, true, Err(Refusal::PaperNotMarked)),
        (None, Key, true, Err(Refusal::PaperNotMarked)),
    ] {
        assert_eq!(Way::after(last, asked, in_hall), expected, "{last:?} {asked:?} {in_hall}");
    }
    for way in [Paper, Key] {
        assert_eq!(Way::from_word(way.word()), Some(way));
        assert_eq!(serde_json::to_string(&way).expect("a word"), format!("\"{}\"", way.word()));
    }
    assert_eq!(Way::from_word("hands"), None);
}

#[test]
fn papers_are_counted_by_two_of_whom_nobody_types_both() {
    let needs = Err(Refusal::PaperNeedsTwo);
    let seat = |who: u8, key| (Some(member(who)), key);
    for (scrutineers, officers, expected) in [
        (&[][..], &[9][..], needs),
        (&[seat(1, true)], &[9], needs),
        (&[seat(1, false), seat(2, false)], &[9], needs),
        (&[seat(1, false), seat(2, true)], &[9], Ok(())),
        // Who chairs is a scrutineer: nobody else types what the other says.
        (&[seat(1, false), seat(2, true)], &[2], needs),
        (&[seat(1, false), seat(2, true)], &[1], needs),
        (&[(None, false), seat(2, true)], &[2, 9], Ok(())),
        (&[seat(1, true), seat(2, true)], &[], Ok(())),
    ] {
        let officers: Vec<MemberId> = officers.iter().map(|who| member(*who)).collect();
        assert_eq!(two_count(scrutineers, &officers), expected, "{scrutineers:?} {officers:?}");
    }
    let typed = |seat, who, noted_by: Option<u8>| Typed {
        seat,
        member: member(who),
        noted_by: noted_by.map(member),
        count: Papers::Text(TextPapers::default()),
    };
    let (one, two) = (Seat::FirstScrutineer, Seat::SecondScrutineer);
    let first = typed(one, 1, Some(9));
    assert_eq!(apart(Some(&first), &typed(two, 2, Some(9))), Err(Refusal::PaperOneHand));
    assert_eq!(apart(Some(&first), &typed(two, 2, Some(8))), Ok(()), "another officer");
    assert_eq!(apart(Some(&first), &typed(two, 2, None)), Ok(()));
    assert_eq!(apart(Some(&first), &typed(one, 1, Some(9))), Ok(()), "refused as typed already, which says more");
    assert_eq!(apart(Some(&typed(one, 1, None)), &typed(two, 2, Some(9))), Ok(()));
    // Who typed the first for another sits in the second seat by then, or the other way round.
    assert_eq!(apart(Some(&first), &typed(two, 9, Some(8))), Err(Refusal::PaperOneHand));
    assert_eq!(apart(Some(&typed(one, 9, Some(8))), &typed(two, 2, Some(9))), Err(Refusal::PaperOneHand));
    assert_eq!(apart(None, &first), Ok(()));
}

#[test]
fn few_papers_or_few_ballots_beside_them_reveal() {
    let said = [(0, 0), (0, 3), (1, 40), (4, 40), (5, 0), (5, 4), (5, 5), (40, 1)];
    let expected = [false, false, true, true, false, true, false, true];
    assert_eq!(said.map(|(papers, ballots)| reveals(papers, ballots)), expected);
}

#[test]
fn papers_have_one_spelling() {
    let text = r#"{"abstain":2,"against":1,"for":4,"null":3}"#;
    let names = r#"{"blank":1,"named":2,"null":0,"votes":[2,1]}"#;
    for said in [text, names] {
        let papers: Papers = serde_json::from_str(said).expect("papers");
        assert_eq!(protocol::canonical::to_string(&papers).expect("canonical JSON"), said);
    }
    for bad in [r#"{"abstain":2,"against":1,"for":4}"#, r#"{"abstain":0,"against":0,"blank":0,"for":0,"null":0}"#, "{}"]
    {
        assert!(serde_json::from_str::<Papers>(bad).is_err(), "{bad}");
    }
}

#[test]
fn what_a_member_speaks_goes_on_paper() {
    // 1 speaks for themself and for 4, 2 for themself; 5 has no key, and carries 6, who has none either.
    let (listed, voices) = (roll(&[(1, 1), (2, 2), (4, 1)]), set(&[1, 2, 3, 4, 5, 6]));
    let go = |who: u8, now: &[(u8, u8)], used: &[u8], apart: &[u8]| {
        let struck = strike(member(who), &voices, (&listed, &roll(now)), (&set(used), &set(apart)));
        struck.into_iter().map(|one| (one.voice, one.speaker)).collect::<Vec<_>>()
    };
    let of = |pairs: &[(u8, u8)]| pairs.iter().map(|(a, b)| (member(*a), member(*b))).collect::<Vec<_>>();
    assert_eq!(go(1, &[(1, 1), (4, 1)], &[], &[]), of(&[(1, 1), (4, 1)]));
    assert_eq!(go(1, &[(1, 1), (4, 1)], &[4], &[]), of(&[(1, 1)]), "what is used stays");
    assert_eq!(go(1, &[(1, 1)], &[2], &[]), of(&[(1, 1), (4, 1)]), "somebody else voted");
    assert_eq!(go(5, &[(5, 5), (6, 5)], &[], &[]), of(&[(5, 5), (6, 5)]), "without a key");
    // In advance, as a blank proxy, or on paper already.
    assert_eq!(go(5, &[(5, 5), (6, 5)], &[6], &[5]), of(&[]));
    // The roll was fixed: a proxy that came after changes nothing in this vote.
    assert_eq!(go(5, &[(2, 5), (5, 5)], &[], &[]), of(&[(5, 5)]));
    assert_eq!(go(2, &[(2, 2), (4, 2)], &[], &[]), of(&[(2, 2)]));
    let fewer = strike(member(1), &set(&[1, 2]), (&listed, &[]), (&set(&[]), &set(&[])));
    assert_eq!(fewer, roll(&[(1, 1)]), "who has no voice any more has no paper");
}

#[test]
fn the_desk_sees_how_many_papers_each_gets() {
    let vote = |n: u128| VoteId(Uuid::from_u128(n));
    let holder = |n: u8, on| PaperHolder { id: member(n), number: n.into(), name: format!("Personne {n}"), on };
    let held = [(vote(8), 2, member(1)), (vote(7), 1, member(1)), (vote(7), 1, member(1)), (vote(7), 1, member(3))];
    let lines = lines(vec![holder(3, false), holder(2, true), holder(1, true), holder(4, false)], &held);
    let said: Vec<_> = lines
        .iter()
        .map(|line| {
            (line.number, line.on, line.slips.iter().map(|slip| (slip.position, slip.count)).collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(said, [(1, true, vec![(1, 2), (2, 1)]), (2, true, vec![]), (3, false, vec![(1, 1)])]);
    assert_eq!(lines[0].slips[0].vote, vote(7));
}

#[test]
fn every_count_that_is_typed_is_a_step() {
    let typed = |seat, who, for_| Typed {
        seat,
        member: member(who),
        noted_by: None,
        count: Papers::Text(TextPapers { for_, ..TextPapers::default() }),
    };
    let (one, two) = (Seat::FirstScrutineer, Seat::SecondScrutineer);
    let all = [(1, typed(one, 1, 3)), (1, typed(two, 2, 4)), (2, typed(two, 2, 3)), (2, typed(one, 1, 3))];
    let mut last = 0;
    for n in 0..=all.len() {
        let view = PaperView::of(9, true, &ByTwo::of(all[..n].to_vec()).expect("counts"));
        assert!(view.step() > last, "{n}");
        last = view.step();
        assert_eq!((view.differed(), view.agreed, view.awaited()), (n == 2 || n == 3, n == 4, n != 4), "{n}");
    }
    assert!(!PaperView::of(9, false, &ByTwo::new()).awaited());
}

proptest! {
    /// Each voice once, none that has a ballot or is counted otherwise, none that somebody else speaks.
    #[test]
    fn no_voice_is_on_paper_beside_a_ballot(
        listed in proptest::collection::btree_map(0..8_u8, 0..8_u8, 0..8),
        now in proptest::collection::btree_map(0..8_u8, 0..8_u8, 0..8),
        used in proptest::collection::vec(0..8_u8, 0..4),
        apart in proptest::collection::vec(0..8_u8, 0..4),
        voices in proptest::collection::vec(0..8_u8, 0..8),
        who in 0..8_u8,
    ) {
        let pairs = |of: &std::collections::BTreeMap<u8, u8>| roll(&of.iter().map(|(a, b)| (*a, *b)).collect::<Vec<_>>());
        let (listed, now, used, apart, voices) = (pairs(&listed), pairs(&now), set(&used), set(&apart), set(&voices));
        let struck = strike(member(who), &voices, (&listed, &now), (&used, &apart));
        let distinct: HashSet<MemberId> = struck.iter().map(|one| one.voice).collect();
        prop_assert_eq!(distinct.len(), struck.len());
        prop_assert!(distinct.is_disjoint(&used) && distinct.is_disjoint(&apart) && distinct.is_subset(&voices));
        prop_assert!(struck.iter().all(|one| one.speaker == member(who)));
        for one in &listed {
            let (free, theirs) = (!used.contains(&one.voice) && !apart.contains(&one.voice), one.speaker == member(who));
            prop_assert_eq!(distinct.contains(&one.voice), theirs && free && voices.contains(&one.voice));
        }
    }

    /// What can be typed adds up: no more papers than were handed out, and no candidate with more votes than there are papers.
    #[test]
    fn what_is_within_adds_up(
        named in 0..6_u32, blank in 0..3_u32, null in 0..3_u32, votes in proptest::collection::vec(0..6_u32, 3),
        handed in 0..12_u32, most in 1..4_u32,
    ) {
        let papers = NamePapers { named, blank, null, votes: votes.clone() };
        let sum: u32 = votes.iter().sum();
        let fits = votes.iter().all(|one| *one <= named) && (named..=named * most).contains(&sum);
        let within = Papers::Names(papers).within(handed, Some(&contest(most)));
        let expected = if named + blank + null > handed {
            Err(Refusal::PaperTooMany)
        } else if fits {
            Ok(())
        } else {
            Err(Refusal::PaperNames)
        };
        prop_assert_eq!(within, expected);
    }
}
