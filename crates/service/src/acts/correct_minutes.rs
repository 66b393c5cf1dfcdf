//! The secretary, or who chairs, corrects published minutes beside them: what is published stays as it is.

use domain::Refusal;
use domain::ids::AssemblyId;
use domain::minutes::Minutes;
use domain::minutes_corrected::{CorrectMinutes, CorrectedBy, Correction};
use domain::roles::{Actor, Role};
use protocol::hash;
use serde_json::json;
use store::minutes::{self, Corrected};

use crate::acts::sign_in::roles_of;
use crate::error::{Stored as _, duplicate_is};
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, facts, letters};

/// Adds a correction, and tells the bureau that it waits for its signatures. Answers its number.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] before the minutes are published; as [`Correction::new`].
pub async fn correct_minutes(
    service: &Service,
    actor: &Actor,
    id: AssemblyId,
    asked: &CorrectMinutes,
) -> Result<u32, Error> {
    allow(actor, Operation::CorrectMinutes)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::CorrectMinutes).await?;
        let assembly = facts::assembly(tx, id).await?;
        let published = minutes::of_assembly(tx, id).await?.ok_or(Refusal::NotFound)?;
        let read: Minutes = serde_json::from_str(&published.body).stored("the minutes")?;
        let newest = minutes::corrections(tx, id).await?.last().map_or(0, |last| last.n);
        let now = service.now();
        let keeps = roles_of(tx, member.id, now).await?.contains(&Role::Secretary);
        let by = if keeps { CorrectedBy::Secretary } else { CorrectedBy::Chair };
        let correction = Correction::new(&read, newest, asked, (by, now))?;
        let row = Corrected {
            n: correction.n,
            body: correction.to_canonical_json(),
            hash: correction.hash(),
            corrected_by: member.id,
            at: now,
        };
        duplicate_is(minutes::correct(tx, id, &row).await, Refusal::MinutesCorrected)?;
        let mut record = Record::new(service, assembly.cooperative, id);
        record.add(
            "correction",
            json!({
                "correction": hash::hex(&row.hash),
                "kind": "minutes",
                "minutes": hash::hex(&published.hash),
                "n": row.n,
            }),
        );
        record.write(tx).await?;
        letters::minutes::awaited(service, tx, &assembly, row.n).await?;
        facts::note(service, tx, actor, "correct-minutes", Some(id.0)).await?;
        Ok(row.n)
    })
}
