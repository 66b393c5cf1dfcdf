//! Signing in and out. A session's token is 32 random bytes in the browser's cookie; the database holds its SHA-256.

mod by_key;
mod by_mail;
mod demo;
mod second;

use domain::Refusal;
use domain::browsers;
use domain::ids::{MemberId, SessionId};
use domain::member::MemberState;
use domain::roles::{Actor, Means, Role};
use protocol::hash;
use store::sessions::Session;
use store::{Tx, holders, known_browsers, members, roles, sessions};

use crate::letters::{self, Letter, OwnLetter, Recipient};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

pub use by_key::{challenge, sign_in_by_key};
pub use by_mail::{ask_sign_in, sign_in_by_code, sign_in_by_link};
pub use demo::sign_in_demo;
pub(crate) use second::code_sent;
pub use second::{ask_second, confirm_second};

/// How long a session lasts.
const LASTS: i64 = 12 * 3600 * 1_000_000;
/// Most characters kept of what a browser says it is.
const BROWSER: usize = 200;

/// Who holds a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The member, with the roles of this moment.
    pub actor: Actor,
    /// The name shown.
    pub name: String,
    /// How the member signed in.
    pub means: Means,
    /// Whether the member holds offices that this sign-in does not open.
    pub withheld: bool,
}

/// Begins a session and answers its token.
pub(crate) async fn begin(
    service: &Service,
    tx: &mut Tx,
    member: MemberId,
    means: Means,
    browser: &str,
    act: &'static str,
) -> Result<String, Error> {
    let (now, token) = (service.now(), hash::hex(&service.bytes::<32>()));
    let session = Session {
        id: SessionId(service.id()),
        token_hash: hash::sha256(token.as_bytes()),
        member,
        created_at: now,
        expires_at: now + LASTS,
        means,
        browser: browser.chars().filter(|c| !c.is_control()).take(BROWSER).collect(),
    };
    sessions::delete_expired(tx, now).await?;
    sessions::insert(tx, &session).await?;
    tell(service, tx, &session).await?;
    let actor = Actor::Member { id: member, roles: Vec::new() };
    facts::note(service, tx, &actor, act, Some(session.id.0)).await?;
    Ok(token)
}

/// Tells a member of a sign-in from a browser not seen before: whoever did not do it must know. The first of all needs no
/// letter, and in the demo everybody is everybody.
async fn tell(service: &Service, tx: &mut Tx, session: &Session) -> Result<(), Error> {
    if session.means == Means::Demo {
        return Ok(());
    }
    let (browser, at) = (browsers::recognised(&session.browser).unwrap_or_default(), session.created_at);
    let first = known_browsers::count(tx, session.member).await? == 0;
    if known_browsers::seen(tx, session.member, &browser, at).await? || first {
        return Ok(());
    }
    let member = facts::member(tx, session.member).await?;
    let Some(to) = Recipient::of(&member) else { return Ok(()) };
    let (zone, link) = (facts::cooperative(tx).await?.time_zone, service.at("/sessions"));
    let letter = Letter::Own(OwnLetter::NewBrowser { name: member.name, browser, at, zone, link });
    letters::queue(service, tx, &to, &letter, &format!("browser {}", session.id), None).await
}

/// Ends a session. Ending one that is over already is no error.
///
/// # Errors
/// [`Error::Internal`] only.
pub async fn sign_out(service: &Service, token: &str) -> Result<(), Error> {
    allow(&Actor::Anyone, Operation::SignOut)?;
    let token_hash = hash::sha256(token.as_bytes());
    transaction!(service, |tx| {
        if let Some(session) = sessions::by_token(tx, &token_hash, service.now()).await? {
            sessions::delete(tx, &token_hash).await?;
            let actor = Actor::Member { id: session.member, roles: Vec::new() };
            facts::note(service, tx, &actor, "sign-out", Some(session.id.0)).await?;
        }
        Ok(())
    })
}

/// Ends one of the member's own sessions, on whatever device.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] for a session that is over or another member's.
pub async fn revoke_session(service: &Service, actor: &Actor, session: SessionId) -> Result<(), Error> {
    allow(actor, Operation::RevokeSession)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::RevokeSession).await?.id;
        if !sessions::delete_of(tx, session, member).await? {
            return Err(Refusal::NotFound.into());
        }
        facts::note(service, tx, actor, "revoke-session", Some(session.0)).await
    })
}

/// Ends the member's sessions everywhere but here; `token` is that of the one that stays.
///
/// # Errors
/// Policy.
pub async fn revoke_other_sessions(service: &Service, actor: &Actor, token: &str) -> Result<(), Error> {
    allow(actor, Operation::RevokeOtherSessions)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::RevokeOtherSessions).await?.id;
        if sessions::delete_others(tx, member, &hash::sha256(token.as_bytes())).await? > 0 {
            facts::note(service, tx, actor, "revoke-other-sessions", Some(member.0)).await?;
        }
        Ok(())
    })
}

impl Service {
    /// Who holds this token. `None` when the session is over, or the membership is.
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    pub async fn actor_of(&self, token: &str) -> Result<Option<Signed>, Error> {
        let mut tx = self.db().read().await?;
        let token_hash = hash::sha256(token.as_bytes());
        let Some(session) = sessions::by_token(&mut tx, &token_hash, self.now()).await? else { return Ok(None) };
        let member = members::by_id(&mut tx, session.member).await?;
        let Some(member) = member.filter(|member| member.state.is_member()) else { return Ok(None) };
        let mut roles = match member.state {
            MemberState::Active => roles_of(&mut tx, member.id, self.now()).await?,
            // Whoever is suspended sees to the own record, and holds no office.
            _ => Vec::new(),
        };
        let withheld = !session.means.holds_offices() && !roles.is_empty();
        if withheld {
            roles.clear();
        }
        let actor = Actor::Member { id: member.id, roles };
        Ok(Some(Signed { actor, name: member.name, means: session.means, withheld }))
    }
}

/// The roles a member holds at an instant: offices, and key holder of any assembly.
pub(crate) async fn roles_of(tx: &mut Tx, member: MemberId, at: i64) -> Result<Vec<Role>, Error> {
    let mut held = roles::of_member(tx, member, at).await?;
    if holders::is_holder(tx, member, at).await? {
        held.push(Role::KeyHolder);
    }
    held.sort_unstable();
    Ok(held)
}
