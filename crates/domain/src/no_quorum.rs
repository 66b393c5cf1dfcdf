//! A session whose agenda cannot be decided for lack of a quorum ends in a record of that (C. com. R.225-107), and may be
//! convened a second time with the same agenda (L.225-105 al. 4).

use crate::Refusal;
use crate::quorum::QuorumCheck;
use crate::vote::VoteState;

/// An item of the notice, as the rule looks at it.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Where its vote stands.
    pub state: VoteState,
    /// Whether it was decided with its quorum.
    pub decided: bool,
    /// The quorum of its kind of item at this moment.
    pub quorum: QuorumCheck,
}

/// Whether the session may end for lack of a quorum, and the count that shows it: of the items left, the quorum that asks for
/// the fewest. Nothing of the agenda has been decided with a quorum, nothing is being voted on, and something is left.
///
/// # Errors
/// [`Refusal::VotesUndecided`] while a vote is open or counted; [`Refusal::QuorumThere`] when an item left could be decided,
/// was, or none is left.
pub fn lack(items: &[Standing]) -> Result<QuorumCheck, Refusal> {
    if items.iter().any(|item| matches!(item.state, VoteState::Open | VoteState::Closed)) {
        return Err(Refusal::VotesUndecided);
    }
    let left: Vec<&Standing> = items.iter().filter(|item| item.state.waits()).collect();
    if items.iter().any(|item| item.decided) || left.iter().any(|item| item.quorum.met) {
        return Err(Refusal::QuorumThere);
    }
    let fewest = left.into_iter().min_by_key(|item| item.quorum.needed);
    fewest.map(|item| item.quorum.clone()).ok_or(Refusal::QuorumThere)
}

#[cfg(test)]
mod tests {
    use VoteState::{Advance, Closed, Decided, Open, Prepared, Voided};

    use super::*;
    use crate::statutes::Preset;

    fn item(state: VoteState, preset: &str, call: u8, present: u32) -> Standing {
        let preset = Preset::load(preset).unwrap();
        Standing { state, decided: false, quorum: preset.quorum_of(call).check(present, 150) }
    }

    const AGO: &str = "sa-cooperative-fr-ago";
    const AGE: &str = "sa-cooperative-fr-age";

    #[test]
    fn one_more_member_and_the_session_goes_on() {
        let needed = item(Prepared, AGO, 1, 0).quorum.needed.unwrap();
        let needed = u32::try_from(needed).unwrap();
        let count = lack(&[item(Prepared, AGO, 1, needed - 1)]).unwrap();
        assert_eq!((count.present, count.members, count.needed), (needed - 1, 150, Some(needed.into())));
        assert_eq!(lack(&[item(Prepared, AGO, 1, needed)]), Err(Refusal::QuorumThere));
    }

    #[test]
    fn of_a_mixed_agenda_each_item_left_must_lack_its_own() {
        let ordinary = u32::try_from(item(Prepared, AGO, 1, 0).quorum.needed.unwrap()).unwrap();
        let both = |present| [item(Prepared, AGE, 1, present), item(Prepared, AGO, 1, present)];
        assert_eq!(lack(&both(ordinary)), Err(Refusal::QuorumThere), "the ordinary item can be decided");
        assert_eq!(lack(&both(ordinary - 1)).unwrap().needed, Some(ordinary.into()), "the lower of the two is shown");
        // The ordinary one was given up: what is left lacks its quorum.
        let [age, mut ago] = both(ordinary);
        ago.state = Voided;
        assert!(lack(&[age, ago]).is_ok());
    }

    #[test]
    fn nothing_is_being_voted_on_nothing_was_decided_and_something_is_left() {
        let lacking = |state| item(state, AGO, 1, 0);
        for going_on in [Open, Closed] {
            assert_eq!(lack(&[lacking(Prepared), lacking(going_on)]), Err(Refusal::VotesUndecided), "{going_on:?}");
        }
        assert!(lack(&[lacking(Prepared), lacking(Advance)]).is_ok(), "ballots of before the session stay as they are");
        assert_eq!(lack(&[item(Advance, AGO, 1, 150)]), Err(Refusal::QuorumThere));
        let decided = Standing { decided: true, ..lacking(Decided) };
        assert_eq!(lack(&[lacking(Prepared), decided]), Err(Refusal::QuorumThere));
        assert!(lack(&[lacking(Prepared), lacking(Decided)]).is_ok(), "one was put to the vote and lacked it already");
        for none_left in [vec![], vec![lacking(Voided)], vec![lacking(Decided), lacking(Voided)]] {
            assert_eq!(lack(&none_left), Err(Refusal::QuorumThere));
        }
    }

    #[test]
    fn a_second_call_that_asks_for_none_never_lacks_it() {
        assert_eq!(item(Prepared, AGO, 2, 0).quorum.needed, None);
        assert_eq!(lack(&[item(Prepared, AGO, 2, 0)]), Err(Refusal::QuorumThere));
    }
}
