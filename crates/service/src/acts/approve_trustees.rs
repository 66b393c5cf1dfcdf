//! A key holder approves the trustees object of a vote, after the page found its own key in it.

use domain::Refusal;
use domain::ids::VoteId;
use domain::roles::Actor;
use domain::wire::ApproveTrustees;
use protocol::{hash, trustees_approval};
use store::votes::Vote;
use store::{Tx, holders, keys};

use crate::error::{Stored as _, duplicate_is};
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, ceremony, facts};

/// Stores the approval. No box opens before as many key holders have approved as open it; who comes later may approve until the
/// vote is over.
///
/// # Errors
/// Policy; [`Refusal::NotKeyHolder`] of this assembly, [`Refusal::KeyHoldersNotReady`] while a key is missing,
/// [`Refusal::HolderKeyInvalid`] when the signature does not hold, or is not of the voting key that made the ceremony,
/// [`Refusal::HolderKeyExists`] when approved already, [`Refusal::VoteAlreadyOpen`] once the vote is over.
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
        let all = holders::by_assembly(tx, found.assembly).await?;
        let mine = all.iter().find(|holder| holder.member == member.id).ok_or(Refusal::NotKeyHolder)?;
        if found.state.over() {
            return Err(Refusal::VoteAlreadyOpen.into());
        }
        let trustees = holders::trustees(tx, vote).await?.ok_or(Refusal::KeyHoldersNotReady)?;
        let key = keys::current(tx, member.id).await?.ok_or(Refusal::HolderKeyInvalid)?;
        let (cooperative, signature) = (cooperative.id.bytes(), &approval.signature);
        trustees_approval::verify(cooperative, vote.bytes(), &trustees, &key.identity, signature)
            .map_err(|_| Refusal::HolderKeyInvalid)?;
        named(service, tx, (&found, mine.position), &hash::hex(&key.identity)).await?;
        let row = holders::Approval { member: member.id, identity: key.identity, signature: signature.0 };
        let stored = holders::insert_approval(tx, vote, &row, service.now()).await;
        duplicate_is(stored, Refusal::HolderKeyExists)?;
        facts::note(service, tx, actor, "approve-trustees", Some(vote.0)).await
    })
}

/// Whether the record names the identity key at the place of whoever approves. A key holder whose voting key was replaced since
/// is named again, for all to see; in a group the key is the one of its ceremony.
pub(super) async fn named(
    service: &Service,
    tx: &mut Tx,
    (vote, place): (&Vote, u32),
    identity: &str,
) -> Result<(), Error> {
    let Some(mut entry) = ceremony::named(tx, vote.assembly).await? else { return Ok(()) };
    if ceremony::identity_at(&entry, place) == Some(identity) {
        return Ok(());
    }
    if entry.get("group").is_some() {
        return Err(Refusal::HolderKeyInvalid.into());
    }
    let at = usize::try_from(place).ok().and_then(|place| place.checked_sub(1)).stored("a key holder")?;
    entry["identities"][at] = identity.into();
    let assembly = facts::assembly(tx, vote.assembly).await?;
    let mut record = Record::new(service, assembly.cooperative, assembly.id);
    record.add(ceremony::KEY_HOLDERS, entry);
    record.write(tx).await
}
