//! A key holder's page brings its part of the decryption, made from the tally it recomputed itself.

use std::collections::BTreeMap;

use domain::Refusal;
use domain::elected::Named;
use domain::ids::VoteId;
use domain::majority::Counts;
use domain::resolution::Resolution;
use domain::roles::Actor;
use domain::vote::VoteState;
use domain::wire::SubmitDecryption;
use protocol::archive::EventType;
use protocol::decryption::{self, Binding, CompanionProofs, ElectionResult, PartialDecryption};
use protocol::tally::EncryptedTally;
use protocol::trustees::Trustees;
use serde_json::json;
use store::assemblies::Assembly;
use store::boxes::{self, BallotBox};
use store::decryptions::{self, Part};
use store::votes::Vote;
use store::{Tx, holders};

use crate::acts::close_vote::file_part;
use crate::archive::{self, Appender};
use crate::decide::{Counted, decide};
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Receives a part. With the last one that is needed the result is computed, archived and decided on in the same
/// transaction. Answers the state of the vote.
///
/// # Errors
/// Policy; [`Refusal::NotKeyHolder`] of this assembly, [`Refusal::NotAwaitingDecryption`], [`Refusal::DecryptionExists`],
/// [`Refusal::DecryptionInvalid`] when a proof does not hold.
pub async fn submit_decryption(
    service: &Service,
    actor: &Actor,
    id: VoteId,
    submitted: &SubmitDecryption,
) -> Result<VoteState, Error> {
    allow(actor, Operation::SubmitDecryption)?;
    let part = PartialDecryption::parse(&submitted.partial_decryption).map_err(|_| Refusal::DecryptionInvalid)?;
    let proofs = CompanionProofs::parse(&submitted.companion_proofs).map_err(|_| Refusal::DecryptionInvalid)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::SubmitDecryption).await?;
        let vote = facts::vote(tx, id).await?;
        let assembly = facts::assembly(tx, vote.assembly).await?;
        let holders = holders::by_assembly(tx, assembly.id).await?;
        let mine = holders.iter().find(|holder| holder.member == member.id).ok_or(Refusal::NotKeyHolder)?;
        let owner = mine.position + crate::decide::SERVER;
        awaits(tx, &vote, owner).await?;
        let ballot_box = boxes::of_vote(tx, id).await?.stored("the box")?;
        let (tally, weight) = archive::tally(tx, id).await?;
        check(&assembly, &ballot_box, owner, &tally, &part, &proofs)?;
        let mut items = Appender::after(tx, id).await?;
        let row =
            Part { owner, body: submitted.partial_decryption.clone(), companion: submitted.companion_proofs.clone() };
        let head = file_part(service, tx, id, &row, &mut items).await?;
        let mut record = Record::new(service, assembly.cooperative, assembly.id);
        let trustees = Trustees::parse(&ballot_box.trustees).stored("the trustees")?;
        let parts = decryptions::of_vote(tx, id).await?;
        let (head, state) = if trustees.weights(&parts.iter().map(|part| part.owner).collect()).is_ok() {
            let result = open(&trustees, &parts, &tally, weight)?;
            let payload = items.data(tx, result.to_json()).await?;
            let head = items.event(tx, EventType::Result, Some(&payload)).await?;
            let resolution = facts::resolution(tx, vote.resolution).await?;
            let said = counted(&result, &resolution, weight)?;
            decide(service, tx, actor, (&assembly, &vote), said, &mut record).await?;
            (head, VoteState::Decided)
        } else {
            (head, vote.state)
        };
        record.add("archive-head", json!({ "box": ballot_box.uuid, "event": head.hash, "height": head.height }));
        record.write(tx).await?;
        facts::note(service, tx, actor, "submit-decryption", Some(id.0)).await?;
        Ok(state)
    })
}

/// Whether this owner's part is what the vote waits for.
async fn awaits(tx: &mut Tx, vote: &Vote, owner: u32) -> Result<(), Error> {
    if decryptions::of_vote(tx, vote.id).await?.iter().any(|part| part.owner == owner) {
        return Err(Refusal::DecryptionExists.into());
    }
    if vote.state == VoteState::Closed { Ok(()) } else { Err(Refusal::NotAwaitingDecryption.into()) }
}

fn check(
    assembly: &Assembly,
    ballot_box: &BallotBox,
    owner: u32,
    tally_text: &str,
    part: &PartialDecryption,
    proofs: &CompanionProofs,
) -> Result<(), Error> {
    let trustees = Trustees::parse(&ballot_box.trustees).stored("the trustees")?;
    let tally = EncryptedTally::parse(tally_text).stored("the tally")?;
    let binding = Binding {
        cooperative: assembly.cooperative.bytes(),
        phi: &ballot_box.fingerprint,
        owner,
        public: trustees.public_key_of(owner).stored("a key holder's key")?,
        tally: tally_text,
    };
    let holds = decryption::verify(&binding, &tally, part).is_ok()
        && decryption::verify_companion(&binding, &tally, part, proofs).is_ok();
    if holds { Ok(()) } else { Err(Refusal::DecryptionInvalid.into()) }
}

fn open(trustees: &Trustees, parts: &[Part], tally: &str, weight: u64) -> Result<ElectionResult, Error> {
    let tally = EncryptedTally::parse(tally).stored("the tally")?;
    let parts: Result<BTreeMap<u32, PartialDecryption>, _> =
        parts.iter().map(|part| Ok((part.owner, PartialDecryption::parse(&part.body)?))).collect();
    let parts = parts.map_err(|error: protocol::Malformed| error).stored("a partial decryption")?;
    decryption::combine(&tally, trustees, &parts, weight).stored("the result")
}

/// What the one question was answered: in the order of `Choice::ALL`, or blank before each who stands.
fn counted(result: &ElectionResult, resolution: &Resolution, weight: u64) -> Result<Counted, Error> {
    let rows = result.counts();
    let [row] = rows.as_slice() else {
        return Err(Error::broken("the result", format!("{} questions", rows.len())));
    };
    let count = |n: u64| u32::try_from(n).stored("a count");
    let votes = row.iter().map(|n| count(*n)).collect::<Result<Vec<u32>, Error>>()?;
    match (&resolution.election, votes.as_slice()) {
        (None, [for_, against, abstain]) => {
            Ok(Counted::Text(Counts { for_: *for_, against: *against, abstain: *abstain, ..Counts::default() }))
        }
        (Some(contest), [blank, votes @ ..]) if votes.len() == contest.candidates.len() => {
            let named = count(weight)?.checked_sub(*blank).stored("the blank ballots")?;
            Ok(Counted::Names(Named { blank: *blank, named, votes: votes.to_vec() }))
        }
        _ => Err(Error::broken("the result", format!("{} answers", votes.len()))),
    }
}
