//! The attendance sheet, as acts and views ask for it.

use std::collections::BTreeMap;

use domain::Refusal;
use domain::bureau::{Acceptances, Accepted, Seat};
use domain::identity::Postal;
use domain::ids::{AssemblyId, MemberId};
use domain::proxies::ProxyMeans;
use domain::sheet::{FixedSheet, Given, Person, Sheet, Step, arrange, by_ballot};
use protocol::hash;
use store::assemblies::Assembly;
use store::bureaus::{self, Held};
use store::{Tx, attendances, proxies, sheets};

use crate::error::Stored as _;
use crate::{Error, facts};

/// Who led the session last: the version of the bureau that is constituted, with its seats.
pub(crate) async fn bureau(tx: &mut Tx, assembly: &Assembly) -> Result<(u32, Vec<Held>), Error> {
    let all = bureaus::of_assembly(tx, assembly.id).await?;
    let last = all.iter().rev().find(|bureau| bureau.constituted_at.is_some()).ok_or(Refusal::BureauMissing)?;
    Ok((last.version, bureaus::seats(tx, assembly.id, last.version).await?))
}

/// The sheet as it is at this moment.
pub(crate) async fn now(tx: &mut Tx, assembly: &Assembly, bureau: u32) -> Result<Sheet, Error> {
    let cooperative = facts::cooperative(tx).await?;
    let first = crate::proxies::first(tx, assembly.id).await?;
    let steps: Vec<Step> = sheets::steps(tx, assembly.id)
        .await?
        .into_iter()
        .map(|step| Step { member: step.member, moved: step.moved, means: step.means, at: step.at })
        .collect();
    let papers = proxies::papers(tx, first).await?;
    let given: Vec<Given> = proxies::of_assembly(tx, first)
        .await?
        .into_iter()
        .map(|one| Given {
            grantor: one.grantor,
            holder: one.holder,
            state: one.state,
            means: one.means,
            at: one.made_at,
            paper: match one.means {
                ProxyMeans::Paper => {
                    papers.iter().find(|paper| paper.proxy == one.id).map(|paper| hash::hex(&paper.hash))
                }
                ProxyMeans::Signed => None,
            },
        })
        .collect();
    let people: BTreeMap<MemberId, Person> =
        sheets::people(tx, assembly.id, first).await?.into_iter().map(|row| (row.id, person(row))).collect();
    let (attending, represented, annexed) = arrange(&steps, &given, &people);
    let voted = attendances::by_ballot_now(tx, assembly.id).await?;
    let by_ballot = by_ballot(&voted, &steps, &represented, &people);
    Ok(Sheet {
        cooperative: cooperative.name,
        legal_line: cooperative.legal_line,
        assembly: assembly.id,
        kind: assembly.kind,
        call: assembly.call,
        held_at: assembly.opened_at.unwrap_or(assembly.starts_at),
        time_zone: assembly.time_zone.clone(),
        place: assembly.place.clone(),
        bureau,
        attending,
        represented,
        by_ballot,
        proxies: annexed,
    })
}

fn person(row: sheets::Person) -> Person {
    Person {
        number: row.number,
        name: row.name,
        representative: row.representative,
        postal: Postal { street: row.street, postcode: row.postcode, city: row.city, country: row.country },
        shares: row.shares,
    }
}

/// A version as it was fixed; none once its words are erased.
pub(crate) fn read(version: &sheets::Sheet) -> Result<Option<Sheet>, Error> {
    if version.body.is_empty() {
        return Ok(None);
    }
    Ok(Some(serde_json::from_str::<FixedSheet>(&version.body).stored("an attendance sheet")?.sheet))
}

/// Who of a bureau has certified a version.
pub(crate) fn standing(seats: &[Held], certified: &[sheets::Certified]) -> Acceptances {
    let of =
        |seat: Seat| -> Option<Accepted> { certified.iter().find(|one| one.seat == seat).map(|one| one.certified) };
    Acceptances::of(seats.iter().map(|held| (held.seat, of(held.seat))))
}

/// Whether a sheet waits for a member to certify it.
pub(crate) async fn asked(tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<bool, Error> {
    let Some(newest) = sheets::newest(tx, assembly).await? else { return Ok(false) };
    let seats = bureaus::seats(tx, assembly, newest.bureau).await?;
    let certified = sheets::certified(tx, assembly, newest.version).await?;
    let waits = |held: &Held| held.member == Some(member) && !certified.iter().any(|one| one.seat == held.seat);
    Ok(newest.certified_at.is_none() && seats.iter().any(waits))
}
