//! Strict verification of an election's archive, check by check (PROTOCOL.md, checks).
//!
//! A *failure* means a check was made and what it found is wrong. An input that cannot be read at all, or is of a named
//! kind this version does not know, is [`Unreadable`] instead: no verdict is given about it. All failures are listed,
//! each with its place, not only the first.

//!
//! The archive is read as a stream, once. What stays in memory is the companion and, for each credential, what its last
//! ballot adds to the tally; of the ballots themselves 32 bytes each, to notice one that comes twice.

mod automaton;
mod ballots;
mod closing;
mod examine;
mod findings;
mod limit;
mod list;
mod outline;
mod part_of_vote;
mod sealed;
mod setup;
mod slips;
mod tally;
mod together;
mod workers;

pub use examine::{Examined, Options, Progress, read_archive, verify_archive, verify_election};
pub use limit::Limit;
pub use list::Check;
pub use sealed::{SealedSum, SealedTally, SealedVote, sealed_tally, sealed_vote};
pub use together::{Together, verify_together};
pub use workers::{Alone, Workers};

/// A failure: where, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where in the file.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

/// What came of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Made, and everything is right.
    Passed,
    /// Made, and something is wrong.
    Failed(Vec<Fault>),
    /// Not made: what it looks at is not there yet, or an earlier failure hides it.
    NotReached,
    /// Right as far as it goes; a limitation is stated.
    Limited(Limit),
}

/// Why no verdict is given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not an archive.
    #[error("this file is not a Belenios archive")]
    NotAnArchive,
    /// The source itself failed.
    #[error("cannot be read: {0}")]
    Source(String),
    /// Sound so far, but of a kind this version does not verify.
    #[error("not supported: {0}")]
    Unsupported(String),
}

/// One question and its counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The question.
    pub question: String,
    /// Each answer with its count (blank first, where allowed).
    pub answers: Vec<(String, u64)>,
}

/// What the archive says, once verified.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Title.
    pub name: String,
    /// Uuid.
    pub uuid: String,
    /// φ.
    pub fingerprint: String,
    /// Hash of the last event.
    pub head: String,
    /// Events.
    pub events: u64,
    /// Whether no ballot is taken any more.
    pub closed: bool,
    /// Credentials listed.
    pub credentials: u64,
    /// Ballots in the archive, replaced ones included.
    pub ballots: u64,
    /// Voices that voted: ballots that count.
    pub voices: u64,
    /// Weight of the ballots that count: as many as voices, except in elections that are not ours.
    pub weight: u64,
    /// Result, if it is there.
    pub result: Option<Vec<Counted>>,
}

/// Everything found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Each check with its outcome, in order.
    pub outcomes: Vec<(Check, Outcome)>,
    /// What the archive says.
    pub summary: Summary,
    /// Whether the last event is `Result`.
    pub complete: bool,
    /// Whether Voix made the election.
    pub ours: bool,
}

impl Report {
    /// Whether no check failed.
    #[must_use]
    pub fn passed(&self) -> bool {
        !self.outcomes.iter().any(|(_, outcome)| matches!(outcome, Outcome::Failed(_)))
    }

    /// The numbers of the checks that failed.
    #[must_use]
    pub fn failed(&self) -> Vec<u8> {
        let failed =
            |(check, outcome): &(Check, Outcome)| matches!(outcome, Outcome::Failed(_)).then(|| check.number());
        self.outcomes.iter().filter_map(failed).collect()
    }
}
