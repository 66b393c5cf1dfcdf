//! Signing in as a person of the demo.

use domain::Refusal;
use domain::ids::MemberId;
use domain::roles::{Actor, Means};

use super::begin;
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Signs in as any member of the demo. The token goes into the cookie.
///
/// # Errors
/// [`Refusal::NoDemo`] outside a database the demo created; [`Refusal::NotFound`] for someone who is no member.
pub async fn sign_in_demo(service: &Service, member: MemberId, browser: &str) -> Result<String, Error> {
    allow(&Actor::Anyone, Operation::SignInDemo)?;
    transaction!(service, |tx| {
        if !facts::cooperative(tx).await?.demo {
            return Err(Refusal::NoDemo.into());
        }
        if !facts::member(tx, member).await?.state.is_member() {
            return Err(Refusal::NotFound.into());
        }
        begin(service, tx, member, Means::Demo, browser, "sign-in-demo").await
    })
}
