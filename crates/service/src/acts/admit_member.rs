//! The board decides on an application. Number and voice come with the first shares paid. Of two who decide at once one
//! does, and the other reads who it was.

use domain::Refusal;
use domain::ids::MemberId;
use domain::member::{Happened, MemberMove, MemberState};
use domain::roles::Actor;
use store::{Tx, members};

use crate::acts::apply;
use crate::acts::move_member::reasoned;
use crate::letters::{self, Letter, Recipient};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Admits an applicant, who becomes a member once the first shares are paid, and says so in a letter.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::AlreadyDecided`] when the person is no applicant (any more).
pub async fn admit_member(service: &Service, actor: &Actor, member: MemberId) -> Result<(), Error> {
    allow(actor, Operation::AdmitMember)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::AdmitMember).await?;
        let applicant = waiting(tx, member).await?;
        admit(service, tx, actor, &applicant).await?;
        let cooperative = facts::cooperative(tx).await?;
        // Applications from before shares were asked for wish none: the letter then speaks of the fewest.
        let shares = u64::from(applicant.shares_wished).max(cooperative.minimum_shares);
        let cents = apply::price(&cooperative, u32::try_from(shares).unwrap_or(u32::MAX))?.0;
        let how = service.how_to_pay().in_lang(applicant.lang).unwrap_or_default().to_owned();
        let letter = Letter::Admitted { name: applicant.name.clone(), shares, cents, how };
        tell(service, tx, &applicant, &letter).await
    })
}

/// Refuses an applicant, with the reason, in a letter.
///
/// # Errors
/// Policy; [`Refusal::ReasonMissing`], [`Refusal::TextInvalid`], [`Refusal::TextCharacters`]; [`Refusal::NotFound`],
/// [`Refusal::AlreadyDecided`].
pub async fn refuse_applicant(service: &Service, actor: &Actor, member: MemberId, reason: &str) -> Result<(), Error> {
    allow(actor, Operation::RefuseApplicant)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::RefuseApplicant).await?;
        let applicant = waiting(tx, member).await?;
        let reason = reasoned(MemberMove::Refuse, reason)?;
        let to = applicant.state.after(MemberMove::Refuse)?;
        if !members::end(tx, member, applicant.state, to, service.now()).await? {
            return Err(Refusal::AlreadyDecided.into());
        }
        facts::happened(service, tx, actor, member, Happened::Move(MemberMove::Refuse), &reason).await?;
        facts::note(service, tx, actor, "refuse-applicant", Some(member.0)).await?;
        let letter = Letter::Refused { name: applicant.name.clone(), reason };
        tell(service, tx, &applicant, &letter).await
    })
}

async fn waiting(tx: &mut Tx, member: MemberId) -> Result<members::Member, Error> {
    let member = facts::member(tx, member).await?;
    if member.state == MemberState::Applicant { Ok(member) } else { Err(Refusal::AlreadyDecided.into()) }
}

pub(crate) async fn admit(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    applicant: &members::Member,
) -> Result<(), Error> {
    let to = applicant.state.after(MemberMove::Admit)?;
    if !members::admit(tx, applicant.id, applicant.state, to, service.now()).await? {
        return Err(Refusal::AlreadyDecided.into());
    }
    facts::happened(service, tx, actor, applicant.id, Happened::Move(MemberMove::Admit), "").await?;
    facts::note(service, tx, actor, "admit-member", Some(applicant.id.0)).await
}

/// One letter of each kind to each applicant.
async fn tell(service: &Service, tx: &mut Tx, to: &members::Member, letter: &Letter) -> Result<(), Error> {
    let Some(recipient) = Recipient::of(to) else { return Ok(()) };
    letters::queue(service, tx, &recipient, letter, &format!("{} {}", letter.kind(), to.id), None).await
}
