//! What members say about a proposal: comments, one after the other, each perhaps an answer to another. A comment may be
//! corrected, and its earlier words stay to be read; whoever moderates hides one with a reason that everybody reads.

mod sent;
#[cfg(test)]
mod tests;
mod view;

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::proposals::ProposalState;
use crate::roles::Role;
use crate::text::check_lines;

pub use sent::{CorrectComment, Moderate, WriteComment};
pub use view::{Answered, CommentLine, CommentView, Discussion, MayDiscuss, ModerationLine, Said};

/// Most characters of a comment.
pub const MOST_COMMENT: usize = 4_000;
/// Most characters of the reason for which one is hidden or shown again.
pub const MOST_REASON: usize = 1_000;
/// Comments and corrections of one member within a day, about whatever proposal.
pub const MOST_A_DAY: u32 = 40;
/// What [`MOST_A_DAY`] calls a day, in microseconds.
pub const DAY: i64 = 24 * 3600 * 1_000_000;
/// Versions of one comment, the first included.
pub const MOST_VERSIONS: u32 = 20;
/// Comments on a page of the discussion.
pub const PAGE: u32 = 50;
/// Comments on the page of the proposal itself: the newest.
pub const NEWEST: u32 = 10;

/// What whoever moderates does to a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moderation {
    /// Its words are read by its author and by whoever moderates, and by nobody else.
    Hide,
    /// Everybody reads them again.
    Show,
}

impl Moderation {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Hide, Self::Show];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Hide => "hide",
            Self::Show => "show",
        }
    }
}

/// Whether members may comment on a proposal: from the moment others than its authors read it until the assembly has
/// decided or it is taken back. What the board refused may be talked about still: its reasons are there to be read.
///
/// # Errors
/// [`Refusal::DiscussionClosed`].
pub fn goes_on(proposal: ProposalState) -> Result<(), Refusal> {
    use ProposalState::{Admitted, Adopted, Draft, OnAgenda, Open, Refused, Rejected, Submitted, Withdrawn};
    match proposal {
        Open | Submitted | Admitted | Refused | OnAgenda => Ok(()),
        Draft | Adopted | Rejected | Withdrawn => Err(Refusal::DiscussionClosed),
    }
}

/// Whether a member who wrote so many comments and corrections since a day ago may write one more.
///
/// # Errors
/// [`Refusal::TooMuchToday`].
pub fn paced(since_a_day: u32) -> Result<(), Refusal> {
    if since_a_day < MOST_A_DAY { Ok(()) } else { Err(Refusal::TooMuchToday) }
}

/// Whether the words of a comment can be kept to the letter.
///
/// # Errors
/// [`Refusal::TextInvalid`], [`Refusal::TextCharacters`].
pub fn check(words: &str) -> Result<(), Refusal> {
    check_lines(words, MOST_COMMENT)
}

/// Why a comment is hidden or shown again, without white space around it.
///
/// # Errors
/// [`Refusal::ReasonMissing`], [`Refusal::TextInvalid`], [`Refusal::TextCharacters`].
pub fn reason(said: &str) -> Result<&str, Refusal> {
    match said.trim() {
        "" => Err(Refusal::ReasonMissing),
        said => check_lines(said, MOST_REASON).map(|()| said),
    }
}

/// In which office somebody moderates: the chair before the secretary before the board. `None`: in no office.
#[must_use]
pub fn office(roles: &[Role]) -> Option<Role> {
    [Role::Chair, Role::Secretary, Role::Board].into_iter().find(|role| roles.contains(role))
}

/// A comment as the rules look at it, for one reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where its proposal stands.
    pub proposal: ProposalState,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Whether the reader wrote it.
    pub own: bool,
    /// Whether the reader moderates.
    pub moderator: bool,
}

impl Place {
    /// Whether the reader reads the words.
    #[must_use]
    pub fn reads(self) -> bool {
        !self.hidden || self.own || self.moderator
    }

    /// Whether the reader may answer it: any member, while the discussion goes on and the words are there to be answered.
    ///
    /// # Errors
    /// [`Refusal::DiscussionClosed`], [`Refusal::CommentState`].
    pub fn answers(self) -> Result<(), Refusal> {
        goes_on(self.proposal)?;
        if self.hidden { Err(Refusal::CommentState) } else { Ok(()) }
    }

    /// Whether the reader may put other words in their place: who wrote it, while the discussion goes on. What is hidden
    /// stays as it was when that was decided.
    ///
    /// # Errors
    /// [`Refusal::NotAuthor`]; as [`Place::answers`].
    pub fn corrects(self) -> Result<(), Refusal> {
        if self.own { self.answers() } else { Err(Refusal::NotAuthor) }
    }

    /// Whether the reader, who moderates, may hide it or show it again: at any time, for what the law forbids it forbids
    /// after the vote too; but never their own.
    ///
    /// # Errors
    /// [`Refusal::OwnComment`]; [`Refusal::CommentState`] when it is hidden already, or is not.
    pub fn moderates(self, what: Moderation) -> Result<(), Refusal> {
        match (self.own, self.hidden, what) {
            (true, ..) => Err(Refusal::OwnComment),
            (false, false, Moderation::Hide) | (false, true, Moderation::Show) => Ok(()),
            _ => Err(Refusal::CommentState),
        }
    }
}
