//! The list of members before an assembly is fixed on its day (C. com. R.225-90, L.225-116). Nobody asks for it: the server
//! does, or the convocation itself when the day has passed already.

use domain::calendar;
use domain::identity::Postal;
use domain::ids::AssemblyId;
use domain::own_record::ListedMember;
use domain::roles::Actor;
use domain::statutes::Preset;
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
    let without = member_lists::without(&mut service.db().read().await?).await?;
    let mut fixed = 0;
    for assembly in without {
        let Some(at) = day(&assembly.preset, assembly.starts_at, &assembly.time_zone)? else { continue };
        if at <= now && transaction!(service, |tx| { fix(service, tx, &Actor::Anyone, assembly.id, at).await })? {
            fixed += 1;
        }
    }
    Ok(fixed)
}

/// When the list is fixed, if the rules know one.
pub(crate) fn day(preset: &str, starts_at: i64, time_zone: &str) -> Result<Option<i64>, Error> {
    let preset = Preset::load(preset).stored("the preset")?;
    calendar::member_list_at(&preset, starts_at, time_zone).stored("the day of the list of members")
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
