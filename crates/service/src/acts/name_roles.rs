//! Offices are given.

use domain::Refusal;
use domain::ids::MemberId;
use domain::member::MemberState;
use domain::roles::{Actor, Role, Term};
use store::roles;

use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// A member in an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Office {
    /// Who.
    pub member: MemberId,
    /// Which office.
    pub role: Role,
    /// From when on; from now on if not said.
    pub from: Option<i64>,
    /// Until when, if the term has an end.
    pub until: Option<i64>,
}

impl Office {
    /// An office held from now on.
    #[must_use]
    pub fn now(member: MemberId, role: Role) -> Self {
        Self { member, role, from: None, until: None }
    }
}

/// Gives offices. Whoever held one of the offices named holds it no longer, from the moment the first of its new terms
/// begins, unless named again. Key holders are named in a convocation, not here.
///
/// # Errors
/// Policy; [`Refusal::Malformed`] for key holders, and for a term that begins in the past or ends before it begins;
/// [`Refusal::MemberState`] for someone who is no active member.
pub async fn name_roles(service: &Service, actor: &Actor, offices: &[Office]) -> Result<(), Error> {
    allow(actor, Operation::NameRoles)?;
    if offices.iter().any(|office| office.role == Role::KeyHolder) {
        return Err(Refusal::Malformed.into());
    }
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::NameRoles).await?;
        let terms = terms(offices, service.now())?;
        for role in Role::OFFICES {
            let begins = terms.iter().filter(|(office, _)| office.role == role).map(|(_, term)| term.from()).min();
            if let Some(at) = begins {
                roles::end(tx, role, at).await?;
            }
        }
        for (office, term) in terms {
            if facts::member(tx, office.member).await?.state != MemberState::Active {
                return Err(Refusal::MemberState.into());
            }
            roles::grant(tx, service.id(), office.member, office.role, term).await?;
            facts::note(service, tx, actor, "name-role", Some(office.member.0)).await?;
        }
        Ok(())
    })
}

/// The term of each office. None begins in the past: who was in office when is not rewritten.
fn terms(offices: &[Office], now: i64) -> Result<Vec<(&Office, Term)>, Refusal> {
    let mut terms = Vec::with_capacity(offices.len());
    for office in offices {
        let from = office.from.unwrap_or(now);
        if from < now {
            return Err(Refusal::Malformed);
        }
        terms.push((office, Term::new(from, office.until)?));
    }
    Ok(terms)
}
