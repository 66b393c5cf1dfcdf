//! `voix-verify`, as a library: the observer's command, and the simulator that makes elections to try it on.
//!
//! It believes nothing but arithmetic. What is verified, and how, is in `protocol::checks`; here are the files, the
//! threads and the words.

pub mod assembly;
mod decisions;
pub mod diff;
pub mod explain;
mod hands;
pub mod in_memory;
pub mod input;
mod minutes;
mod paper;
pub mod progress;
pub mod record;
pub mod register;
pub mod report;
mod rolls;
pub mod say;
pub mod several;
mod signatures;
#[cfg(feature = "command")]
pub mod simulate;
pub mod threads;
pub mod tracker;
pub mod voice;

/// Language of the sentences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "command", derive(clap::ValueEnum))]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Français.
    Fr,
}

/// How a command ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every check passed.
    Passed,
    /// A check failed.
    Failed,
    /// No verdict: why.
    Unreadable(String),
}

impl Verdict {
    /// Of something that was judged.
    #[must_use]
    pub fn of(passed: bool) -> Self {
        if passed { Self::Passed } else { Self::Failed }
    }
}
