//! Somebody of the bureau signs the published minutes with the identity key that the record names for the seat (C. com. R.225-106).

use domain::Refusal;
use domain::ids::AssemblyId;
use domain::minutes_signed::{SignMinutes, signing_key};
use domain::roles::Actor;
use protocol::hash;
use protocol::minutes_signed::MinutesSigned;
use serde_json::json;
use store::bureaus::Held;
use store::minutes::Signed;
use store::{keys, minutes};

use crate::error::duplicate_is;
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, facts, sheet};

/// Receives the signature of a seat. The same again changes nothing.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] before the minutes are published, and for a seat that is somebody else's;
/// [`Refusal::MinutesOnPaper`] as [`signing_key`]; [`Refusal::MinutesSignatureInvalid`] when it is of other minutes or not by
/// that key.
pub async fn sign_minutes(service: &Service, actor: &Actor, id: AssemblyId, sent: &SignMinutes) -> Result<(), Error> {
    allow(actor, Operation::SignMinutes)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::SignMinutes).await?;
        let assembly = facts::assembly(tx, id).await?;
        let published = minutes::of_assembly(tx, id).await?.ok_or(Refusal::NotFound)?;
        let (_, seats) = sheet::bureau(tx, &assembly).await?;
        let own = |held: &&Held| held.seat == sent.seat && held.member == Some(member.id);
        let held = seats.iter().find(own).ok_or(Refusal::NotFound)?;
        let current = keys::current(tx, member.id).await?.map(|key| key.identity);
        let identity = signing_key(held.identity, current)?;
        let said = MinutesSigned { hash: &published.hash, seat: sent.seat.word() };
        let holds = said.verify(assembly.cooperative.bytes(), &identity, &sent.signature).is_ok();
        if sent.hash != published.hash || !holds {
            return Err(Refusal::MinutesSignatureInvalid.into());
        }
        if minutes::signatures(tx, id).await?.iter().any(|one| one.seat == sent.seat) {
            return Ok(());
        }
        let row = Signed {
            correction: 0,
            seat: sent.seat,
            member: member.id,
            identity,
            signature: sent.signature.0,
            at: service.now(),
        };
        // Somebody who signs twice at once is asked to look again.
        duplicate_is(minutes::sign(tx, id, &row).await, Refusal::TextOutdated)?;
        let mut record = Record::new(service, assembly.cooperative, id);
        record.add(
            "minutes-signature",
            json!({
                "identity": hash::hex(&identity),
                "minutes": hash::hex(&published.hash),
                "seat": sent.seat.word(),
                "signature": hash::hex(&row.signature),
            }),
        );
        record.write(tx).await?;
        facts::note(service, tx, actor, "sign-minutes", Some(id.0)).await
    })
}
