use super::*;
use AmendmentMove as A;
use ProposalMove::{Admit, Adopt, Open, PutOnAgenda, Refuse, Reject, Submit, TakeOffAgenda, Withdraw};

const MOVES: [ProposalMove; 9] = [Open, Submit, Admit, Refuse, PutOnAgenda, TakeOffAgenda, Adopt, Reject, Withdraw];

#[test]
fn each_move_from_each_state() {
    use ProposalState as S;
    let allowed = [
        (S::Draft, Open, S::Open),
        (S::Open, Submit, S::Submitted),
        (S::Open, Withdraw, S::Withdrawn),
        (S::Submitted, Admit, S::Admitted),
        (S::Submitted, Refuse, S::Refused),
        (S::Submitted, Withdraw, S::Withdrawn),
        (S::Admitted, PutOnAgenda, S::OnAgenda),
        (S::Admitted, Withdraw, S::Withdrawn),
        (S::OnAgenda, TakeOffAgenda, S::Admitted),
        (S::OnAgenda, Adopt, S::Adopted),
        (S::OnAgenda, Reject, S::Rejected),
        (S::OnAgenda, Withdraw, S::Withdrawn),
    ];
    for state in ProposalState::ALL {
        for happens in MOVES {
            let expected = allowed.iter().find(|(from, by, _)| (*from, *by) == (state, happens));
            let expected = expected.map(|(_, _, to)| *to).ok_or(Refusal::ProposalState);
            assert_eq!(state.after(happens), expected, "{state:?} {happens:?}");
        }
        assert_eq!(state.is_over(), MOVES.iter().all(|happens| state.after(*happens).is_err()), "{state:?}");
        assert!(!state.may_withdraw() || state.after(Withdraw).is_ok(), "{state:?}");
    }
    // From the agenda on its author takes nothing back: the assembly does.
    assert!(!ProposalState::OnAgenda.may_withdraw() && !ProposalState::OnAgenda.may_amend());
}

#[test]
fn words_are_those_of_json() {
    for state in ProposalState::ALL {
        assert_eq!(serde_json::to_value(state).unwrap(), state.word());
    }
    for state in AmendmentState::ALL {
        assert_eq!(serde_json::to_value(state).unwrap(), state.word());
    }
    for kind in Kind::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
    }
}

#[test]
fn an_amendment_is_answered_once_and_in_time() {
    use AmendmentState as S;
    let open = ProposalState::Open;
    for state in AmendmentState::ALL {
        for (happens, from, to) in [
            (A::Accept, &[S::Open][..], S::Accepted),
            (A::PutToVote, &[S::Open], S::ToVote),
            (A::Withdraw, &[S::Open, S::ToVote], S::Withdrawn),
        ] {
            let expected = if from.contains(&state) { Ok(to) } else { Err(Refusal::AmendmentDecided) };
            assert_eq!(state.after(happens, open), expected, "{state:?} {happens:?}");
        }
    }
    // What was supported and submitted is what the board gets.
    for proposal in ProposalState::ALL {
        let accepted = S::Open.after(A::Accept, proposal);
        assert_eq!(accepted.is_ok(), proposal == ProposalState::Open, "{proposal:?}");
        let voted = S::ToVote.after(A::Adopt, proposal);
        assert_eq!(voted.is_ok(), proposal == ProposalState::OnAgenda, "{proposal:?}");
        assert_eq!(S::ToVote.after(A::Reject, proposal).is_ok(), voted.is_ok());
        assert_eq!(S::ToVote.after(A::Withdraw, proposal).is_ok(), proposal.may_amend(), "{proposal:?}");
    }
    assert_eq!(S::Open.after(A::PutToVote, ProposalState::OnAgenda), Ok(S::ToVote), "an author who never answered");
}

#[test]
fn who_began_it_takes_it_back_and_others_when_nobody_else_is_there() {
    let (first, other) =
        (Part { first: true, author: true, ..Part::default() }, Part { author: true, ..Part::default() });
    let (board, member) = (Part { board: true, ..Part::default() }, Part::default());
    let members = |first, any| Authors { first, any };
    for (authors, may) in [
        (members(true, true), [true, false, false, false]),
        (members(false, true), [true, true, false, false]),
        (members(false, false), [true, true, true, false]),
    ] {
        let who = [first, other, board, member].map(|part| part.withdraws(authors).is_ok());
        assert_eq!(who, may, "{authors:?}");
    }
    assert_eq!([first, other, board, member].map(|part| part.writes().is_ok()), [true, true, false, false]);
}

#[test]
fn a_draft_is_its_authors_own() {
    let invited = Part { invited: true, ..Part::default() };
    let author = Part { author: true, ..Part::default() };
    let board = Part { board: true, ..Part::default() };
    for state in ProposalState::ALL {
        let public = state != ProposalState::Draft;
        assert!(author.sees(state) && invited.sees(state), "{state:?}");
        assert_eq!((board.sees(state), Part::default().sees(state)), (public, public), "{state:?}");
    }
}

#[test]
fn the_last_instant_of_the_last_day_is_in_time() {
    assert_eq!(in_time(Some(10), 9), Ok(()));
    assert_eq!(in_time(Some(10), 10), Err(Refusal::ProposalTooLate));
    assert_eq!(in_time(None, i64::MAX), Ok(()));
}
