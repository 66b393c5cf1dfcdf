//! From counts to a decision: the rules are in `domain`, the numbers from the database, the result in the record.

use domain::Refusal;
use domain::decision::{self, Beside, Decision};
use domain::elected::{self, Named};
use domain::majority::Counts;
use domain::roles::Actor;
use protocol::hash;
use serde_json::json;
use store::Tx;
use store::assemblies::Assembly;
use store::votes::{self, Move, Vote};

use crate::error::Stored as _;
use crate::record::Record;
use crate::{Error, Service, agendas, elections, facts, hands, paper, proxies};

/// Owner index of the server in every trustees object; key holders follow.
pub(crate) const SERVER: u32 = 1;

/// What the ballots of a vote say.
pub(crate) enum Counted {
    /// To a text.
    Text(Counts),
    /// In an election.
    Names(Named),
}

/// Decides a closed vote by the rules its assembly was convened under, in a mixed one by those of its item, and the quorum of its
/// closing.
pub(crate) async fn decide(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    (assembly, vote): (&Assembly, &Vote),
    counted: Counted,
    record: &mut Record,
) -> Result<Decision, Error> {
    let rules = facts::rules_of_vote(tx, assembly, vote).await?.rules;
    let present = vote.present.stored("the quorum")?;
    let members = vote.members.stored("the quorum")?;
    let blank = proxies::blank_counted(tx, vote).await?;
    let (paper, entry) = paper::counted(tx, vote.id).await?.unzip();
    let beside = Beside { blank, hands: hands::counted(tx, vote.id).await?, paper };
    let id = hash::hex(vote.id.bytes());
    // What the ballots say; the decision adds the blank proxies, hands and papers.
    let (decision, tally) = match counted {
        Counted::Text(counts) => {
            let decision = decision::decide_with(&rules, assembly.call, (present, members), counts, beside);
            (decision, json!({ "counts": counts, "vote": id }))
        }
        Counted::Names(said) => {
            let contest = facts::resolution(tx, vote.resolution).await?.election.stored("an election")?;
            let dates = elections::dates(tx, vote, &contest).await?;
            let taking_part = (present, members);
            let decision = elected::elect(&rules, assembly.call, taking_part, &contest, (&said, &dates), beside);
            (decision, json!({ "named": said, "vote": id }))
        }
    };
    let text = serde_json::to_string(&decision).stored("a decision")?;
    let step = Move { vote: vote.id, from: vote.state, to: vote.state.decide()?, at: service.now() };
    if !votes::decide(tx, step, &text).await? {
        return Err(Refusal::NotAwaitingDecryption.into());
    }
    // In a secret vote nothing of it was published before.
    if let Some(entry) = entry {
        record.add("paper-count", entry);
    }
    record.add("tally", tally);
    record.add("decision", json!({ "decision": decision, "vote": id }));
    agendas::decided(service, tx, actor, vote, &decision).await?;
    Ok(decision)
}
