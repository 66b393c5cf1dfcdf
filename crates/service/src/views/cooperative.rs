//! The cooperative, and the people of the demo.

use std::collections::{HashMap, HashSet};

use domain::Refusal;
use domain::help::HelpContact;
use domain::ids::{AssemblyId, MemberId};
use domain::member::MemberState;
use domain::roles::{Actor, Role};
use domain::wire::{CooperativeView, DemoPerson};
use protocol::hash;
use store::{Tx, assemblies, cooperatives, holders, keys, members, roles, shares};

use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts, secrets};

/// The cooperative as its public page shows it.
///
/// # Errors
/// [`Refusal::NotFound`] before it is founded.
pub async fn cooperative(service: &Service) -> Result<CooperativeView, Error> {
    allow(&Actor::Anyone, Operation::ReadCooperative)?;
    let mut tx = service.db().read().await?;
    let found = facts::cooperative(&mut tx).await?;
    let (total, rules, help) = (shares::total(&mut tx).await?, found.voice_rules(), found.help());
    let key = secrets::record_key(&mut tx, found.id).await?.verifying_key();
    Ok(CooperativeView {
        id: found.id,
        name: found.name,
        demo: found.demo,
        members: members::count_voices(&mut tx, rules).await?,
        applicants: members::count(&mut tx, MemberState::Applicant).await?,
        shares: u64::try_from(total.shares).stored("the share ledger")?,
        capital_cents: total.cents,
        record_key: hash::hex(key.as_bytes()),
        help,
    })
}

/// Everyone one can sign in as in the demo: the persons proposed first, in their order, then the others by number.
///
/// # Errors
/// [`Refusal::NoDemo`] outside a database the demo created.
pub async fn demo_people(service: &Service) -> Result<Vec<DemoPerson>, Error> {
    allow(&Actor::Anyone, Operation::ReadDemoPeople)?;
    let mut tx = service.db().read().await?;
    let cooperative = facts::cooperative(&mut tx).await?;
    if !cooperative.demo {
        return Err(Refusal::NoDemo.into());
    }
    let rules = cooperative.voice_rules();
    let proposed = members::proposed_in_demo(&mut tx).await?;
    let chosen: HashSet<MemberId> = proposed.iter().map(|member| member.id).collect();
    let others = members::with_voice(&mut tx, rules).await?;
    let keyed: HashSet<MemberId> = keys::of_voices(&mut tx, rules).await?.into_iter().map(|key| key.member).collect();
    let offices = offices(&mut tx, service.now()).await?;
    let everyone = proposed.into_iter().chain(others.into_iter().filter(|member| !chosen.contains(&member.id)));
    everyone
        .map(|member| {
            Ok(DemoPerson {
                member: member.id,
                number: member.number.stored("a member number")?,
                name: member.name,
                roles: offices.get(&member.id).cloned().unwrap_or_default(),
                has_key: keyed.contains(&member.id),
                proposed: chosen.contains(&member.id),
            })
        })
        .collect()
}

/// Who holds which roles now, key holders of the newest assembly included.
async fn offices(tx: &mut Tx, now: i64) -> Result<HashMap<MemberId, Vec<Role>>, Error> {
    let mut offices: HashMap<MemberId, Vec<Role>> = HashMap::new();
    for held in roles::held_at(tx, now).await? {
        offices.entry(held.member).or_default().push(held.role);
    }
    if let Some(assembly) = facts::current_assembly(tx, now).await? {
        for holder in holders::by_assembly(tx, assembly).await? {
            offices.entry(holder.member).or_default().push(Role::KeyHolder);
        }
    }
    offices.values_mut().for_each(|roles| roles.sort_unstable());
    Ok(offices)
}

/// The time zone of the cooperative, an IANA name: in which people type days and hours.
///
/// # Errors
/// [`Refusal::NotFound`](domain::Refusal::NotFound) before it is founded.
pub async fn time_zone(service: &Service) -> Result<String, Error> {
    allow(&Actor::Anyone, Operation::ReadCooperative)?;
    Ok(facts::cooperative(&mut service.db().read().await?).await?.time_zone)
}

/// Whom people ask who are stuck: for every page.
///
/// # Errors
/// [`Error::Internal`] only; before the cooperative is founded, nobody is named.
pub async fn help(service: &Service) -> Result<HelpContact, Error> {
    allow(&Actor::Anyone, Operation::ReadCooperative)?;
    Ok(cooperatives::help(&mut service.db().read().await?).await?)
}

/// The rehearsal under way, if there is one: every page says so.
///
/// # Errors
/// [`Error::Internal`] only.
pub async fn rehearsal(service: &Service) -> Result<Option<AssemblyId>, Error> {
    allow(&Actor::Anyone, Operation::ReadAssembly)?;
    let under_way = assemblies::rehearsals(&mut service.db().read().await?, service.now()).await?;
    Ok(under_way.first().copied())
}

/// The same, for who may say another.
///
/// # Errors
/// Policy.
pub async fn help_to_set(service: &Service, actor: &Actor) -> Result<HelpContact, Error> {
    allow(actor, Operation::SetHelp)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::SetHelp).await?;
    Ok(cooperatives::help(&mut tx).await?)
}
