//! Signing in with a passkey. No name is asked: the authenticator knows whose it is. What is answered before does not
//! depend on anybody, and what does not hold is refused without saying what.

use domain::Refusal;
use domain::member::MemberState;
use domain::passkeys::{AnswerPasskey, PasskeyBegun};
use domain::roles::{Actor, Means};
use store::{members, passkeys};

use super::{begun, ended, party};
use crate::acts::sign_in::begin;
use crate::passkeys::Assertion;
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service};

/// What goes to `navigator.credentials.get`.
///
/// # Errors
/// [`Refusal::PasskeysUnavailable`] at a site without a name.
pub async fn begin_passkey_sign_in(service: &Service) -> Result<PasskeyBegun, Error> {
    allow(&Actor::Anyone, Operation::BeginPasskeySignIn)?;
    transaction!(service, |tx| {
        let asked = party(service, tx).await?.sign_in()?;
        begun(service, tx, None, asked).await
    })
}

/// Signs in with what the authenticator answered. The token goes into the cookie.
///
/// # Errors
/// [`Refusal::Malformed`]; [`Refusal::PasskeyRefused`] for everything that does not hold: an unknown or removed passkey,
/// another's, another site's, a copy, a dialogue that is over, a membership that is.
pub async fn finish_passkey_sign_in(service: &Service, answer: &AnswerPasskey, browser: &str) -> Result<String, Error> {
    allow(&Actor::Anyone, Operation::FinishPasskeySignIn)?;
    let assertion = Assertion::read(&answer.credential)?;
    transaction!(service, |tx| {
        let remembered = ended(service, tx, answer.dialogue, None).await?.ok_or(Refusal::PasskeyRefused)?;
        let passkey = passkeys::by_credential(tx, assertion.credential()).await?.ok_or(Refusal::PasskeyRefused)?;
        let member = members::by_id(tx, passkey.member).await?.ok_or(Refusal::PasskeyRefused)?;
        if assertion.member() != Some(member.id) || member.state != MemberState::Active {
            return Err(Refusal::PasskeyRefused.into());
        }
        let body = party(service, tx).await?.verified(&assertion, remembered, &passkey.body)?;
        passkeys::used(tx, passkey.id, &body, service.now()).await?;
        begin(service, tx, member.id, Means::Passkey, browser, "sign-in-passkey").await
    })
}
