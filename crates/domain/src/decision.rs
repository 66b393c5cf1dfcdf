//! The decision on one resolution: counts, quorum, majority, and what follows from them.

use serde::{Deserialize, Serialize};

use crate::elected::Elected;
use crate::hands::HandsCounted;
use crate::majority::{Counts, MajorityCheck};
use crate::paper::PaperCounted;
use crate::proxies::blank_proxies;
use crate::quorum::QuorumCheck;
use crate::statutes::Preset;

/// What became of a resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Adopted.
    Adopted,
    /// Rejected: the majority was not reached (a tie rejects, and nobody has a casting vote). In an election: nobody is elected.
    Rejected,
    /// In an election: somebody is elected, or will be once those equal at the last seat are told apart.
    Elected,
    /// Nothing could be decided: too few took part (C. com. R.225-107).
    NoQuorum,
}

/// Blank proxies, as they were counted (C. com. L.225-106 III).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlankCounted {
    /// How many.
    pub count: u32,
    /// Whether the board presented or approved the text: they count for it, otherwise against. In an election, for each who
    /// stands, or for nobody.
    pub approved: bool,
}

/// What is counted beside ballots by a device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// Blank proxies.
    pub blank: Option<BlankCounted>,
    /// Raised hands.
    pub hands: Option<HandsCounted>,
    /// Papers.
    pub paper: Option<PaperCounted>,
}

impl Beside {
    /// How many voices that is: each on paper, whether its paper came back or not.
    #[must_use]
    pub fn voices(&self) -> u64 {
        self.blank.map_or(0, |blank| u64::from(blank.count))
            + self.hands.map_or(0, |hands| hands.counts.total())
            + self.paper.as_ref().map_or(0, |paper| u64::from(paper.handed))
    }
}

impl From<Option<BlankCounted>> for Beside {
    fn from(blank: Option<BlankCounted>) -> Self {
        Self { blank, ..Self::default() }
    }
}

/// A decision with its numbers and its rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What became of it.
    pub outcome: Outcome,
    /// Votes by answer, blank proxies, hands and papers included. In an election only the blank ballots and the void papers: the
    /// rest is in [`Self::election`].
    pub counts: Counts,
    /// The blank proxies among them, if there were any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank: Option<BlankCounted>,
    /// The hands among them, in a vote by show of hands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hands: Option<HandsCounted>,
    /// The papers among them, where voices were on paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<PaperCounted>,
    /// The quorum.
    pub quorum: QuorumCheck,
    /// The majority. In an election, that of whoever has most votes.
    pub majority: MajorityCheck,
    /// Of an election: votes, and who is seated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub election: Option<Elected>,
    /// Preset of the rules applied.
    pub rule: String,
    /// Version of the statutes that says them; none where a preset was applied as it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
}

impl Decision {
    /// What it counts beside ballots by a device.
    #[must_use]
    pub fn beside(&self) -> Beside {
        Beside { blank: self.blank, hands: self.hands, paper: self.paper.clone() }
    }
}

/// Decides. `present` and `members` are counted on the basis of the preset's quorum, `call` is 1 or 2. Without quorum
/// nothing is adopted or rejected, whatever the counts.
#[must_use]
pub fn decide(preset: &Preset, call: u8, present: u32, members: u32, counts: Counts) -> Decision {
    decide_with(preset, call, (present, members), counts, Beside::default())
}

/// The same with blank proxies, added to the votes for or against as the law has it, with hands and with papers.
#[must_use]
pub fn decide_with(
    preset: &Preset,
    call: u8,
    (present, members): (u32, u32),
    ballots: Counts,
    beside: Beside,
) -> Decision {
    let counts = together(ballots, &beside);
    let quorum = preset.quorum_of(call).check(present, members);
    let majority = preset.majority.check(&counts, present);
    let outcome = match (quorum.met, majority.met) {
        (false, _) => Outcome::NoQuorum,
        (true, true) => Outcome::Adopted,
        (true, false) => Outcome::Rejected,
    };
    let (rule, version) = (preset.id.clone(), preset.version);
    let Beside { blank, hands, paper } = beside;
    Decision { outcome, counts, blank, hands, paper, quorum, majority, election: None, rule, version }
}

