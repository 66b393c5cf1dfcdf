use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::member::{MemberClass, MemberState};

const VOICED: VoiceRules = VoiceRules { organisations: true, friends: false };

fn member(n: u128) -> MemberId {
    MemberId(Uuid::from_u128(n))
}

fn board(of: u128) -> BTreeSet<MemberId> {
    (1..=of).map(member).collect()
}

/// Voices of directors from the first on.
fn named(candidates: &[u128]) -> Vec<Voice> {
    (1..).zip(candidates).map(|(who, one)| Voice { member: member(who), candidate: member(*one) }).collect()
}

fn held(id: u128, n: u128, role: Role, from: i64, until: Option<i64>) -> Tenure {
    Tenure { id: TermId(Uuid::from_u128(id)), member: member(n), role, from, until }
}

fn term(from: i64, until: Option<i64>) -> Term {
    Term::new(from, until).expect("a term")
}

fn elect(terms: &[Tenure], n: u128) -> Result<Succession, Refusal> {
    let elected = Candidate { member: member(n), state: MemberState::Active, class: MemberClass::Cooperator };
    succeed(terms, elected, VOICED, 50)
}

#[test]
fn half_of_the_board_gives_a_voice_and_more_than_half_of_the_voices_elect() {
    for (directors, voices, elected) in [
        (0, &[][..], None),
        (1, &[1], None),
        // Half of two is one, who would deliberate alone.
        (2, &[2], None),
        (2, &[1, 2], None),
        (2, &[2, 2], Some(2)),
        (3, &[1], None),
        (3, &[3, 3], Some(3)),
        (3, &[1, 2], None),
        (3, &[1, 2, 3], None),
        (3, &[1, 2, 2], Some(2)),
        (5, &[4, 4], None),
        (5, &[4, 4, 1], Some(4)),
        (5, &[1, 1, 2, 2], None),
        (5, &[1, 1, 2, 2, 3], None),
        (9, &[7, 7, 7, 7], None),
        (9, &[7, 7, 7, 1, 2], Some(7)),
        (9, &[7, 7, 7, 7, 1, 1, 1, 1], None),
        (9, &[7, 7, 7, 7, 7, 1, 1, 1, 1], Some(7)),
    ] {
        let count = count(&board(directors), &named(voices));
        assert_eq!(count.elected, elected.map(member), "{directors} directors, {voices:?}");
        assert_eq!(usize::try_from(count.voices), Ok(voices.len()));
        assert_eq!(u128::from(count.directors), directors);
    }
}

#[test]
fn half_of_the_board_is_rounded_up_and_is_never_one() {
    for (directors, voices) in [(0, 2), (1, 2), (2, 2), (3, 2), (4, 2), (5, 3), (9, 5), (18, 9), (u32::MAX, 1 << 31)] {
        assert_eq!(needed(directors), voices, "{directors}");
        assert!(enough(directors, voices) && !enough(directors, voices - 1), "{directors}");
    }
}

#[test]
fn voices_by_candidate_are_those_that_count_without_their_names() {
    assert_eq!(votes(&board(5), &named(&[4, 1, 4, 2, 4, 2])), [3, 1, 1], "the sixth sits there no more");
    assert_eq!(votes(&board(5), &[]), [0; 0]);
}

#[test]
fn who_sits_there_no_more_has_no_voice_and_is_not_elected() {
    let mut three = board(3);
    // The fourth's voice is none.
    assert_eq!(count(&three, &named(&[1, 2, 2, 1])).elected, Some(member(2)));
    assert_eq!(count(&three, &named(&[1, 2, 2, 1])).voices, 3);
    // Nobody elects the fourth, and two of three voices for nobody leave one, which is not more than half.
    assert_eq!(count(&three, &named(&[4, 4, 2])).elected, None);
    three.remove(&member(1));
    assert_eq!(count(&three, &named(&[2, 2, 3])), Count { directors: 2, voices: 2, elected: None });
}

#[test]
fn of_two_voices_of_one_director_the_last_counts() {
    let mut voices = named(&[1, 2]);
    voices.push(Voice { member: member(1), candidate: member(2) });
    assert_eq!(count(&board(3), &voices), Count { directors: 3, voices: 2, elected: Some(member(2)) });
}

