//! What the cooperative writes to people. Acts say *which* letter; a [`Composer`] given by the composition root knows the
//! words, in the reader's language. A letter is queued in the transaction of the act it tells of, so that there is never
//! one without the other.
//!
//! Every letter there is is a notice that law or statutes ask for, or keeps somebody's account safe. So none has a
//! `List-Unsubscribe` header (RFC 8058): a mail program's button must not end somebody's convocations. A kind of letter
//! that a member may decline would need one, and a consent of its own.

pub(crate) mod holders;
pub(crate) mod minutes;
mod notice;
mod own;
mod proposals;
mod proxies;
pub(crate) mod voted;

use domain::help::HelpContact;
use domain::ids::{MailId, MemberId};
use domain::lang::Lang;
use domain::mail::MailState;
use domain::member::KeyOrigin;
use store::mails::Mail;
use store::members::Member;
use store::{Tx, mails};

pub use self::holders::{HolderLetter, HolderSays};
pub use self::minutes::MinutesLetter;
pub use self::notice::NoticeLetter;
pub use self::own::OwnLetter;
pub use self::proposals::ProposalLetter;
pub use self::proxies::{Over, ProxyLetter, ProxySays};
pub use self::voted::{VotedBy, VotedLetter};
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
    /// Six digits that show a second means.
    SecondCode {
        /// Of the member.
        name: String,
        /// Typed in the browser that asked.
        code: String,
    },
    /// Another key stands in the place of the member's.
    KeyReplaced {
        /// Of the member.
        name: String,
        /// How it came.
        origin: KeyOrigin,
    },
    /// The same, to those who keep the register.
    KeyReplacedBoard {
        /// Of the officer.
        name: String,
        /// Of the member.
        member: String,
        /// Number of the member.
        number: u32,
        /// Which key of the member this is.
        seq: u32,
        /// How it came.
        origin: KeyOrigin,
    },
    /// An officer said that the member lost everything.
    RecoveryBegun {
        /// Of the member.
        name: String,
    },
    /// A voice without a key.
    Keyless {
        /// Of the member.
        name: String,
        /// Where one signs in.
        link: String,
    },
    /// The link with which an application is confirmed and followed.
    Application {
        /// Who applied.
        name: String,
        /// Opens a page with one button.
        link: String,
        /// Whether the same application was there already.
        again: bool,
    },
    /// The board admitted.
    Admitted {
        /// Whom.
        name: String,
        /// Shares to pay.
        shares: u64,
        /// What they cost, in cents.
        cents: i64,
        /// How they are paid, in the cooperative's words; empty if it did not say.
        how: String,
    },
    /// The board did not admit.
    Refused {
        /// Whom.
        name: String,
        /// Why.
        reason: String,
    },
    /// The board entered a friend of the cooperative.
    Welcome {
        /// Whom.
        name: String,
        /// Where one signs in.
        link: String,
    },
    /// About the member's own record.
    Own(OwnLetter),
    /// About proposals and amendments.
    Proposal(ProposalLetter),
    /// About proxies.
    Proxy(ProxyLetter),
    /// After a ballot.
    Voted(VotedLetter),
    /// To key holders.
    Holder(HolderLetter),
    /// To the bureau: minutes to sign.
    Minutes(MinutesLetter),
    /// An assembly: convened, corrected, called off.
    Notice(NoticeLetter),
    /// The first shares are paid: the person is a member.
    NewMember {
        /// Of the member.
        name: String,
        /// Member number.
        number: u32,
    },
    /// A passkey was added: whoever did not do it must know.
    PasskeyAdded {
        /// Of the member.
        name: String,
        /// The page of passkeys.
        link: String,
    },
}

