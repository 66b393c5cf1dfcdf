//! What the acts and views about elections share: who stands in a vote, and what tells two of them apart.

use domain::Refusal;
use domain::bureau::Seat;
use domain::candidacies::ballot::Candidate;
use domain::contest::Contest;
use domain::convocation::notice::{ItemSaid, Notice};
use domain::decision::Decision;
use domain::draw::{self, Entered, may_answer};
use domain::elected::{Awaits, Dates};
use domain::ids::{MemberId, VoteId};
use domain::in_session::Cause;
use domain::vote::VoteState;
use store::votes::Vote;
use store::{Tx, candidacies, convocations, draws, keys, passkeys};

use crate::acts::candidates::profile;
use crate::error::Stored as _;
use crate::hands::tellers;
use crate::{Error, facts};

/// What an election waits for: a draw, or another round that is not put to the vote yet.
pub(crate) fn awaits(vote: &Vote, decision: Option<&Decision>, all: &[Vote]) -> Option<Awaits> {
    let awaits = decision?.election.as_ref()?.awaits()?;
    let held = all.iter().any(|other| round_after(other, vote, all) && other.state != VoteState::Voided);
    (awaits == Awaits::Draw || !held).then_some(awaits)
}

/// What was entered last of a draw among those equal in a vote.
pub(crate) async fn entered(tx: &mut Tx, vote: VoteId) -> Result<Option<Entered>, Error> {
    let Some(last) = draws::last(tx, vote).await? else { return Ok(None) };
    let drawn = serde_json::from_str(&last.drawn).stored("a draw")?;
    Ok(Some(Entered { n: last.n, by: last.entered_by, drawn, said: last.said }))
}

/// The scrutineers of the bureau there is who may confirm a draw that somebody enters, each with the seat.
pub(crate) async fn confirmers(tx: &mut Tx, vote: &Vote, by: MemberId) -> Result<Vec<(Seat, MemberId)>, Error> {
    let mut able = Vec::new();
    for held in tellers(tx, vote.assembly).await? {
        if let Some(member) = held.member
            && signs_in(tx, member).await?
        {
            able.push((held.seat, member));
        }
    }
    let decision = vote.decision.as_deref().map(serde_json::from_str::<Decision>).transpose();
    let tied = decision.stored("a decision")?.and_then(|decision| decision.election).map(|of| of.tied);
    let standing = standing(tx, vote).await?;
    let of = |place: u32| usize::try_from(place).ok().and_then(|at| standing.get(at)).copied();
    let tied: Vec<MemberId> = tied.unwrap_or_default().into_iter().filter_map(of).collect();
    Ok(draw::confirmers(&able, &tied, by))
}

/// Whether somebody has what a session of their own begins with: an address, a voting key, a passkey. A paper code only votes.
async fn signs_in(tx: &mut Tx, member: MemberId) -> Result<bool, Error> {
    Ok(facts::member(tx, member).await?.email_key.is_some()
        || keys::current(tx, member).await?.is_some()
        || passkeys::count(tx, member).await? > 0)
}

/// The vote whose draw a member is to confirm now, if they are a scrutineer and did not enter it.
pub(crate) async fn draw_asked(tx: &mut Tx, all: &[Vote], member: MemberId) -> Result<Option<VoteId>, Error> {
    for vote in all.iter().filter(|vote| vote.state == VoteState::Decided) {
        let Some(last) = entered(tx, vote.id).await?.filter(Entered::waits) else { continue };
        if may_answer(Some(&last), last.n, member, &confirmers(tx, vote, last.by).await?).is_ok() {
            return Ok(Some(vote.id));
        }
    }
    Ok(None)
}

/// Whether a vote is another round after one, or was put in the place of such a round.
fn round_after(other: &Vote, vote: &Vote, all: &[Vote]) -> bool {
    let mut of = other;
    loop {
        let Some(before) = of.instead else { return false };
        if of.cause == Some(Cause::Runoff) {
            return before == vote.id;
        }
        let Some(found) = all.iter().find(|one| one.id == before) else { return false };
        of = found;
    }
}

