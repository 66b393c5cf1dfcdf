//! The attendance sheet: who was there, in the hall or from a distance, who was represented and by whom, with addresses, shares
//! and voices, and the proxies annexed to it (C. com. L.225-114, R.225-95). Those who sit in the bureau certify it exact.

use std::collections::{BTreeMap, BTreeSet};

use protocol::canonical;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::assembly::AssemblyKind;
use crate::attendance::{Means, Moved};
use crate::bureau::{Acceptances, Accepted, Seat};
use crate::identity::Postal;
use crate::ids::{AssemblyId, MemberId};
use crate::proxies::{ProxyMeans, ProxyState};

/// A member as the sheet names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Member number; none of who has none any more.
    pub number: Option<u32>,
    /// Name.
    pub name: String,
    /// Of an organisation: who speaks for it.
    pub representative: Option<String>,
    /// Address.
    pub postal: Postal,
    /// Shares held.
    pub shares: i64,
}

/// Where somebody took part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Where {
    /// In the hall: the desk entered them, or an own telephone with the code of the door.
    Hall,
    /// By a means of telecommunication that identifies, and so deemed present (C. com. R.225-97).
    Remote,
}

/// Somebody who took part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attending {
    /// Who.
    pub who: Person,
    /// Where.
    pub place: Where,
    /// From when, microseconds UTC.
    pub from: i64,
    /// When they left for the last time, if they did not come back.
    pub until: Option<i64>,
    /// Numbers and names of those they represented.
    pub carries: Vec<Named>,
    /// Whether an own telephone alone, with the code of the door, says that they were in the hall; not said before it could.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_phone: bool,
}

/// Somebody by number and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Member number.
    pub number: Option<u32>,
    /// Name.
    pub name: String,
}

/// Somebody who was represented.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Represented {
    /// Who.
    pub who: Person,
    /// By whom; `None` for a proxy that names nobody (C. com. L.225-106).
    pub by: Option<Named>,
}

/// A proxy annexed to the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annexed {
    /// Whose voice.
    pub grantor: Named,
    /// Who speaks it; `None` for one that names nobody.
    pub holder: Option<Named>,
    /// How it came.
    pub means: ProxyMeans,
    /// When it was received, microseconds UTC.
    pub at: i64,
    /// SHA-256 of its paper, hex.
    pub paper: Option<String>,
}

/// The sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Name of the cooperative.
    pub cooperative: String,
    /// Form, capital and seat.
    pub legal_line: String,
    /// The assembly.
    pub assembly: AssemblyId,
    /// Ordinary or extraordinary.
    pub kind: AssemblyKind,
    /// First or second call.
    pub call: u8,
    /// When its session opened, microseconds UTC.
    pub held_at: i64,
    /// IANA zone of the place.
    pub time_zone: String,
    /// Where.
    pub place: String,
    /// Version of the bureau that is to certify it.
    pub bureau: u32,
    /// Those who took part, by number.
    pub attending: Vec<Attending>,
    /// Those who were represented, by number.
    pub represented: Vec<Represented>,
    /// Those who sent their ballot in advance and did not come, by number (C. com. R.225-95 4°).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_ballot: Vec<Person>,
    /// The proxies by which they were.
    pub proxies: Vec<Annexed>,
}

/// How many, and how many shares they hold; each has one voice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// Members, and so voices.
    pub members: u32,
    /// Their shares.
    pub shares: i64,
}

impl Total {
    fn of<'a>(people: impl Iterator<Item = &'a Person>) -> Self {
        people.fold(Self::default(), |so_far, who| Self {
            members: so_far.members.saturating_add(1),
            shares: so_far.shares.saturating_add(who.shares),
        })
    }
}

impl Sheet {
    /// Those who took part in one place.
    #[must_use]
    pub fn present(&self, place: Where) -> Total {
        Total::of(self.attending.iter().filter(|one| one.place == place).map(|one| &one.who))
    }

    /// Those who were represented.
    #[must_use]
    pub fn represented(&self) -> Total {
        Total::of(self.represented.iter().map(|one| &one.who))
    }

