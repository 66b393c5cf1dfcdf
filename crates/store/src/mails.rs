//! Messages to people: queued by acts, taken by the outbox, settled by the mail server's answer.

use domain::ids::{MailId, MemberId};
use domain::lang::Lang;
use domain::mail::MailState;

use crate::column::{row, word};
use crate::db::{count, execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A message.
    #[derive(Clone, Debug)]
    pub Mail {
        /// Id; sorts by the time it was written.
        id: MailId,
        /// What it is about: no two messages are about the same.
        once: String,
        /// To whom, if a member or applicant.
        member: Option<MemberId>,
        /// Which letter.
        kind: String,
        /// Where it goes.
        address: String,
        /// In which language.
        lang: Lang,
        /// Subject.
        subject: String,
        /// Plain text.
        body: String,
        /// The same, as HTML.
        html: String,
        /// An invitation for calendars (iCalendar); empty if none goes with it.
        calendar: String,
        /// Whether its text is forgotten once it is sent.
        confidential: bool,
        /// Where it stands.
        state: MailState,
        /// How often it was handed to a mail server.
        attempts: u32,
        /// When it was written.
        created_at: i64,
        /// When its turn comes.
        due_at: i64,
        /// When it is too late.
        until_at: Option<i64>,
        /// When its state changed.
        changed_at: i64,
        /// The mail server's last words.
        answer: String,
    }
}

row! {
    /// How many messages are in a state.
    pub(crate) Counted {
        state: MailState,
        number: i64,
    }
}

/// The answer to an attempt.
#[derive(Clone, Debug)]
pub struct Settled {
    /// The new state.
    pub state: MailState,
    /// When its turn comes again, if it does.
    pub due_at: Option<i64>,
    /// When.
    pub at: i64,
    /// The mail server's words.
    pub answer: String,
}

sql! {
    INSERT = "INSERT INTO mails (id, once, member, kind, address, lang, subject, body, html, calendar, confidential, state, attempts,
            created_at, due_at, until_at, changed_at, answer)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        ON CONFLICT (once) DO NOTHING";
    BY_ID = "SELECT id, once, member, kind, address, lang, subject, body, html, calendar, confidential, state, attempts, created_at,
            due_at, until_at, changed_at, answer FROM mails WHERE id = $1";
    DUE = "SELECT id, once, member, kind, address, lang, subject, body, html, calendar, confidential, state, attempts, created_at,
            due_at, until_at, changed_at, answer FROM mails
        WHERE state = 'queued' AND due_at <= $1 ORDER BY due_at, id LIMIT $2";
    ANY_DUE = "SELECT COUNT(*) FROM mails WHERE state = 'queued' AND due_at <= $1";
    TAKE = "UPDATE mails SET state = 'sending', attempts = attempts + 1, changed_at = $2
        WHERE id = $1 AND state = 'queued'";
    SETTLE = "UPDATE mails SET state = $2, due_at = COALESCE($3, due_at), changed_at = $4, answer = $5,
            body = CASE WHEN $6 = 1 THEN '' ELSE body END, html = CASE WHEN $6 = 1 THEN '' ELSE html END
        WHERE id = $1 AND state = 'sending'";
    DOUBT = "UPDATE mails SET state = 'doubtful', changed_at = $2 WHERE state = 'sending' AND changed_at < $1";
    EXPIRE = "UPDATE mails SET state = 'failed', changed_at = $1 WHERE state = 'queued' AND until_at <= $1";
    AGAIN = "UPDATE mails SET state = 'queued', attempts = 0, due_at = $3, changed_at = $3 WHERE id = $1 AND state = $2";
    NEWEST = "SELECT id, once, member, kind, address, lang, subject, body, html, calendar, confidential, state, attempts, created_at,
            due_at, until_at, changed_at, answer FROM mails
        WHERE id < $1 AND kind NOT IN ('vote-received', 'vote-by-code', 'vote-carried', 'paper-handed', 'paper-carried') ORDER BY id DESC LIMIT $2";
    NEWEST_IN = "SELECT id, once, member, kind, address, lang, subject, body, html, calendar, confidential, state, attempts,
            created_at, due_at, until_at, changed_at, answer FROM mails
        WHERE state = $3 AND id < $1 AND kind NOT IN ('vote-received', 'vote-by-code', 'vote-carried', 'paper-handed', 'paper-carried') ORDER BY id DESC LIMIT $2";
    COUNTS = "SELECT state, COUNT(*) AS number FROM mails WHERE kind NOT IN ('vote-received', 'vote-by-code', 'vote-carried', 'paper-handed', 'paper-carried') GROUP BY state";
}

