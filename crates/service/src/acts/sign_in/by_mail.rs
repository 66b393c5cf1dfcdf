//! Signing in by a message to the member's address. The message holds a link, whose page asks for one press (programs
//! that open links to look for danger sign nobody in), and six digits to type in the browser that asked. Either works
//! once, for a quarter of an hour. Whether an address is a member's is told to nobody: every request is noted the same
//! way and gets the same answer. Wrong digits use up the request in that one browser, and lock nobody out elsewhere.

use domain::Refusal;
use domain::ids::MemberId;
use domain::mail;
use domain::roles::{Actor, Means};
use protocol::hash;
use store::sign_ins::Ask;
use store::{Tx, members, sign_ins};

use super::begin;
use crate::letters::{self, Letter, Recipient};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// How long link and code are good.
pub(super) const WAITS: i64 = 15 * 60 * 1_000_000;
/// Codes one may mistype.
pub(super) const TRIES: u32 = 5;
/// Messages a member gets for requests within the time one is good: more would only fill the mailbox. Requests beyond them
/// are noted as an address nobody has and do not count, or whoever asks without end would keep the member from ever
/// getting another.
pub(super) const MESSAGES: u32 = 5;
/// Members who may share an address.
const SHARING: usize = 8;

/// Sends whoever has this address a link and a code. Answers what the asking browser keeps to type the code with,
/// whether or not anybody has the address.
///
/// # Errors
/// [`Refusal::EmailInvalid`] for what is no address at all.
pub async fn ask_sign_in(service: &Service, email: &str) -> Result<String, Error> {
    allow(&Actor::Anyone, Operation::AskSignIn)?;
    let key = mail::address(email)?;
    let browser = hash::hex(&service.bytes::<32>());
    transaction!(service, |tx| {
        sign_ins::forget(tx, service.now()).await?;
        let mut known = members::by_email(tx, &key).await?;
        known.retain(|member| member.state.is_member());
        known.truncate(SHARING);
        for member in &known {
            ask(service, tx, &browser, Some(member)).await?;
        }
        if known.is_empty() {
            ask(service, tx, &browser, None).await?;
        }
        Ok(())
    })?;
    Ok(browser)
}

async fn ask(service: &Service, tx: &mut Tx, browser: &str, member: Option<&members::Member>) -> Result<(), Error> {
    let (now, link, code) = (service.now(), hash::hex(&service.bytes::<32>()), digits(service));
    let member = match member {
        Some(member) if sign_ins::since(tx, member.id, now - WAITS).await? < MESSAGES => Some(member),
        _ => None,
    };
    let row = Ask {
        id: service.id(),
        browser_hash: hash::sha256(browser.as_bytes()),
        member: member.map(|member| member.id),
        link_hash: hash::sha256(link.as_bytes()),
        code_hash: code_hash(browser, &code),
        tries: 0,
        asked_at: now,
        expires_at: now + WAITS,
        used_at: None,
    };
    sign_ins::insert(tx, &row).await?;
    let Some(member) = member else { return Ok(()) };
    let Some(to) = Recipient::of(member) else { return Ok(()) };
    let link = service.at(&format!("/sign-in/{link}"));
    let letter = Letter::SignIn { name: member.name.clone(), link, code };
    letters::queue(service, tx, &to, &letter, &format!("sign-in {}", row.id), Some(row.expires_at)).await
}

/// Six digits, each number as likely as any other.
pub(super) fn digits(service: &Service) -> String {
    loop {
        let drawn = u32::from_le_bytes(service.bytes());
        if drawn < u32::MAX - u32::MAX % 1_000_000 {
            return format!("{:06}", drawn % 1_000_000);
        }
    }
}

pub(super) fn code_hash(browser: &str, code: &str) -> [u8; 32] {
    hash::sha256(format!("{browser} {code}").as_bytes())
}

/// Signs in with the six digits, in the browser that asked. Spaces between them do no harm.
///
/// # Errors
/// [`Refusal::SignInOver`] for a wrong code, a browser that did not ask, too many tries or too late.
pub async fn sign_in_by_code(service: &Service, browser: &str, code: &str, agent: &str) -> Result<String, Error> {
    allow(&Actor::Anyone, Operation::SignInByCode)?;
    let typed: String = code.chars().filter(|c| !c.is_whitespace()).take(16).collect();
    let browser_hash = hash::sha256(browser.as_bytes());
    let token = transaction!(service, |tx| {
        let asks = sign_ins::by_browser(tx, &browser_hash, service.now()).await?;
        if asks.is_empty() || asks.iter().any(|ask| ask.tries >= TRIES) {
            return Ok(None);
        }
        // Counted whatever comes of it: the transaction is not undone by a wrong code.
        sign_ins::tried(tx, &browser_hash).await?;
        let wanted = code_hash(browser, &typed);
        match asks.iter().find(|ask| ask.code_hash == wanted) {
            Some(ask) => enter(service, tx, ask, agent).await,
            None => Ok(None),
        }
    })?;
    Ok(token.ok_or(Refusal::SignInOver)?)
}

/// Signs in with the link's token, in any browser, once its page was pressed.
///
/// # Errors
/// [`Refusal::SignInOver`].
pub async fn sign_in_by_link(service: &Service, link: &str, agent: &str) -> Result<String, Error> {
    allow(&Actor::Anyone, Operation::SignInByLink)?;
    let link_hash = hash::sha256(link.as_bytes());
    let token = transaction!(service, |tx| {
        match sign_ins::by_link(tx, &link_hash, service.now()).await? {
            Some(ask) => enter(service, tx, &ask, agent).await,
            None => Ok(None),
        }
    })?;
    Ok(token.ok_or(Refusal::SignInOver)?)
}

async fn enter(service: &Service, tx: &mut Tx, ask: &Ask, agent: &str) -> Result<Option<String>, Error> {
    let Some(member) = ask.member else { return Ok(None) };
    if !may_enter(tx, member).await? || !sign_ins::use_up(tx, ask.id, service.now()).await? {
        return Ok(None);
    }
    begin(service, tx, member, Means::Mail, agent, "sign-in-mail").await.map(Some)
}

async fn may_enter(tx: &mut Tx, member: MemberId) -> Result<bool, Error> {
    Ok(facts::member(tx, member).await?.state.is_member())
}
