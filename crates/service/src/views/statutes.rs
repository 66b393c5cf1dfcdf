//! The statutes: what they say, since when, by which decision; and what a new version would change.

use domain::decision::{Decision, Outcome};
use domain::roles::Actor;
use domain::statutes::{
    self, AdoptStatutes, DecidedVote, Statutes, StatutesForm, StatutesPreview, StatutesView, VersionView, differences,
};
use protocol::hash;
use store::{Tx, assemblies, members, votes};

use crate::acts::adopt_statutes::{judge, read};
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::statutes::{Held, versions};
use crate::{Error, Service, facts};

/// The statutes in force now, or the version asked for, with the history of all.
///
/// # Errors
/// Policy; [`domain::Refusal::NotFound`] for a version there is not.
pub async fn statutes(service: &Service, actor: &Actor, shown: Option<u32>) -> Result<StatutesView, Error> {
    allow(actor, Operation::ReadStatutes)?;
    let (mut tx, now) = (service.db().read().await?, service.now());
    facts::acting(service, &mut tx, actor, Operation::ReadStatutes).await?;
    let time_zone = facts::cooperative(&mut tx).await?.time_zone;
    let found = versions(&mut tx).await?;
    let in_force = statutes::in_force(&found, now).stored("the statutes")?.number;
    let shown = found.iter().find(|held| held.number == shown.unwrap_or(in_force));
    let shown = shown.ok_or(domain::Refusal::NotFound)?;
    let mut listed = Vec::with_capacity(found.len());
    for (at, held) in found.iter().enumerate().rev() {
        let before = at.checked_sub(1).and_then(|before| found.get(before));
        listed.push(version(&mut tx, held, before).await?);
    }
    Ok(StatutesView {
        time_zone,
        shown: shown.number,
        in_force,
        lines: shown.says.lines(),
        countable: shown.says.countable().is_ok(),
        versions: listed,
    })
}

async fn version(tx: &mut Tx, held: &Held, before: Option<&Held>) -> Result<VersionView, Error> {
    let vote = match held.vote {
        Some(vote) => Some((vote, facts::vote(tx, vote).await?.assembly)),
        None => None,
    };
    let by = match held.by {
        Some(by) => members::by_id(tx, by).await?.and_then(|member| member.number),
        None => None,
    };
    Ok(VersionView {
        number: held.number,
        preset: held.says.preset().to_owned(),
        effective_at: held.effective_at,
        adopted_at: held.adopted_at,
        decision: held.decision.clone(),
        vote,
        by,
        hash: hash::hex(&held.hash),
        changes: before.map(|before| differences(&before.says, &held.says)).unwrap_or_default(),
    })
}

/// What the form for a new version begins with: the last version, or a preset.
///
/// # Errors
/// Policy; [`domain::Refusal::NotFound`] for a preset there is not.
pub async fn statutes_form(service: &Service, actor: &Actor, preset: Option<&str>) -> Result<StatutesForm, Error> {
    allow(actor, Operation::AdoptStatutes)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::AdoptStatutes).await?;
    let time_zone = facts::cooperative(&mut tx).await?.time_zone;
    let found = versions(&mut tx).await?;
    let last = found.last().stored("the statutes")?;
    let says = match preset {
        Some(preset) => Statutes::founded(preset).map_err(|_| domain::Refusal::NotFound)?,
        None => last.says.clone(),
    };
    let convened = assemblies::last_start(&mut tx).await?;
    let first_day = statutes::may_precede(&time_zone, last.effective_at, convened)?;
    Ok(StatutesForm {
        follows: last.number,
        preset: says.preset().to_owned(),
        lines: says.lines(),
        first_day: first_day.to_string(),
        time_zone,
        votes: adopted(&mut tx).await?,
    })
}

/// Votes that adopted something, newest first.
async fn adopted(tx: &mut Tx) -> Result<Vec<DecidedVote>, Error> {
    let mut found = Vec::new();
    for vote in votes::decided(tx).await? {
        let (Some(decision), Some(decided_at)) = (&vote.decision, vote.decided_at) else { continue };
        let decision: Decision = serde_json::from_str(decision).stored("a decision")?;
        if decision.outcome == Outcome::Adopted {
            let title = facts::resolution(tx, vote.resolution).await?.title;
            found.push(DecidedVote { vote: vote.id, title, decided_at });
        }
    }
    Ok(found)
}

/// What a new version would change, before it is adopted.
///
/// # Errors
/// As `adopt_statutes`.
pub async fn statutes_preview(
    service: &Service,
    actor: &Actor,
    asked: &AdoptStatutes,
) -> Result<StatutesPreview, Error> {
    allow(actor, Operation::AdoptStatutes)?;
    let says = read(asked)?;
    let mut tx = service.db().read().await?;
    let by = facts::acting(service, &mut tx, actor, Operation::AdoptStatutes).await?.id;
    let time_zone = facts::cooperative(&mut tx).await?.time_zone;
    let found = versions(&mut tx).await?;
    let last = found.last().stored("the statutes")?;
    let version = judge(service, &mut tx, asked, &says, by).await?;
    Ok(StatutesPreview {
        number: version.number,
        effective_at: version.effective_at,
        time_zone,
        decision: version.decision,
        preset: says.preset().to_owned(),
        other_preset: says.preset() != last.says.preset(),
        changes: differences(&last.says, &says),
        departing: says.lines().into_iter().filter(|line| line.preset.is_some()).collect(),
        countable: says.countable().is_ok(),
    })
}
