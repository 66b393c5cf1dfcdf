//! The decision on one resolution: counts, quorum, majority, and what follows from them.

use serde::{Deserialize, Serialize};

use crate::majority::{Counts, MajorityCheck};
use crate::quorum::QuorumCheck;
use crate::statutes::Preset;

/// What became of a resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Adopted.
    Adopted,
    /// Rejected: the majority was not reached (a tie rejects).
    Rejected,
    /// Nothing could be decided: too few took part (C. com. R.225-107).
    NoQuorum,
}

/// A decision with its numbers and its rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What became of it.
    pub outcome: Outcome,
    /// Votes by answer.
    pub counts: Counts,
    /// The quorum.
    pub quorum: QuorumCheck,
    /// The majority.
    pub majority: MajorityCheck,
    /// Preset of the rules applied.
    pub rule: String,
}

/// Decides. Without quorum nothing is adopted, whatever the counts.
#[must_use]
pub fn decide(preset: &Preset, call: u8, present: u32, members: u32, counts: Counts) -> Decision {
    let quorum = preset.quorum_of(call).check(present, members);
    let majority = preset.majority.check(&counts);
    let outcome = match (quorum.met, majority.met) {
        (false, _) => Outcome::NoQuorum,
        (true, true) => Outcome::Adopted,
        (true, false) => Outcome::Rejected,
    };
    Decision { outcome, counts, quorum, majority, rule: preset.id.clone() }
}

/// Worked cases of rules.md §14 whose feature is not built yet, by name.
pub const PENDING_CASES: &[&str] = &[
    "T14-T15 forms received before the meeting",
    "T16 blank proxies",
    "T18 share basis stored beside heads",
    "T19 proxy caps",
    "T20-T22 colleges and investors",
    "T23-T26 deadlines",
    "T27-T28 elections of several seats",
    "T29, T31 presets with a minimum or an alternative",
    "T32 patronage refund",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(for_: u32, against: u32) -> Counts {
        Counts { for_, against, ..Counts::default() }
    }

    #[test]
    fn quorum_comes_before_majority() {
        let ago = Preset::load("sa-cooperative-fr-ago").expect("a preset");
        let outcome = |call, present, counts| decide(&ago, call, present, 150, counts).outcome;
        assert_eq!(outcome(1, 29, counts(29, 0)), Outcome::NoQuorum);
        assert_eq!(outcome(1, 30, counts(16, 14)), Outcome::Adopted);
        assert_eq!(outcome(1, 30, counts(15, 15)), Outcome::Rejected);
        assert_eq!(outcome(2, 1, counts(1, 0)), Outcome::Adopted);
        assert_eq!(outcome(2, 0, counts(0, 0)), Outcome::Rejected);
    }

    #[test]
    fn a_decision_says_its_numbers_and_its_articles() {
        let ago = Preset::load("sa-cooperative-fr-ago").expect("a preset");
        let decision = decide(&ago, 1, 40, 150, counts(25, 15));
        assert_eq!(decision.quorum.needed, Some(30));
        assert_eq!((decision.majority.cast, decision.majority.needed), (40, 21));
        assert_eq!(decision.quorum.article, "C. com. L.225-98 al. 2");
        assert_eq!(decision.rule, "sa-cooperative-fr-ago");
    }
}
