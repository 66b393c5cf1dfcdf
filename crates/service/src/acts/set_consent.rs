//! Consent to be convened by e-mail (C. com. R.225-63): given, or taken back. Taken back, letters come by post from then on;
//! the law asks for that from the thirty-sixth day.

use domain::Refusal;
use domain::own_record::Consent;
use domain::roles::Actor;
use store::own;

use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Gives consent with `yes`, takes it back with anything else. What is so already stays, with its date.
///
/// # Errors
/// Policy; [`Refusal::EmailMissing`] for consent without an address.
pub async fn set_consent(service: &Service, actor: &Actor, consent: &Consent) -> Result<(), Error> {
    allow(actor, Operation::SetConsent)?;
    let wanted = consent.consent == "yes";
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::SetConsent).await?;
        if wanted == member.email_consent_at.is_some() {
            return Ok(());
        }
        if wanted && member.email_key.is_none() {
            return Err(Refusal::EmailMissing.into());
        }
        own::set_consent(tx, member.id, wanted.then(|| service.now())).await?;
        let act = if wanted { "give-consent" } else { "take-back-consent" };
        facts::note(service, tx, actor, act, Some(member.id.0)).await
    })
}
