//! Convocations as they were frozen, what each person was sent, the calendar of assemblies, documents.

use domain::Refusal;
use domain::convocation::agenda::DraftState;
use domain::convocation::document::Media;
use domain::convocation::notice::{Announcement, Notice};
use domain::convocation::view::{CalendarLine, ConvocationView, NoticeLine, NoticesView, SecondCall};
use domain::help::HelpContact;
use domain::ids::{AssemblyId, DocumentId, NoticeId};
use domain::lang::Lang;
use domain::resolution::Text;
use domain::roles::{Actor, Role};
use protocol::hash;
use store::{Tx, assemblies, convocations, cooperatives, documents, drafts, notices};

use crate::acts::convening::announce::notice_of;
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts};

/// Every assembly, the last first: public facts only.
///
/// # Errors
/// [`Error::Internal`] only.
pub async fn calendar(service: &Service) -> Result<Vec<CalendarLine>, Error> {
    allow(&Actor::Anyone, Operation::ReadCalendar)?;
    let mut tx = service.db().read().await?;
    let last = convocations::last(&mut tx).await?;
    let seq = |id: AssemblyId| last.iter().find(|(of, _)| *of == id).map_or(0, |(_, seq)| *seq);
    let lines = assemblies::all(&mut tx).await?.into_iter().map(|assembly| CalendarLine {
        id: assembly.id,
        kind: assembly.kind,
        call: assembly.call,
        state: assembly.state,
        starts_at: assembly.starts_at,
        convened_at: assembly.convened_at,
        time_zone: assembly.time_zone,
        place: assembly.place,
        seq: seq(assembly.id),
    });
    Ok(lines.collect())
}

/// The convocation of an assembly; `None` for one convened before notices were kept.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn convocation(service: &Service, assembly: AssemblyId) -> Result<Option<ConvocationView>, Error> {
    allow(&Actor::Anyone, Operation::ReadAssembly)?;
    let mut tx = service.db().read().await?;
    facts::assembly(&mut tx, assembly).await?;
    let Some(kept) = convocations::of_assembly(&mut tx, assembly).await? else { return Ok(None) };
    Ok(Some(ConvocationView {
        notice: notice_of(&mut tx, assembly).await?,
        hash: hash::hex(&kept.hash),
        said: said(&mut tx, assembly).await?,
        again: convocations::following(&mut tx, assembly).await?,
    }))
}

/// What each person was sent: the proof that members were convened.
///
/// # Errors
/// Policy; [`Refusal::NotFound`].
pub async fn notices(service: &Service, actor: &Actor, assembly: AssemblyId) -> Result<NoticesView, Error> {
    allow(actor, Operation::ReadNotices)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadNotices).await?;
    let lines = notices::of_assembly(&mut tx, assembly).await?;
    view(&mut tx, assembly, lines).await
}

/// Lines on one page of a proof.
pub const PAGE: u32 = 200;

/// The same, a page of it: from the beginning, or behind a line.
///
/// # Errors
/// As [`notices`].
pub async fn notices_page(
    service: &Service,
    actor: &Actor,
    assembly: AssemblyId,
    after: Option<NoticeId>,
) -> Result<NoticesView, Error> {
    allow(actor, Operation::ReadNotices)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadNotices).await?;
    let mut lines = notices::page(&mut tx, assembly, after, PAGE + 1).await?;
    let more = lines.len() > PAGE as usize;
    lines.truncate(PAGE as usize);
    let counts = notices::counts(&mut tx, assembly).await?.into_iter();
    let counts = counts.map(|counted| (counted.channel, counted.state, counted.notices)).collect();
    let next = lines.last().filter(|_| more).map(|last| last.id);
    Ok(NoticesView { next, counts, ..view(&mut tx, assembly, lines).await? })
}

/// What the member was sent of an assembly.
///
/// # Errors
/// Policy; [`Refusal::NotFound`].
pub async fn my_notices(service: &Service, actor: &Actor, assembly: AssemblyId) -> Result<NoticesView, Error> {
    allow(actor, Operation::ReadMyNotices)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadMyNotices).await?;
    let lines = notices::of_member(&mut tx, assembly, member.id).await?;
    view(&mut tx, assembly, lines).await
}

