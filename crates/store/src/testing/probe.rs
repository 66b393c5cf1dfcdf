//! Steps that fail on purpose.

use std::future::poll_fn;
use std::pin::{Pin, pin};
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
    /// It is not made before [`Probe::stalled`] is over, if the caller waits that long.
    StallsBefore,
    /// It is asked for, and if there is no answer after so many looks, none is looked for before [`Probe::stalled`] is
    /// over.
    StallsDuring(u8),
}

/// Sees every step before it is made and says what becomes of it.
pub trait Probe: Send + Sync {
    /// What becomes of this step.
    fn at(&self, step: Step) -> Fault;

    /// A step has stalled, until this is over: the time for the caller to go away, or for a connection to be cut.
    fn stalled(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
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
            probe.stalled().await;
            run.await.map_err(StoreError::from)
        }
        Fault::StallsDuring(looks) => {
            let (mut run, mut looked) = (pin!(run), 0);
            let answer = poll_fn(|context| {
                looked += 1;
                match run.as_mut().poll(context) {
                    Poll::Ready(answer) => Poll::Ready(Some(answer)),
                    Poll::Pending if looked == looks => Poll::Ready(None),
                    Poll::Pending => Poll::Pending,
                }
            });
            if let Some(answer) = answer.await {
                return answer.map_err(StoreError::from);
            }
            probe.stalled().await;
            run.await.map_err(StoreError::from)
        }
    }
}
