//! A member subscribes shares. Shares decide nothing in a vote: with the statutes' minimum one is a member with one
//! voice, and a thousand more shares add none.

use domain::Refusal;
use domain::ids::MemberId;
use domain::member::{Happened, MemberMove, MemberState};
use domain::roles::Actor;
use domain::shares::{ShareEntry, ShareEntryKind};
use store::cooperatives::Cooperative;
use store::{Tx, members, shares};

use crate::ledger::{self, Place};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Enters a subscription in the share ledger, paid at the nominal value. An admitted member who now holds the minimum
/// becomes active. Answers the shares held.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::MemberState`], [`Refusal::TooFewShares`].
pub async fn subscribe_shares(service: &Service, actor: &Actor, member: MemberId, count: u32) -> Result<u64, Error> {
    allow(actor, Operation::SubscribeShares)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::SubscribeShares).await?;
        let cooperative = facts::cooperative(tx).await?;
        let found = facts::member(tx, member).await?;
        let held = enter(service, tx, actor, &cooperative, &found, count).await?;
        facts::note(service, tx, actor, "subscribe-shares", Some(member.0)).await?;
        Ok(held)
    })
}

pub(crate) async fn enter(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    cooperative: &Cooperative,
    member: &members::Member,
    count: u32,
) -> Result<u64, Error> {
    if !matches!(member.state, MemberState::Admitted | MemberState::Active) {
        return Err(Refusal::MemberState.into());
    }
    let before = shares::of_member(tx, member.id).await?.shares;
    let amount = ledger::rules(cooperative).subscribe(before, i64::from(count))?;
    let entry = ShareEntry { kind: ShareEntryKind::Subscription, shares: i64::from(count), amount };
    ledger::enter(service, tx, member.id, &entry, Place { at: service.now(), ..Place::default() }).await?;
    if member.state == MemberState::Admitted {
        activate(service, tx, actor, member).await?;
    }
    Ok(before.unsigned_abs() + u64::from(count))
}

/// Makes a member of somebody admitted, whose first shares are paid: the number is the next one, so that numbers follow the
/// order of payment.
pub(crate) async fn activate(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    member: &members::Member,
) -> Result<(), Error> {
    let active = member.state.after(MemberMove::Activate)?;
    let next = members::last_number(tx).await? + 1;
    if !members::activate(tx, member, active, next, service.now()).await? {
        return Err(Refusal::MemberState.into());
    }
    facts::happened(service, tx, actor, member.id, Happened::Move(MemberMove::Activate), "").await
}
