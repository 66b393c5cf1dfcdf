//! Votes by show of hands, as acts and views ask for them: who in the hall may raise one, how far the count is, what it adds.

use std::collections::{HashMap, HashSet};

use domain::Refusal;
use domain::bureau::Seat;
use domain::hands::{self as rule, ByTwo, Hands, HandsCounted, HandsView};
use domain::ids::{AssemblyId, MemberId, VoteId};
use domain::proxies::ProxyState;
use domain::vote::{Stage, VoteState};
use store::bureaus::{self, Held};
use store::hands::{self, HandVote};
use store::votes::Vote;
use store::{Tx, attendances, boxes, keys, members, open_ballots, rolls};

use crate::error::Stored as _;
use crate::{Error, facts, proxies};

/// A vote by show of hands, and how far its count is.
pub(crate) struct Counting {
    /// The vote.
    pub vote: HandVote,
    /// What was typed.
    pub standing: ByTwo<Hands>,
    /// How many counts that are.
    pub typed: u32,
}

/// How far the count of a vote is, if it is one by show of hands.
pub(crate) async fn counting(tx: &mut Tx, vote: VoteId) -> Result<Option<Counting>, Error> {
    let Some(found) = hands::of_vote(tx, vote).await? else { return Ok(None) };
    let all = hands::counts(tx, vote).await?;
    let standing = ByTwo::of(all.iter().map(|of| (of.round, of.typed())))
        .map_err(|refusal| Error::broken("the counts of hands", format!("{refusal:?}")))?;
    let standing = standing_now(tx, vote, standing).await?;
    let typed = u32::try_from(all.len()).stored("the counts of hands")?;
    Ok(Some(Counting { vote: found, standing, typed }))
}

/// A count whose scrutineer sits there no more does not stand.
pub(crate) async fn standing_now<C: Clone + Eq>(
    tx: &mut Tx,
    vote: VoteId,
    standing: ByTwo<C>,
) -> Result<ByTwo<C>, Error> {
    if standing.typed().is_none() {
        return Ok(standing);
    }
    let assembly = facts::vote(tx, vote).await?.assembly;
    let seats = tellers(tx, assembly).await?;
    Ok(standing.while_they_sit(|seat, who| seats.iter().any(|held| held.seat == seat && held.member == Some(who))))
}

/// Whether a vote can be put by show of hands.
///
/// # Errors
/// [`Refusal::HandsNotHere`] for a secret vote, an election, and where ballots were received in advance;
/// [`Refusal::HandsNeedTwo`] while the bureau has fewer than two scrutineers.
pub(crate) async fn may_open(tx: &mut Tx, vote: &Vote) -> Result<(), Error> {
    let election = facts::resolution(tx, vote.resolution).await?.election.is_some();
    let advance = boxes::at_stage(tx, vote.id, Stage::Advance).await?.is_some();
    Ok(rule::may_open(vote.mode, election, advance, tellers(tx, vote.assembly).await?.len())?)
}

/// What everybody is shown of it.
pub(crate) async fn view(tx: &mut Tx, vote: VoteId) -> Result<Option<HandsView>, Error> {
    Ok(counting(tx, vote).await?.map(|found| HandsView::of(found.vote.hall, &found.standing)))
}

/// Whether a vote waits for nothing but its hands.
pub(crate) async fn waits(tx: &mut Tx, vote: &Vote) -> Result<bool, Error> {
    Ok(vote.state == VoteState::Closed && hands::of_vote(tx, vote.id).await?.is_some())
}

/// What the two counted, as the decision has it.
pub(crate) async fn counted(tx: &mut Tx, vote: VoteId) -> Result<Option<HandsCounted>, Error> {
    let Some(found) = counting(tx, vote).await? else { return Ok(None) };
    let [one, _] = found.standing.agreed().stored("a count of hands")?;
    Ok(Some(HandsCounted { counts: one.count, hall: found.vote.hall.stored("the voices in the hall")? }))
}

