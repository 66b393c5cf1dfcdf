//! What members say about proposals. Words never become other words: a correction is one more version.

use domain::discussion::Moderation;
use domain::ids::{CommentId, MemberId, ProposalId};
use domain::lang::Lang;
use domain::roles::Role;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A comment with the words that count.
    #[derive(Clone, Debug)]
    pub Comment {
        /// Id.
        id: CommentId,
        /// About which proposal.
        proposal: ProposalId,
        /// From 1 in its proposal.
        n: u32,
        /// Whose.
        author: MemberId,
        /// Number of the one it answers.
        answers: Option<u32>,
        /// The version whose words count.
        version: u32,
        /// When it was first written.
        at: i64,
        /// Whether it is hidden.
        hidden: bool,
        /// The language of the page it was written on.
        lang: Lang,
        /// Its words, in Markdown.
        body: String,
        /// When these words were written.
        said_at: i64,
    }
}

row! {
    /// Words of a comment.
    #[derive(Clone, Debug)]
    pub Version {
        /// From 1.
        n: u32,
        /// The language of the page they were written on.
        lang: Lang,
        /// In Markdown.
        body: String,
        /// When.
        at: i64,
    }
}

row! {
    /// A comment was hidden, or shown again.
    #[derive(Clone, Debug)]
    pub Moderated {
        /// From 1.
        n: u32,
        /// Which of both.
        moderation: Moderation,
        /// In which office.
        office: Role,
        /// By whom.
        moderated_by: MemberId,
        /// When.
        at: i64,
        /// Why.
        reason: String,
    }
}

/// The columns of [`Comment`].
macro_rules! columns {
    () => {
        "c.id, c.proposal, c.n, c.author, c.answers, c.version, c.at, c.hidden, v.lang, v.body, v.at AS said_at"
    };
}

/// Where they are from.
macro_rules! from {
    () => {
        " FROM comments c JOIN comment_versions v ON v.comment = c.id AND v.n = c.version"
    };
}

sql! {
    INSERT = "INSERT INTO comments (id, proposal, n, author, answers, version, at, hidden) VALUES ($1, $2, $3, $4, $5, 1, $6, 0)";
    INSERT_VERSION = "INSERT INTO comment_versions (comment, n, lang, body, at) VALUES ($1, $2, $3, $4, $5)";
    BY_ID = concat!("SELECT ", columns!(), from!(), " WHERE c.id = $1");
    BY_NUMBER = concat!("SELECT ", columns!(), from!(), " WHERE c.proposal = $1 AND c.n = $2");
    AFTER = concat!("SELECT ", columns!(), from!(), " WHERE c.proposal = $1 AND c.n > $2 ORDER BY c.n LIMIT $3");
    BEFORE = concat!("SELECT ", columns!(), from!(), " WHERE c.proposal = $1 AND c.n < $2 ORDER BY c.n DESC LIMIT $3");
    LAST = "SELECT COALESCE(MAX(n), 0) FROM comments WHERE proposal = $1";
    SINCE = "SELECT COUNT(*) FROM comments c JOIN comment_versions v ON v.comment = c.id WHERE c.author = $1 AND v.at > $2";
    VERSIONS = "SELECT n, lang, body, at FROM comment_versions WHERE comment = $1 ORDER BY n";
    CORRECT = "UPDATE comments SET version = $3 WHERE id = $1 AND version = $2 AND hidden = 0";
    HIDE = "UPDATE comments SET hidden = $3 WHERE id = $1 AND hidden = $2";
    MODERATIONS = "SELECT n, moderation, office, moderated_by, at, reason FROM comment_moderations WHERE comment = $1 ORDER BY n";
    INSERT_MODERATION = "INSERT INTO comment_moderations (comment, n, moderation, office, moderated_by, at, reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
}

