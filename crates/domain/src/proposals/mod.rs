//! What members propose to an assembly: who may do what when, how much support it takes, and the words themselves.
//!
//! A proposal is a draft of its authors alone until it is opened for support. Members with a voice sign that they support
//! *this version*; whenever the text changes they are asked again. With enough support the authors submit it, in time (C.
//! com. R.225-72); the board admits it or refuses it with reasons (R.225-74). From the agenda on, the assembly has it.

mod content;
mod sent;
mod threshold;
mod view;
mod words;

use serde::{Deserialize, Serialize};

use crate::Refusal;

pub use content::{Content, Kind, MOST_TEXT, MOST_TITLE, Words};
pub use sent::{
    Amend, Answer, AnswerInvitation, DecideAmendment, DecideProposal, Edit, Invite, Move, Preview, Set, Support, Write,
};
pub use threshold::{Progress, Thresholds};
pub use view::{
    AmendmentLine, AmendmentView, AuthorLine, Compared, ForAssembly, May, Mine, ProposalLine, ProposalList,
    ProposalView, Touched, VersionLine, Who,
};
pub use words::{Change, Conflict, Piece, apply, changes, conflicts, diff, merge, of_pieces, overlay};

/// Proposals a member may have going at once, amendments one member may have open in one proposal, and authors of one.
pub const MOST: u32 = 20;
/// Versions of one proposal.
pub const MOST_VERSIONS: u32 = 200;
/// Days within which the board answers what was submitted (C. com. R.225-74).
pub const ANSWER_DAYS: u64 = 5;

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProposalState {
    /// Its authors write it; nobody else sees it.
    Draft,
    /// Members read it, support it, ask for other words.
    Open,
    /// It has the support it needs and is before the board.
    Submitted,
    /// The board admitted it: it goes on the agenda.
    Admitted,
    /// The board refused it, with reasons.
    Refused,
    /// On the agenda of an assembly.
    OnAgenda,
    /// The assembly adopted it.
    Adopted,
    /// The assembly rejected it.
    Rejected,
    /// Taken back, by its author or in the assembly.
    Withdrawn,
}

/// What happens to a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProposalMove {
    /// Its authors open it for support.
    Open,
    /// Its authors submit it.
    Submit,
    /// The board admits it.
    Admit,
    /// The board refuses it.
    Refuse,
    /// It is put on an agenda.
    PutOnAgenda,
    /// The agenda it stood on is no more: it waits for another.
    TakeOffAgenda,
    /// The assembly adopts it.
    Adopt,
    /// The assembly rejects it.
    Reject,
    /// Its author takes it back, or it is taken back in the assembly.
    Withdraw,
}

impl ProposalState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::Open,
        Self::Submitted,
        Self::Admitted,
        Self::Refused,
        Self::OnAgenda,
        Self::Adopted,
        Self::Rejected,
        Self::Withdrawn,
    ];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Submitted => "submitted",
            Self::Admitted => "admitted",
            Self::Refused => "refused",
            Self::OnAgenda => "on-agenda",
            Self::Adopted => "adopted",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state a move leads to. A draft is not withdrawn, it is thrown away: nobody but its authors ever saw it.
    ///
    /// # Errors
    /// [`Refusal::ProposalState`] when the move does not start here.
    pub fn after(self, happens: ProposalMove) -> Result<Self, Refusal> {
        use ProposalMove::{Admit, Adopt, Open, PutOnAgenda, Refuse, Reject, Submit, TakeOffAgenda, Withdraw};
        match (self, happens) {
            (Self::Draft, Open) => Ok(Self::Open),
            (Self::Open, Submit) => Ok(Self::Submitted),
            (Self::Submitted, Admit) | (Self::OnAgenda, TakeOffAgenda) => Ok(Self::Admitted),
            (Self::Submitted, Refuse) => Ok(Self::Refused),
            (Self::Admitted, PutOnAgenda) => Ok(Self::OnAgenda),
            (Self::OnAgenda, Adopt) => Ok(Self::Adopted),
            (Self::OnAgenda, Reject) => Ok(Self::Rejected),
            (Self::Open | Self::Submitted | Self::Admitted | Self::OnAgenda, Withdraw) => Ok(Self::Withdrawn),
            _ => Err(Refusal::ProposalState),
        }
    }

    /// Whether its authors may change the words.
    #[must_use]
    pub fn may_edit(self) -> bool {
        matches!(self, Self::Draft | Self::Open)
    }

    /// Whether members may ask for other words: until the agenda has it.
    #[must_use]
    pub fn may_amend(self) -> bool {
        matches!(self, Self::Open | Self::Submitted | Self::Admitted)
    }

    /// Whether its author may still take it back.
    #[must_use]
    pub fn may_withdraw(self) -> bool {
        matches!(self, Self::Open | Self::Submitted | Self::Admitted)
    }

    /// Whether nothing happens to it any more.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Refused | Self::Adopted | Self::Rejected | Self::Withdrawn)
    }
}

