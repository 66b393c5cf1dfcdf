//! An applicant presses the link of the letter: first to confirm the address, later perhaps to withdraw.

use domain::Refusal;
use domain::member::{Happened, MemberMove, MemberState};
use domain::roles::Actor;
use protocol::hash;
use store::email_confirmations::{self, Confirmation};
use store::{Tx, members};

use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Confirms the address a link was sent to: the board is told of the application. Pressing again changes nothing.
///
/// # Errors
/// [`Refusal::ConfirmationOver`] for a link nobody was sent, or one not pressed within its week.
pub async fn confirm_application(service: &Service, link: &str) -> Result<(), Error> {
    allow(&Actor::Anyone, Operation::ConfirmApplication)?;
    transaction!(service, |tx| {
        let asked = of_link(tx, link, service.now()).await?;
        if email_confirmations::use_up(tx, asked.id, service.now()).await? {
            members::confirm_email(tx, asked.member, &asked.email_key, service.now()).await?;
            facts::note(service, tx, &Actor::Anyone, "confirm-application", Some(asked.member.0)).await?;
        }
        Ok(())
    })
}

/// The applicant withdraws, until the shares are paid. Withdrawing again changes nothing.
///
/// # Errors
/// [`Refusal::ConfirmationOver`]; [`Refusal::MemberState`] for who is a member, or was refused.
pub async fn withdraw_application(service: &Service, link: &str) -> Result<(), Error> {
    allow(&Actor::Anyone, Operation::WithdrawApplication)?;
    transaction!(service, |tx| {
        let member = of_link(tx, link, service.now()).await?.member;
        let from = facts::member(tx, member).await?.state;
        match from {
            MemberState::Left => return Ok(()),
            MemberState::Applicant | MemberState::Admitted => {}
            _ => return Err(Refusal::MemberState.into()),
        }
        if !members::end(tx, member, from, from.after(MemberMove::Leave)?, service.now()).await? {
            return Err(Refusal::MemberState.into());
        }
        facts::happened(service, tx, &Actor::Anyone, member, Happened::Move(MemberMove::Leave), "").await?;
        facts::note(service, tx, &Actor::Anyone, "withdraw-application", Some(member.0)).await
    })
}

/// What a link was sent for: good for a week, and once pressed, for as long as there is something to see.
pub(crate) async fn of_link(tx: &mut Tx, link: &str, now: i64) -> Result<Confirmation, Error> {
    let asked = email_confirmations::by_token(tx, &hash::sha256(link.as_bytes())).await?;
    let good = |asked: &Confirmation| asked.used_at.is_some() || asked.expires_at > now;
    Ok(asked.filter(good).ok_or(Refusal::ConfirmationOver)?)
}
