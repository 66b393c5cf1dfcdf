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
    /// There is no database of ours.
    #[error("there is no database of Voix there")]
    Absent,
    /// There is something already where an empty place is needed.
    #[error("{0} is not empty: it stays as it is")]
    Taken(String),
    /// The database was used by a newer program.
    #[error(
        "the database is of a newer program: it has step {database} of the schema, this program knows those up to \
         {program}; start a newer program, or bring back the copy made before the upgrade"
    )]
    Newer {
        /// The newest step the database has and the program does not know.
        database: i64,
        /// The newest step the program knows.
        program: i64,
    },
    /// The database was last used by an older program.
    #[error(
        "the database is of an older program: it lacks step {missing} of the schema; `voix serve` brings it up to date"
    )]
    Older {
        /// The first step it lacks.
        missing: i64,
    },
    /// A tool that copies, or a file of a copy.
    #[error("{0}")]
    Tool(String),
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
        match error {
            sqlx::migrate::MigrateError::VersionMissing(version) => {
                let program = crate::migrations::VERSIONS.last().copied().unwrap_or_default();
                Self::Newer { database: version, program }
            }
            other => Self::Driver(other.into()),
        }
    }
}

/// SQLite's SQLITE_BUSY (primary and extended codes); PostgreSQL's serialization failure, deadlock and lock not given in
/// time.
fn is_conflict(code: &str) -> bool {
    matches!(code, "5" | "261" | "517" | "773" | "40001" | "40P01" | "55P03")
}
