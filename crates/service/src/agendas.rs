//! What agendas and assemblies do to proposals: one that was admitted is put on an agenda with the votes on its amendments
//! before it, and the votes say what became of each.

use domain::Refusal;
use domain::convocation::agenda::Item;
use domain::convocation::notice::{ItemSaid, Notice};
use domain::convocation::proposed::{Numbered, Source, Taken};
use domain::decision::{Decision, Outcome};
use domain::ids::{AssemblyId, ProposalId, VoteId};
use domain::proposals::{AmendmentMove, AmendmentState, ProposalMove, ProposalState, overlay};
use domain::roles::Actor;
use store::amendments::Amendment;
use store::proposals::{Proposal, Version};
use store::votes::Vote;
use store::{Tx, amendments};

use crate::acts::convening::announce::notice_of;
use crate::error::duplicate_is;
use crate::proposals::{content, version};
use crate::{Error, Service, facts};

/// A proposal with the words that go on an agenda.
pub(crate) async fn taken(tx: &mut Tx, of: &Proposal) -> Result<Taken, Error> {
    let current = content(&version(tx, of.id, of.version).await?)?;
    let mut left = Vec::new();
    for amendment in amendments::of_proposal(tx, of.id).await? {
        if amendment.state == AmendmentState::ToVote {
            let text = as_amended(tx, &amendment, &current.text).await?;
            left.push((Numbered { id: amendment.id, n: amendment.n }, text));
        }
    }
    Ok(Taken { id: of.id, version: of.version, content: current, amendments: left })
}

/// A text with what an amendment changes in it.
async fn as_amended(tx: &mut Tx, amendment: &Amendment, current: &str) -> Result<String, Error> {
    let base = content(&version(tx, amendment.proposal, amendment.version).await?)?;
    Ok(overlay(&base.text, current, &amendment.body))
}

