use super::*;

fn place(proposal: ProposalState) -> Place {
    Place { proposal, hidden: false, own: false, moderator: false }
}

#[test]
fn a_discussion_goes_on_from_opening_to_the_decision() {
    for state in ProposalState::ALL {
        let over = matches!(
            state,
            ProposalState::Draft | ProposalState::Adopted | ProposalState::Rejected | ProposalState::Withdrawn
        );
        let expected = if over { Err(Refusal::DiscussionClosed) } else { Ok(()) };
        assert_eq!(goes_on(state), expected, "{state:?}");
        assert_eq!(place(state).answers(), expected, "{state:?}");
        let own = Place { own: true, ..place(state) };
        assert_eq!(own.corrects(), expected, "{state:?}");
        // What must not stand there is hidden after the vote, too.
        assert_eq!(place(state).moderates(Moderation::Hide), Ok(()), "{state:?}");
    }
}

#[test]
fn who_wrote_it_corrects_it_and_somebody_else_moderates_it() {
    let open = place(ProposalState::Open);
    let hidden = Place { hidden: true, ..open };
    let own = |place: Place| Place { own: true, ..place };
    assert_eq!(open.corrects(), Err(Refusal::NotAuthor));
    assert_eq!(hidden.corrects(), Err(Refusal::NotAuthor));
    assert_eq!(own(hidden).corrects(), Err(Refusal::CommentState), "what was hidden stays as it was");
    assert_eq!(hidden.answers(), Err(Refusal::CommentState));
    for what in Moderation::ALL {
        let fits = |place: Place| place.hidden == (what == Moderation::Show);
        for place in [open, hidden] {
            let expected = if fits(place) { Ok(()) } else { Err(Refusal::CommentState) };
            assert_eq!(place.moderates(what), expected, "{what:?}");
            assert_eq!(own(place).moderates(what), Err(Refusal::OwnComment), "{what:?}");
        }
    }
}

#[test]
fn hidden_words_are_read_by_who_wrote_them_and_who_moderates() {
    for (own, moderator, hidden, reads) in
        [(false, false, false, true), (false, false, true, false), (true, false, true, true), (false, true, true, true)]
    {
        let place = Place { proposal: ProposalState::Open, hidden, own, moderator };
        assert_eq!(place.reads(), reads, "{place:?}");
    }
}

#[test]
fn nobody_floods_a_discussion() {
    assert_eq!(paced(0), Ok(()));
    assert_eq!(paced(MOST_A_DAY - 1), Ok(()));
    assert_eq!(paced(MOST_A_DAY), Err(Refusal::TooMuchToday));
    assert_eq!(paced(u32::MAX), Err(Refusal::TooMuchToday));
}

#[test]
fn words_and_reasons_have_their_bounds() {
    assert_eq!(check(&"é".repeat(MOST_COMMENT)), Ok(()));
    assert_eq!(check(&"é".repeat(MOST_COMMENT + 1)), Err(Refusal::TextInvalid));
    assert_eq!(check(" \n"), Err(Refusal::TextInvalid));
    assert_eq!(check("a\r\nb"), Err(Refusal::TextCharacters));
    assert_eq!(reason("  \n"), Err(Refusal::ReasonMissing));
    assert_eq!(reason("\nPropos insultant. \n"), Ok("Propos insultant."));
    assert_eq!(reason(&"é".repeat(MOST_REASON + 1)), Err(Refusal::TextInvalid));
    assert_eq!(reason("a\u{202E}b"), Err(Refusal::TextCharacters));
}

#[test]
fn the_highest_office_is_named() {
    assert_eq!(office(&[Role::Board, Role::Secretary]), Some(Role::Secretary));
    assert_eq!(office(&[Role::Board, Role::Chair]), Some(Role::Chair));
    assert_eq!(office(&[Role::Board]), Some(Role::Board));
    assert_eq!(office(&[Role::Auditor, Role::Operator, Role::Scrutineer, Role::KeyHolder]), None);
    for what in Moderation::ALL {
        assert_eq!(serde_json::to_value(what).unwrap(), what.word());
    }
}
