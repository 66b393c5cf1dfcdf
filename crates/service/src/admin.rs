//! What whoever set up the machine does on it, without a door and so without a policy: the first office has nobody to give
//! it, and a standstill ends where the copies are.

use domain::Refusal;
use domain::mail;
use domain::member::MemberState;
use domain::roles::{Actor, Role, Term};
use store::members::Member;
use store::{members, roles};

use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Somebody in an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    /// Which office.
    pub role: Role,
    /// The member's number, if one was given yet.
    pub number: Option<u32>,
    /// The member's name.
    pub name: String,
    /// Since when, in microseconds since 1970 UTC.
    pub from: i64,
    /// Until when, if that is known.
    pub until: Option<i64>,
}

/// Gives a member the office of operator, for as long as nobody ends it. Given to somebody who has it, it changes nothing.
/// Several members may have one address: then a number says which.
///
/// # Errors
/// [`Refusal::EmailInvalid`]; [`Refusal::NotFound`] when no member has the address (or the number), or several have;
/// [`Refusal::MemberState`] for who is no active member.
pub async fn appoint_operator(service: &Service, email: &str, number: Option<u32>) -> Result<Officer, Error> {
    let email = mail::address(email)?;
    transaction!(service, |tx| {
        let mut found = members::by_email(tx, &email).await?;
        found.retain(|member| number.is_none() || member.number == number);
        let [member] = &found[..] else { return Err(Refusal::NotFound.into()) };
        if member.state != MemberState::Active {
            return Err(Refusal::MemberState.into());
        }
        let now = service.now();
        let held = roles::of_member(tx, member.id, now).await?;
        if !held.contains(&Role::Operator) {
            roles::grant(tx, service.id(), member.id, Role::Operator, Term::new(now, None)?).await?;
            facts::note(service, tx, &Actor::Anyone, "name-role", Some(member.id.0)).await?;
        }
        Ok(officer(member, Role::Operator, now, None))
    })
}

/// Everybody in an office now.
///
/// # Errors
/// [`Error::Internal`].
pub async fn officers(service: &Service) -> Result<Vec<Officer>, Error> {
    let mut tx = service.db().read().await?;
    let mut found = Vec::new();
    for held in roles::held_at(&mut tx, service.now()).await? {
        let member = facts::member(&mut tx, held.member).await?;
        found.push(officer(&member, held.role, held.from_at, held.until_at));
    }
    Ok(found)
}

fn officer(member: &Member, role: Role, from: i64, until: Option<i64>) -> Officer {
    Officer { role, number: member.number, name: member.name.clone(), from, until }
}
