//! Letters about proposals.

/// A letter, with what its words need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProposalLetter {
    /// Somebody is asked to write a proposal too.
    Invited {
        /// Of the member.
        name: String,
        /// Of who asks.
        by: String,
        /// Of the proposal.
        title: String,
        /// Its page.
        link: String,
    },
    /// A text the member supported has changed.
    TextChanged {
        /// Of the member.
        name: String,
        /// Of the proposal.
        title: String,
        /// Its page.
        link: String,
    },
    /// The board answered what was submitted.
    Answered {
        /// Of the author.
        name: String,
        /// Of the proposal.
        title: String,
        /// Whether it is admitted.
        admitted: bool,
        /// Why, in the board's words; may be empty.
        reason: String,
        /// Its page.
        link: String,
    },
    /// Somebody asks for other words.
    Amended {
        /// Of the author.
        name: String,
        /// Of who asks.
        by: String,
        /// Of the proposal.
        title: String,
        /// The page of the amendment.
        link: String,
    },
    /// The authors answered an amendment.
    AmendmentAnswered {
        /// Of who asked.
        name: String,
        /// Of the proposal.
        title: String,
        /// Whether its words are taken over; else the assembly votes on them.
        accepted: bool,
        /// The page of the amendment.
        link: String,
    },
    /// A comment of the member was hidden, or is shown again.
    CommentModerated {
        /// Of the member.
        name: String,
        /// Of the proposal.
        title: String,
        /// Whether it is hidden.
        hides: bool,
        /// Why, in the words of whoever moderates.
        reason: String,
        /// The page of the comment.
        link: String,
    },
    /// Somebody is proposed for election.
    CandidateProposed {
        /// Of the member.
        name: String,
        /// Of who proposes.
        by: String,
        /// Of the election.
        title: String,
        /// Its page.
        link: String,
    },
    /// The board answered a written question.
    QuestionAnswered {
        /// Of who asked.
        name: String,
        /// Of the question.
        number: u32,
        /// The page of the questions.
        link: String,
    },
}

impl ProposalLetter {
    /// The stored word.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Invited { .. } => "proposal-invited",
            Self::TextChanged { .. } => "proposal-changed",
            Self::Answered { .. } => "proposal-answered",
            Self::Amended { .. } => "proposal-amended",
            Self::AmendmentAnswered { .. } => "amendment-answered",
            Self::CommentModerated { .. } => "comment-moderated",
            Self::CandidateProposed { .. } => "candidate-proposed",
            Self::QuestionAnswered { .. } => "question-answered",
        }
    }
}
