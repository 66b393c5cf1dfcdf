//! What can go wrong with the database.

use sqlx::error::ErrorKind;

/// A failure of the store. Its text is for the log: it never reaches a person.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row with this key exists already.
    #[error("stored already: {0}")]
    Duplicate(String),
    /// Another transaction was in the way; the same work may succeed if repeated from its start.
    #[error("another transaction was in the way")]
    Busy,
    /// What is stored contradicts itself or what the program expects.
    #[error("inconsistent data: {0}")]
    Inconsistent(String),
    /// The address of the database is not one this program understands.
    #[error("not a database address (sqlite:… or postgres://…)")]
    Address,
    /// Anything else the database or its connection reported.
    #[error("database: {0}")]
    Driver(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// Something that must be stored is not.
    #[must_use]
    pub fn missing(what: &'static str) -> Self {
        Self::Inconsistent(format!("{what} is missing"))
    }

    /// For keys computed from what the transaction read before: if such a key is taken, another transaction took it in
    /// between (PostgreSQL may say so before it notices the conflict), and starting over finds the next one.
    #[must_use]
    pub(crate) fn or_raced(self) -> Self {
        match self {
            Self::Duplicate(_) => Self::Busy,
            other => other,
        }
    }

    /// Whether repeating the transaction may help.
    #[must_use]
    pub fn may_retry(&self) -> bool {
        matches!(self, Self::Busy)
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::missing("a row"),
            sqlx::Error::ColumnDecode { index, source } => Self::Inconsistent(format!("column {index}: {source}")),
            sqlx::Error::Database(inner) => {
                let busy = inner.code().is_some_and(|code| is_conflict(&code));
                match inner.kind() {
                    _ if busy => Self::Busy,
                    ErrorKind::UniqueViolation => Self::Duplicate(inner.message().to_owned()),
                    _ => Self::Driver(inner.into()),
                }
            }
            other => Self::Driver(other.into()),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Driver(error.into())
    }
}

/// SQLite's SQLITE_BUSY (primary and extended codes); PostgreSQL's serialization failure, deadlock and lock not given in
/// time.
fn is_conflict(code: &str) -> bool {
    matches!(code, "5" | "261" | "517" | "773" | "40001" | "40P01" | "55P03")
}
