//! An applicant is admitted. Number and voice come with the first shares paid.

use domain::Refusal;
use domain::ids::MemberId;
use domain::member::{Happened, MemberMove};
use domain::roles::Actor;
use store::members;

use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Admits an applicant, who becomes a member once the first shares are paid.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::MemberState`] when the person is no applicant (any more).
pub async fn admit_member(service: &Service, actor: &Actor, member: MemberId) -> Result<(), Error> {
    allow(actor, Operation::AdmitMember)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::AdmitMember).await?;
        let from = facts::member(tx, member).await?.state;
        let to = from.after(MemberMove::Admit)?;
        if !members::admit(tx, member, from, to, service.now()).await? {
            return Err(Refusal::MemberState.into());
        }
        facts::happened(service, tx, actor, member, Happened::Move(MemberMove::Admit), "").await?;
        facts::note(service, tx, actor, "admit-member", Some(member.0)).await
    })
}
