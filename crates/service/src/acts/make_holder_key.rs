//! A key holder brings the public part of a decryption key made in the browser.

use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::ids::{AssemblyId, VoteId};
use domain::roles::Actor;
use domain::vote::{VoteMode, VoteState};
use domain::wire::{KeyHolderTask, MakeHolderKey};
use protocol::hash;
use protocol::trustees::{Pedersen, TrusteePublicKey, Trustees};
use serde_json::json;
use store::{Tx, holders, keys, votes};

use crate::ceremony::{Going, KEY_HOLDERS};
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, facts, secrets, views};

/// Stores the key. When it is the last one missing, the server draws its own share for each secret vote, a fresh one
/// every time, and the trustees objects are ready to be approved. Answers what is left to do.
///
/// # Errors
/// Policy; [`Refusal::NotKeyHolder`] of this assembly, [`Refusal::HolderKeyInvalid`] when the proof of knowledge does
/// not hold, for a member without a voting key, and where key holders make theirs together, [`Refusal::HolderKeyExists`], [`Refusal::AssemblyOver`].
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
        if Going::of(tx, assembly).await?.is_some() {
            // Theirs is made by all of them together.
            return Err(Refusal::HolderKeyInvalid.into());
        }
        let signs = keys::current(tx, member.id).await?.is_some();
        let all = holders::by_assembly(tx, assembly).await?;
        let mine = all.iter().find(|holder| holder.member == member.id).ok_or(Refusal::NotKeyHolder)?;
        if mine.public_key.is_some() {
            return Err(Refusal::HolderKeyExists.into());
        }
        if !signs || all.iter().any(|holder| holder.public_key.as_deref() == Some(&made.public_key)) {
            return Err(Refusal::HolderKeyInvalid.into());
        }
        if !holders::set_public_key(tx, assembly, member.id, &made.public_key).await? {
            return Err(Refusal::HolderKeyExists.into());
        }
        name_all(service, tx, assembly).await?;
        form_trustees(service, tx, assembly).await?;
        facts::note(service, tx, actor, "make-holder-key", Some(assembly.0)).await
    })?;
    views::key_holder_task(service, actor, assembly).await
}

/// Once every key holder has a key: the record says whose identity keys approve.
async fn name_all(service: &Service, tx: &mut Tx, assembly: AssemblyId) -> Result<(), Error> {
    let mut identities = Vec::new();
    for holder in holders::by_assembly(tx, assembly).await? {
        let key = keys::current(tx, holder.member).await?;
        let (Some(_), Some(key)) = (holder.public_key, key) else { return Ok(()) };
        identities.push(hash::hex(&key.identity));
    }
    let found = facts::assembly(tx, assembly).await?;
    let mut record = Record::new(service, found.cooperative, assembly);
    record.add(KEY_HOLDERS, json!({ "needed": identities.len(), "identities": identities }));
    record.write(tx).await
}

/// The trustees objects of all secret votes that have none and may still open.
pub(crate) async fn form_trustees(service: &Service, tx: &mut Tx, assembly: AssemblyId) -> Result<(), Error> {
    let votes = votes::by_assembly(tx, assembly).await?;
    let secret = votes.iter().filter(|vote| vote.mode == VoteMode::Secret && vote.state == VoteState::Prepared);
    form_trustees_of(service, tx, assembly, &secret.map(|vote| vote.id).collect::<Vec<_>>()).await
}

/// Once every key holder has a key, or all of them one together: the trustees object of each of these votes, the server first.
pub(crate) async fn form_trustees_of(
    service: &Service,
    tx: &mut Tx,
    assembly: AssemblyId,
    votes: &[VoteId],
) -> Result<(), Error> {
    let theirs = match Going::of(tx, assembly).await? {
        Some(going) => match going.finished()? {
            Some(group) => Theirs::Group(Box::new(group)),
            None => return Ok(()),
        },
        None => {
            let mut keys = Vec::new();
            for holder in holders::by_assembly(tx, assembly).await? {
                let Some(text) = holder.public_key else { return Ok(()) };
                keys.push(TrusteePublicKey::parse(&text).stored("a key holder's key")?);
            }
            Theirs::Each(keys)
        }
    };
    for vote in votes {
        form(service, tx, *vote, &theirs).await?;
    }
    Ok(())
}

/// What the key holders made.
enum Theirs {
    /// A key each, all needed.
    Each(Vec<TrusteePublicKey>),
    /// One together, that some of them open.
    Group(Box<Pedersen>),
}

async fn form(service: &Service, tx: &mut Tx, vote: VoteId, theirs: &Theirs) -> Result<(), Error> {
    let secret = secrets::make_trustee_secret(service, tx, vote).await?;
    let server = TrusteePublicKey::prove(&secret, None, &mut service.rng());
    let trustees = match theirs {
        Theirs::Each(keys) => Trustees::singles(std::iter::once(server).chain(keys.iter().cloned()).collect()),
        Theirs::Group(group) => Trustees::with_group(server, (**group).clone()),
    };
    trustees.election_key().stored("the trustees")?;
    Ok(holders::insert_trustees(tx, vote, &trustees.to_json()).await?)
}
