//! The statutes change: a decision was made, and the board enters what they say from a day on. Nothing is changed that was;
//! a version follows the one before, and an assembly that was convened keeps the one its notice named.

use domain::Refusal;
use domain::decision::{Decision, Outcome};
use domain::ids::{MemberId, VoteId};
use domain::rehearsal;
use domain::roles::Actor;
use domain::statutes::{self, AdoptStatutes, Statutes};
use domain::vote::VoteState;
use store::{Tx, assemblies, votes};

use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::statutes::{Held, enter, settle, versions};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Longest name of a decision.
const DECISION: usize = 200;

/// Adopts a version of the statutes. Answers its number.
///
/// # Errors
/// Policy; [`Refusal::StatutesDecision`] when no decision is named, or a vote that adopted nothing; [`Refusal::TextInvalid`],
/// [`Refusal::TextCharacters`] for its name; [`Refusal::StatutesChanged`] when another version was adopted meanwhile;
/// [`Refusal::StatutesUnchanged`]; as [`Statutes::check`] and [`statutes::effective`].
pub async fn adopt_statutes(service: &Service, actor: &Actor, asked: &AdoptStatutes) -> Result<u32, Error> {
    allow(actor, Operation::AdoptStatutes)?;
    let says = read(asked)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::AdoptStatutes).await?.id;
        settle(service, tx).await?;
        let version = judge(service, tx, asked, &says, by).await?;
        let id = enter(service, tx, &version).await?;
        facts::note(service, tx, actor, "adopt-statutes", Some(id)).await?;
        Ok(version.number)
    })
}

/// What was typed, if an assembly could decide by it.
pub(crate) fn read(asked: &AdoptStatutes) -> Result<Statutes, Refusal> {
    let text = |field: statutes::Field| asked.values.get(field.word()).map(String::as_str);
    let says = Statutes::typed(&asked.preset, text).map_err(|wrong| wrong.refusal)?;
    says.check().map_err(|wrong| wrong.refusal)?;
    Ok(says)
}

/// The version as it would be entered now, or why it would not.
pub(crate) async fn judge(
    service: &Service,
    tx: &mut Tx,
    asked: &AdoptStatutes,
    says: &Statutes,
    by: MemberId,
) -> Result<Held, Error> {
    let found = versions(tx).await?;
    let last = found.last().stored("the statutes")?;
    if last.number != asked.follows {
        return Err(Refusal::StatutesChanged.into());
    }
    if last.says == *says {
        return Err(Refusal::StatutesUnchanged.into());
    }
    let zone = facts::cooperative(tx).await?.time_zone;
    let convened = assemblies::last_start(tx).await?;
    let effective_at = statutes::effective(&asked.from, &zone, last.effective_at, convened)?;
    let decision = match asked.decision.trim() {
        "" => return Err(Refusal::StatutesDecision.into()),
        decision => facts::text(decision, DECISION)?,
    };
    if let Some(vote) = asked.vote {
        adopted(tx, vote).await?;
    }
    Ok(Held {
        number: last.number + 1,
        says: says.clone(),
        hash: says.hash(),
        effective_at,
        adopted_at: service.now(),
        decision,
        vote: asked.vote,
        by: Some(by),
        stored: false,
    })
}

/// A vote that changed the statutes was decided, and adopted something.
async fn adopted(tx: &mut Tx, vote: VoteId) -> Result<(), Error> {
    let found = votes::by_id(tx, vote).await?.filter(|vote| vote.state == VoteState::Decided);
    if let Some(found) = &found {
        rehearsal::binds(facts::assembly(tx, found.assembly).await?.rehearsal_until)?;
    }
    let decision = found.and_then(|vote| vote.decision).ok_or(Refusal::StatutesDecision)?;
    let decision: Decision = serde_json::from_str(&decision).stored("a decision")?;
    if decision.outcome == Outcome::Adopted { Ok(()) } else { Err(Refusal::StatutesDecision.into()) }
}
