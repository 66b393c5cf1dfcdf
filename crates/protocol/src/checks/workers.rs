//! Work that can be done in any order, and who does it. This crate has no threads: the page that verifies works alone,
//! `voix-verify` brings as many as the machine has.

/// Does the same to each of several items.
pub trait Workers {
    /// How many items are worked on at once.
    fn jobs(&self) -> usize;

    /// What comes of each item, in the order of the items.
    fn map<T: Sync, U: Send, F: Fn(&T) -> U + Sync>(&self, items: &[T], work: F) -> Vec<U>;
}

/// One after the other, in the calling thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct Alone;

impl Workers for Alone {
    fn jobs(&self) -> usize {
        1
    }

    fn map<T: Sync, U: Send, F: Fn(&T) -> U + Sync>(&self, items: &[T], work: F) -> Vec<U> {
        items.iter().map(work).collect()
    }
}
