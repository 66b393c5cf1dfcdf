//! Elections of persons to several seats. Whoever has more votes is seated first; only those who are equal at the last
//! seat are told apart, by the rule of the statutes; and where the rule is a draw, nothing is chosen in silence.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::majority::MajorityBasis;
use crate::quorum::Fraction;

/// How those equal at the last seat are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TieBreak {
    /// The eldest.
    Eldest,
    /// The youngest.
    Youngest,
    /// Member for longest.
    Seniority,
    /// A draw in session, recorded.
    Draw,
    /// Another round among them.
    Runoff,
}

impl TieBreak {
    /// Its word: in statutes, and in the catalogues.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Eldest => "eldest",
            Self::Youngest => "youngest",
            Self::Seniority => "seniority",
            Self::Draw => "draw",
            Self::Runoff => "runoff",
        }
    }
}

/// A part of the votes that a candidate needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Threshold {
    /// The part.
    pub fraction: Fraction,
    /// Whether it must be exceeded, not only reached.
    pub strict: bool,
}

impl Threshold {
    /// Fewest votes, of so many.
    #[must_use]
    pub fn needed(self, of: u64) -> u64 {
        if self.strict { self.fraction.more_than(of) } else { self.fraction.at_least(of).max(1) }
    }
}

/// How statutes have persons elected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElectionRules {
    /// What a candidate needs; none where those with most votes are elected, however many.
    pub needs: Option<Threshold>,
    /// Of what.
    pub basis: MajorityBasis,
    /// Where that is written.
    pub article: String,
    /// Whether a ballot may name everybody who stands; else as many as there are seats.
    pub all_names: bool,
    /// Who is seated of those equal at the last seat.
    pub tie_break: TieBreak,
    /// Where that is written.
    pub tie_article: String,
}

impl ElectionRules {
    /// Most names on a ballot, from 1.
    #[must_use]
    pub fn most(&self, seats: u32, candidates: u32) -> u32 {
        if self.all_names { candidates.max(1) } else { seats.min(candidates).max(1) }
    }
}

/// Somebody who stands, with the votes received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Votes.
    pub votes: u32,
    /// Day of birth, where the tie-break needs it.
    pub born: Option<NaiveDate>,
    /// Member since, where the tie-break needs it.
    pub member_since: Option<NaiveDate>,
}

/// How seats are filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatRule {
    /// Seats.
    pub seats: u32,
    /// What a candidate needs besides: a part of the ballots that name somebody.
    pub needs: Option<Threshold>,
    /// Who is seated of those equal at the last seat.
    pub tie_break: TieBreak,
}

/// Who is seated. Candidates are named by their place in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seated {
    /// Seated, most votes first.
    pub seated: Vec<usize>,
    /// Equal, and not told apart by the rule: a draw or another round decides among them.
    pub tied: Vec<usize>,
    /// Seats left for those tied.
    pub open: u32,
}

/// Fills the seats. `ballots` are those that name somebody. A candidate without a vote is never seated.
#[must_use]
pub fn seat(candidates: &[Standing], ballots: u32, rule: &SeatRule) -> Seated {
    let enough = rule.needs.map_or(1, |needs| needs.needed(ballots.into()));
    let mut ranked: Vec<usize> =
        (0..candidates.len()).filter(|at| u64::from(candidates[*at].votes) >= enough.max(1)).collect();
    // Stable: among equals the order of the list stays, which decides nothing below.
    ranked.sort_by_key(|at| std::cmp::Reverse(candidates[*at].votes));
    let seats = usize::try_from(rule.seats).unwrap_or(usize::MAX);
    if ranked.len() <= seats {
        return Seated { seated: ranked, tied: Vec::new(), open: 0 };
    }
    let last = seats.checked_sub(1).map_or(u32::MAX, |at| candidates[ranked[at]].votes);
    let (mut seated, mut tied): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    for at in ranked {
        match candidates[at].votes.cmp(&last) {
            std::cmp::Ordering::Greater => seated.push(at),
            std::cmp::Ordering::Equal => tied.push(at),
            std::cmp::Ordering::Less => {}
        }
    }
    let open = seats - seated.len();
    if tied.len() == open {
        seated.append(&mut tied);
        return Seated { seated, tied, open: 0 };
    }
    tell_apart(candidates, seated, tied, open, rule.tie_break)
}

