//! For tests only, behind the feature `testing`: steps that fail on purpose, databases of a test's own, and everything a
//! database holds as values that can be compared.

mod catalogue;
mod contents;
mod past;
mod place;
mod probe;

pub use crate::watch::Step;
pub use catalogue::{Catalogue, catalogue};
pub use contents::Contents;
pub use past::of_step;
pub use place::{Place, postgres_address};
pub(crate) use probe::spoil;
pub use probe::{Fault, Probe};

/// Asks a connection something that only a test would: one row, one text.
///
/// # Errors
/// [`crate::StoreError`].
pub async fn ask(tx: &mut crate::Tx, question: &str) -> Result<String, crate::StoreError> {
    use sqlx::Row as _;
    let question = sqlx::AssertSqlSafe(question.to_owned());
    match &mut tx.inner {
        crate::db::Inner::Sqlite(tx) => Ok(sqlx::query(question).fetch_one(&mut **tx).await?.try_get_unchecked(0)?),
        crate::db::Inner::Postgres(tx) => Ok(sqlx::query_scalar(question).fetch_one(&mut **tx).await?),
    }
}