/// What ballots, blank proxies, hands and papers say together.
#[must_use]
pub fn together(ballots: Counts, beside: &Beside) -> Counts {
    let added = beside.blank.map_or_else(Counts::default, |blank| blank_proxies(blank.count, blank.approved));
    let counts = Counts {
        for_: ballots.for_.saturating_add(added.for_),
        against: ballots.against.saturating_add(added.against),
        ..ballots
    };
    let counts = beside.hands.map_or(counts, |hands| hands.counts.added(counts));
    beside.paper.as_ref().map_or(counts, |paper| paper.counts.added(counts))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PRESETS: [&str; 9] = [
        "sa-cooperative-fr-ago",
        "sa-cooperative-fr-age",
        "scic-fr-sa",
        "scop-fr-sa",
        "constitutive",
        "association-1901-fr",
        "genossenschaft-de",
        "uk-coops-model",
        "cooperativa-es-1999",
    ];

    fn counts(for_: u32, against: u32) -> Counts {
        Counts { for_, against, ..Counts::default() }
    }

    #[test]
    fn quorum_comes_before_majority() {
        let ago = Preset::load("sa-cooperative-fr-ago").expect("a preset");
        let outcome = |call, present, counts| decide(&ago, call, present, 150, counts).outcome;
        assert_eq!(outcome(1, 29, counts(29, 0)), Outcome::NoQuorum);
        assert_eq!(outcome(1, 29, counts(0, 29)), Outcome::NoQuorum);
        assert_eq!(outcome(1, 30, counts(16, 14)), Outcome::Adopted);
        assert_eq!(outcome(1, 30, counts(15, 15)), Outcome::Rejected);
        assert_eq!(outcome(2, 1, counts(1, 0)), Outcome::Adopted);
        assert_eq!(outcome(2, 0, counts(0, 0)), Outcome::Rejected);
    }

    #[test]
    fn a_decision_says_its_numbers_and_its_articles() {
        let ago = Preset::load("sa-cooperative-fr-ago").expect("a preset");
        let decision = decide(&ago, 1, 40, 150, Counts { abstain: 5, ..counts(20, 15) });
        assert_eq!((decision.quorum.present, decision.quorum.members, decision.quorum.needed), (40, 150, Some(30)));
        assert_eq!((decision.majority.for_, decision.majority.cast, decision.majority.needed), (20, 35, 18));
        assert_eq!(decision.quorum.article, "C. com. L.225-98 al. 2");
        assert_eq!(decision.majority.article, "C. com. L.225-98 al. 3");
        assert_eq!((decision.rule.as_str(), decision.version), ("sa-cooperative-fr-ago", None));
        let named = decide(&ago.of_version(3), 1, 40, 150, counts(20, 15));
        assert_eq!(named.version, Some(3), "the version of the statutes that says the rule");
    }

    #[test]
    fn a_decision_is_canonical_json_and_comes_back() {
        let ago = Preset::load("sa-cooperative-fr-ago").expect("a preset");
        let most = Counts { for_: u32::MAX, against: u32::MAX, abstain: u32::MAX, blank: u32::MAX, null: u32::MAX };
        for (call, counts) in [(1, counts(20, 15)), (2, most)] {
            let decision = decide(&ago, call, 40, 150, counts);
            let json = protocol::canonical::to_string(&decision).expect("integers every reader agrees on");
            assert_eq!(serde_json::from_str::<Decision>(&json).expect("a decision"), decision);
        }
    }

    #[test]
    fn hands_and_blank_proxies_are_added_and_said_apart() {
        use crate::hands::Hands;
        let ago = Preset::load("sa-cooperative-fr-ago").expect("a preset");
        let hands = HandsCounted { counts: Hands { for_: 3, against: 9, abstain: 2 }, hall: 20 };
        let blank = BlankCounted { count: 4, approved: true };
        let ballots = Counts { abstain: 1, ..counts(5, 1) };
        let decision = decide_with(&ago, 1, (40, 150), ballots, Beside { hands: Some(hands), ..Some(blank).into() });
        assert_eq!(decision.counts, Counts { abstain: 3, ..counts(12, 10) });
        assert_eq!((decision.hands, decision.blank, decision.outcome), (Some(hands), Some(blank), Outcome::Adopted));
        let without = decide_with(&ago, 1, (40, 150), ballots, Beside { hands: Some(hands), ..Beside::default() });
        assert_eq!((without.counts.for_, without.outcome), (8, Outcome::Rejected), "8 of 18");
        let json = protocol::canonical::to_string(&decision).expect("canonical JSON");
        assert!(json.contains(r#""hands":{"counts":{"abstain":2,"against":9,"for":3},"hall":20}"#), "{json}");
    }

    #[test]
    fn papers_are_added_and_said_apart() {
        use crate::paper::{Papers, TextPapers};
        let ago = Preset::load("sa-cooperative-fr-ago").expect("a preset");
        let said = TextPapers { for_: 4, against: 1, abstain: 2, null: 3 };
        let paper = PaperCounted { counts: Papers::Text(said), handed: 11 };
        let beside = Beside { paper: Some(paper.clone()), ..Beside::default() };
        assert_eq!(beside.voices(), 11);
        let decision = decide_with(&ago, 1, (40, 150), counts(5, 7), beside.clone());
        assert_eq!(decision.counts, Counts { abstain: 2, null: 3, ..counts(9, 8) });
        assert_eq!((decision.outcome, decision.beside()), (Outcome::Adopted, beside));
        let json = protocol::canonical::to_string(&decision).expect("canonical JSON");
        assert!(
            json.contains(r#""paper":{"counts":{"abstain":2,"against":1,"for":4,"null":3},"handed":11}"#),
            "{json}"
        );
        assert_eq!(serde_json::from_str::<Decision>(&json).expect("a decision").paper, Some(paper));
        let without = protocol::canonical::to_string(&decide(&ago, 1, 40, 150, counts(5, 7))).expect("canonical JSON");
        assert!(!without.contains("paper"), "where no voice is on paper nothing is said of it: {without}");
    }

    proptest! {
        /// Without quorum the counts decide nothing; with it the outcome is the majority's.
        #[test]
        fn no_quorum_no_decision(
            preset in 0..PRESETS.len(), call in 1..=2_u8, present in 0..400_u32, members in 0..400_u32,
            for_ in 0..400_u32, against in 0..400_u32, abstain in 0..400_u32,
        ) {
            let preset = Preset::load(PRESETS[preset]).expect("a preset");
            let decision = decide(&preset, call, present, members, Counts { abstain, ..counts(for_, against) });
            prop_assert_eq!(decision.outcome == Outcome::NoQuorum, !decision.quorum.met);
            prop_assert_eq!(decision.outcome == Outcome::Adopted, decision.quorum.met && decision.majority.met);
        }

        /// A member more who takes part and votes for never undoes an adoption.
        #[test]
        fn one_more_for_never_undoes_an_adoption(
            preset in 0..PRESETS.len(), call in 1..=2_u8, for_ in 0..100_u32, against in 0..100_u32,
            abstain in 0..100_u32, absent in 1..400_u32,
        ) {
            let preset = Preset::load(PRESETS[preset]).expect("a preset");
            let before = Counts { abstain, ..counts(for_, against) };
            let present = for_ + against + abstain;
            let members = present + absent;
            if decide(&preset, call, present, members, before).outcome == Outcome::Adopted {
                let after = Counts { for_: for_ + 1, ..before };
                prop_assert_eq!(decide(&preset, call, present + 1, members, after).outcome, Outcome::Adopted);
            }
        }
    }
}