    /// Those who voted in advance and did not come.
    #[must_use]
    pub fn by_ballot(&self) -> Total {
        Total::of(self.by_ballot.iter())
    }
}

/// A sheet as it was fixed: what is hashed into the record. The salt keeps who has the hash alone from trying names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixedSheet {
    /// 32 random bytes, hex.
    pub salt: String,
    /// The sheet.
    pub sheet: Sheet,
}

impl FixedSheet {
    /// RFC 8785 canonical JSON.
    #[must_use]
    pub fn to_canonical_json(&self) -> String {
        canonical::to_string(self).unwrap_or_default()
    }
}

/// A move of a member, as the sheet looks at it.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Who.
    pub member: MemberId,
    /// What.
    pub moved: Moved,
    /// How it is known.
    pub means: Means,
    /// When.
    pub at: i64,
}

/// A proxy, as the sheet looks at it.
#[derive(Clone, Debug)]
pub struct Given {
    /// Whose voice.
    pub grantor: MemberId,
    /// Who speaks it; `None` for one that names nobody.
    pub holder: Option<MemberId>,
    /// Where it stands.
    pub state: ProxyState,
    /// How it came.
    pub means: ProxyMeans,
    /// When.
    pub at: i64,
    /// SHA-256 of its paper, hex.
    pub paper: Option<String>,
}

/// Who took part, who was represented, by which proxies: of moves in their order, of proxies, of who they are. Whoever came
/// speaks the own voice, and is on the sheet once; a proxy whose holder did not come represents nobody.
#[must_use]
pub fn arrange(
    steps: &[Step],
    proxies: &[Given],
    people: &BTreeMap<MemberId, Person>,
) -> (Vec<Attending>, Vec<Represented>, Vec<Annexed>) {
    let named = |id: &MemberId| people.get(id).map(|who| Named { number: who.number, name: who.name.clone() });
    let came: BTreeSet<MemberId> = steps.iter().map(|step| step.member).collect();
    let in_force = |one: &&Given| {
        one.state == ProxyState::InForce
            && !came.contains(&one.grantor)
            && one.holder.is_none_or(|holder| came.contains(&holder))
    };
    let counted: Vec<&Given> = proxies.iter().filter(in_force).collect();
    let mut attending: Vec<Attending> = came
        .iter()
        .filter_map(|id| {
            let own: Vec<&Step> = steps.iter().filter(|step| step.member == *id).collect();
            let last = own.last()?;
            let came_by = |means: Means| own.iter().any(|step| step.means == means && step.moved != Moved::Left);
            let hall = own.iter().any(|step| step.means.in_hall() && step.moved != Moved::Left);
            let carried = counted.iter().filter(|one| one.holder == Some(*id));
            Some(Attending {
                who: people.get(id)?.clone(),
                place: if hall { Where::Hall } else { Where::Remote },
                from: own.first()?.at,
                until: (last.moved == Moved::Left).then_some(last.at),
                carries: carried.filter_map(|one| named(&one.grantor)).collect(),
                by_phone: came_by(Means::Phone) && !came_by(Means::Desk),
            })
        })
        .collect();
    attending.sort_by_key(|one| one.who.number);
    let mut represented: Vec<Represented> = counted
        .iter()
        .filter_map(|one| {
            let by = one.holder.as_ref().and_then(named);
            Some(Represented { who: people.get(&one.grantor)?.clone(), by })
        })
        .collect();
    represented.sort_by_key(|one| one.who.number);
    let annexed = counted.iter().filter_map(|one| {
        let holder = one.holder.as_ref().and_then(named);
        let (means, at, paper) = (one.means, one.at, one.paper.clone());
        Some(Annexed { grantor: named(&one.grantor)?, holder, means, at, paper })
    });
    (attending, represented, annexed.collect())
}

