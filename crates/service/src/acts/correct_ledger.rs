//! The board corrects the share ledger, always by adding to it: gives up what was never paid, undoes what was wrong, pays
//! back who is a member no more.

use domain::Refusal;
use domain::ids::{MemberId, ShareEntryId};
use domain::member::MemberState;
use domain::roles::Actor;
use domain::shares::{Cents, ShareEntry, ShareEntryKind};
use store::shares::{self, Entered};
use store::{Tx, share_requests};

use crate::acts::decide_share_request::about;
use crate::error::{Stored as _, duplicate_is};
use crate::ledger::{self, Place};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Longest reason.
const REASON: usize = 500;

/// Cancels shares a member subscribed and never paid.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::PaidShares`]; [`Refusal::TooFewShares`] when a member would hold fewer than
/// the minimum.
pub async fn cancel_shares(service: &Service, actor: &Actor, member: MemberId, count: u32) -> Result<(), Error> {
    allow(actor, Operation::CancelShares)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::CancelShares).await?;
        let found = facts::member(tx, member).await?;
        let rules = ledger::rules(&facts::cooperative(tx).await?);
        let held = ledger::held(tx, member).await?;
        let entry = rules.cancel(&held, i64::from(count), ledger::belongs(&found))?;
        ledger::enter(service, tx, member, &entry, Place { at: service.now(), ..Place::default() }).await?;
        facts::note(service, tx, actor, "cancel-shares", Some(member.0)).await
    })
}

/// Undoes an entry, for a reason; of a transfer, both sides. Answers whose ledger it stands in.
///
/// # Errors
/// Policy; [`Refusal::ReasonMissing`], [`Refusal::TextInvalid`], [`Refusal::TextCharacters`]; [`Refusal::NotFound`]; [`Refusal::EntryReversed`]; [`Refusal::EntryNeeded`]; [`Refusal::TooFewShares`];
/// [`Refusal::MemberState`] for an entry that undoes another.
pub async fn reverse_share_entry(
    service: &Service,
    actor: &Actor,
    entry: ShareEntryId,
    reason: &str,
) -> Result<MemberId, Error> {
    allow(actor, Operation::ReverseShareEntry)?;
    let reason = facts::reason(reason, REASON)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::ReverseShareEntry).await?;
        let found = shares::by_id(tx, entry).await?.ok_or(Refusal::NotFound)?;
        let (rules, at) = (ledger::rules(&facts::cooperative(tx).await?), service.now());
        let mut sides = vec![found];
        if found.kind == ShareEntryKind::Transfer {
            sides.push(other_side(tx, &found).await?);
        }
        for side in sides {
            if side.reversed {
                return Err(Refusal::EntryReversed.into());
            }
            let holder = facts::member(tx, side.member).await?;
            let held = ledger::held(tx, side.member).await?;
            let entry = ShareEntry { kind: side.kind, shares: side.shares, amount: Cents(side.cents) };
            let undone = rules.undo(&held, &entry, ledger::belongs(&holder))?;
            let place = Place { at, once: None, reverses: Some(side.id) };
            let entered = ledger::enter(service, tx, side.member, &undone, place).await;
            let entered = duplicate_is(entered, Refusal::EntryReversed)?;
            shares::give_reason(tx, entered, side.member, &reason).await?;
            facts::note(service, tx, actor, "reverse-share-entry", Some(side.member.0)).await?;
        }
        Ok(found.member)
    })
}

/// The entry of the other member of a transfer.
async fn other_side(tx: &mut Tx, entry: &Entered) -> Result<Entered, Error> {
    let whose = facts::member(tx, entry.member).await?;
    for request in share_requests::transfers_of(tx, entry.member).await? {
        if entry.once != Some(about(&request, &whose)) {
            continue;
        }
        let other = if request.member == entry.member { request.receiver } else { Some(request.member) };
        let other = facts::member(tx, other.stored("a receiver")?).await?;
        return shares::about(tx, &about(&request, &other)).await?.stored("the other side of a transfer");
    }
    Err(Error::broken("a transfer", "no request granted it"))
}

/// Pays all shares back to somebody whose membership is over. Answers the money: their nominal value less the losses.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::MemberState`] for a member; [`Refusal::TooFewShares`] when there are none,
/// [`Refusal::NotPaid`], [`Refusal::CapitalFloor`].
pub async fn repay_shares(service: &Service, actor: &Actor, member: MemberId) -> Result<Cents, Error> {
    allow(actor, Operation::RepayShares)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::RepayShares).await?;
        let found = facts::member(tx, member).await?;
        if !matches!(found.state, MemberState::Left | MemberState::Excluded | MemberState::Deceased) {
            return Err(Refusal::MemberState.into());
        }
        let cooperative = facts::cooperative(tx).await?;
        let (held, capital) = (ledger::held(tx, member).await?, ledger::capital(tx, &cooperative).await?);
        let losses = ledger::losses(&cooperative);
        let (entry, money) = ledger::rules(&cooperative).repay(&held, held.shares, true, &capital, losses)?;
        ledger::enter(service, tx, member, &entry, Place { at: service.now(), ..Place::default() }).await?;
        facts::note(service, tx, actor, "repay-shares", Some(member.0)).await?;
        Ok(money)
    })
}
