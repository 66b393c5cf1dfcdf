//! The letter that convenes, and those that follow it.

use std::sync::Arc;

use domain::convocation::notice::{Announced, Announcement, Notice, NoticeRole};

/// A convocation, a correction, or that the assembly is called off, to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeLetter {
    /// What is said.
    pub said: Announcement,
    /// The notice it is, or belongs to.
    pub notice: Arc<Notice>,
    /// To whom.
    pub role: NoticeRole,
    /// Name.
    pub name: String,
    /// Address of messages: whom the invitation names.
    pub address: String,
    /// The page of the assembly.
    pub link: String,
}

impl NoticeLetter {
    /// The stored word.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.said.kind {
            Announced::Convocation => "convocation",
            Announced::Erratum => "erratum",
            Announced::Cancellation => "cancellation",
        }
    }
}