/// The proposals that items of an agenda come from, in order.
pub(crate) fn sources<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<ProposalId> {
    let mut found: Vec<ProposalId> = Vec::new();
    for id in items.filter_map(|item| Some(item.from.as_ref()?.proposal)) {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

/// The proposals on an agenda whose words there are not those of now, or that are not admitted any more.
pub(crate) async fn changed(tx: &mut Tx, items: &[Item]) -> Result<Vec<ProposalId>, Error> {
    let mut found = Vec::new();
    for id in sources(items.iter()) {
        let of = store::proposals::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
        let kept: Vec<Item> =
            items.iter().filter(|item| item.from.as_ref().is_some_and(|from| from.proposal == id)).cloned().collect();
        let open = amendments::of_proposal(tx, id).await?.iter().any(|one| one.state == AmendmentState::Open);
        if of.state != ProposalState::Admitted || open || !taken(tx, &of).await?.stands(&kept) {
            found.push(id);
        }
    }
    Ok(found)
}

/// Notes on which agenda the proposals of a notice are now, each under its vote. On second call the agenda is that of the
/// first to the letter: what was withdrawn or decided meanwhile stays what it is.
pub(crate) async fn place(service: &Service, tx: &mut Tx, actor: &Actor, notice: &Notice) -> Result<(), Error> {
    for said in &notice.items {
        let Some(Source { proposal, amendment: None, .. }) = &said.item.from else { continue };
        let mut of = store::proposals::by_id(tx, *proposal).await?.ok_or(Refusal::NotFound)?;
        if notice.first_at.is_some() {
            if of.state == ProposalState::OnAgenda {
                lift(service, tx, actor, &of).await?;
                of = store::proposals::by_id(tx, *proposal).await?.ok_or(Refusal::NotFound)?;
            }
            if of.state != ProposalState::Admitted {
                continue;
            }
        }
        let to = of.state.after(ProposalMove::PutOnAgenda)?;
        let on = (Some(notice.assembly), said.vote);
        let placed = store::proposals::place(tx, &of, to, service.now(), on).await;
        if !duplicate_is(placed, Refusal::ProposalState)? {
            return Err(Refusal::ProposalState.into());
        }
        facts::note(service, tx, actor, "put-proposal-on-agenda", Some(proposal.0)).await?;
    }
    Ok(())
}

/// Takes a proposal off an agenda: it waits for another.
async fn lift(service: &Service, tx: &mut Tx, actor: &Actor, of: &Proposal) -> Result<(), Error> {
    let to = of.state.after(ProposalMove::TakeOffAgenda)?;
    if !store::proposals::place(tx, of, to, service.now(), (None, None)).await? {
        return Err(Refusal::ProposalState.into());
    }
    facts::note(service, tx, actor, "take-proposal-off-agenda", Some(of.id.0)).await
}

/// Takes off what an assembly that is over was to decide and did not. What was only to be debated stays on its agenda.
pub(crate) async fn lift_undecided(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    assembly: AssemblyId,
) -> Result<(), Error> {
    for of in store::proposals::on_agenda_of(tx, assembly).await?.iter().filter(|of| of.vote.is_some()) {
        lift(service, tx, actor, of).await?;
    }
    Ok(())
}

/// Takes off everything that was on the agenda of an assembly that is called off.
pub(crate) async fn lift_all(service: &Service, tx: &mut Tx, actor: &Actor, assembly: AssemblyId) -> Result<(), Error> {
    for of in store::proposals::on_agenda_of(tx, assembly).await? {
        lift(service, tx, actor, &of).await?;
    }
    Ok(())
}

/// The vote of the notice whose words a vote puts again, itself if it is one; none of what is new in session.
pub(crate) async fn origin(tx: &mut Tx, vote: &Vote) -> Result<Option<VoteId>, Error> {
    let mut of = vote.clone();
    while of.cause.is_some() {
        let Some(before) = of.instead else { return Ok(None) };
        let before = facts::vote(tx, before).await?;
        let (now, then) =
            (facts::resolution(tx, of.resolution).await?, facts::resolution(tx, before.resolution).await?);
        if (now.title, now.text) != (then.title, then.text) {
            return Ok(None);
        }
        of = before;
    }
    Ok(Some(of.id))
}

/// Whether nothing more will come of a vote, nor of what stands in its place.
async fn settled(tx: &mut Tx, id: VoteId) -> Result<bool, Error> {
    let vote = facts::vote(tx, id).await?;
    let all = store::votes::by_assembly(tx, vote.assembly).await?;
    let (mut waiting, mut over) = (vec![vote], true);
    while let Some(vote) = waiting.pop() {
        over &= vote.state.over();
        waiting.extend(all.iter().filter(|other| other.instead == Some(vote.id)).cloned());
    }
    Ok(over)
}

/// The item of the notice that a vote is on, with the notice, if it comes from a proposal.
async fn on_vote(tx: &mut Tx, vote: &Vote) -> Result<Option<(Notice, ItemSaid)>, Error> {
    let notice = match notice_of(tx, vote.assembly).await {
        // Convened before notices were kept: no proposal was on an agenda then.
        Err(Error::Refused(Refusal::NotFound)) => return Ok(None),
        notice => notice?,
    };
    let Some(origin) = origin(tx, vote).await? else { return Ok(None) };
    let said = notice.items.iter().find(|said| said.vote == Some(origin) && said.item.from.is_some()).cloned();
    Ok(said.map(|said| (notice, said)))
}

/// The last place on the agenda of a notice; 0 before notices were kept.
pub(crate) async fn last_position(tx: &mut Tx, assembly: AssemblyId) -> Result<u32, Error> {
    match notice_of(tx, assembly).await {
        Err(Error::Refused(Refusal::NotFound)) => Ok(0),
        notice => Ok(notice?.items.iter().map(|item| item.position).max().unwrap_or(0)),
    }
}

/// Whether a vote may begin: the text of a proposal waits until the amendments to it are decided.
pub(crate) async fn amendments_first(tx: &mut Tx, vote: &Vote) -> Result<(), Error> {
    let Some((notice, said)) = on_vote(tx, vote).await? else { return Ok(()) };
    let Some(Source { proposal, amendment: None, .. }) = said.item.from else { return Ok(()) };
    for before in votes_on_amendments(&notice, proposal) {
        if !settled(tx, before).await? {
            return Err(Refusal::AmendmentsFirst.into());
        }
    }
    Ok(())
}

fn votes_on_amendments(notice: &Notice, proposal: ProposalId) -> impl Iterator<Item = VoteId> + '_ {
    notice.items.iter().filter_map(move |said| match &said.item.from {
        Some(from) if from.proposal == proposal && from.amendment.is_some() => said.vote,
        _ => None,
    })
}

/// Notes what a vote made of a proposal, or of an amendment to one. Without a quorum nothing is decided: the second call puts
/// it to the vote again.
pub(crate) async fn decided(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    vote: &Vote,
    decision: &Decision,
) -> Result<(), Error> {
    if facts::assembly(tx, vote.assembly).await?.rehearsal_until.is_some() {
        return Ok(());
    }
    let adopted = match decision.outcome {
        Outcome::Adopted => true,
        Outcome::Rejected => false,
        // No proposal is an election.
        Outcome::Elected | Outcome::NoQuorum => return Ok(()),
    };
    let Some((_, said)) = on_vote(tx, vote).await? else { return Ok(()) };
    let Some(from) = said.item.from else { return Ok(()) };
    let of = store::proposals::by_id(tx, from.proposal).await?.ok_or(Refusal::NotFound)?;
    // Withdrawn between a first and a second call: the vote counts, and the proposal stays what it is.
    if of.state != ProposalState::OnAgenda {
        return Ok(());
    }
    match from.amendment {
        Some(numbered) => amendment_decided(service, tx, actor, (&of, numbered), adopted).await,
        None => proposal_decided(service, tx, actor, &of, adopted).await,
    }
}

async fn amendment_decided(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    (of, numbered): (&Proposal, Numbered),
    adopted: bool,
) -> Result<(), Error> {
    let amendment = amendments::by_id(tx, numbered.id).await?.ok_or(Refusal::NotFound)?;
    let happens = if adopted { AmendmentMove::Adopt } else { AmendmentMove::Reject };
    // Whatever became of it meanwhile keeps no vote from being closed.
    let Ok(to) = amendment.state.after(happens, of.state) else { return Ok(()) };
    if !amendments::decide(tx, &amendment, to, service.now(), None).await? {
        return Err(Refusal::AmendmentDecided.into());
    }
    facts::note(service, tx, actor, "vote-on-amendment", Some(amendment.author.0)).await
}

async fn proposal_decided(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    of: &Proposal,
    adopted: bool,
) -> Result<(), Error> {
    if adopted {
        write_down(service, tx, of).await?;
    }
    let of = store::proposals::by_id(tx, of.id).await?.ok_or(Refusal::NotFound)?;
    let to = of.state.after(if adopted { ProposalMove::Adopt } else { ProposalMove::Reject })?;
    if !store::proposals::move_to(tx, &of, to, service.now()).await? {
        return Err(Refusal::ProposalState.into());
    }
    facts::note(service, tx, actor, "vote-on-proposal", Some(of.author.0)).await
}

/// What was adopted becomes a version of its own: the text with the amendments that were adopted before it, in order.
async fn write_down(service: &Service, tx: &mut Tx, of: &Proposal) -> Result<(), Error> {
    let current = content(&version(tx, of.id, of.version).await?)?;
    let (mut text, mut last) = (current.text.clone(), None);
    for amendment in amendments::of_proposal(tx, of.id).await? {
        if amendment.state == AmendmentState::Adopted {
            text = as_amended(tx, &amendment, &text).await?;
            last = Some(amendment.n);
        }
    }
    if last.is_none() || text == current.text {
        return Ok(());
    }
    let (next, n) = (current.with_text(&text), of.version + 1);
    let (body, hash) = (next.canonical(), next.hash());
    let written = Version { proposal: of.id, n, body, hash, written_by: of.author, at: service.now(), amendment: last };
    store::proposals::insert_version(tx, &written).await?;
    store::proposals::next_version(tx, of, n, service.now()).await?;
    Ok(())
}
