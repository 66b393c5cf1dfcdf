//! A second means in a session that has begun: the six digits of a message, typed in the same browser. What changes
//! keys asks for two, so that neither a mailbox nor a device found is enough.

use domain::Refusal;
use domain::keys::message_is_second;
use domain::roles::Actor;
use protocol::hash;
use store::seconds::{self, Second};
use store::sign_ins::Ask;
use store::{Tx, sign_ins};

use super::by_mail::{MESSAGES, TRIES, WAITS, code_hash, digits};
use crate::letters::{self, Letter, Recipient};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Sends the member a code to type in the session with this token.
///
/// # Errors
/// Policy; [`Refusal::SignInFirst`] for a token that is not the actor's; [`Refusal::SecondSameMeans`] in a session that
/// began with a message; [`Refusal::SecondNoAddress`]; [`Refusal::TooMany`] after many messages within a quarter of an
/// hour.
pub async fn ask_second(service: &Service, actor: &Actor, token: &str) -> Result<(), Error> {
    allow(actor, Operation::AskSecond)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::AskSecond).await?;
        let session = facts::session(service, tx, actor, token).await?;
        message_is_second(session.means)?;
        let to = Recipient::of(&member).ok_or(Refusal::SecondNoAddress)?;
        let now = service.now();
        sign_ins::forget(tx, now).await?;
        if sign_ins::since(tx, member.id, now - WAITS).await? >= MESSAGES {
            return Err(Refusal::TooMany.into());
        }
        let (browser, code) = (browser(token), digits(service));
        let row = Ask {
            id: service.id(),
            browser_hash: hash::sha256(browser.as_bytes()),
            member: Some(member.id),
            // No link leads here: nobody has its token.
            link_hash: hash::sha256(&service.bytes::<32>()),
            code_hash: code_hash(&browser, &code),
            tries: 0,
            asked_at: now,
            expires_at: now + WAITS,
            used_at: None,
        };
        sign_ins::insert(tx, &row).await?;
        let letter = Letter::SecondCode { name: member.name, code };
        letters::queue(service, tx, &to, &letter, &format!("second {}", row.id), Some(row.expires_at)).await?;
        facts::note(service, tx, actor, "ask-second", Some(session.id.0)).await
    })
}

/// Shows the second means: the code of the newest message of this session, or of one before it.
///
/// # Errors
/// Policy; [`Refusal::SignInFirst`] as above; [`Refusal::SignInOver`] for a wrong code, one that is too old or was
/// used, and after five wrong ones.
pub async fn confirm_second(service: &Service, actor: &Actor, token: &str, code: &str) -> Result<(), Error> {
    allow(actor, Operation::ConfirmSecond)?;
    let typed: String = code.chars().filter(|c| !c.is_whitespace()).take(16).collect();
    let browser = browser(token);
    let browser_hash = hash::sha256(browser.as_bytes());
    let holds = transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::ConfirmSecond).await?;
        let session = facts::session(service, tx, actor, token).await?;
        let asks = sign_ins::by_browser(tx, &browser_hash, service.now()).await?;
        if asks.is_empty() || asks.iter().any(|ask| ask.tries >= TRIES) {
            return Ok(false);
        }
        // Counted whatever comes of it: the transaction is not undone by a wrong code.
        sign_ins::tried(tx, &browser_hash).await?;
        let wanted = code_hash(&browser, &typed);
        match asks.iter().find(|ask| ask.code_hash == wanted && ask.member == actor.member()) {
            Some(ask) => shown(service, tx, actor, &session, ask).await,
            None => Ok(false),
        }
    })?;
    if holds { Ok(()) } else { Err(Refusal::SignInOver.into()) }
}

async fn shown(service: &Service, tx: &mut Tx, actor: &Actor, session: &Second, ask: &Ask) -> Result<bool, Error> {
    if !sign_ins::use_up(tx, ask.id, service.now()).await? {
        return Ok(false);
    }
    seconds::show(tx, session.id, service.now()).await?;
    facts::note(service, tx, actor, "confirm-second", Some(session.id.0)).await?;
    Ok(true)
}

/// Whether a code was asked for in the session with this token and can be typed still.
pub(crate) async fn code_sent(service: &Service, tx: &mut Tx, token: &str) -> Result<bool, Error> {
    let asks = sign_ins::by_browser(tx, &hash::sha256(browser(token).as_bytes()), service.now()).await?;
    Ok(asks.iter().any(|ask| ask.tries < TRIES))
}

/// What ties a code to the session it was asked in. No cookie holds it: it signs nobody in.
fn browser(token: &str) -> String {
    format!("second {}", hash::sha256_hex(token.as_bytes()))
}
