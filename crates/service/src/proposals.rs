//! What the acts and views on proposals look up the same way, and what the agenda does to them: whoever convenes puts an
//! admitted proposal on an agenda, and the vote on it says what became of it.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::ids::{AmendmentId, AssemblyId, ProposalId, VoteId};
use domain::proposals::{
    self, AmendmentMove, Authors, Content, Part, Progress, ProposalMove, ProposalState, Thresholds, in_time,
};
use domain::roles::{Actor, Role};
use store::assemblies::Assembly;
use store::cooperatives::Cooperative;
use store::members::Member;
use store::proposals::{Author, Proposal, Version};
use store::{Tx, amendments, members, supports};

use crate::acts::sign_in::roles_of;
use crate::error::{Stored as _, duplicate_is};
use crate::letters::{self, Letter, ProposalLetter, Recipient};
use crate::{Error, Service, facts};

/// How much support the statutes ask for, in force now. The one place that says so. A part of the capital is counted by head:
/// one member, one voice (loi 47-1775 art. 1).
pub(crate) async fn thresholds(tx: &mut Tx, now: i64) -> Result<Thresholds, Error> {
    let settings = facts::statutes(tx, AssemblyKind::Ordinary, now).await?.settings;
    Ok(Thresholds { members: settings.support_members, share: settings.support_fraction.or(settings.support_capital) })
}

/// A proposal as somebody sees it.
pub(crate) struct Seen {
    pub(crate) proposal: Proposal,
    pub(crate) part: Part,
    /// Those asked to write it too.
    pub(crate) authors: Vec<Author>,
}

/// A proposal, for whom it exists: the draft of others is nothing.
pub(crate) async fn seen(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    who: &Member,
    id: ProposalId,
) -> Result<Seen, Error> {
    let proposal = store::proposals::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let authors = store::proposals::authors(tx, id).await?;
    let board = sits(service, tx, actor, who).await?;
    let part = part(board, who, &proposal, &authors);
    if part.sees(proposal.state) { Ok(Seen { proposal, part, authors }) } else { Err(Refusal::NotFound.into()) }
}

/// Whether a member sits on the board, as the session and the register both have it.
pub(crate) async fn sits(service: &Service, tx: &mut Tx, actor: &Actor, who: &Member) -> Result<bool, Error> {
    let sits = |role: &Role| matches!(role, Role::Board | Role::Chair) && actor.has(*role);
    Ok(roles_of(tx, who.id, service.now()).await?.iter().any(sits))
}

/// What a member is to a proposal.
pub(crate) fn part(board: bool, who: &Member, proposal: &Proposal, authors: &[Author]) -> Part {
    let asked = authors.iter().find(|author| author.member == who.id).map(|author| author.state.as_str());
    let first = proposal.author == who.id;
    Part { first, author: first || asked == Some("accepted"), invited: asked == Some("invited"), board }
}

/// Who of those who write it are members still.
pub(crate) async fn authors_left(tx: &mut Tx, seen: &Seen) -> Result<Authors, Error> {
    let first = facts::member(tx, seen.proposal.author).await?.state.is_member();
    let mut any = first;
    for author in seen.authors.iter().filter(|author| author.state == "accepted") {
        any |= facts::member(tx, author.member).await?.state.is_member();
    }
    Ok(Authors { first, any })
}

/// Whether a member has a voice: proposing, amending and supporting ask for one.
pub(crate) fn has_voice(cooperative: &Cooperative, who: &Member) -> Result<(), Refusal> {
    let voices = cooperative.voice_rules().voices(who.state, who.class);
    if voices > 0 { Ok(()) } else { Err(Refusal::NoVoice) }
}

/// A version that must be there.
pub(crate) async fn version(tx: &mut Tx, proposal: ProposalId, n: u32) -> Result<Version, Error> {
    store::proposals::version(tx, proposal, n).await?.stored("a version")
}

