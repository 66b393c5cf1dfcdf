//! When the current fails: what the desk and the bureau hold on paper. Who has a voice and who speaks it, as it is known when the
//! page is printed; which items are voted on paper, and by which rules; how many sheets of ballots to copy.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::attendance::Presence;
use crate::ids::MemberId;
use crate::majority::MajorityRule;
use crate::proxies::ProxyState;
use crate::quorum::QuorumCheck;
use crate::seats::ElectionRules;
use crate::sheet::{Given, Named};
use crate::vote::VoteState;
use crate::wire::{AssemblyView, ItemView};

/// Ballots on one A4 sheet, two by four.
pub const A_SHEET: u32 = 8;

/// Somebody with a voice, by their number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voiced {
    /// Who.
    pub id: MemberId,
    /// Number and name.
    pub who: Named,
    /// Of an organisation: who speaks for it.
    pub representative: Option<String>,
    /// Where they stand.
    pub presence: Presence,
}

/// A line of the list to sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Number and name.
    pub who: Named,
    /// Of an organisation: who speaks for it.
    pub representative: Option<String>,
    /// Where they stand.
    pub presence: Presence,
    /// Voices they may speak if they come: the own one, and those of proxies in force.
    pub voices: u32,
    /// Whose voices they carry.
    pub carries: Vec<Burden>,
    /// Who carries theirs, unless they come.
    pub carried: Option<Carried>,
    /// Items, by their position, in which their voice was used already.
    pub used: Vec<u32>,
}

/// A voice that somebody carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Burden {
    /// Whose.
    pub of: Named,
    /// Items, by their position, in which it was used already.
    pub used: Vec<u32>,
}

/// Who carries a voice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Carried {
    /// A member.
    By(Named),
    /// Nobody named: the voice is counted as C. com. L.225-106 says.
    Blank,
}

/// A proxy that is known: in force, or waiting for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Whose voice.
    pub grantor: Named,
    /// Who speaks it; `None` for one that names nobody.
    pub holder: Option<Named>,
    /// Whether it is in force; otherwise the holder has not answered.
    pub in_force: bool,
}

/// The lists: of who has a voice, of proxies, and of voices used (which member's, in the item of which position). A proxy whose
/// grantor is there is over; one that nobody accepted carries no voice.
#[must_use]
pub fn lists(members: &[Voiced], proxies: &[Given], used: &[(MemberId, u32)]) -> (Vec<Line>, Vec<Known>) {
    let named: BTreeMap<MemberId, &Named> = members.iter().map(|one| (one.id, &one.who)).collect();
    let there: BTreeSet<MemberId> = members.iter().filter(|one| one.presence.counts()).map(|one| one.id).collect();
    let live: Vec<&Given> = proxies
        .iter()
        .filter(|one| one.state.live() && named.contains_key(&one.grantor) && !there.contains(&one.grantor))
        .collect();
    let in_force: Vec<&Given> = live.iter().copied().filter(|one| one.state == ProxyState::InForce).collect();
    let used_by = |id: MemberId| -> Vec<u32> {
        used.iter().filter(|(voice, _)| *voice == id).map(|(_, position)| *position).collect()
    };
    let lines = members.iter().map(|one| {
        let carries: Vec<Burden> = in_force
            .iter()
            .filter(|given| given.holder == Some(one.id))
            .filter_map(|given| {
                Some(Burden { of: (*named.get(&given.grantor)?).clone(), used: used_by(given.grantor) })
            })
            .collect();
        let carried = in_force.iter().find(|given| given.grantor == one.id).map(|given| {
            let holder = given.holder.and_then(|holder| named.get(&holder));
            holder.map_or(Carried::Blank, |holder| Carried::By((*holder).clone()))
        });
        Line {
            who: one.who.clone(),
            representative: one.representative.clone(),
            presence: one.presence,
            voices: u32::try_from(carries.len()).unwrap_or(u32::MAX).saturating_add(1),
            carries,
            carried,
            used: used_by(one.id),
        }
    });
    let known = live.iter().filter_map(|given| {
        Some(Known {
            grantor: (*named.get(&given.grantor)?).clone(),
            holder: given.holder.and_then(|holder| named.get(&holder).map(|who| (*who).clone())),
            in_force: given.state == ProxyState::InForce,
        })
    });
    (lines.collect(), known.collect())
}

/// How often a sheet of ballots is copied, so that each of so many voices has one.
#[must_use]
pub fn copies(voices: u32) -> u32 {
    voices.div_ceil(A_SHEET).max(1)
}

/// What becomes of an item that is not over, when the current fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnPaper {
    /// It is voted on paper.
    Ballots,
    /// Ballots are received in advance, or who sent one does not stand in the list yet: this print is too early for it.
    TooEarly,
    /// It was opened in the session: it waits for the program, which has ballots of it that nobody can add to paper.
    Waits,
}

/// Whether an item is voted on paper, if it is not over: of one that was opened in the session nothing is, so that no voice counts
/// in both. `listed` says whether the print names who voted in advance, `at` when it was made.
#[must_use]
pub fn on_paper(item: &ItemView, listed: bool, at: i64) -> Option<OnPaper> {
    let received = || item.advance.as_ref().is_none_or(|found| at >= found.until);
    match item.state {
        VoteState::Prepared => Some(OnPaper::Ballots),
        VoteState::Advance if listed && received() => Some(OnPaper::Ballots),
        VoteState::Advance => Some(OnPaper::TooEarly),
        VoteState::Open => Some(OnPaper::Waits),
        VoteState::Closed | VoteState::Decided | VoteState::Voided => None,
    }
}

