//! An applicant is admitted and receives a member number.

use domain::Refusal;
use domain::ids::MemberId;
use domain::member::MemberMove;
use domain::roles::Actor;
use store::members;

use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Admits an applicant; the answer is the member number. The voice comes with the first shares.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::MemberState`] when the person is no applicant (any more).
pub async fn admit_member(service: &Service, actor: &Actor, member: MemberId) -> Result<u32, Error> {
    allow(actor, Operation::AdmitMember)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::AdmitMember).await?;
        let from = facts::member(tx, member).await?.state;
        let to = from.after(MemberMove::Admit)?;
        let number = members::last_number(tx).await? + 1;
        if !members::admit(tx, member, from, to, number, service.now()).await? {
            return Err(Refusal::MemberState.into());
        }
        facts::note(service, tx, actor, "admit-member", Some(member.0)).await?;
        Ok(number)
    })
}
