//! A key holder's page checked the roll of a box and says so.

use domain::Refusal;
use domain::ids::VoteId;
use domain::roles::Actor;
use domain::roll_checks::{SignRoll, awaited};
use protocol::hash;
use protocol::roll_check::Checked;
use serde_json::json;
use store::boxes::BallotBox;
use store::roll_checks::RollCheck;
use store::{Tx, boxes, keys};

use super::approve_trustees::named;
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::roll_checks::{self, ROLL_CHECKED};
use crate::transaction::transaction;
use crate::{Error, Service, ceremony, facts};

/// Stores the check and puts it into the record. One that the same key holder made before is answered as if it were the first.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] for another box; [`Refusal::NotKeyHolder`] of its assembly; [`Refusal::HolderKeyInvalid`] when the
/// signature does not hold, or is not of the voting key that made the ceremony; [`Refusal::KeyHoldersNotReady`] where the record names
/// no key holders; [`Refusal::VoteVoided`]; [`Refusal::NotAwaitingDecryption`] once the vote is decided.
pub async fn sign_roll(service: &Service, actor: &Actor, vote: VoteId, asked: &SignRoll) -> Result<(), Error> {
    allow(actor, Operation::SignRoll)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::SignRoll).await?;
        let found = facts::vote(tx, vote).await?;
        let mine = roll_checks::holder(tx, found.assembly, member.id).await?;
        let one = of_uuid(tx, vote, &asked.uuid).await?;
        let key = keys::current(tx, member.id).await?.ok_or(Refusal::HolderKeyInvalid)?;
        let roll = roll_checks::signed_hash(tx, found.assembly, &one).await?;
        let checked = Checked { vote: vote.bytes(), uuid: &one.uuid, phi: &one.fingerprint, roll };
        checked
            .verify(member.cooperative.bytes(), &key.identity, &asked.signature)
            .map_err(|_| Refusal::HolderKeyInvalid)?;
        if roll_checks::checked_by(tx, vote, member.id).await?.contains(&one.id) {
            return Ok(());
        }
        awaited(found.state)?;
        if ceremony::named(tx, found.assembly).await?.is_none() {
            return Err(Refusal::KeyHoldersNotReady.into());
        }
        let identity = hash::hex(&key.identity);
        named(service, tx, (&found, mine.position), &identity).await?;
        let row =
            RollCheck { ballot_box: one.id, member: member.id, identity: key.identity, signature: asked.signature.0 };
        store::roll_checks::insert(tx, &row, service.now()).await?;
        let mut record = Record::new(service, member.cooperative, found.assembly);
        let said = json!({
            "box": one.uuid,
            "identity": identity,
            "roll": hash::hex(&roll),
            "signature": hash::hex(&asked.signature.0),
            "vote": hash::hex(vote.bytes()),
        });
        record.add(ROLL_CHECKED, said);
        record.write(tx).await?;
        facts::note(service, tx, actor, "sign-roll", Some(vote.0)).await
    })
}

async fn of_uuid(tx: &mut Tx, vote: VoteId, uuid: &str) -> Result<BallotBox, Error> {
    let all = boxes::elections(tx, vote).await?;
    Ok(all.into_iter().find(|one| one.uuid == uuid).ok_or(Refusal::NotFound)?)
}
