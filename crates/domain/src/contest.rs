//! An election of persons as it is put to the vote: one question whose answers are those who stand, of whom a ballot names up
//! to as many as the statutes say, or which it leaves blank.

use protocol::election::Question;
use serde::{Deserialize, Serialize};

use crate::resolution::Choice;

/// Seats, and who stands for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contest {
    /// Seats to fill.
    pub seats: u32,
    /// Most names on a ballot, from 1.
    pub most: u32,
    /// Who stands, as the ballot names them and in its order; no two alike.
    pub candidates: Vec<String>,
}

/// What one voice says to what is put to the vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// To a text.
    Choice(Choice),
    /// In an election: these, by their place in the list.
    Names(Vec<usize>),
    /// In an election: nobody.
    Blank,
}

impl Contest {
    /// The question of its ballot: those who stand, at least one and at most [`Self::most`] of them, or blank.
    #[must_use]
    pub fn question(&self, title: &str) -> Question {
        Question {
            answers: self.candidates.clone(),
            blank: Some(true),
            min: 1,
            max: self.most.into(),
            question: title.to_owned(),
        }
    }

    /// The answer in the sealed ballot: first whether it is blank, then a 1 at the place of each who is named. `None` for what
    /// no ballot may say: nobody without saying blank, more than [`Self::most`], somebody who does not stand, somebody twice.
    #[must_use]
    pub fn vector(&self, said: &Said) -> Option<Vec<u64>> {
        let mut vector = vec![0; self.candidates.len() + 1];
        match said {
            Said::Choice(_) => return None,
            Said::Blank => vector[0] = 1,
            Said::Names(named) => {
                let counted = u32::try_from(named.len()).ok().filter(|count| (1..=self.most).contains(count));
                counted?;
                for at in named {
                    let place = vector.get_mut(at.checked_add(1)?)?;
                    *place = if *place == 0 { 1 } else { return None };
                }
            }
        }
        Some(vector)
    }
}

#[cfg(test)]
pub(crate) fn contest() -> Contest {
    Contest { seats: 2, most: 2, candidates: ["Anne Émery", "Zoé Émery", "Ali Zahn"].map(str::to_owned).to_vec() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_ballot_names_up_to_so_many_or_is_blank() {
        let contest = contest();
        let of = |named: &[usize]| contest.vector(&Said::Names(named.to_vec()));
        assert_eq!(of(&[0, 2]), Some(vec![0, 1, 0, 1]));
        assert_eq!(of(&[1]), Some(vec![0, 0, 1, 0]));
        assert_eq!(contest.vector(&Said::Blank), Some(vec![1, 0, 0, 0]));
        for (what, named) in
            [("nobody", vec![]), ("three", vec![0, 1, 2]), ("a stranger", vec![3]), ("twice", vec![1, 1])]
        {
            assert_eq!(of(&named), None, "{what}");
        }
        assert_eq!(contest.vector(&Said::Choice(Choice::For)), None);
        assert_eq!(of(&[usize::MAX]), None);
    }

    proptest! {
        /// What is a vector is what the question of the election allows, and nothing else.
        #[test]
        fn the_paper_allows_what_the_question_allows(
            candidates in 1..6_usize, most in 1..6_u32, named in prop::collection::vec(0..7_usize, 0..7),
        ) {
            let most = most.min(u32::try_from(candidates).expect("few"));
            let names = (0..candidates).map(|n| format!("Candidate {n}")).collect();
            let contest = Contest { seats: most, most, candidates: names };
            let question = contest.question("Conseil");
            if let Some(vector) = contest.vector(&Said::Names(named)) {
                prop_assert_eq!(vector.len(), question.width());
                prop_assert!((question.min..=question.max).contains(&vector[1..].iter().sum()));
                prop_assert!(vector[0] == 0 && vector.iter().all(|bit| *bit <= 1));
            }
        }
    }
}
