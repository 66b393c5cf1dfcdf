//! A member lost device and words. One officer sees the member and begins, another confirms and hands over a code, the
//! member signs in and types it with a new key (`replace_key.rs`). Neither officer can do it alone.

use domain::Refusal;
use domain::ids::MemberId;
use domain::keys::{CODE_LENGTH, CODE_LETTERS, RECOVERY_LASTS, Stage, may_begin};
use domain::member::MemberState;
use domain::roles::{Actor, Role};
use store::members::Member;
use store::recoveries::Stored;
use store::{Tx, keys, recoveries};

use super::replace_key::code_hash;
use crate::acts::sign_in::roles_of;
use crate::error::duplicate_is;
use crate::letters::{self, Letter, Recipient};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Begins to help a member, who is told by a letter. What waits for its second officer already goes on as it is; a code
/// that was not used yet is good for nothing from now on.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::SameOfficer`] for oneself; [`Refusal::MemberState`] for who is no active
/// member; [`Refusal::KeyNone`] for a member who has no key to lose.
pub async fn begin_recovery(service: &Service, actor: &Actor, member: MemberId) -> Result<(), Error> {
    allow(actor, Operation::BeginRecovery)?;
    transaction!(service, |tx| {
        let officer = facts::acting(service, tx, actor, Operation::BeginRecovery).await?.id;
        let member = helped(tx, member).await?;
        may_begin(officer, member.id)?;
        if keys::current(tx, member.id).await?.is_none() {
            return Err(Refusal::KeyNone.into());
        }
        let now = service.now();
        let last = recoveries::last(tx, member.id).await?;
        if let Some(last) = last.filter(|last| last.recovery().stage(now) == Stage::Begun)
            && in_office(service, tx, last.begun_by).await?
        {
            return Ok(());
        }
        recoveries::end(tx, member.id).await?;
        let row = Stored {
            id: service.id(),
            member: member.id,
            begun_by: officer,
            begun_at: now,
            confirmed_by: None,
            confirmed_at: None,
            code_hash: None,
            tries: 0,
            expires_at: now + RECOVERY_LASTS,
            used_at: None,
        };
        duplicate_is(recoveries::insert(tx, &row).await, Refusal::Unavailable)?;
        warn(service, tx, &member, &row).await?;
        facts::note(service, tx, actor, "begin-recovery", Some(member.id.0)).await
    })
}

/// Confirms what another officer began. The answer is the code to hand over: it is shown this once and kept nowhere.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::MemberState`]; [`Refusal::RecoveryOver`] when none waits, or whoever began
/// it is no longer in office; [`Refusal::RecoveryConfirmed`]; [`Refusal::SameOfficer`].
pub async fn confirm_recovery(service: &Service, actor: &Actor, member: MemberId) -> Result<String, Error> {
    allow(actor, Operation::ConfirmRecovery)?;
    transaction!(service, |tx| {
        let officer = facts::acting(service, tx, actor, Operation::ConfirmRecovery).await?.id;
        let member = helped(tx, member).await?;
        let now = service.now();
        let last = recoveries::last(tx, member.id).await?.ok_or(Refusal::RecoveryOver)?;
        last.recovery().confirm(officer, now)?;
        if !in_office(service, tx, last.begun_by).await? {
            return Err(Refusal::RecoveryOver.into());
        }
        let code = draw(service);
        let hash = code_hash(last.id, &code);
        if !recoveries::confirm(tx, last.id, officer, &hash, now, now + RECOVERY_LASTS).await? {
            return Err(Refusal::RecoveryConfirmed.into());
        }
        facts::note(service, tx, actor, "confirm-recovery", Some(member.id.0)).await?;
        Ok(code)
    })
}

/// The member to help, who must be one.
async fn helped(tx: &mut Tx, id: MemberId) -> Result<Member, Error> {
    let member = facts::member(tx, id).await?;
    if member.state == MemberState::Active { Ok(member) } else { Err(Refusal::MemberState.into()) }
}

/// Whether who began is secretary still.
async fn in_office(service: &Service, tx: &mut Tx, officer: MemberId) -> Result<bool, Error> {
    let active = facts::member(tx, officer).await?.state == MemberState::Active;
    Ok(active && roles_of(tx, officer, service.now()).await?.contains(&Role::Secretary))
}

/// Whoever still has the mailbox hears of it before anything has changed.
async fn warn(service: &Service, tx: &mut Tx, member: &Member, row: &Stored) -> Result<(), Error> {
    let Some(to) = Recipient::of(member) else { return Ok(()) };
    let letter = Letter::RecoveryBegun { name: member.name.clone() };
    letters::queue(service, tx, &to, &letter, &format!("recovery {}", row.id), Some(row.expires_at)).await
}

/// Each letter as likely as any other.
fn draw(service: &Service) -> String {
    let letters = CODE_LETTERS.len();
    let most = 256 / letters * letters;
    let mut code = String::with_capacity(CODE_LENGTH);
    while code.len() < CODE_LENGTH {
        let [byte] = service.bytes::<1>();
        let drawn = usize::from(byte);
        if drawn < most {
            code.push(char::from(CODE_LETTERS[drawn % letters]));
        }
    }
    code
}