/// Adds a comment with its first words. A number in use is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Comment) -> Result<(), StoreError> {
    let (proposal, n, answers) = (new.proposal.0, i64::from(new.n), new.answers.map(i64::from));
    execute!(tx, INSERT, new.id.0, proposal, n, new.author.0, answers, new.at)?;
    insert_version(tx, new.id, &Version { n: 1, lang: new.lang, body: new.body.clone(), at: new.at }).await
}

async fn insert_version(tx: &mut Tx, comment: CommentId, new: &Version) -> Result<(), StoreError> {
    execute!(tx, INSERT_VERSION, comment.0, i64::from(new.n), word(&new.lang), &new.body, new.at)?;
    Ok(())
}

/// One comment.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: CommentId) -> Result<Option<Comment>, StoreError> {
    fetch_optional!(tx, Comment, BY_ID, id.0)
}

/// The comment with a number in its proposal.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_number(tx: &mut Tx, proposal: ProposalId, n: u32) -> Result<Option<Comment>, StoreError> {
    fetch_optional!(tx, Comment, BY_NUMBER, proposal.0, i64::from(n))
}

/// Comments after a number, in order, at most so many.
///
/// # Errors
/// See [`StoreError`].
pub async fn after(tx: &mut Tx, proposal: ProposalId, n: u32, most: u32) -> Result<Vec<Comment>, StoreError> {
    fetch_all!(tx, Comment, AFTER, proposal.0, i64::from(n), i64::from(most))
}

/// The last comments before a number, in order, at most so many.
///
/// # Errors
/// See [`StoreError`].
pub async fn before(tx: &mut Tx, proposal: ProposalId, n: u32, most: u32) -> Result<Vec<Comment>, StoreError> {
    let mut found = fetch_all!(tx, Comment, BEFORE, proposal.0, i64::from(n), i64::from(most))?;
    found.reverse();
    Ok(found)
}

/// The highest number given in a proposal so far, 0 if none. None is ever taken back: it is how many there are.
///
/// # Errors
/// See [`StoreError`].
pub async fn last_number(tx: &mut Tx, proposal: ProposalId) -> Result<u32, StoreError> {
    fetch_count!(tx, LAST, proposal.0)
}

/// How often a member wrote or corrected a comment after an instant.
///
/// # Errors
/// See [`StoreError`].
pub async fn since(tx: &mut Tx, author: MemberId, at: i64) -> Result<u32, StoreError> {
    fetch_count!(tx, SINCE, author.0, at)
}

/// Every version of a comment, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn versions(tx: &mut Tx, comment: CommentId) -> Result<Vec<Version>, StoreError> {
    fetch_all!(tx, Version, VERSIONS, comment.0)
}

/// Lets other words count, those of the next version. False if `of.version` does not count any more, or the comment was
/// hidden.
///
/// # Errors
/// See [`StoreError`].
pub async fn correct(tx: &mut Tx, of: &Comment, new: &Version) -> Result<bool, StoreError> {
    if execute!(tx, CORRECT, of.id.0, i64::from(of.version), i64::from(new.n))? != 1 {
        return Ok(false);
    }
    insert_version(tx, of.id, new).await?;
    Ok(true)
}

/// How a comment was moderated, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn moderations(tx: &mut Tx, comment: CommentId) -> Result<Vec<Moderated>, StoreError> {
    fetch_all!(tx, Moderated, MODERATIONS, comment.0)
}

/// Hides a comment or shows it again. False if that was done already.
///
/// # Errors
/// See [`StoreError`].
pub async fn moderate(tx: &mut Tx, comment: CommentId, new: &Moderated) -> Result<bool, StoreError> {
    let hides = new.moderation == Moderation::Hide;
    if execute!(tx, HIDE, comment.0, i64::from(!hides), i64::from(hides))? != 1 {
        return Ok(false);
    }
    let (moderation, office) = (word(&new.moderation), word(&new.office));
    let (n, by) = (i64::from(new.n), new.moderated_by.0);
    execute!(tx, INSERT_MODERATION, comment.0, n, moderation, office, by, new.at, &new.reason)?;
    Ok(true)
}
