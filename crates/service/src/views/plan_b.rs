//! What the desk and the bureau hold on paper when the current fails.

use std::collections::BTreeMap;

use domain::attendance::{Presence, desk_open};
use domain::door::may_hang;
use domain::ids::AssemblyId;
use domain::plan_b::{ItemRule, PlanB, Voiced, lists};
use domain::roles::Actor;
use domain::sheet::{Given, Named};
use store::assemblies::Assembly;
use store::{Tx, members, sheets, votes};

use crate::policy::{Operation, allow};
use crate::views::assemblies::read;
use crate::{Error, Service, facts, proxies};

/// The lists to sign, ballots and forms to count with, as things stand now.
///
/// # Errors
/// Policy; [`domain::Refusal::NotFound`]; [`domain::Refusal::AssemblyOver`], [`domain::Refusal::AssemblyCancelled`].
pub async fn plan_b(service: &Service, actor: &Actor, id: AssemblyId) -> Result<PlanB, Error> {
    allow(actor, Operation::ReadPlanB)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadPlanB).await?;
    let found = facts::assembly(&mut tx, id).await?;
    may_hang(found.state)?;
    let cooperative = facts::cooperative(&mut tx).await?;
    let steps = sheets::steps(&mut tx, id).await?;
    let last: BTreeMap<_, _> = steps.into_iter().map(|step| (step.member, step.moved)).collect();
    let mut voiced: Vec<Voiced> = members::with_voice(&mut tx, cooperative.voice_rules())
        .await?
        .into_iter()
        .map(|member| Voiced {
            presence: Presence::after(last.get(&member.id).copied()),
            id: member.id,
            who: Named { number: member.number, name: member.name },
            representative: member.representative,
        })
        .collect();
    voiced.sort_by_key(|one| one.who.number);
    let first = proxies::first(&mut tx, id).await?;
    let given: Vec<Given> = store::proxies::of_assembly(&mut tx, first)
        .await?
        .into_iter()
        .map(|one| Given {
            grantor: one.grantor,
            holder: one.holder,
            state: one.state,
            means: one.means,
            at: one.made_at,
            paper: None,
        })
        .collect();
    // Who voted in advance is for nobody to read before the desk needs it.
    let listed = desk_open(found.state, found.starts_at, service.now()).is_ok();
    let used: Vec<_> = match listed {
        true => store::door::used_in(&mut tx, id).await?.into_iter().map(|used| (used.voice, used.position)).collect(),
        false => Vec::new(),
    };
    let (lines, proxies) = lists(&voiced, &given, &used);
    let assembly = read(&mut tx, id).await?;
    let rules = rules(&mut tx, &found, (assembly.quorum.present, assembly.members)).await?;
    Ok(PlanB {
        cooperative: cooperative.name,
        legal_line: cooperative.legal_line,
        assembly,
        at: service.now(),
        rules,
        listed,
        lines,
        proxies,
    })
}

/// By what each item is decided, and what its quorum needs of those who have a voice now.
async fn rules(tx: &mut Tx, assembly: &Assembly, (present, members): (u32, u32)) -> Result<Vec<ItemRule>, Error> {
    let mut rules = Vec::new();
    for vote in votes::by_assembly(tx, assembly.id).await? {
        let found = facts::rules_of_vote(tx, assembly, &vote).await?.rules;
        rules.push(ItemRule {
            position: vote.position,
            quorum: found.quorum_of(assembly.call).check(present, members),
            majority: found.majority,
            elections: found.elections,
        });
    }
    Ok(rules)
}
