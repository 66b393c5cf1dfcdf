//! A member votes in a secret vote: an encrypted ballot signed under the voice's credential, an order slip, and an
//! émargement (PROTOCOL.md, casting).

use domain::Refusal;
use domain::ids::{BoxId, MemberId, VoteId};
use domain::proxies::Ending;
use domain::roles::Actor;
use domain::vote::{Stage, VoteMode, may_replace};
use domain::wire::CastSecret;
use protocol::archive::EventType;
use protocol::ballot;
use protocol::election::Election;
use protocol::receipt::{Accepted, Receipt};
use protocol::reception::OpenBox;
use protocol::slip::GREATEST_NUMBER;
use protocol::{emargement, hash};
use store::ballots::{self, Emargement, Received};
use store::boxes::{self, BallotBox};
use store::cooperatives::Cooperative;
use store::rolls::RollEntry;
use store::salts::{Leaf, Salt};
use store::votes::Vote;
use store::{Tx, keys, rolls, salts};

use crate::acts::advance::window_of;
use crate::acts::attendance;
use crate::archive::{Appender, Head};
use crate::error::Stored as _;
use crate::letters::voted::{self, VotedBy};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, codes, facts, paper, proxies, secrets};

/// A ballot longer than this is not read: ours take about 4 kB.
const MOST_BYTES: usize = 65_536;

/// Receives a ballot for the actor's own voice, or for one that a proxy has them speak. It replaces the one before; the last counts. The same ballot again is
/// answered with the same receipt.
///
/// # Errors
/// Policy; [`Refusal::NotYourVoice`], [`Refusal::Malformed`] for an open vote or an oversized ballot,
/// [`Refusal::VoteNotOpen`], [`Refusal::VoteClosed`], [`Refusal::AdvanceOver`], [`Refusal::VotedInAdvance`],
/// [`Refusal::NotOnRoll`], [`Refusal::OnPaper`], [`Refusal::CodeOver`], [`Refusal::EntrustedKept`], [`Refusal::BallotInvalid`],
/// [`Refusal::KeyNone`] for an entrusted voice whose member has no key of their own,
/// [`Refusal::BallotOutdated`], [`Refusal::TooManyBallots`].
pub async fn cast_secret(service: &Service, actor: &Actor, vote: VoteId, cast: &CastSecret) -> Result<Receipt, Error> {
    allow(actor, Operation::CastSecret)?;
    let speaker = actor.member().ok_or(Refusal::SignInFirst)?;
    if cast.ballot.len() > MOST_BYTES {
        return Err(Refusal::Malformed.into());
    }
    if cast.slip.n > GREATEST_NUMBER {
        return Err(Refusal::BallotOutdated.into());
    }
    let verified = verify(service, vote, speaker, cast).await?;
    transaction!(service, |tx| { receive(service, tx, actor, vote, cast, &verified).await })
}

/// A ballot every proof of which holds.
struct Verified {
    cooperative: Cooperative,
    ballot_box: BallotBox,
    entry: RollEntry,
    /// The key that signs the émargement.
    marks: [u8; 32],
    tracker: String,
}

/// Everything that can be checked before the writing transaction: box and roll of an open vote do not change.
async fn verify(service: &Service, vote: VoteId, speaker: MemberId, cast: &CastSecret) -> Result<Verified, Error> {
    let mut tx = service.db().read().await?;
    let cooperative = facts::cooperative(&mut tx).await?;
    let found = facts::vote(&mut tx, vote).await?;
    if found.mode != VoteMode::Secret {
        return Err(Refusal::Malformed.into());
    }
    let tracker = ballot::tracker(&cast.ballot);
    // The same again is answered from the box that has it, though another may be open by now.
    let known = ballots::by_tracker(&mut tx, vote, &tracker).await?.map(|before| before.ballot_box);
    let id = match known {
        Some(id) => id,
        None => {
            if found.state.receive().is_ok() {
                paper::by_device(&mut tx, &found, (speaker, cast.voice)).await?;
            }
            receiving(&mut tx, &found).await?
        }
    };
    let entry = rolls::entry(&mut tx, id, cast.voice).await?;
    speaks(entry.as_ref(), speaker, cast.voice)?;
    let ballot_box = boxes::election(&mut tx, id).await?;
    let (Some(entry), Some(ballot_box)) = (entry, ballot_box) else {
        found.state.receive()?;
        let voted = ballots::marked(&mut tx, vote, cast.voice).await?;
        return Err(if voted { Refusal::VotedInAdvance } else { Refusal::NotOnRoll }.into());
    };
    let marks = marks(&mut tx, &entry).await?;
    let late = boxes::elections(&mut tx, vote).await?.into_iter().find(|one| one.stage < ballot_box.stage);
    drop(tx);
    let verified = Verified { cooperative, ballot_box, entry, marks, tracker };
    if proofs_hold(vote, cast, &verified)? {
        return Ok(verified);
    }
    // Made for the advance box, and too late for it: the page is read again, and the voice votes here.
    let made_for =
        |one: &BallotBox| ballot::Ballot::parse(&cast.ballot).is_ok_and(|made| made.election_uuid == one.uuid);
    Err(if late.as_ref().is_some_and(made_for) { Refusal::AdvanceOver } else { Refusal::BallotInvalid }.into())
}

