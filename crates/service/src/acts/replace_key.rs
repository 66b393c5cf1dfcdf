//! A member registers another key in the place of the own: by two means, or with the help of two officers. It speaks
//! from the roll of the next box on; where a roll is fixed, the key it names goes on speaking (PROTOCOL.md §3.5).

use domain::Refusal;
use domain::ids::MemberId;
use domain::keys::{Stage, plain_code};
use domain::keys_view::RecoverKey;
use domain::member::KeyOrigin;
use domain::roles::{Actor, Role};
use protocol::hash;
use protocol::keys::{PublicKeys, Registration};
use store::keys::MemberKey;
use store::members::Member;
use store::{Tx, codes, entrusted, keys, members, recoveries, roles, seconds};
use uuid::Uuid;

use crate::error::{Stored as _, duplicate_is};
use crate::letters::{self, Letter, Recipient};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Puts a key in the place of the actor's own. The session with this token must have shown a second means; that is used
/// up. The same registration again is answered the same.
///
/// # Errors
/// Policy; [`Refusal::KeyInvalid`] when a proof does not hold, [`Refusal::KeyNone`] for a member without a key,
/// [`Refusal::SecondNeeded`], [`Refusal::KeyUsed`] for a key that was ever registered, by whomever.
pub async fn replace_key(
    service: &Service,
    actor: &Actor,
    token: &str,
    registration: &Registration,
) -> Result<PublicKeys, Error> {
    allow(actor, Operation::ReplaceKey)?;
    let public = verified(service, actor, registration).await?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::ReplaceKey).await?;
        let before = keys::current(tx, member.id).await?.ok_or(Refusal::KeyNone)?;
        if facts::public_keys(&before)? == public {
            return Ok(public.clone());
        }
        let session = facts::two_factor(service, tx, actor, token).await?;
        seconds::forget(tx, session.id).await?;
        follow(service, tx, &member, &before, (registration, &public), KeyOrigin::Replaced).await?;
        Ok(public.clone())
    })
}

/// Registers a key with the code that two officers made for a member who lost everything. A wrong code is counted; the
/// same registration again is answered the same.
///
/// # Errors
/// Policy; [`Refusal::KeyInvalid`]; [`Refusal::RecoveryOver`] when none is confirmed, or no more; [`Refusal::RecoveryCode`];
/// [`Refusal::KeyUsed`].
pub async fn recover_key(service: &Service, actor: &Actor, sent: &RecoverKey) -> Result<PublicKeys, Error> {
    allow(actor, Operation::RecoverKey)?;
    let public = verified(service, actor, &sent.registration).await?;
    let code = plain_code(&sent.code);
    let holds = transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::RecoverKey).await?;
        let before = keys::current(tx, member.id).await?.ok_or(Refusal::KeyNone)?;
        if facts::public_keys(&before)? == public {
            return Ok(true);
        }
        let recovery = recoveries::last(tx, member.id).await?.ok_or(Refusal::RecoveryOver)?;
        if recovery.recovery().stage(service.now()) != Stage::Confirmed {
            return Err(Refusal::RecoveryOver.into());
        }
        if recovery.code_hash != Some(code_hash(recovery.id, &code)) {
            // Counted: the transaction is not undone by a wrong code.
            recoveries::tried(tx, recovery.id).await?;
            return Ok(false);
        }
        if !recoveries::use_up(tx, recovery.id, service.now()).await? {
            return Err(Refusal::RecoveryOver.into());
        }
        follow(service, tx, &member, &before, (&sent.registration, &public), KeyOrigin::Recovered).await?;
        Ok(true)
    })?;
    if holds { Ok(public) } else { Err(Refusal::RecoveryCode.into()) }
}

/// What is stored of a code.
pub(super) fn code_hash(recovery: Uuid, code: &str) -> [u8; 32] {
    hash::sha256(format!("{recovery} {code}").as_bytes())
}

async fn verified(service: &Service, actor: &Actor, registration: &Registration) -> Result<PublicKeys, Error> {
    let id = actor.member().ok_or(Refusal::SignInFirst)?;
    let cooperative = facts::cooperative(&mut service.db().read().await?).await?.id;
    Ok(registration.verify(cooperative.bytes(), id.bytes()).map_err(|_| Refusal::KeyInvalid)?)
}

/// The key that follows another; everybody whom it concerns is told.
async fn follow(
    service: &Service,
    tx: &mut Tx,
    member: &Member,
    before: &MemberKey,
    (registration, public): (&Registration, &PublicKeys),
    origin: KeyOrigin,
) -> Result<(), Error> {
    let row = MemberKey {
        member: member.id,
        seq: before.seq + 1,
        identity: public.identity,
        ballot_root: public.ballot_root.to_rfc8032(),
        chain_code: public.chain_code,
        registration: serde_json::to_string(registration).stored("a registration")?,
        registered_at: service.now(),
        origin,
    };
    let taken = codes::is_code(tx, &row.identity, &row.ballot_root).await?
        || entrusted::is_entrusted(tx, &row.identity, &row.ballot_root).await?;
    if taken {
        return Err(Refusal::KeyUsed.into());
    }
    duplicate_is(keys::insert(tx, &row).await, Refusal::KeyUsed)?;
    recoveries::end(tx, member.id).await?;
    let act = if origin == KeyOrigin::Recovered { "recover-key" } else { "replace-key" };
    let actor = Actor::Member { id: member.id, roles: Vec::new() };
    facts::note(service, tx, &actor, act, Some(member.id.0)).await?;
    tell(service, tx, member, row.seq, origin).await
}

/// A letter to the member, who may not have done it, and one to each of those who keep the register.
async fn tell(service: &Service, tx: &mut Tx, member: &Member, seq: u32, origin: KeyOrigin) -> Result<(), Error> {
    if let Some(to) = Recipient::of(member) {
        let letter = Letter::KeyReplaced { name: member.name.clone(), origin };
        letters::queue(service, tx, &to, &letter, &format!("key {} {seq}", member.id), None).await?;
    }
    let number = member.number.unwrap_or_default();
    for id in registrars(service, tx).await?.into_iter().filter(|id| *id != member.id) {
        let Some(officer) = members::by_id(tx, id).await? else { continue };
        let Some(to) = Recipient::of(&officer) else { continue };
        let letter =
            Letter::KeyReplacedBoard { name: officer.name.clone(), member: member.name.clone(), number, seq, origin };
        letters::queue(service, tx, &to, &letter, &format!("key {} {seq} {id}", member.id), None).await?;
    }
    Ok(())
}

/// Who keeps the register now: board, chair, secretary, each once.
async fn registrars(service: &Service, tx: &mut Tx) -> Result<Vec<MemberId>, Error> {
    let held = roles::held_at(tx, service.now()).await?;
    let keeps = |role| matches!(role, Role::Board | Role::Chair | Role::Secretary);
    let mut ids: Vec<MemberId> = held.into_iter().filter(|held| keeps(held.role)).map(|held| held.member).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}
