//! The desk at the door: who has come, who has not.

use std::collections::BTreeSet;

use domain::attendance::{DeskLine, DeskView, Presence, desk_open};
use domain::codes::CodeLine;
use domain::door::{Entrusted, Scanned, Voice};
use domain::ids::{AssemblyId, MemberId};
use domain::proxies::ProxyState;
use domain::roles::Actor;
use store::Tx;
use store::attendances::{self, Line};
use store::paper;

use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::proposals::has_voice;
use crate::views::assemblies::read;
use crate::{Error, Service, door, facts, proxies};

/// Most lines of one page of the desk.
const MOST: u32 = 50;
/// Most characters that are searched.
const LONGEST: usize = 100;

/// Members with a voice whose number or name is searched, with where each stands. What no text may hold finds nobody.
///
/// # Errors
/// Policy; [`domain::Refusal::NotFound`].
pub async fn desk(service: &Service, actor: &Actor, id: AssemblyId, search: &str) -> Result<DeskView, Error> {
    allow(actor, Operation::ReadDesk)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadDesk).await?;
    let sound = search.chars().count() <= LONGEST && !search.chars().any(domain::text::refused);
    let found = match sound {
        true => lines(&mut tx, id, search.trim()).await?,
        false => Vec::new(),
    };
    shown(service, &mut tx, id, (search, found, None)).await
}

/// The member whose own code the desk has scanned, alone, with what the desk wants to know of their voice.
///
/// # Errors
/// Policy; [`domain::Refusal::NotFound`].
pub async fn desk_scanned(service: &Service, actor: &Actor, id: AssemblyId, code: &str) -> Result<DeskView, Error> {
    allow(actor, Operation::ReadDesk)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadDesk).await?;
    let assembly = facts::assembly(&mut tx, id).await?;
    let member = match door::scanned(&mut tx, &assembly, code, service.now()).await {
        Ok(member) => member,
        Err(Error::Refused(_)) => return shown(service, &mut tx, id, ("", Vec::new(), Some(Scanned::Over))).await,
        Err(error) => return Err(error),
    };
    if has_voice(&facts::cooperative(&mut tx).await?, &member).is_err() {
        return shown(service, &mut tx, id, ("", Vec::new(), Some(Scanned::NoVoice))).await;
    }
    let number = member.number.stored("a member number")?;
    let mut found = lines(&mut tx, id, &number.to_string()).await?;
    found.retain(|line| line.number == number);
    let scanned = Scanned::Member(voice(&mut tx, id, member.id).await?);
    shown(service, &mut tx, id, (&number.to_string(), found, Some(scanned))).await
}

/// By whom a member is represented, whom they carry, and whether their voice was used.
async fn voice(tx: &mut Tx, id: AssemblyId, member: MemberId) -> Result<Voice, Error> {
    let first = proxies::first(tx, id).await?;
    let live: Vec<_> =
        store::proxies::of_assembly(tx, first).await?.into_iter().filter(|one| one.state.live()).collect();
    let given = live.iter().find(|one| one.grantor == member);
    let given = match given {
        Some(one) => {
            let to = match one.holder {
                Some(holder) => Some(facts::member(tx, holder).await?.name),
                None => None,
            };
            Some(Entrusted { to, in_force: one.state == ProxyState::InForce })
        }
        None => None,
    };
    let held = |in_force: bool| {
        let fits =
            |one: &&store::proxies::Proxy| one.holder == Some(member) && (one.state == ProxyState::InForce) == in_force;
        u32::try_from(live.iter().filter(fits).count()).unwrap_or(u32::MAX)
    };
    let (carries, asked) = (held(true), held(false));
    Ok(Voice { given, carries, asked, voted: store::door::used(tx, id, member).await? })
}

async fn lines(tx: &mut Tx, id: AssemblyId, search: &str) -> Result<Vec<Line>, Error> {
    let rules = facts::cooperative(tx).await?.voice_rules();
    Ok(attendances::lines(tx, id, rules, search, MOST + 1).await?)
}

async fn shown(
    service: &Service,
    tx: &mut Tx,
    id: AssemblyId,
    (search, mut lines, scanned): (&str, Vec<Line>, Option<Scanned>),
) -> Result<DeskView, Error> {
    let assembly = read(tx, id).await?;
    let more = lines.len() > MOST as usize;
    lines.truncate(MOST as usize);
    let holders = paper::holders(tx, id).await?;
    let on: BTreeSet<u32> = holders.iter().filter(|holder| holder.on).map(|holder| holder.number).collect();
    let out: Vec<_> = paper::out(tx, id).await?.into_iter().map(|of| (of.vote, of.position, of.speaker)).collect();
    // They end with the assembly.
    let open = desk_open(assembly.state, assembly.starts_at, service.now()).is_ok();
    let held = if open { store::codes::lines(tx, id).await? } else { Vec::new() }.into_iter();
    let codes: Vec<CodeLine> =
        held.map(|of| CodeLine { number: of.number, name: of.name, n: of.n, at: of.at }).collect();
    Ok(DeskView {
        open,
        assembly,
        search: search.to_owned(),
        lines: lines.into_iter().map(|of| line(of, &on, &codes)).collect(),
        more,
        scanned,
        papers: domain::paper::lines(holders, &out),
        codes,
    })
}

fn line(of: Line, on: &BTreeSet<u32>, codes: &[CodeLine]) -> DeskLine {
    let Line { number, name, representative, moved, means, at } = of;
    let code = codes.iter().find(|held| held.number == number).map(|held| held.n);
    let (presence, paper) = (Presence::after(moved), on.contains(&number));
    DeskLine { number, name, representative, presence, means, at, paper, code }
}