/// The box that a vote receives ballots in, or received them in last.
pub(crate) async fn receiving(tx: &mut Tx, vote: &Vote) -> Result<BoxId, Error> {
    if vote.state.stage() == Some(Stage::Advance) {
        return Ok(boxes::at_stage(tx, vote.id, Stage::Advance).await?.stored("the advance box")?.id);
    }
    Ok(vote.id.session_box())
}

/// Whether the box a ballot was made for receives it at this moment.
pub(crate) async fn receives(service: &Service, tx: &mut Tx, vote: &Vote, id: BoxId) -> Result<(), Error> {
    vote.state.receive()?;
    let now = receiving(tx, vote).await?;
    if now != id {
        return Err(Refusal::AdvanceOver.into());
    }
    if let Some(found) = boxes::of_vote(tx, vote.id).await?.iter().find(|one| one.id == id) {
        // Closed is closed, whatever a clock says that was set back.
        if found.closed_at.is_some() {
            return Err(Refusal::AdvanceOver.into());
        }
        window_of(found).receives(service.now())?;
    }
    Ok(())
}

/// Whoever votes in the session takes part in it; whoever votes in advance speaks the own voice, and is not there.
pub(crate) async fn took_part(
    service: &Service,
    tx: &mut Tx,
    vote: &Vote,
    (speaker, voice): (MemberId, MemberId),
) -> Result<(), Error> {
    if vote.state.stage() == Some(Stage::Advance) {
        if speaker == voice {
            proxies::end_by_presence(service, tx, vote.assembly, voice, Ending::GrantorVoted).await?;
        }
        return Ok(());
    }
    let cooperative = facts::cooperative(tx).await?.id;
    attendance::by_ballot(service, tx, cooperative, vote.assembly, speaker).await
}

/// Whether a member speaks a voice: the roll names them. Of a voice that is not on it, its own member is told so.
pub(crate) fn speaks(entry: Option<&RollEntry>, speaker: MemberId, voice: MemberId) -> Result<(), Refusal> {
    let named = entry.map_or(voice, |entry| entry.speaker);
    if named == speaker { Ok(()) } else { Err(Refusal::NotYourVoice) }
}

/// Whose identity signs that a voice has voted: what the roll names. Of a voice entrusted to the server its member's own, which the
/// server does not know: so the mark says that the member voted, and not whoever could use the key it made.
async fn marks(tx: &mut Tx, entry: &RollEntry) -> Result<[u8; 32], Error> {
    match entry.entrusted {
        None => Ok(entry.identity),
        Some(_) => Ok(keys::current(tx, entry.speaker).await?.ok_or(Refusal::KeyNone)?.identity),
    }
}

fn proofs_hold(vote: VoteId, cast: &CastSecret, verified: &Verified) -> Result<bool, Error> {
    let Verified { cooperative, ballot_box, entry, marks, .. } = verified;
    let (cooperative, uuid, phi) = (cooperative.id.bytes(), &ballot_box.uuid, &ballot_box.fingerprint);
    let (Some(credential), voice) = (&entry.credential, cast.voice.bytes()) else { return Ok(false) };
    let marked = emargement::verify(cooperative, vote.bytes(), uuid, phi, voice, marks, &cast.emargement);
    if marked.is_err() {
        return Ok(false);
    }
    let election = Election::parse(&ballot_box.election).stored("the election")?;
    Ok(OpenBox { cooperative, election: &election, phi }.take(credential, &cast.ballot, &cast.slip).is_ok())
}