impl Letter {
    /// The stored word.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::SignIn { .. } => "sign-in",
            Self::Application { .. } => "application",
            Self::Admitted { .. } => "admitted",
            Self::Refused { .. } => "refused",
            Self::Welcome { .. } => "welcome",
            Self::Own(letter) => letter.kind(),
            Self::Proposal(letter) => letter.kind(),
            Self::Proxy(letter) => letter.kind(),
            Self::Voted(letter) => letter.kind(),
            Self::Holder(letter) => letter.kind(),
            Self::Minutes(letter) => letter.kind(),
            Self::Notice(letter) => letter.kind(),
            Self::NewMember { .. } => "new-member",
            Self::PasskeyAdded { .. } => "passkey-added",
            Self::SecondCode { .. } => "second-code",
            Self::KeyReplaced { .. } => "key-replaced",
            Self::KeyReplacedBoard { .. } => "key-replaced-board",
            Self::RecoveryBegun { .. } => "recovery-begun",
            Self::Keyless { .. } => "keyless",
        }
    }

    /// Whether the text opens a door: it is forgotten once sent.
    #[must_use]
    pub fn confidential(&self) -> bool {
        match self {
            Self::SignIn { .. } | Self::Application { .. } => true,
            // The reason is free text about a person: it stays where it can be erased.
            Self::Refused { .. } => true,
            Self::Admitted { .. } | Self::Welcome { .. } | Self::NewMember { .. } | Self::PasskeyAdded { .. } => false,
            Self::Proposal(_) | Self::Proxy(_) | Self::Voted(_) | Self::Holder(_) | Self::Minutes(_) => false,
            Self::Own(letter) => letter.confidential(),
            Self::SecondCode { .. } => true,
            Self::KeyReplaced { .. }
            | Self::KeyReplacedBoard { .. }
            | Self::RecoveryBegun { .. }
            | Self::Keyless { .. }
            | Self::Notice(_) => false,
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
    /// An invitation for calendars (iCalendar, RFC 5545); empty if none goes with it.
    pub calendar: String,
}

/// Whose letters they are, and whom to ask about them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letterhead {
    /// Name of the cooperative.
    pub cooperative: String,
    /// Whom people ask who are stuck.
    pub help: HelpContact,
}

/// Finds the words.
pub trait Composer: Send + Sync {
    /// The letter of a cooperative, in a language.
    fn compose(&self, letter: &Letter, lang: Lang, head: &Letterhead) -> Composed;
}

/// For tools and tests that send nothing: the letter as the program sees it.
pub(crate) struct Unworded;

impl Composer for Unworded {
    fn compose(&self, letter: &Letter, _: Lang, head: &Letterhead) -> Composed {
        let text = format!("{letter:?}");
        Composed {
            subject: format!("{}: {}", head.cooperative, letter.kind()),
            html: text.clone(),
            text,
            calendar: String::new(),
        }
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
        Some(Self::at(member.id, member.email_key.clone()?, member.lang))
    }

    /// Somebody who is no member.
    pub(crate) fn outside(address: String, lang: Lang) -> Self {
        Self { member: None, address, lang }
    }

    /// A member at an address.
    pub(crate) fn at(member: MemberId, address: String, lang: Lang) -> Self {
        Self { member: Some(member), address, lang }
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
    let cooperative = facts::cooperative(tx).await?;
    let head = Letterhead { help: cooperative.help(), cooperative: cooperative.name };
    let mail = written(service, &head, to, letter, once, until);
    mails::insert(tx, &mail).await?;
    Ok(())
}

/// A letter in words, as it is queued.
pub(crate) fn written(
    service: &Service,
    head: &Letterhead,
    to: &Recipient,
    letter: &Letter,
    once: &str,
    until: Option<i64>,
) -> Mail {
    let composed = service.composer().compose(letter, to.lang, head);
    let now = service.now();
    Mail {
        id: MailId(service.id()),
        once: once.to_owned(),
        member: to.member,
        kind: letter.kind().to_owned(),
        address: to.address.clone(),
        lang: to.lang,
        subject: composed.subject,
        body: composed.text,
        html: composed.html,
        calendar: composed.calendar,
        confidential: letter.confidential(),
        state: MailState::Queued,
        attempts: 0,
        created_at: now,
        due_at: now,
        until_at: until,
        changed_at: now,
        answer: String::new(),
    }
}
