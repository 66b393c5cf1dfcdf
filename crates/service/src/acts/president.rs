//! The board elects its president: a round is opened, each director names one, the round is closed and counted. Who is elected
//! presides at that instant; otherwise another round may be opened.

use std::collections::BTreeSet;

use domain::Refusal;
use domain::decision::{Decision, Outcome};
use domain::ids::{AssemblyId, MemberId, RoundId};
use domain::member::MemberState;
use domain::offices::{Candidate, Tenure};
use domain::president::{self, Count, FEWEST, NamePresident, Voice};
use domain::roles::Actor;
use domain::statutes::{PresidentElectedBy, in_force};
use serde_json::{Value, json};
use store::{Tx, members, president as rounds, roles, votes};

use crate::error::{Stored as _, duplicate_is};
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, facts, statutes};

/// Opens a round.
///
/// # Errors
/// Policy; [`Refusal::PresidentByAssembly`] by the statutes in force; [`Refusal::PresidentRoundOpen`];
/// [`Refusal::PresidentTooFew`] where the board has fewer than two members.
pub async fn open_president_round(service: &Service, actor: &Actor) -> Result<RoundId, Error> {
    allow(actor, Operation::OpenPresidentRound)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::OpenPresidentRound).await?;
        let now = service.now();
        if elected_by(tx, now).await? == PresidentElectedBy::Assembly {
            return Err(Refusal::PresidentByAssembly.into());
        }
        if rounds::going_on(tx).await?.is_some() {
            return Err(Refusal::PresidentRoundOpen.into());
        }
        if president::count(&directors(tx, now).await?, &[]).directors < FEWEST {
            return Err(Refusal::PresidentTooFew.into());
        }
        let id = RoundId(service.id());
        duplicate_is(rounds::open(tx, id, by.id, now).await, Refusal::PresidentRoundOpen)?;
        facts::note(service, tx, actor, "open-president-round", Some(id.0)).await?;
        Ok(id)
    })
}

/// A director names one, in the place of whom they named before. The same again changes nothing.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::PresidentRoundClosed`]; [`Refusal::NoSuchNumber`] for a number nobody has;
/// [`Refusal::PresidentNotDirector`] for one of whoever does not sit on the board at this moment.
pub async fn name_president(
    service: &Service,
    actor: &Actor,
    round: RoundId,
    asked: &NamePresident,
) -> Result<(), Error> {
    allow(actor, Operation::NamePresident)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::NamePresident).await?;
        is_open(tx, round).await?;
        let (now, member) = (service.now(), by.id);
        let candidate = members::by_number(tx, asked.number).await?.ok_or(Refusal::NoSuchNumber)?.id;
        if !directors(tx, now).await?.contains(&candidate) {
            return Err(Refusal::PresidentNotDirector.into());
        }
        let before = rounds::voices(tx, round).await?.into_iter().find(|voice| voice.member == member);
        if before.is_none_or(|voice| voice.candidate != candidate) {
            rounds::name(tx, round, Voice { member, candidate }, now).await?;
            facts::note(service, tx, actor, "name-president", Some(round.0)).await?;
        }
        Ok(())
    })
}

