//! What pages and programs read about written questions. Instants are microseconds since 1970 UTC.

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::assembly::AssemblyKind;
use crate::ids::AssemblyId;
use crate::lang::Lang;
use crate::proposals::Who;

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionLine {
    /// From 1 before its assembly.
    pub n: u32,
    /// Whose.
    pub by: Who,
    /// The language it is written in.
    pub lang: Lang,
    /// In Markdown.
    pub text: String,
    /// When it was asked.
    pub at: i64,
}

/// Words of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerWords {
    /// From 1; each later one is a correction.
    pub version: u32,
    /// Who of the board wrote them.
    pub by: Who,
    /// The language they are written in.
    pub lang: Lang,
    /// In Markdown.
    pub text: String,
    /// When they were published.
    pub at: i64,
}

/// An answer, with the questions it serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// From 1 before its assembly.
    pub n: u32,
    /// In order.
    pub questions: Vec<QuestionLine>,
    /// Oldest first: the last are those that hold, the others were corrected.
    pub words: Vec<AnswerWords>,
}

/// The written questions before an assembly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionsView {
    /// The assembly.
    pub assembly: AssemblyId,
    /// What it may decide.
    pub kind: AssemblyKind,
    /// Its time zone.
    pub time_zone: String,
    /// The first instant after the last day for questions, if the rules set one.
    pub until: Option<i64>,
    /// Why the reader cannot ask now; `None` for who can.
    pub closed: Option<Refusal>,
    /// How many more the reader may ask.
    pub left: u32,
    /// Whether the reader answers for the board.
    pub answers: bool,
    /// Not answered yet, oldest first.
    pub waiting: Vec<QuestionLine>,
    /// Answered, in the order of the answers.
    pub answered: Vec<Answered>,
}
