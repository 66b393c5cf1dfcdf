//! Who holds which office, held it, or will.

use domain::offices::{OfficeLine, Offices};
use domain::roles::Actor;
use store::roles;

use super::president::president;
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts};

/// Every term of office there is or was.
///
/// # Errors
/// Policy.
pub async fn offices(service: &Service, actor: &Actor) -> Result<Offices, Error> {
    allow(actor, Operation::ReadOffices)?;
    let (mut tx, now) = (service.db().read().await?, service.now());
    facts::acting(service, &mut tx, actor, Operation::ReadOffices).await?;
    let time_zone = facts::cooperative(&mut tx).await?.time_zone;
    let line = |term: roles::Listed| OfficeLine {
        stands: term.tenure().stands(now),
        id: term.id,
        role: term.role,
        member: term.member,
        number: term.number,
        name: term.name,
        from: term.from_at,
        until: term.until_at,
    };
    let mut terms: Vec<OfficeLine> = roles::list(&mut tx).await?.into_iter().map(line).collect();
    terms.sort_by_key(|term| (term.role, term.from));
    let president = president(&mut tx, actor, now).await?;
    Ok(Offices { time_zone, terms, president })
}
