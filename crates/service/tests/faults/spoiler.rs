//! The ways in which a step goes wrong.

use std::pin::Pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use store::testing::{Fault, Probe, Step};
use tokio::sync::Notify;

/// What happens at one step of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// The database goes away and stays away: this step and all that follow fail.
    Gone,
    /// The step is made, and its answer is lost.
    AnswerLost,
    /// Another transaction is in the way, once.
    Busy,
    /// The caller hangs up before the step is made.
    HangUpBefore,
    /// The caller hangs up when the step was asked for and not yet answered.
    HangUpDuring,
    /// The connection is cut before the step (PostgreSQL).
    Cut,
}

impl Mishap {
    pub const ALL: [Self; 6] =
        [Self::Gone, Self::AnswerLost, Self::Busy, Self::HangUpBefore, Self::HangUpDuring, Self::Cut];
}

/// Spoils one step of an act, counted from 0.
pub struct Spoiler {
    mishap: Mishap,
    at: usize,
    seen: Mutex<Vec<Step>>,
    next: AtomicUsize,
    fired: AtomicBool,
    stalled: Notify,
    go_on: Notify,
}

impl Spoiler {
    pub fn new(mishap: Mishap, at: usize) -> Self {
        Self {
            mishap,
            at,
            seen: Mutex::default(),
            next: AtomicUsize::new(0),
            fired: AtomicBool::new(false),
            stalled: Notify::new(),
            go_on: Notify::new(),
        }
    }

    /// Only watches.
    pub fn idle() -> Self {
        Self::new(Mishap::Busy, usize::MAX)
    }

    /// Every step seen.
    pub fn steps(&self) -> Vec<Step> {
        self.seen.lock().unwrap().clone()
    }

    /// Whether the act came to the step to be spoilt.
    pub fn fired(&self) -> bool {
        self.fired.load(Ordering::SeqCst)
    }

    /// Until a step has stalled.
    pub async fn wait(&self) {
        self.stalled.notified().await;
    }

    /// Lets the step that has stalled go on.
    pub fn go_on(&self) {
        self.go_on.notify_one();
    }
}

impl Probe for Spoiler {
    fn at(&self, step: Step) -> Fault {
        self.seen.lock().unwrap().push(step);
        let now = self.next.fetch_add(1, Ordering::SeqCst);
        if now < self.at || (now > self.at && self.mishap != Mishap::Gone) {
            return Fault::None;
        }
        self.fired.store(true, Ordering::SeqCst);
        match self.mishap {
            Mishap::Gone => Fault::FailsBefore,
            Mishap::AnswerLost => Fault::FailsAfter,
            Mishap::Busy => Fault::Busy,
            Mishap::HangUpBefore | Mishap::Cut => Fault::StallsBefore,
            Mishap::HangUpDuring => Fault::StallsDuring(1),
        }
    }

    fn stalled(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.stalled.notify_one();
        Box::pin(self.go_on.notified())
    }
}