async fn view(tx: &mut Tx, assembly: AssemblyId, lines: Vec<notices::Notice>) -> Result<NoticesView, Error> {
    let found = facts::assembly(tx, assembly).await?;
    let line = |notice: notices::Notice| NoticeLine {
        id: notice.id,
        seq: notice.seq,
        kind: notice.kind,
        copy: notice.copy,
        member: notice.member,
        name: notice.name,
        role: notice.role,
        channel: notice.channel,
        address: notice.address,
        at: notice.at,
        mail: notice.mail,
        state: notice.state,
        changed_at: notice.changed_at,
        answer: notice.answer.unwrap_or_default(),
    };
    Ok(NoticesView {
        assembly,
        time_zone: found.time_zone,
        state: found.state,
        said: said(tx, assembly).await?,
        lines: lines.into_iter().map(line).collect(),
        next: None,
        counts: Vec::new(),
        second: second(tx, assembly, found.call).await?,
    })
}

/// What a second call of an assembly would say.
async fn second(tx: &mut Tx, assembly: AssemblyId, call: u8) -> Result<Option<SecondCall>, Error> {
    if call != 1 || convocations::of_assembly(tx, assembly).await?.is_none() {
        return Ok(None);
    }
    let Notice { second_at, place, video, items, .. } = notice_of(tx, assembly).await?;
    let agenda = items.into_iter().map(|said| said.item.title).collect();
    Ok(Some(SecondCall { at: second_at, place, video, agenda }))
}

async fn said(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Announcement>, Error> {
    let rows = convocations::announced(tx, assembly).await?.into_iter();
    Ok(rows
        .map(|row| Announcement { seq: row.seq, kind: row.kind, text: Text { fr: row.fr, en: row.en }, at: row.at })
        .collect())
}

/// A letter to print and post.
#[derive(Clone, Debug)]
pub struct Printed {
    /// Name on the envelope.
    pub name: String,
    /// Postal address, on lines; empty if none is known.
    pub address: String,
    /// Language.
    pub lang: Lang,
    /// As what the person is written to.
    pub role: domain::convocation::notice::NoticeRole,
}

/// The letters of one thing that was said, with the notice they are, or belong to.
#[derive(Clone, Debug)]
pub struct Letters {
    /// The notice.
    pub notice: Notice,
    /// What is said.
    pub said: Announcement,
    /// Whom to ask.
    pub help: HelpContact,
    /// To whom.
    pub to: Vec<Printed>,
}

/// The letters for those who did not agree to be convened by e-mail; of what was said last, or of `seq`.
///
/// # Errors
/// Policy; [`Refusal::NotFound`].
pub async fn printed_letters(
    service: &Service,
    actor: &Actor,
    assembly: AssemblyId,
    seq: Option<u32>,
) -> Result<Letters, Error> {
    allow(actor, Operation::ReadNotices)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadNotices).await?;
    facts::assembly(&mut tx, assembly).await?;
    let all = said(&mut tx, assembly).await?;
    let found = all.into_iter().rev().find(|said| seq.is_none_or(|seq| said.seq == seq)).ok_or(Refusal::NotFound)?;
    let rows = notices::letters(&mut tx, assembly, found.seq).await?.into_iter();
    let to = rows.map(|row| Printed { name: row.name, address: row.address, lang: row.lang, role: row.role });
    let (notice, help) = (notice_of(&mut tx, assembly).await?, cooperatives::help(&mut tx).await?);
    Ok(Letters { notice, said: found, help, to: to.collect() })
}

/// A document with its bytes.
#[derive(Clone, Debug)]
pub struct DocumentFile {
    /// Name.
    pub name: String,
    /// What it is.
    pub media: Media,
    /// The bytes.
    pub body: Vec<u8>,
}

/// A document of an agenda: for every member once they are convened, before that for those who prepare it.
///
/// # Errors
/// Policy; [`Refusal::NotFound`].
pub async fn document(service: &Service, actor: &Actor, document: DocumentId) -> Result<DocumentFile, Error> {
    allow(actor, Operation::ReadDocument)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadDocument).await?;
    let found = documents::by_id(&mut tx, document).await?.ok_or(Refusal::NotFound)?;
    let draft = drafts::by_id(&mut tx, found.draft).await?.ok_or(Refusal::NotFound)?;
    let prepares = [Role::Board, Role::Chair, Role::Secretary].into_iter().any(|role| actor.has(role));
    if draft.state != DraftState::Convened && !prepares {
        return Err(Refusal::NotFound.into());
    }
    let body = documents::body(&mut tx, document).await?.ok_or(Refusal::NotFound)?;
    Ok(DocumentFile { name: found.name, media: found.media, body })
}
