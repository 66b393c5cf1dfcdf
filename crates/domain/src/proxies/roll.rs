//! Who speaks which voice when a roll is fixed, which proxies are over then, and who takes part in a vote.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Ending, Known, ProxyState};
use crate::ids::{MemberId, ProxyId};

/// A voice on a roll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// Whose voice.
    pub voice: MemberId,
    /// Whose key speaks it: the own one, or that of who carries the proxy.
    pub speaker: MemberId,
    /// The proxy, if somebody else speaks.
    pub proxy: Option<ProxyId>,
}

/// A roll as it is fixed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FixedRoll {
    /// One entry for each voice that a key may speak, in the order of the members.
    pub spoken: Vec<Spoken>,
    /// The same of voices on paper: whoever speaks them has papers in the place of a key.
    pub paper: Vec<Spoken>,
    /// Blank proxies, which are no ballots: who gave each.
    pub blank: Vec<(MemberId, ProxyId)>,
    /// Voices that nothing speaks: without a key or papers of their own, and carried by nobody.
    pub silent: Vec<MemberId>,
}

impl FixedRoll {
    /// The same without the voices that were used in an earlier box of the vote: each votes once.
    #[must_use]
    pub fn without(mut self, used: &HashSet<MemberId>) -> Self {
        self.spoken.retain(|one| !used.contains(&one.voice));
        self.paper.retain(|one| !used.contains(&one.voice));
        self.blank.retain(|(grantor, _)| !used.contains(grantor));
        self.silent.retain(|voice| !used.contains(voice));
        self
    }
}

/// Fixes a roll. `voices` are the members with a voice, each with whether a key speaks for them; `known` are the proxies of the
/// assembly; `papers` are those who vote on paper, with a key or without. Each member is on it at most once: by the own key or
/// paper, by a proxy in force whose holder has a voice, and a key or papers, among the blank ones, or silent. A proxy nobody can speak
/// leaves the voice to its own key.
#[must_use]
pub fn fix(voices: &[(MemberId, bool)], known: &[Known], papers: &HashSet<MemberId>) -> FixedRoll {
    let in_force = known.iter().filter(|one| one.state == ProxyState::InForce);
    let given: HashMap<MemberId, &Known> = in_force.map(|one| (one.grantor, one)).collect();
    let speaks: HashMap<MemberId, (bool, bool)> =
        voices.iter().map(|(member, key)| (*member, (*key, papers.contains(member)))).collect();
    let mut roll = FixedRoll::default();
    for (voice, _) in voices {
        let by = |speaker: MemberId, proxy| {
            let (key, paper) = speaks.get(&speaker).copied().unwrap_or_default();
            (key || paper).then_some((Spoken { voice: *voice, speaker, proxy }, paper))
        };
        let spoken = match given.get(voice).map(|one| (one.id, one.holder)) {
            Some((proxy, None)) => {
                roll.blank.push((*voice, proxy));
                continue;
            }
            Some((proxy, Some(holder))) => by(holder, Some(proxy)).or_else(|| by(*voice, None)),
            None => by(*voice, None),
        };
        match spoken {
            Some((one, true)) => roll.paper.push(one),
            Some((one, false)) => roll.spoken.push(one),
            None => roll.silent.push(*voice),
        }
    }
    roll
}

/// The live proxies that are over because their grantor, or their holder, has no voice any more.
#[must_use]
pub fn over(voices: &[MemberId], known: &[Known]) -> Vec<(ProxyId, Ending)> {
    let there: HashSet<MemberId> = voices.iter().copied().collect();
    let live = known.iter().filter(|one| one.state.live());
    live.filter_map(|one| match one.holder {
        _ if !there.contains(&one.grantor) => Some((one.id, Ending::GrantorGone)),
        Some(holder) if !there.contains(&holder) => Some((one.id, Ending::HolderGone)),
        _ => None,
    })
    .collect()
}

