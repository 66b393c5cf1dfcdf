//! The board decides on what a member asks about shares. Granting it enters it in the ledger, in the same transaction.

use domain::Refusal;
use domain::ids::ShareRequestId;
use domain::member::{Happened, MemberMove};
use domain::roles::Actor;
use domain::share_requests::{DecideRequest, RequestKind, RequestMove, RequestState, Verdict, impartial};
use domain::shares::{Cents, ShareEntry, ShareEntryKind};
use store::members::Member;
use store::share_requests::{Ending, Request};
use store::{Tx, members, share_requests};

use crate::acts::ask_shares::receives;
use crate::ledger::{self, Place};
use crate::letters::{self, Letter, OwnLetter, Recipient};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Longest reason.
const REASON: usize = 500;

/// Grants a request or refuses it with a reason, and tells the member in a letter. Of who leaves, all shares held now are meant, and the membership ends.
///
/// # Errors
/// Policy; [`Refusal::ReasonMissing`], [`Refusal::TextInvalid`], [`Refusal::TextCharacters`] for the reason;
/// [`Refusal::NotFound`]; [`Refusal::OwnRequest`] while another may decide; [`Refusal::RequestDecided`]; to grant it, also [`Refusal::MemberState`] when the member is none
/// any more, [`Refusal::NotAMember`] when who receives is none, and those of `domain::shares`.
pub async fn decide_share_request(
    service: &Service,
    actor: &Actor,
    request: ShareRequestId,
    decision: &DecideRequest,
) -> Result<(), Error> {
    allow(actor, Operation::DecideShareRequest)?;
    let reason = match (decision.reason.trim(), decision.decision) {
        ("", Verdict::Refuse) => return Err(Refusal::ReasonMissing.into()),
        ("", Verdict::Grant) => String::new(),
        (reason, _) => facts::text(reason, REASON)?,
    };
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::DecideShareRequest).await?.id;
        let found = share_requests::by_id(tx, request).await?.ok_or(Refusal::NotFound)?;
        impartial(by, &found.parties(), &facts::entitled(service, tx, Operation::DecideShareRequest).await?)?;
        let (happens, act) = match decision.decision {
            Verdict::Grant => (RequestMove::Grant, "grant-share-request"),
            Verdict::Refuse => (RequestMove::Refuse, "refuse-share-request"),
        };
        let state = found.state.after(happens)?;
        let member = facts::member(tx, found.member).await?;
        let shares = match decision.decision {
            Verdict::Grant => grant(service, tx, actor, &found, &member).await?,
            Verdict::Refuse => found.shares,
        };
        let ending = Ending { state, shares, at: service.now(), by, reason: reason.clone() };
        if !share_requests::end(tx, request, &ending).await? {
            return Err(Refusal::RequestDecided.into());
        }
        facts::note(service, tx, actor, act, Some(found.member.0)).await?;
        tell(service, tx, &member, &found, &ending).await
    })
}

/// A letter with what became of it, once.
async fn tell(service: &Service, tx: &mut Tx, to: &Member, request: &Request, ending: &Ending) -> Result<(), Error> {
    let Some(recipient) = Recipient::of(to) else { return Ok(()) };
    let granted = ending.state == RequestState::Granted;
    let letter = Letter::Own(OwnLetter::Decided {
        name: to.name.clone(),
        kind: request.kind,
        shares: ending.shares,
        left: granted && request.leaves,
        granted,
        reason: ending.reason.clone(),
        link: service.at("/me/shares"),
    });
    letters::queue(service, tx, &recipient, &letter, &format!("share-request {}", request.id), None).await
}

/// Enters a request in the ledger. Answers the shares it was about in the end.
async fn grant(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    request: &Request,
    member: &Member,
) -> Result<i64, Error> {
    if !ledger::belongs(member) {
        return Err(Refusal::MemberState.into());
    }
    let held = ledger::held(tx, member.id).await?;
    let shares = if request.leaves { held.shares } else { request.shares };
    let cooperative = facts::cooperative(tx).await?;
    let (rules, at) = (ledger::rules(&cooperative), service.now());
    let place = |whose: &Member| Place { at, once: Some(about(request, whose)), reverses: None };
    match request.kind {
        RequestKind::Subscription => {
            rules.subscribe(held.shares, shares)?;
            let entry = ShareEntry { kind: ShareEntryKind::Subscription, shares, amount: Cents(0) };
            ledger::enter(service, tx, member.id, &entry, place(member)).await?;
        }
        RequestKind::Transfer => {
            let receiver = match request.receiver {
                Some(receiver) => members::by_id(tx, receiver).await?,
                None => None,
            };
            receives(member, receiver.clone())?;
            let receiver = receiver.ok_or(Refusal::NotAMember)?;
            let [given, received] = rules.transfer(&held, shares, request.leaves)?;
            ledger::enter(service, tx, member.id, &given, place(member)).await?;
            ledger::enter(service, tx, receiver.id, &received, place(&receiver)).await?;
        }
        RequestKind::Withdrawal => {
            let capital = ledger::capital(tx, &cooperative).await?;
            let losses = ledger::losses(&cooperative);
            let (entry, _) = rules.repay(&held, shares, request.leaves, &capital, losses)?;
            ledger::enter(service, tx, member.id, &entry, place(member)).await?;
        }
    }
    if request.leaves {
        leave(service, tx, actor, member).await?;
    }
    Ok(shares)
}

/// What an entry made by a request is about: the request, once for each of the two sides.
pub(crate) fn about(request: &Request, whose: &Member) -> [u8; 32] {
    ledger::about("voix/share-request", &[request.id.bytes(), whose.id.bytes()])
}

async fn leave(service: &Service, tx: &mut Tx, actor: &Actor, member: &Member) -> Result<(), Error> {
    let left = member.state.after(MemberMove::Leave)?;
    if !members::end(tx, member.id, member.state, left, service.now()).await? {
        return Err(Refusal::MemberState.into());
    }
    facts::happened(service, tx, actor, member.id, Happened::Move(MemberMove::Leave), "").await
}
