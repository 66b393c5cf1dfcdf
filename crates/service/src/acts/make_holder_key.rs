//! A key holder brings the public part of a decryption key made in the browser.

use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::ids::{AssemblyId, VoteId};
use domain::roles::Actor;
use domain::vote::{VoteMode, VoteState};
use domain::wire::{KeyHolderTask, MakeHolderKey};
use protocol::trustees::{TrusteePublicKey, Trustees};
use store::{Tx, holders, votes};

use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts, secrets, views};

/// Stores the key. When it is the last one missing, the server draws its own share for each secret vote, a fresh one
/// every time, and the trustees objects are ready to be approved. Answers what is left to do.
///
/// # Errors
/// Policy; [`Refusal::NotKeyHolder`] of this assembly, [`Refusal::HolderKeyInvalid`] when the proof of knowledge does
/// not hold, [`Refusal::HolderKeyExists`], [`Refusal::AssemblyOver`].
pub async fn make_holder_key(
    service: &Service,
    actor: &Actor,
    assembly: AssemblyId,
    made: &MakeHolderKey,
) -> Result<KeyHolderTask, Error> {
    allow(actor, Operation::MakeHolderKey)?;
    let key = TrusteePublicKey::parse(&made.public_key).map_err(|_| Refusal::HolderKeyInvalid)?;
    // The trustees object is public for ever: no name in it.
    if key.verify().is_err() || key.name.is_some() || key.signature.is_some() {
        return Err(Refusal::HolderKeyInvalid.into());
    }
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::MakeHolderKey).await?;
        match facts::assembly(tx, assembly).await?.state {
            AssemblyState::Convened | AssemblyState::InSession => {}
            AssemblyState::Ended => return Err(Refusal::AssemblyOver.into()),
            AssemblyState::Cancelled => return Err(Refusal::AssemblyCancelled.into()),
        }
        let all = holders::by_assembly(tx, assembly).await?;
        let mine = all.iter().find(|holder| holder.member == member.id).ok_or(Refusal::NotKeyHolder)?;
        if mine.public_key.is_some() {
            return Err(Refusal::HolderKeyExists.into());
        }
        if all.iter().any(|holder| holder.public_key.as_deref() == Some(&made.public_key)) {
            return Err(Refusal::HolderKeyInvalid.into());
        }
        if !holders::set_public_key(tx, assembly, member.id, &made.public_key).await? {
            return Err(Refusal::HolderKeyExists.into());
        }
        form_trustees(service, tx, assembly).await?;
        facts::note(service, tx, actor, "make-holder-key", Some(assembly.0)).await
    })?;
    views::key_holder_task(service, actor, assembly).await
}

/// The trustees objects of all secret votes that have none and may still open.
async fn form_trustees(service: &Service, tx: &mut Tx, assembly: AssemblyId) -> Result<(), Error> {
    let votes = votes::by_assembly(tx, assembly).await?;
    let secret = votes.iter().filter(|vote| vote.mode == VoteMode::Secret && vote.state == VoteState::Prepared);
    form_trustees_of(service, tx, assembly, &secret.map(|vote| vote.id).collect::<Vec<_>>()).await
}

/// Once every key holder has a key: the trustees object of each of these votes, the server first.
pub(crate) async fn form_trustees_of(
    service: &Service,
    tx: &mut Tx,
    assembly: AssemblyId,
    votes: &[VoteId],
) -> Result<(), Error> {
    let mut theirs = Vec::new();
    for holder in holders::by_assembly(tx, assembly).await? {
        let Some(text) = holder.public_key else { return Ok(()) };
        theirs.push(TrusteePublicKey::parse(&text).stored("a key holder's key")?);
    }
    for vote in votes {
        form(service, tx, *vote, &theirs).await?;
    }
    Ok(())
}

async fn form(service: &Service, tx: &mut Tx, vote: VoteId, theirs: &[TrusteePublicKey]) -> Result<(), Error> {
    let secret = secrets::make_trustee_secret(service, tx, vote).await?;
    let mut all = vec![TrusteePublicKey::prove(&secret, None, &mut service.rng())];
    all.extend_from_slice(theirs);
    let trustees = Trustees::singles(all);
    trustees.election_key().stored("the trustees")?;
    Ok(holders::insert_trustees(tx, vote, &trustees.to_json()).await?)
}
