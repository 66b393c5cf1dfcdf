//! The board and the secretary prepare an assembly: what they write may change until members are convened with it.

pub mod agenda;
pub mod documents;
pub mod invited;
pub(crate) mod taken;

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::calendar::Calendar;
use domain::candidacies::ballot::{Placed, put_to_vote};
use domain::convocation::agenda::{DraftState, Head, Item};
use domain::convocation::checklist::{Facts, Line, Point, checklist, of_notice};
use domain::ids::{DraftId, ItemId, ProposalId};
use domain::roles::{Actor, Role};
use store::drafts::Draft;
use store::{Tx, drafts, keys};

use crate::acts::candidates;
use crate::acts::convening::freeze::Rules;
use crate::acts::convening::tell::receivers;
use crate::acts::sign_in::roles_of;
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, agendas, facts};

/// Begins to prepare an assembly of a kind.
///
/// # Errors
/// Policy.
pub async fn prepare_assembly(service: &Service, actor: &Actor, kind: AssemblyKind) -> Result<DraftId, Error> {
    allow(actor, Operation::PrepareAssembly)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::PrepareAssembly).await?;
        let now = service.now();
        let draft = Draft {
            id: DraftId(service.id()),
            cooperative: facts::cooperative(tx).await?.id,
            state: DraftState::Draft,
            body: serde_json::to_string(&Head::new(kind)).stored("a head")?,
            assembly: None,
            made_by: by.id,
            made_at: now,
            changed_at: now,
        };
        drafts::insert(tx, &draft).await?;
        facts::note(service, tx, actor, "prepare-assembly", Some(draft.id.0)).await?;
        Ok(draft.id)
    })
}

/// Changes the head of what is being prepared.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::DraftClosed`]; what [`Head::check`] refuses.
pub async fn edit_draft(service: &Service, actor: &Actor, draft: DraftId, head: &Head) -> Result<(), Error> {
    allow(actor, Operation::EditDraft)?;
    head.check()?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::EditDraft).await?;
        open(tx, draft).await?;
        let body = serde_json::to_string(head).stored("a head")?;
        if !drafts::change(tx, draft, &body, service.now()).await? {
            return Err(Refusal::DraftClosed.into());
        }
        facts::note(service, tx, actor, "edit-draft", Some(draft.0)).await
    })
}

/// Gives up what was being prepared. Nobody was told of it, and nothing of it is public.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::DraftClosed`].
pub async fn drop_draft(service: &Service, actor: &Actor, draft: DraftId) -> Result<(), Error> {
    allow(actor, Operation::DropDraft)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::DropDraft).await?;
        open(tx, draft).await?;
        if !drafts::abandon(tx, draft, service.now()).await? {
            return Err(Refusal::DraftClosed.into());
        }
        facts::note(service, tx, actor, "drop-draft", Some(draft.0)).await
    })
}

/// What is being prepared, if it may still change.
pub(crate) async fn open(tx: &mut Tx, draft: DraftId) -> Result<Draft, Error> {
    let found = drafts::by_id(tx, draft).await?.ok_or(Refusal::NotFound)?;
    found.state.open()?;
    Ok(found)
}

/// What is being prepared, read, with the list of what must be right.
pub(crate) struct Prepared {
    /// The head.
    pub head: Head,
    /// The agenda as it is prepared.
    pub items: Vec<(ItemId, Item)>,
    /// The agenda as members would be convened with it now: each candidate who accepted behind the election.
    pub agenda: Vec<Placed>,
    /// The list.
    pub checklist: Vec<Line>,
    /// The legal end of ballots in advance, once the day is known.
    pub cut_off: Option<i64>,
    /// Proposals whose words on the agenda are not those of now.
    pub changed: Vec<ProposalId>,
    /// Voices without a key, of how many, when that is more than a tenth and the board knows it.
    pub keyless: Option<(u32, u32)>,
}

impl Prepared {
    /// Reads a preparation as it is now.
    pub(crate) async fn read(service: &Service, tx: &mut Tx, draft: &Draft) -> Result<Self, Error> {
        let cooperative = facts::cooperative(tx).await?;
        let head: Head = serde_json::from_str(&draft.body).stored("a head")?;
        let rules = Rules::at(tx, head.starts_at.unwrap_or(service.now())).await?;
        let items = items(tx, draft.id).await?;
        let (standing, elections) = candidates::of_draft(tx, draft.id, &items).await?;
        let agenda = put_to_vote(items.clone(), &standing);
        let documents = store::documents::of_draft(tx, draft.id).await?;
        let of = |id: ItemId| documents.iter().filter(|document| document.item == Some(id)).count();
        let counted: Vec<(Item, u32)> = agenda
            .iter()
            .map(|placed| (placed.item.clone(), u32::try_from(of(placed.id)).unwrap_or(u32::MAX)))
            .collect();
        let (holders, outside) = holders(service, tx, draft.id).await?;
        let voices = receivers(tx, None).await?;
        let voices: Vec<_> =
            voices.iter().filter(|to| to.role == domain::convocation::notice::NoticeRole::Member).collect();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let by_mail = count(voices.iter().filter(|to| to.email.is_some()).count());
        let unreachable = count(voices.iter().filter(|to| to.email.is_none() && to.postal.is_empty()).count());
        let all = count(voices.len());
        let keyed = keys::count_voices(tx, cooperative.voice_rules()).await?;
        let written: Vec<Item> = items.iter().map(|(_, item)| item.clone()).collect();
        let changed = agendas::changed(tx, &written).await?;
        let checklist = checklist(&Facts {
            head: &head,
            items: &counted,
            time_zone: &cooperative.time_zone,
            now: service.now(),
            ordinary: &rules.ordinary,
            extraordinary: &rules.extraordinary,
            voices: all,
            keyless: all.saturating_sub(keyed),
            proposals_changed: count(changed.len()),
            by_mail,
            by_letter: all.saturating_sub(by_mail + unreachable),
            unreachable,
            holders,
            holders_outside: outside,
            documents: count(documents.len()),
            elections: &elections,
        })?;
        let preset = of_notice(head.kind, &rules.ordinary, &rules.extraordinary);
        let cut_off = match head.starts_at {
            Some(at) => Calendar::of(preset, head.call, at, &cooperative.time_zone)?.electronic,
            None => None,
        };
        let keyless = checklist.iter().any(|line| line.point == Point::KeylessKnown);
        let keyless = keyless.then_some((all.saturating_sub(keyed), all));
        Ok(Self { head, items, agenda, checklist, cut_off, changed, keyless })
    }
}

/// The items of a preparation, in order.
pub(crate) async fn items(tx: &mut Tx, draft: DraftId) -> Result<Vec<(ItemId, Item)>, Error> {
    let rows = drafts::items(tx, draft).await?;
    rows.into_iter().map(|row| Ok((row.id, serde_json::from_str(&row.body).stored("an item")?))).collect()
}

/// Key holders named, and how many of them do not sit on the board.
async fn holders(service: &Service, tx: &mut Tx, draft: DraftId) -> Result<(u32, u32), Error> {
    let (mut all, mut outside) = (0, 0);
    for holder in drafts::holders(tx, draft).await? {
        all += 1;
        outside += u32::from(!on_board(service, tx, holder.member).await?);
    }
    Ok((all, outside))
}

/// Whether a member sits on the board now.
pub(crate) async fn on_board(service: &Service, tx: &mut Tx, member: domain::ids::MemberId) -> Result<bool, Error> {
    let roles = roles_of(tx, member, service.now()).await?;
    Ok(roles.iter().any(|role| matches!(role, Role::Board | Role::Chair)))
}
