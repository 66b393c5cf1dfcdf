//! One person is sent a notice again.

use std::sync::Arc;

use domain::Refusal;
use domain::convocation::notice::Announcement;
use domain::ids::{AssemblyId, NoticeId};
use domain::mail::MailState;
use domain::resolution::Text;
use domain::roles::Actor;
use store::notices::Notice;
use store::{Tx, convocations, notices};

use super::announce::notice_of;
use super::tell::{draft_of, letterhead, receivers, tell_one};
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Sends a notice again, to the address the person has now; by letter to whom no message may be sent. Answers whose assembly
/// it is.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::MailState`] while the message is still on its way; [`Refusal::MemberState`] for
/// who belongs to the assembly no more.
pub async fn resend_notice(service: &Service, actor: &Actor, notice: NoticeId) -> Result<AssemblyId, Error> {
    allow(actor, Operation::ResendNotice)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::ResendNotice).await?;
        let found = notices::by_id(tx, notice).await?.ok_or(Refusal::NotFound)?;
        if matches!(found.state, Some(MailState::Queued | MailState::Sending)) {
            return Err(Refusal::MailState.into());
        }
        let frozen = Arc::new(notice_of(tx, found.assembly).await?);
        let said = said(tx, &found).await?;
        let draft = draft_of(tx, found.assembly).await?;
        let mut now = receivers(tx, draft).await?.into_iter();
        let to = now.find(|receiver| (receiver.member, receiver.guest) == (found.member, found.guest));
        let to = to.ok_or(Refusal::MemberState)?;
        let copy = last_copy(tx, &found).await? + 1;
        let said = Announcement { at: service.now(), ..said };
        let head = letterhead(tx, &frozen).await?;
        tell_one(service, tx, (&frozen, &head), &said, to, copy).await?;
        facts::note(service, tx, actor, "resend-notice", found.member.map(|member| member.0)).await?;
        Ok(found.assembly)
    })
}

/// What was said, in its words.
async fn said(tx: &mut Tx, notice: &Notice) -> Result<Announcement, Error> {
    let all = convocations::announced(tx, notice.assembly).await?;
    let found = all.into_iter().find(|row| row.seq == notice.seq).stored("an announcement")?;
    Ok(Announcement { seq: found.seq, kind: found.kind, text: Text { fr: found.fr, en: found.en }, at: found.at })
}

/// How often it was sent again so far.
async fn last_copy(tx: &mut Tx, notice: &Notice) -> Result<u32, Error> {
    let all = notices::of_assembly(tx, notice.assembly).await?;
    let same = all.iter().filter(|row| (row.seq, row.member, row.guest) == (notice.seq, notice.member, notice.guest));
    Ok(same.map(|row| row.copy).max().unwrap_or(0))
}
