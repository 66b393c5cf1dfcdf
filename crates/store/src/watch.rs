//! Every step a database is asked to make passes here, so that tests can see each and make it fail. Without the feature
//! `testing`, a step is simply made.

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

/// Whoever watches, if anybody.
#[derive(Clone, Default)]
pub(crate) struct Watch {
    #[cfg(feature = "testing")]
    probe: Option<std::sync::Arc<dyn crate::testing::Probe>>,
}

impl Watch {
    #[cfg(feature = "testing")]
    pub(crate) fn by(probe: std::sync::Arc<dyn crate::testing::Probe>) -> Self {
        Self { probe: Some(probe) }
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
        run.await.map_err(StoreError::from)
    }
}
