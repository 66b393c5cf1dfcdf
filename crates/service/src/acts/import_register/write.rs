//! The rows of one transaction. Each is judged once more, against whoever it may be about at that moment: somebody else may
//! have entered them since the file was read.

use domain::Refusal;
use domain::ids::MemberId;
use domain::import::{Change, Column, Consent, Counts, Fate, Register, Row, judge};
use domain::member::{Happened, MemberMove, MemberState};
use domain::roles::Actor;
use domain::shares::ShareEntryKind;
use store::cooperatives::Cooperative;
use store::{Tx, imports, members, moves, shares};

use super::{Plan, gets_number};
use crate::policy::Operation;
use crate::{Error, Service, facts};

/// Writes rows and counts what was done.
pub(super) async fn rows(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    cooperative: &Cooperative,
    plan: &Plan,
    rows: &[&Row],
) -> Result<Counts, Error> {
    facts::acting(service, tx, actor, Operation::RunImport).await?;
    if imports::open_votes(tx).await? > 0 {
        return Err(Refusal::ImportDuringVote.into());
    }
    let mut counts = Counts::default();
    for row in rows {
        let email = row.email_key.as_deref();
        let found = imports::candidates(tx, row.number, email, &row.identity.name).await?;
        let verdict = judge(row, &plan.rules, &Register::new(found));
        match &verdict {
            Ok(Fate::New) => enter(service, tx, actor, cooperative, plan, row).await?,
            Ok(Fate::Known { id, changes, .. }) if !changes.is_empty() => {
                correct(service, tx, actor, *id, row, changes).await?;
            }
            _ => {}
        }
        counts.add(&verdict.map(|fate| ((*row).clone(), fate)).map_err(|fault| vec![fault]));
    }
    Ok(counts)
}

/// Adds what one transaction did.
pub(super) fn sum(all: &mut Counts, one: &Counts) {
    all.members += one.members;
    all.applicants += one.applicants;
    all.changed += one.changed;
    all.same += one.same;
    all.bad += one.bad;
    all.shares += one.shares;
    all.cents += one.cents;
}

/// When the events of a row happened, in microseconds UTC.
struct Days {
    applied: i64,
    admitted: i64,
    joined: i64,
    ended: i64,
    now: i64,
}

impl Days {
    /// What the file does not say happens now.
    fn of(plan: &Plan, row: &Row, now: i64) -> Result<Self, Error> {
        let at = |day: Option<_>| day.map_or(Ok(now), |day| plan.rules.start_of(day));
        let (applied, admitted, joined, ended) = (at(row.applied)?, at(row.admitted)?, at(row.joined)?, at(row.ended)?);
        Ok(Self { applied, admitted, joined, ended, now })
    }

    fn of_move(&self, step: MemberMove) -> i64 {
        match step {
            MemberMove::Admit | MemberMove::Refuse => self.admitted,
            MemberMove::Activate => self.joined,
            MemberMove::Leave | MemberMove::Exclude | MemberMove::Die => self.ended,
            MemberMove::Suspend | MemberMove::Resume => self.now,
        }
    }
}

/// Enters somebody new, with the history that led where the row has them.
async fn enter(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    cooperative: &Cooperative,
    plan: &Plan,
    row: &Row,
) -> Result<(), Error> {
    let days = Days::of(plan, row, service.now())?;
    let id = MemberId(service.id());
    let had = |step: MemberMove| row.moves().contains(&step);
    let number = match row.number {
        // After every number of the file, also those of rows that are mended and imported later.
        None if gets_number(row.state) => Some(members::last_number(tx).await?.max(plan.table.highest_number()) + 1),
        given => given,
    };
    let consent = match row.consent {
        None => None,
        Some(Consent::Given) => Some(days.now),
        Some(Consent::On(day)) => Some(plan.rules.start_of(day)?),
    };
    let over = row.state.is_over() || row.state == MemberState::Refused;
    let new = members::Member {
        number,
        email: row.email.clone(),
        email_key: row.email_key.clone(),
        email_consent_at: consent,
        lang: row.lang.unwrap_or_default(),
        state: row.state,
        shares_wished: row.shares,
        admitted_at: had(MemberMove::Admit).then_some(days.admitted),
        active_at: had(MemberMove::Activate).then_some(days.joined),
        ended_at: over.then_some(days.ended),
        ..members::Member::applying(id, cooperative.id, row.identity.clone(), days.applied)
    };
    members::insert(tx, &new).await?;
    history(service, tx, actor, id, row, &days).await?;
    if row.was_member() && row.shares > 0 {
        let entry = shares::ShareEntry {
            id: service.id(),
            member: id,
            kind: ShareEntryKind::Subscription.word().to_owned(),
            shares: row.shares.into(),
            cents: row.paid.0,
            at: days.joined,
            once: None,
            reverses: None,
        };
        shares::insert(tx, &entry).await?;
    }
    facts::note(service, tx, actor, "import-member", Some(id.0)).await
}

async fn history(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    member: MemberId,
    row: &Row,
    days: &Days,
) -> Result<(), Error> {
    let steps = row.moves().iter().map(|step| (Happened::Move(*step), days.of_move(*step)));
    let events: Vec<(Happened, i64)> = std::iter::once((Happened::Apply, days.applied)).chain(steps).collect();
    // What a file has on one day stays in its order: a microsecond later each.
    for (later, (happened, at)) in (0..).zip(events) {
        let line = moves::Move {
            id: service.id(),
            member,
            happened,
            at: at + later,
            actor: actor.member(),
            reason: String::new(),
        };
        moves::insert(tx, &line).await?;
    }
    Ok(())
}

/// Changes how somebody is reached, and nothing else.
async fn correct(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    id: MemberId,
    row: &Row,
    changes: &[Change],
) -> Result<(), Error> {
    let mut member = facts::member(tx, id).await?;
    let postal = &row.identity.postal;
    for change in changes {
        match change.field {
            Column::Street => member.street.clone_from(&postal.street),
            Column::Postcode => member.postcode.clone_from(&postal.postcode),
            Column::City => member.city.clone_from(&postal.city),
            Column::Country => member.country.clone_from(&postal.country),
            Column::Lang => member.lang = row.lang.unwrap_or_default(),
            Column::Representative => member.representative.clone_from(&row.identity.representative),
            Column::Email => {
                member.email.clone_from(&row.email);
                member.email_key.clone_from(&row.email_key);
                member.email_confirmed_at = None;
            }
            _ => {}
        }
    }
    if !imports::correct(tx, &member).await? {
        return Err(Refusal::NotFound.into());
    }
    facts::note(service, tx, actor, "import-correction", Some(id.0)).await
}
