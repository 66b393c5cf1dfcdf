//! What the acts and views on proposals look up the same way.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::ids::ProposalId;
use domain::proposals::{self, Authors, Content, Part, Progress, Thresholds, in_time};
use domain::roles::{Actor, Role};
use store::assemblies::Assembly;
use store::cooperatives::Cooperative;
use store::members::Member;
use store::proposals::{Author, Proposal, Version};
use store::{Tx, members, supports};

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