/// How many proxies in force name nobody.
#[must_use]
pub fn blank(proxies: &[Known]) -> u32 {
    let count = proxies.iter().filter(|one| one.in_force && one.holder.is_none()).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// By what an item is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRule {
    /// The item's position.
    pub position: u32,
    /// The quorum, as things stood at the print.
    pub quorum: QuorumCheck,
    /// The majority of a text.
    pub majority: MajorityRule,
    /// How persons are elected.
    pub elections: ElectionRules,
}

/// Everything for paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanB {
    /// Name of the cooperative.
    pub cooperative: String,
    /// Form, capital and seat.
    pub legal_line: String,
    /// The assembly.
    pub assembly: AssemblyView,
    /// When this was known, microseconds UTC.
    pub at: i64,
    /// By what each item is decided, in agenda order.
    pub rules: Vec<ItemRule>,
    /// Whether the lines say whose voice was used: not before the desk opens.
    pub listed: bool,
    /// Who has a voice, by number.
    pub lines: Vec<Line>,
    /// The proxies known.
    pub proxies: Vec<Known>,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::proxies::ProxyMeans;
    use crate::wire::AdvanceBox;

    fn id(n: u128) -> MemberId {
        MemberId(Uuid::from_u128(n))
    }

    fn named(n: u128) -> Named {
        Named { number: u32::try_from(n).ok(), name: format!("Personne {n}") }
    }

    fn voiced(n: u128, presence: Presence) -> Voiced {
        Voiced { id: id(n), who: named(n), representative: None, presence }
    }

    fn given(grantor: u128, holder: Option<u128>, state: ProxyState) -> Given {
        Given { grantor: id(grantor), holder: holder.map(id), state, means: ProxyMeans::Signed, at: 7, paper: None }
    }

    #[test]
    fn each_line_says_who_speaks_which_voices() {
        let members: Vec<Voiced> =
            (1..=7).map(|n| voiced(n, if n == 5 { Presence::There } else { Presence::Never })).collect();
        let proxies = [
            given(2, Some(1), ProxyState::InForce),
            given(3, None, ProxyState::InForce),
            given(4, Some(1), ProxyState::Given),
            given(5, Some(1), ProxyState::InForce),
            given(6, Some(1), ProxyState::Revoked),
            given(9, Some(1), ProxyState::InForce),
        ];
        let (lines, known) = lists(&members, &proxies, &[(id(7), 1), (id(2), 2), (id(7), 3)]);
        // 4 waits for an answer, 5 came, 6 took it back, 9 has no voice. A voice that is carried was used as the own one may be.
        assert_eq!((lines[0].voices, &lines[0].carries), (2, &vec![Burden { of: named(2), used: vec![2] }]));
        assert_eq!((&lines[0].used, &lines[1].used), (&vec![], &vec![2]));
        let carried: Vec<_> = lines.iter().map(|line| line.carried.clone()).collect();
        let mut expected = vec![None; 7];
        (expected[1], expected[2]) = (Some(Carried::By(named(1))), Some(Carried::Blank));
        assert_eq!(carried, expected);
        assert_eq!(lines[6].used, [1, 3]);
        let said: Vec<_> = known.iter().map(|one| (one.grantor.number, one.in_force)).collect();
        assert_eq!(said, [(Some(2), true), (Some(3), true), (Some(4), false)]);
        // Each voice is spoken once at most: the own ones of those who are not carried, and those carried.
        let spoken: u32 = lines.iter().map(|line| line.voices - u32::from(line.carried.is_some())).sum();
        assert_eq!(spoken, 6, "seven voices, one of them blank");
        assert_eq!(blank(&known), 1);
    }

    #[test]
    fn what_the_program_has_ballots_of_is_not_voted_on_paper() {
        let until = 100;
        let mut item = ItemView {
            vote: crate::ids::VoteId(Uuid::from_u128(1)),
            position: 1,
            resolution: crate::resolution::Resolution {
                id: crate::ids::ResolutionId(Uuid::from_u128(1)),
                title: crate::resolution::Text { fr: String::new(), en: String::new() },
                text: crate::resolution::Text { fr: String::new(), en: String::new() },
                election: None,
            },
            mode: crate::vote::VoteMode::Secret,
            state: VoteState::Prepared,
            voices: None,
            entrusted: None,
            voted: 0,
            opened_at: None,
            closed_at: None,
            closing_at: None,
            void_reason: None,
            cause: None,
            decision: None,
            awaits: None,
            draw: None,
            hands: None,
            paper: None,
            box_uuid: None,
            roll_checks: None,
            advance: None,
        };
        assert_eq!(on_paper(&item, false, 0), Some(OnPaper::Ballots));
        item.advance = Some(AdvanceBox { until, voices: 9, voted: 1, uuid: None });
        for (state, listed, at, expected) in [
            (VoteState::Advance, true, until - 1, Some(OnPaper::TooEarly)),
            (VoteState::Advance, false, until, Some(OnPaper::TooEarly)),
            (VoteState::Advance, true, until, Some(OnPaper::Ballots)),
            (VoteState::Open, true, until, Some(OnPaper::Waits)),
            (VoteState::Closed, true, until, None),
            (VoteState::Decided, true, until, None),
            (VoteState::Voided, true, until, None),
        ] {
            item.state = state;
            assert_eq!(on_paper(&item, listed, at), expected, "{state:?} {listed} {at}");
        }
    }

    #[test]
    fn there_is_a_ballot_for_each_voice() {
        for (voices, sheets) in [(0, 1), (1, 1), (8, 1), (9, 2), (16, 2), (17, 3)] {
            assert_eq!(copies(voices), sheets, "{voices}");
        }
    }
}
