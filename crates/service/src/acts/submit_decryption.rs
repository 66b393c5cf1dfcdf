//! A key holder's page brings its part of the decryption, made from the tallies it recomputed itself.

use std::collections::BTreeMap;

use domain::Refusal;
use domain::elected::Named;
use domain::ids::VoteId;
use domain::majority::Counts;
use domain::resolution::Resolution;
use domain::roles::Actor;
use domain::vote::VoteState;
use domain::wire::{BoxPart, SubmitDecryption};
use protocol::archive::EventType;
use protocol::combined::{self, SummedPart};
use protocol::decryption::{self, Binding, CompanionProofs, ElectionResult, PartialDecryption};
use protocol::json as canonical_json;
use protocol::tally::EncryptedTally;
use protocol::trustees::Trustees;
use serde_json::json;
use store::assemblies::Assembly;
use store::decryptions::{self, Part, PartOfSum};
use store::votes::Vote;
use store::{Tx, holders};

use crate::acts::close_vote::{Sealed, file_part, opened_in_sum, sealed_boxes, summed};
use crate::archive::Appender;
use crate::decide::{Counted, decide};
use crate::error::{Stored as _, duplicate_is};
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, facts, paper};

/// Receives a part of every box of a vote, or of their sum. With the last one that is needed the result is computed, archived
/// and decided on in the same transaction. Where voices are on paper these are counted first: nobody counts papers who may know
/// what the box says. Answers the state of the vote.
///
/// # Errors
/// Policy; [`Refusal::NotKeyHolder`] of this assembly, [`Refusal::NotAwaitingDecryption`], [`Refusal::PapersFirst`],
/// [`Refusal::DecryptionExists`], [`Refusal::DecryptionInvalid`] when a proof does not hold, or when one by one is opened what is opened in sum.
pub async fn submit_decryption(
    service: &Service,
    actor: &Actor,
    id: VoteId,
    submitted: &SubmitDecryption,
) -> Result<VoteState, Error> {
    allow(actor, Operation::SubmitDecryption)?;
    let brought = Brought::parse(submitted)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::SubmitDecryption).await?;
        let vote = facts::vote(tx, id).await?;
        let assembly = facts::assembly(tx, vote.assembly).await?;
        let holders = holders::by_assembly(tx, assembly.id).await?;
        let mine = holders.iter().find(|holder| holder.member == member.id).ok_or(Refusal::NotKeyHolder)?;
        let owner = mine.position + crate::decide::SERVER;
        if vote.state != VoteState::Closed {
            let again = brought_before(tx, id, owner).await?;
            return Err(if again { Refusal::DecryptionExists } else { Refusal::NotAwaitingDecryption }.into());
        }
        let mut record = Record::new(service, assembly.cooperative, assembly.id);
        let sealed = sealed_boxes(tx, id).await?;
        let of = (&assembly, &vote);
        if paper::pending(tx, id).await? {
            return Err(Refusal::PapersFirst.into());
        }
        let opened = receive(service, tx, of, &sealed, (owner, &brought), &mut record).await?;
        let state = match opened {
            Some(results) => {
                let resolution = facts::resolution(tx, vote.resolution).await?;
                let said = counted(&results, &resolution)?;
                decide(service, tx, actor, (&assembly, &vote), said, &mut record).await?;
                VoteState::Decided
            }
            None => vote.state,
        };
        record.write(tx).await?;
        facts::note(service, tx, actor, "submit-decryption", Some(id.0)).await?;
        Ok(state)
    })
}

/// What no ballot says: that of a vote whose every voice was on paper, which has no box.
pub(crate) fn nothing(resolution: &Resolution) -> Counted {
    match &resolution.election {
        None => Counted::Text(Counts::default()),
        Some(contest) => {
            Counted::Names(Named { votes: contest.candidates.iter().map(|_| 0).collect(), ..Named::default() })
        }
    }
}

/// Files what a key holder brought; the results, once there are parts enough.
async fn receive(
    service: &Service,
    tx: &mut Tx,
    of: (&Assembly, &Vote),
    sealed: &[Sealed],
    (owner, brought): (u32, &Brought),
    record: &mut Record,
) -> Result<Option<Vec<Opened>>, Error> {
    if sealed.is_empty() {
        return Err(Refusal::NotAwaitingDecryption.into());
    }
    match brought {
        Brought::Sum(part) => receive_of_sum(service, tx, of, sealed, (owner, part)).await,
        Brought::Boxes(parts) => receive_of_boxes(service, tx, of.0, sealed, (owner, parts), record).await,
    }
}

