//! Every step a database is asked to make passes here, so that tests can see each and make it fail. Without the feature
//! `testing`, a step is simply made.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::StoreError;

/// Something a database is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Begin a transaction.
    Begin,
    /// Run a statement.
    Statement(&'static str),
    /// Make a transaction durable.
    Commit,
    /// Undo a transaction.
    Rollback,
}

/// How often a database failed to do what it was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// Another transaction was in the way: ordinary, the work is begun again.
    pub busy: u64,
    /// Anything else the database or its connection reported.
    pub other: u64,
}

/// Whoever watches, if anybody, and what failed so far.
#[derive(Clone, Default)]
pub(crate) struct Watch {
    failed: Arc<(AtomicU64, AtomicU64)>,
    #[cfg(feature = "testing")]
    probe: Option<Arc<dyn crate::testing::Probe>>,
}

impl Watch {
    #[cfg(feature = "testing")]
    pub(crate) fn by(probe: Arc<dyn crate::testing::Probe>) -> Self {
        Self { failed: Arc::default(), probe: Some(probe) }
    }

    /// Makes the step.
    pub(crate) async fn step<T>(
        &self,
        step: Step,
        run: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, StoreError> {
        #[cfg(feature = "testing")]
        if let Some(probe) = &self.probe {
            return crate::testing::spoil(&**probe, step, run).await;
        }
        let _ = step;
        let outcome = run.await.map_err(StoreError::from);
        match &outcome {
            Err(StoreError::Busy) => {
                self.failed.0.fetch_add(1, Ordering::Relaxed);
            }
            Err(StoreError::Driver(_) | StoreError::Inconsistent(_)) => {
                self.failed.1.fetch_add(1, Ordering::Relaxed);
            }
            _ => {}
        }
        outcome
    }

    pub(crate) fn failures(&self) -> Failures {
        Failures { busy: self.failed.0.load(Ordering::Relaxed), other: self.failed.1.load(Ordering::Relaxed) }
    }
}
