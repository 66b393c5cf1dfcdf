//! The chair opens the session.

use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::ids::AssemblyId;
use domain::roles::Actor;
use serde_json::json;
use store::{assemblies, convocations};

use crate::acts::rehearse::give_way;
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, facts, proxies};

/// Opens the session of a convened assembly: votes can be opened from now on.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::NotInSession`] before the hour of the convocation, [`Refusal::AssemblyOver`]
/// when it is over; [`Refusal::ConvenedAgain`] for a first call that was not held. Opening it twice is no fault.
pub async fn open_session(service: &Service, actor: &Actor, id: AssemblyId) -> Result<AssemblyState, Error> {
    allow(actor, Operation::OpenSession)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::OpenSession).await?;
        let assembly = facts::assembly(tx, id).await?;
        let now = service.now();
        let next = assembly.state.open_session()?;
        if assembly.state == next {
            return Ok(next);
        }
        if convocations::following(tx, id).await?.is_some() {
            return Err(Refusal::ConvenedAgain.into());
        }
        if now < assembly.starts_at {
            return Err(Refusal::NotInSession.into());
        }
        if !assemblies::open(tx, id, assembly.state, next, now).await? {
            return Err(Refusal::NotInSession.into());
        }
        give_way(service, tx, &assembly).await?;
        let members = facts::count_voices(tx).await?;
        let present = proxies::taking_part_now(tx, id).await?;
        let mut record = Record::new(service, assembly.cooperative, id);
        record.add("quorum-count", json!({"at": "opening", "members": members, "present": present}));
        record.write(tx).await?;
        facts::note(service, tx, actor, "open-session", Some(id.0)).await?;
        Ok(next)
    })
}
