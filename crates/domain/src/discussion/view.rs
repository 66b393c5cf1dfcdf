//! What pages and programs read of a discussion. Instants are microseconds since 1970 UTC.

use serde::{Deserialize, Serialize};

use super::Moderation;
use crate::ids::{CommentId, ProposalId};
use crate::lang::Lang;
use crate::proposals::Who;
use crate::roles::Role;

/// Words of a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Version, from 1.
    pub n: u32,
    /// When they were written.
    pub at: i64,
    /// The language of the page they were written on.
    pub lang: Lang,
    /// In Markdown; empty once they were erased with whoever wrote them.
    pub text: String,
}

/// The comment another one answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// Its number.
    pub n: u32,
    /// Who wrote it.
    pub by: Who,
}

/// A comment was hidden, or shown again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModerationLine {
    /// Which of both.
    pub moderation: Moderation,
    /// When.
    pub at: i64,
    /// By which office.
    pub office: Role,
    /// Why, in its words; empty once erased with whoever they are about.
    pub reason: String,
}

/// What the reader may do to a comment now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MayDiscuss {
    /// Answer it.
    pub answer: bool,
    /// Put other words in their place.
    pub correct: bool,
    /// Hide it, or show it again.
    pub moderate: Option<Moderation>,
}

/// A comment in its discussion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentLine {
    /// Id.
    pub id: CommentId,
    /// From 1 in its proposal.
    pub n: u32,
    /// Who wrote it.
    pub by: Who,
    /// When it was first written.
    pub at: i64,
    /// What it answers.
    pub answers: Option<Answered>,
    /// The words that count; `None` when they are hidden from the reader.
    pub said: Option<Said>,
    /// Versions it has had.
    pub versions: u32,
    /// Why it is hidden, if it is.
    pub hidden: Option<ModerationLine>,
    /// What the reader may do.
    pub may: MayDiscuss,
}

/// A part of a discussion, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discussion {
    /// About which proposal.
    pub proposal: ProposalId,
    /// Its title, and the language that is in.
    pub title: (Lang, String),
    /// Comments there are in all.
    pub count: u32,
    /// Some of them.
    pub lines: Vec<CommentLine>,
    /// Number before which there are others.
    pub before: Option<u32>,
    /// Number after which there are others.
    pub after: Option<u32>,
    /// Whether the reader may comment.
    pub may_comment: bool,
    /// IANA time zone of the cooperative.
    pub time_zone: String,
}

/// One comment, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentView {
    /// About which proposal.
    pub proposal: ProposalId,
    /// Its title, and the language that is in.
    pub title: (Lang, String),
    /// The comment.
    pub line: CommentLine,
    /// Its words before these, newest first; none when they are hidden from the reader.
    pub earlier: Vec<Said>,
    /// How it was moderated, oldest first.
    pub moderations: Vec<ModerationLine>,
    /// IANA time zone of the cooperative.
    pub time_zone: String,
}