/// What a key holder brought, read.
enum Brought {
    Boxes(Vec<PartOfBox>),
    Sum(SummedPart),
}

/// A part of one box, read, and as it was brought.
type PartOfBox = (PartialDecryption, CompanionProofs, BoxPart);

impl Brought {
    fn parse(submitted: &SubmitDecryption) -> Result<Self, Refusal> {
        let read = |part: &BoxPart| -> Result<_, protocol::Malformed> {
            let partial = PartialDecryption::parse(&part.partial_decryption)?;
            Ok((partial, CompanionProofs::parse(&part.companion_proofs)?, part.clone()))
        };
        let brought = match submitted {
            SubmitDecryption::Boxes(parts) => parts.iter().map(read).collect::<Result<_, _>>().map(Self::Boxes),
            SubmitDecryption::Sum(text) => canonical_json::read(text).map(Self::Sum),
        };
        brought.map_err(|_| Refusal::DecryptionInvalid)
    }
}

/// Whether an owner's part of a vote is there already.
pub(crate) async fn brought_before(tx: &mut Tx, vote: VoteId, owner: u32) -> Result<bool, Error> {
    if decryptions::of_sum(tx, vote).await?.iter().any(|part| part.owner == owner) {
        return Ok(true);
    }
    for one in store::boxes::elections(tx, vote).await? {
        if decryptions::of_box(tx, one.id).await?.iter().any(|part| part.owner == owner) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A result, and how many ballots it is of.
type Opened = (ElectionResult, u64);

/// Files a part of each box; the results of all boxes, once there are parts enough.
async fn receive_of_boxes(
    service: &Service,
    tx: &mut Tx,
    assembly: &Assembly,
    sealed: &[Sealed],
    (owner, parts): (u32, &[PartOfBox]),
    record: &mut Record,
) -> Result<Option<Vec<Opened>>, Error> {
    check_boxes(assembly, sealed, (owner, parts))?;
    let mut results = Vec::new();
    for (one, (_, _, text)) in sealed.iter().zip(parts) {
        let id = one.ballot_box.id;
        let mut items = Appender::after(tx, id).await?;
        let row = Part { owner, body: text.partial_decryption.clone(), companion: text.companion_proofs.clone() };
        let mut head = file_part(service, tx, id, &row, &mut items).await?;
        let trustees = Trustees::parse(&one.ballot_box.trustees).stored("the trustees")?;
        let all = decryptions::of_box(tx, id).await?;
        if trustees.weights(&all.iter().map(|part| part.owner).collect()).is_ok() {
            let result = open(&trustees, &all, one)?;
            let payload = items.data(tx, result.to_json()).await?;
            head = items.event(tx, EventType::Result, Some(&payload)).await?;
            results.push((result, one.weight));
        }
        let uuid = &one.ballot_box.uuid;
        record.add("archive-head", json!({ "box": uuid, "event": head.hash, "height": head.height }));
    }
    Ok(Some(results).filter(|results| results.len() == sealed.len()))
}

/// Files a part of the sum; its result, once there are parts enough. Nothing goes into the archives.
async fn receive_of_sum(
    service: &Service,
    tx: &mut Tx,
    (assembly, vote): (&Assembly, &Vote),
    sealed: &[Sealed],
    (owner, part): (u32, &SummedPart),
) -> Result<Option<Vec<Opened>>, Error> {
    check_sum(assembly, sealed, (owner, part))?;
    let row = PartOfSum { owner, body: canonical_json::write(part) };
    duplicate_is(decryptions::insert_of_sum(tx, vote.id, &row, service.now()).await, Refusal::DecryptionExists)?;
    let weight = sealed.iter().map(|one| one.weight).sum();
    Ok(opened_sum(tx, vote.id, sealed).await?.map(|result| vec![(result, weight)]))
}

/// The result of the sum of the boxes of a vote, once there are parts enough.
pub(crate) async fn opened_sum(tx: &mut Tx, vote: VoteId, sealed: &[Sealed]) -> Result<Option<ElectionResult>, Error> {
    let trustees = Trustees::parse(&sealed[0].ballot_box.trustees).stored("the trustees")?;
    let parts = parts_of_sum(tx, vote).await?;
    if trustees.weights(&parts.iter().map(|part| part.owner).collect()).is_err() {
        return Ok(None);
    }
    let (_, sum) = summed(sealed)?;
    let weight = sealed.iter().map(|one| one.weight).sum();
    let parts: Vec<&SummedPart> = parts.iter().collect();
    combined::open(&sum, &trustees, &parts, weight).stored("the result").map(Some)
}

/// The parts of the sum of the boxes of a vote, by owner.
pub(crate) async fn parts_of_sum(tx: &mut Tx, vote: VoteId) -> Result<Vec<SummedPart>, Error> {
    let rows = decryptions::of_sum(tx, vote).await?;
    let parts: Result<Vec<_>, _> = rows.iter().map(|row| canonical_json::read(&row.body)).collect();
    parts.stored("a part of a sum")
}

/// Whether a part of a sum holds, and the boxes are opened in sum.
fn check_sum(assembly: &Assembly, sealed: &[Sealed], (owner, part): (u32, &SummedPart)) -> Result<(), Error> {
    if !opened_in_sum(sealed) || part.owner != owner {
        return Err(Refusal::DecryptionInvalid.into());
    }
    let trustees = Trustees::parse(&sealed[0].ballot_box.trustees).stored("the trustees")?;
    let (boxes, sum) = summed(sealed)?;
    let public = trustees.public_key_of(owner).stored("a key holder's key")?;
    let binding = combined::Binding { cooperative: assembly.cooperative.bytes(), boxes: &boxes, owner, public };
    Ok(combined::verify(&binding, &sum, part).map_err(|_| Refusal::DecryptionInvalid)?)
}

/// Whether there is a part of each box that holds, and the boxes are opened one by one.
fn check_boxes(assembly: &Assembly, sealed: &[Sealed], (owner, parts): (u32, &[PartOfBox])) -> Result<(), Error> {
    if opened_in_sum(sealed) || parts.len() != sealed.len() {
        return Err(Refusal::DecryptionInvalid.into());
    }
    for (one, (partial, proofs, _)) in sealed.iter().zip(parts) {
        check(assembly, one, owner, (partial, proofs))?;
    }
    Ok(())
}

fn check(
    assembly: &Assembly,
    one: &Sealed,
    owner: u32,
    (part, proofs): (&PartialDecryption, &CompanionProofs),
) -> Result<(), Error> {
    let trustees = Trustees::parse(&one.ballot_box.trustees).stored("the trustees")?;
    let tally = EncryptedTally::parse(&one.tally).stored("the tally")?;
    let binding = Binding {
        cooperative: assembly.cooperative.bytes(),
        phi: &one.ballot_box.fingerprint,
        owner,
        public: trustees.public_key_of(owner).stored("a key holder's key")?,
        tally: &one.tally,
    };
    let holds = decryption::verify(&binding, &tally, part).is_ok()
        && decryption::verify_companion(&binding, &tally, part, proofs).is_ok();
    if holds { Ok(()) } else { Err(Refusal::DecryptionInvalid.into()) }
}

fn open(trustees: &Trustees, parts: &[Part], one: &Sealed) -> Result<ElectionResult, Error> {
    let tally = EncryptedTally::parse(&one.tally).stored("the tally")?;
    let parts: Result<BTreeMap<u32, PartialDecryption>, _> =
        parts.iter().map(|part| Ok((part.owner, PartialDecryption::parse(&part.body)?))).collect();
    let parts = parts.map_err(|error: protocol::Malformed| error).stored("a partial decryption")?;
    decryption::combine(&tally, trustees, &parts, one.weight).stored("the result")
}

/// What the one question was answered in all boxes: in the order of `Choice::ALL`, or blank before each who stands.
fn counted(results: &[Opened], resolution: &Resolution) -> Result<Counted, Error> {
    let mut votes: Vec<u32> = Vec::new();
    let count = |n: u64| u32::try_from(n).stored("a count");
    for (result, _) in results {
        let rows = result.counts();
        let [row] = rows.as_slice() else {
            return Err(Error::broken("the result", format!("{} questions", rows.len())));
        };
        votes.resize(row.len(), 0);
        for (sum, n) in votes.iter_mut().zip(row) {
            *sum += count(*n)?;
        }
    }
    match (&resolution.election, votes.as_slice()) {
        (None, [for_, against, abstain]) => {
            Ok(Counted::Text(Counts { for_: *for_, against: *against, abstain: *abstain, ..Counts::default() }))
        }
        (Some(contest), [blank, votes @ ..]) if votes.len() == contest.candidates.len() => {
            let weight = count(results.iter().map(|(_, weight)| weight).sum())?;
            let named = weight.checked_sub(*blank).stored("the blank ballots")?;
            Ok(Counted::Names(Named { blank: *blank, named, votes: votes.to_vec() }))
        }
        _ => Err(Error::broken("the result", format!("{} answers", votes.len()))),
    }
}
