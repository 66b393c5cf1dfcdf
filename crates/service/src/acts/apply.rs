//! A person applies for membership.

use domain::identity::{Identity, Postal};
use domain::ids::MemberId;
use domain::mail;
use domain::member::{Happened, MemberClass};
use domain::roles::Actor;
use store::{Tx, members};

use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Who applies.
#[derive(Clone, Debug)]
pub struct Application {
    /// Name.
    pub name: String,
    /// Address for messages.
    pub email: Option<String>,
}

/// Enters an application; the applicant waits for the decision.
///
/// # Errors
/// [`domain::Refusal::TextInvalid`], [`domain::Refusal::TextCharacters`]; [`domain::Refusal::NotFound`] before the cooperative is founded.
pub async fn apply(service: &Service, actor: &Actor, application: &Application) -> Result<MemberId, Error> {
    allow(actor, Operation::Apply)?;
    transaction!(service, |tx| { enter(service, tx, actor, application).await })
}

pub(crate) async fn enter(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    application: &Application,
) -> Result<MemberId, Error> {
    let cooperative = facts::cooperative(tx).await?;
    let id = MemberId(service.id());
    let identity = Identity {
        class: MemberClass::Cooperator,
        name: application.name.clone(),
        representative: None,
        legal_number: None,
        postal: Postal::default(),
    };
    identity.check_names()?;
    let member = members::Member {
        email_key: application.email.as_deref().map(mail::address).transpose()?,
        email: application.email.as_deref().map(|email| facts::text(email.trim(), 254)).transpose()?,
        ..members::Member::applying(id, cooperative.id, identity, service.now())
    };
    members::insert(tx, &member).await?;
    facts::happened(service, tx, actor, id, Happened::Apply, "").await?;
    facts::note(service, tx, actor, "apply", Some(id.0)).await?;
    Ok(id)
}
