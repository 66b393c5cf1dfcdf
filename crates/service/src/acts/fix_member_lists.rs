//! The list of members before an assembly is fixed on its day (C. com. R.225-90, L.225-116). Nobody asks for it: the server
//! does, or the convocation itself when the day has passed already.

use domain::calendar;
use domain::identity::Postal;
use domain::ids::AssemblyId;
use domain::own_record::ListedMember;
use domain::roles::Actor;
use store::assemblies::Assembly;
use store::{Tx, member_lists};

use crate::error::Stored as _;
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Fixes the list of every assembly whose day has come. Answers how many were.
///
/// # Errors
/// [`Error::Internal`] only.
pub async fn fix_member_lists(service: &Service) -> Result<u32, Error> {
    // Looking costs no writer's turn.
    let now = service.now();
    let mut due = Vec::new();
    let mut tx = service.db().read().await?;
    for without in member_lists::without(&mut tx).await? {
        let assembly = facts::assembly(&mut tx, without.id).await?;
        due.extend(day(&mut tx, &assembly).await?.filter(|at| *at <= now).map(|at| (assembly.id, at)));
    }
    drop(tx);
    let mut fixed = 0;
    for (assembly, at) in due {
        fixed += u32::from(transaction!(service, |tx| { fix(service, tx, &Actor::Anyone, assembly, at).await })?);
    }
    Ok(fixed)
}

/// When the list is fixed, if the rules know one.
pub(crate) async fn day(tx: &mut Tx, assembly: &Assembly) -> Result<Option<i64>, Error> {
    let rules = facts::rules(tx, assembly).await?.rules;
    calendar::member_list_at(&rules, assembly.starts_at, &assembly.time_zone).stored("the day of the list of members")
}

/// Fixes the list of one assembly as it was at an instant. False if there is one.
pub(crate) async fn fix(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    assembly: AssemblyId,
    at: i64,
) -> Result<bool, Error> {
    let listed = member_lists::as_of(tx, at).await?.into_iter().map(|row| ListedMember {
        name: row.name,
        postal: Postal { street: row.street, postcode: row.postcode, city: row.city, country: row.country },
        shares: row.shares,
    });
    let body = serde_json::to_string(&listed.collect::<Vec<_>>()).stored("a list of members")?;
    let new = member_lists::insert(tx, assembly, at, &body).await?;
    if new {
        facts::note(service, tx, actor, "fix-member-list", Some(assembly.0)).await?;
    }
    Ok(new)
}
