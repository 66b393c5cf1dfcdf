//! Voting keys: the member's own, who has none, and whom two officers help.

use domain::Refusal;
use domain::ids::MemberId;
use domain::keys::{REMIND_EVERY, SECOND_LASTS, Stage, may_begin, second_holds};
use domain::keys_view::{KeyLine, Keyless, MyKey, RecoveryLine, RecoveryStage, RecoveryView};
use domain::member::MemberState;
use domain::roles::{Actor, Role};
use store::recoveries::Stored;
use store::{Tx, keyless, keys, recoveries};

use super::mine::read_me;
use crate::acts::sign_in::code_sent;
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts};

/// Names shown of those whom no letter reaches.
const NAMES: usize = 100;

/// The member's own key, and what the session with this token may do with it.
///
/// # Errors
/// Policy; [`Refusal::SignInFirst`] for a token that is not the actor's.
pub async fn my_key(service: &Service, actor: &Actor, token: &str) -> Result<MyKey, Error> {
    allow(actor, Operation::ReadMyKey)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadMyKey).await?;
    let me = read_me(service, &mut tx, actor, Operation::ReadMyKey).await?;
    let session = facts::session(service, &mut tx, actor, token).await?;
    let now = service.now();
    let recovery = recoveries::last(&mut tx, member.id).await?;
    Ok(MyKey {
        me,
        time_zone: facts::cooperative(&mut tx).await?.time_zone,
        key: key_line(&mut tx, member.id).await?,
        means: session.means,
        second_until: session.second_at.filter(|at| second_holds(Some(*at), now)).map(|at| at + SECOND_LASTS),
        code_sent: code_sent(service, &mut tx, token).await?,
        has_address: member.email_key.is_some(),
        recovery: recovery.is_some_and(|recovery| recovery.recovery().stage(now) == Stage::Confirmed),
    })
}

async fn key_line(tx: &mut Tx, member: MemberId) -> Result<Option<KeyLine>, Error> {
    let key = keys::current(tx, member).await?;
    Ok(key.map(|key| KeyLine { seq: key.seq, since: key.registered_at, origin: key.origin }))
}

/// Who has a voice and no key, counted, and what was written to them; the recoveries going on.
///
/// # Errors
/// Policy.
pub async fn keyless(service: &Service, actor: &Actor) -> Result<Keyless, Error> {
    allow(actor, Operation::ReadKeyless)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadKeyless).await?;
    let cooperative = facts::cooperative(&mut tx).await?;
    let rules = cooperative.voice_rules();
    let now = service.now();
    let mut found = Keyless {
        time_zone: cooperative.time_zone,
        voices: facts::count_voices(&mut tx).await?,
        with_key: keys::count_voices(&mut tx, rules).await?,
        due: 0,
        written: 0,
        unreachable: Vec::new(),
        unreachable_count: 0,
        last_at: keyless::newest(&mut tx).await?,
        recoveries: Vec::new(),
    };
    for row in keyless::of_voices(&mut tx, rules).await? {
        if row.email_key.is_none() {
            found.unreachable_count += 1;
            if found.unreachable.len() < NAMES {
                found.unreachable.push((row.number, row.name));
            }
        } else if row.written_at.is_some_and(|at| now < at + REMIND_EVERY) {
            found.written += 1;
        } else {
            found.due += 1;
        }
    }
    for row in recoveries::going_on(&mut tx, now).await? {
        found.recoveries.extend(recovery_line(&mut tx, &row, now).await?);
    }
    Ok(found)
}

/// The page on which officers help one member.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::MemberState`] for who is no active member.
pub async fn recovery(service: &Service, actor: &Actor, member: MemberId) -> Result<RecoveryView, Error> {
    allow(actor, Operation::ReadRecovery)?;
    let mut tx = service.db().read().await?;
    let officer = facts::acting(service, &mut tx, actor, Operation::ReadRecovery).await?.id;
    let member = facts::member(&mut tx, member).await?;
    if member.state != MemberState::Active {
        return Err(Refusal::MemberState.into());
    }
    let now = service.now();
    let key = key_line(&mut tx, member.id).await?;
    let last = recoveries::last(&mut tx, member.id).await?;
    let can = last.as_ref().is_some_and(|last| last.recovery().confirm(officer, now).is_ok());
    let recovery = match &last {
        Some(last) => recovery_line(&mut tx, last, now).await?,
        None => None,
    };
    let waits = recovery.as_ref().is_some_and(|line| line.stage == RecoveryStage::Begun);
    Ok(RecoveryView {
        time_zone: facts::cooperative(&mut tx).await?.time_zone,
        member: member.id,
        name: member.name,
        number: member.number,
        has_address: member.email_key.is_some(),
        may_begin: actor.has(Role::Secretary) && may_begin(officer, member.id).is_ok() && key.is_some() && !waits,
        may_confirm: can && (actor.has(Role::Board) || actor.has(Role::Chair)),
        key,
        recovery,
    })
}

/// One that is going on.
async fn recovery_line(tx: &mut Tx, row: &Stored, now: i64) -> Result<Option<RecoveryLine>, Error> {
    let stage = match row.recovery().stage(now) {
        Stage::Begun => RecoveryStage::Begun,
        Stage::Confirmed => RecoveryStage::Confirmed,
        Stage::Used | Stage::Over => return Ok(None),
    };
    let name = facts::member(tx, row.member).await?.name;
    let begun_by = facts::member(tx, row.begun_by).await?.name;
    Ok(Some(RecoveryLine { member: row.member, name, stage, begun_by, expires_at: row.expires_at }))
}