/// Whether whoever sits somewhere has a voting key, to type what they counted by themselves.
pub(crate) async fn keyed(tx: &mut Tx, held: &Held) -> Result<bool, Error> {
    Ok(match held.member {
        Some(member) => keys::current(tx, member).await?.is_some(),
        None => false,
    })
}

/// The two who count: the scrutineers of the bureau there is; fewer while it lacks one.
pub(crate) async fn tellers(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Held>, Error> {
    let all = bureaus::of_assembly(tx, assembly).await?;
    let Some(bureau) = all.into_iter().rev().find(|bureau| bureau.constituted_at.is_some()) else {
        return Ok(Vec::new());
    };
    let seats = bureaus::seats(tx, assembly, bureau.version).await?;
    Ok(seats.into_iter().filter(|held| matches!(held.seat, Seat::FirstScrutineer | Seat::SecondScrutineer)).collect())
}

/// Whether a member is one of the two who count in a vote, and `typed`, the seat that has typed in this round, is not theirs.
pub(crate) async fn own_turn(tx: &mut Tx, vote: &Vote, member: MemberId, typed: Option<Seat>) -> Result<bool, Error> {
    let seats = tellers(tx, vote.assembly).await?;
    let own = seats.iter().find(|held| held.member == Some(member)).map(|held| held.seat);
    Ok(own.is_some_and(|own| typed != Some(own)))
}

/// The vote whose hands a member is to count now, if they are one of the two.
pub(crate) async fn asked(tx: &mut Tx, all: &[Vote], member: MemberId) -> Result<Option<VoteId>, Error> {
    for vote in all {
        if !waits(tx, vote).await? {
            continue;
        }
        let found = counting(tx, vote.id).await?.stored("a vote by show of hands")?;
        if own_turn(tx, vote, member, found.standing.typed().map(|typed| typed.seat)).await? {
            return Ok(Some(vote.id));
        }
    }
    Ok(None)
}

/// The voices in the hall that did not vote by a ballot, in a vote by show of hands; in any other nobody. A voice that somebody
/// carries is there if they are: whom the roll names, and who carries it now where it names nobody.
pub(crate) async fn raised(tx: &mut Tx, assembly: AssemblyId, vote: VoteId) -> Result<Vec<MemberId>, Error> {
    if hands::of_vote(tx, vote).await?.is_none() {
        return Ok(Vec::new());
    }
    let mut used: HashSet<MemberId> = rolls::blanks(tx, vote).await?.into_iter().collect();
    let mut carried: HashMap<MemberId, MemberId> = HashMap::new();
    let first = proxies::first(tx, assembly).await?;
    let all = store::proxies::of_assembly(tx, first).await?;
    for one in all.iter().filter(|one| one.state == ProxyState::InForce) {
        if let Some(holder) = one.holder {
            carried.insert(one.grantor, holder);
        }
    }
    for one in boxes::of_vote(tx, vote).await? {
        used.extend(open_ballots::counted(tx, one.id).await?.into_iter().map(|said| said.voice));
        for entry in rolls::of_box(tx, one.id).await?.into_iter().filter(|entry| entry.proxy.is_some()) {
            carried.insert(entry.voice, entry.speaker);
        }
    }
    let rules = facts::cooperative(tx).await?.voice_rules();
    let voices: Vec<MemberId> = members::with_voice(tx, rules).await?.into_iter().map(|member| member.id).collect();
    let hall: HashSet<MemberId> = attendances::in_hall(tx, assembly).await?.into_iter().collect();
    Ok(rule::in_hall(&voices, &hall, &carried, &used))
}

/// The count of a vote that waits for it.
///
/// # Errors
/// [`Refusal::HandsNotAwaited`].
pub(crate) async fn awaited(tx: &mut Tx, vote: &Vote) -> Result<Counting, Error> {
    let found = counting(tx, vote.id).await?.filter(|_| vote.state == VoteState::Closed);
    Ok(found.ok_or(Refusal::HandsNotAwaited)?)
}