/// Seats those of the equals whom the rule puts before the others; who is equal in that, too, stays tied.
fn tell_apart(
    candidates: &[Standing],
    mut seated: Vec<usize>,
    mut tied: Vec<usize>,
    open: usize,
    tie_break: TieBreak,
) -> Seated {
    let rank = |at: usize| -> Option<i64> {
        let days = |day: Option<NaiveDate>| day.map(|day| (day - NaiveDate::MIN).num_days());
        match tie_break {
            TieBreak::Eldest => days(candidates[at].born),
            TieBreak::Youngest => days(candidates[at].born).map(|days| -days),
            TieBreak::Seniority => days(candidates[at].member_since),
            TieBreak::Draw | TieBreak::Runoff => None,
        }
    };
    // A rule that lacks one of the dates tells nobody apart.
    if let Some(mut ranks) = tied.iter().map(|at| rank(*at)).collect::<Option<Vec<_>>>() {
        ranks.sort_unstable();
        let last = ranks[open - 1];
        let clear = ranks.get(open).is_none_or(|next| *next != last);
        tied.sort_by_key(|at| rank(*at));
        let sure = if clear { open } else { ranks.iter().take_while(|rank| **rank < last).count() };
        seated.extend(tied.drain(..sure));
        if clear {
            return Seated { seated, tied: Vec::new(), open: 0 };
        }
        tied.retain(|at| rank(*at) == Some(last));
        let open = u32::try_from(open - sure).unwrap_or(0);
        return Seated { seated, tied, open };
    }
    Seated { seated, tied, open: u32::try_from(open).unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn born(year: i32, votes: u32) -> Standing {
        Standing { votes, born: NaiveDate::from_ymd_opt(year, 1, 1), member_since: None }
    }

    fn rule(seats: u32, tie_break: TieBreak) -> SeatRule {
        SeatRule { seats, needs: None, tie_break }
    }

    #[test]
    fn equals_above_the_last_seat_are_both_seated() {
        let candidates = [born(1980, 9), born(1990, 9), born(1970, 3)];
        let outcome = seat(&candidates, 10, &rule(2, TieBreak::Draw));
        assert_eq!((outcome.seated, outcome.tied.is_empty(), outcome.open), (vec![0, 1], true, 0));
    }

    #[test]
    fn who_is_equal_in_age_too_is_left_to_a_draw() {
        let candidates = [born(1960, 5), born(1970, 5), born(1970, 5), born(1980, 5)];
        let outcome = seat(&candidates, 9, &rule(2, TieBreak::Eldest));
        assert_eq!((outcome.seated, outcome.tied, outcome.open), (vec![0], vec![1, 2], 1));
        let outcome = seat(&candidates, 9, &rule(2, TieBreak::Youngest));
        assert_eq!((outcome.seated, outcome.tied, outcome.open), (vec![3], vec![1, 2], 1));
    }

    #[test]
    fn a_majority_leaves_seats_empty_and_nobody_is_seated_without_a_vote() {
        let candidates = [born(1960, 6), born(1970, 5), born(1980, 0)];
        let of = |num, den, strict| {
            let fraction = Fraction::new(num, den).expect("a fraction");
            let rule = SeatRule { needs: Some(Threshold { fraction, strict }), ..rule(3, TieBreak::Eldest) };
            seat(&candidates, 10, &rule).seated
        };
        assert_eq!(of(1, 2, true), [0]);
        assert_eq!(of(1, 2, false), [0, 1]);
        assert_eq!(of(2, 3, false), Vec::<usize>::new());
        assert_eq!(seat(&candidates, 10, &rule(3, TieBreak::Eldest)).seated, [0, 1]);
        assert_eq!(seat(&candidates, 10, &rule(0, TieBreak::Eldest)).seated, Vec::<usize>::new());
        let undated = [Standing { votes: 1, born: None, member_since: None }; 2];
        assert_eq!(seat(&undated, 2, &rule(1, TieBreak::Eldest)).tied, [0, 1]);
    }

    proptest! {
        #[test]
        fn nobody_with_fewer_votes_is_seated_before_somebody_with_more(
            votes in prop::collection::vec((0..6_u32, 1950..1955_i32), 0..9),
            seats in 0..6_u32,
        ) {
            let candidates: Vec<Standing> = votes.iter().map(|(votes, year)| born(*year, *votes)).collect();
            let outcome = seat(&candidates, 20, &rule(seats, TieBreak::Eldest));
            let taken = outcome.seated.len() + outcome.open as usize;
            let standing = candidates.iter().filter(|candidate| candidate.votes > 0).count();
            prop_assert_eq!(taken, standing.min(seats as usize));
            prop_assert!(outcome.open == 0 || outcome.tied.len() > outcome.open as usize);
            for (at, candidate) in candidates.iter().enumerate() {
                if !outcome.seated.contains(&at) && !outcome.tied.contains(&at) {
                    for seated in outcome.seated.iter().chain(&outcome.tied) {
                        prop_assert!(candidates[*seated].votes >= candidate.votes);
                    }
                }
            }
        }
    }
}
