//! Proposals as members read them: in a list, one whole, two versions side by side.

use std::collections::BTreeMap;

use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::ids::{AssemblyId, MemberId, ProposalId};
use domain::proposals::{
    ANSWER_DAYS, AuthorLine, Compared, ForAssembly, MOST_TEXT, May, Mine, Part, Preview, ProposalLine, ProposalList,
    ProposalMove, ProposalState, ProposalView, VersionLine, Who, diff,
};
use domain::roles::Actor;
use store::cooperatives::Cooperative;
use store::members::Member;
use store::proposals::{Author, Proposal};
use store::{Tx, assemblies, supports};

use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::proposals::{Seen, authors_left, content, has_voice, part, progress, receives, seen, sits, until, version};
use crate::views::drafts::planned_in;
use crate::views::mine::read_me;
use crate::views::{amendments, attachments, discussion};
use crate::{Error, Service, facts};

/// Names that were looked up already.
pub(super) type Names = BTreeMap<MemberId, Who>;

/// Somebody by name and number.
pub(super) async fn named(tx: &mut Tx, names: &mut Names, id: MemberId) -> Result<Who, Error> {
    if let Some(known) = names.get(&id) {
        return Ok(known.clone());
    }
    let Member { number, name, .. } = facts::member(tx, id).await?;
    let who = Who { member: id, number, name };
    names.insert(id, who.clone());
    Ok(who)
}

/// What the member signed in sees: every proposal but the drafts of others.
///
/// # Errors
/// Policy; [`Refusal::MemberState`].
pub async fn proposals(service: &Service, actor: &Actor) -> Result<ProposalList, Error> {
    allow(actor, Operation::ReadProposals)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadProposals).await?;
    let cooperative = facts::cooperative(&mut tx).await?;
    let (mut names, mut lines) = (Names::new(), Vec::new());
    let board = sits(service, &mut tx, actor, &member).await?;
    for of in store::proposals::seen_by(&mut tx, member.id).await? {
        let authors = store::proposals::authors(&mut tx, of.id).await?;
        let part = part(board, &member, &of, &authors);
        let (mine, _) = mine(&mut tx, &member, &of, part).await?;
        let open = of.state == ProposalState::Open;
        lines.push(ProposalLine {
            id: of.id,
            state: of.state,
            content: content(&version(&mut tx, of.id, of.version).await?)?,
            by: named(&mut tx, &mut names, of.author).await?,
            at: of.moved_at,
            progress: if open { Some(progress(&mut tx, &cooperative, &of, service.now()).await?) } else { None },
            mine,
        });
    }
    let may_propose = has_voice(&cooperative, &member).is_ok();
    Ok(ProposalList { lines, time_zone: cooperative.time_zone, may_propose, board })
}

/// A text that a member writes, as it may be set: nothing of it is kept.
///
/// # Errors
/// Policy; [`Refusal::MemberState`]; [`Refusal::TextInvalid`], [`Refusal::TextCharacters`].
pub async fn preview<'a>(service: &Service, actor: &Actor, asked: &'a Preview) -> Result<&'a str, Error> {
    allow(actor, Operation::PreviewText)?;
    facts::acting(service, &mut service.db().read().await?, actor, Operation::PreviewText).await?;
    domain::text::check_lines(&asked.text, MOST_TEXT)?;
    Ok(&asked.text)
}

/// What a proposal is to a member, and the newest version before this one that the member supported.
async fn mine(tx: &mut Tx, member: &Member, of: &Proposal, part: Part) -> Result<(Mine, Option<u32>), Error> {
    let given = supports::of_member(tx, of.id, member.id).await?;
    let standing = given.iter().filter(|support| support.withdrawn_at.is_none()).map(|support| support.version);
    let newest = standing.max();
    let lapsed = newest.filter(|version| *version < of.version && of.state == ProposalState::Open);
    let supports = newest == Some(of.version);
    Ok((Mine { author: part.author, invited: part.invited, supports, lapsed: lapsed.is_some() }, lapsed))
}

