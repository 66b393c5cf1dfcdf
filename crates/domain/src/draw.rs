//! A draw among those equal in an election, held in session before the bureau: one person enters who was drawn, and a scrutineer
//! who is not that person reads it and says whether it is what was drawn. Nobody is seated before. What differs is void, is kept,
//! and is entered again.

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::bureau::Seat;
use crate::ids::MemberId;

/// What a scrutineer says of what was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DrawSaid {
    /// It is what was drawn: it stands.
    Same,
    /// It is not: it is void, and entered again.
    Differs,
}

impl DrawSaid {
    /// Every answer.
    pub const ALL: [Self; 2] = [Self::Same, Self::Differs];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Differs => "differs",
        }
    }

    /// The answer of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|said| said.word() == word)
    }
}

/// What was entered last of an election.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// Which entry of its vote it is, counted from 1.
    pub n: u32,
    /// Who entered it.
    pub by: MemberId,
    /// Who was drawn, in the order of the draw: places on the ballot, from 0.
    pub drawn: Vec<u32>,
    /// What a scrutineer said of it, once one has.
    pub said: Option<DrawSaid>,
}

impl Entered {
    /// Whether it waits for a scrutineer.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.said.is_none()
    }
}

/// Who confirms a draw that somebody enters, of the scrutineers who can sign in: none of those `tied`, whom it tells apart, while
/// another besides who enters it is left.
#[must_use]
pub fn confirmers(scrutineers: &[(Seat, MemberId)], tied: &[MemberId], by: MemberId) -> Vec<(Seat, MemberId)> {
    let apart: Vec<(Seat, MemberId)> =
        scrutineers.iter().filter(|(_, member)| !tied.contains(member)).copied().collect();
    if apart.iter().any(|(_, member)| *member != by) { apart } else { scrutineers.to_vec() }
}

/// The number of a new entry, after the last one. `scrutineers` are those who may confirm it ([`confirmers`]): one of them besides who
/// enters it is there.
///
/// # Errors
/// [`Refusal::DrawWaits`] while an entry waits; [`Refusal::DrawNeedsScrutineer`].
pub fn may_enter(last: Option<&Entered>, by: MemberId, scrutineers: &[(Seat, MemberId)]) -> Result<u32, Refusal> {
    if last.is_some_and(Entered::waits) {
        return Err(Refusal::DrawWaits);
    }
    if scrutineers.iter().all(|(_, member)| *member == by) {
        return Err(Refusal::DrawNeedsScrutineer);
    }
    Ok(last.map_or(1, |last| last.n.saturating_add(1)))
}

/// Whether somebody may say what the `n`th entry is: from which seat they do.
///
/// # Errors
/// [`Refusal::NotFound`] for whoever is no scrutineer; [`Refusal::DrawNotAwaited`] where that entry waits for nobody;
/// [`Refusal::DrawOwnHand`] for who entered it.
pub fn may_answer(
    last: Option<&Entered>,
    n: u32,
    by: MemberId,
    scrutineers: &[(Seat, MemberId)],
) -> Result<Seat, Refusal> {
    let seat = scrutineers.iter().find(|(_, member)| *member == by).map(|(seat, _)| *seat).ok_or(Refusal::NotFound)?;
    let entered = last.filter(|last| last.waits() && last.n == n).ok_or(Refusal::DrawNotAwaited)?;
    if entered.by == by { Err(Refusal::DrawOwnHand) } else { Ok(seat) }
}

/// What everybody is shown of the last entry, while those equal are not told apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawView {
    /// Which entry of its vote it is, counted from 1.
    pub n: u32,
    /// Who was drawn, as it was entered: places on the ballot, from 0.
    pub drawn: Vec<u32>,
    /// Whether a scrutineer said that it differs, so that it is entered again; otherwise one is to read it.
    pub differs: bool,
}

impl DrawView {
    /// Of an entry that does not stand yet.
    #[must_use]
    pub fn of(entered: &Entered) -> Self {
        Self { n: entered.n, drawn: entered.drawn.clone(), differs: entered.said == Some(DrawSaid::Differs) }
    }

