//! Voices on paper, as acts and views ask for them: who votes so, which voices that is in a vote, how far the count is, what it adds.

use std::collections::HashSet;

use domain::Refusal;
use domain::bureau::{Accepted, Seat};
use domain::hands::{ByTwo, Typed};
use domain::ids::{AssemblyId, MemberId, VoteId};
use domain::paper::{PaperCounted, PaperView, Papers, Way, strike, two_count};
use domain::proxies::roll::Spoken;
use domain::vote::{Stage, VoteState};
use protocol::hash;
use serde_json::{Value, json};
use store::paper::{self, Count, PaperVoice};
use store::votes::Vote;
use store::{Tx, attendances, boxes, hands, members, rolls};

use crate::error::Stored as _;
use crate::hands::{keyed, own_turn, standing_now, tellers};
use crate::letters::voted::{self, VotedBy};
use crate::opening::How;
use crate::policy::Operation;
use crate::{Error, Service, facts, proxies};

/// A vote that closed with voices on paper, and how far its count is.
pub(crate) struct Counting {
    /// Voices on paper.
    pub handed: u32,
    /// What was typed.
    pub standing: ByTwo<Papers>,
    /// How many counts that are.
    pub typed: u32,
}

fn typed(of: &Count) -> Result<Typed<Papers>, Error> {
    let count = serde_json::from_str(&of.counts).stored("a count of papers")?;
    Ok(Typed { seat: of.seat, member: of.member, noted_by: of.noted_by, count })
}

/// How far the count of a vote is, if it closed with voices on paper.
pub(crate) async fn counting(tx: &mut Tx, vote: VoteId) -> Result<Option<Counting>, Error> {
    let Some(handed) = paper::handed(tx, vote).await? else { return Ok(None) };
    let all = paper::counts(tx, vote).await?;
    let each: Vec<(u32, Typed<Papers>)> =
        all.iter().map(|of| Ok((of.round, typed(of)?))).collect::<Result<_, Error>>()?;
    let standing = ByTwo::of(each).map_err(|refusal| Error::broken("the counts of papers", format!("{refusal:?}")))?;
    let standing = standing_now(tx, vote, standing).await?;
    let typed = u32::try_from(all.len()).stored("the counts of papers")?;
    Ok(Some(Counting { handed, standing, typed }))
}

/// What everybody is shown of it: nothing where no voice is on paper, and never a number that was counted.
pub(crate) async fn view(tx: &mut Tx, vote: &Vote) -> Result<Option<PaperView>, Error> {
    if let Some(found) = counting(tx, vote.id).await? {
        return Ok(Some(PaperView::of(found.handed, true, &found.standing)));
    }
    let voices = paper::count(tx, vote.id).await?;
    let open = vote.state == VoteState::Open && voices > 0;
    Ok(open.then(|| PaperView::of(voices, false, &ByTwo::new())))
}

/// Whether a vote closed with voices on paper that are not counted yet.
pub(crate) async fn pending(tx: &mut Tx, vote: VoteId) -> Result<bool, Error> {
    Ok(counting(tx, vote).await?.is_some_and(|found| found.standing.agreed().is_none()))
}

/// Whether a vote waits for its papers.
pub(crate) async fn waits(tx: &mut Tx, vote: &Vote) -> Result<bool, Error> {
    Ok(vote.state == VoteState::Closed && pending(tx, vote.id).await?)
}

/// What the two counted, as the decision has it, and the entry of the record that says so.
pub(crate) async fn counted(tx: &mut Tx, vote: VoteId) -> Result<Option<(PaperCounted, Value)>, Error> {
    let Some(found) = counting(tx, vote).await? else { return Ok(None) };
    let both = found.standing.agreed().stored("a count of papers")?;
    let how = |seat: Seat| {
        let typed = both.iter().find(|typed| typed.seat == seat).map(Typed::how);
        typed.unwrap_or(Accepted::Own).word()
    };
    let entry = json!({
        "counts": both[0].count,
        "handed": found.handed,
        "round": found.standing.round(),
        "typed": {
            "first-scrutineer": how(Seat::FirstScrutineer),
            "second-scrutineer": how(Seat::SecondScrutineer),
        },
        "vote": hash::hex(vote.bytes()),
    });
    Ok(Some((PaperCounted { counts: both[0].count.clone(), handed: found.handed }, entry)))
}

/// The vote whose papers a member is to count now, if they are one of the two.
pub(crate) async fn asked(tx: &mut Tx, all: &[Vote], member: MemberId) -> Result<Option<VoteId>, Error> {
    for vote in all {
        if !waits(tx, vote).await? {
            continue;
        }
        let found = counting(tx, vote.id).await?.stored("a vote with papers")?;
        if own_turn(tx, vote, member, found.standing.typed().map(|typed| typed.seat)).await? {
            return Ok(Some(vote.id));
        }
    }
    Ok(None)
}