/// Closes a round, counts it by those who sit on the board at this moment, and gives the office to who is elected. Who that is, if
/// anybody. What the statutes said when the round was opened holds until its close. The record of the assembly that elected last,
/// within twelve months, has the numbers (PROTOCOL.md §11).
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::PresidentRoundClosed`]; as [`president::succeed`], and while that assembly stands
/// still: the round stays open then.
pub async fn close_president_round(
    service: &Service,
    actor: &Actor,
    round: RoundId,
) -> Result<Option<MemberId>, Error> {
    allow(actor, Operation::ClosePresidentRound)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::ClosePresidentRound).await?;
        is_open(tx, round).await?;
        let now = service.now();
        let directors = directors(tx, now).await?;
        let voices: Vec<Voice> = rounds::voices(tx, round).await?.iter().map(rounds::Named::voice).collect();
        let count = president::count(&directors, &voices);
        for voice in president::counted(&directors, &voices) {
            rounds::counts(tx, round, voice.member).await?;
        }
        if !rounds::close(tx, round, by.id, now, count.directors, count.elected).await? {
            return Err(Refusal::PresidentRoundClosed.into());
        }
        facts::note(service, tx, actor, "close-president-round", Some(round.0)).await?;
        if let Some(elected) = count.elected {
            pass_on(service, tx, actor, elected, now).await?;
        }
        if let Some((assembly, _)) = last_election(tx, now).await? {
            let mut record = Record::new(service, facts::cooperative(tx).await?.id, assembly);
            record.add("president", said(count, &president::votes(&directors, &voices)));
            record.write(tx).await?;
        }
        Ok(count.elected)
    })
}

/// Ends the term of the president before and gives that of who is elected.
async fn pass_on(service: &Service, tx: &mut Tx, actor: &Actor, elected: MemberId, now: i64) -> Result<(), Error> {
    let member = members::by_id(tx, elected).await?.stored("who is elected")?;
    let candidate = Candidate { member: member.id, state: member.state, class: member.class };
    let terms: Vec<Tenure> = roles::list(tx).await?.iter().map(roles::Listed::tenure).collect();
    let rules = facts::cooperative(tx).await?.voice_rules();
    let passes = president::succeed(&terms, candidate, rules, now)?;
    for ended in passes.ends {
        roles::end_one(tx, ended, now).await?;
        facts::note(service, tx, actor, "end-office", Some(ended.0)).await?;
    }
    for (member, role, term) in passes.gives {
        let id = service.id();
        roles::grant(tx, id, member, role, term).await?;
        facts::note(service, tx, actor, "give-office", Some(id)).await?;
    }
    Ok(())
}

/// What the record has of a round: numbers, and nobody's name.
fn said(count: Count, votes: &[u32]) -> Value {
    json!({
        "directors": count.directors,
        "elected": count.elected.is_some(),
        "needed": president::needed(count.directors),
        "voices": count.voices,
        "votes": votes,
    })
}

/// The assembly that elected somebody last, and when, if that is no more than twelve months ago.
pub(crate) async fn last_election(tx: &mut Tx, now: i64) -> Result<Option<(AssemblyId, i64)>, Error> {
    const TWELVE_MONTHS: i64 = 366 * 24 * 3600 * 1_000_000;
    for vote in votes::decided(tx).await? {
        let (Some(decision), Some(at)) = (&vote.decision, vote.decided_at) else { continue };
        if at < now - TWELVE_MONTHS {
            break;
        }
        let decision: Decision = serde_json::from_str(decision).stored("a decision")?;
        // Where all who were elected declined, or those equal wait, nobody holds a seat.
        let elected = decision.election.is_some_and(|election| !election.elected().is_empty());
        if decision.outcome == Outcome::Elected && elected {
            return Ok(Some((vote.assembly, at)));
        }
    }
    Ok(None)
}

/// Whether a round is there and open.
async fn is_open(tx: &mut Tx, id: RoundId) -> Result<(), Error> {
    let round = rounds::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if round.closed_at.is_some() { Err(Refusal::PresidentRoundClosed.into()) } else { Ok(()) }
}

/// Who sits on the board at an instant: an office ends with the membership, and is not held while it is suspended.
pub(crate) async fn directors(tx: &mut Tx, at: i64) -> Result<BTreeSet<MemberId>, Error> {
    let listed = roles::list(tx).await?;
    let active = listed.iter().filter(|term| term.state == MemberState::Active);
    Ok(president::directors(&active.map(roles::Listed::tenure).collect::<Vec<_>>(), at))
}

/// Who elects the president by the statutes in force at an instant.
pub(crate) async fn elected_by(tx: &mut Tx, at: i64) -> Result<PresidentElectedBy, Error> {
    let versions = statutes::versions(tx).await?;
    Ok(in_force(&versions, at).stored("the statutes")?.says.settings().president_elected_by)
}
