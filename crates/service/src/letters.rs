//! What the cooperative writes to people. Acts say *which* letter; a [`Composer`] given by the composition root knows the
//! words, in the reader's language. A letter is queued in the transaction of the act it tells of, so that there is never
//! one without the other.

use domain::ids::{MailId, MemberId};
use domain::lang::Lang;
use domain::mail::MailState;
use store::mails::Mail;
use store::members::Member;
use store::{Tx, mails};

use crate::{Error, Service, facts};

/// A letter, with what its words need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Letter {
    /// A link and six digits to sign in with.
    SignIn {
        /// Of the member.
        name: String,
        /// Opens a page with one button.
        link: String,
        /// Typed in the browser that asked.
        code: String,
    },
}

impl Letter {
    /// The stored word.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::SignIn { .. } => "sign-in",
        }
    }

    /// Whether the text opens a door: it is forgotten once sent.
    #[must_use]
    pub fn confidential(&self) -> bool {
        match self {
            Self::SignIn { .. } => true,
        }
    }
}

/// A letter in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// Subject, one line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same, as an HTML document.
    pub html: String,
}

/// Finds the words.
pub trait Composer: Send + Sync {
    /// The letter of a cooperative, in a language.
    fn compose(&self, letter: &Letter, lang: Lang, cooperative: &str) -> Composed;
}

/// For tools and tests that send nothing: the letter as the program sees it.
pub(crate) struct Unworded;

impl Composer for Unworded {
    fn compose(&self, letter: &Letter, _: Lang, cooperative: &str) -> Composed {
        let text = format!("{letter:?}");
        Composed { subject: format!("{cooperative}: {}", letter.kind()), html: text.clone(), text }
    }
}

/// To whom a letter goes.
#[derive(Clone, Debug)]
pub(crate) struct Recipient {
    member: Option<MemberId>,
    address: String,
    lang: Lang,
}

impl Recipient {
    /// A member who has an address.
    pub(crate) fn of(member: &Member) -> Option<Self> {
        Some(Self { member: Some(member.id), address: member.email_key.clone()?, lang: member.lang })
    }
}

/// Queues a letter; one about the same (`once`) is not queued twice. After `until` it is not sent any more.
pub(crate) async fn queue(
    service: &Service,
    tx: &mut Tx,
    to: &Recipient,
    letter: &Letter,
    once: &str,
    until: Option<i64>,
) -> Result<(), Error> {
    let cooperative = facts::cooperative(tx).await?.name;
    let composed = service.composer().compose(letter, to.lang, &cooperative);
    let now = service.now();
    let mail = Mail {
        id: MailId(service.id()),
        once: once.to_owned(),
        member: to.member,
        kind: letter.kind().to_owned(),
        address: to.address.clone(),
        lang: to.lang,
        subject: composed.subject,
        body: composed.text,
        html: composed.html,
        confidential: letter.confidential(),
        state: MailState::Queued,
        attempts: 0,
        created_at: now,
        due_at: now,
        until_at: until,
        changed_at: now,
        answer: String::new(),
    };
    mails::insert(tx, &mail).await?;
    Ok(())
}
