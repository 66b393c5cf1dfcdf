//! The board enters somebody: an application that came on paper, which then waits like any other; or a friend of the
//! cooperative, invited, who holds no shares and therefore belongs at once.

use domain::Refusal;
use domain::ids::MemberId;
use domain::member::MemberState;
use domain::roles::Actor;
use store::Tx;

use crate::acts::apply::{self, Application};
use crate::acts::{admit_member, subscribe_shares};
use crate::letters::{self, Letter, Recipient};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Enters somebody. The same name at the same address is not entered twice: answers who it is.
///
/// # Errors
/// Policy; those of [`crate::apply`]; for a friend, [`Refusal::EmailInvalid`] without an address for messages and
/// [`Refusal::Malformed`] with shares.
pub async fn enter_member(service: &Service, actor: &Actor, application: &Application) -> Result<MemberId, Error> {
    allow(actor, Operation::EnterMember)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::EnterMember).await?;
        let id = match application.identity.class.holds_shares() {
            true => apply::of_share_holder(service, tx, actor, application).await?,
            false => friend(service, tx, actor, application).await?,
        };
        facts::note(service, tx, actor, "enter-member", Some(id.0)).await?;
        Ok(id)
    })
}

async fn friend(service: &Service, tx: &mut Tx, actor: &Actor, application: &Application) -> Result<MemberId, Error> {
    if application.shares_wished > 0 {
        return Err(Refusal::Malformed.into());
    }
    if application.email.is_none() {
        return Err(Refusal::EmailInvalid.into());
    }
    if let Some(known) = apply::known(tx, application).await? {
        return Ok(known.id);
    }
    let id = apply::enter(service, tx, actor, application).await?;
    let applicant = facts::member(tx, id).await?;
    admit_member::admit(service, tx, actor, &applicant).await?;
    let admitted = facts::member(tx, id).await?;
    debug_assert_eq!(admitted.state, MemberState::Admitted);
    subscribe_shares::activate(service, tx, actor, &admitted).await?;
    let Some(to) = Recipient::of(&admitted) else { return Ok(id) };
    let letter = Letter::Welcome { name: admitted.name.clone(), link: service.at("/sign-in") };
    letters::queue(service, tx, &to, &letter, &format!("welcome {id}"), None).await?;
    Ok(id)
}