    /// A number that grows with every entry and every answer.
    #[must_use]
    pub fn step(&self) -> u32 {
        self.n.saturating_mul(2).saturating_add(u32::from(self.differs))
    }
}

/// Body of `POST /api/v1/votes/{id}/draw/confirmation`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmDraw {
    /// Which entry was read.
    pub n: u32,
    /// What it is.
    pub said: DrawSaid,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn member(n: u128) -> MemberId {
        MemberId(Uuid::from_u128(n))
    }

    fn entered(n: u32, by: u128, said: Option<DrawSaid>) -> Entered {
        Entered { n, by: member(by), drawn: vec![3], said }
    }

    #[test]
    fn one_entry_waits_at_a_time_and_for_somebody_else() {
        let both = [(Seat::FirstScrutineer, member(2)), (Seat::SecondScrutineer, member(3))];
        assert_eq!(may_enter(None, member(1), &both), Ok(1));
        assert_eq!(may_enter(None, member(2), &both), Ok(1), "the other scrutineer confirms it");
        assert_eq!(may_enter(None, member(2), &both[..1]), Err(Refusal::DrawNeedsScrutineer));
        assert_eq!(may_enter(None, member(1), &[]), Err(Refusal::DrawNeedsScrutineer));
        assert_eq!(may_enter(Some(&entered(1, 1, None)), member(1), &both), Err(Refusal::DrawWaits));
        let void = entered(4, 1, Some(DrawSaid::Differs));
        assert_eq!(may_enter(Some(&void), member(1), &both), Ok(5));
    }

    #[test]
    fn nobody_confirms_the_own_draw_while_another_can() {
        let (first, second) = ((Seat::FirstScrutineer, member(2)), (Seat::SecondScrutineer, member(3)));
        let both = [first, second];
        assert_eq!(confirmers(&both, &[member(7)], member(1)), both);
        assert_eq!(confirmers(&both, &[member(2)], member(1)), [second]);
        assert_eq!(confirmers(&both, &[member(2), member(7)], member(3)), both, "the other one entered it");
        assert_eq!(confirmers(&both, &[member(2), member(3)], member(1)), both, "somebody must");
        assert_eq!(confirmers(&both[..1], &[member(2)], member(1)), [first]);
        assert!(confirmers(&[], &[member(2)], member(1)).is_empty());
    }

    #[test]
    fn a_scrutineer_who_did_not_enter_it_says_what_it_is() {
        let both = [(Seat::FirstScrutineer, member(2)), (Seat::SecondScrutineer, member(3))];
        let waits = entered(2, 2, None);
        let says = |last: Option<&Entered>, n, by| may_answer(last, n, member(by), &both);
        assert_eq!(says(Some(&waits), 2, 3), Ok(Seat::SecondScrutineer));
        assert_eq!(says(Some(&waits), 2, 2), Err(Refusal::DrawOwnHand));
        assert_eq!(says(Some(&waits), 2, 1), Err(Refusal::NotFound));
        assert_eq!(says(Some(&waits), 1, 3), Err(Refusal::DrawNotAwaited), "another was entered since");
        assert_eq!(says(None, 1, 3), Err(Refusal::DrawNotAwaited));
        let void = entered(2, 1, Some(DrawSaid::Differs));
        assert_eq!(says(Some(&void), 2, 3), Err(Refusal::DrawNotAwaited));
    }

    #[test]
    fn whoever_follows_is_told_of_each_step() {
        let steps = [entered(1, 1, None), entered(1, 1, Some(DrawSaid::Differs)), entered(2, 1, None)];
        assert_eq!(steps.map(|entered| DrawView::of(&entered).step()), [2, 3, 4]);
        assert_eq!(DrawSaid::from_word("differs"), Some(DrawSaid::Differs));
        assert_eq!(DrawSaid::from_word("same"), Some(DrawSaid::Same));
        assert_eq!(DrawSaid::from_word("Same"), None);
    }
}
