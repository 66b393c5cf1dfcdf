//! The secretary sends a message again.

use domain::Refusal;
use domain::ids::MailId;
use domain::roles::Actor;
use store::mails;

use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Queues again what did not arrive, or may not have.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::MailState`] for what was sent, is on its way, or opened a door that is
/// closed by now.
pub async fn resend_mail(service: &Service, actor: &Actor, mail: MailId) -> Result<(), Error> {
    allow(actor, Operation::ResendMail)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::ResendMail).await?;
        let found = mails::by_id(tx, mail).await?.ok_or(Refusal::NotFound)?;
        found.state.again()?;
        let late = found.until_at.is_some_and(|until| until <= service.now());
        if late || !mails::again(tx, mail, found.state, service.now()).await? {
            return Err(Refusal::MailState.into());
        }
        facts::note(service, tx, actor, "resend-mail", Some(mail.0)).await
    })
}
