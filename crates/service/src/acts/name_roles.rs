//! Offices are given.

use domain::Refusal;
use domain::ids::MemberId;
use domain::member::MemberState;
use domain::roles::{Actor, Role};
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
}

/// Gives offices. Whoever held one of the offices named holds it no longer unless named again. Key holders are named in
/// a convocation, not here.
///
/// # Errors
/// Policy; [`Refusal::Malformed`] for key holders; [`Refusal::MemberState`] for someone who is no active member.
pub async fn name_roles(service: &Service, actor: &Actor, offices: &[Office]) -> Result<(), Error> {
    allow(actor, Operation::NameRoles)?;
    if offices.iter().any(|office| office.role == Role::KeyHolder) {
        return Err(Refusal::Malformed.into());
    }
    transaction!(service, |tx| {
        for role in [Role::Chair, Role::Secretary, Role::Board] {
            if offices.iter().any(|office| office.role == role) {
                roles::end(tx, role, service.now()).await?;
            }
        }
        for office in offices {
            if facts::member(tx, office.member).await?.state != MemberState::Active {
                return Err(Refusal::MemberState.into());
            }
            roles::grant(tx, service.id(), office.member, office.role, service.now()).await?;
            facts::note(service, tx, actor, "name-role", Some(office.member.0)).await?;
        }
        Ok(())
    })
}
