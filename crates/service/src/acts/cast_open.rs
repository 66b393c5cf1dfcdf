//! A member votes in an open vote: a choice signed with the identity key.

use domain::Refusal;
use domain::ids::{BoxId, MemberId, VoteId};
use domain::resolution::Choice;
use domain::roles::Actor;
use domain::vote::{VoteMode, may_replace};
use domain::wire::CastOpen;
use protocol::hash;
use protocol::receipt::{Accepted, Receipt};
use protocol::slip::GREATEST_NUMBER;
use store::cooperatives::Cooperative;
use store::open_ballots::{self, Said};
use store::{Tx, attendances, rolls};

use crate::acts::cast_secret::{receives, receiving, speaks, took_part};
use crate::error::Stored as _;
use crate::letters::voted::{self, VotedBy};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, codes, facts, paper, proxies, secrets};

/// Receives a choice for the actor's own voice, or for one that a proxy has them speak. It replaces the one before; the last counts. The same ballot again is
/// answered with the same receipt.
///
/// # Errors
/// Policy; [`Refusal::Malformed`] for a ballot of another vote or a secret vote, [`Refusal::NotYourVoice`],
/// [`Refusal::UnknownChoice`], [`Refusal::VoteNotOpen`], [`Refusal::VoteClosed`], [`Refusal::AdvanceOver`],
/// [`Refusal::VotedInAdvance`], [`Refusal::NotOnRoll`], [`Refusal::OnPaper`], [`Refusal::CodeOver`],
/// [`Refusal::EntrustedKept`],
/// [`Refusal::BallotInvalid`], [`Refusal::BallotOutdated`].
pub async fn cast_open(service: &Service, actor: &Actor, vote: VoteId, cast: &CastOpen) -> Result<Receipt, Error> {
    allow(actor, Operation::CastOpen)?;
    let speaker = actor.member().ok_or(Refusal::SignInFirst)?;
    let voice = MemberId(uuid::Uuid::from_bytes(cast.ballot.voice));
    if cast.ballot.vote != *vote.bytes() {
        return Err(Refusal::Malformed.into());
    }
    let (cooperative, ballot_box, choice) = verify(service, vote, (speaker, voice), cast).await?;
    let tracker = cast.ballot.tracker(cooperative.id.bytes());
    let ballot = Received { speaker, voice, ballot_box, choice, tracker, cast };
    transaction!(service, |tx| { receive(service, tx, actor, &cooperative, vote, &ballot).await })
}

/// A choice whose signature holds.
struct Received<'a> {
    speaker: MemberId,
    voice: MemberId,
    ballot_box: BoxId,
    choice: Choice,
    tracker: String,
    cast: &'a CastOpen,
}

/// Everything that can be checked before the writing transaction: the roll of an open vote does not change.
async fn verify(
    service: &Service,
    vote: VoteId,
    (speaker, voice): (MemberId, MemberId),
    cast: &CastOpen,
) -> Result<(Cooperative, BoxId, Choice), Error> {
    let mut tx = service.db().read().await?;
    let cooperative = facts::cooperative(&mut tx).await?;
    let found = facts::vote(&mut tx, vote).await?;
    if found.mode != VoteMode::Open {
        return Err(Refusal::Malformed.into());
    }
    let known = open_ballots::by_tracker(&mut tx, vote, &cast.ballot.tracker(cooperative.id.bytes())).await?;
    let id = match known {
        Some(before) => before.ballot_box,
        None => {
            if found.state.receive().is_ok() {
                paper::by_device(&mut tx, &found, (speaker, voice)).await?;
            }
            receiving(&mut tx, &found).await?
        }
    };
    let entry = rolls::entry(&mut tx, id, voice).await?;
    speaks(entry.as_ref(), speaker, voice)?;
    let choice = Choice::from_code(&cast.ballot.choice).ok_or(Refusal::UnknownChoice)?;
    let Some(entry) = entry else {
        found.state.receive()?;
        let voted = attendances::by_ballot(&mut tx, vote).await?.contains(&voice);
        return Err(if voted { Refusal::VotedInAdvance } else { Refusal::NotOnRoll }.into());
    };
    let resolution = facts::resolution(&mut tx, found.resolution).await?;
    drop(tx);
    let signed = cast.ballot.resolution_hash == resolution.hash()
        && cast.ballot.verify(cooperative.id.bytes(), &entry.identity, &cast.signature).is_ok();
    if signed { Ok((cooperative, id, choice)) } else { Err(Refusal::BallotInvalid.into()) }
}

async fn receive(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    cooperative: &Cooperative,
    vote: VoteId,
    ballot: &Received<'_>,
) -> Result<Receipt, Error> {
    if let Some(before) = open_ballots::by_tracker(tx, vote, &ballot.tracker).await? {
        return serde_json::from_str(&before.receipt).stored("a receipt");
    }
    let found = facts::vote(tx, vote).await?;
    receives(service, tx, &found, ballot.ballot_box).await?;
    facts::goes_on(tx, found.assembly).await?;
    facts::acting(service, tx, actor, Operation::CastOpen).await?;
    paper::by_device(tx, &found, (ballot.speaker, ballot.voice)).await?;
    let entry = rolls::entry(tx, ballot.ballot_box, ballot.voice).await?.stored("a voice of the roll")?;
    codes::may_cast(service, tx, actor, &entry).await?;
    proxies::carried_still(tx, found.state.stage(), &entry).await?;
    let n = ballot.cast.ballot.n;
    if n <= open_ballots::last_n(tx, ballot.ballot_box, ballot.voice).await? || n > GREATEST_NUMBER {
        return Err(Refusal::BallotOutdated.into());
    }
    let sent = open_ballots::sent(tx, ballot.ballot_box, ballot.voice).await?;
    may_replace(sent, facts::ballot_replaceable(tx, found.assembly, sent).await?)?;
    let accepted = Accepted {
        vote: *vote.bytes(),
        box_uuid: None,
        tracker: &ballot.tracker,
        event: hash::sha256(&ballot.cast.signature.0),
        height: n,
        time: service.now(),
    };
    let key = secrets::record_key(tx, cooperative.id).await?;
    let receipt = Receipt::sign(&key, cooperative.id.bytes(), &accepted);
    let row = Said {
        ballot_box: ballot.ballot_box,
        voice: ballot.voice,
        n,
        choice: ballot.choice,
        signature: ballot.cast.signature.0,
        tracker: ballot.tracker.clone(),
        receipt: serde_json::to_string(&receipt).stored("a receipt")?,
        at: accepted.time,
    };
    open_ballots::insert(tx, &row).await?;
    took_part(service, tx, &found, (ballot.speaker, ballot.voice)).await?;
    let (act, by) = match actor.code() {
        Some(_) => ("cast-open-code", VotedBy::Code),
        None => ("cast-open", VotedBy::Ballot),
    };
    if sent == 0 {
        voted::tell(service, tx, found.assembly, (ballot.speaker, ballot.voice), by).await?;
    }
    facts::note(service, tx, actor, act, Some(vote.0)).await?;
    Ok(receipt)
}
