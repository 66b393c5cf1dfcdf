//! A member changes the address for messages. The new address gets a link, and counts once it is pressed; until then the
//! old one does. The old one is told at once: whoever reads somebody's session must not take their mail unnoticed.

use domain::own_record::EmailChange;
use domain::roles::Actor;
use domain::{Refusal, mail};
use protocol::hash;
use store::email_confirmations::{self, Confirmation};
use store::own;

use crate::letters::{self, Letter, OwnLetter, Recipient};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// How long the link is good.
const WAITS: i64 = 3 * 24 * 3600 * 1_000_000;
/// Links a member gets sent within that time: more would only fill somebody's mailbox.
const LINKS: u32 = 5;

/// Sends a link to the new address. False when it is the member's confirmed address already: nothing is sent.
///
/// # Errors
/// Policy; [`Refusal::EmailInvalid`]; [`Refusal::TooMany`] after five links in three days.
pub async fn change_email(service: &Service, actor: &Actor, change: &EmailChange) -> Result<bool, Error> {
    allow(actor, Operation::ChangeEmail)?;
    let key = mail::address(&change.email)?;
    let typed = facts::text(change.email.trim(), 254)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::ChangeEmail).await?;
        let same = member.email_key.as_ref() == Some(&key);
        if same && member.email_confirmed_at.is_some() {
            return Ok(false);
        }
        let now = service.now();
        if email_confirmations::since(tx, member.id, now - WAITS).await? >= LINKS {
            return Err(Refusal::TooMany.into());
        }
        own::supersede_emails(tx, member.id, now).await?;
        let token = hash::hex(&service.bytes::<32>());
        let row = Confirmation {
            id: service.id(),
            member: member.id,
            email: typed.clone(),
            email_key: key.clone(),
            token_hash: hash::sha256(token.as_bytes()),
            asked_at: now,
            expires_at: now + WAITS,
            used_at: None,
        };
        email_confirmations::insert(tx, &row).await?;
        let (name, link) = (member.name.clone(), service.at(&format!("/email/{token}")));
        let letter = Letter::Own(OwnLetter::ConfirmEmail { name: name.clone(), link });
        let once = format!("confirm-email {}", row.id);
        letters::queue(
            service,
            tx,
            &Recipient::at(member.id, key.clone(), member.lang),
            &letter,
            &once,
            Some(row.expires_at),
        )
        .await?;
        if let Some(old) = Recipient::of(&member).filter(|_| !same) {
            let letter = Letter::Own(OwnLetter::EmailChanging { name });
            letters::queue(service, tx, &old, &letter, &format!("email-changing {}", row.id), None).await?;
        }
        facts::note(service, tx, actor, "change-email", Some(member.id.0)).await?;
        Ok(true)
    })
}

/// Makes the address whose link was pressed the member's. Whoever holds the link reads the mail sent there: nobody needs to
/// be signed in.
///
/// # Errors
/// [`Refusal::EmailLinkOver`].
pub async fn confirm_my_email(service: &Service, link: &str) -> Result<(), Error> {
    allow(&Actor::Anyone, Operation::ConfirmMyEmail)?;
    let token_hash = hash::sha256(link.as_bytes());
    transaction!(service, |tx| {
        let now = service.now();
        let asked = email_confirmations::by_token(tx, &token_hash).await?;
        let asked = asked.filter(|asked| asked.used_at.is_none() && now < asked.expires_at);
        let asked = asked.ok_or(Refusal::EmailLinkOver)?;
        let member = facts::member(tx, asked.member).await?;
        if !member.state.is_member() || !email_confirmations::use_up(tx, asked.id, now).await? {
            return Err(Refusal::EmailLinkOver.into());
        }
        own::set_email(tx, &member, &asked.email, &asked.email_key, now).await?;
        let actor = Actor::Member { id: member.id, roles: Vec::new() };
        facts::note(service, tx, &actor, "confirm-email", Some(member.id.0)).await
    })
}
