//! What was written to people, and what became of it.

use domain::ids::MailId;
use domain::mail::MailState;
use domain::roles::Actor;
use domain::wire::{MailLine, MailList};
use store::mails;
use uuid::Uuid;

use crate::policy::{Operation, allow};
use crate::{Error, Service, facts};

/// Messages on a page.
const PAGE: u32 = 50;

/// The newest messages before one (or of all), in one state (or in any), without their text.
///
/// # Errors
/// Policy.
pub async fn mails(
    service: &Service,
    actor: &Actor,
    state: Option<MailState>,
    before: Option<MailId>,
) -> Result<MailList, Error> {
    allow(actor, Operation::ReadMails)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadMails).await?;
    let counts = mails::counts(&mut tx).await?;
    let rows = mails::newest(&mut tx, state, before.unwrap_or(MailId(Uuid::max())), PAGE + 1).await?;
    let more = rows.len() > PAGE as usize;
    let now = service.now();
    let line = |mail: mails::Mail| MailLine {
        id: mail.id,
        kind: mail.kind,
        address: mail.address,
        subject: mail.subject,
        state: mail.state,
        attempts: mail.attempts,
        created_at: mail.created_at,
        changed_at: mail.changed_at,
        answer: mail.answer,
        can_resend: mail.state.again().is_ok() && mail.until_at.is_none_or(|until| until > now),
    };
    let lines: Vec<_> = rows.into_iter().take(PAGE as usize).map(line).collect();
    let next = more.then(|| lines.last().map(|line| line.id)).flatten();
    let time_zone = facts::cooperative(&mut tx).await?.time_zone;
    Ok(MailList { time_zone, counts, lines, next })
}
