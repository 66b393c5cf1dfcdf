//! Shares: one's own, one member's, everybody's. Nothing here knows of voices.

use domain::Refusal;
use domain::ids::MemberId;
use domain::member::MemberState;
use domain::roles::Actor;
use domain::share_requests::{RequestKind, RequestState, impartial};
use domain::shares::{Cents, ShareRules};
use domain::shares_view::{
    self, LedgerLine, MemberShares, OwingLine, RequestLine, ShareRegister, ShareTotals, average_hundredths,
};
use store::cooperatives::Cooperative;
use store::members::Member;
use store::share_requests::{self, Request};
use store::{Tx, members, shares};

use crate::policy::{Operation, allow};
use crate::{Error, Service, facts, ledger};

/// The shares of the member signed in.
///
/// # Errors
/// Policy; [`Refusal::MemberState`] when the membership is over.
pub async fn my_shares(service: &Service, actor: &Actor) -> Result<MemberShares, Error> {
    allow(actor, Operation::ReadMyShares)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadMyShares).await?;
    of_member(service, &mut tx, member).await
}

/// The shares of one member, for who reads the register.
///
/// # Errors
/// Policy; [`Refusal::NotFound`].
pub async fn member_shares(service: &Service, actor: &Actor, member: MemberId) -> Result<MemberShares, Error> {
    allow(actor, Operation::ReadMemberShares)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadMemberShares).await?;
    let member = facts::member(&mut tx, member).await?;
    of_member(service, &mut tx, member).await
}

/// The shares of everybody, what waits for the board, and who has something to pay.
///
/// # Errors
/// Policy.
pub async fn share_register(service: &Service, actor: &Actor) -> Result<ShareRegister, Error> {
    allow(actor, Operation::ReadShareRegister)?;
    let mut tx = service.db().read().await?;
    let reader = facts::acting(service, &mut tx, actor, Operation::ReadShareRegister).await?.id;
    let cooperative = facts::cooperative(&mut tx).await?;
    let deciders = facts::entitled(service, &mut tx, Operation::DecideShareRequest).await?;
    let mut waiting = Vec::new();
    for request in share_requests::waiting(&mut tx).await? {
        let for_another = impartial(reader, &request.parties(), &deciders).is_err();
        waiting.push(RequestLine { for_another, ..line(&mut tx, &cooperative, request).await? });
    }
    Ok(ShareRegister {
        totals: totals(&mut tx, &cooperative).await?,
        waiting,
        owing: owing(&mut tx, &ledger::rules(&cooperative)).await?,
        time_zone: cooperative.time_zone,
    })
}

async fn totals(tx: &mut Tx, cooperative: &Cooperative) -> Result<ShareTotals, Error> {
    let (sum, holders) = (shares::total(tx).await?, shares::holders(tx).await?);
    let capital = ledger::capital(tx, cooperative).await?;
    let days: Vec<_> = shares::days(tx).await?.iter().map(|day| (day.day, day.shares, day.cents)).collect();
    Ok(ShareTotals {
        holders,
        shares: sum.shares,
        capital: capital.now,
        highest: capital.highest,
        floor: capital.floor(),
        average_hundredths: average_hundredths(sum.shares, holders),
        history: shares_view::history(&days),
    })
}

async fn owing(tx: &mut Tx, rules: &ShareRules) -> Result<Vec<OwingLine>, Error> {
    let shown = |of: shares::Owing, owed: i64| {
        let shares::Owing { id: member, number, name, .. } = of;
        OwingLine { member, number, name, owed: Cents(owed) }
    };
    let mut lines = Vec::new();
    for of in shares::wishing(tx).await? {
        let owed = rules.nominal.0.saturating_mul(of.owed.max(rules.minimum));
        lines.push(shown(of, owed));
    }
    lines.extend(shares::owing(tx, rules.nominal.0).await?.into_iter().map(|of| {
        let owed = of.owed;
        shown(of, owed)
    }));
    Ok(lines)
}

async fn of_member(service: &Service, tx: &mut Tx, member: Member) -> Result<MemberShares, Error> {
    let cooperative = facts::cooperative(tx).await?;
    let (rules, held) = (ledger::rules(&cooperative), ledger::held(tx, member.id).await?);
    let entries = shares::entries(tx, member.id).await?;
    let reasons = shares::reasons(tx, member.id).await?;
    let first = member.state == MemberState::Admitted && entries.is_empty() && member.class.holds_shares();
    let wished = first.then(|| i64::from(member.shares_wished).max(rules.minimum));
    let owed = match wished {
        Some(shares) => rules.subscribe(0, shares)?,
        None => rules.owed(&held)?,
    };
    let over = matches!(member.state, MemberState::Left | MemberState::Excluded | MemberState::Deceased);
    let to_repay = (over && held.shares > 0).then(|| money(&cooperative, held.paid)).flatten();
    let mut requests = Vec::new();
    for request in share_requests::of_member(tx, member.id).await? {
        requests.push(line(tx, &cooperative, request).await?);
    }
    let refunds = super::refunds::of_member(tx, member.id, service.now()).await?;
    Ok(MemberShares {
        member: member.id,
        number: member.number,
        name: member.name,
        representative: member.representative,
        nominal: rules.nominal,
        minimum: rules.minimum,
        held,
        owed,
        pay: service.how_to_pay().clone(),
        wished,
        to_repay,
        entries: entries.iter().map(|entry| ledger_line(entry, &reasons)).collect(),
        requests,
        refunds,
        now: service.now(),
        cooperative: cooperative.name,
        legal_line: cooperative.legal_line,
        time_zone: cooperative.time_zone,
    })
}

fn ledger_line(entry: &shares::Entered, reasons: &[shares::Reason]) -> LedgerLine {
    let why = reasons.iter().find(|reason| reason.entry == entry.id);
    LedgerLine {
        id: entry.id,
        kind: entry.kind,
        shares: entry.shares,
        cents: Cents(entry.cents),
        at: entry.at,
        reversed: entry.reversed,
        reason: why.map(|why| why.reason.clone()).unwrap_or_default(),
    }
}

async fn line(tx: &mut Tx, cooperative: &Cooperative, request: Request) -> Result<RequestLine, Error> {
    let member = facts::member(tx, request.member).await?;
    let receiver = match request.receiver {
        Some(id) => members::by_id(tx, id).await?.map(|receiver| (receiver.number, receiver.name)),
        None => None,
    };
    let value = Cents(cooperative.share_cents.checked_mul(request.shares).ok_or(Refusal::Malformed)?);
    let paid_out = request.kind == RequestKind::Withdrawal
        && matches!(request.state, RequestState::Waiting | RequestState::Granted);
    Ok(RequestLine {
        id: request.id,
        kind: request.kind,
        shares: request.shares,
        value,
        money: paid_out.then(|| money(cooperative, value)).flatten(),
        member: member.id,
        number: member.number,
        name: member.name,
        receiver,
        leaves: request.leaves,
        state: request.state,
        asked_at: request.asked_at,
        decided_at: request.decided_at,
        reason: request.reason,
        for_another: false,
    })
}

/// A value less the part of the losses that who gives it back bears, rounded down to the cent.
fn money(cooperative: &Cooperative, value: Cents) -> Option<Cents> {
    let (part, whole) = ledger::losses(cooperative);
    domain::shares::less_losses(value, (part, whole)).ok()
}