/// One proposal, with what the member signed in may do.
///
/// # Errors
/// Policy; [`Refusal::MemberState`]; [`Refusal::NotFound`], also for the draft of others.
pub async fn proposal(service: &Service, actor: &Actor, id: ProposalId) -> Result<ProposalView, Error> {
    allow(actor, Operation::ReadProposal)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadProposal).await?;
    let seen = seen(service, &mut tx, actor, &member, id).await?;
    let cooperative = facts::cooperative(&mut tx).await?;
    let mut names = Names::new();
    let of = &seen.proposal;
    let (mine, lapsed) = mine(&mut tx, &member, of, seen.part).await?;
    let answer_by = match of.submitted_at {
        Some(at) => {
            let day = domain::calendar::days_after(at, ANSWER_DAYS, &cooperative.time_zone);
            Some(day.stored("the day of the answer")?)
        }
        None => None,
    };
    let versions = store::proposals::versions(&mut tx, id).await?;
    let mut lines = Vec::new();
    for version in &versions {
        let by = named(&mut tx, &mut names, version.written_by).await?;
        lines.push(VersionLine { n: version.n, at: version.at, by, amendment: version.amendment });
    }
    Ok(ProposalView {
        id,
        state: of.state,
        content: content(versions.last().stored("a version")?)?,
        version: of.version,
        versions: lines,
        authors: author_lines(&mut tx, &mut names, of, &seen.authors).await?,
        progress: progress(&mut tx, &cooperative, of, service.now()).await?,
        may: may(&mut tx, &cooperative, &member, &seen, mine).await?,
        mine,
        lapsed,
        me: read_me(service, &mut tx, actor, Operation::ReadProposal).await?,
        amendments: amendments::lines(&mut tx, &mut names, of).await?,
        assemblies: to_come(service, &mut tx).await?,
        planned: planned_in(service, &mut tx).await?,
        assembly: match of.assembly {
            Some(id) => Some(for_assembly(service, &mut tx, id).await?),
            None => None,
        },
        made_at: of.made_at,
        opened_at: of.opened_at,
        submitted_at: of.submitted_at,
        answer_by,
        decided_at: of.decided_at,
        reason: of.reason.clone(),
        attachments: attachments::lines(&mut tx, &mut names, id).await?,
        discussion: discussion::newest(service, &mut tx, &mut names, actor, (of, &member)).await?,
        time_zone: cooperative.time_zone,
    })
}

async fn author_lines(
    tx: &mut Tx,
    names: &mut Names,
    of: &Proposal,
    authors: &[Author],
) -> Result<Vec<AuthorLine>, Error> {
    let first = named(tx, names, of.author).await?;
    let mut lines = vec![AuthorLine { who: first, first: true, accepted: Some(true) }];
    for author in authors {
        let accepted = match author.state.as_str() {
            "accepted" => Some(true),
            "declined" => Some(false),
            _ => None,
        };
        lines.push(AuthorLine { who: named(tx, names, author.member).await?, first: false, accepted });
    }
    Ok(lines)
}

async fn may(tx: &mut Tx, cooperative: &Cooperative, member: &Member, seen: &Seen, mine: Mine) -> Result<May, Error> {
    let (part, state) = (seen.part, seen.proposal.state);
    let voice = has_voice(cooperative, member).is_ok();
    let open = state == ProposalState::Open;
    let takes_back = part.withdraws(authors_left(tx, seen).await?).is_ok();
    Ok(May {
        edit: part.author && state.may_edit(),
        attach: part.author && state.may_edit(),
        invite: part.author && state.may_edit(),
        answer: part.invited && state.may_edit(),
        open: part.author && state.after(ProposalMove::Open).is_ok(),
        submit: part.author && open,
        withdraw: if state == ProposalState::Draft { part.first } else { takes_back && state.may_withdraw() },
        support: voice && open && !mine.supports,
        take_back: open && mine.supports,
        amend: voice && state.may_amend(),
        decide: part.board && state == ProposalState::Submitted,
    })
}

/// The assemblies that have been convened and have not begun.
async fn to_come(service: &Service, tx: &mut Tx) -> Result<Vec<ForAssembly>, Error> {
    let mut found = Vec::new();
    for assembly in assemblies::all(tx).await? {
        if assembly.state == AssemblyState::Convened && assembly.starts_at > service.now() {
            found.push(for_assembly(service, tx, assembly.id).await?);
        }
    }
    Ok(found)
}

async fn for_assembly(service: &Service, tx: &mut Tx, id: AssemblyId) -> Result<ForAssembly, Error> {
    let assembly = facts::assembly(tx, id).await?;
    Ok(ForAssembly {
        assembly: id,
        starts_at: assembly.starts_at,
        until: until(tx, &assembly).await?,
        open: receives(tx, &assembly, service.now()).await.is_ok(),
        time_zone: assembly.time_zone,
    })
}

/// Two versions of a proposal, word by word; the last two where nothing else is said.
///
/// # Errors
/// As [`proposal`]; [`Refusal::NotFound`] also for versions there are not.
pub async fn compared(
    service: &Service,
    actor: &Actor,
    id: ProposalId,
    (from, to): (Option<u32>, Option<u32>),
) -> Result<Compared, Error> {
    allow(actor, Operation::ReadProposal)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadProposal).await?;
    let of = seen(service, &mut tx, actor, &member, id).await?.proposal;
    let to = to.unwrap_or(of.version);
    let from = from.unwrap_or(to.saturating_sub(1).max(1));
    let mut words = Vec::new();
    for n in [from, to] {
        let version = store::proposals::version(&mut tx, id, n).await?.ok_or(Refusal::NotFound)?;
        words.push(content(&version)?);
    }
    let [old, new] = <[_; 2]>::try_from(words).map_err(|_| Refusal::NotFound)?;
    Ok(Compared {
        id,
        pieces: [diff(&old.title, &new.title), diff(&old.text, &new.text), diff(&old.reasons, &new.reasons)],
        title: new.title,
        from,
        to,
        versions: of.version,
    })
}