/// What somebody is to a proposal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Began it.
    pub first: bool,
    /// Writes it: began it, or accepted to write it too.
    pub author: bool,
    /// Was asked to write it too and has not answered.
    pub invited: bool,
    /// Sits on the board.
    pub board: bool,
}

/// Who of its authors are members still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authors {
    /// Whoever began it.
    pub first: bool,
    /// Anybody at all.
    pub any: bool,
}

impl Part {
    /// Whether the proposal exists for this person: a draft does for its authors and those asked to write it too.
    #[must_use]
    pub fn sees(self, state: ProposalState) -> bool {
        state != ProposalState::Draft || self.author || self.invited
    }

    /// Writing, inviting, opening, submitting, answering amendments: the authors.
    ///
    /// # Errors
    /// [`Refusal::NotAuthor`].
    pub fn writes(self) -> Result<(), Refusal> {
        if self.author { Ok(()) } else { Err(Refusal::NotAuthor) }
    }

    /// Taking it back: whoever began it. When that person is no member any more, the other authors; when none of them is,
    /// the board.
    ///
    /// # Errors
    /// [`Refusal::NotAuthor`].
    pub fn withdraws(self, members: Authors) -> Result<(), Refusal> {
        let may = self.first || (!members.first && self.author) || (!members.any && self.board);
        if may { Ok(()) } else { Err(Refusal::NotAuthor) }
    }
}

/// Where an amendment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AmendmentState {
    /// The authors have not answered.
    Open,
    /// The authors took its words over.
    Accepted,
    /// The authors did not: the assembly votes on it before the text.
    ToVote,
    /// Taken back by who asked for it.
    Withdrawn,
    /// The assembly adopted it.
    Adopted,
    /// The assembly rejected it.
    Rejected,
}

/// What happens to an amendment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AmendmentMove {
    /// The authors take its words over.
    Accept,
    /// The authors do not.
    PutToVote,
    /// Who asked for it takes it back.
    Withdraw,
    /// The assembly adopts it.
    Adopt,
    /// The assembly rejects it.
    Reject,
}

impl AmendmentState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Accepted, Self::ToVote, Self::Withdrawn, Self::Adopted, Self::Rejected];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::ToVote => "to-vote",
            Self::Withdrawn => "withdrawn",
            Self::Adopted => "adopted",
            Self::Rejected => "rejected",
        }
    }

    /// The state a move leads to, while the proposal is in a state of its own. Words are taken over only while the text may
    /// change: what was supported and submitted is what the board gets. One that waits for the vote is taken back until the
    /// proposal is on the agenda.
    ///
    /// # Errors
    /// [`Refusal::AmendmentDecided`] when it is decided; [`Refusal::ProposalState`] when the proposal does not allow it.
    pub fn after(self, happens: AmendmentMove, proposal: ProposalState) -> Result<Self, Refusal> {
        use AmendmentMove::{Accept, Adopt, PutToVote, Reject, Withdraw};
        let (to, allowed) = match (self, happens) {
            (Self::Open, Accept) => (Self::Accepted, proposal == ProposalState::Open),
            (Self::Open, PutToVote) => (Self::ToVote, proposal.may_amend() || proposal == ProposalState::OnAgenda),
            (Self::Open | Self::ToVote, Withdraw) => (Self::Withdrawn, proposal.may_amend()),
            (Self::ToVote, Adopt) => (Self::Adopted, proposal == ProposalState::OnAgenda),
            (Self::ToVote, Reject) => (Self::Rejected, proposal == ProposalState::OnAgenda),
            _ => return Err(Refusal::AmendmentDecided),
        };
        if allowed { Ok(to) } else { Err(Refusal::ProposalState) }
    }

    /// Whether the assembly may still have to vote on it.
    #[must_use]
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Open | Self::ToVote)
    }
}

/// Whether a proposal comes in time: `until` is the first instant after the last day, if the rules set one (C. com.
/// R.225-72). Instants are microseconds UTC.
///
/// # Errors
/// [`Refusal::ProposalTooLate`].
pub fn in_time(until: Option<i64>, now: i64) -> Result<(), Refusal> {
    if until.is_none_or(|until| now < until) { Ok(()) } else { Err(Refusal::ProposalTooLate) }
}

#[cfg(test)]
mod tests;