/// Who voted in advance, is not there and is not represented: each member is on the sheet once. `voted` are the voices that an
/// advance box holds a ballot of.
#[must_use]
pub fn by_ballot(
    voted: &[MemberId],
    steps: &[Step],
    represented: &[Represented],
    people: &BTreeMap<MemberId, Person>,
) -> Vec<Person> {
    let came: BTreeSet<MemberId> = steps.iter().map(|step| step.member).collect();
    let voted: BTreeSet<MemberId> = voted.iter().filter(|one| !came.contains(one)).copied().collect();
    let mut alone: Vec<Person> = voted.iter().filter_map(|id| people.get(id).cloned()).collect();
    alone.retain(|who| !represented.iter().any(|one| one.who == *who));
    alone.sort_by_key(|who| who.number);
    alone
}

/// What stands after somebody of the bureau certified a sheet.
///
/// # Errors
/// [`Refusal::NotFound`] for a seat there is not; [`Refusal::SheetCertified`] for one that certified.
pub fn certify(standing: Acceptances, seat: Seat, how: Accepted) -> Result<Acceptances, Refusal> {
    standing.accept(seat, how).map_err(|refusal| match refusal {
        Refusal::SeatAccepted => Refusal::SheetCertified,
        other => other,
    })
}

/// Somebody of the bureau, and whether they certified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatCertified {
    /// Which seat.
    pub seat: Seat,
    /// Who sits there.
    pub name: String,
    /// How they certified, if they did.
    pub certified: Option<Accepted>,
    /// When.
    pub at: Option<i64>,
    /// Whether whoever looks sits there, and may certify.
    pub own: bool,
}

/// The sheet as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetView {
    /// The sheet: as it was fixed, or as it would be now.
    pub sheet: Sheet,
    /// Its version and hash, once fixed.
    pub fixed: Option<Fixed>,
    /// Whether what is shown was fixed and has changed since.
    pub changed: bool,
    /// Whether whoever looks may fix it, and note what is said aloud.
    pub leads: bool,
}

