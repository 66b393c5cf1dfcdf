//! Steps that fail on purpose.

use std::future::{pending, poll_fn};
use std::pin::pin;
use std::task::Poll;

use super::Step;
use crate::StoreError;

/// What becomes of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is made.
    None,
    /// It fails, and was not made.
    FailsBefore,
    /// It is made, and its answer is lost: to the caller it failed.
    FailsAfter,
    /// It is not made, for another transaction is in the way.
    Busy,
    /// It is not made and never answers: the caller waits until it goes away.
    StallsBefore,
    /// It is asked for and never answers.
    StallsDuring,
}

/// Sees every step before it is made and says what becomes of it.
pub trait Probe: Send + Sync {
    /// What becomes of this step.
    fn at(&self, step: Step) -> Fault;

    /// A step has stalled: now is the time to go away.
    fn stalled(&self);
}

/// Makes the step as the probe says.
pub(crate) async fn spoil<T>(
    probe: &dyn Probe,
    step: Step,
    run: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, StoreError> {
    let on_purpose = || StoreError::Driver(format!("failed on purpose: {step:?}").into());
    match probe.at(step) {
        Fault::None => run.await.map_err(StoreError::from),
        Fault::FailsBefore => Err(on_purpose()),
        Fault::FailsAfter => {
            run.await?;
            Err(on_purpose())
        }
        Fault::Busy => Err(StoreError::Busy),
        Fault::StallsBefore => {
            probe.stalled();
            pending().await
        }
        Fault::StallsDuring => {
            let mut run = pin!(run);
            // Once: the database has been asked, and whatever it answers nobody hears.
            poll_fn(|context| {
                let _ = run.as_mut().poll(context).is_ready();
                Poll::Ready(())
            })
            .await;
            probe.stalled();
            pending().await
        }
    }
}
