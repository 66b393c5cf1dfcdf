//! What the server states of a member's voice in a vote that is over.

use domain::Refusal;
use domain::ids::{MemberId, VoteId};
use domain::roles::Actor;
use domain::vote::VoteMode;
use protocol::participation::{Participation, Stated, Used};
use store::votes::Vote;
use store::{Tx, ballots, boxes, open_ballots, rolls};

use crate::codes::By;
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts, secrets};

/// Whether the member's own voice was used in a vote, by what and when, signed by the record key: canonical JSON (PROTOCOL.md §8.2).
/// Said once every box of the vote is closed, so that nobody is asked while voting goes on whether they voted yet.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] for an unknown vote and for one that is not over.
pub async fn participation(service: &Service, actor: &Actor, vote: VoteId) -> Result<String, Error> {
    allow(actor, Operation::ReadParticipation)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadParticipation).await?;
    let found = facts::vote(&mut tx, vote).await?;
    if !found.state.is_over() {
        return Err(Refusal::NotFound.into());
    }
    let (used, ballots, last) = used(&mut tx, &found, member.id).await?;
    let (vote, voice) = (*vote.bytes(), *member.id.bytes());
    let stated = Stated { vote, voice, used, ballots, last, time: service.now() };
    let key = secrets::record_key(&mut tx, member.cooperative).await?;
    Participation::sign(&key, member.cooperative.bytes(), &stated).to_json().stored("a statement")
}

/// How a voice was used, by how many ballots in all boxes, and when the last of them was received.
async fn used(tx: &mut Tx, vote: &Vote, voice: MemberId) -> Result<(Used, u64, i64), Error> {
    let (mut used, mut sent, mut last) = (Used::None, 0_u64, 0_i64);
    for one in boxes::of_vote(tx, vote.id).await? {
        let (here, at) = match vote.mode {
            VoteMode::Open => {
                (open_ballots::sent(tx, one.id, voice).await?, open_ballots::last_at(tx, one.id, voice).await?)
            }
            VoteMode::Secret => (ballots::sent(tx, one.id, voice).await?, ballots::last_at(tx, one.id, voice).await?),
        };
        if here == 0 {
            continue;
        }
        let entry = rolls::entry(tx, one.id, voice).await?.stored("the roll of a ballot")?;
        used = By::of_entry(&entry).kind(entry.proxy.is_some()).into();
        sent = sent.saturating_add(here.into());
        last = last.max(at);
    }
    if used == Used::None {
        used = unsent(tx, vote.id, voice).await?;
    }
    Ok((used, sent, last))
}

/// What may stand in the place of a ballot.
async fn unsent(tx: &mut Tx, vote: VoteId, voice: MemberId) -> Result<Used, Error> {
    if store::paper::voice(tx, vote, voice).await?.is_some() {
        return Ok(Used::Paper);
    }
    if rolls::blanks(tx, vote).await?.contains(&voice) {
        return Ok(Used::BlankProxy);
    }
    let hands = store::hands::of_vote(tx, vote).await?.is_some();
    Ok(if hands { Used::Hands } else { Used::None })
}
