use proptest::prelude::*;

use super::*;
use crate::decision::BlankCounted;
use crate::quorum::Fraction;

const AGO: &str = "sa-cooperative-fr-ago";

fn contest(seats: u32, candidates: usize) -> Contest {
    Contest { seats, most: seats, candidates: (0..candidates).map(|n| format!("Candidate {n}")).collect() }
}

fn named(blank: u32, named: u32, votes: &[u32]) -> Named {
    Named { blank, named, votes: votes.to_vec() }
}

fn born(year: i32) -> Dates {
    Dates { born: NaiveDate::from_ymd_opt(year, 1, 1), member_since: None }
}

fn rules(needs: bool, tie_break: TieBreak) -> ElectionRules {
    let half = Threshold { fraction: Fraction::new(1, 2).expect("a half"), strict: true };
    ElectionRules {
        needs: needs.then_some(half),
        basis: MajorityBasis::VotesCast,
        article: "Art. 1".to_owned(),
        all_names: false,
        tie_break,
        tie_article: "Art. 2".to_owned(),
    }
}

const CAST: MajorityBasis = MajorityBasis::VotesCast;

fn quorum() -> QuorumCheck {
    Preset::load(AGO).expect("a preset").quorum_of(1).check(45, 150)
}

fn elected(rules: &ElectionRules, seats: u32, said: &Named, dates: &[Dates]) -> Elected {
    elect_by(rules, quorum(), &contest(seats, said.votes.len()), (said, dates), Beside::default())
        .election
        .expect("an election")
}

/// T27: three seats, A 25, B 20, C and D 15; D is the elder.
#[test]
fn t27_the_elder_of_two_equals_takes_the_last_seat() {
    let dates = [1970, 1970, 1986, 1965].map(born);
    let said = named(2, 40, &[25, 20, 15, 15]);
    let result = elected(&rules(false, TieBreak::Eldest), 3, &said, &dates);
    assert_eq!((result.elected(), result.awaits()), (vec![0, 1, 3], None));
    assert!(result.follows(&said, &Beside::default(), (&quorum(), CAST)), "as far as numbers say it");
    let mut others = [result.clone(), result.clone(), result];
    others[0].seated = vec![0, 3, 2];
    others[1].seated = vec![0, 1];
    others[2].votes[3] = 14;
    assert!(others.iter().all(|other| !other.follows(&said, &Beside::default(), (&quorum(), CAST))));
}

/// T28: the same where the statutes have it drawn.
#[test]
fn t28_nothing_is_chosen_before_the_draw_is_recorded() {
    let said = named(0, 40, &[25, 20, 15, 15]);
    let result = elected(&rules(false, TieBreak::Draw), 3, &said, &[]);
    assert_eq!((result.elected(), result.tied.clone(), result.open), (vec![0, 1], vec![2, 3], 1));
    assert_eq!(result.awaits(), Some(Awaits::Draw));
    for wrong in [vec![], vec![0], vec![2, 3], vec![2, 2], vec![4]] {
        assert_eq!(result.after_draw(&wrong), Err(Refusal::DrawInvalid), "{wrong:?}");
    }
    assert_eq!(result.runoff(&contest(3, 4)), Err(Refusal::NoRunoff));
    let drawn = result.after_draw(&[3]).expect("a draw");
    assert_eq!((drawn.elected(), drawn.awaits()), (vec![0, 1, 3], None));
    assert_eq!(drawn.after_draw(&[2]), Err(Refusal::NoDraw), "once");
    assert!(
        drawn.follows(&said, &Beside::default(), (&quorum(), CAST))
            && result.follows(&said, &Beside::default(), (&quorum(), CAST))
    );
    let confirmed = |by: Seat| Elected { confirmed: Some(by), ..drawn.clone() };
    let follows = |of: &Elected| of.follows(&said, &Beside::default(), (&quorum(), CAST));
    assert!(follows(&confirmed(Seat::FirstScrutineer)) && follows(&confirmed(Seat::SecondScrutineer)));
    assert!(!follows(&confirmed(Seat::Chair)), "no scrutineer");
    assert!(!follows(&Elected { confirmed: Some(Seat::FirstScrutineer), ..result }), "nothing is drawn");
    assert!(!follows(&Elected { drawn: Some(vec![0]), ..drawn.clone() }));
}

