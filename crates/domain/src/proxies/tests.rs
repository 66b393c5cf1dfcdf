use proptest::prelude::*;

use super::*;

pub(super) fn member(n: u128) -> MemberId {
    MemberId(uuid::Uuid::from_u128(n))
}

pub(super) fn proxy(n: u128) -> ProxyId {
    ProxyId(uuid::Uuid::from_u128(n))
}

pub(super) fn known(id: u128, grantor: u128, holder: Option<u128>, state: ProxyState) -> Known {
    Known { id: proxy(id), grantor: member(grantor), holder: holder.map(member), state }
}

#[test]
fn each_move_from_each_state() {
    use ProxyState::{Declined, Ended, Given, InForce, Revoked};
    let no = Err(Refusal::ProxyState);
    for (state, accept, decline, revoke, end) in [
        (Given, Ok(InForce), Ok(Declined), Ok(Revoked), Ok(Ended)),
        (InForce, no, Ok(Declined), Ok(Revoked), Ok(Ended)),
        (Declined, no, no, no, no),
        (Revoked, no, no, no, no),
        (Ended, no, no, no, no),
    ] {
        let moves = [ProxyMove::Accept, ProxyMove::Decline, ProxyMove::Revoke, ProxyMove::End(Ending::Replaced)];
        assert_eq!(moves.map(|happens| state.after(happens)), [accept, decline, revoke, end], "{state:?}");
        assert_eq!(serde_json::to_value(state).unwrap(), state.word());
    }
    for ending in Ending::ALL {
        assert_eq!(serde_json::to_value(ending).unwrap(), ending.word());
    }
    assert_eq!((ProxyState::first(true), ProxyState::first(false)), (Given, InForce));
}

#[test]
fn nobody_gives_two_nor_to_themselves_nor_what_they_carry() {
    use ProxyState::{Declined, Given, InForce, Revoked};
    let to = |known: &[Known], holder: Option<u128>, replaces: Option<u128>| {
        may_give(known, member(1), holder.map(member), replaces.map(proxy), Some(2))
    };
    assert_eq!(to(&[], Some(2), None), Ok(()));
    assert_eq!(to(&[], None, None), Ok(()), "a blank one");
    assert_eq!(to(&[], Some(1), None), Err(Refusal::ProxyToSelf));
    assert_eq!(to(&[], Some(2), Some(9)), Err(Refusal::ProxyExists), "what it replaces is not there");
    for state in [Given, InForce] {
        let mine = [known(9, 1, Some(2), state)];
        assert_eq!(to(&mine, Some(3), None), Err(Refusal::ProxyExists));
        assert_eq!(to(&mine, Some(3), Some(8)), Err(Refusal::ProxyExists), "another is there");
        assert_eq!(to(&mine, Some(3), Some(9)), Ok(()));
        assert_eq!(to(&mine, Some(2), Some(9)), Ok(()));
        // Whoever gave one carries none.
        assert_eq!(to(&[known(9, 2, None, state)], Some(2), None), Err(Refusal::ProxyChain));
    }
    for state in [Declined, Revoked] {
        assert_eq!(to(&[known(9, 1, Some(2), state), known(8, 2, Some(3), state)], Some(2), None), Ok(()));
    }
    assert_eq!(to(&[known(9, 3, Some(1), InForce)], Some(2), None), Err(Refusal::ProxyHolds));
    assert_eq!(to(&[known(9, 3, Some(1), InForce)], None, None), Err(Refusal::ProxyHolds));
    assert_eq!(to(&[known(9, 3, Some(1), Given)], Some(2), None), Ok(()), "what was not accepted binds nobody");
}

