//! Assemblies stand still after their database was brought back, and go on.

use std::collections::BTreeSet;

use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::ids::AssemblyId;
use domain::roles::Actor;
use domain::standstill::Reason;
use serde_json::json;
use store::standstills::{self, Standstill};
use store::{record, upkeep};

use super::evidence::{self, Evidence, Loss};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// What was done to a database that was brought back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// The assemblies that stand still, with why.
    pub assemblies: Vec<(AssemblyId, Reason)>,
    /// Messages that waited in the copy and may have been sent since: they are in doubt.
    pub doubtful: u64,
}

/// Makes every assembly stand still that was not over, and every one that lost something; ends all sessions; puts in
/// doubt the messages that waited.
///
/// # Errors
/// [`Error::Internal`].
pub async fn stop(service: &Service, losses: &[Loss]) -> Result<Stopped, Error> {
    let lost: BTreeSet<AssemblyId> = losses.iter().filter_map(Loss::assembly).collect();
    transaction!(service, |tx| {
        let now = service.now();
        let mut assemblies = Vec::new();
        for standing in upkeep::assemblies(tx).await? {
            let reason = match standing.state {
                _ if lost.contains(&standing.id) => Reason::Lost,
                AssemblyState::Ended | AssemblyState::Cancelled => continue,
                AssemblyState::Convened | AssemblyState::InSession => Reason::Unproven,
            };
            let entries = record::count(tx, standing.id).await?.into();
            standstills::insert(tx, &Standstill { assembly: standing.id, reason, entries, since: now }).await?;
            assemblies.push((standing.id, reason));
        }
        let doubtful = standstills::forget_what_passed(tx, now).await?;
        facts::note(service, tx, &Actor::Anyone, "bring-back", None).await?;
        Ok(Stopped { assemblies, doubtful })
    })
}

/// The assemblies that stand still.
///
/// # Errors
/// [`Error::Internal`].
pub async fn stopped(service: &Service) -> Result<Vec<Standstill>, Error> {
    Ok(standstills::all(&mut service.db().read().await?).await?)
}

/// Lets an assembly go on, unless what others hold shows that something is missing: then it stands still for good. That
/// its database was brought back is an entry of its record.
///
/// # Errors
/// [`Refusal::NotFound`] for one that does not stand still; [`Refusal::RecordLost`] for one that lost something;
/// [`Refusal::Malformed`] for evidence this cooperative did not sign.
pub async fn resume(service: &Service, assembly: AssemblyId, evidence: &Evidence) -> Result<Vec<Loss>, Error> {
    transaction!(service, |tx| {
        let found = standstills::of_assembly(tx, assembly).await?.ok_or(Refusal::NotFound)?;
        found.reason.resume()?;
        let mut losses = evidence::of(tx, evidence).await?;
        losses.retain(|loss| loss.assembly().is_none_or(|lost| lost == assembly));
        if !losses.is_empty() {
            standstills::insert(tx, &Standstill { reason: Reason::Lost, ..found }).await?;
            return Ok(losses);
        }
        standstills::end(tx, assembly).await?;
        let cooperative = facts::cooperative(tx).await?.id;
        let mut record = Record::new(service, cooperative, assembly);
        record.add("incident", json!({"entries": found.entries, "kind": "brought-back", "since": found.since}));
        record.write(tx).await?;
        facts::note(service, tx, &Actor::Anyone, "resume-after-restore", Some(assembly.0)).await?;
        Ok(losses)
    })
}