/// Whoever won a seat may decline it, drawn or not, once: the others stay where they are.
#[test]
fn a_seat_that_is_declined_is_vacant() {
    let said = named(0, 40, &[25, 20, 15, 15]);
    let result = elected(&rules(false, TieBreak::Draw), 3, &said, &[]);
    assert_eq!(result.after_declined(3), Err(Refusal::NotElected), "equal, and not drawn yet");
    let one = result.after_declined(1).expect("a seat");
    assert_eq!(
        (one.elected(), one.awaits(), one.open),
        (vec![0], Some(Awaits::Draw), 1),
        "the draw is for one seat still"
    );
    let drawn = one.after_draw(&[3]).expect("a draw");
    assert_eq!(drawn.after_declined(2), Err(Refusal::NotElected), "not drawn");
    assert_eq!(drawn.after_declined(1), Err(Refusal::SeatDeclined));
    let two = drawn.after_declined(3).expect("a seat");
    assert_eq!((two.elected(), two.declined.clone(), two.awaits()), (vec![0], vec![1, 3], None));
    let follows = |of: &Elected| of.follows(&said, &Beside::default(), (&quorum(), CAST));
    assert!(follows(&two));
    for wrong in [vec![2], vec![1, 1], vec![9]] {
        assert!(!follows(&Elected { declined: wrong.clone(), ..two.clone() }), "{wrong:?}");
    }
}

/// What numbers alone would let pass: one of those to be drawn seated without a draw, somebody seated twice, a smaller base.
#[test]
fn nobody_is_put_first_in_silence() {
    let said = named(0, 40, &[25, 20, 15, 15]);
    for rule in [TieBreak::Draw, TieBreak::Runoff] {
        let result = elected(&rules(false, rule), 3, &said, &[]);
        let silent = Elected { seated: vec![0, 1, 2], tied: Vec::new(), open: 0, ..result };
        assert!(!silent.follows(&said, &Beside::default(), (&quorum(), CAST)), "{rule:?}");
    }
    let three = named(0, 40, &[25, 15, 15, 15]);
    let result = elected(&rules(false, TieBreak::Eldest), 3, &three, &[1970, 1971, 1972, 1973].map(born));
    assert!(result.follows(&three, &Beside::default(), (&quorum(), CAST)));
    let twice = Elected { seated: vec![0, 1, 1], ..result };
    assert!(!twice.follows(&three, &Beside::default(), (&quorum(), CAST)));
    let few = named(0, 40, &[11, 10, 9]);
    let result = elected(&rules(true, TieBreak::Draw), 1, &few, &[]);
    let bent = Elected { of: 20, needed: 11, seated: vec![0], ..result };
    assert!(!bent.follows(&few, &Beside::default(), (&quorum(), CAST)), "11 of 40 are no majority");
}

#[test]
fn where_the_statutes_want_another_round_it_is_among_the_equals_for_the_seats_that_wait() {
    let said = named(0, 40, &[15, 25, 15, 15]);
    let result = elected(&rules(false, TieBreak::Runoff), 3, &said, &[]);
    assert_eq!((result.awaits(), result.after_draw(&[0, 2])), (Some(Awaits::Runoff), Err(Refusal::NoDraw)));
    let second = result.runoff(&contest(3, 4)).expect("another round");
    assert_eq!((second.seats, second.most), (2, 2));
    assert_eq!(second.candidates, ["Candidate 0", "Candidate 2", "Candidate 3"]);
}

#[test]
fn the_majority_is_of_the_ballots_that_name_somebody() {
    let said = named(10, 20, &[11, 10, 9]);
    let result = elected(&rules(true, TieBreak::Draw), 3, &said, &[]);
    assert_eq!((result.of, result.needed, result.elected()), (20, 11, vec![0]));
    let decided =
        |said: &Named| elect_by(&rules(true, TieBreak::Draw), quorum(), &contest(1, 2), (said, &[]), Beside::default());
    assert_eq!(decided(&named(3, 4, &[2, 2])).outcome, Outcome::Rejected);
    assert_eq!(decided(&named(3, 0, &[0, 0])).outcome, Outcome::Rejected, "nobody voted for anybody");
    assert_eq!(decided(&named(3, 4, &[3, 1])).outcome, Outcome::Elected);
}

#[test]
fn blank_proxies_vote_for_those_of_the_board_and_against_any_other() {
    let said = named(1, 10, &[5, 4]);
    let with = |approved| {
        let blank = Some(BlankCounted { count: 3, approved });
        let decision = elect_by(&rules(true, TieBreak::Draw), quorum(), &contest(2, 2), (&said, &[]), blank.into());
        let result = decision.election.expect("an election");
        assert!(
            result.follows(&said, &blank.into(), (&quorum(), CAST))
                && !result.follows(&said, &Beside::default(), (&quorum(), CAST))
        );
        (decision.blank.expect("said apart").count, result.named, result.votes.clone(), result.elected())
    };
    assert_eq!(with(true), (3, 13, vec![8, 7], vec![0, 1]));
    assert_eq!(with(false), (3, 13, vec![5, 4], vec![]), "three more against each");
}