/// A version of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fixed {
    /// From 1.
    pub version: u32,
    /// SHA-256, hex.
    pub hash: String,
    /// When.
    pub at: i64,
    /// When everybody had certified it.
    pub certified_at: Option<i64>,
    /// The bureau.
    pub seats: Vec<SeatCertified>,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id(n: u128) -> MemberId {
        MemberId(Uuid::from_u128(n))
    }

    fn people(count: u128) -> BTreeMap<MemberId, Person> {
        let person = |n: u128| Person {
            number: u32::try_from(n).ok(),
            name: format!("Personne {n}"),
            representative: None,
            postal: Postal::default(),
            shares: i64::try_from(n).unwrap(),
        };
        (1..=count).map(|n| (id(n), person(n))).collect()
    }

    fn step(n: u128, moved: Moved, means: Means, at: i64) -> Step {
        Step { member: id(n), moved, means, at }
    }

    fn given(grantor: u128, holder: Option<u128>, state: ProxyState) -> Given {
        Given { grantor: id(grantor), holder: holder.map(id), state, means: ProxyMeans::Signed, at: 7, paper: None }
    }

    fn numbers<'a>(people: impl Iterator<Item = &'a Person>) -> Vec<u32> {
        people.filter_map(|who| who.number).collect()
    }

    #[test]
    fn whoever_came_is_on_it_once_with_when_and_where() {
        let steps = [
            step(3, Moved::Arrived, Means::Remote, 10),
            step(1, Moved::Arrived, Means::Desk, 20),
            step(3, Moved::Left, Means::Remote, 30),
            step(1, Moved::Left, Means::Desk, 40),
            step(2, Moved::Arrived, Means::Ballot, 50),
            step(1, Moved::Returned, Means::Remote, 60),
            step(4, Moved::Arrived, Means::Phone, 70),
        ];
        let (attending, represented, annexed) = arrange(&steps, &[], &people(5));
        assert_eq!(numbers(attending.iter().map(|one| &one.who)), [1, 2, 3, 4]);
        assert_eq!(attending.iter().map(|one| one.by_phone).collect::<Vec<_>>(), [false, false, false, true]);
        let seen: Vec<_> = attending.iter().map(|one| (one.place, one.from, one.until)).collect();
        assert_eq!(
            seen,
            [
                (Where::Hall, 20, None),
                (Where::Remote, 50, None),
                (Where::Remote, 10, Some(30)),
                (Where::Hall, 70, None)
            ]
        );
        assert!(represented.is_empty() && annexed.is_empty());
    }

    #[test]
    fn whoever_is_represented_is_so_by_somebody_who_came_or_by_nobody_named() {
        let steps = [step(1, Moved::Arrived, Means::Desk, 1), step(5, Moved::Arrived, Means::Desk, 2)];
        let proxies = [
            given(2, Some(1), ProxyState::InForce),
            given(3, Some(4), ProxyState::InForce),
            given(4, None, ProxyState::InForce),
            given(5, Some(1), ProxyState::InForce),
            given(6, Some(1), ProxyState::Given),
            given(7, Some(1), ProxyState::Revoked),
        ];
        let (attending, represented, annexed) = arrange(&steps, &proxies, &people(7));
        // 3 is carried by who did not come, 5 came, 6 waits for an answer, 7 took it back.
        assert_eq!(numbers(represented.iter().map(|one| &one.who)), [2, 4]);
        assert_eq!(represented[0].by.as_ref().unwrap().number, Some(1));
        assert_eq!((represented[1].by.as_ref(), annexed.len()), (None, 2));
        let carried: Vec<_> = attending[0].carries.iter().map(|one| one.number).collect();
        assert_eq!(carried, [Some(2)]);
        assert!(attending[1].carries.is_empty());
        let mut both = numbers(attending.iter().map(|one| &one.who).chain(represented.iter().map(|one| &one.who)));
        both.dedup();
        assert_eq!(both.len(), attending.len() + represented.len(), "each member once");
    }

    #[test]
    fn totals_are_heads_and_shares() {
        let steps = [step(1, Moved::Arrived, Means::Desk, 1), step(2, Moved::Arrived, Means::Remote, 2)];
        let (attending, represented, proxies) = arrange(&steps, &[given(6, Some(1), ProxyState::InForce)], &people(7));
        let represented_again = represented.clone();
        let sheet = Sheet {
            cooperative: String::new(),
            legal_line: String::new(),
            assembly: AssemblyId(Uuid::from_u128(1)),
            kind: AssemblyKind::Ordinary,
            call: 1,
            held_at: 0,
            time_zone: "UTC".to_owned(),
            place: String::new(),
            bureau: 1,
            attending,
            represented,
            by_ballot: by_ballot(&[id(2), id(4), id(6), id(7), id(4)], &steps, &represented_again, &people(7)),
            proxies,
        };
        assert_eq!(sheet.present(Where::Hall), Total { members: 1, shares: 1 });
        assert_eq!(sheet.present(Where::Remote), Total { members: 1, shares: 2 });
        assert_eq!(sheet.represented(), Total { members: 1, shares: 6 });
        // 2 came, 6 is represented: each member is on it once.
        assert_eq!(sheet.by_ballot(), Total { members: 2, shares: 11 });
        // Every fact is hashed, and the salt.
        let fixed = FixedSheet { salt: "00".to_owned(), sheet };
        let text = fixed.to_canonical_json();
        canonical::parse(&text).unwrap();
        assert!(!text.contains("by_phone"), "what was fixed before keeps its hash");
        assert_eq!(serde_json::from_str::<FixedSheet>(&text).unwrap(), fixed);
        assert_ne!(FixedSheet { salt: "01".to_owned(), ..fixed }.to_canonical_json(), text);
    }

    #[test]
    fn each_seat_certifies_once() {
        let standing = Acceptances::of([(Seat::Chair, None), (Seat::Secretary, None)]);
        let standing = certify(standing, Seat::Chair, Accepted::Own).unwrap();
        assert!(!standing.complete());
        assert_eq!(certify(standing.clone(), Seat::Chair, Accepted::Aloud), Err(Refusal::SheetCertified));
        assert_eq!(certify(standing.clone(), Seat::FirstScrutineer, Accepted::Own), Err(Refusal::NotFound));
        assert!(certify(standing, Seat::Secretary, Accepted::Aloud).unwrap().complete());
    }
}
