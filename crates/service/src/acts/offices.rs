//! The board gives and ends offices, one term at a time.

use domain::Refusal;
use domain::ids::TermId;
use domain::offices::{self, Candidate, EndOffice, GiveOffice, Given, Tenure};
use domain::roles::Actor;
use store::{members, roles};

use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Gives an office for a term. A new chair or secretary takes over from the one before at its first instant. Giving the
/// same again changes nothing.
///
/// # Errors
/// Policy; [`Refusal::NoSuchNumber`] for a number nobody has; as [`offices::term`] and [`offices::give`].
pub async fn give_office(service: &Service, actor: &Actor, asked: &GiveOffice) -> Result<TermId, Error> {
    allow(actor, Operation::GiveOffice)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::GiveOffice).await?;
        let cooperative = facts::cooperative(tx).await?;
        let term = offices::term(asked.first_day, asked.last_day, &cooperative.time_zone, service.now())?;
        let member = members::by_number(tx, asked.number).await?.ok_or(Refusal::NoSuchNumber)?;
        let candidate = Candidate { member: member.id, state: member.state, class: member.class };
        let terms: Vec<Tenure> = roles::list(tx).await?.iter().map(roles::Listed::tenure).collect();
        match offices::give(&terms, asked.role, term, candidate, cooperative.voice_rules())? {
            Given::Already(id) => Ok(id),
            Given::New { ends } => {
                for ended in ends {
                    roles::end_one(tx, ended, term.from()).await?;
                    facts::note(service, tx, actor, "end-office", Some(ended.0)).await?;
                }
                let id = TermId(service.id());
                roles::grant(tx, id.0, member.id, asked.role, term).await?;
                facts::note(service, tx, actor, "give-office", Some(id.0)).await?;
                Ok(id)
            }
        }
    })
}

/// Ends an office, now or after a last day.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; as [`offices::end`]. Who follows must be a member still.
pub async fn end_office(service: &Service, actor: &Actor, id: TermId, asked: &EndOffice) -> Result<(), Error> {
    allow(actor, Operation::EndOffice)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::EndOffice).await?;
        let cooperative = facts::cooperative(tx).await?;
        let listed = roles::list(tx).await?;
        let ended = listed.iter().find(|term| term.id == id).ok_or(Refusal::NotFound)?.tenure();
        let alive = listed.iter().filter(|term| term.state == domain::member::MemberState::Active);
        let terms: Vec<Tenure> = alive.map(roles::Listed::tenure).collect();
        if let Some(at) = offices::end(&terms, &ended, asked.last_day, &cooperative.time_zone, service.now())? {
            roles::end_one(tx, id, at).await?;
            facts::note(service, tx, actor, "end-office", Some(id.0)).await?;
        }
        Ok(())
    })
}