#[test]
fn papers_name_candidates_as_ballots_do_and_void_ones_nobody() {
    use crate::paper::{NamePapers, PaperCounted};
    let said = named(1, 10, &[6, 4]);
    let counts = Papers::Names(NamePapers { named: 5, blank: 2, null: 3, votes: vec![1, 4] });
    let paper = Some(PaperCounted { counts, handed: 12 });
    let beside = Beside { paper, ..Some(BlankCounted { count: 1, approved: true }).into() };
    let decision = elect_by(&rules(true, TieBreak::Draw), quorum(), &contest(2, 2), (&said, &[]), beside.clone());
    assert_eq!((decision.counts.blank, decision.counts.null, decision.beside()), (3, 3, beside.clone()));
    let result = decision.election.expect("an election");
    assert_eq!((result.named, result.of, result.votes.clone(), result.elected()), (16, 16, vec![8, 9], vec![1]));
    assert!(result.follows(&said, &beside, (&quorum(), CAST)));
    assert!(!result.follows(&said, &beside.blank.into(), (&quorum(), CAST)), "a decision that hides the papers");
}

#[test]
fn without_a_quorum_nobody_is_elected() {
    let preset = Preset::load(AGO).expect("a preset");
    let said = named(0, 20, &[20, 20, 20]);
    let decision = elect(&preset, 1, (20, 150), &contest(2, 3), (&said, &[]), Beside::default());
    let result = decision.election.expect("an election");
    assert_eq!((decision.outcome, result.elected(), result.awaits()), (Outcome::NoQuorum, vec![], None));
    assert_eq!(result.votes, [20, 20, 20], "what was voted is said all the same");
    assert!(
        result.follows(&said, &Beside::default(), (&decision.quorum, CAST))
            && !result.follows(&said, &Beside::default(), (&quorum(), CAST))
    );
    assert_eq!(decision.rule, AGO);
}

#[test]
fn an_election_is_canonical_json_and_comes_back() {
    let said = named(1, 40, &[25, 15, 15]);
    let decision = elect_by(&rules(true, TieBreak::Draw), quorum(), &contest(2, 3), (&said, &[]), Beside::default());
    let json = protocol::canonical::to_string(&decision).expect("integers every reader agrees on");
    assert_eq!(serde_json::from_str::<Decision>(&json).expect("a decision"), decision);
}

proptest! {
    /// Never more seated than seats, nobody without a vote, nobody before somebody with more; and its numbers follow.
    #[test]
    fn seats_are_never_overfilled(
        ballots in prop::collection::vec(prop::collection::vec(any::<bool>(), 5), 0..40),
        seats in 1..6_u32, needs in any::<bool>(), rule in 0..5_usize, proxies in 0..4_u32, approved in any::<bool>(),
        years in prop::collection::vec(1950..1953_i32, 5),
    ) {
        let breaks = [TieBreak::Eldest, TieBreak::Youngest, TieBreak::Seniority, TieBreak::Draw, TieBreak::Runoff];
        let count = |ballots: usize| u32::try_from(ballots).expect("few");
        let blank = count(ballots.iter().filter(|ballot| !ballot.contains(&true)).count());
        let votes = (0..5).map(|at| count(ballots.iter().filter(|ballot| ballot[at]).count())).collect();
        let said = Named { blank, named: count(ballots.len()) - blank, votes };
        let dates: Vec<Dates> = years.into_iter().map(born).collect();
        let proxies = (proxies > 0).then_some(BlankCounted { count: proxies, approved });
        let decision =
            elect_by(&rules(needs, breaks[rule]), quorum(), &contest(seats, 5), (&said, &dates), proxies.into());
        let result = decision.election.expect("an election");
        let elected = result.elected();
        prop_assert!(count(elected.len()) + result.open <= seats);
        prop_assert!(elected.iter().chain(&result.tied).all(|one| result.votes[*one as usize] >= result.needed.max(1)));
        for out in (0..5).filter(|one| !elected.contains(one) && !result.tied.contains(one)) {
            prop_assert!(elected.iter().all(|one| result.votes[*one as usize] >= result.votes[out as usize]));
        }
        prop_assert!(result.follows(&said, &proxies.into(), (&quorum(), CAST)));
        if result.awaits() == Some(Awaits::Draw) {
            let drawn: Vec<u32> = result.tied.iter().copied().take(result.open as usize).collect();
            let after = result.after_draw(&drawn).expect("a draw");
            prop_assert!(count(after.elected().len()) <= seats);
            prop_assert!(after.follows(&said, &proxies.into(), (&quorum(), CAST)));
        }
    }
}
