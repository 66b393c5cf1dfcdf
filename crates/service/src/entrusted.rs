//! Voices entrusted to the server, as acts and views ask for them: whether an assembly has any, and what a roll gets of them.

use std::collections::{HashMap, HashSet};

use domain::Refusal;
use domain::entrusted::{EntrustedDesk, Entrusting, decide};
use domain::ids::{AssemblyId, EntrustedKeyId, MemberId};
use domain::proxies::roll::{FixedRoll, Spoken};
use domain::vote::Stage;
use protocol::keys::MemberKeys;
use store::entrusted::{self, EntrustedKey};
use store::votes::Vote;
use store::{Tx, attendances, members};

use crate::acts::convening::announce::notice_of;
use crate::codes::{self, Speaking};
use crate::error::Stored as _;
use crate::{Error, Service, facts, paper, proxies};

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
/// so, and the board did not say that there shall be none. Roll and keys stay in the order of the numbers. Answers how many the board
/// confirmed, where it had to.
///
/// # Errors
/// [`Refusal::EntrustedUnconfirmed`].
pub(crate) async fn entrust(
    service: &Service,
    tx: &mut Tx,
    assembly: AssemblyId,
    (roll, keys): (&mut FixedRoll, &mut Vec<Speaking>),
) -> Result<Option<u32>, Error> {
    if roll.silent.is_empty() || !on(tx, assembly).await? {
        return Ok(None);
    }
    let (silent, voices) = counted(roll)?;
    let most = entrusted::limit(tx, assembly).await?.map(|limit| limit.most);
    let confirmed = match decide(silent, voices, most)? {
        Entrusting::Nobody => return Ok(None),
        Entrusting::All(confirmed) => confirmed,
    };
    let rules = facts::cooperative(tx).await?.voice_rules();
    let voiced = members::with_voice(tx, rules).await?;
    let numbers: HashMap<MemberId, u32> =
        voiced.iter().filter_map(|member| Some((member.id, member.number?))).collect();
    for voice in std::mem::take(&mut roll.silent) {
        let number = numbers.get(&voice).copied().stored("the number of an active member")?;
        keys.push(Speaking::entrusted(&key_of(service, tx, assembly, voice).await?, number)?);
        roll.spoken.push(Spoken { voice, speaker: voice, proxy: None });
    }
    keys.sort_unstable_by_key(|one| one.number);
    roll.spoken.sort_by_key(|one| numbers.get(&one.voice).copied());
    Ok(confirmed)
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

/// What the console says of it: as if a roll were fixed now. Nothing where the notice does not say that voices are entrusted.
pub(crate) async fn desk(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<EntrustedDesk>, Error> {
    if !on(tx, assembly).await? {
        return Ok(None);
    }
    let keys = codes::speaking(tx, Some(assembly)).await?;
    let papers = paper::marked(tx, assembly).await?;
    let roll = proxies::would_fix(tx, assembly, &keys, &papers).await?;
    standing(tx, assembly, &roll).await.map(Some)
}

async fn standing(tx: &mut Tx, assembly: AssemblyId, roll: &FixedRoll) -> Result<EntrustedDesk, Error> {
    let (would_be, voices) = counted(roll)?;
    let most = entrusted::limit(tx, assembly).await?.map(|limit| limit.most);
    Ok(EntrustedDesk { would_be, voices, most })
}

/// Whether a box of a vote that opens in advance would wait for the board.
pub(crate) async fn waits_in_advance(tx: &mut Tx, vote: &Vote) -> Result<bool, Error> {
    if !on(tx, vote.assembly).await? {
        return Ok(false);
    }
    let keys = codes::speaking(tx, None).await?;
    let papers = paper::at_opening(tx, vote, Stage::Advance).await?;
    let used: HashSet<MemberId> = attendances::by_ballot(tx, vote.id).await?.into_iter().collect();
    let roll = proxies::would_fix(tx, vote.assembly, &keys, &papers).await?.without(&used);
    Ok(standing(tx, vote.assembly, &roll).await?.waits())
}
