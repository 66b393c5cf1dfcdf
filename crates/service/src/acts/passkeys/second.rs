//! A member signed in, by a message perhaps, shows a passkey besides. The session remembers when: what replaces keys asks
//! for it. It opens no offices by that: whoever wants them signs in with the passkey itself.

use domain::Refusal;
use domain::passkeys::{AnswerPasskey, PasskeyBegun};
use domain::roles::{Actor, Means};
use protocol::hash;
use store::{passkeys, seconds};

use super::{begun, ended, party};
use crate::passkeys::Assertion;
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Asks a member for one of their passkeys.
///
/// # Errors
/// Policy; [`Refusal::PasskeyRefused`] for a member who has none; [`Refusal::PasskeysUnavailable`].
pub async fn begin_second_by_passkey(service: &Service, actor: &Actor) -> Result<PasskeyBegun, Error> {
    allow(actor, Operation::BeginSecondByPasskey)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::BeginSecondByPasskey).await?.id;
        let own: Vec<String> = passkeys::of_member(tx, member).await?.into_iter().map(|passkey| passkey.body).collect();
        if own.is_empty() {
            return Err(Refusal::PasskeyRefused.into());
        }
        let asked = party(service, tx).await?.second(&own)?;
        begun(service, tx, Some(member), asked).await
    })
}

/// Notes in the session, whose token is `token`, that the member has shown a passkey besides.
///
/// # Errors
/// Policy; [`Refusal::Malformed`]; [`Refusal::PasskeyRefused`] for everything that does not hold.
pub async fn finish_second_by_passkey(
    service: &Service,
    actor: &Actor,
    token: &str,
    answer: &AnswerPasskey,
) -> Result<(), Error> {
    allow(actor, Operation::FinishSecondByPasskey)?;
    let assertion = Assertion::read(&answer.credential)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::FinishSecondByPasskey).await?.id;
        let now = service.now();
        let remembered = ended(service, tx, answer.dialogue, Some(member)).await?.ok_or(Refusal::PasskeyRefused)?;
        let passkey = passkeys::by_credential(tx, assertion.credential()).await?;
        let passkey = passkey.filter(|passkey| passkey.member == member).ok_or(Refusal::PasskeyRefused)?;
        let body = party(service, tx).await?.verified(&assertion, remembered, &passkey.body)?;
        passkeys::used(tx, passkey.id, &body, now).await?;
        let session = seconds::of_token(tx, &hash::sha256(token.as_bytes()), now).await?;
        let session = session.filter(|session| session.member == member).ok_or(Refusal::SignInFirst)?;
        // A session that began with a passkey is shown nothing new by one.
        if session.means == Means::Passkey {
            return Err(Refusal::SecondSameMeans.into());
        }
        seconds::show(tx, session.id, now).await?;
        facts::note(service, tx, actor, "second-passkey", Some(passkey.id.0)).await
    })
}
