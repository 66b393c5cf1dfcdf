//! The bureau of an assembly, as other acts and views ask for it.

use domain::Refusal;
use domain::bureau::{BureauDesk, BureauView, ConstituteBureau, Seat, SeatView, suggest};
use domain::ids::{AssemblyId, MemberId};
use domain::minutes::{self, Designated};
use domain::roles::Role;
use store::assemblies::Assembly;
use store::bureaus::{self, Bureau, Held};
use store::{Tx, keys, members, roles};

use crate::error::Stored as _;
use crate::{Error, Service, facts};

/// Most members the form has a list of. Where they are more, they are typed by number or name.
const LISTED: u32 = 500;
/// How many of those who are members longest are looked at: chair and secretary may be among them.
const SENIOR: u32 = 4;

/// The bureau is there, or no vote opens and no minutes are published.
pub(crate) async fn required(tx: &mut Tx, assembly: AssemblyId) -> Result<(), Error> {
    let all = bureaus::of_assembly(tx, assembly).await?;
    if all.iter().any(|bureau| bureau.constituted_at.is_some()) { Ok(()) } else { Err(Refusal::BureauMissing.into()) }
}

/// What the minutes say: the bureau, and those before it in this session, oldest first.
pub(crate) async fn in_minutes(
    tx: &mut Tx,
    assembly: AssemblyId,
) -> Result<(minutes::Bureau, Vec<minutes::Bureau>), Error> {
    let mut said = Vec::new();
    for bureau in bureaus::of_assembly(tx, assembly).await? {
        let Some(since) = bureau.constituted_at else { continue };
        let seats = bureaus::seats(tx, assembly, bureau.version).await?;
        let of = |seat: Seat| seats.iter().find(|held| held.seat == seat).map(|held| held.name.clone());
        said.push(minutes::Bureau {
            chair: of(Seat::Chair).unwrap_or_default(),
            secretary: of(Seat::Secretary).unwrap_or_default(),
            scrutineers: [Seat::FirstScrutineer, Seat::SecondScrutineer].into_iter().filter_map(of).collect(),
            designated: Some(Designated {
                since,
                chair_by: bureau.chair_by,
                scrutineers_by: bureau.scrutineers_by,
                words: bureau.words,
            }),
        });
    }
    let last = said.pop().ok_or(Refusal::BureauMissing)?;
    Ok((last, said))
}

/// What the console shows.
pub(crate) async fn desk(service: &Service, tx: &mut Tx, assembly: &Assembly) -> Result<BureauDesk, Error> {
    let all = bureaus::of_assembly(tx, assembly.id).await?;
    let (mut bureau, mut waiting) = (None, None);
    if let Some(last) = all.iter().rev().find(|bureau| bureau.constituted_at.is_some()) {
        bureau = Some(view(tx, last).await?);
    }
    let form = match all.last() {
        Some(newest) => {
            if newest.constituted_at.is_none() {
                waiting = Some(view(tx, newest).await?);
            }
            again(newest, &bureaus::seats(tx, assembly.id, newest.version).await?)
        }
        None => suggested(service, tx).await?,
    };
    let rules = facts::cooperative(tx).await?.voice_rules();
    let few = members::count_voices(tx, rules).await? <= LISTED;
    let listed = if few { members::with_voice(tx, rules).await? } else { Vec::new() };
    let people = listed.into_iter().filter_map(|member| Some(typed(member.number?, &member.name))).collect();
    Ok(BureauDesk { bureau, waiting, form, people })
}

/// The seats of the newest version that wait for a member.
pub(crate) async fn asked(tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<Vec<(u32, Seat)>, Error> {
    let Some(newest) = bureaus::of_assembly(tx, assembly).await?.pop() else { return Ok(Vec::new()) };
    if newest.constituted_at.is_some() {
        return Ok(Vec::new());
    }
    let seats = bureaus::seats(tx, assembly, newest.version).await?;
    let own = seats.into_iter().filter(|held| held.member == Some(member) && held.accepted.is_none());
    Ok(own.map(|held| (newest.version, held.seat)).collect())
}

async fn view(tx: &mut Tx, bureau: &Bureau) -> Result<BureauView, Error> {
    let seats = bureaus::seats(tx, bureau.assembly, bureau.version).await?;
    let seat = |held: Held| SeatView { seat: held.seat, name: held.name, number: held.number, accepted: held.accepted };
    Ok(BureauView {
        version: bureau.version,
        constituted_at: bureau.constituted_at,
        by: facts::member(tx, bureau.designated_by).await?.name,
        at: bureau.at,
        chair_by: bureau.chair_by,
        scrutineers_by: bureau.scrutineers_by,
        words: bureau.words.clone(),
        seats: seats.into_iter().map(seat).collect(),
    })
}

/// How a form names a member.
fn typed(number: u32, name: &str) -> String {
    format!("{number} {name}")
}

/// The form with the newest version in it, to change it.
fn again(newest: &Bureau, seats: &[Held]) -> ConstituteBureau {
    let of = |seat: Seat| {
        let held = seats.iter().find(|held| held.seat == seat);
        held.and_then(|held| Some(typed(held.number?, &held.name))).unwrap_or_default()
    };
    let clerk = seats.iter().find(|held| held.seat == Seat::Secretary && held.member.is_none());
    ConstituteBureau {
        after: newest.version,
        chair: of(Seat::Chair),
        chair_by: newest.chair_by,
        first_scrutineer: of(Seat::FirstScrutineer),
        second_scrutineer: of(Seat::SecondScrutineer),
        scrutineers_by: newest.scrutineers_by,
        words: newest.words.clone(),
        secretary: of(Seat::Secretary),
        secretary_name: clerk.map(|held| held.name.clone()).unwrap_or_default(),
        aloud: true,
    }
}

/// The form with whom the offices suggest.
async fn suggested(service: &Service, tx: &mut Tx) -> Result<ConstituteBureau, Error> {
    let held = roles::held_at(tx, service.now()).await?;
    let rules = facts::cooperative(tx).await?.voice_rules();
    let of_role = |role: Role| held.iter().filter(move |held| held.role == role).map(|held| held.member);
    let (chair, secretary) = (of_role(Role::Chair).next(), of_role(Role::Secretary).next());
    let office: Vec<MemberId> = of_role(Role::Scrutineer).collect();
    let senior = keys::senior(tx, rules, SENIOR).await?;
    let found = suggest(chair, secretary, &office, &senior);
    let mut words = Vec::new();
    for who in [found.chair, found.scrutineers[0], found.scrutineers[1], found.secretary] {
        words.push(match who {
            Some(id) => {
                let member = facts::member(tx, id).await?;
                typed(member.number.stored("a member number")?, &member.name)
            }
            None => String::new(),
        });
    }
    let mut words = words.into_iter();
    let mut next = || words.next().unwrap_or_default();
    Ok(ConstituteBureau {
        chair: next(),
        first_scrutineer: next(),
        second_scrutineer: next(),
        secretary: next(),
        aloud: true,
        ..ConstituteBureau::default()
    })
}
