//! What a service function answers when it does not do what was asked.

use domain::Refusal;
use store::StoreError;

/// Refused for a reason a person understands, or failed for one only the log needs.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The closed list a person is told from.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// For the log; a person reads "unavailable". Nothing was recorded, or everything: when the answer to a commit is
    /// lost, nobody knows before asking again.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// A failure that is nobody's doing.
#[derive(Debug, thiserror::Error)]
pub enum Internal {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something stored, or made from what is stored, is not what it must be.
    #[error("{what}: {detail}")]
    Broken {
        /// What.
        what: &'static str,
        /// How.
        detail: String,
    },
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Internal(Internal::Store(error))
    }
}

impl Error {
    /// Something stored is not what it must be.
    pub(crate) fn broken(what: &'static str, detail: impl std::fmt::Display) -> Self {
        Self::Internal(Internal::Broken { what, detail: detail.to_string() })
    }

    /// Whether the whole transaction may succeed if tried again.
    pub(crate) fn may_retry(&self) -> bool {
        matches!(self, Self::Internal(Internal::Store(error)) if error.may_retry())
    }

    /// The refusal a person is told.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        match self {
            Self::Refused(refusal) => *refusal,
            Self::Internal(_) => Refusal::Unavailable,
        }
    }
}

/// Turns "stored already" into the refusal that says so.
pub(crate) fn duplicate_is<T>(outcome: Result<T, StoreError>, refusal: Refusal) -> Result<T, Error> {
    match outcome {
        Err(StoreError::Duplicate(_)) => Err(refusal.into()),
        other => Ok(other?),
    }
}

/// Shorthand for reading what the program itself stored.
pub(crate) trait Stored<T> {
    /// The value, or the internal error that names what was broken.
    fn stored(self, what: &'static str) -> Result<T, Error>;
}

impl<T, E: std::fmt::Display> Stored<T> for Result<T, E> {
    fn stored(self, what: &'static str) -> Result<T, Error> {
        self.map_err(|error| Error::broken(what, error))
    }
}

impl<T> Stored<T> for Option<T> {
    fn stored(self, what: &'static str) -> Result<T, Error> {
        self.ok_or_else(|| Error::broken(what, "is missing"))
    }
}
