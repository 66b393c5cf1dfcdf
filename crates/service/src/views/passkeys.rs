//! A member's own passkeys.

use domain::passkeys::{PasskeyLine, PasskeyList};
use domain::roles::Actor;
use store::passkeys;

use crate::policy::{Operation, allow};
use crate::{Error, Service, facts};

/// The passkeys of the member signed in, oldest first.
///
/// # Errors
/// Policy.
pub async fn passkeys(service: &Service, actor: &Actor) -> Result<PasskeyList, Error> {
    allow(actor, Operation::ReadPasskeys)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadPasskeys).await?.id;
    let time_zone = facts::cooperative(&mut tx).await?.time_zone;
    let line =
        |row: passkeys::Passkey| PasskeyLine { id: row.id, name: row.name, made_at: row.made_at, used_at: row.used_at };
    let passkeys = passkeys::of_member(&mut tx, member).await?.into_iter().map(line).collect();
    Ok(PasskeyList { time_zone, passkeys })
}
