//! Somebody of the bureau signs the published minutes, or a correction of them, with the identity key that the record names for the
//! seat (C. com. R.225-106).

use domain::Refusal;
use domain::ids::{AssemblyId, CooperativeId};
use domain::minutes_signed::{SignMinutes, signing_key};
use domain::roles::Actor;
use protocol::hash;
use protocol::minutes_signed::{CorrectionSigned, MinutesSigned};
use serde_json::json;
use store::bureaus::Held;
use store::minutes::Signed;
use store::{Tx, keys, minutes};

use crate::error::duplicate_is;
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, facts, sheet};

/// Receives the signature of a seat. The same again changes nothing.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] before they are published, and for a seat that is somebody else's;
/// [`Refusal::MinutesOnPaper`] as [`signing_key`]; [`Refusal::MinutesSignatureInvalid`] when it is of something else or not by
/// that key.
pub async fn sign_minutes(service: &Service, actor: &Actor, id: AssemblyId, sent: &SignMinutes) -> Result<(), Error> {
    allow(actor, Operation::SignMinutes)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::SignMinutes).await?;
        let assembly = facts::assembly(tx, id).await?;
        let (what, signed) = document(tx, id, sent.correction).await?;
        let (_, seats) = sheet::bureau(tx, &assembly).await?;
        let own = |held: &&Held| held.seat == sent.seat && held.member == Some(member.id);
        let held = seats.iter().find(own).ok_or(Refusal::NotFound)?;
        let current = keys::current(tx, member.id).await?.map(|key| key.identity);
        let identity = signing_key(held.identity, current)?;
        if sent.hash != signed || !holds(assembly.cooperative, &identity, sent) {
            return Err(Refusal::MinutesSignatureInvalid.into());
        }
        let same = |one: &Signed| (one.correction, one.seat) == (sent.correction, sent.seat);
        if minutes::signatures(tx, id).await?.iter().any(same) {
            return Ok(());
        }
        let row = Signed {
            correction: sent.correction,
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
                (what): hash::hex(&signed),
                "seat": sent.seat.word(),
                "signature": hash::hex(&row.signature),
            }),
        );
        record.write(tx).await?;
        facts::note(service, tx, actor, "sign-minutes", Some(id.0)).await
    })
}

/// What is signed, in the word of the record, and its hash.
async fn document(tx: &mut Tx, id: AssemblyId, correction: u32) -> Result<(&'static str, [u8; 32]), Error> {
    if correction == 0 {
        let published = minutes::of_assembly(tx, id).await?.ok_or(Refusal::NotFound)?;
        return Ok(("minutes", published.hash));
    }
    let all = minutes::corrections(tx, id).await?;
    let found = all.iter().find(|one| one.n == correction).ok_or(Refusal::NotFound)?;
    Ok(("correction", found.hash))
}

/// Whether a signature is by a key and of what it says to be.
fn holds(cooperative: CooperativeId, identity: &[u8; 32], sent: &SignMinutes) -> bool {
    let (hash, seat) = (&sent.hash, sent.seat.word());
    let verified = match sent.correction {
        0 => MinutesSigned { hash, seat }.verify(cooperative.bytes(), identity, &sent.signature),
        _ => CorrectionSigned { hash, seat }.verify(cooperative.bytes(), identity, &sent.signature),
    };
    verified.is_ok()
}