/// Queues a message. False if one about the same exists.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Mail) -> Result<bool, StoreError> {
    let done = execute!(
        tx,
        INSERT,
        new.id.0,
        &new.once,
        new.member.map(|member| member.0),
        &new.kind,
        &new.address,
        word(&new.lang),
        &new.subject,
        &new.body,
        &new.html,
        &new.calendar,
        i64::from(new.confidential),
        word(&new.state),
        i64::from(new.attempts),
        new.created_at,
        new.due_at,
        new.until_at,
        new.changed_at,
        &new.answer,
    )?;
    Ok(done == 1)
}

/// One message.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: MailId) -> Result<Option<Mail>, StoreError> {
    fetch_optional!(tx, Mail, BY_ID, id.0)
}

/// How many messages wait for their turn now.
///
/// # Errors
/// See [`StoreError`].
pub async fn due(tx: &mut Tx, now: i64) -> Result<u32, StoreError> {
    fetch_count!(tx, ANY_DUE, now)
}

/// Takes up to `most` messages whose turn has come: nobody else takes them.
///
/// # Errors
/// See [`StoreError`].
pub async fn take(tx: &mut Tx, now: i64, most: u32) -> Result<Vec<Mail>, StoreError> {
    let mut taken = Vec::new();
    for mut mail in fetch_all!(tx, Mail, DUE, now, i64::from(most))? {
        if execute!(tx, TAKE, mail.id.0, now)? == 1 {
            mail.state = MailState::Sending;
            mail.attempts += 1;
            mail.changed_at = now;
            taken.push(mail);
        }
    }
    Ok(taken)
}

/// Notes the answer to an attempt; `forget` empties the text. False if the message was no longer being sent.
///
/// # Errors
/// See [`StoreError`].
pub async fn settle(tx: &mut Tx, id: MailId, settled: &Settled, forget: bool) -> Result<bool, StoreError> {
    let state = word(&settled.state);
    let forget = i64::from(forget);
    Ok(execute!(tx, SETTLE, id.0, state, settled.due_at, settled.at, &settled.answer, forget)? == 1)
}

/// Messages handed over before `before` whose answer was never noted are in doubt; queued ones too late are given up.
///
/// # Errors
/// See [`StoreError`].
pub async fn tidy(tx: &mut Tx, before: i64, now: i64) -> Result<u64, StoreError> {
    Ok(execute!(tx, DOUBT, before, now)? + execute!(tx, EXPIRE, now)?)
}

/// Queues a message again. False if it is no longer in `from`.
///
/// # Errors
/// See [`StoreError`].
pub async fn again(tx: &mut Tx, id: MailId, from: MailState, now: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, AGAIN, id.0, word(&from), now)? == 1)
}

/// The newest messages before one, of one state or of all; but for those after a ballot, which would tell whoever reads this
/// list who votes when.
///
/// # Errors
/// See [`StoreError`].
pub async fn newest(tx: &mut Tx, state: Option<MailState>, before: MailId, most: u32) -> Result<Vec<Mail>, StoreError> {
    match state {
        Some(state) => fetch_all!(tx, Mail, NEWEST_IN, before.0, i64::from(most), word(&state)),
        None => fetch_all!(tx, Mail, NEWEST, before.0, i64::from(most)),
    }
}

/// How many messages are in each state that has any; of the same messages.
///
/// # Errors
/// See [`StoreError`].
pub async fn counts(tx: &mut Tx) -> Result<Vec<(MailState, u32)>, StoreError> {
    fetch_all!(tx, Counted, COUNTS)?.into_iter().map(|row| Ok((row.state, count(row.number)?))).collect()
}