/// How many members take part in a vote, present or represented, each once (C. com. L.225-96, L.225-98): those who are present,
/// those whose voice is carried by somebody present, and those who are represented whoever is there: by a blank proxy, or by a ballot
/// cast in advance (L.225-107). A proxy whose holder is absent
/// represents nobody, and whoever has no voice any more is not counted, as they are not among all members either.
#[must_use]
pub fn taking_part(
    present: &[MemberId],
    carried: &[(MemberId, MemberId)],
    anyway: &[MemberId],
    voices: &HashSet<MemberId>,
) -> u32 {
    let there: HashSet<MemberId> = present.iter().copied().collect();
    let represented = carried.iter().filter(|(_, holder)| there.contains(holder)).map(|(voice, _)| *voice);
    let all = present.iter().copied().chain(represented).chain(anyway.iter().copied());
    let all: BTreeSet<MemberId> = all.filter(|member| voices.contains(member)).collect();
    u32::try_from(all.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{known, member, play, proxy, tries};
    use super::*;

    #[test]
    fn each_voice_is_spoken_by_one_key_or_counted_apart() {
        use ProxyState::{Given, InForce, Revoked};
        let voices = [(member(1), true), (member(2), true), (member(3), false), (member(4), true), (member(5), false)];
        let all = [
            known(10, 1, Some(2), InForce),
            known(11, 3, Some(2), InForce),
            known(12, 4, None, InForce),
            known(13, 2, Some(4), Revoked),
        ];
        let roll = fix(&voices, &all, &HashSet::new());
        let spoken: Vec<_> = roll.spoken.iter().map(|one| (one.voice, one.speaker, one.proxy)).collect();
        assert_eq!(
            spoken,
            [
                (member(1), member(2), Some(proxy(10))),
                (member(2), member(2), None),
                // Without a key, and nevertheless with a voice.
                (member(3), member(2), Some(proxy(11))),
            ]
        );
        assert_eq!(roll.blank, [(member(4), proxy(12))]);
        assert_eq!(roll.silent, [member(5)]);
        let used = HashSet::from([member(5)]);
        assert_eq!(roll.without(&used).silent, []);
        // A holder without a key speaks for nobody, and for themself neither.
        let roll = fix(&voices, &[known(10, 5, Some(3), InForce)], &HashSet::new());
        assert_eq!(roll.silent, [member(3), member(5)]);
        // What was not accepted, and what nobody can speak, leaves the voice to its own key.
        for (state, holder) in [(Given, 2), (InForce, 5), (InForce, 9)] {
            let roll = fix(&voices, &[known(10, 1, Some(holder), state)], &HashSet::new());
            assert_eq!(roll.spoken[0], Spoken { voice: member(1), speaker: member(1), proxy: None });
        }
    }

    #[test]
    fn whoever_votes_on_paper_has_papers_for_all_they_speak() {
        use ProxyState::InForce;
        let voices = [(member(1), true), (member(2), true), (member(3), false), (member(4), true), (member(5), false)];
        let all = [known(10, 1, Some(2), InForce), known(11, 4, Some(3), InForce), known(12, 5, None, InForce)];
        let papers = |of: &[u128]| -> HashSet<MemberId> { of.iter().map(|n| member(*n)).collect() };
        let on = |roll: &[Spoken]| roll.iter().map(|one| (one.voice, one.speaker)).collect::<Vec<_>>();
        let of = |pairs: &[(u128, u128)]| pairs.iter().map(|(a, b)| (member(*a), member(*b))).collect::<Vec<_>>();
        // 3 has no key: nobody speaks for 3, and 4 speaks for themself, until 3 votes on paper.
        let without = fix(&voices, &all, &papers(&[]));
        assert_eq!((on(&without.spoken), on(&without.paper)), (of(&[(1, 2), (2, 2), (4, 4)]), of(&[])));
        let with = fix(&voices, &all, &papers(&[2, 3, 9]));
        assert_eq!((on(&with.spoken), on(&with.paper)), (of(&[]), of(&[(1, 2), (2, 2), (3, 3), (4, 3)])));
        assert_eq!(with.blank, [(member(5), proxy(12))]);
        // A blank proxy is one, and whoever is represented has no paper.
        let carried = fix(&voices, &all, &papers(&[1, 5]));
        assert_eq!((on(&carried.spoken), on(&carried.paper)), (of(&[(1, 2), (2, 2), (4, 4)]), of(&[])));
        let used: HashSet<MemberId> = papers(&[1, 3]);
        assert_eq!(on(&with.without(&used).paper), of(&[(2, 2), (4, 3)]));
    }

    #[test]
    fn a_voice_used_in_advance_is_on_no_later_roll() {
        let voices = [(member(1), true), (member(2), true), (member(3), true), (member(4), true)];
        let all = [known(10, 1, Some(2), ProxyState::InForce), known(11, 3, None, ProxyState::InForce)];
        let used: HashSet<MemberId> = [member(1), member(3)].into_iter().collect();
        let roll = fix(&voices, &all, &HashSet::new()).without(&used);
        assert_eq!(roll.spoken.iter().map(|one| one.voice).collect::<Vec<_>>(), [member(2), member(4)]);
        assert_eq!(roll.blank, [], "not as a blank proxy either");
    }

    #[test]
    fn who_has_no_voice_any_more_gives_and_carries_nothing() {
        use ProxyState::{Ended, Given, InForce};
        let voices = [member(1), member(2)];
        let all = [
            known(10, 1, Some(2), InForce),
            known(11, 2, Some(3), Given),
            known(12, 3, Some(1), InForce),
            known(13, 4, None, InForce),
            known(14, 5, Some(6), Ended),
        ];
        assert_eq!(
            over(&voices, &all),
            [(proxy(11), Ending::HolderGone), (proxy(12), Ending::GrantorGone), (proxy(13), Ending::GrantorGone),]
        );
    }

    #[test]
    fn a_member_counts_once_and_an_absent_holder_represents_nobody() {
        let of = |numbers: &[u128]| numbers.iter().map(|n| member(*n)).collect::<Vec<_>>();
        let carried = [(member(4), member(1)), (member(5), member(9))];
        let all: HashSet<MemberId> = of(&[1, 2, 3, 4, 5, 6, 7]).into_iter().collect();
        assert_eq!(taking_part(&of(&[1, 2, 3]), &carried, &of(&[6]), &all), 5);
        assert_eq!(taking_part(&of(&[1, 2, 4]), &carried, &of(&[2, 6]), &all), 4, "whoever came counts once");
        assert_eq!(taking_part(&[], &carried, &[], &all), 0);
        assert_eq!(taking_part(&[], &[], &of(&[6, 6]), &all), 1);
        // Who was excluded meanwhile counts neither here nor among all members.
        let fewer: HashSet<MemberId> = of(&[1, 6]).into_iter().collect();
        assert_eq!(taking_part(&of(&[1, 2, 3]), &carried, &of(&[6]), &fewer), 2);
    }

    proptest! {
        #[test]
        fn whatever_members_do_no_roll_has_more_voices_than_members_nor_one_twice(
            history in proptest::collection::vec(tries(), 0..60),
            keys in proptest::collection::vec(any::<bool>(), 6),
            papers in proptest::collection::hash_set(0..8_u128, 0..4),
        ) {
            let papers: HashSet<MemberId> = papers.into_iter().map(member).collect();
            let voices: Vec<(MemberId, bool)> = (0..6).map(member).zip(keys).collect();
            for all in play(history, None) {
                let roll = fix(&voices, &all, &papers);
                let mut on: Vec<MemberId> = roll.spoken.iter().chain(&roll.paper).map(|one| one.voice).collect();
                on.extend(roll.blank.iter().map(|(voice, _)| *voice));
                on.extend(&roll.silent);
                let distinct: HashSet<MemberId> = on.iter().copied().collect();
                prop_assert!(on.len() == voices.len() && distinct.len() == on.len(), "each once, and nobody left out");
                for voice in &roll.silent {
                    prop_assert!(voices.contains(&(*voice, false)) && !papers.contains(voice));
                }
                for one in &roll.spoken {
                    prop_assert!(voices.contains(&(one.speaker, true)), "a key speaks");
                    prop_assert_eq!(one.proxy.is_none(), one.speaker == one.voice);
                }
                // Whoever speaks for another speaks the own voice, too: nobody passes on what they carry.
                for one in roll.spoken.iter().filter(|one| one.proxy.is_some()) {
                    let own = Spoken { voice: one.speaker, speaker: one.speaker, proxy: None };
                    prop_assert!(roll.spoken.contains(&own));
                }
                // By key or on paper, never both: who speaks on paper speaks all voices so.
                for one in &roll.spoken {
                    prop_assert!(!papers.contains(&one.speaker));
                }
                for one in &roll.paper {
                    prop_assert!(papers.contains(&one.speaker) && voices.iter().any(|(voice, _)| *voice == one.speaker));
                    prop_assert_eq!(one.proxy.is_none(), one.speaker == one.voice);
                }
            }
        }
    }
}
