//! What happens to a membership after it began: the board suspends, resumes, enters an exclusion the assembly voted; who
//! keeps the register enters that a member left, by letter, or died. Offices end with the membership. Results of votes
//! are of their day: nothing here touches them.

use domain::Refusal;
use domain::ids::MemberId;
use domain::member::{Happened, MemberMove};
use domain::roles::Actor;
use domain::text;
use store::{members, roles};

use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Longest reason, in characters.
const REASON: usize = 1000;

/// The board suspends a member, ends a suspension, or enters an exclusion: the assembly decides it (C. com. L.231-6), so
/// the reason names its resolution and day.
///
/// # Errors
/// Policy; [`Refusal::Malformed`] for another move; [`Refusal::ReasonMissing`], [`Refusal::TextInvalid`],
/// [`Refusal::TextCharacters`]; [`Refusal::NotFound`], [`Refusal::MemberState`].
pub async fn decide_membership(
    service: &Service,
    actor: &Actor,
    member: MemberId,
    happens: MemberMove,
    reason: &str,
) -> Result<(), Error> {
    allow(actor, Operation::DecideMembership)?;
    if !matches!(happens, MemberMove::Suspend | MemberMove::Resume | MemberMove::Exclude) {
        return Err(Refusal::Malformed.into());
    }
    enter(service, actor, Operation::DecideMembership, member, happens, reason).await
}

/// Enters that a member left, by a letter, or died.
///
/// # Errors
/// As [`decide_membership`].
pub async fn record_departure(
    service: &Service,
    actor: &Actor,
    member: MemberId,
    happens: MemberMove,
    reason: &str,
) -> Result<(), Error> {
    allow(actor, Operation::RecordDeparture)?;
    if !matches!(happens, MemberMove::Leave | MemberMove::Die) {
        return Err(Refusal::Malformed.into());
    }
    enter(service, actor, Operation::RecordDeparture, member, happens, reason).await
}

async fn enter(
    service: &Service,
    actor: &Actor,
    operation: Operation,
    member: MemberId,
    happens: MemberMove,
    reason: &str,
) -> Result<(), Error> {
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, operation).await?;
        let from = facts::member(tx, member).await?.state;
        let (to, now) = (from.after(happens)?, service.now());
        let reason = reasoned(happens, reason)?;
        let ends = !matches!(happens, MemberMove::Suspend | MemberMove::Resume);
        let moved = match ends {
            true => members::end(tx, member, from, to, now).await?,
            false => members::move_to(tx, member, from, to).await?,
        };
        if !moved {
            return Err(Refusal::MemberState.into());
        }
        if ends {
            roles::end_of_member(tx, member, now).await?;
        }
        facts::happened(service, tx, actor, member, Happened::Move(happens), &reason).await?;
        let act = match happens {
            MemberMove::Suspend => "suspend-member",
            MemberMove::Resume => "resume-member",
            MemberMove::Exclude => "exclude-member",
            MemberMove::Die => "die-member",
            MemberMove::Leave | MemberMove::Admit | MemberMove::Refuse | MemberMove::Activate => "leave-member",
        };
        facts::note(service, tx, actor, act, Some(member.0)).await
    })
}

/// The reason of a move, to the letter.
///
/// # Errors
/// [`Refusal::ReasonMissing`] for a move that needs one and has none; [`Refusal::TextInvalid`],
/// [`Refusal::TextCharacters`].
pub(crate) fn reasoned(happens: MemberMove, reason: &str) -> Result<String, Refusal> {
    if !reason.trim().is_empty() {
        return text::check(reason, REASON).map(|()| reason.to_owned());
    }
    if happens.needs_reason() { Err(Refusal::ReasonMissing) } else { Ok(String::new()) }
}
