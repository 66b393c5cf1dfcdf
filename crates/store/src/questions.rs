//! Written questions before an assembly, and the answers of the board with every version of their words. Neither changes; a
//! question learns once which answer serves it.

use domain::ids::{AssemblyId, MemberId};
use domain::lang::Lang;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, sql};
use crate::{StoreError, Tx};

row! {
    /// A question.
    #[derive(Clone, Debug)]
    pub Question {
        /// Before which assembly.
        assembly: AssemblyId,
        /// From 1.
        n: u32,
        /// Who asks.
        member: MemberId,
        /// The language it is written in.
        lang: Lang,
        /// In Markdown.
        body: String,
        /// When.
        at: i64,
        /// Number of the answer that serves it.
        answer: Option<u32>,
    }
}

row! {
    /// Words of an answer.
    #[derive(Clone, Debug)]
    pub Words {
        /// Before which assembly.
        assembly: AssemblyId,
        /// Number of the answer, from 1.
        n: u32,
        /// From 1; each later one is a correction.
        version: u32,
        /// The language they are written in.
        lang: Lang,
        /// In Markdown.
        body: String,
        /// Who wrote them.
        written_by: MemberId,
        /// When.
        at: i64,
    }
}

sql! {
    ASK = "INSERT INTO questions (assembly, n, member, lang, body, at) VALUES ($1, $2, $3, $4, $5, $6)";
    OF_ASSEMBLY = "SELECT assembly, n, member, lang, body, at, answer FROM questions WHERE assembly = $1 ORDER BY n";
    SERVE = "UPDATE questions SET answer = $3 WHERE assembly = $1 AND n = $2 AND answer IS NULL";
    WRITE = "INSERT INTO answers (assembly, n, version, lang, body, written_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    ANSWERS = "SELECT assembly, n, version, lang, body, written_by, at FROM answers WHERE assembly = $1 ORDER BY n, version";
}

/// Adds a question. A number in use is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn ask(tx: &mut Tx, new: &Question) -> Result<(), StoreError> {
    execute!(tx, ASK, new.assembly.0, i64::from(new.n), new.member.0, word(&new.lang), &new.body, new.at)?;
    Ok(())
}

/// The questions before an assembly, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_assembly(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Question>, StoreError> {
    fetch_all!(tx, Question, OF_ASSEMBLY, assembly.0)
}

/// Notes which answer serves a question. False if one does already.
///
/// # Errors
/// See [`StoreError`].
pub async fn serve(tx: &mut Tx, assembly: AssemblyId, n: u32, answer: u32) -> Result<bool, StoreError> {
    Ok(execute!(tx, SERVE, assembly.0, i64::from(n), i64::from(answer))? == 1)
}

/// Adds words of an answer. A version in use is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn write(tx: &mut Tx, new: &Words) -> Result<(), StoreError> {
    let (n, version) = (i64::from(new.n), i64::from(new.version));
    execute!(tx, WRITE, new.assembly.0, n, version, word(&new.lang), &new.body, new.written_by.0, new.at)?;
    Ok(())
}

/// The answers before an assembly, in order, each with every version of its words, oldest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn answers(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Words>, StoreError> {
    fetch_all!(tx, Words, ANSWERS, assembly.0)
}
