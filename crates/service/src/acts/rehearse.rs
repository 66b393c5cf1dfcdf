//! A rehearsal begins with one press, and ends with one: members, bureau and key holders find the screens of an assembly, and
//! nothing that they do there binds.

use domain::Refusal;
use domain::assembly::{AssemblyKind, AssemblyState};
use domain::convocation::agenda::{Head, Item, ItemKind};
use domain::ids::{AssemblyId, MemberId};
use domain::rehearsal::{self, Real};
use domain::roles::Actor;
use domain::vote::VoteState;
use serde_json::json;
use store::assemblies::Assembly;
use store::{Tx, assemblies, holders, votes};

use crate::acts::convening::freeze::{Plan, Rules, freeze};
use crate::acts::lead_session::give_up;
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, facts, hands, paper};

/// Where it takes place, in both languages: the place of an assembly is one text.
const PLACE: &str = "Répétition · Rehearsal";

/// Why its open votes are void, in both languages.
const OVER: &str = "Répétition terminée · Rehearsal over";

/// Begins a rehearsal, and answers it. The key holders are those of the next assembly, or whoever begins it. Nobody is written
/// to. Twice answers the one that is under way.
///
/// # Errors
/// Policy; [`Refusal::RehearsalInTheWay`]; [`Refusal::StatutesNotCounted`] when the statutes in force ask for what is not counted
/// here.
pub async fn begin_rehearsal(service: &Service, actor: &Actor) -> Result<AssemblyId, Error> {
    allow(actor, Operation::BeginRehearsal)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::BeginRehearsal).await?;
        let now = service.now();
        if let Some(under_way) = assemblies::rehearsals(tx, now).await?.first() {
            return Ok(*under_way);
        }
        let all = assemblies::all(tx).await?;
        let mut real = Vec::with_capacity(all.len());
        for assembly in &all {
            real.push(as_seen(tx, assembly).await?);
        }
        let until = rehearsal::begins(now, &real)?;
        let cooperative = facts::cooperative(tx).await?;
        let rules = Rules::settled(service, tx, now).await?;
        let items = rehearsal::agenda();
        let plan = Plan {
            head: Head { starts_at: Some(now), place: PLACE.to_owned(), ..Head::new(AssemblyKind::Ordinary) },
            items: items
                .into_iter()
                .map(|(title, text, mode)| Item { text, mode, ..Item::new(ItemKind::Resolution, title) })
                .collect(),
            candidates: Vec::new(),
            key_holders: key_holders(tx, &all, by.id).await?,
            needed: None,
            documents: Vec::new(),
            keyless: None,
            follows: None,
            rehearsal_until: Some(until),
        };
        let id = freeze(service, tx, actor, &cooperative, &rules, plan).await?.assembly;
        facts::note(service, tx, actor, "begin-rehearsal", Some(id.0)).await?;
        Ok(id)
    })
}

/// Ends a rehearsal: what is open in it is void, and nothing more is received. Twice is no fault.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::NoRehearsal`] for an assembly that binds.
pub async fn end_rehearsal(service: &Service, actor: &Actor, id: AssemblyId) -> Result<(), Error> {
    allow(actor, Operation::EndRehearsal)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::EndRehearsal).await?;
        let assembly = facts::assembly(tx, id).await?;
        if assembly.rehearsal_until.is_none() {
            return Err(Refusal::NoRehearsal.into());
        }
        if over(service, tx, &assembly).await? {
            facts::note(service, tx, actor, "end-rehearsal", Some(id.0)).await?;
        }
        Ok(())
    })
}

/// What binds goes before: a session that opens, or a box that receives ballots, ends whatever is rehearsed.
pub(crate) async fn give_way(service: &Service, tx: &mut Tx, to: &Assembly) -> Result<(), Error> {
    if to.rehearsal_until.is_some() {
        return Ok(());
    }
    for id in assemblies::rehearsals(tx, service.now()).await? {
        // One that stands still, as after a copy was brought back, is in nobody's way.
        match facts::goes_on(tx, id).await {
            Ok(()) => {}
            Err(Error::Refused(_)) => continue,
            Err(error) => return Err(error),
        }
        let found = facts::assembly(tx, id).await?;
        over(service, tx, &found).await?;
    }
    Ok(())
}

/// What the clock brings: rehearsals whose time is over end.
///
/// # Errors
/// [`Error::Internal`].
pub async fn rehearsals_due(service: &Service) -> Result<u32, Error> {
    let due = assemblies::rehearsals_due(&mut service.db().read().await?, service.now()).await?;
    let mut ended = 0;
    for id in due {
        let done: Result<bool, Error> = transaction!(service, |tx| {
            let found = facts::assembly(tx, id).await?;
            over(service, tx, &found).await
        });
        match done {
            Ok(over) => ended += u32::from(over),
            // One that stands still, as after a copy was brought back, stays.
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(ended)
}

/// Ends it. False if it was over.
async fn over(service: &Service, tx: &mut Tx, assembly: &Assembly) -> Result<bool, Error> {
    let (from, at) = (assembly.state, service.now());
    let under_way = matches!(from, AssemblyState::Convened | AssemblyState::InSession);
    if !under_way || !assemblies::end(tx, assembly.id, from, AssemblyState::Cancelled, at).await? {
        return Ok(false);
    }
    let mut record = Record::new(service, assembly.cooperative, assembly.id);
    for vote in votes::by_assembly(tx, assembly.id).await? {
        let counts = hands::waits(tx, &vote).await? || paper::waits(tx, &vote).await?;
        if counts || matches!(vote.state, VoteState::Advance | VoteState::Open) {
            give_up(service, tx, &vote, OVER, &mut record).await?;
        }
    }
    record.add("incident", json!({ "kind": "rehearsal-over" }));
    record.write(tx).await?;
    Ok(true)
}

async fn as_seen(tx: &mut Tx, assembly: &Assembly) -> Result<Real, Error> {
    let votes = votes::by_assembly(tx, assembly.id).await?;
    let receives = assembly.state == AssemblyState::Convened
        && votes.iter().any(|vote| matches!(vote.state, VoteState::Advance | VoteState::Open));
    Ok(Real { state: assembly.state, starts_at: assembly.starts_at, receives })
}

/// Those who will hold the keys of the next assembly; where none is to come, whoever begins.
async fn key_holders(tx: &mut Tx, all: &[Assembly], begins: MemberId) -> Result<Vec<MemberId>, Error> {
    let to_come = all.iter().filter(|one| one.state == AssemblyState::Convened);
    let mut named = Vec::new();
    if let Some(next) = to_come.min_by_key(|one| one.starts_at) {
        for holder in holders::by_assembly(tx, next.id).await? {
            // Who left since, or is suspended, has no part in it.
            if facts::member(tx, holder.member).await?.state == domain::member::MemberState::Active {
                named.push(holder.member);
            }
        }
    }
    Ok(if named.is_empty() { vec![begins] } else { named })
}
