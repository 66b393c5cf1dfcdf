//! Signing in with the identity key of a device (PROTOCOL.md §3.4).

use domain::Refusal;
use domain::ids::MemberId;
use domain::roles::{Actor, Means};
use protocol::keys::{Signature, sign_in};
use store::{keys, sign_ins};

use super::begin;
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// How long a challenge waits for its answer.
const WAITS: i64 = 120 * 1_000_000;

/// 32 fresh bytes to sign, good once and for two minutes.
///
/// # Errors
/// [`Error::Internal`] only.
pub async fn challenge(service: &Service) -> Result<[u8; 32], Error> {
    allow(&Actor::Anyone, Operation::AskChallenge)?;
    transaction!(service, |tx| {
        let challenge = service.bytes();
        sign_ins::forget(tx, service.now()).await?;
        sign_ins::challenge(tx, &challenge, service.now() + WAITS).await?;
        Ok(challenge)
    })
}

/// Signs in with a challenge signed by the member's key, at the address `origin` that the browser believes it is at.
/// The token goes into the cookie.
///
/// # Errors
/// [`Refusal::SignInOver`] for everything that does not hold, without saying what: address, challenge, member or
/// signature.
pub async fn sign_in_by_key(
    service: &Service,
    member: MemberId,
    origin: &str,
    challenge: &[u8; 32],
    signature: &Signature,
    browser: &str,
) -> Result<String, Error> {
    allow(&Actor::Anyone, Operation::SignInByKey)?;
    if !service.is_at(origin) {
        return Err(Refusal::SignInOver.into());
    }
    transaction!(service, |tx| {
        let cooperative = facts::cooperative(tx).await?.id;
        let key = keys::current(tx, member).await?.ok_or(Refusal::SignInOver)?;
        let holds = sign_in::verify(cooperative.bytes(), origin, challenge, &key.identity, signature).is_ok();
        let active = facts::member(tx, member).await?.state.is_member();
        if !holds || !active || !sign_ins::answer(tx, challenge, service.now()).await? {
            return Err(Refusal::SignInOver.into());
        }
        begin(service, tx, member, Means::Key, browser, "sign-in-key").await
    })
}
