//! What must hold of every election: of any shape, any seed, any byte changed.

mod ballots;
mod boxes;
mod bytes;
mod elections;
mod nonces;
mod reception;

use std::num::NonZeroUsize;

use proptest::prelude::*;
use protocol::checks::{Report, verify_election};
use verifier::simulate::{Plan, Quorum, Simulated};
use verifier::threads::Threads;

fn plans() -> impl Strategy<Value = Plan> {
    let shape = (1_usize..4).prop_flat_map(|answers| (Just(answers), 0..=answers, 0..=answers, any::<bool>()));
    let quorum = prop::sample::select(vec![(1, 1), (2, 2), (2, 3), (3, 5)]);
    (shape, 1_usize..5, 0_usize..4, quorum, any::<u64>()).prop_map(
        |((answers, one, other, blank), voters, revotes, (needed, all), seed)| {
            let (min, max) = (one.min(other), one.max(other));
            Plan { voters, answers, min, max, blank, quorum: Quorum { needed, all }, revotes, seed }
        },
    )
}

fn make(plan: &Plan) -> Simulated {
    Simulated::of(plan, &Threads::new(NonZeroUsize::new(1))).expect("a sound plan")
}

fn verify(made: &Simulated) -> Report {
    verify_election(&made.archive(), Some(&made.companion()), &mut |_, _| {}).expect("readable")
}

fn counts(report: &Report) -> Vec<u64> {
    let result = report.summary.result.clone().expect("a result");
    result.iter().flat_map(|question| question.answers.iter().map(|(_, count)| *count)).collect()
}