/// The count of a vote that waits for it.
///
/// # Errors
/// [`Refusal::PaperNotAwaited`].
pub(crate) async fn awaited(tx: &mut Tx, vote: &Vote) -> Result<Counting, Error> {
    let found = counting(tx, vote.id).await?.filter(|_| vote.state == VoteState::Closed);
    Ok(found.ok_or(Refusal::PaperNotAwaited)?)
}

/// Those who vote on paper in what opens now.
pub(crate) async fn marked(tx: &mut Tx, assembly: AssemblyId) -> Result<HashSet<MemberId>, Error> {
    let all = paper::holders(tx, assembly).await?;
    Ok(all.into_iter().filter(|holder| holder.on).map(|holder| holder.id).collect())
}

/// Whether a member votes on paper from now on.
pub(crate) async fn on(tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<bool, Error> {
    Ok(paper::last(tx, assembly, member).await?.is_some_and(|mark| mark.way == Way::Paper))
}

/// A ballot by a device is received from no voice that is on paper, and from nobody who votes on paper, whichever voice they
/// speak.
///
/// # Errors
/// [`Refusal::OnPaper`]; [`Refusal::NotYourVoice`] for a voice whose paper somebody else has.
pub(crate) async fn by_device(tx: &mut Tx, vote: &Vote, (speaker, voice): (MemberId, MemberId)) -> Result<(), Error> {
    if let Some(found) = paper::voice(tx, vote.id, voice).await? {
        return Err(if found.speaker == speaker { Refusal::OnPaper } else { Refusal::NotYourVoice }.into());
    }
    if on(tx, vote.assembly, speaker).await? {
        return Err(Refusal::OnPaper.into());
    }
    Ok(())
}

/// Whose papers a vote opens with: nobody's in one by show of hands, where whoever votes on paper raises a hand, nor in advance.
pub(crate) async fn at_opening(tx: &mut Tx, vote: &Vote, how: How) -> Result<HashSet<MemberId>, Error> {
    match how {
        How::Advance | How::ByHands => Ok(HashSet::new()),
        How::Session => marked(tx, vote.assembly).await,
    }
}

/// Puts voices on paper in a vote, and tells those whose they are by the kind of letter that tells of a ballot.
///
/// # Errors
/// [`Refusal::PaperNeedsTwo`] if there are any and nobody could count them.
pub(crate) async fn hand_out(service: &Service, tx: &mut Tx, vote: &Vote, voices: &[Spoken]) -> Result<(), Error> {
    if voices.is_empty() {
        return Ok(());
    }
    let mut scrutineers = Vec::new();
    for held in tellers(tx, vote.assembly).await? {
        scrutineers.push((held.member, keyed(tx, &held).await?));
    }
    two_count(&scrutineers, &facts::entitled(service, tx, Operation::NotePaper).await?)?;
    for one in voices {
        let new = PaperVoice { voice: one.voice, speaker: one.speaker, proxy: one.proxy };
        paper::hand_out(tx, vote.id, &new, service.now()).await?;
        voted::tell(service, tx, vote.assembly, (one.speaker, one.voice), VotedBy::Paper).await?;
    }
    Ok(())
}

/// Puts the voices a member speaks on paper in a vote that is open already.
///
/// # Errors
/// As [`hand_out`].
pub(crate) async fn hand_out_late(service: &Service, tx: &mut Tx, vote: &Vote, member: MemberId) -> Result<(), Error> {
    // In a show of hands they raise one.
    if hands::of_vote(tx, vote.id).await?.is_some() {
        return Ok(());
    }
    let session = boxes::at_stage(tx, vote.id, Stage::Session).await?;
    let roll: Vec<Spoken> = match session {
        Some(found) => {
            let entries = rolls::of_box(tx, found.id).await?;
            entries.iter().map(|of| Spoken { voice: of.voice, speaker: of.speaker, proxy: of.proxy }).collect()
        }
        None => Vec::new(),
    };
    let used: HashSet<MemberId> = attendances::voted(tx, vote.id).await?.into_iter().collect();
    let now = proxies::speaking(tx, vote.assembly, &HashSet::from([member])).await?.paper;
    let mut apart: HashSet<MemberId> = rolls::blanks(tx, vote.id).await?.into_iter().collect();
    apart.extend(paper::of_vote(tx, vote.id).await?.into_iter().map(|of| of.voice));
    let rules = facts::cooperative(tx).await?.voice_rules();
    let voices = members::with_voice(tx, rules).await?.into_iter().map(|member| member.id).collect();
    let struck = strike(member, &voices, (&roll, &now), (&used, &apart));
    hand_out(service, tx, vote, &struck).await
}
