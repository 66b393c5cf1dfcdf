//! A session that cannot decide for lack of a quorum ends: the bureau draws up the record of it (C. com. R.225-107).

use domain::ids::AssemblyId;
use domain::no_quorum::lack;
use domain::roles::Actor;
use serde_json::json;
use store::votes;

use super::{advance, publish_minutes::publish};
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;

use crate::{Error, Service, bureau, facts, no_quorum};

/// Ends a session whose items left all lack their quorum, and publishes the minutes that say so. The texts stay as they are,
/// for a second call. Answers the SHA-256 of the minutes, hex.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::NotInSession`], [`Refusal::AssemblyOver`], [`Refusal::AssemblyCancelled`];
/// [`Refusal::BureauMissing`]; as [`domain::no_quorum::lack`].
///
/// [`Refusal::NotFound`]: domain::Refusal::NotFound
/// [`Refusal::NotInSession`]: domain::Refusal::NotInSession
/// [`Refusal::AssemblyOver`]: domain::Refusal::AssemblyOver
/// [`Refusal::AssemblyCancelled`]: domain::Refusal::AssemblyCancelled
/// [`Refusal::BureauMissing`]: domain::Refusal::BureauMissing
pub async fn end_without_quorum(service: &Service, actor: &Actor, id: AssemblyId) -> Result<String, Error> {
    allow(actor, Operation::EndWithoutQuorum)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::EndWithoutQuorum).await?;
        let assembly = facts::assembly(tx, id).await?;
        assembly.state.require_session()?;
        bureau::required(tx, id).await?;
        let lack = lack(&no_quorum::standings(tx, &assembly).await?)?;
        let mut record = Record::new(service, assembly.cooperative, id);
        // What was said in advance is counted as sealed, and stays so.
        for vote in votes::by_assembly(tx, id).await? {
            advance::over(service, tx, &vote, &mut record).await?;
        }
        record.add("quorum-count", json!({ "at": "end", "members": lack.members, "present": lack.present }));
        record.write(tx).await?;
        let hash = publish(service, tx, actor, &assembly, Some(lack)).await?;
        facts::note(service, tx, actor, "end-without-quorum", Some(id.0)).await?;
        Ok(hash)
    })
}