/// The words of a version.
pub(crate) fn content(version: &Version) -> Result<Content, Error> {
    serde_json::from_str(&version.body).stored("the words of a proposal")
}

/// How far the support of the text as it is has come; of what was submitted, how far it had.
pub(crate) async fn progress(
    tx: &mut Tx,
    cooperative: &Cooperative,
    proposal: &Proposal,
    now: i64,
) -> Result<Progress, Error> {
    let thresholds = thresholds(tx, now).await?;
    if let (Some(supporters), Some(voices)) = (proposal.supporters, proposal.voices) {
        return Ok(Progress::of(&thresholds, supporters, voices));
    }
    let supporters = supports::count(tx, proposal.id, proposal.version, cooperative.voice_rules()).await?;
    Ok(Progress::of(&thresholds, supporters, members::count_voices(tx, cooperative.voice_rules()).await?))
}

/// Until when an assembly receives proposals: the first instant after the last day.
pub(crate) async fn until(tx: &mut Tx, assembly: &Assembly) -> Result<Option<i64>, Error> {
    let rules = facts::rules(tx, assembly).await?.rules;
    domain::calendar::proposals_until(&rules, assembly.starts_at, &assembly.time_zone).stored("the day for proposals")
}

/// Whether an assembly still receives proposals: it has not begun, and its last day for them is not over.
pub(crate) async fn receives(tx: &mut Tx, assembly: &Assembly, now: i64) -> Result<(), Error> {
    if assembly.starts_at <= now {
        return Err(Refusal::ProposalTooLate.into());
    }
    Ok(in_time(until(tx, assembly).await?, now)?)
}

/// Adds a version whose words count from now on, and asks whoever supported the one before again.
pub(crate) async fn next_version(
    service: &Service,
    tx: &mut Tx,
    of: &Proposal,
    (by, amendment): (&Member, Option<u32>),
    content: &Content,
) -> Result<u32, Error> {
    let n = of.version + 1;
    if n > proposals::MOST_VERSIONS {
        return Err(Refusal::TooManyTexts.into());
    }
    let (body, hash, at) = (content.canonical(), content.hash(), service.now());
    let version = Version { proposal: of.id, n, body, hash, written_by: by.id, at, amendment };
    duplicate_is(store::proposals::insert_version(tx, &version).await, Refusal::TextOutdated)?;
    if !store::proposals::next_version(tx, of, n, at).await? {
        return Err(Refusal::TextOutdated.into());
    }
    for support in supports::standing(tx, of.id, of.version).await? {
        let Some(member) = members::by_id(tx, support.member).await?.filter(|member| member.id != by.id) else {
            continue;
        };
        let title = content.title.clone();
        let letter = ProposalLetter::TextChanged { name: member.name.clone(), title, link: link(service, of.id) };
        write_to(service, tx, &member, letter, &format!("proposal-changed {} {n} {}", of.id, member.id)).await?;
    }
    Ok(n)
}

/// The page of a proposal.
pub(crate) fn link(service: &Service, proposal: ProposalId) -> String {
    service.at(&format!("/proposals/{proposal}"))
}

/// Writes to a member who has an address and is a member still.
pub(crate) async fn write_to(
    service: &Service,
    tx: &mut Tx,
    member: &Member,
    letter: ProposalLetter,
    once: &str,
) -> Result<(), Error> {
    let Some(to) = Recipient::of(member).filter(|_| member.state.is_member()) else { return Ok(()) };
    letters::queue(service, tx, &to, &Letter::Proposal(letter), once, None).await
}

/// Everybody who writes a proposal.
pub(crate) async fn writers(tx: &mut Tx, proposal: &Proposal, authors: &[Author]) -> Result<Vec<Member>, Error> {
    let accepted = authors.iter().filter(|author| author.state == "accepted").map(|author| author.member);
    let mut writers = Vec::new();
    for id in std::iter::once(proposal.author).chain(accepted) {
        writers.push(facts::member(tx, id).await?);
    }
    Ok(writers)
}

