//! A key holder approves the trustees object of a vote, after the page found its own key in it.

use domain::Refusal;
use domain::ids::VoteId;
use domain::roles::Actor;
use domain::vote::VoteState;
use domain::wire::ApproveTrustees;
use protocol::trustees_approval;
use store::{holders, keys};

use crate::error::duplicate_is;
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Stores the approval. No box opens before every key holder has approved.
///
/// # Errors
/// Policy; [`Refusal::NotKeyHolder`] of this assembly, [`Refusal::KeyHoldersNotReady`] while a key is missing,
/// [`Refusal::HolderKeyInvalid`] when the signature does not hold or the key holder has no voting key to sign with,
/// [`Refusal::HolderKeyExists`] when approved already, [`Refusal::VoteAlreadyOpen`].
pub async fn approve_trustees(
    service: &Service,
    actor: &Actor,
    vote: VoteId,
    approval: &ApproveTrustees,
) -> Result<(), Error> {
    allow(actor, Operation::ApproveTrustees)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::ApproveTrustees).await?;
        let found = facts::vote(tx, vote).await?;
        let cooperative = facts::cooperative(tx).await?;
        if !holders::by_assembly(tx, found.assembly).await?.iter().any(|holder| holder.member == member.id) {
            return Err(Refusal::NotKeyHolder.into());
        }
        if found.state != VoteState::Prepared {
            return Err(Refusal::VoteAlreadyOpen.into());
        }
        let trustees = holders::trustees(tx, vote).await?.ok_or(Refusal::KeyHoldersNotReady)?;
        let key = keys::current(tx, member.id).await?.ok_or(Refusal::HolderKeyInvalid)?;
        let (cooperative, signature) = (cooperative.id.bytes(), &approval.signature);
        trustees_approval::verify(cooperative, vote.bytes(), &trustees, &key.identity, signature)
            .map_err(|_| Refusal::HolderKeyInvalid)?;
        let row = holders::Approval { member: member.id, identity: key.identity, signature: signature.0 };
        let stored = holders::insert_approval(tx, vote, &row, service.now()).await;
        duplicate_is(stored, Refusal::HolderKeyExists)?;
        facts::note(service, tx, actor, "approve-trustees", Some(vote.0)).await
    })
}
