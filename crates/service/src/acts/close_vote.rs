//! The chair closes a vote. Open: counted and decided at once. Secret: the encrypted tally and the server's part of its
//! decryption are archived, and the key holders' pages take over.

use domain::ids::VoteId;
use domain::majority::Counts;
use domain::resolution::Choice;
use domain::roles::Actor;
use domain::vote::{VoteMode, VoteState};
use protocol::archive::EventType;
use protocol::archive::event::Owned;
use protocol::decryption::{self, Binding};
use protocol::election::Election;
use protocol::emargement::{self, Mark, Signature};
use protocol::tally::{EncryptedTally, SizedTally};
use protocol::trustees::Trustees;
use protocol::{hash, json as canonical_json};
use serde_json::{Value, json};
use store::assemblies::Assembly;
use store::boxes::{self, BallotBox};
use store::decryptions::{self, Part};
use store::salts::{self, Leaf};
use store::votes::{Move, Vote};
use store::{Tx, ballots, open_ballots, votes};

use crate::archive::{self, Appender};
use crate::decide::{Counted, SERVER, decide};
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, facts, proxies, secrets};
use domain::Refusal;

/// Closes a vote: no ballot is received any more. Answers the state reached: decided (open vote) or closed (secret
/// vote, waiting for its key holders).
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::VoteNotOpen`], [`Refusal::VoteAlreadyClosed`].
pub async fn close_vote(service: &Service, actor: &Actor, id: VoteId) -> Result<VoteState, Error> {
    allow(actor, Operation::CloseVote)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::CloseVote).await?;
        let mut vote = facts::vote(tx, id).await?;
        let assembly = facts::assembly(tx, vote.assembly).await?;
        let mut record = Record::new(service, assembly.cooperative, assembly.id);
        close(service, tx, &mut vote, &mut record).await?;
        let state = match vote.mode {
            VoteMode::Open => count_open(service, tx, actor, (&assembly, &vote), &mut record).await?,
            VoteMode::Secret => seal(service, tx, &assembly, &vote, &mut record).await?,
        };
        record.write(tx).await?;
        facts::note(service, tx, actor, "close-vote", Some(id.0)).await?;
        Ok(state)
    })
}

/// Moves the vote to closed, with who was there at that moment or voted in it, present or represented: the quorum of this vote.
async fn close(service: &Service, tx: &mut Tx, vote: &mut Vote, record: &mut Record) -> Result<(), Error> {
    let members = facts::count_voices(tx).await?;
    let present = proxies::taking_part(tx, vote.assembly, vote.id).await?;
    let step = Move { vote: vote.id, from: vote.state, to: vote.state.close()?, at: service.now() };
    if !votes::close(tx, step, present, members).await? {
        return Err(Refusal::VoteAlreadyClosed.into());
    }
    vote.state = step.to;
    vote.present = Some(present);
    vote.members = Some(members);
    let id = hash::hex(vote.id.bytes());
    record.add("quorum-count", json!({ "at": "close", "members": members, "present": present, "vote": id }));
    Ok(())
}

/// Publishes the signed choices that count, and decides.
async fn count_open(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    (assembly, vote): (&Assembly, &Vote),
    record: &mut Record,
) -> Result<VoteState, Error> {
    let mut counts = Counts::default();
    let mut published: Vec<Value> = Vec::new();
    for said in open_ballots::counted(tx, vote.id).await? {
        match said.choice {
            Choice::For => counts.for_ += 1,
            Choice::Against => counts.against += 1,
            Choice::Abstain => counts.abstain += 1,
        }
        published.push(json!({
            "choice": said.choice.code(),
            "n": said.n,
            "signature": hash::hex(&said.signature),
            "voice": hash::hex(said.voice.bytes()),
        }));
    }
    record.add("open-ballots", json!({ "ballots": published, "vote": hash::hex(vote.id.bytes()) }));
    decide(service, tx, actor, (assembly, vote), Counted::Text(counts), record).await?;
    Ok(VoteState::Decided)
}

/// Ends the archive's ballots, tallies what is encrypted, and opens the server's part.
async fn seal(
    service: &Service,
    tx: &mut Tx,
    assembly: &Assembly,
    vote: &Vote,
    record: &mut Record,
) -> Result<VoteState, Error> {
    let ballot_box = boxes::of_vote(tx, vote.id).await?.stored("the box")?;
    let election = Election::parse(&ballot_box.election).stored("the election")?;
    let counted = archive::counted(tx, vote.id).await?;
    let marks = marks(tx, vote.id).await?;
    if marks.len() != counted.len() {
        return Err(Error::broken("the box", "does not hold one counted ballot per émargement"));
    }
    let tally = EncryptedTally::from_ballots(&election, counted.iter()).to_json();
    let size = counted.len() as u64;
    let mut items = Appender::after(tx, vote.id).await?;
    items.event(tx, EventType::EndBallots, None).await?;
    items.data(tx, tally.clone()).await?;
    let sized = canonical_json::write(&SizedTally::of(&tally, size, size));
    let sized = items.data(tx, sized).await?;
    items.event(tx, EventType::EncryptedTally, Some(&sized)).await?;
    let head = open_own_part(service, tx, assembly, &ballot_box, &tally, &mut items).await?;
    record.add(
        "box-closed",
        json!({
            "box": ballot_box.uuid,
            "counted": size,
            "emargements": { "count": marks.len(), "root": hash::hex(&emargement::root(&marks)) },
            "received": ballots::of_vote(tx, vote.id).await?.len(),
            "vote": hash::hex(vote.id.bytes()),
        }),
    );
    record.add("archive-head", json!({ "box": ballot_box.uuid, "event": head.hash, "height": head.height }));
    Ok(VoteState::Closed)
}

/// The server's partial decryption, which always comes first.
async fn open_own_part(
    service: &Service,
    tx: &mut Tx,
    assembly: &Assembly,
    ballot_box: &BallotBox,
    tally: &str,
    items: &mut Appender,
) -> Result<archive::Head, Error> {
    let trustees = Trustees::parse(&ballot_box.trustees).stored("the trustees")?;
    let secret = secrets::trustee_secret(tx, ballot_box.vote).await?;
    let binding = Binding {
        cooperative: assembly.cooperative.bytes(),
        phi: &ballot_box.fingerprint,
        owner: SERVER,
        public: trustees.public_key_of(SERVER).stored("the server's key")?,
        tally,
    };
    let (part, companion) = decryption::decrypt(&secret, &binding, &mut service.rng()).stored("the tally")?;
    let part = Part { owner: SERVER, body: part.to_json(), companion: companion.to_json() };
    file_part(service, tx, ballot_box.vote, &part, items).await
}

/// Stores a part and archives it.
pub(crate) async fn file_part(
    service: &Service,
    tx: &mut Tx,
    vote: VoteId,
    part: &Part,
    items: &mut Appender,
) -> Result<archive::Head, Error> {
    crate::error::duplicate_is(decryptions::insert(tx, vote, part, service.now()).await, Refusal::DecryptionExists)?;
    let payload = items.data(tx, part.body.clone()).await?;
    let owned = items.data(tx, canonical_json::write(&Owned { owner: part.owner, payload })).await?;
    items.event(tx, EventType::PartialDecryption, Some(&owned)).await
}

/// The émargements of a box with the salts of their leaves.
pub(crate) async fn marks(tx: &mut Tx, vote: VoteId) -> Result<Vec<Mark>, Error> {
    let salts = salts::of_scope(tx, Leaf::Emargement, vote.0).await?;
    let signed = ballots::emargements(tx, vote).await?;
    if salts.len() != signed.len() || salts.iter().zip(&signed).any(|(salt, signed)| salt.subject != signed.voice) {
        return Err(Error::broken("the émargements", "a salt is missing"));
    }
    let mark = |(salt, signed): (&salts::Salt, &ballots::Emargement)| Mark {
        voice: *signed.voice.bytes(),
        signature: Signature(signed.signature),
        salt: salt.salt,
    };
    Ok(salts.iter().zip(&signed).map(mark).collect())
}
