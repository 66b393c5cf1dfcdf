//! Voices entrusted to the server, as acts and views ask for them: whether an assembly has any, and what a roll gets of them.

use std::collections::HashMap;

use domain::Refusal;
use domain::entrusted::{EntrustedDesk, Entrusting, decide};
use domain::ids::{AssemblyId, EntrustedKeyId, MemberId, VoteId};
use domain::proxies::roll::{FixedRoll, Spoken};
use domain::retention::Deadlines;
use domain::vote::Stage;
use protocol::keys::MemberKeys;
use store::assemblies::Assembly;
use store::entrusted::{self, EntrustedKey};
use store::votes::{self, Vote};
use store::{Tx, boxes, members};

use crate::acts::advance;
use crate::acts::convening::announce::notice_of;
use crate::codes::Speaking;
use crate::error::Stored as _;
use crate::opening::{self, How, Soon};
use crate::{Error, Service, facts, hands};

/// Whether the notice says that voices without a key are entrusted to the server.
pub(crate) async fn on(tx: &mut Tx, assembly: AssemblyId) -> Result<bool, Error> {
    match notice_of(tx, assembly).await {
        Ok(notice) => Ok(notice.entrusted),
        // Assemblies convened before notices were kept.
        Err(Error::Refused(Refusal::NotFound)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Gives the voices of a roll that nothing speaks a key that the server makes, or made before for this assembly: where the notice says
/// so, and the board did not say that there shall be none. Roll and keys stay in the order of the numbers. Answers what became of them.
///
/// # Errors
/// [`Refusal::EntrustedUnconfirmed`].
pub(crate) async fn entrust(
    service: &Service,
    tx: &mut Tx,
    assembly: &Assembly,
    (roll, keys): (&mut FixedRoll, &mut Vec<Speaking>),
) -> Result<Entrusting, Error> {
    if roll.silent.is_empty() || !on(tx, assembly.id).await? {
        return Ok(Entrusting::Nobody);
    }
    let (silent, voices) = counted(roll)?;
    let decided = decide(silent, voices, most(service, tx, assembly).await?)?;
    if !matches!(decided, Entrusting::All(_)) {
        return Ok(decided);
    }
    let rules = facts::cooperative(tx).await?.voice_rules();
    let voiced = members::with_voice(tx, rules).await?;
    let numbers: HashMap<MemberId, u32> =
        voiced.iter().filter_map(|member| Some((member.id, member.number?))).collect();
    for voice in std::mem::take(&mut roll.silent) {
        let number = numbers.get(&voice).copied().stored("the number of an active member")?;
        keys.push(Speaking::entrusted(&key_of(service, tx, assembly.id, voice).await?, number)?);
        roll.spoken.push(Spoken { voice, speaker: voice, proxy: None });
    }
    keys.sort_unstable_by_key(|one| one.number);
    roll.spoken.sort_by_key(|one| numbers.get(&one.voice).copied());
    Ok(decided)
}

/// What the board said last. So long after the date of an assembly that its keys may be forgotten already nobody is entrusted any more.
async fn most(service: &Service, tx: &mut Tx, assembly: &Assembly) -> Result<Option<u32>, Error> {
    let deadlines =
        Deadlines::at(service.now()).map_err(|_| Error::broken("the clock", "no calendar has this instant"))?;
    if assembly.starts_at <= deadlines.entrusted {
        return Ok(Some(0));
    }
    Ok(entrusted::limit(tx, assembly.id).await?.map(|limit| limit.most))
}

/// How many voices of a roll nothing speaks, and of how many it would be with them.
fn counted(roll: &FixedRoll) -> Result<(u32, u32), Error> {
    let silent = u32::try_from(roll.silent.len()).stored("the roll")?;
    let voices = u32::try_from(roll.silent.len() + roll.spoken.len()).stored("the roll")?;
    Ok((silent, voices))
}

/// The key that the server made for a member in an assembly; a fresh one if it made none. One serves every box.
async fn key_of(service: &Service, tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<EntrustedKey, Error> {
    if let Some(made) = entrusted::of_member(tx, assembly, member).await? {
        return Ok(made);
    }
    let secret = MemberKeys::random(&mut service.rng());
    let public = secret.public();
    let new = EntrustedKey {
        id: EntrustedKeyId(service.id()),
        assembly,
        member,
        identity: public.identity,
        ballot_root: public.ballot_root.to_rfc8032(),
        chain_code: public.chain_code,
        made_at: service.now(),
        released_at: None,
    };
    entrusted::insert(tx, &new, &secret.to_stored()).await?;
    Ok(new)
}

/// What the console says of it, where the notice says that voices are entrusted: of the boxes that could open next, each as if it did
/// now, the one that matters most, first of a vote that does not open at all without the board; and those votes.
pub(crate) async fn desk(
    service: &Service,
    tx: &mut Tx,
    assembly: &Assembly,
) -> Result<Option<(EntrustedDesk, Vec<VoteId>)>, Error> {
    if !on(tx, assembly.id).await? {
        return Ok(None);
    }
    let (mut blocked, mut others, mut waiting) = (Vec::new(), Vec::new(), Vec::new());
    let ahead = advance::to_come(service, tx, assembly).await?;
    let (soon, most) = (Soon::of(tx, assembly.id).await?, most(service, tx, assembly).await?);
    for vote in votes::by_assembly(tx, assembly.id).await? {
        let mut found = Vec::new();
        for how in ways(service, tx, &vote, ahead.contains(&vote.id)).await? {
            found.push(standing(tx, &vote, (how, &soon), most).await?);
        }
        // What waits in one way only opens in the other.
        if !found.is_empty() && found.iter().all(|one| one.waits()) {
            waiting.push(vote.id);
            blocked.extend(found);
        } else {
            others.extend(found);
        }
    }
    let none = EntrustedDesk { would_be: 0, voices: 0, most };
    Ok(Some((EntrustedDesk::worst(blocked).or_else(|| EntrustedDesk::worst(others)).unwrap_or(none), waiting)))
}

/// How the next box of a vote can open: `ahead` says whether that is one before the session. None where it had its last, nor while
/// ballots are received in advance.
async fn ways(service: &Service, tx: &mut Tx, vote: &Vote, ahead: bool) -> Result<Vec<How>, Error> {
    if ahead {
        return Ok(vec![How::Advance]);
    }
    let before = boxes::at_stage(tx, vote.id, Stage::Advance).await?;
    let receives = before.is_some_and(|found| advance::window_of(&found).leaves_room(service.now()).is_err());
    if receives || vote.state.open().is_err() {
        return Ok(Vec::new());
    }
    match hands::may_open(tx, vote).await {
        Ok(()) => Ok(vec![How::Session, How::ByHands]),
        Err(Error::Refused(_)) => Ok(vec![How::Session]),
        Err(error) => Err(error),
    }
}

/// How many voices would be entrusted in a box that opened so now, and of how many.
async fn standing(
    tx: &mut Tx,
    vote: &Vote,
    (how, soon): (How, &Soon),
    most: Option<u32>,
) -> Result<EntrustedDesk, Error> {
    let (roll, _) = opening::would_fix(tx, vote, how, soon.voices(how)).await?;
    let (would_be, voices) = counted(&roll)?;
    Ok(EntrustedDesk { would_be, voices, most })
}

/// The votes among these whose box, if it opened in advance now, would wait for the board.
pub(crate) async fn wait_in_advance(
    service: &Service,
    tx: &mut Tx,
    assembly: &Assembly,
    votes: &[Vote],
) -> Result<Vec<VoteId>, Error> {
    let mut waiting = Vec::new();
    if votes.is_empty() || !on(tx, assembly.id).await? {
        return Ok(waiting);
    }
    let (soon, most) = (Soon::of(tx, assembly.id).await?, most(service, tx, assembly).await?);
    for vote in votes {
        if standing(tx, vote, (How::Advance, &soon), most).await?.waits() {
            waiting.push(vote.id);
        }
    }
    Ok(waiting)
}
