//! When the current fails: what the desk and the bureau hold on paper. Who has a voice and who speaks it, as it is known when the
//! page is printed; how many sheets of ballots to copy.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::attendance::Presence;
use crate::ids::MemberId;
use crate::proxies::ProxyState;
use crate::sheet::{Given, Named};
use crate::wire::AssemblyView;

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
    pub carries: Vec<Named>,
    /// Who carries theirs, unless they come.
    pub carried: Option<Carried>,
    /// Items, by their position, in which their voice was used already.
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
    let lines = members.iter().map(|one| {
        let carries: Vec<Named> = in_force
            .iter()
            .filter(|given| given.holder == Some(one.id))
            .filter_map(|given| named.get(&given.grantor).map(|who| (*who).clone()))
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
            used: used.iter().filter(|(voice, _)| *voice == one.id).map(|(_, position)| *position).collect(),
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
        let (lines, known) = lists(&members, &proxies, &[(id(7), 1), (id(7), 3)]);
        // 4 waits for an answer, 5 came, 6 took it back, 9 has no voice.
        assert_eq!((lines[0].voices, &lines[0].carries), (2, &vec![named(2)]));
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
    }

    #[test]
    fn there_is_a_ballot_for_each_voice() {
        for (voices, sheets) in [(0, 1), (1, 1), (8, 1), (9, 2), (16, 2), (17, 3)] {
            assert_eq!(copies(voices), sheets, "{voices}");
        }
    }
}
