//! Whether a session can end for lack of a quorum now.

use domain::decision::{Decision, Outcome};
use domain::minutes::Minutes;
use domain::no_quorum::Standing;
use domain::quorum::QuorumCheck;
use domain::vote::VoteState;
use store::assemblies::Assembly;
use store::{Tx, minutes, votes};

use crate::error::Stored as _;
use crate::{Error, facts, proxies};

/// How the items of an assembly stand at this moment, as `domain::no_quorum::lack` looks at them.
pub(crate) async fn standings(tx: &mut Tx, assembly: &Assembly) -> Result<Vec<Standing>, Error> {
    let present = proxies::taking_part_now(tx, assembly.id).await?;
    let members = facts::count_voices(tx).await?;
    let mut items = Vec::new();
    for vote in votes::by_assembly(tx, assembly.id).await? {
        // What was put to the vote in session only has its own end, and nothing of it is convened again.
        if vote.cause.is_some() && !matches!(vote.state, VoteState::Open | VoteState::Closed) {
            continue;
        }
        let decision =
            vote.decision.as_deref().map(serde_json::from_str::<Decision>).transpose().stored("a decision")?;
        let rules = facts::rules_of_vote(tx, assembly, &vote).await?.rules;
        items.push(Standing {
            state: vote.state,
            decided: decision.is_some_and(|decision| decision.outcome != Outcome::NoQuorum),
            quorum: rules.quorum_of(assembly.call).check(present, members),
        });
    }
    Ok(items)
}

/// The count by which an assembly that is over ended, if it did.
pub(crate) async fn ended_by(tx: &mut Tx, assembly: &Assembly) -> Result<Option<QuorumCheck>, Error> {
    let Some(published) = minutes::of_assembly(tx, assembly.id).await? else { return Ok(None) };
    Ok(serde_json::from_str::<Minutes>(&published.body).stored("the minutes")?.no_quorum)
}
