//! A member names and removes the own passkeys.

use domain::Refusal;
use domain::ids::PasskeyId;
use domain::passkeys::LONGEST_NAME;
use domain::roles::Actor;
use store::passkeys;

use super::opens_offices;
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Gives a passkey another name.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] for one that is another member's or none; [`Refusal::TextInvalid`],
/// [`Refusal::TextCharacters`].
pub async fn rename_passkey(service: &Service, actor: &Actor, id: PasskeyId, name: &str) -> Result<(), Error> {
    allow(actor, Operation::RenamePasskey)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::RenamePasskey).await?.id;
        let name = facts::text(name, LONGEST_NAME)?;
        if !passkeys::rename(tx, id, member, &name).await? {
            return Err(Refusal::NotFound.into());
        }
        facts::note(service, tx, actor, "rename-passkey", Some(id.0)).await
    })
}

/// Removes a passkey: it signs nobody in any more. Sessions it began go on until they are ended.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] for one that is another member's or none; [`Refusal::StrongSignIn`] for an officer who
/// signed in by a message.
pub async fn remove_passkey(service: &Service, actor: &Actor, token: &str, id: PasskeyId) -> Result<(), Error> {
    allow(actor, Operation::RemovePasskey)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::RemovePasskey).await?.id;
        opens_offices(service, tx, member, token).await?;
        if !passkeys::delete(tx, id, member).await? {
            return Err(Refusal::NotFound.into());
        }
        facts::note(service, tx, actor, "remove-passkey", Some(id.0)).await
    })
}