#[test]
fn the_cap_counts_what_was_not_accepted_yet_and_no_blank_ones() {
    use ProxyState::{Declined, Given, InForce};
    let to = |known: &[Known], cap| may_give(known, member(1), Some(member(2)), None, cap);
    let two = [known(8, 3, Some(2), Given), known(9, 4, Some(2), InForce), known(7, 5, Some(2), Declined)];
    assert_eq!(to(&two, Some(3)), Ok(()));
    assert_eq!(to(&two, Some(2)), Err(Refusal::ProxyCapReached));
    assert_eq!(to(&two, None), Ok(()));
    assert_eq!(to(&[], Some(0)), Err(Refusal::ProxyCapReached));
    let blank: Vec<Known> = (10..30).map(|n| known(n, n, None, InForce)).collect();
    assert_eq!(may_give(&blank, member(1), None, None, Some(0)), Ok(()));
    let own = [known(9, 1, Some(2), InForce)];
    assert_eq!(may_give(&own, member(1), Some(member(2)), Some(proxy(9)), Some(1)), Ok(()), "in its own place");
    assert_eq!(may_accept(&two, &two[0], Some(1)), Err(Refusal::ProxyCapReached), "members left meanwhile");
    assert_eq!(may_accept(&two, &two[0], Some(2)), Ok(InForce));
    assert_eq!(may_accept(&two, &two[1], None), Err(Refusal::ProxyState));
    assert_eq!(may_accept(&blank, &blank[0], None), Err(Refusal::ProxyState), "nobody accepts a blank one");
    let meanwhile = [known(8, 3, Some(2), Given), known(9, 2, None, InForce)];
    assert_eq!(may_accept(&meanwhile, &meanwhile[0], None), Err(Refusal::ProxyChain));
}

/// What members try.
#[derive(Clone, Debug)]
pub(super) enum Tries {
    Gives(u128, Option<u128>, bool),
    Moves(usize, ProxyMove),
}

pub(super) fn tries() -> impl Strategy<Value = Tries> {
    let moves = prop_oneof![
        4 => Just(ProxyMove::Accept),
        1 => Just(ProxyMove::Decline),
        1 => Just(ProxyMove::Revoke),
        1 => Just(ProxyMove::End(Ending::GrantorVoted)),
    ];
    prop_oneof![
        3 => (0..6_u128, proptest::option::weighted(0.8, 0..6_u128), any::<bool>())
            .prop_map(|(grantor, holder, replaces)| Tries::Gives(grantor, holder, replaces)),
        2 => (any::<usize>(), moves).prop_map(|(which, happens)| Tries::Moves(which, happens)),
    ]
}

/// Plays a history; the proxies there are at the end of each step.
pub(super) fn play(history: Vec<Tries>, cap: Option<u32>) -> Vec<Vec<Known>> {
    let (mut all, mut seen): (Vec<Known>, Vec<Vec<Known>>) = (Vec::new(), Vec::new());
    for (n, tried) in (100..).zip(history) {
        match tried {
            Tries::Gives(grantor, holder, replaces) => {
                let live = all.iter().position(|one| one.grantor == member(grantor) && one.state.live());
                let place = live.filter(|_| replaces);
                let named = place.map(|at| all[at].id);
                if may_give(&all, member(grantor), holder.map(member), named, cap).is_ok() {
                    if let Some(at) = place {
                        all[at].state = all[at].state.after(ProxyMove::End(Ending::Replaced)).unwrap();
                    }
                    all.push(known(n, grantor, holder, ProxyState::first(holder.is_some())));
                }
            }
            Tries::Moves(which, happens) if !all.is_empty() => {
                let at = which % all.len();
                let to = match happens {
                    ProxyMove::Accept => may_accept(&all, &all[at], cap),
                    other => all[at].state.after(other),
                };
                if let Ok(to) = to {
                    all[at].state = to;
                }
            }
            Tries::Moves(..) => {}
        }
        seen.push(all.clone());
    }
    seen
}

proptest! {
    #[test]
    fn whatever_members_do_nobody_has_two_nobody_passes_on_and_nobody_carries_more_than_the_cap(
        history in proptest::collection::vec(tries(), 0..60),
        cap in proptest::option::of(0..4_u32),
    ) {
        for all in play(history, cap) {
            for n in 0..6 {
                let who = member(n);
                let given = all.iter().filter(|one| one.grantor == who && one.state.live()).count();
                prop_assert!(given <= 1);
                let live = carried(&all, who, |_| true);
                prop_assert!(cap.is_none_or(|most| live <= most));
                let accepted = carried(&all, who, |one| one.state == ProxyState::InForce);
                prop_assert!(given == 0 || accepted == 0, "a chain");
            }
            prop_assert!(all.iter().all(|one| one.holder != Some(one.grantor)));
        }
    }
}
