//! As many hands as the machine has.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

use protocol::checks::Workers;

/// Threads that share what is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Threads(NonZeroUsize);

impl Threads {
    /// This many, or one for each processor.
    #[must_use]
    pub fn new(jobs: Option<NonZeroUsize>) -> Self {
        let available = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self(jobs.unwrap_or_else(available))
    }
}

impl Workers for Threads {
    fn jobs(&self) -> usize {
        self.0.get()
    }

    fn map<T: Sync, U: Send, F: Fn(&T) -> U + Sync>(&self, items: &[T], work: F) -> Vec<U> {
        let hands = self.jobs().min(items.len());
        if hands < 2 {
            return items.iter().map(work).collect();
        }
        let next = AtomicUsize::new(0);
        let hand = || {
            let mut done = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(item) = items.get(at) else { return done };
                done.push((at, work(item)));
            }
        };
        let mut done: Vec<(usize, U)> = std::thread::scope(|scope| {
            let hands: Vec<_> = (0..hands).map(|_| scope.spawn(hand)).collect();
            let join = |hand: std::thread::ScopedJoinHandle<'_, Vec<(usize, U)>>| {
                hand.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            hands.into_iter().flat_map(join).collect()
        });
        done.sort_unstable_by_key(|(at, _)| *at);
        done.into_iter().map(|(_, outcome)| outcome).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_back_is_in_order_however_many_hands() {
        let items: Vec<u64> = (0..1000).collect();
        let squares: Vec<u64> = items.iter().map(|n| n * n).collect();
        for jobs in [1, 2, 3, 16] {
            assert_eq!(Threads::new(NonZeroUsize::new(jobs)).map(&items, |n| n * n), squares);
        }
        assert!(Threads::new(None).map(&[0_u8; 0], |n| *n).is_empty());
    }
}
