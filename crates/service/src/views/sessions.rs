//! Where a member is signed in.

use domain::Refusal;
use domain::roles::Actor;
use domain::wire::{SessionLine, SessionList};
use protocol::hash;
use store::{sessions, sign_ins};

use crate::policy::{Operation, allow};
use crate::{Error, Service, facts};

/// The member's sessions, newest first; `token` is the one that asks.
///
/// # Errors
/// Policy.
pub async fn sessions(service: &Service, actor: &Actor, token: &str) -> Result<SessionList, Error> {
    allow(actor, Operation::ReadSessions)?;
    let here = hash::sha256(token.as_bytes());
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadSessions).await?.id;
    let rows = sessions::of_member(&mut tx, member, service.now()).await?;
    let line = |row: sessions::Session| SessionLine {
        id: row.id,
        here: row.token_hash == here,
        means: row.means,
        browser: row.browser,
        since: row.created_at,
        until: row.expires_at,
    };
    let time_zone = facts::cooperative(&mut tx).await?.time_zone;
    Ok(SessionList { time_zone, sessions: rows.into_iter().map(line).collect() })
}

/// Whom a sign-in link signs in: shown on its page, before the press. Reading it uses nothing up.
///
/// # Errors
/// [`Refusal::SignInOver`].
pub async fn sign_in_link(service: &Service, link: &str) -> Result<String, Error> {
    allow(&Actor::Anyone, Operation::SignInByLink)?;
    let mut tx = service.db().read().await?;
    let ask = sign_ins::by_link(&mut tx, &hash::sha256(link.as_bytes()), service.now()).await?;
    let member = ask.and_then(|ask| ask.member).ok_or(Refusal::SignInOver)?;
    Ok(facts::member(&mut tx, member).await?.name)
}
