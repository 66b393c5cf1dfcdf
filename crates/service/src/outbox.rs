//! The server's own work on the messages acts have queued: no person asks for it, so no policy stands before it.
//!
//! A message is marked *sending* and that is made durable before any mail server hears of it. So a crash never sends one
//! twice: it leaves the message in doubt, for the secretary to see (`domain::mail`).

use domain::ids::MailId;
use domain::mail::Delivery;
use store::mails::{self, Settled};

use crate::transaction::transaction;
use crate::{Error, Service};

/// No mail server is given longer than this for one message; whatever is still *sending* after it, nobody is sending.
const SILENCE: i64 = 10 * 60 * 1_000_000;
/// Longest answer kept.
const ANSWER: usize = 500;

/// A message to hand to a mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Id, also for the message's own `Message-ID`.
    pub id: MailId,
    /// Where it goes.
    pub address: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same, as HTML.
    pub html: String,
    /// An invitation for calendars; empty if none goes with it.
    pub calendar: String,
}

/// Takes up to `most` messages whose turn has come. Each is then this caller's to hand over, once.
///
/// # Errors
/// [`Error::Internal`] only.
pub async fn take(service: &Service, most: u32) -> Result<Vec<Parcel>, Error> {
    // Looking costs no writer's turn: a ballot box that is being filled has no time for an empty outbox.
    if mails::due(&mut service.db().read().await?, service.now()).await? == 0 {
        return Ok(Vec::new());
    }
    let taken = transaction!(service, |tx| { Ok(mails::take(tx, service.now(), most).await?) })?;
    let parcel = |mail: mails::Mail| Parcel {
        id: mail.id,
        address: mail.address,
        subject: mail.subject,
        text: mail.body,
        html: mail.html,
        calendar: mail.calendar,
    };
    Ok(taken.into_iter().map(parcel).collect())
}

/// Notes what the mail server answered, in its words.
///
/// # Errors
/// [`Error::Internal`]; a message that is no longer being sent is left as it is.
pub async fn settle(service: &Service, id: MailId, delivery: Delivery, answer: &str) -> Result<(), Error> {
    transaction!(service, |tx| {
        let Some(mail) = mails::by_id(tx, id).await? else { return Ok(()) };
        let now = service.now();
        let Ok((state, due_at)) = mail.state.after(delivery, mail.attempts, now, mail.until_at) else { return Ok(()) };
        let answer = answer.chars().map(|c| if c.is_control() { ' ' } else { c }).take(ANSWER).collect();
        let forget = mail.confidential && delivery == Delivery::Accepted;
        mails::settle(tx, id, &Settled { state, due_at, at: now, answer }, forget).await?;
        Ok(())
    })
}

/// Puts in doubt what was handed over and never answered, gives up what is too late. Answers how many.
///
/// # Errors
/// [`Error::Internal`] only.
pub async fn tidy(service: &Service) -> Result<u64, Error> {
    transaction!(service, |tx| { Ok(mails::tidy(tx, service.now() - SILENCE, service.now()).await?) })
}
