//! Letters about a member's own record.

use domain::resolution::Text;
use domain::share_requests::RequestKind;

/// A letter, with what its words need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnLetter {
    /// To a new address: a link that confirms it.
    ConfirmEmail {
        /// Of the member.
        name: String,
        /// Opens a page with one button.
        link: String,
    },
    /// To the address known so far: another was asked for.
    EmailChanging {
        /// Of the member.
        name: String,
    },
    /// To who left.
    Left {
        /// Of the member.
        name: String,
        /// Shares to be given back.
        shares: i64,
    },
    /// To the board: somebody left.
    MemberLeft {
        /// Of who left.
        name: String,
        /// Number of who left.
        number: u32,
        /// Shares to be given back.
        shares: i64,
    },
    /// Somebody signed in from a browser not seen before.
    NewBrowser {
        /// Of the member.
        name: String,
        /// The browser, without its version; empty for one that is not recognised.
        browser: String,
        /// When, microseconds UTC.
        at: i64,
        /// IANA name of the cooperative's time zone.
        zone: String,
        /// The page of the member's sessions.
        link: String,
    },
    /// The desk printed a paper code.
    CodePrinted {
        /// Of the member.
        name: String,
        /// When, microseconds UTC.
        at: i64,
        /// IANA name of the assembly's time zone.
        zone: String,
        /// The page of the member's votes.
        link: String,
    },
    /// It was noted that the member, who was elected, declines the seat, as said aloud.
    SeatDeclined {
        /// Of the member.
        name: String,
        /// Of the election.
        title: Text,
        /// When, microseconds UTC.
        at: i64,
        /// IANA name of the assembly's time zone.
        zone: String,
        /// The public page of the vote.
        link: String,
    },
    /// A first key was registered while the server keeps a voice for the member: whoever has it can ask for that voice.
    KeyMade {
        /// Of the member.
        name: String,
        /// When, microseconds UTC.
        at: i64,
        /// IANA name of the assembly's time zone.
        zone: String,
        /// The page of the member's votes.
        link: String,
    },
    /// The board decided on what the member asks about shares.
    Decided {
        /// Of the member.
        name: String,
        /// What was asked for.
        kind: RequestKind,
        /// How many shares.
        shares: i64,
        /// Whether the member left with it.
        left: bool,
        /// Whether it was granted.
        granted: bool,
        /// Why, in the board's words; empty if nothing was said.
        reason: String,
        /// The page of the member's shares.
        link: String,
    },
}

impl OwnLetter {
    /// The stored word.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::ConfirmEmail { .. } => "confirm-email",
            Self::EmailChanging { .. } => "email-changing",
            Self::Left { .. } => "left",
            Self::MemberLeft { .. } => "member-left",
            Self::NewBrowser { .. } => "new-browser",
            Self::CodePrinted { .. } => "paper-code",
            Self::SeatDeclined { .. } => "seat-declined",
            Self::KeyMade { .. } => "key-made",
            Self::Decided { granted: true, .. } => "request-granted",
            Self::Decided { granted: false, .. } => "request-refused",
        }
    }

    /// Whether the text is forgotten once sent: it opens a door, or says why.
    #[must_use]
    pub fn confidential(&self) -> bool {
        match self {
            Self::ConfirmEmail { .. } => true,
            // The reason is free text about a person: it stays where it can be erased.
            Self::Decided { reason, .. } => !reason.is_empty(),
            Self::EmailChanging { .. }
            | Self::Left { .. }
            | Self::MemberLeft { .. }
            | Self::NewBrowser { .. }
            | Self::CodePrinted { .. }
            | Self::SeatDeclined { .. }
            | Self::KeyMade { .. } => false,
        }
    }
}
