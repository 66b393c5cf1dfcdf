//! A member asks the board for shares, to pass some on, to have some back; and takes the request back.

use domain::Refusal;
use domain::ids::{MemberId, ShareRequestId};
use domain::roles::Actor;
use domain::share_requests::{AskShares, RequestKind, RequestMove, RequestState};
use store::members::Member;
use store::share_requests::{Ending, Request};
use store::{Tx, members, share_requests};

use crate::error::duplicate_is;
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts, ledger};

/// Puts a request before the board. The same request again is the one that waits.
///
/// # Errors
/// Policy; those of [`AskShares::check`], and those of `domain::shares` for what could not be granted now;
/// [`Refusal::MemberState`] for who holds no shares as a member; [`Refusal::NotAMember`], [`Refusal::TransferToSelf`];
/// [`Refusal::RequestWaiting`] while another one waits.
pub async fn ask_shares(service: &Service, actor: &Actor, asked: &AskShares) -> Result<ShareRequestId, Error> {
    allow(actor, Operation::AskShares)?;
    asked.check()?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::AskShares).await?;
        if !member.class.holds_shares() {
            return Err(Refusal::MemberState.into());
        }
        let receiver = match asked.receiver {
            Some(number) => Some(receives(&member, members::by_number(tx, number).await?)?),
            None => None,
        };
        let held = ledger::held(tx, member.id).await?;
        let shares = if asked.leaves { held.shares } else { i64::from(asked.shares) };
        if let Some(waits) = share_requests::waiting_of(tx, member.id).await? {
            let same = (waits.kind, waits.shares, waits.receiver, waits.leaves);
            let this = (asked.kind, shares, receiver, asked.leaves);
            return if same == this { Ok(waits.id) } else { Err(Refusal::RequestWaiting.into()) };
        }
        let request = Request {
            id: ShareRequestId(service.id()),
            member: member.id,
            kind: asked.kind,
            shares,
            receiver,
            leaves: asked.leaves,
            state: RequestState::Waiting,
            asked_at: service.now(),
            decided_at: None,
            decided_by: None,
            reason: String::new(),
        };
        could_be_granted(tx, &request).await?;
        duplicate_is(share_requests::insert(tx, &request).await, Refusal::RequestWaiting)?;
        facts::note(service, tx, actor, "ask-shares", Some(member.id.0)).await?;
        Ok(request.id)
    })
}

/// Who receives shares: another member who may hold some.
pub(crate) fn receives(giver: &Member, found: Option<Member>) -> Result<MemberId, Refusal> {
    let receiver = found.filter(ledger::belongs).ok_or(Refusal::NotAMember)?;
    if receiver.id == giver.id { Err(Refusal::TransferToSelf) } else { Ok(receiver.id) }
}

/// Says at once what the board could not grant. The board's act asks again.
async fn could_be_granted(tx: &mut Tx, request: &Request) -> Result<(), Error> {
    let cooperative = facts::cooperative(tx).await?;
    let (rules, held) = (ledger::rules(&cooperative), ledger::held(tx, request.member).await?);
    match request.kind {
        RequestKind::Subscription => rules.subscribe(held.shares, request.shares).map(drop)?,
        RequestKind::Transfer => rules.transfer(&held, request.shares, request.leaves).map(drop)?,
        RequestKind::Withdrawal => {
            let capital = ledger::capital(tx, &cooperative).await?;
            rules.repay(&held, request.shares, request.leaves, &capital, ledger::losses(&cooperative))?;
        }
    }
    Ok(())
}

/// Takes one's own request back.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], also for another member's; [`Refusal::RequestDecided`].
pub async fn withdraw_share_request(service: &Service, actor: &Actor, request: ShareRequestId) -> Result<(), Error> {
    allow(actor, Operation::WithdrawShareRequest)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::WithdrawShareRequest).await?;
        let found = share_requests::by_id(tx, request).await?.filter(|found| found.member == member.id);
        let found = found.ok_or(Refusal::NotFound)?;
        let state = found.state.after(RequestMove::Withdraw)?;
        let (at, reason) = (service.now(), String::new());
        let ending = Ending { state, shares: found.shares, at, by: member.id, reason };
        if !share_requests::end(tx, request, &ending).await? {
            return Err(Refusal::RequestDecided.into());
        }
        facts::note(service, tx, actor, "withdraw-share-request", Some(member.id.0)).await
    })
}
