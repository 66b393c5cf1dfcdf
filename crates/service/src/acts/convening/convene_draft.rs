//! Members are convened with what was prepared: everything is checked once more, frozen, and told to everybody, at once.

use std::sync::Arc;

use domain::Refusal;
use domain::candidacies::ballot::Placed;
use domain::convocation::checklist;
use domain::convocation::notice::{Announced, Announcement, DocumentSaid};
use domain::ids::{AssemblyId, DraftId, ItemId};
use domain::resolution::Text;
use domain::roles::Actor;
use protocol::hash;
use store::{Tx, documents, drafts};

use super::freeze::{Plan, Rules, freeze};
use super::tell::{receivers, tell};
use crate::acts::prepare::{Prepared, open};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts, letters};

/// Convenes members with what was prepared.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::DraftClosed`] when somebody did it before; [`Refusal::NoticeTooShort`],
/// [`Refusal::NotReady`] while a line of the list is in the way; [`Refusal::MemberState`] for a key holder who is no active
/// member any more.
pub async fn convene_draft(service: &Service, actor: &Actor, draft: DraftId) -> Result<AssemblyId, Error> {
    allow(actor, Operation::ConveneDraft)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::ConveneDraft).await?;
        let cooperative = facts::cooperative(tx).await?;
        let found = open(tx, draft).await?;
        let prepared = Prepared::read(service, tx, &found).await?;
        checklist::require(&prepared.checklist)?;
        let starts_at = prepared.head.starts_at.ok_or(Refusal::NotReady)?;
        let rules = Rules::settled(service, tx, starts_at).await?;
        let plan = Plan {
            head: prepared.head,
            documents: said(tx, draft, &prepared.agenda).await?,
            candidates: prepared.agenda.iter().map(|placed| placed.candidates.clone()).collect(),
            items: prepared.agenda.into_iter().map(|placed| placed.item).collect(),
            key_holders: drafts::holders(tx, draft).await?.iter().map(|holder| holder.member).collect(),
            needed: drafts::needed(tx, draft).await?,
            keyless: prepared.keyless,
            follows: None,
            rehearsal_until: None,
        };
        let notice = Arc::new(freeze(service, tx, actor, &cooperative, &rules, plan).await?);
        if !drafts::convene(tx, draft, notice.assembly, service.now()).await? {
            return Err(Refusal::DraftClosed.into());
        }
        let text = Text { fr: String::new(), en: String::new() };
        let convocation = Announcement { seq: 0, kind: Announced::Convocation, text, at: notice.convened_at };
        let to = receivers(tx, Some(draft)).await?;
        tell(service, tx, &notice, &convocation, to).await?;
        letters::holders::named(service, tx, notice.assembly).await?;
        Ok(notice.assembly)
    })
}

/// The documents as the notice names them.
async fn said(tx: &mut Tx, draft: DraftId, agenda: &[Placed]) -> Result<Vec<DocumentSaid>, Error> {
    let place = |item: ItemId| (1_u32..).zip(agenda).find(|(_, placed)| placed.id == item).map(|(at, _)| at);
    let all = documents::of_draft(tx, draft).await?.into_iter().map(|document| DocumentSaid {
        id: document.id,
        position: document.item.and_then(place),
        name: document.name,
        bytes: document.bytes,
        hash: hash::hex(&document.hash),
    });
    Ok(all.collect())
}
