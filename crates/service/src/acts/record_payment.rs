//! The board enters money that came for shares. The same payment is entered once, whoever enters it how often.

use domain::Refusal;
use domain::identity::fold;
use domain::ids::ShareEntryId;
use domain::member::MemberState;
use domain::roles::Actor;
use domain::share_requests::RecordPayment;
use domain::shares::{Cents, ShareEntry, ShareEntryKind, ShareRules};
use domain::shares_view::PaymentEntered;
use store::members::Member;
use store::{Tx, shares};

use crate::acts::subscribe_shares::activate;
use crate::ledger::{self, Place};
use crate::letters::{Letter, Recipient, queue};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Longest reference of a payment.
const REFERENCE: usize = 140;

/// Enters a payment. For somebody admitted, the first one enters the shares wished with the application too, and makes a
/// member of them once the statutes' minimum is paid, with the next number. A payment with the same reference for the
/// same member is the same payment: nothing is added, and the answer says when it was entered.
///
/// # Errors
/// Policy; [`Refusal::TextInvalid`], [`Refusal::TextCharacters`] for the reference; [`Refusal::NotFound`];
/// [`Refusal::MemberState`]; [`Refusal::PaymentDate`]; [`Refusal::PaidTooMuch`]; [`Refusal::PaymentDiffers`] when the
/// reference stands for another amount.
pub async fn record_payment(
    service: &Service,
    actor: &Actor,
    payment: &RecordPayment,
) -> Result<PaymentEntered, Error> {
    allow(actor, Operation::RecordPayment)?;
    let reference = facts::text(payment.reference.trim(), REFERENCE)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::RecordPayment).await?;
        let member = facts::member(tx, payment.member).await?;
        let cooperative = facts::cooperative(tx).await?;
        let once = match place_of(tx, &member, &reference).await? {
            Known::Not(once) => once,
            Known::As(entry) if entry.cents == payment.cents.0 => {
                return Ok(PaymentEntered { entry: entry.id, at: entry.at, before: true, number: None });
            }
            Known::As(_) => return Err(Refusal::PaymentDiffers.into()),
        };
        let at = payment.at(member.applied_at, service.now(), &cooperative.time_zone)?;
        let entry = pay(
            service,
            tx,
            &ledger::rules(&cooperative),
            &member,
            payment.cents,
            Place { at, once: Some(once), reverses: None },
        )
        .await?;
        let number = welcome(service, tx, actor, &ledger::rules(&cooperative), &member).await?;
        facts::note(service, tx, actor, "record-payment", Some(member.id.0)).await?;
        Ok(PaymentEntered { entry, at, before: false, number })
    })
}

/// Whether a payment is in the ledger.
enum Known {
    As(shares::Entered),
    Not([u8; 32]),
}

/// Looks a payment up. One that was undone may be entered again, as the next of its reference.
async fn place_of(tx: &mut Tx, member: &Member, reference: &str) -> Result<Known, Error> {
    let folded = fold(reference);
    let mut again = 0_u32;
    loop {
        let once = ledger::about("voix/payment", &[member.id.bytes(), folded.as_bytes(), &again.to_be_bytes()]);
        match shares::about(tx, &once).await? {
            Some(entry) if entry.reversed => again += 1,
            Some(entry) => return Ok(Known::As(entry)),
            None => return Ok(Known::Not(once)),
        }
    }
}

async fn pay(
    service: &Service,
    tx: &mut Tx,
    rules: &ShareRules,
    member: &Member,
    cents: Cents,
    place: Place,
) -> Result<ShareEntryId, Error> {
    let state = matches!(member.state, MemberState::Admitted | MemberState::Active | MemberState::Suspended);
    if !state || !member.class.holds_shares() {
        return Err(Refusal::MemberState.into());
    }
    let mut held = ledger::held(tx, member.id).await?;
    if member.state == MemberState::Admitted && shares::entries(tx, member.id).await?.is_empty() {
        let shares = i64::from(member.shares_wished).max(rules.minimum);
        rules.subscribe(0, shares)?;
        let entry = ShareEntry { kind: ShareEntryKind::Subscription, shares, amount: Cents(0) };
        // A little before the money, so that the ledger reads in its order.
        let before = Place { at: place.at.saturating_sub(1), ..Place::default() };
        ledger::enter(service, tx, member.id, &entry, before).await?;
        held.shares = shares;
    }
    let entry = rules.pay(&held, cents)?;
    Ok(ledger::enter(service, tx, member.id, &entry, place).await?)
}

/// Makes a member of somebody admitted who has paid the minimum, and writes to them. Answers the number given.
async fn welcome(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    rules: &ShareRules,
    member: &Member,
) -> Result<Option<u32>, Error> {
    if member.state != MemberState::Admitted || !rules.paid_up(&ledger::held(tx, member.id).await?) {
        return Ok(None);
    }
    activate(service, tx, actor, member).await?;
    let number = facts::member(tx, member.id).await?.number;
    if let (Some(to), Some(number)) = (Recipient::of(member), number) {
        let letter = Letter::NewMember { name: member.name.clone(), number };
        queue(service, tx, &to, &letter, &format!("welcome {}", member.id), None).await?;
    }
    Ok(number)
}