/// What a vote made of a proposal or an amendment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Adopted.
    Adopted,
    /// Rejected.
    Rejected,
    /// Taken back before the vote was closed; of a proposal alone.
    Withdrawn,
}

async fn found(tx: &mut Tx, id: ProposalId) -> Result<Proposal, Error> {
    Ok(store::proposals::by_id(tx, id).await?.ok_or(Refusal::NotFound)?)
}

/// Puts an admitted proposal on the agenda of an assembly, under a vote if it is put to one. In the transaction of whoever
/// makes the agenda.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::ProposalState`] for what is not admitted, or stands on an agenda, or when the vote is
/// on another proposal.
pub async fn put_on_agenda(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    proposal: ProposalId,
    (assembly, vote): (AssemblyId, Option<VoteId>),
) -> Result<(), Error> {
    let of = found(tx, proposal).await?;
    let to = of.state.after(ProposalMove::PutOnAgenda)?;
    let placed = store::proposals::place(tx, &of, to, service.now(), (Some(assembly), vote)).await;
    if !duplicate_is(placed, Refusal::ProposalState)? {
        return Err(Refusal::ProposalState.into());
    }
    facts::note(service, tx, actor, "put-proposal-on-agenda", Some(proposal.0)).await
}

/// Takes a proposal off an agenda that is no more: it waits for another.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::ProposalState`] for what stands on none.
pub async fn take_off_agenda(service: &Service, tx: &mut Tx, actor: &Actor, proposal: ProposalId) -> Result<(), Error> {
    let of = found(tx, proposal).await?;
    let to = of.state.after(ProposalMove::TakeOffAgenda)?;
    if !store::proposals::place(tx, &of, to, service.now(), (None, None)).await? {
        return Err(Refusal::ProposalState.into());
    }
    facts::note(service, tx, actor, "take-proposal-off-agenda", Some(proposal.0)).await
}

/// Notes what the assembly made of a proposal on its agenda.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::ProposalState`] for what is on no agenda.
pub async fn voted(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    proposal: ProposalId,
    outcome: Outcome,
) -> Result<(), Error> {
    let of = found(tx, proposal).await?;
    let happens = match outcome {
        Outcome::Adopted => ProposalMove::Adopt,
        Outcome::Rejected => ProposalMove::Reject,
        Outcome::Withdrawn => ProposalMove::Withdraw,
    };
    // Otherwise its author might take back what is only admitted by this way, too.
    if of.state != ProposalState::OnAgenda {
        return Err(Refusal::ProposalState.into());
    }
    let to = of.state.after(happens)?;
    if !store::proposals::move_to(tx, &of, to, service.now()).await? {
        return Err(Refusal::ProposalState.into());
    }
    facts::note(service, tx, actor, "vote-on-proposal", Some(proposal.0)).await
}

/// Notes what the assembly made of an amendment that was left to the vote.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::AmendmentDecided`] for what waits for no vote; [`Refusal::ProposalState`] when its
/// proposal is on no agenda; [`Refusal::Malformed`] for [`Outcome::Withdrawn`].
pub async fn amendment_voted(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    amendment: AmendmentId,
    outcome: Outcome,
) -> Result<(), Error> {
    let of = amendments::by_id(tx, amendment).await?.ok_or(Refusal::NotFound)?;
    let state = found(tx, of.proposal).await?.state;
    let happens = match outcome {
        Outcome::Adopted => AmendmentMove::Adopt,
        Outcome::Rejected => AmendmentMove::Reject,
        Outcome::Withdrawn => return Err(Refusal::Malformed.into()),
    };
    let to = of.state.after(happens, state)?;
    if !amendments::decide(tx, &of, to, service.now(), None).await? {
        return Err(Refusal::AmendmentDecided.into());
    }
    facts::note(service, tx, actor, "vote-on-amendment", Some(amendment.0)).await
}
