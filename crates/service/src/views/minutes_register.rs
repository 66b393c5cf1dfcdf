//! The register of minutes, and the extract of one resolution.

use domain::ids::AssemblyId;
use domain::minutes::Minutes;
use domain::minutes_register::{CertifiedBy, Certifier, Extract, MinutesRegister, Registered};
use domain::roles::{Actor, Role};
use store::minutes as published;
use store::{Tx, roles};

use super::minutes::{corrected, read, readable};
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts};

/// Every published minutes that the actor may read, newest first, with its number and corrections; and how many are for members,
/// where the actor is none.
///
/// # Errors
/// Internal ones.
pub async fn minutes_register(service: &Service, actor: &Actor) -> Result<MinutesRegister, Error> {
    allow(actor, Operation::ReadMinutes)?;
    let mut tx = service.db().read().await?;
    let mut register = MinutesRegister::default();
    for row in published::register(&mut tx).await? {
        let assembly = facts::assembly(&mut tx, row.assembly).await?;
        let readers = facts::rules(&mut tx, &assembly).await?.settings.minutes_readers;
        if readable(readers, actor).is_err() {
            register.kept_back = register.kept_back.saturating_add(1);
            continue;
        }
        register.all.push(Registered {
            number: row.number,
            minutes: serde_json::from_str(&row.body).stored("the minutes")?,
            corrections: corrected(&mut tx, row.assembly).await?,
        });
    }
    Ok(register)
}

/// The extract of one resolution of published minutes, or of the first of them, with who may certify it, by name for members.
///
/// # Errors
/// As [`minutes`](super::minutes()); [`Refusal::NotFound`](domain::Refusal::NotFound) for a position that they have not.
pub async fn minutes_extract(
    service: &Service,
    actor: &Actor,
    assembly: AssemblyId,
    position: Option<u32>,
) -> Result<Option<Extract>, Error> {
    allow(actor, Operation::ReadMinutes)?;
    let mut tx = service.db().read().await?;
    let Some((_, minutes)) = read(&mut tx, actor, assembly).await? else { return Ok(None) };
    let number = published::number(&mut tx, assembly).await?;
    let corrections = corrected(&mut tx, assembly).await?;
    let member = actor.member().is_some() && actor.code().is_none();
    let certifiers = certifiers(service, &mut tx, &minutes, member).await?;
    Ok(Some(Registered { number, minutes, corrections }.extract(position, certifiers)?))
}

/// Who may certify an extract: who presides over the board now, and who was the secretary of the assembly. Whoever is no member
/// reads the offices alone.
async fn certifiers(service: &Service, tx: &mut Tx, minutes: &Minutes, named: bool) -> Result<Vec<Certifier>, Error> {
    let (mut president, mut secretary) = (None, None);
    if named {
        let held = roles::held_at(tx, service.now()).await?;
        if let Some(chair) = held.into_iter().find(|held| held.role == Role::Chair) {
            president = Some(facts::member(tx, chair.member).await?.name);
        }
        secretary = Some(minutes.bureau.secretary.clone());
    }
    let certifier = |by, name: Option<String>| Certifier { by, name: name.filter(|name| !name.is_empty()) };
    Ok(vec![certifier(CertifiedBy::President, president), certifier(CertifiedBy::Secretary, secretary)])
}
