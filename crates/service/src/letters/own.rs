//! Letters about a member's own record.

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
        }
    }

    /// Whether the text opens a door.
    #[must_use]
    pub fn confidential(&self) -> bool {
        matches!(self, Self::ConfirmEmail { .. })
    }
}