async fn receive(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    vote: VoteId,
    cast: &CastSecret,
    verified: &Verified,
) -> Result<Receipt, Error> {
    let Verified { cooperative, ballot_box, entry, tracker, .. } = verified;
    if let Some(before) = ballots::by_tracker(tx, vote, tracker).await? {
        return serde_json::from_str(&before.receipt).stored("a receipt");
    }
    let found = facts::vote(tx, vote).await?;
    receives(service, tx, &found, ballot_box.id).await?;
    facts::goes_on(tx, found.assembly).await?;
    facts::acting(service, tx, actor, Operation::CastSecret).await?;
    codes::may_cast(service, tx, actor, entry).await?;
    paper::by_device(tx, &found, (entry.speaker, cast.voice)).await?;
    proxies::carried_still(tx, found.state.stage(), entry).await?;
    let n = cast.slip.n;
    if n <= ballots::last_n(tx, ballot_box.id, cast.voice).await? {
        return Err(Refusal::BallotOutdated.into());
    }
    let sent = ballots::sent(tx, ballot_box.id, cast.voice).await?;
    may_replace(sent, facts::ballot_replaceable(tx, found.assembly, sent).await?)?;
    let head = append(tx, ballot_box.id, &cast.ballot).await?;
    let now = service.now();
    let receipt = sign(tx, cooperative, ballot_box, tracker, &head, now).await?;
    let row = Received {
        ballot_box: ballot_box.id,
        voice: cast.voice,
        n,
        tracker: tracker.clone(),
        credential: entry.credential.clone().stored("a credential")?,
        height: head.height,
        event_hash: head.hash,
        slip: serde_json::to_string(&cast.slip).stored("an order slip")?,
        receipt: serde_json::to_string(&receipt).stored("a receipt")?,
        at: now,
    };
    ballots::insert(tx, &row).await?;
    mark(service, tx, (vote, ballot_box.id), cast).await?;
    took_part(service, tx, &found, (entry.speaker, cast.voice)).await?;
    let (act, by) = match actor.code() {
        Some(_) => ("cast-secret-code", VotedBy::Code),
        None => ("cast-secret", VotedBy::Ballot),
    };
    if sent == 0 {
        voted::tell(service, tx, found.assembly, (entry.speaker, cast.voice), by).await?;
    }
    facts::note(service, tx, actor, act, Some(vote.0)).await?;
    Ok(receipt)
}

async fn append(tx: &mut Tx, ballot_box: BoxId, ballot: &str) -> Result<Head, Error> {
    let mut archive = Appender::after(tx, ballot_box).await?;
    let payload = archive.data(tx, ballot.to_owned()).await?;
    archive.event(tx, EventType::Ballot, Some(&payload)).await
}

async fn sign(
    tx: &mut Tx,
    cooperative: &Cooperative,
    ballot_box: &BallotBox,
    tracker: &str,
    head: &Head,
    time: i64,
) -> Result<Receipt, Error> {
    let accepted = Accepted {
        vote: *ballot_box.vote.bytes(),
        box_uuid: Some(&ballot_box.uuid),
        tracker,
        event: hash::unhex(&head.hash).stored("an event hash")?,
        height: head.height,
        time,
    };
    let key = secrets::record_key(tx, cooperative.id).await?;
    Ok(Receipt::sign(&key, cooperative.id.bytes(), &accepted))
}

/// Keeps the émargement of a voice's first ballot: the signature is the same for every later one.
async fn mark(
    service: &Service,
    tx: &mut Tx,
    (vote, ballot_box): (VoteId, BoxId),
    cast: &CastSecret,
) -> Result<(), Error> {
    let row = Emargement { voice: cast.voice, signature: cast.emargement.0 };
    if ballots::insert_emargement(tx, (vote, ballot_box), &row, service.now()).await? {
        let salt = Salt { subject: cast.voice, salt: service.bytes() };
        salts::insert(tx, Leaf::Emargement, ballot_box.0, &salt).await?;
    }
    Ok(())
}
