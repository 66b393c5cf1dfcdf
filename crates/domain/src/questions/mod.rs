//! Written questions to the board before an assembly, and what it answers (C. com. L.225-108, R.225-84).
//!
//! From the convocation to the last day for it, any member with a voice asks in writing. The board answers; its answer is
//! published for all members, and one answer may serve several questions of the same content. What was published is
//! corrected beside its earlier words, never in their place.

mod view;

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::assembly::AssemblyState;
use crate::lang::Lang;
use crate::text;

pub use view::{AnswerWords, Answered, QuestionLine, QuestionsView};

/// Questions one member may ask before one assembly.
pub const MOST: u32 = 10;
/// Most characters of a question.
pub const MOST_QUESTION: usize = 2_000;
/// Most characters of an answer.
pub const MOST_ANSWER: usize = 10_000;
/// Versions of one answer.
pub const MOST_VERSIONS: u32 = 50;

/// Whether an assembly still takes written questions: it was convened, its session has not begun, and the last day for them
/// (C. com. R.225-84; `calendar::questions_until`) is not over. Instants are microseconds UTC.
///
/// # Errors
/// [`Refusal::AssemblyOver`], [`Refusal::AssemblyCancelled`]; [`Refusal::QuestionTooLate`].
pub fn may_ask(state: AssemblyState, starts_at: i64, until: Option<i64>, now: i64) -> Result<(), Refusal> {
    match state {
        AssemblyState::Ended => Err(Refusal::AssemblyOver),
        AssemblyState::Cancelled => Err(Refusal::AssemblyCancelled),
        AssemblyState::InSession => Err(Refusal::QuestionTooLate),
        AssemblyState::Convened if now < until.unwrap_or(starts_at).min(starts_at) => Ok(()),
        AssemblyState::Convened => Err(Refusal::QuestionTooLate),
    }
}

/// Numbers of questions as they are typed, `2, 5`: each once, in order.
///
/// # Errors
/// [`Refusal::QuestionUnknown`] for none, and for what is no number.
pub fn numbers(typed: &str) -> Result<Vec<u32>, Refusal> {
    let parts = typed.split([',', ';', ' ']).filter(|part| !part.is_empty());
    let mut numbers: Vec<u32> =
        parts.map(|part| part.parse().map_err(|_| Refusal::QuestionUnknown)).collect::<Result<_, _>>()?;
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.is_empty() { Err(Refusal::QuestionUnknown) } else { Ok(numbers) }
}

/// A member asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskQuestion {
    /// The language it is written in.
    pub language: Lang,
    /// The question, in Markdown.
    pub text: String,
}

impl AskQuestion {
    /// Whether it can be kept to the letter.
    ///
    /// # Errors
    /// [`Refusal::TextInvalid`], [`Refusal::TextCharacters`].
    pub fn check(&self) -> Result<(), Refusal> {
        text::check_lines(&self.text, MOST_QUESTION)
    }
}

/// The board answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerQuestions {
    /// Numbers of the questions it serves, as they are typed ([`numbers`]).
    pub questions: String,
    /// The language it is written in.
    pub language: Lang,
    /// The answer, in Markdown.
    pub text: String,
}

impl AnswerQuestions {
    /// The questions it serves, if it can be kept to the letter.
    ///
    /// # Errors
    /// [`Refusal::QuestionUnknown`]; [`Refusal::TextInvalid`], [`Refusal::TextCharacters`].
    pub fn check(&self) -> Result<Vec<u32>, Refusal> {
        text::check_lines(&self.text, MOST_ANSWER)?;
        numbers(&self.questions)
    }
}

/// The board corrects an answer: other words, beside the earlier ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectAnswer {
    /// Number of the answer.
    pub answer: u32,
    /// The version it was written over.
    pub version: u32,
    /// The language it is written in.
    pub language: Lang,
    /// The answer, in Markdown.
    pub text: String,
}

impl CorrectAnswer {
    /// Whether it can be kept to the letter.
    ///
    /// # Errors
    /// [`Refusal::TextInvalid`], [`Refusal::TextCharacters`].
    pub fn check(&self) -> Result<(), Refusal> {
        text::check_lines(&self.text, MOST_ANSWER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AssemblyState::{Cancelled, Convened, Ended, InSession};

    #[test]
    fn questions_are_asked_from_the_convocation_to_the_last_day() {
        let late = Err(Refusal::QuestionTooLate);
        for (state, until, now, expected) in [
            (Convened, Some(50), 49, Ok(())),
            (Convened, Some(50), 50, late),
            (Convened, None, 99, Ok(())),
            (Convened, None, 100, late),
            // Statutes that allow them to the day itself: not once the hour has come.
            (Convened, Some(200), 100, late),
            (InSession, Some(50), 10, late),
            (Ended, None, 10, Err(Refusal::AssemblyOver)),
            (Cancelled, None, 10, Err(Refusal::AssemblyCancelled)),
        ] {
            assert_eq!(may_ask(state, 100, until, now), expected, "{state:?} {until:?} {now}");
        }
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(numbers("2"), Ok(vec![2]));
        assert_eq!(numbers(" 5, 2;2 3 "), Ok(vec![2, 3, 5]));
        for nonsense in ["", " , ", "deux", "1-3", "-1", "4294967296", "1.5"] {
            assert_eq!(numbers(nonsense), Err(Refusal::QuestionUnknown), "{nonsense}");
        }
    }

    #[test]
    fn words_have_their_length() {
        let ask = |text: String| AskQuestion { language: Lang::Fr, text }.check();
        assert_eq!(ask("é".repeat(MOST_QUESTION)), Ok(()));
        assert_eq!(ask("é".repeat(MOST_QUESTION + 1)), Err(Refusal::TextInvalid));
        assert_eq!(ask("\n".to_owned()), Err(Refusal::TextInvalid));
        assert_eq!(ask("a\u{202e}".to_owned()), Err(Refusal::TextCharacters));
        let answer = |questions: &str, text: String| {
            AnswerQuestions { questions: questions.to_owned(), language: Lang::Fr, text }.check()
        };
        assert_eq!(answer("1,2", "é".repeat(MOST_ANSWER)), Ok(vec![1, 2]));
        assert_eq!(answer("1", "é".repeat(MOST_ANSWER + 1)), Err(Refusal::TextInvalid));
        assert_eq!(answer("", "Oui.".to_owned()), Err(Refusal::QuestionUnknown));
    }
}
