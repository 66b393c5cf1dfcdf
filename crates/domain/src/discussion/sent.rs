//! What pages send about comments.

use serde::{Deserialize, Serialize};

use super::Moderation;
use crate::lang::Lang;

/// A new comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WriteComment {
    /// Number of the comment it answers, if it answers one.
    #[serde(default)]
    pub answers: Option<u32>,
    /// The language of the page it was written on.
    pub language: Lang,
    /// In Markdown.
    pub text: String,
}

/// Other words for a comment of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectComment {
    /// The version they were written over.
    pub version: u32,
    /// The language of the page they were written on.
    pub language: Lang,
    /// In Markdown.
    pub text: String,
}

/// Hides a comment or shows it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moderate {
    /// Which of both.
    pub moderation: Moderation,
    /// Why; everybody reads it.
    #[serde(default)]
    pub reason: String,
}
