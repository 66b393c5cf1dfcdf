//! Signing in and out. A token is 32 random bytes in the browser's cookie; the database holds its SHA-256.

use domain::Refusal;
use domain::ids::{MemberId, SessionId};
use domain::member::MemberState;
use domain::roles::{Actor, Role};
use protocol::hash;
use store::sessions::Session;
use store::{Tx, holders, members, roles, sessions};

use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// How long a session lasts.
const LASTS: i64 = 12 * 3600 * 1_000_000;

/// Signs in as any member of the demo. The token goes into the cookie.
///
/// # Errors
/// [`Refusal::NoDemo`] outside a database the demo created; [`Refusal::NotFound`] for someone who is no member.
pub async fn sign_in_demo(service: &Service, member: MemberId) -> Result<String, Error> {
    allow(&Actor::Anyone, Operation::SignInDemo)?;
    let token = hash::hex(&service.bytes::<32>());
    transaction!(service, |tx| {
        if !facts::cooperative(tx).await?.demo {
            return Err(Refusal::NoDemo.into());
        }
        if facts::member(tx, member).await?.state != MemberState::Active {
            return Err(Refusal::NotFound.into());
        }
        let now = service.now();
        let session = Session {
            id: SessionId(service.id()),
            token_hash: hash::sha256(token.as_bytes()),
            member,
            created_at: now,
            expires_at: now + LASTS,
        };
        sessions::delete_expired(tx, now).await?;
        sessions::insert(tx, &session).await?;
        let actor = Actor::Member { id: member, roles: Vec::new() };
        facts::note(service, tx, &actor, "sign-in-demo", Some(session.id.0)).await
    })?;
    Ok(token)
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

impl Service {
    /// Who holds this token, with the roles of this moment, and the name shown. `None` when the session is over, or the
    /// membership is.
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    pub async fn actor_of(&self, token: &str) -> Result<Option<(Actor, String)>, Error> {
        let mut tx = self.db().read().await?;
        let token_hash = hash::sha256(token.as_bytes());
        let Some(session) = sessions::by_token(&mut tx, &token_hash, self.now()).await? else { return Ok(None) };
        let member = members::by_id(&mut tx, session.member).await?;
        let Some(member) = member.filter(|member| member.state == MemberState::Active) else { return Ok(None) };
        let roles = roles_of(&mut tx, member.id).await?;
        Ok(Some((Actor::Member { id: member.id, roles }, member.name)))
    }
}

/// The roles a member holds now: offices, and key holder of any assembly.
pub(crate) async fn roles_of(tx: &mut Tx, member: MemberId) -> Result<Vec<Role>, Error> {
    let mut held = roles::of_member(tx, member).await?;
    if holders::is_holder(tx, member).await? {
        held.push(Role::KeyHolder);
    }
    held.sort_unstable();
    Ok(held)
}
