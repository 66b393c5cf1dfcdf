//! An auditor takes the leaves of the register of an assembly, which name everybody. That is an act, not a look: the audit says who did
//! it and when, and nothing of what is in them.

use domain::ids::AssemblyId;
use domain::roles::Actor;
use protocol::register_leaves::RegisterLeaves;

use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts, views};

/// The leaves of every commitment to the register of an assembly (PROTOCOL.md §10).
///
/// # Errors
/// Policy; [`Refusal::NotFound`](domain::Refusal::NotFound).
pub async fn take_register_leaves(service: &Service, actor: &Actor, id: AssemblyId) -> Result<RegisterLeaves, Error> {
    allow(actor, Operation::TakeRegisterLeaves)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::TakeRegisterLeaves).await?;
        facts::assembly(tx, id).await?;
        facts::note(service, tx, actor, "take-register-leaves", Some(id.0)).await
    })?;
    views::register_leaves(service, actor, id).await
}