/// Nothing of an assembly is told apart later: of every tie the draw stands, and another round was put to the vote. One
/// that was given up leaves its seats empty.
///
/// # Errors
/// [`Refusal::TieOpen`].
pub(crate) fn told_apart(all: &[Vote]) -> Result<(), Error> {
    for vote in all {
        let decision = vote.decision.as_deref().map(serde_json::from_str::<Decision>);
        let decision = decision.transpose().stored("a decision")?;
        let tried = all.iter().any(|other| other.cause == Some(Cause::Runoff) && other.instead == Some(vote.id));
        if awaits(vote, decision.as_ref(), all).is_some() && !tried {
            return Err(Refusal::TieOpen.into());
        }
    }
    Ok(())
}

/// The item of the notice that an election comes from: its own, or that of the vote in whose place or after which it is put.
async fn item(tx: &mut Tx, vote: &Vote) -> Result<Option<ItemSaid>, Error> {
    let mut of = vote.clone();
    while let Some(before) = of.instead {
        of = facts::vote(tx, before).await?;
    }
    let Some(kept) = convocations::of_assembly(tx, of.assembly).await? else { return Ok(None) };
    let notice: Notice = serde_json::from_str(&kept.body).stored("a notice")?;
    Ok(notice.items.into_iter().find(|said| said.vote == Some(of.id)))
}

/// Those who stand in a vote, as the notice names them, in the order of its ballot.
pub(crate) async fn candidates(tx: &mut Tx, vote: &Vote, contest: &Contest) -> Result<Vec<Candidate>, Error> {
    let said = item(tx, vote).await?.stored("the item of an election")?;
    let of = |name: &String| {
        let at = said.item.standing.iter().position(|known| known == name)?;
        said.candidates.get(at).cloned()
    };
    contest.candidates.iter().map(|name| of(name).stored("a candidate of the notice")).collect()
}

/// The members who stand in a vote, in the order of its ballot; nobody where it is no election of the notice.
pub(crate) async fn standing(tx: &mut Tx, vote: &Vote) -> Result<Vec<MemberId>, Error> {
    let Some(contest) = facts::resolution(tx, vote.resolution).await?.election else { return Ok(Vec::new()) };
    if item(tx, vote).await?.is_none() {
        return Ok(Vec::new());
    }
    let mut standing = Vec::with_capacity(contest.candidates.len());
    for candidate in candidates(tx, vote, &contest).await? {
        standing.push(candidacies::by_id(tx, candidate.candidacy).await?.stored("a candidacy")?.member);
    }
    Ok(standing)
}

/// The votes in which a member is elected, and has not declined.
pub(crate) async fn elected(tx: &mut Tx, all: &[Vote], member: MemberId) -> Result<Vec<VoteId>, Error> {
    let mut found = Vec::new();
    for vote in all {
        let decision = vote.decision.as_deref().map(serde_json::from_str::<Decision>).transpose();
        let elected = decision.stored("a decision")?.and_then(|decision| decision.election).map(|of| of.elected());
        let Some(elected) = elected.filter(|elected| !elected.is_empty()) else { continue };
        let at = standing(tx, vote).await?.iter().position(|one| *one == member);
        if at.and_then(|at| u32::try_from(at).ok()).is_some_and(|place| elected.contains(&place)) {
            found.push(vote.id);
        }
    }
    Ok(found)
}

/// What tells those who stand apart: their years of birth, and since when they are members.
pub(crate) async fn dates(tx: &mut Tx, vote: &Vote, contest: &Contest) -> Result<Vec<Dates>, Error> {
    let mut dates = Vec::with_capacity(contest.candidates.len());
    for candidate in candidates(tx, vote, contest).await? {
        let one = candidacies::by_id(tx, candidate.candidacy).await?.stored("a candidacy")?;
        let since = facts::member(tx, one.member).await?.active_at;
        dates.push(Dates::of(profile(&one)?.map(|profile| profile.born), since));
    }
    Ok(dates)
}