#[test]
fn directors_are_those_who_sit_or_preside_at_that_instant() {
    let terms = [
        held(1, 1, Role::Chair, 0, Some(50)),
        held(2, 2, Role::Board, 0, Some(51)),
        held(3, 3, Role::Board, 50, None),
        held(4, 4, Role::Board, 51, None),
        held(5, 5, Role::Secretary, 0, None),
        held(6, 6, Role::Chair, 50, None),
    ];
    assert_eq!(directors(&terms, 50), BTreeSet::from([2, 3, 6].map(member)));
}

#[test]
fn the_office_lasts_as_long_as_the_seat_and_the_one_before_keeps_theirs() {
    let both =
        [held(1, 1, Role::Chair, 0, Some(90)), held(2, 1, Role::Board, 0, None), held(3, 2, Role::Board, 0, Some(80))];
    let id = |n| TermId(Uuid::from_u128(n));
    let passes = Succession { ends: vec![id(1)], gives: vec![(member(2), Role::Chair, term(50, Some(80)))] };
    assert_eq!(elect(&both, 2), Ok(passes));
    // Who sat there as president alone.
    let alone = [held(1, 1, Role::Chair, 0, Some(90)), held(3, 2, Role::Board, 0, None)];
    let seat = |until| {
        Ok(Succession {
            ends: vec![id(1)],
            gives: vec![(member(2), Role::Chair, term(50, None)), (member(1), Role::Board, term(50, Some(until)))],
        })
    };
    assert_eq!(elect(&alone, 2), seat(90));
    let [chair, other] = alone;
    assert_eq!(elect(&[chair, other, held(4, 1, Role::Board, 70, None)], 2), seat(70));
}

#[test]
fn who_presides_already_goes_on_until_the_seat_ends() {
    let alone = [held(1, 1, Role::Chair, 0, Some(90)), held(2, 2, Role::Board, 0, None)];
    assert_eq!(elect(&alone, 1), Ok(Succession::default()));
    let both = [held(1, 1, Role::Chair, 0, Some(60)), held(2, 1, Role::Board, 0, Some(90))];
    let longer = Succession {
        ends: vec![TermId(Uuid::from_u128(1))],
        gives: vec![(member(1), Role::Chair, term(50, Some(90)))],
    };
    assert_eq!(elect(&both, 1), Ok(longer));
}

#[test]
fn nobody_is_put_before_a_president_named_for_later_or_from_outside_the_board() {
    let later = [held(1, 1, Role::Board, 0, None), held(2, 2, Role::Chair, 70, None)];
    assert_eq!(elect(&later, 1), Err(Refusal::OfficeTaken));
    assert_eq!(elect(&later, 3), Err(Refusal::MemberState));
}

proptest! {
    /// Whoever names whomever: one is elected at most, by more than half of the voices, which half of the board gave.
    #[test]
    fn never_two_and_never_without_half(
        of in 0u128..12,
        voices in proptest::collection::vec((0u128..14, 0u128..14), 0..30),
    ) {
        let directors = board(of);
        let voice = |(who, one)| Voice { member: member(who), candidate: member(one) };
        let voices: Vec<Voice> = voices.into_iter().map(voice).collect();
        let found = count(&directors, &voices);
        let for_one = |one: MemberId| counted(&directors, &voices).filter(|voice| voice.candidate == one).count();
        let given = usize::try_from(found.voices).expect("few");
        let more_than_half: Vec<MemberId> =
            directors.iter().copied().filter(|one| for_one(*one) * 2 > given).collect();
        prop_assert!(more_than_half.len() <= 1);
        prop_assert!(found.voices <= found.directors);
        match found.elected {
            Some(one) => {
                prop_assert!(directors.contains(&one) && more_than_half == [one]);
                prop_assert!(found.voices * 2 >= found.directors && found.voices >= FEWEST);
            }
            None => prop_assert!(more_than_half.is_empty() || !enough(found.directors, found.voices)),
        }
    }
}
